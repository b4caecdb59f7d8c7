/**
 * What one citizen holds, anywhere in the ledger: the one stream in which two towns that help the same person at the same moment meet.
 * A benefit is claimed before it is confirmed and released when it is not confirmed or has ended; exclusive benefits (process.md §7.4) are refused.
 */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import { type Benefit, exclude } from './benefits.js';

export interface Claim {
  /** `<case>@<county>`. */
  readonly caseKey: string;
  readonly benefit: Benefit;
}
type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };
export type CitizenEvent = Of<'BenefitClaimed', Claim> | Of<'BenefitReleased', Claim>;

export type CitizenCommand =
  | ({ readonly type: 'ClaimBenefit'; readonly on: CivilDate; readonly others: readonly Claim[] } & Claim)
  | ({ readonly type: 'ReleaseBenefit'; readonly on: CivilDate } & Claim);

export interface CitizenState {
  readonly claims: readonly Claim[];
}

/**
 * `others` are benefits that the citizen is known to hold from elsewhere (an imported book).
 * @throws DomainError `BENEFITS_EXCLUSIVE`
 */
function decide(command: CitizenCommand, { claims }: CitizenState): Decided<CitizenEvent>[] {
  const { caseKey, benefit, on: occurredAt } = command;
  const held = claims.some((claim) => claim.caseKey === caseKey);
  switch (command.type) {
    case 'ClaimBenefit': {
      if (held) return [];
      const other = [...claims, ...command.others].find((claim) => claim.caseKey !== caseKey && exclude(claim.benefit, benefit));
      if (other !== undefined) {
        throw new DomainError('BENEFITS_EXCLUSIVE', 'conflict', `A member of the household holds ${other.benefit} in case ${other.caseKey}, which excludes ${benefit}. End that one first, transfer it, or deny this application.`, { caseKey: other.caseKey, holds: other.benefit, asked: benefit });
      }
      return [{ type: 'BenefitClaimed', data: { caseKey, benefit }, occurredAt }];
    }
    case 'ReleaseBenefit':
      return held ? [{ type: 'BenefitReleased', data: { caseKey, benefit }, occurredAt }] : [];
    default:
      return assertNever(command, 'citizen command');
  }
}

function evolve({ claims }: CitizenState, event: CitizenEvent): CitizenState {
  switch (event.type) {
    case 'BenefitClaimed':
      return { claims: [...claims, event.data] };
    case 'BenefitReleased':
      return { claims: claims.filter(({ caseKey }) => caseKey !== event.data.caseKey) };
    default:
      return assertNever(event, 'citizen event');
  }
}

export const citizenDecider: Decider<CitizenState, CitizenCommand, CitizenEvent> = { initialState: () => ({ claims: [] }), decide, evolve };

/** Streams `citizen-<id made from the citizen id>`. */
export const citizenStream: StreamType<CitizenState, CitizenCommand, CitizenEvent> = { category: 'citizen', decider: citizenDecider, codec: codecOf<CitizenEvent>(1, { BenefitClaimed: true, BenefitReleased: true }) };
