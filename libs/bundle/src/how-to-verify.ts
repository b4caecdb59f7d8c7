/** `VERIFY.md`: how whoever holds a bundle verifies it, with this program and without. `test/interop` runs the script in it. */
import type { Manifest } from './contents.js';

export const howToVerify = ({ origin, inquiry, entries }: Pick<Manifest, 'origin' | 'inquiry' | 'entries'>): string => `# 怎样核验本证据包 · How to verify this bundle

本包由台账日志 \`${origin}\` 导出（调阅 ${inquiry.inquiryId}），含事件 ${entries.length} 条。核验只依赖您自己另行取得的公钥：请当面向台账管理机关、见证机关索取，不要使用随包送来的公钥。

## 用台账程序

无需服务器，无需台账数据：

    taizhang evidence verify BUNDLE.zip --key 日志公钥
    taizhang evidence verify BUNDLE.zip --policy 信任策略文件
    taizhang evidence verify BUNDLE.zip --key 日志公钥 --checkpoint 上次带走的检查点

退出码 0：一切相符；1：发现不符，逐项列出；3：无法核验。

## 只用通用工具

每个事件一个文件 \`entries/N.json\`（RFC 8785 JSON，按存入原样），一份存在证明 \`proofs/N.tlog-proof\`（c2sp.org/tlog-proof）。信任策略 \`policy.txt\`（c2sp.org/tlog-policy）应与您手中的一致。任何支持该格式的工具都可核验，例如 Go 的 \`filippo.io/torchwood\`（\`VerifyProof\`）。

\`manifest.json\` 列出其余每个文件的 SHA-256；它自己的 SHA-256 写在 \`export/entry.json\` 的 \`data.manifestSha256\` 中，该事件也有存在证明 \`export/entry.tlog-proof\`。

\`keys.json\` 是各事件密文盒的密钥：每把只开一个盒。盒为 base64url：随机数 12 字节、密钥 SHA-256 的前 16 字节、AES-256-GCM 密文、标签 16 字节；明文是按路径排列的 JSON 值。

下面的脚本用 Python 3 和 \`cryptography\` 包做全部核验并打印解开的内容：\`unzip BUNDLE.zip -d bundle && python3 verify.py bundle 日志公钥\`。

\`\`\`python
import base64, hashlib, json, pathlib, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

folder, vkey = pathlib.Path(sys.argv[1]), sys.argv[2]
name, _, key = vkey.split('+', 2)
public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:])
sha = lambda data: hashlib.sha256(data).digest()


def checkpoint(note):
    text, signatures = note.split('\\n\\n', 1)
    for line in signatures.splitlines():
        _, signer, signature = line.split(' ')
        if signer == name:
            public.verify(base64.b64decode(signature)[4:], (text + '\\n').encode())
            origin, size, root = text.split('\\n')[:3]
            assert origin == name
            return int(size), base64.b64decode(root)
    sys.exit('the log did not sign it')


def included(entry, proof):
    head, note = proof.split('\\n\\n', 1)
    assert note == published, 'a proof of another checkpoint'
    header, index, *hashes = head.split('\\n')
    assert header == 'c2sp.org/tlog-proof@v1' and index.startswith('index ')
    at, last, computed = int(index[6:]), size - 1, sha(b'\\0' + entry)
    assert at < size
    for text in hashes:
        other = base64.b64decode(text)
        if at % 2 or at == last:
            computed = sha(b'\\1' + other + computed)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            computed = sha(b'\\1' + computed + other)
        at, last = at // 2, last // 2
    assert last == 0 and computed == root, 'not in the log'


def marks(value, path, found):
    if isinstance(value, dict):
        if '$' in value:
            found.setdefault(value.get('of', 0), []).append((path, value['$']))
        else:
            for key, member in value.items():
                marks(member, f'{path}.{key}' if path else key, found)
    elif isinstance(value, list):
        for n, member in enumerate(value):
            marks(member, f'{path}.{n}' if path else str(n), found)
    return found


def opened(event, keys):
    boxes, found = event['data'].get('$sealed', []), {}
    marks({key: value for key, value in event['data'].items() if key != '$sealed'}, '', found)
    marks(event['metadata'], '@', found)
    for n, ((key_id, box), key) in enumerate(zip(boxes, keys, strict=True)):
        places = sorted(found.get(n, []), key=lambda place: place[0].encode('utf-16-be'))
        if key in (None, 'destroyed'):
            yield from ((path, '<closed>' if key is None else '<erased>') for path, _ in places)
            continue
        raw, secret = base64.urlsafe_b64decode(box + '=' * (-len(box) % 4)), base64.b64decode(key)
        assert sha(secret)[:16] == raw[12:28], 'another key'
        place = '\\n'.join(['taizhang-sealed-1', manifest['ledgerId'], event['streamId'], event['type'], event['eventId'], key_id, ''.join(f'{path}:{kind} ' for path, kind in places)])
        values = json.loads(AESGCM(secret).decrypt(raw[:12], raw[28:], place.encode()))
        yield from zip((path for path, _ in places), values)


published = (folder / 'checkpoint').read_text()
size, root = checkpoint(published)
export = (folder / 'export/entry.json').read_bytes()
included(export, (folder / 'export/entry.tlog-proof').read_text())
manifest_bytes = (folder / 'manifest.json').read_bytes()
assert json.loads(export)['data']['manifestSha256'] == hashlib.sha256(manifest_bytes).hexdigest(), 'another manifest'
manifest = json.loads(manifest_bytes)
for file in manifest['files']:
    assert hashlib.sha256((folder / file['path']).read_bytes()).hexdigest() == file['sha256'], file['path']
keys = json.loads((folder / 'keys.json').read_text())
for entry in manifest['entries']:
    number = f"{entry['index']:010}"
    data = (folder / f'entries/{number}.json').read_bytes()
    included(data, (folder / f'proofs/{number}.tlog-proof').read_text())
    event = json.loads((folder / f'events/{number}.json').read_bytes()) if 'data' not in json.loads(data) else json.loads(data)
    print(number, event['type'], event['metadata']['occurredAt'], *(f'{path}={value}' for path, value in opened(event, keys.get(str(entry['index']), []))))
print(f"{len(manifest['entries'])} entries, {len(manifest['files'])} files: all proved by a checkpoint of {size} entries that {name} signed")
\`\`\`

## 核验不能说明的事

- 事件是机关当时录入的内容；证明它在日志中、此后未被更改，不证明所录属实。
- \`manifest.json\` 标明整条收录（\`whole\`）的事件流中间不缺；其后又发生了什么，须与日志本身对照。
- 标为〔未提供〕的内容属于范围以外的人，仍为密文；标为“已删除”的，其密钥已按规定销毁。
- 补录的事件以入账时间为准：报告同时列出发生日期和入账时间。
`;
