/** Cosignatures of witnesses (c2sp.org/tlog-cosignature, `cosignature/v1`): each says that at its time this was the largest tree of the log its signer had seen, and that it continued all before it. */
import { type Note, type NoteSignature, noteText, parseNote, SIGNATURE_TYPES, type Verifier } from './note.js';

/** Seconds since 1970 that the witness states; of a signature of eight bytes or more. */
export const cosignedAt = ({ signature }: NoteSignature): number => Number(signature.readBigUInt64BE());

export const isCosigner = ({ type }: Verifier): boolean => type === SIGNATURE_TYPES.cosignature;

const isOf = ({ name, keyId }: Pick<Verifier, 'name' | 'keyId'>) => (signature: NoteSignature): boolean => signature.name === name && signature.keyId === keyId;

export const signatureOf = (signatures: readonly NoteSignature[], key: Pick<Verifier, 'name' | 'keyId'>): NoteSignature | undefined => signatures.find(isOf(key));

/** The note with these signatures too; of the same key the new one stands in place of the old. */
export function withSignatures(note: string, added: readonly NoteSignature[]): string {
  const { text, signatures } = parseNote(note);
  return noteText({ text, signatures: [...signatures.filter((old) => signatureOf(added, old) === undefined), ...added] });
}

export const signatureLines = (signatures: readonly NoteSignature[]): string => noteText({ text: '', signatures }).slice(1);

/**
 * The cosignature of a witness among the lines it answered with; lines of other keys are passed over. Undefined where it is not there, does not hold, or states no time.
 * @throws DomainError `NOTE_MALFORMED`
 */
export function cosignatureIn(lines: string, { text }: Pick<Note, 'text'>, witness: Verifier): NoteSignature | undefined {
  const found = signatureOf(parseNote(`${text}\n${lines}`).signatures, witness);
  return found !== undefined && witness.verifies(text, found.signature) && cosignedAt(found) > 0 ? found : undefined;
}
