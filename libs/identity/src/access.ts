/** The one decision about access: may this person do this, there, on that day? Segregation of process.md §2 lies in the roles of each permission. */
import type { CivilDate } from '#kernel';
import { liesIn } from './area.js';
import { type Permission, PERMISSIONS } from './permissions.js';
import type { Role } from './roles.js';

/** Who somebody is once signed in. */
export interface SignedIn {
  readonly accountId: string;
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
  /** The division the person acts in: 6, 9 or 12 digits; a city or province ends in zeros; 000000 is everywhere. */
  readonly division: string;
  /** Unified social credit code of the organisation (GB 32100). */
  readonly orgUscc?: string | undefined;
}

/** 委托: a county lets a role of one of its towns use permissions of its own there (R57 art 2, QS-2019-T30). */
export interface Delegation {
  readonly delegationId: string;
  readonly fromDivision: string;
  readonly toDivision: string;
  readonly toRole: Role;
  readonly permissions: readonly Permission[];
  /** The only benefits it is about, by their codes; without them every benefit. */
  readonly benefits?: readonly string[] | undefined;
  /** Most that one decision may come to; without it there is no cap. */
  readonly amountCapFen?: number | undefined;
  readonly validFrom: CivilDate;
  /** The last day. */
  readonly validTo?: CivilDate | undefined;
  /** The document that delegates. */
  readonly basis: string;
  /** From this day on it does not hold. */
  readonly revokedOn?: CivilDate | undefined;
}

export type AccessDecision =
  | { readonly allowed: true; readonly delegationId?: string | undefined; readonly amountCapFen?: number | undefined }
  | { readonly allowed: false; readonly code: 'ROLE_FORBIDDEN' | 'DIVISION_FORBIDDEN' | 'BENEFIT_FORBIDDEN' };

/**
 * A person acts inside the own division only. A delegation widens what the role may do, never where: it lets a role of a town use a delegable permission in that town.
 * `place`: 2, 4, 6, 9 or 12 digits; without one the permission belongs to no place, and only the role is asked.
 * `benefit`: that of the case, where it is about one; without it a delegation of single benefits counts like any other, so whoever acts on a case names it.
 * @throws DomainError `DIVISION_INVALID` for a place that is no code
 */
export function decideAccess(person: SignedIn, permission: Permission, place: string | undefined, delegations: readonly Delegation[], on: CivilDate, benefit?: string): AccessDecision {
  const inside = (division: string): boolean => place === undefined || liesIn(place, division);
  if (PERMISSIONS[permission].roles.includes(person.role)) return inside(person.division) ? { allowed: true } : { allowed: false, code: 'DIVISION_FORBIDDEN' };
  const held = delegations.filter((delegation) => isOf(delegation, person) && covers(delegation, permission, on));
  if (held.length === 0) return { allowed: false, code: 'ROLE_FORBIDDEN' };
  const here = held.filter(({ toDivision }) => inside(toDivision));
  if (here.length === 0) return { allowed: false, code: 'DIVISION_FORBIDDEN' };
  const [best] = here.filter(({ benefits }) => benefit === undefined || benefits === undefined || benefits.includes(benefit)).sort(widestFirst);
  if (best === undefined) return { allowed: false, code: 'BENEFIT_FORBIDDEN' };
  return { allowed: true, delegationId: best.delegationId, amountCapFen: best.amountCapFen };
}

const isOf = ({ toRole, toDivision }: Delegation, person: SignedIn): boolean => toRole === person.role && toDivision === person.division;

const covers = ({ permissions, validFrom, validTo, revokedOn }: Delegation, permission: Permission, on: CivilDate): boolean =>
  PERMISSIONS[permission].delegable === true && permissions.includes(permission) && validFrom <= on && (validTo === undefined || on <= validTo) && (revokedOn === undefined || on < revokedOn);

/** Of several the one without a cap, else with the highest; of equal ones the first by name. */
function widestFirst(a: Delegation, b: Delegation): number {
  const capOf = ({ amountCapFen }: Delegation): number => amountCapFen ?? Number.POSITIVE_INFINITY;
  if (capOf(a) !== capOf(b)) return capOf(b) - capOf(a);
  return a.delegationId < b.delegationId ? -1 : 1;
}
