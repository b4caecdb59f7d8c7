/** Signed notes (c2sp.org/signed-note) with Ed25519 keys. A note's text means nothing until `verifiedNote` has returned it. */
import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { DomainError } from '#kernel';

/** Signature type identifier bytes of the specification. */
export const SIGNATURE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;
/** Bytes of a note that is read at all, and its signatures: room for sixteen of any kind. */
export const MAX_NOTE_BYTES = 1_048_576;
const MAX_SIGNATURES = 100;
const KEY_BYTES = 32;
/** What PKCS #8 and SPKI put before the 32 bytes of an Ed25519 key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export interface NoteSignature {
  readonly name: string;
  /** The 32-bit key id, eight hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Buffer;
}
export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}
export interface Verifier {
  readonly name: string;
  readonly keyId: string;
  /** `name+keyId+base64(type || public key)`, the form in which a public key is handed on. */
  readonly vkey: string;
  /** Signature type identifier byte. */
  readonly type: number;
  readonly verifies: (text: string, signature: Buffer) => boolean;
}
export interface Signer {
  readonly name: string;
  readonly keyId: string;
  readonly verifier: Verifier;
  readonly sign: (text: string) => Buffer;
}

/** Standard base64, in the one way in which it is written: other texts that decode to the same bytes are refused. */
export function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export const isKeyName = (name: string): boolean => name !== '' && name.isWellFormed() && !/[\p{White_Space}+\p{Cc}]/u.test(name);

export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]), 'buffer').toString('hex', 0, 4);
}

/** The key object, and its type byte with the 32 bytes as keys are written. @throws DomainError `LOG_KEY_INVALID` */
function keyMaterial(name: string | undefined, keyId: string | undefined, material: string | undefined): { type: number; key: Buffer; name: string; keyId: string } {
  const bytes = base64(material ?? '');
  if (name === undefined || keyId === undefined || !isKeyName(name) || !/^[0-9a-f]{8}$/.test(keyId) || bytes === undefined || bytes.length !== KEY_BYTES + 1) throw invalidKey();
  return { type: bytes[0] as number, key: bytes.subarray(1), name, keyId };
}

/** Takes `name+keyId+base64`; plus signs of base64 included. */
function partsOf(text: string, count: number): string[] {
  const parts = text.split('+');
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join('+')];
}

/** A `timestamped_signature`: eight bytes of time and an Ed25519 signature; the time is at most 2^63 - 1 (c2sp.org/tlog-cosignature). */
const COSIGNATURE_BYTES = 72;
const LATEST = 2n ** 63n - 1n;
/** Checks a signature of one kind with one key. */
type Scheme = (publicKey: KeyObject, text: string, signature: Buffer) => boolean;
const SCHEMES: ReadonlyMap<number, Scheme> = new Map<number, Scheme>([
  [SIGNATURE_TYPES.ed25519, (publicKey, text, signature) => signature.length === 64 && verify(null, Buffer.from(text), publicKey, signature)],
  [SIGNATURE_TYPES.cosignature, (publicKey, text, signature) => signature.length === COSIGNATURE_BYTES && signature.readBigUInt64BE() <= LATEST && verify(null, cosigned(text, signature.readBigUInt64BE()), publicKey, signature.subarray(8))],
]);

/** A verifier of plain Ed25519 signatures, or of witnesses' cosignatures, as the vkey says. @throws DomainError `LOG_KEY_INVALID` */
export function verifierOf(vkey: string): Verifier {
  const [name, keyId, material] = partsOf(vkey.trim(), 3);
  const parsed = keyMaterial(name, keyId, material);
  const scheme = SCHEMES.get(parsed.type);
  if (scheme === undefined || keyIdOf(parsed.name, parsed.type, parsed.key) !== parsed.keyId) throw invalidKey();
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, parsed.key]), format: 'der', type: 'spki' });
  return { name: parsed.name, keyId: parsed.keyId, vkey: vkey.trim(), type: parsed.type, verifies: (text, signature) => scheme(publicKey, text, signature) };
}

const vkeyOf = (name: string, type: number, publicKey: Buffer): string => `${name}+${keyIdOf(name, type, publicKey)}+${Buffer.concat([Buffer.of(type), publicKey]).toString('base64')}`;

/** The private key as text, `PRIVATE+KEY+name+keyId+base64(type || seed)`: the form the tools around signed notes read. */
export function privateKeyText(name: string, seed: Buffer): string {
  const publicKey = publicKeyOf(seed);
  return `PRIVATE+KEY+${name}+${keyIdOf(name, SIGNATURE_TYPES.ed25519, publicKey)}+${Buffer.concat([Buffer.of(SIGNATURE_TYPES.ed25519), seed]).toString('base64')}`;
}

/** @throws DomainError `LOG_KEY_INVALID` */
export function signerOf(privateKey: string): Signer {
  const { key, signer } = signing(privateKey, SIGNATURE_TYPES.ed25519);
  return { ...signer, sign: (text) => sign(null, Buffer.from(text), key) };
}

/** A witness: it signs that it saw the checkpoint at this time (c2sp.org/tlog-cosignature, `cosignature/v1`). @throws DomainError `LOG_KEY_INVALID` */
export function cosignerOf(privateKey: string, timestamp: () => number): Signer {
  const { key, signer } = signing(privateKey, SIGNATURE_TYPES.cosignature);
  return {
    ...signer,
    sign: (text) => {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(timestamp()));
      return Buffer.concat([time, sign(null, cosigned(text, time.readBigUInt64BE()), key)]);
    },
  };
}

/** What a cosigner of version 1 signs. */
const cosigned = (text: string, timestamp: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${timestamp}\n${text}`);

function signing(privateKey: string, type: number): { key: KeyObject; signer: Omit<Signer, 'sign'> } {
  const [label, word, name, keyId, material] = partsOf(privateKey.trim(), 5);
  const { key: seed, ...parsed } = keyMaterial(name, keyId, material);
  const publicKey = publicKeyOf(seed);
  if (label !== 'PRIVATE' || word !== 'KEY' || parsed.type !== SIGNATURE_TYPES.ed25519 || keyIdOf(parsed.name, parsed.type, publicKey) !== parsed.keyId) throw invalidKey();
  const verifier = verifierOf(vkeyOf(parsed.name, type, publicKey));
  return { key: privateKeyOf(seed), signer: { name: verifier.name, keyId: verifier.keyId, verifier } };
}

const privateKeyOf = (seed: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
const publicKeyOf = (seed: Buffer): Buffer => createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);

function invalidKey(): DomainError {
  return new DomainError('LOG_KEY_INVALID', 'invalid', 'It is not a key of a signed note: name+keyId+base64, or PRIVATE+KEY+name+keyId+base64, of an Ed25519 key whose id fits its name. Copy the whole line again.');
}

/** The note as text, with this signature after those it has. */
export const signNote = (text: string, signer: Signer): string => noteText({ text, signatures: [{ name: signer.name, keyId: signer.keyId, signature: signer.sign(text) }] });

export function noteText({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(({ name, keyId, signature }) => `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`).join('')}`;
}

/** @throws DomainError `NOTE_MALFORMED`; the text is not to be believed yet */
export function parseNote(note: string): Note {
  const end = note.lastIndexOf('\n\n');
  const lines = note.slice(end + 2).split('\n');
  if (note.length > MAX_NOTE_BYTES || /[\u0000-\u0009\u000b-\u001f\ufffd]/.test(note) || !note.isWellFormed() || end < 1 || lines.pop() !== '' || lines.length === 0 || lines.length > MAX_SIGNATURES) throw malformed();
  const signatures = lines.map((line): NoteSignature => {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = base64(encoded ?? '');
    if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length < 5) throw malformed();
    return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
  });
  return { text: note.slice(0, end + 1), signatures };
}

/**
 * The note, with the signatures of the keys that are known; others are left out. One of a known key that does not hold spoils the whole note.
 * @throws DomainError `NOTE_MALFORMED` `NOTE_UNVERIFIED`
 */
export function verifiedNote(note: string, verifiers: readonly Verifier[]): Note {
  const { text, signatures } = parseNote(note);
  const verified = signatures.filter((signature) => {
    const verifier = verifiers.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (verifier !== undefined && !verifier.verifies(text, signature.signature)) throw unverified(`the signature of ${signature.name} does not hold`);
    return verifier !== undefined;
  });
  if (verified.length === 0) throw unverified(`it is not signed by ${verifiers.map(({ name, keyId }) => `${name}+${keyId}`).join(', ')}`);
  return { text, signatures: verified };
}

const malformed = (): DomainError => new DomainError('NOTE_MALFORMED', 'invalid', 'It is not a signed note: a text, an empty line, and lines of signatures, as "taizhang log checkpoint" prints it. Take the file as it was made, with its last newline.');
export const unverified = (why: string): DomainError => new DomainError('NOTE_UNVERIFIED', 'invalid', `The note must not be believed: ${why}. It was changed, or the key is another one: compare the key with whom it belongs to.`);
