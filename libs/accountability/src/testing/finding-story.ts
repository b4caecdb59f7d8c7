/** A finding told as the steps people took: every state a test begins from was decided, never written down by hand. */
import { type Decided, DomainError, parseCivilDate } from '#kernel';
import { type ExemptionAssessment, type FindingContext, type FindingEvent, type FindingFile, type FindingState, type FindingStated, type FindingStep, findingDecider, type TakeFindingStep } from '../index.js';

/** Everybody does one thing only. */
export const WHO = { raiser: '003100', town: '003110', verifier: '003108', county: '001200', decider: '001203', grantor: '001204', inspector: '990001', liable: '003101', closer: '001205' } as const;
export const ABOUT = { findingId: 'YD-1', caseId: 'C1' } as const;
export const ID = '11010519491231002X';
export const ASSESSMENT: ExemptionAssessment = {
  year: 2022, conditions: { publicSpirit: true, procedureComplete: true, objectiveCause: true, withinLimit: true, recoverable: true },
  counts: [{ division: '360111', level: 'county', totalPersons: 350, errorPersons: 7, objectiveErrorPersons: 7 }, { division: '360111003', level: 'town', totalPersons: 350, errorPersons: 7, objectiveErrorPersons: 7 }],
  evidence: { publicSpirit: 'a', procedureComplete: 'b', objectiveCause: 'c', withinLimit: 'd', recoverable: 'e' },
};

export const take = <Name extends FindingStep>(step: Name, stated: FindingStated<Name>, by: string, more: Partial<FindingContext> = {}): TakeFindingStep =>
  ({ type: 'TakeFindingStep', step, stated, context: { findingId: ABOUT.findingId, by, today: parseCivilDate('2030-12-31'), handlers: ['003102'], assessment: ASSESSMENT, ...more } }) as TakeFindingStep;

/** Every step of an ordinary finding, by name: raised on 1 September 2022, 1,000 yuan for May to August. */
export const S = {
  raise: take('raise', { on: '2022-09-01', source: 'audit', kind: 'paidAfterDeath', facts: '事实', caseId: 'C1', idNo: ID }, WHO.raiser),
  assign: take('assign', { on: '2022-09-02', org: '360111003', due: '2022-09-16' }, WHO.county),
  verify: take('verify', { on: '2022-09-08', result: 'true', text: '属实' }, WHO.verifier),
  refute: take('verify', { on: '2022-09-08', result: 'explained', text: '已销户' }, WHO.verifier),
  determine: take('determineError', {
    on: '2022-09-20', kind: 'lateStop', fromYm: '2022-05', toYm: '2022-08', fen: 100_000, cause: 'dataSharingInaccurate', causeText: '迟报', citizens: [ID], publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false,
    responsible: [WHO.liable], basis: 'R57 31',
  }, WHO.decider),
  order: take('orderRecovery', { on: '2022-09-21', orderNo: 'ZH-1', fen: 100_000, debtor: '家属', basis: 'R649 68', due: '2022-10-31' }, WHO.decider),
  serve: take('serveRecovery', { on: '2022-09-22', method: '直接' }, WHO.town),
  plan: take('agreePlan', { on: '2022-09-26', agreementNo: 'HK-1', instalments: [{ due: '2022-10-31', fen: 60_000 }, { due: '2022-11-30', fen: 40_000 }] }, WHO.decider),
  receive: take('receiveRecovery', { on: '2022-10-31', fen: 100_000, channel: 'bank', receiptNo: 'SJ-1' }, WHO.county),
  remit: take('remitRecovery', { on: '2022-11-03', fen: 100_000, payInBookNo: 'JK-1' }, WHO.county),
  fail: take('failRecovery', { on: '2022-12-01', ground: 'noAssets', text: '无财产' }, WHO.decider),
  demand: take('orderRectification', { on: '2022-09-21', issueNo: 'WT-1', organ: '审计局', demand: '按月比对', org: '360111', due: '2022-12-31' }, WHO.inspector),
  report: take('reportRectification', { on: '2022-11-15', issueNo: 'WT-1', measures: '已建立' }, WHO.county),
  closeIssue: take('closeRectification', { on: '2022-11-28', issueNo: 'WT-1', text: '已查' }, WHO.closer),
  open: take('openLiability', { on: '2022-09-22', staffId: WHO.liable, step: 'completeReview', duty: '定期复核', facts: '未入户' }, WHO.county),
  liability: take('determineLiability', { on: '2022-10-20', staffId: WHO.liable, form: 'admonition', basis: '政务处分法 12' }, WHO.decider),
  assess: take('assessExemption', { on: '2022-10-08' }, WHO.county),
  grant: take('grantExemption', { on: '2022-10-12', decisionNo: 'MZ-1' }, WHO.grantor),
  revoke: take('revokeExemption', { on: '2023-03-05', cause: 'newFacts', reason: '新事实' }, WHO.grantor),
  transfer: take('transferCase', { on: '2022-10-15', organ: '公安', docNo: 'YS-1', subject: 'recipient', reason: '涉嫌伪造' }, WHO.decider),
  sanction: take('recordSanction', { on: '2022-12-01', staffId: WHO.liable, kind: 'demerit', organ: '监委', docNo: 'CF-1' }, WHO.decider),
  close: take('close', { on: '2022-12-30', text: '已追回' }, WHO.closer),
} as const;

/** A step said otherwise, or by somebody else. */
export const but = (command: TakeFindingStep, stated: object, by?: string, more: Partial<FindingContext> = {}): TakeFindingStep =>
  ({ ...command, stated: { ...command.stated, ...stated }, context: { ...command.context, ...more, ...(by === undefined ? {} : { by }) } }) as TakeFindingStep;

export const fold = (state: FindingState, events: readonly FindingEvent[]): FindingState => events.reduce((folded, event) => findingDecider.evolve(folded, event), state);
export const after = (steps: readonly TakeFindingStep[]): FindingState => steps.reduce<FindingState>((state, command) => fold(state, findingDecider.decide(command, state)), findingDecider.initialState());
export const fileAfter = (...steps: readonly TakeFindingStep[]): FindingFile => after(steps) as FindingFile;

export const ERROR = [S.raise, S.assign, S.verify, S.determine] as const;
export const SERVED = [...ERROR, S.order, S.serve] as const;

/** `given(what was done).when(a step).then(its events)`, or `.thenRefused(code, particulars)`. */
export const given = (...steps: readonly TakeFindingStep[]) => ({
  when: (command: TakeFindingStep) => ({
    then(...expected: readonly { readonly type: FindingEvent['type']; readonly data: object }[]): void {
      const state = after(steps);
      const decided = findingDecider.decide(command, state);
      expect(JSON.parse(JSON.stringify(decided))).toEqual(expected.map(({ type, data }) => ({ type, data: { ...ABOUT, ...data }, occurredAt: command.stated.on })));
      fold(state, decided);
    },
    thenAccepted(): FindingFile {
      const state = after(steps);
      return fold(state, findingDecider.decide(command, state)) as FindingFile;
    },
    thenRefused(code: string, details?: object): void {
      const state = after(steps);
      expect(() => findingDecider.decide(command, state)).toThrow(expect.objectContaining({ name: 'DomainError', code, ...(details === undefined ? {} : { details: expect.objectContaining(details) as object }) }) as Error);
    },
  }),
});

/** The events, or the code of the refusal. */
export function attempt(command: TakeFindingStep, state: FindingState): readonly Decided<FindingEvent>[] | string {
  try {
    return findingDecider.decide(command, state);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}
