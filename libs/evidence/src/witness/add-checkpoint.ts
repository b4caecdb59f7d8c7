/** The call `add-checkpoint` of a witness (c2sp.org/tlog-witness), as text and as what it says. */
import { DomainError } from '#kernel';
import { parseNote } from '../note.js';
import { hashIn, MAX_PROOF_HASHES } from '../tlog-proof.js';
import type { Proof } from '../tree/proofs.js';

/** Bytes of a request: the longest proof, and a checkpoint with sixteen of the longest signatures there are. */
export const MAX_REQUEST_BYTES = 131_072;
export const SIZE_TYPE = 'text/x.tlog.size';

export interface AddCheckpoint {
  /** The size that the witness is believed to have cosigned last. */
  readonly oldSize: number;
  readonly proof: Proof;
  /** The signed note. */
  readonly note: string;
}

export const addCheckpointText = ({ oldSize, proof, note }: AddCheckpoint): string => [`old ${oldSize}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');

/** @throws DomainError `ADD_CHECKPOINT_MALFORMED` */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const text = utf8(body);
  const end = text.indexOf('\n\n');
  const [old = '', ...hashes] = text.slice(0, Math.max(end, 0)).split('\n');
  const [, digits] = /^old (0|[1-9]\d*)$/.exec(old) ?? [];
  const proof = hashes.map(hashIn);
  if (body.length > MAX_REQUEST_BYTES || digits === undefined || !Number.isSafeInteger(Number(digits)) || hashes.length > MAX_PROOF_HASHES || proof.includes(undefined)) throw malformed();
  const note = text.slice(end + 2);
  try {
    parseNote(note);
  } catch (error) {
    throw error instanceof DomainError ? malformed() : error;
  }
  return { oldSize: Number(digits), proof: proof as Proof, note };
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed();
  }
}

const malformed = (): DomainError => new DomainError('ADD_CHECKPOINT_MALFORMED', 'invalid', 'The request is not an add-checkpoint of c2sp.org/tlog-witness: "old <size>", at most 63 hashes, an empty line, and a signed checkpoint. Send it as the specification says.');
