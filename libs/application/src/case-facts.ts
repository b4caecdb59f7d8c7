/** The facts of a household as its case file establishes them, in the form the rules take. */
import type { CaseEvent, HouseholdMember } from '#casework';
import { uuidOf } from '#kernel';
import type { Facts, Member, Requests, RigidExpenditure } from '#policy';

/** A member with what the register of persons knows. */
export interface RegisteredMember extends HouseholdMember {
  readonly birthOn: string;
}

/** What the rules call a person: the office's number or, where it holds other characters than they allow, a UUID made from it. */
export const memberIdOf = (personId: string): string => (/^[\p{L}\p{N}_-]{1,40}$/u.test(personId) ? personId : uuidOf(`person/${personId}`));

type Data<Type extends CaseEvent['type']> = Extract<CaseEvent, { type: Type }>['data'];
const lastOf = <Type extends CaseEvent['type']>(events: readonly CaseEvent[], type: Type): Data<Type> | undefined => events.filter((event) => event.type === type).at(-1)?.data as Data<Type> | undefined;

/**
 * What was established last of each kind. Nothing is filled in: what nobody established is left out, and the rules refuse where they need it.
 * An assessment names persons by their number; who is not of the household any more is left out with what was assessed of them.
 */
export function factsOf(events: readonly CaseEvent[], members: readonly RegisteredMember[], requests: Requests | undefined): Facts {
  const submitted = lastOf(events, 'ApplicationSubmitted');
  // What a return took back has to be established again.
  const established = events.slice(events.findLastIndex((event) => event.type === 'CaseReturned' && (event.data.toStep === 'verifying' || event.data.toStep === 'accepted')) + 1);
  const income = lastOf(established, 'IncomeAssessed');
  const assets = lastOf(established, 'AssetsAssessed');
  const rigid = lastOf(established, 'RigidExpenditureAssessed');
  const circumstances = lastOf(established, 'CircumstancesAssessed');
  const selfCare = new Map(established.filter((event) => event.type === 'SelfCareAssessed').map(({ data }) => [data.personId, data.level]));
  const causes = circumstances?.causes ?? submitted?.causes;
  const here = new Set(members.map(({ personId }) => personId));
  return {
    members: members.map(({ personId, birthOn, counted }): Member => {
      const { personId: _assessed, ...earned } = income?.members?.find((member) => member.personId === personId) ?? { personId };
      const { personId: _established, ...circumstance } = circumstances?.members.find((member) => member.personId === personId) ?? { personId };
      const level = selfCare.get(personId);
      return { id: memberIdOf(personId), birthOn, counted, ...earned, ...circumstance, ...(level === undefined ? {} : { selfCare: level }) } as Member;
    }),
    ...(causes === undefined ? {} : { causes: causes as NonNullable<Facts['causes']> }),
    ...(assets === undefined ? {} : { assets: { compliant: assets.compliant, ...(assets.financialFen === undefined ? {} : { financialFen: assets.financialFen }) } }),
    ...(rigid?.items === undefined ? {} : {
      rigidExpenditure: rigid.items.filter(({ personId }) => personId === undefined || here.has(personId))
        .map(({ kind, monthlyFen, personId }): RigidExpenditure => ({ kind, monthlyFen, ...(personId === undefined ? {} : { member: memberIdOf(personId) }) })),
    }),
    ...(rigid?.annualReview === undefined ? {} : { annualReview: rigid.annualReview }),
    ...(income?.lookback === undefined ? {} : { lookback: income.lookback }),
    ...(circumstances?.area === undefined ? {} : { area: circumstances.area }),
    ...(circumstances?.lacksLabour === undefined ? {} : { lacksLabour: circumstances.lacksLabour }),
    ...(circumstances?.consent === undefined ? {} : { consent: circumstances.consent }),
    ...(circumstances?.residencePermitSince === undefined ? {} : { residencePermitSince: circumstances.residencePermitSince }),
    ...(requests === undefined ? {} : { requests }),
  };
}
