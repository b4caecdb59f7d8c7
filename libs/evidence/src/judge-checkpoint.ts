/** What a checkpoint is worth under a trust policy: whose it is, who cosigned it and when, and whether that is enough. */
import { DomainError } from '#kernel';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { cosignedAt, signatureOf } from './cosignature.js';
import { unverified, type Verifier, verifiedNote } from './note.js';
import { isQuorum, nameText, NO_QUORUM, type TrustPolicy } from './policy.js';

export interface WitnessedBy {
  /** As the policy calls the witness, for a person to read. */
  readonly witness: string;
  /** Seconds since 1970, as the witness states. */
  readonly timestamp: number;
}
export interface Judgement {
  readonly checkpoint: Checkpoint;
  readonly log: Verifier;
  readonly cosigned: readonly WitnessedBy[];
  /** Witnesses of the policy that did not. */
  readonly missing: readonly string[];
  readonly quorum: boolean;
}

/**
 * @param log of a policy that lists none
 * @throws DomainError `NOTE_MALFORMED` `NOTE_UNVERIFIED` `CHECKPOINT_MALFORMED`; that witnesses are missing is told, not thrown
 */
export function judgeCheckpoint(note: string, policy: TrustPolicy, log?: Verifier): Judgement {
  const logs = policy.logs.length > 0 ? policy.logs.map(({ verifier }) => verifier) : log === undefined ? [] : [log];
  const { text, signatures } = verifiedNote(note, [...logs, ...policy.witnesses.map(({ verifier }) => verifier)]);
  const checkpoint = parseCheckpoint(text);
  const signer = logs.find((known) => known.name === checkpoint.origin && signatureOf(signatures, known) !== undefined);
  if (signer === undefined) throw unverified(`no key of the policy signed it for the log ${checkpoint.origin}`);
  const answers = policy.witnesses.map(({ name, verifier }) => ({ name, signature: signatureOf(signatures, verifier) }));
  const cosigned = answers.flatMap(({ name, signature }) => (signature === undefined ? [] : [{ name, timestamp: cosignedAt(signature) }]));
  return {
    checkpoint, log: signer,
    cosigned: cosigned.map(({ name, timestamp }) => ({ witness: nameText(name), timestamp })),
    missing: answers.filter(({ signature }) => signature === undefined).map(({ name }) => nameText(name)),
    quorum: isQuorum(policy, cosigned.map(({ name }) => name)),
  };
}

/** Only where the quorum has cosigned. @throws DomainError `WITNESS_QUORUM_MISSING`, and as `judgeCheckpoint` */
export function openWitnessed(note: string, policy: TrustPolicy, log?: Verifier): Judgement {
  const judgement = judgeCheckpoint(note, policy, log);
  if (!judgement.quorum) throw new DomainError('WITNESS_QUORUM_MISSING', 'invalid', quorumText(judgement, policy));
  return judgement;
}

export function quorumText({ cosigned, missing, checkpoint }: Judgement, { quorum }: TrustPolicy): string {
  const who = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : names.join(', '));
  return `The checkpoint of ${checkpoint.size} entries has not the cosignatures that the policy asks for (quorum ${quorum === NO_QUORUM ? quorum : nameText(quorum)}): cosigned by ${who(cosigned.map(({ witness }) => witness))}, not by ${who(missing)}. Take one that the log has published, or wait for its witnesses.`;
}
