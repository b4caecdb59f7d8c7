/** Cases of the live procedure that between them record every event of a case, told with the examples of the steps (libs/casework/src/steps/examples.ts). Tests only. */
import { type CaseCommand, caseStream, citizenStream, sampleStream, type StepContext, type StepName } from '#casework';
import { type EventStore, handleCommand } from '#event-store';
import { type CommandContext, parseCivilDate, uuidOf } from '#kernel';
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
    ['publishResult'], ['fileWithCity'], ['scheduleReview'], ['offerJob'], ['recordRefusal'], ['reportChange'], ['reportChange', { found: true }], ['completeReview'], ['adjust'], ['suspend'], ['resume'], ['reportDeath'],
    ['startGraduatedExit'], ['endGraduatedExit'], ['adjust', { on: '2022-12-21', fromYm: '2023-01', amountFen: 90_000 }], ['transferCategory', { on: '2022-12-22', ym: '2023-01' }],
  ],
  QS2021TK00002: [...TOWN.map((said) => (said[0] === 'submit' ? (['submit', { benefit: 'tekun', beneficiaryId: 'P2001' }] as const) : said)), ['review'], ['disputeCheck'], ['reviewCheck'], ['return'], ['terminate', { on: '2021-09-27' }]],
  QS2021DB00003: [['submit'], ['refuseAcceptance']],
  QS2021DB00004: [['submit'], ['withdraw']],
  QS2021LS00005: [['submit', RELIEF], ['accept'], ['confirm'], ['payRelief'], ['fileRelief'], ['completePapers']],
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
  const population = [`QS2021DB00001@${code6}`];
  await handleCommand(store, sampleStream, code6, { command: { type: 'DrawSample', drawNo: 'CY-2021-09', on: parseCivilDate('2021-09-26'), seed: '5f'.repeat(32), ratePpm: 300_000, population }, context: context('draw') });
}
