/** Proofs as files: written as the specification shows them, accepted only for their own entry, checkpoint and quorum. */
import { judgeCheckpoint } from './judge-checkpoint.js';
import { withSignatures } from './cosignature.js';
import { parseNote } from './note.js';
import { parsePolicy, type TrustPolicy } from './policy.js';
import { ORIGIN, SignedLog, witnessOf } from './testing/signed-log.js';
import { parseTlogProof, tlogProofText, verifyTlogProof } from './tlog-proof.js';

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
const SIZE = 300;
const INDEX = 257;
const log = new SignedLog(SIZE);
const [finance, discipline, stranger] = [witnessOf('czj.example/w', 1_000), witnessOf('jw.example/w', 2_000), witnessOf('other.example/w', 3_000)] as const;
const POLICY = parsePolicy(Buffer.from(`log ${log.signer.verifier.vkey}\nwitness 财政局 ${finance.verifier.vkey}\nwitness 纪委 ${discipline.verifier.vkey}\ngroup both all 财政局 纪委\nquorum both\n`));

const cosigned = (note: string, witnesses: readonly (typeof finance)[]): string =>
  withSignatures(note, witnesses.map((witness) => ({ name: witness.name, keyId: witness.keyId, signature: witness.sign(parseNote(note).text) })));
async function proofText(witnesses = [finance, stranger, discipline], index = INDEX): Promise<string> {
  return tlogProofText({ index, proof: await log.inclusion(index, SIZE), checkpoint: cosigned(await log.note(SIZE), witnesses) });
}

test('is written as the specification shows it', async () => {
  const hashes = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const checkpoint = await log.note(SIZE);
  const [one, two] = hashes.map((hash) => hash.toString('base64')) as [string, string];
  expect(tlogProofText({ index: 5, proof: hashes, checkpoint })).toBe(`c2sp.org/tlog-proof@v1\nindex 5\n${one}\n${two}\n\n${checkpoint}`);
  const extra = tlogProofText({ index: 0, proof: [], checkpoint, extra: Buffer.from('age') });
  expect(extra).toBe(`c2sp.org/tlog-proof@v1\nextra YWdl\nindex 0\n\n${checkpoint}`);
  expect(parseTlogProof(extra)).toEqual({ index: 0, proof: [], checkpoint, extra: Buffer.from('age') });
});

test('shows that the entry is in the log, who cosigned and when', async () => {
  expect(verifyTlogProof(await proofText(), log.leaf(INDEX), POLICY)).toMatchObject({
    index: INDEX, quorum: true, missing: [], checkpoint: { origin: ORIGIN, size: SIZE }, cosigned: [{ witness: '财政局', timestamp: 1_000 }, { witness: '纪委', timestamp: 2_000 }],
  });
});

test('holds for no other entry, no other place, no other log, and not without its quorum', async () => {
  const text = await proofText();
  expect(() => verifyTlogProof(text, log.leaf(INDEX + 1), POLICY)).toThrow(refusal('PROOF_FAILS'));
  expect(() => verifyTlogProof(text.replace(`index ${INDEX}`, `index ${INDEX - 1}`), log.leaf(INDEX), POLICY)).toThrow(refusal('PROOF_FAILS'));
  const alone = await proofText([finance, stranger]);
  expect(() => verifyTlogProof(alone, log.leaf(INDEX), POLICY)).toThrow(refusal('WITNESS_QUORUM_MISSING'));
  expect(judgeCheckpoint(parseTlogProof(alone).checkpoint, POLICY)).toMatchObject({ quorum: false, missing: ['纪委'] });
  const others: TrustPolicy = { ...POLICY, logs: [{ verifier: new SignedLog(1, { origin: 'taizhang.example/360112' }).signer.verifier }] };
  expect(() => verifyTlogProof(text, log.leaf(INDEX), others)).toThrow(refusal('NOTE_UNVERIFIED'));
});

test('a policy without logs takes the log it is told', async () => {
  const open: TrustPolicy = { ...POLICY, logs: [] };
  expect(verifyTlogProof(await proofText(), log.leaf(INDEX), open, log.signer.verifier).quorum).toBe(true);
  const text = await proofText();
  // Cosigned by both, and of nobody's log.
  expect(() => verifyTlogProof(text, log.leaf(INDEX), open)).toThrow(refusal('NOTE_UNVERIFIED'));
});

test('a key of the policy counts for its own origin only', () => {
  const other = new SignedLog(1, { origin: 'taizhang.example/360112' });
  const note = withSignatures(`${ORIGIN}\n0\n${Buffer.alloc(32).toString('base64')}\n\n${'— x AAAAAAA='}\n`, []);
  const { text } = parseNote(note);
  const signed = withSignatures(note, [{ name: other.signer.name, keyId: other.signer.keyId, signature: other.signer.sign(text) }]);
  expect(() => judgeCheckpoint(signed, { ...POLICY, logs: [...POLICY.logs, { verifier: other.signer.verifier }] })).toThrow(refusal('NOTE_UNVERIFIED'));
});

test('no bit of it can be changed, and no byte lost or added', async () => {
  const bytes = Buffer.from(await proofText([finance, discipline]));
  let [attempts, refused] = [0, 0];
  const attempt = (changed: Buffer): void => {
    attempts += 1;
    try { verifyTlogProof(changed.toString('utf8'), log.leaf(INDEX), POLICY); } catch (error) { if ((error as { code?: string }).code !== undefined) refused += 1; }
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] as number) ^ (1 << (at % 8));
    attempt(changed);
    attempt(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
    attempt(Buffer.concat([bytes.subarray(0, at), Buffer.from('A'), bytes.subarray(at)]));
  }
  expect([refused, attempts]).toEqual([3 * bytes.length, 3 * bytes.length]);
});

test.each<[string, (text: string) => string]>([
  ['another version', (text) => text.replace('@v1', '@v2')], ['no index', (text) => text.replace(/index \d+\n/, '')], ['a leading zero', (text) => text.replace('index ', 'index 0')], ['a negative index', (text) => text.replace('index ', 'index -')],
  ['an index beyond counting', (text) => text.replace(/index \d+/, 'index 9007199254740993')], ['extra data that is no base64', (text) => text.replace('index', 'extra !!\nindex')], ['extra data behind the index', (text) => text.replace(/(index \d+\n)/, '$1extra YWdl\n')],
  ['a short hash', (text) => text.replace(/(index \d+\n).*\n/, `$1${Buffer.alloc(31).toString('base64')}\n`)], ['64 hashes', (text) => text.replace(/(index \d+\n)/, `$1${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}`)], ['no checkpoint', (text) => text.slice(0, text.indexOf('\n\n') + 2)],
  ['no empty line', (text) => text.replace('\n\n', '\n')], ['carriage returns', (text) => text.replaceAll('\n', '\r\n')], ['no last newline', (text) => text.slice(0, -1)],
])('%s is refused', async (_what, change) => {
  const text = change(await proofText());
  expect(() => parseTlogProof(text)).toThrow(refusal('PROOF_MALFORMED'));
});

test('a cosignature that was moved, backdated or of another witness does not count', async () => {
  const note = await log.note(SIZE);
  const { text } = parseNote(note);
  const late = finance.sign(text);
  late.writeBigUInt64BE(999n);
  const signed = (signature: Buffer): string => withSignatures(note, [{ name: finance.name, keyId: finance.keyId, signature }]);
  expect(() => judgeCheckpoint(signed(late), POLICY)).toThrow(refusal('NOTE_UNVERIFIED'));
  expect(() => judgeCheckpoint(signed(discipline.sign(text)), POLICY)).toThrow(refusal('NOTE_UNVERIFIED'));
  expect(() => judgeCheckpoint(signed(finance.sign(`${ORIGIN}\n1\n${Buffer.alloc(32).toString('base64')}\n`)), POLICY)).toThrow(refusal('NOTE_UNVERIFIED'));
  // A time beyond 2^63 - 1 is none, though its signature holds (c2sp.org/tlog-cosignature).
  const beyond = witnessOf('czj.example/w', 2 ** 63);
  expect(() => judgeCheckpoint(signed(beyond.sign(text)), POLICY)).toThrow(refusal('NOTE_UNVERIFIED'));
});
