/** Cases of the live procedure that between them record every event of a case, told with the examples of the steps (libs/casework/src/steps/examples.ts). Tests only. */
import { type CaseCommand, caseStream, citizenStream, type CorrectionSubject, householdStream, personStream, sampleStream, type StepContext, type StepName, targetOf } from '#casework';
import { type EventStore, handleCommand } from '#event-store';
import { type CommandContext, type DomainEvent, type EventMetadata, parseCivilDate, type StreamType, uuidOf } from '#kernel';
import { EXAMPLES } from '../../libs/casework/src/steps/examples.js';

/** Whoever takes a step for which others may not: accepts, gives the opinion, decides. */
const BY: { readonly [Name in StepName]?: string } = { accept: '003100', issueOpinion: '003104', forward: '003104', confirm: '001203', deny: '001203', fileNearRelative: '003105' };
type Said = readonly [step: StepName, otherwise?: object] | readonly ['draw'] | readonly ['complaint'];

const TOWN: readonly Said[] = [['submit'], ['accept'], ['authoriseCheck'], ['requestCheck'], ['startCheck'], ['visit'], ['reportCheck']];
const RELIEF = { benefit: 'temporaryRelief', variant: 'emergency' };

const LIVE_CASES: { readonly [caseId: string]: readonly Said[] } = {
  QS2021DB00001: [
    ['reportLead'], ['informPolicy'], ['submit'], ['notifyDeficiency'], ['supplement'], ['declareKin'], ['fileNearRelative'], ['accept'], ['authoriseCheck'], ['requestCheck'], ['startCheck'],
    ['visit'], ['interview'], ['obtainLetter'], ['visitRemotely'], ['reportCheck'], ['assessIncome', { lookback: [{ ym: '2021-08', incomeFen: 138_000 }] }], ['assessAssets'],
    ['assessRigidExpenditure', { annualReview: { ownPaidFen: 1_032_000, governmentPaidFen: 0 } }], ['assessSelfCare'], ['assessCircumstances', { lacksLabour: true, residencePermitSince: '2015-03-01' }],
    ['issueOpinion'], ['postNotice'], ['raiseObjection', { byRef: '来信' }], ['investigateObjection'], ['closeNotice'], ['forward'], ['extendDeadline'], ['draw'], ['countyVisit'], ['confer'], ['confirm'], ['serve'],
    ['publishResult'], ['fileWithCity'], ['scheduleReview'], ['fileCustody'], ['offerJob'], ['recordRefusal'], ['reportChange'], ['reportChange', { found: true }], ['completeReview'], ['adjust'], ['suspend'], ['resume'], ['reportDeath'],
    ['startGraduatedExit'], ['endGraduatedExit'], ['adjust', { on: '2022-12-21', fromYm: '2023-01', amountFen: 90_000 }], ['transferCategory', { on: '2022-12-22', ym: '2023-01' }],
  ],
  QS2021TK00002: [...TOWN.map((said) => (said[0] === 'submit' ? (['submit', { benefit: 'tekun', beneficiaryId: 'P2001' }] as const) : said)), ['review'], ['disputeCheck'], ['reviewCheck'], ['return'], ['terminate', { on: '2021-09-27' }]],
  QS2021DB00003: [['submit'], ['refuseAcceptance']],
  QS2021DB00004: [['submit'], ['withdraw']],
  QS2021LS00005: [['submit', RELIEF], ['accept'], ['confirm'], ['payRelief'], ['fileRelief'], ['completePapers']],
  QS2021LS00008: [['submit', RELIEF], ['accept'], ['confirm'], ['deliverRelief', { receiptNo: 'SJ-2021-0034', reason: '另付现金' }]],
  QS2021LS00006: [['submit', RELIEF], ['accept'], ['deny']],
  QS2021TK00007: [
    ['submit', { benefit: 'tekun', beneficiaryId: 'P2001' }], ...TOWN.slice(1), ['assessIncome'], ['assessAssets'], ['assessSelfCare'], ['assessCircumstances'], ['issueOpinion'], ['postNotice'], ['closeNotice'], ['forward'],
    ['draw'], ['complaint'], ['countyVisit'], ['confirm'], ['postStopNotice'], ['closeStopNotice'], ['stop'],
  ],
};

const contextOf = (caseId: string, by: string): StepContext => ({ caseId, by, today: parseCivilDate('2026-01-02'), pack: 'QS-2019', determinationId: `${caseId}-1`, ruleIds: ['QS-2019-T06'] });

function commandOf(caseId: string, [step, otherwise]: Said): CaseCommand {
  if (step === 'complaint') return { type: 'NoteComplaint', on: parseCivilDate('2021-09-26'), complaintNo: 'TS-2021-004', context: contextOf(caseId, 'follow-up') };
  if (step === 'draw') {
    return { type: 'RecordSample', sampled: { on: parseCivilDate('2021-09-26'), drawNo: 'CY-2021-09', seed: '5f'.repeat(32), ratePpm: 300_000, selected: true }, context: contextOf(caseId, '001200') };
  }
  return { type: 'TakeStep', step, stated: { ...EXAMPLES[step], ...otherwise }, context: contextOf(caseId, BY[step] ?? '003105') } as CaseCommand;
}

/** Records them, with what the citizen and the draw of the county say of them. */
export async function recordLiveCases(store: EventStore, code6 = '360111'): Promise<void> {
  const context = (name: string, staffId = '001200'): CommandContext => ({
    commandId: uuidOf(name), actor: { staffId }, jurisdiction: { code6, town9: `${code6}003` }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('live cases'),
  });
  for (const [caseId, story] of Object.entries(LIVE_CASES)) {
    for (const [n, said] of story.entries()) {
      const command = commandOf(caseId, said);
      const by = (command as { readonly context: StepContext }).context.by;
      await handleCommand(store, caseStream, `${caseId}@${code6}`, { command, context: context(`${caseId}/${n}`, by) });
    }
  }
  const claim = { caseKey: `QS2021DB00001@${code6}`, benefit: 'dibao', on: parseCivilDate('2021-09-28') } as const;
  await handleCommand(store, citizenStream, uuidOf('citizen'), { command: { type: 'ClaimBenefit', ...claim, others: [] }, context: context('claim') });
  await handleCommand(store, citizenStream, uuidOf('citizen'), { command: { type: 'ReleaseBenefit', ...claim, on: parseCivilDate('2022-12-22') }, context: context('release') });
  await recordRegister(store, code6, context);
  const population = [`QS2021DB00001@${code6}`];
  await handleCommand(store, sampleStream, code6, { command: { type: 'DrawSample', drawNo: 'CY-2021-09', on: parseCivilDate('2021-09-26'), seed: '5f'.repeat(32), ratePpm: 300_000, population }, context: context('draw') });
}

/** The person and the household of the cases, what was verified and done for them, and a correction of each: asked for, approved, and another one refused. */
async function recordRegister(store: EventStore, code6: string, context: (name: string, staffId?: string) => CommandContext): Promise<void> {
  const today = parseCivilDate('2026-01-02');
  const on = '2021-08-30';
  const send = (type: object, key: string, commands: readonly object[]): Promise<void> => commands.reduce<Promise<void>>(async (before, command, n) => {
    await before;
    await handleCommand(store, type as StreamType<unknown, object, DomainEvent>, key, { command, context: context(`${key}/${n}/${JSON.stringify(command)}`) });
  }, Promise.resolve());
  const taken = { on, by: '003105', today };
  await send(personStream, `P2001@${code6}`, [
    { type: 'RegisterPerson', personId: 'P2001', idNo: '11010519491231002X', name: '示例', attestedOn: parseCivilDate(on) }, { type: 'VerifyIdentity', method: 'cardReader', result: 'matches', ...taken },
    { type: 'DeliverJobService', kind: 'REFERRAL', serviceNo: 'JY-2021-0031', text: '社区保洁', ...taken },
  ]);
  await send(householdStream, `H1001@${code6}`, [
    { type: 'ComposeHousehold', householdId: 'H1001', headId: 'P2001', town: `${code6}003`, community: `${code6}003001`, attestedOn: parseCivilDate(on) },
    { type: 'AddHouseholdMember', householdId: 'H1001', personId: 'P2002', relation: '妻', counted: true, attestedOn: parseCivilDate(on) },
    { type: 'RegisterPayeeAccount', householdId: 'H1001', on, today, bank: '示例银行', accountNo: '6217000000000000', holderName: '示例', cnaps: '105421000018', medium: 'card' },
  ]);
  const subjects: readonly (readonly [CorrectionSubject, object, string, string, string, string | boolean])[] = [
    ['person', personStream, `P2001@${code6}`, 'PersonRegistered', 'idNo', '110105198001010016'], ['household', householdStream, `H1001@${code6}`, 'HouseholdMemberChanged', 'relation', '配偶'],
    ['case', caseStream, `QS2021DB00001@${code6}`, 'HomeVisited', 'visitNo', 'RH-2021-0232'],
  ];
  for (const [subject, type, key, eventType, field, right] of subjects) {
    const slice = await store.readStream(`${subject}-${key}`);
    if (slice.status !== 'found') throw new Error('it was told');
    const events = slice.events.map(({ eventId, type: told, data, metadata }) => ({ eventId, type: told, data, on: (metadata as unknown as EventMetadata).occurredAt }));
    const { eventId } = events.find((event) => event.type === eventType) as { readonly eventId: string };
    const target = targetOf(subject, events, eventId, field);
    const asked = { type: 'RequestCorrection', targetEventId: eventId, field, old: target?.value, new: right, reason: '录入有误', target, on: '2022-12-23', by: '003105', today, ...(subject === 'case' ? { caseId: 'QS2021DB00001' } : {}) };
    const answer = { on: '2022-12-24', by: '001203', today, target, ...(subject === 'case' ? { caseId: 'QS2021DB00001' } : {}) };
    await send(type, key, [
      { ...asked, correctionNo: 'GZ-1' }, { ...answer, type: 'RefuseCorrection', correctionNo: 'GZ-1', reason: '缺证明' }, { ...asked, correctionNo: 'GZ-2' }, { ...answer, type: 'ApproveCorrection', correctionNo: 'GZ-2' },
    ]);
  }
}
