/** Checkpoints (c2sp.org/tlog-checkpoint): what a log commits itself to when it signs. */
import { DomainError } from '#kernel';
import { base64, signNote, type Signer, type Verifier, verifiedNote } from './note.js';
import { HASH_BYTES } from './tree/hash.js';

export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}
export interface Checkpoint extends TreeHead {
  /** Names the log. */
  readonly origin: string;
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** The signed note; a log's key is named by its origin. */
export const signCheckpoint = (head: TreeHead, signer: Signer): string => signNote(checkpointText({ origin: signer.name, ...head }), signer);

/** Extension lines may follow and mean nothing here. @throws DomainError `CHECKPOINT_MALFORMED` */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n');
  const root = base64(encoded);
  const whole = rest.pop() === '' && rest.every((line) => line !== '');
  if (origin === '' || !/^(?:0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== HASH_BYTES || !whole) {
    throw new DomainError('CHECKPOINT_MALFORMED', 'invalid', 'The signed text is no checkpoint: origin, number of entries and root hash in a line each. Take a note that "taizhang log checkpoint" printed.');
  }
  return { origin, size: Number(size), root };
}

/** @throws DomainError `NOTE_MALFORMED` `NOTE_UNVERIFIED` `CHECKPOINT_MALFORMED` `CHECKPOINT_FOREIGN` */
export function openCheckpoint(note: string, log: Verifier): Checkpoint {
  const checkpoint = parseCheckpoint(verifiedNote(note, [log]).text);
  if (checkpoint.origin !== log.name) throw new DomainError('CHECKPOINT_FOREIGN', 'invalid', `The checkpoint is of the log ${checkpoint.origin}, the key of ${log.name}. Take the checkpoint or the key of the log that is meant.`);
  return checkpoint;
}
