/** Proofs that an entry is in a log, as a file of its own (c2sp.org/tlog-proof, version 1): an index, an inclusion proof, and the checkpoint it leads to with its cosignatures. */
import { DomainError } from '#kernel';
import { type Judgement, openWitnessed } from './judge-checkpoint.js';
import { base64, parseNote, type Verifier } from './note.js';
import type { TrustPolicy } from './policy.js';
import { HASH_BYTES } from './tree/hash.js';
import type { Proof } from './tree/proofs.js';
import { verifyInclusion } from './tree/verify.js';

const HEADER = 'c2sp.org/tlog-proof@v1';
export const MAX_PROOF_BYTES = 2_097_152;
/** No tree is higher, and no witness takes a longer proof. */
export const MAX_PROOF_HASHES = 63;
const HASH_TEXT = 44;

export interface TlogProof {
  /** From 0. */
  readonly index: number;
  /** From the leaf's sibling to the root's child. */
  readonly proof: Proof;
  /** The signed note, as the log published it. */
  readonly checkpoint: string;
  /** Not covered by any signature: nothing in it may be believed. */
  readonly extra?: Buffer;
}

export const tlogProofText = ({ index, proof, checkpoint, extra }: TlogProof): string =>
  [HEADER, ...(extra === undefined ? [] : [`extra ${extra.toString('base64')}`]), `index ${index}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');

/** @throws DomainError `PROOF_MALFORMED`; nothing in it is to be believed yet */
export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  if (text.length > MAX_PROOF_BYTES || end < 0) throw malformed();
  const [header, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith('extra ') === true ? base64((lines.shift() as string).slice('extra '.length)) : null;
  const [, digits] = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '') ?? [];
  if (header !== HEADER || extra === undefined || digits === undefined || !Number.isSafeInteger(Number(digits)) || lines.length > MAX_PROOF_HASHES) throw malformed();
  const proof = lines.map(hashIn);
  const checkpoint = text.slice(end + 2);
  if (proof.includes(undefined) || !isNote(checkpoint)) throw malformed();
  return { index: Number(digits), proof: proof as Proof, checkpoint, ...(extra === null ? {} : { extra }) };
}

/** A hash on a line of its own; undefined for anything else. */
export function hashIn(line: string): Buffer | undefined {
  const hash = line.length === HASH_TEXT ? base64(line) : undefined;
  return hash?.length === HASH_BYTES ? hash : undefined;
}

function isNote(text: string): boolean {
  try {
    parseNote(text);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

/**
 * That the entry with this leaf hash stands in a log the policy knows, under a checkpoint that its quorum cosigned.
 * @param log of a policy that lists none
 * @throws DomainError `PROOF_MALFORMED` `PROOF_FAILS` `WITNESS_QUORUM_MISSING` `NOTE_UNVERIFIED` `CHECKPOINT_MALFORMED`
 */
export function verifyTlogProof(text: string, leaf: Uint8Array, policy: TrustPolicy, log?: Verifier): Judgement & { readonly index: number } {
  const { index, proof, checkpoint } = parseTlogProof(text);
  const judgement = openWitnessed(checkpoint, policy, log);
  const { size, root, origin } = judgement.checkpoint;
  if (!verifyInclusion(leaf, index, size, proof, root)) {
    throw new DomainError('PROOF_FAILS', 'invalid', `The proof does not show that the entry stands at index ${index} of the log ${origin}: the entry or the proof was changed, or they do not belong together. Take both again from where they were made.`, { index });
  }
  return { ...judgement, index };
}

const malformed = (): DomainError => new DomainError('PROOF_MALFORMED', 'invalid', 'It is not a proof of a transparency log (c2sp.org/tlog-proof@v1): header, index, hashes, an empty line and a signed checkpoint. Take the file as it was made, with its last newline.');
