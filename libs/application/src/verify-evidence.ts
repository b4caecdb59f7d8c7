/** Verification of an evidence bundle: no server, no data directory, no key but those that are given. */
import { type BundleVerification, verifyBundle } from '#bundle';
import { logKeyFile, nodeFiles, NO_QUORUM, readLogKey, type TrustPolicy, verifierOf } from '#evidence';
import { DomainError } from '#kernel';
import { readPolicy } from './log-publishing.js';
import { PROGRAM_VERSION } from './program.js';

export interface VerifyEvidenceRequest {
  readonly file: string;
  /** The public key of the log, taken from the office in person. */
  readonly key?: string | undefined;
  /** File of a trust policy, whose witnesses must have cosigned. */
  readonly policy?: string | undefined;
  /** A signed checkpoint of an earlier visit. */
  readonly earlier?: string | undefined;
  /** Where neither key nor policy is given: the directory whose log's key is taken, which trusts whoever keeps it. */
  readonly dataDir?: string | undefined;
}
export interface EvidenceVerification extends BundleVerification {
  /** Whether the key came from whoever verifies, not from a data directory. */
  readonly keyGiven: boolean;
}

/** @throws DomainError `TRUST_MISSING` `LOG_KEY_INVALID` `POLICY_UNREADABLE` `POLICY_MALFORMED` `BUNDLE_UNREADABLE` */
export async function verifyEvidence({ file, key, policy: policyFile, earlier, dataDir }: VerifyEvidenceRequest): Promise<EvidenceVerification> {
  const stated = policyFile === undefined ? undefined : await readPolicy(policyFile);
  const given = key === undefined ? undefined : verifierOf(key);
  const keyGiven = given !== undefined || (stated !== undefined && stated.logs.length > 0);
  const log = given ?? (keyGiven || dataDir === undefined ? undefined : (await readLogKey(logKeyFile(dataDir), nodeFiles))?.verifier);
  if (log === undefined && (stated === undefined || stated.logs.length === 0)) {
    throw new DomainError('TRUST_MISSING', 'invalid', 'A bundle is verified with keys that did not come with it. Name the public key of the log with --key, or a trust policy that lists it with --policy; the office that runs the ledger hands them out in person ("taizhang log key").');
  }
  const policy: TrustPolicy = stated ?? { logs: [], witnesses: [], groups: [], quorum: NO_QUORUM };
  // A key that is given is the only one: what else the policy lists does not count.
  const verification = await verifyBundle(file, { policy: log === undefined ? policy : { ...policy, logs: [{ verifier: log }] }, earlier, program: PROGRAM_VERSION });
  return { ...verification, keyGiven };
}
