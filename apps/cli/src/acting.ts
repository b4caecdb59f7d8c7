/** In whose name a command acts: the data directory is the machine's operator's, and `--as` names an account, which is then bound by its role and division. */
import type { Ledger } from '#application';
import type { Permission, SignedIn } from '#identity';
import { type Actor, DomainError } from '#kernel';
import { ACTOR } from './cli.js';

export const AS = ['--as <ACCOUNT>', '以某账户的名义办理，受其角色和区划约束；默认以本机操作员的名义'] as const;

/** Where there is no acting without an account. */
export const AS_ACCOUNT = ['--as <ACCOUNT>', '以哪个账户的名义办理，受其角色和区划约束'] as const;

/** Who looks at what is kept of a person is recorded, with why. */
export const PURPOSE = ['--purpose <TEXT>', '查阅事由，记入台账；纪检监察、审计和市级账户必填'] as const;
export interface Why {
  readonly purpose?: string;
}

/** The account that is named. @throws DomainError `ACCOUNT_UNKNOWN` `ACCOUNT_DISABLED` */
export async function signedIn({ access }: Pick<Ledger, 'access'>, as: string): Promise<SignedIn> {
  const { disabledReason, accountId, staffId, name, role, division, orgUscc } = await access.account(as);
  if (disabledReason !== undefined) throw new DomainError('ACCOUNT_DISABLED', 'conflict', 'The account named with --as is disabled, so nobody acts as it. Name another.');
  return { accountId, staffId, name, role, division, orgUscc };
}

/**
 * Who acts; with an account only what that may do at every one of the places.
 * @throws DomainError `ACCOUNT_UNKNOWN` `ACCOUNT_DISABLED` `ROLE_FORBIDDEN` `DIVISION_FORBIDDEN`
 */
export async function actorOf({ access }: Ledger, as: string | undefined, permission: Permission, ...places: readonly string[]): Promise<Actor> {
  if (as === undefined) return ACTOR;
  const person = await signedIn({ access }, as);
  for (const place of places) await access.authorise(person, permission, place);
  return (await access.authorise(person, permission, places[0])).actor;
}
