/** What witnesses add to a verification: that the log goes on from a checkpoint which the quorum of a trust policy has cosigned. */
import { DomainError } from '#kernel';
import { type Judgement, judgeCheckpoint, quorumText } from './judge-checkpoint.js';
import type { Verifier } from './note.js';
import type { Finding } from './findings.js';
import type { TrustPolicy } from './policy.js';

export interface PublishedUnder {
  readonly policy: TrustPolicy;
  /** The note; undefined where nothing was published. */
  readonly published: string | undefined;
}

/** @returns who cosigned what was published; null where nothing can be said of it */
export async function checkPublished({ policy, published }: PublishedUnder, key: Verifier, findings: Finding[], continues: (note: string) => Promise<void>): Promise<Judgement | null> {
  if (published === undefined) {
    findings.push({ kind: 'unwitnessed', message: 'No checkpoint of this log was published: no witness of the trust policy vouches for it.' });
    return null;
  }
  try {
    const judgement = judgeCheckpoint(published, policy, key);
    if (!judgement.quorum) findings.push({ kind: 'unwitnessed', message: quorumText(judgement, policy) });
    await continues(published);
    return judgement;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    findings.push({ kind: 'unwitnessed', code: error.code, message: `What was published cannot be believed: ${error.message}` });
    return null;
  }
}
