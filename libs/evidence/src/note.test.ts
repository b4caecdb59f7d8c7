/** Signed notes, checkpoints and cosignatures against published examples, and with every byte changed. */
import { createHash } from 'node:crypto';
import { checkpointText, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import { cosignerOf, noteText, parseNote, privateKeyText, signerOf, signNote, verifiedNote, verifierOf } from './note.js';

/** The example of golang.org/x/mod/sumdb/note. */
const PRIVATE = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const PUBLIC = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
const keyOf = (name: string): string => privateKeyText(name, createHash('sha256').update(name).digest());
const signer = signerOf(keyOf('taizhang.example/360111'));
const root = createHash('sha256').update('root').digest();
const CHECKPOINT = signCheckpoint({ size: 20_852_163, root }, signer);

test('the example of the Go library, signed and verified', () => {
  expect(signerOf(PRIVATE).verifier.vkey).toBe(PUBLIC);
  expect(signNote(TEXT, signerOf(PRIVATE))).toBe(NOTE);
  expect(verifiedNote(NOTE, [verifierOf(PUBLIC)]).text).toBe(TEXT);
});

test('the examples of the specifications are read', () => {
  const note = parseNote('Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n');
  expect(note.text).toBe('Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n');
  expect(note.signatures.map(({ name, keyId, signature }) => [name, keyId, signature.length])).toEqual([['quasimodo.example/salvatore', '367ba04b', 64]]);
  const cosigned = parseNote('example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
    '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n');
  // The witness signed at 1679315147, as the specification says beside it.
  expect([cosigned.signatures[1]?.signature.readBigUInt64BE(), cosigned.signatures[1]?.signature.length]).toEqual([1_679_315_147n, 72]);
  expect(parseCheckpoint(cosigned.text)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
  expect(checkpointText(parseCheckpoint(cosigned.text))).toBe(cosigned.text);
});

test('a checkpoint says what was signed', () => {
  expect(openCheckpoint(CHECKPOINT, signer.verifier)).toEqual({ origin: 'taizhang.example/360111', size: 20_852_163, root });
});

test('no byte of a checkpoint can be changed, lost or added', () => {
  const bytes = Buffer.from(CHECKPOINT);
  let attempts = 0;
  let refused = 0;
  const attempt = (changed: Buffer): void => {
    attempts += 1;
    // As a file is read, where what is no UTF-8 becomes U+FFFD.
    try { openCheckpoint(changed.toString('utf8'), signer.verifier); } catch { refused += 1; }
  };
  for (let at = 0; at < bytes.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ (1 << bit);
      attempt(changed);
    }
    attempt(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
    attempt(Buffer.concat([bytes.subarray(0, at), Buffer.from('A'), bytes.subarray(at)]));
  }
  expect(refused).toBe(attempts);
  expect(attempts).toBe(bytes.length * 10);
});

describe('signatures', () => {
  const witness = cosignerOf(keyOf('witness.example/finance'), () => 1_679_315_147);
  const cosigned = noteText({ text: parseNote(CHECKPOINT).text, signatures: [...parseNote(CHECKPOINT).signatures, { name: witness.name, keyId: witness.keyId, signature: witness.sign(parseNote(CHECKPOINT).text) }] });

  test('of unknown keys are ignored, and alone they verify nothing', () => {
    expect(verifiedNote(cosigned, [signer.verifier]).signatures.map(({ name }) => name)).toEqual(['taizhang.example/360111']);
    expect(() => verifiedNote(cosigned, [verifierOf(PUBLIC)])).toThrow(refusal('NOTE_UNVERIFIED'));
    // The same name with another key is another key.
    expect(() => verifiedNote(cosigned, [signerOf(privateKeyText(signer.name, root)).verifier])).toThrow(refusal('NOTE_UNVERIFIED'));
  });

  test('of a known key that do not hold spoil the note, beside one that does', () => {
    const wrong = parseNote(cosigned).signatures.map((signature) => (signature.name === witness.name ? { ...signature, signature: Buffer.alloc(72) } : signature));
    const note = noteText({ text: parseNote(cosigned).text, signatures: wrong });
    expect(() => verifiedNote(note, [signer.verifier, witness.verifier])).toThrow(refusal('NOTE_UNVERIFIED'));
    expect(verifiedNote(note, [signer.verifier]).signatures).toHaveLength(1);
  });

  test('of a witness hold for the time it states, and are not the log\'s', () => {
    expect(verifiedNote(cosigned, [witness.verifier]).signatures[0]?.signature.readBigUInt64BE()).toBe(1_679_315_147n);
    expect(verifierOf(witness.verifier.vkey).verifies(parseNote(cosigned).text, witness.sign(parseNote(cosigned).text))).toBe(true);
    const backdated = Buffer.from(witness.sign(parseNote(cosigned).text));
    backdated.writeBigUInt64BE(1_679_315_146n);
    expect(witness.verifier.verifies(parseNote(cosigned).text, backdated)).toBe(false);
    // One private key gives different ids for its two kinds of signature.
    expect(signerOf(keyOf('witness.example/finance')).keyId).not.toBe(witness.keyId);
    expect(witness.verifier.vkey.split('+')[2]?.startsWith('B')).toBe(true);
  });
});

test.each([
  ['no signature', TEXT], ['no empty line', NOTE.replace('\n\n', '\n')], ['no last newline', NOTE.slice(0, -1)], ['a hyphen for the dash', NOTE.replace('—', '-')], ['a carriage return', NOTE.replaceAll('\n', '\r\n')], ['a tab', NOTE.replace(' you', '\tyou')],
  ['two spaces', NOTE.replace('PeterNeumann ', 'PeterNeumann  ')], ['base64 that ends otherwise', NOTE.replace('nAM=', 'nAN=')], ['base64 without its end', NOTE.replace('nAM=', 'nAM')], ['nothing', ''], ['a plus in the name', NOTE.replace('— Peter', '— P+eter')],
])('a note with %s is refused', (_what, note) => {
  expect(() => parseNote(note)).toThrow(refusal('NOTE_MALFORMED'));
});

test.each([
  ['leading zeroes', 'a\n007\n'], ['a negative size', 'a\n-1\n'], ['a size beyond counting', 'a\n9007199254740992\n'], ['no origin', '\n1\n'],
])('a checkpoint with %s is refused', (_what, start) => {
  expect(() => parseCheckpoint(`${start}${root.toString('base64')}\n`)).toThrow(refusal('CHECKPOINT_MALFORMED'));
});

test('a checkpoint with a short root, or an empty extension, is refused; other extensions are passed over', () => {
  expect(() => parseCheckpoint(`a\n1\n${root.subarray(1).toString('base64')}\n`)).toThrow(refusal('CHECKPOINT_MALFORMED'));
  expect(() => parseCheckpoint(`a\n1\n${root.toString('base64')}\n\n`)).toThrow(refusal('CHECKPOINT_MALFORMED'));
  expect(parseCheckpoint(`a\n1\n${root.toString('base64')}\nextension\n`).size).toBe(1);
});

test('a checkpoint of another origin under the log\'s key is refused', () => {
  expect(() => openCheckpoint(signNote(checkpointText({ origin: 'other.example', size: 1, root }), signer), signer.verifier)).toThrow(refusal('CHECKPOINT_FOREIGN'));
});

test('keys that are cut, changed or of another kind are refused', () => {
  for (const key of [PUBLIC.slice(0, -1), PUBLIC.replace('c74f20a3', 'c74f20a4'), PUBLIC.replace('PeterNeumann', 'PeterNeuman'), PUBLIC.replace('PeterNeumann', ''), PRIVATE, '']) expect(() => verifierOf(key)).toThrow(refusal('LOG_KEY_INVALID'));
  for (const key of [PRIVATE.slice(0, -1), PRIVATE.replace('PRIVATE', 'PUBLIC'), PRIVATE.replace('AYEK', 'AYEL'), PUBLIC]) expect(() => signerOf(key)).toThrow(refusal('LOG_KEY_INVALID'));
});
