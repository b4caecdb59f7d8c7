/** Asks one witness for its cosignature of a checkpoint (c2sp.org/tlog-witness), with the proof from what it saw last. */
import { DomainError } from '#kernel';
import { cosignatureIn } from '../cosignature.js';
import { type Http, urlUnder } from '../http-bytes.js';
import { type NoteSignature, parseNote, type Verifier } from '../note.js';
import type { Proof } from '../tree/proofs.js';
import { addCheckpointText, SIZE_TYPE } from '../witness/add-checkpoint.js';

/** Milliseconds a witness is given to answer. */
export const WITNESS_TIMEOUT_MS = 10_000;
/** Bytes of its answer. */
export const MAX_ANSWER_BYTES = 65_536;
/** The first question may be of the wrong size; a second answer of that kind is a race with somebody else who asks in the log's name. */
const MAX_QUESTIONS = 3;

/**
 * `refuses`: it answered, and not with its cosignature. `ahead`: it has cosigned a larger tree than the log has, so that the log was taken back, or the key is used elsewhere.
 * `silent`: no answer in time.
 */
export type WitnessOutcome =
  | { readonly state: 'cosigned'; readonly signature: NoteSignature }
  | { readonly state: 'ahead'; readonly size: number }
  | { readonly state: 'refuses'; readonly status: number }
  | { readonly state: 'silent'; readonly cause: DomainError };

export interface Question {
  readonly url: string;
  readonly witness: Verifier;
  /** The log's signed note. */
  readonly note: string;
  readonly size: number;
  /** What the witness is believed to have cosigned last. */
  readonly oldSize: number;
  readonly proofFrom: (oldSize: number) => Promise<Proof>;
}

/** @throws DomainError `LOG_DAMAGED` where no proof can be made */
export async function askWitness({ url, witness, note, size, oldSize, proofFrom }: Question, http: Http, signal?: AbortSignal): Promise<WitnessOutcome> {
  let old = Math.min(oldSize, size);
  let status = 409;
  for (let question = 0; question < MAX_QUESTIONS; question += 1) {
    const body = addCheckpointText({ oldSize: old, proof: await proofFrom(old), note });
    let answer;
    try {
      answer = await http(urlUnder(url, 'add-checkpoint'), { method: 'POST', body, timeoutMs: WITNESS_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, signal });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'HTTP_UNREACHABLE') return { state: 'silent', cause: error };
      throw error;
    }
    status = answer.status;
    if (status === 200) {
      const signature = cosignature(answer.body.toString('utf8'), note, witness);
      return signature === undefined ? { state: 'refuses', status } : { state: 'cosigned', signature };
    }
    const [, held] = /^(0|[1-9]\d*)\n$/.exec(answer.body.toString('latin1')) ?? [];
    if (status !== 409 || answer.contentType !== SIZE_TYPE || held === undefined || !Number.isSafeInteger(Number(held))) break;
    if (Number(held) > size) return { state: 'ahead', size: Number(held) };
    old = Number(held);
  }
  return { state: 'refuses', status };
}

function cosignature(lines: string, note: string, witness: Verifier): NoteSignature | undefined {
  try {
    return cosignatureIn(lines, parseNote(note), witness);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
