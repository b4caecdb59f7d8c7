/** A delegation of a county to one of its towns: granted by a document, for days, revoked by another (R57 art 2, QS-2019-T30). */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import type { Delegation } from './access.js';
import { levelOf, liesIn } from './area.js';
import { isPermission, type Permission, PERMISSIONS } from './permissions.js';
import type { Role } from './roles.js';

/** Of a basis or a reason, in characters. */
export const MAX_BASIS = 500;
/** Roles a delegation may be given to: who decides in a town is who reviews there, not who surveyed (§2). */
export const DELEGATES: readonly Role[] = ['townAuditor'];

/** What is delegated to whom; of a grant. */
export type DelegationTerms = Omit<Delegation, 'revokedOn'>;

export type DelegationEvent =
  | { readonly type: 'DelegationGranted'; readonly data: DelegationTerms }
  | { readonly type: 'DelegationRevoked'; readonly data: { readonly delegationId: string; readonly on: CivilDate; readonly reason: string } };

export interface GrantDelegation {
  readonly type: 'GrantDelegation';
  readonly delegationId: string;
  readonly fromDivision: string;
  readonly toDivision: string;
  readonly toRole: string;
  readonly permissions: readonly string[];
  /** Codes of benefits, which the service knows; absent: all of them. */
  readonly benefits?: readonly string[] | undefined;
  readonly amountCapFen?: number | undefined;
  readonly validFrom: CivilDate;
  readonly validTo?: CivilDate | undefined;
  readonly basis: string;
  readonly today: CivilDate;
}
export interface RevokeDelegation {
  readonly type: 'RevokeDelegation';
  /** The first day on which it does not hold. */
  readonly on: CivilDate;
  readonly reason: string;
  readonly today: CivilDate;
}
export type DelegationCommand = GrantDelegation | RevokeDelegation;

export interface DelegationState {
  readonly delegation?: Delegation | undefined;
  readonly revokedReason?: string | undefined;
}

/** @throws DomainError `DELEGATION_EXISTS` `DELEGATION_UNKNOWN` `DELEGATION_INVALID` `DELEGATION_REVOKED` */
function decide(command: DelegationCommand, state: DelegationState): readonly Decided<DelegationEvent>[] {
  switch (command.type) {
    case 'GrantDelegation':
      return grant(command, state);
    case 'RevokeDelegation':
      return revoke(command, state);
    default:
      return assertNever(command, 'delegation command');
  }
}

function grant(command: GrantDelegation, { delegation }: DelegationState): readonly Decided<DelegationEvent>[] {
  const { delegationId, fromDivision, toDivision, amountCapFen, validFrom, validTo, basis, today } = command;
  if (!isDelegationId(delegationId)) throw invalid('delegationId', 'A number of a delegation has 1 to 40 characters: letters, digits, dot, dash and underscore, and begins with a letter or digit.');
  if (delegation !== undefined) throw new DomainError('DELEGATION_EXISTS', 'conflict', 'There is a delegation with this number already; nothing was changed. Choose another number; to change what is delegated, revoke it and grant a new one.', { delegationId });
  if (levelOf(fromDivision) !== 'county') throw invalid('fromDivision', 'Who delegates is a county (6 digits): the confirmation is its own (R57 art 2).');
  if (levelOf(toDivision) !== 'town' || !liesIn(toDivision, fromDivision)) throw invalid('toDivision', 'A county delegates to one of its own towns (9 digits, of which the first 6 are the county).');
  const toRole = DELEGATES.find((role) => role === command.toRole);
  if (toRole === undefined) throw invalid('toRole', `A delegation is given to one of: ${DELEGATES.join(', ')}. Who surveys does not decide.`);
  if (amountCapFen !== undefined && (!Number.isSafeInteger(amountCapFen) || amountCapFen <= 0)) throw invalid('amountCapFen', 'A cap is a whole number of fen above 0. Leave it out where there is none.');
  if (validTo !== undefined && validTo < validFrom) throw invalid('validTo', 'The last day is before the first. Correct one of them.');
  checkLine('basis', basis);
  const permissions = checkedPermissions(command.permissions);
  const benefits = checkedBenefits(command.benefits);
  return [{ type: 'DelegationGranted', data: { delegationId, fromDivision, toDivision, toRole, permissions, ...(benefits === undefined ? {} : { benefits }), amountCapFen, validFrom, validTo, basis }, occurredAt: today, effectiveFrom: validFrom }];
}

function revoke({ on, reason, today }: RevokeDelegation, { delegation, revokedReason }: DelegationState): readonly Decided<DelegationEvent>[] {
  if (delegation === undefined) throw delegationUnknown();
  checkLine('reason', reason);
  if (delegation.revokedOn !== undefined) {
    if (delegation.revokedOn === on && revokedReason === reason) return [];
    throw new DomainError('DELEGATION_REVOKED', 'conflict', `The delegation was revoked from ${delegation.revokedOn} on; that stays. Nothing was changed.`, { delegationId: delegation.delegationId });
  }
  // What was decided by it before today stays decided.
  if (on < today) throw invalid('on', `A delegation is revoked from today (${today}) or a later day on: what was decided by it until now rests on it.`);
  return [{ type: 'DelegationRevoked', data: { delegationId: delegation.delegationId, on, reason }, occurredAt: today, effectiveFrom: on }];
}

/** The number an office gives it: `WT-2026-01`. */
export const isDelegationId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text);

/** In the order of the table, each once: the same delegation is the same event. */
function checkedPermissions(names: readonly string[]): readonly Permission[] {
  const wrong = names.findIndex((name) => !isPermission(name) || PERMISSIONS[name].delegable !== true);
  const delegable = (Object.keys(PERMISSIONS) as Permission[]).filter((name) => PERMISSIONS[name].delegable === true);
  if (names.length === 0 || wrong >= 0) throw invalid('permissions', `${names.length === 0 ? 'Nothing is delegated' : `Permission ${wrong + 1} cannot be delegated`}. What can be: ${delegable.join(', ')}.`);
  return delegable.filter((name) => names.includes(name));
}

/** In the order of the alphabet, each once. */
function checkedBenefits(codes: readonly string[] | undefined): readonly string[] | undefined {
  if (codes === undefined) return undefined;
  if (codes.length === 0 || codes.some((code) => !/^[A-Za-z]{1,40}$/.test(code))) throw invalid('benefits', 'It is a list of codes of benefits, at least one. Leave it out where the delegation is about all of them.');
  return [...new Set(codes)].sort();
}

function checkLine(field: string, text: string): void {
  if (text.trim() === text && /^[^\p{Cc}\p{Cs}]+$/u.test(text) && text.length <= MAX_BASIS) return;
  throw invalid(field, `${field} is empty, longer than ${MAX_BASIS} characters, or holds a line break or blanks at its ends. Correct it.`);
}

export const delegationUnknown = (): DomainError => new DomainError('DELEGATION_UNKNOWN', 'notFound', 'There is no delegation with this number. Compare it with the list of delegations.');
const invalid = (field: string, message: string): DomainError => new DomainError('DELEGATION_INVALID', 'invalid', message, { field });

function evolve(state: DelegationState, event: DelegationEvent): DelegationState {
  switch (event.type) {
    case 'DelegationGranted':
      return { delegation: event.data };
    case 'DelegationRevoked':
      if (state.delegation === undefined) throw new Error('DelegationRevoked precedes the delegation');
      return { delegation: { ...state.delegation, revokedOn: event.data.on }, revokedReason: event.data.reason };
    default:
      return assertNever(event, 'delegation event');
  }
}

export const delegationDecider: Decider<DelegationState, DelegationCommand, DelegationEvent> = { initialState: () => ({}), decide, evolve };

/** Streams `delegation-<delegation number>`. */
export const delegationStream: StreamType<DelegationState, DelegationCommand, DelegationEvent> = {
  category: 'delegation',
  decider: delegationDecider,
  codec: codecOf<DelegationEvent>(1, { DelegationGranted: true, DelegationRevoked: true }),
};
