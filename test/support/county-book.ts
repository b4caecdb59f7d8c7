/** A county's year 2019 written down case by case, without a workbook: households of any size in any town, every step of R220 in time and by different people, so that no procedure deviates. All invented. */
import { caseStream, householdStream, personStream } from '#casework';
import { payListStream } from '#disbursement';
import { type EventStore, handleCommands } from '#event-store';
import { type CommandContext, fen, parseCivilDate as d, parseCivilMonth as m, uuidOf } from '#kernel';
import { citizenNumber } from './live-county.js';

export const COUNTY = '360111';
export interface BookedHousehold {
  readonly caseId: string;
  readonly town: string;
  readonly persons: number;
  readonly accountNo?: string;
  /** First month in which nothing is owed any more. */
  readonly stopFrom?: string;
  /** Monthly income of the household; it is then decided under QS-2019, whose amounts are checked. */
  readonly incomeFen?: number;
  /** Settled months, and what came of each; in fen for the whole household. */
  readonly paid?: readonly (readonly [ym: string, outcome: 'settled' | 'rejected'])[];
}

/** The members' citizen numbers. */
export const citizensOf = (caseId: string, persons: number): readonly string[] => {
  const serial = Number(caseId.replace(/\D/g, ''));
  return Array.from({ length: persons }, (_, at) => citizenNumber(`19${String(60 + (serial % 40)).padStart(2, '0')}-${String(1 + Math.floor(at / 28)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`, Math.floor(serial / 40) % 1_000, COUNTY));
};

/** In the county of the town. */
const context = (name: string, town: string, staffId: string): CommandContext => ({
  commandId: uuidOf(town.startsWith(COUNTY) ? name : `${town}/${name}`), actor: { staffId }, jurisdiction: { code6: town.slice(0, 6), town9: town }, now: '2020-01-02T00:00:00.000Z', correlationId: uuidOf('book'), source: { file: 'book', sheet: 'book', row: 1 },
});
const STEPS = [
  ['accepted', '2019-01-02', 'window'], ['infoCheck', '2019-01-04', 'checker'], ['homeVisit', '2019-01-07', 'surveyor'], ['democraticReview', '2019-01-09', 'host'], ['initialOpinion', '2019-01-10', 'auditor'],
  ['noticePosted', '2019-01-11', 'host'], ['noticeClosed', '2019-01-18', 'host'], ['confirmed', '2019-01-22', 'confirmer'],
] as const;

/** 500 yuan a month for each person from February 2019 on. */
export async function bookHousehold(store: EventStore, { caseId, town, persons, accountNo, stopFrom, incomeFen, paid = [] }: BookedHousehold): Promise<void> {
  const on = d('2019-12-31');
  const householdId = `H-${caseId}`;
  const county = town.slice(0, 6);
  const people = citizensOf(caseId, persons).map((idNo, at) => ({ personId: `${caseId}-${at + 1}`, idNo }));
  for (const { personId, idNo } of people) {
    await handleCommands(store, personStream, `${personId}@${county}`, [{ command: { type: 'RegisterPerson', personId, idNo, name: '示例', attestedOn: on }, context: context(`p/${personId}`, town, 'clerk') }]);
  }
  await handleCommands(store, householdStream, `${householdId}@${county}`, [
    { command: { type: 'ComposeHousehold', householdId, headId: people[0]?.personId as string, town, payee: accountNo === undefined ? undefined : { accountNo }, attestedOn: on }, context: context(`h/${householdId}`, town, 'clerk') },
    ...people.map(({ personId }) => ({ command: { type: 'AddHouseholdMember' as const, householdId, personId, relation: '成员', counted: true, attestedOn: on }, context: context(`m/${personId}`, town, 'clerk') })),
  ]);
  await handleCommands(store, caseStream, `${caseId}@${county}`, [
    { command: { type: 'RecordApplication', caseId, benefit: 'dibao', householdId, submittedOn: d('2019-01-02'), incomeFen: incomeFen === undefined ? undefined : fen(incomeFen) }, context: context(`c/${caseId}`, town, 'clerk') },
    ...STEPS.map(([step, day, staff]) => ({ command: { type: 'RecordStep' as const, caseId, step, on: d(day) }, context: context(`s/${caseId}/${step}`, town, staff) })),
    { command: { type: 'RecordEntitlementChange', caseId, kind: 'grant', fromYm: m('2019-02'), decidedOn: d('2019-01-22'), monthlyFen: fen(50_000 * persons), persons, pack: incomeFen === undefined ? 'GX-2019' : 'QS-2019' }, context: context(`e/${caseId}`, town, 'confirmer') },
    ...(stopFrom === undefined ? [] : [{ command: { type: 'RecordEntitlementChange' as const, caseId, kind: 'stop' as const, fromYm: m(stopFrom), decidedOn: d(`${stopFrom}-01`), monthlyFen: fen(0), persons, pack: 'GX-2019' }, context: context(`x/${caseId}`, town, 'confirmer') }]),
  ]);
  for (const [ym, outcome] of paid) {
    const listNo = `QC-${ym}`;
    await handleCommands(store, payListStream, `${listNo}@${county}`, [{
      command: { type: 'RecordPayment', listNo, caseId, benefit: 'dibao', ym: m(ym), attempt: 1, fen: fen(50_000 * persons), outcome, resultOn: d(`${ym}-20`) }, context: context(`q/${caseId}/${ym}`, town, 'bank'),
    }]);
  }
}
