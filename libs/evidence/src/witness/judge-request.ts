/** What a witness answers to a signed head, from nothing but what it cosigned last (c2sp.org/tlog-witness, "add-checkpoint"). */
import type { Checkpoint, TreeHead } from '../checkpoint.js';
import { EMPTY_ROOT, sameHash } from '../tree/hash.js';
import { verifyConsistency } from '../tree/verify.js';
import type { AddCheckpoint } from './add-checkpoint.js';

/**
 * What a signed head shows against the log, beside the one that was cosigned.
 * `forked`: two heads of one size with different roots. The two signatures alone prove it, to anybody.
 * `unproven`: a larger head that was not shown to continue it. `rewound`: a smaller one, after the larger.
 * Those two anybody can bring about who has a head of the log, so that they are held against it until it shows that it goes on.
 */
export type ConflictKind = 'forked' | 'unproven' | 'rewound';

export interface Ruling {
  /** 200 to cosign; else as the specification says. */
  readonly status: 200 | 400 | 409 | 422;
  readonly conflict?: ConflictKind;
}

/** Nothing was cosigned yet. */
export const NOTHING_SEEN: TreeHead = { size: 0, root: EMPTY_ROOT };

export function judgeRequest({ oldSize, proof }: Pick<AddCheckpoint, 'oldSize' | 'proof'>, offered: Checkpoint, held: TreeHead): Ruling {
  const against = (kind: ConflictKind, status: 409 | 422): Ruling => ({ status, conflict: kind });
  const sameSize = offered.size === held.size;
  const isFork = sameSize && held.size > 0 && !sameHash(offered.root, held.root);
  if (oldSize > offered.size) return { status: 400, ...(isFork ? { conflict: 'forked' } : {}) };
  if (oldSize !== held.size) return isFork ? against('forked', 409) : offered.size < held.size ? against('rewound', 409) : { status: 409 };
  if (offered.size === 0) return { status: sameHash(offered.root, EMPTY_ROOT) && proof.length === 0 ? 200 : 422 };
  if (isFork) return against('forked', 422);
  if (verifyConsistency(oldSize, offered.size, held.root, offered.root, proof)) return { status: 200 };
  // From nothing everything follows: what was wrong is the request.
  return held.size === 0 || sameSize ? { status: 422 } : against('unproven', 422);
}
