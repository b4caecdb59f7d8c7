/**
 * A case told as the steps that people took: every state a test begins from was decided, never written down by hand.
 * The steps of an ordinary case stand in `script`, in the order of the procedure, a few days apart.
 */
import { addDays, type CivilDate, type Decided, DomainError, parseCivilDate } from '#kernel';
import type { Benefit, CaseCommand, CaseEvent, CaseFile, CaseState, Sampled, StepContext, StepName, Stated, Variant } from '../../index.js';
import { caseStream } from '../../index.js';

const { decider } = caseStream;

/** Who works on the case: everybody does one thing only. */
export const STAFF = {
  window: '003100', surveyor: '003101', second: '003102', author: '003103', auditor: '003104', community: '003105', checker: '009001',
  countyOperator: '001200', countyVisitor: '001201', countySecond: '001202', decider: '001203', kin: '003199',
} as const;

export const CASE_ID = 'QS2021DB00001';
export const LAST_DAY = parseCivilDate('2030-12-31');
export const PHOTO = 'b'.repeat(64);

export type Take = Extract<CaseCommand, { type: 'TakeStep' | 'RecordSample' }>;

const contextOf = (by: string, more: Partial<StepContext> = {}): StepContext => ({ caseId: CASE_ID, by, today: LAST_DAY, pack: 'QS-2019', determinationId: 'R1', ruleIds: ['QS-2019-T06'], ...more });

export const take = <Name extends StepName>(step: Name, stated: Stated<Name>, by: string = STAFF.window, more: Partial<StepContext> = {}): Take =>
  ({ type: 'TakeStep', step, stated, context: contextOf(by, more) }) as Take;
export const draw = (sampled: Partial<Omit<Sampled, 'on'>> & { readonly on: string }, by: string = STAFF.countyOperator): Take =>
  ({ type: 'RecordSample', sampled: { drawNo: 'CY-1', seed: '0f', ratePpm: 300_000, selected: false, ...sampled, on: sampled.on as CivilDate }, context: contextOf(by) });

/** A step as the script has it, said otherwise. */
export const but = (command: Take, stated: object, by?: string, more: Partial<StepContext> = {}): Take => {
  const context = { ...command.context, ...more, ...(by === undefined ? {} : { by }) };
  return (command.type === 'TakeStep' ? { ...command, stated: { ...command.stated, ...stated }, context } : { ...command, sampled: { ...command.sampled, ...stated }, context }) as Take;
};

/** The state after these steps, each of which must have been accepted. */
export const after = (takes: readonly Take[]): CaseState => takes.reduce<CaseState>((state, command) => fold(state, decider.decide(command, state)), decider.initialState());
export const fold = (state: CaseState, decided: readonly Decided<CaseEvent>[]): CaseState => decided.reduce<CaseState>((folded, event) => decider.evolve(folded, event), state);
export const fileAfter = (takes: readonly Take[]): CaseFile => after(takes) as CaseFile;

/** `given(what was done).when(a step).then(its events)`, or `.thenRefused(code, particulars)`. */
export const given = (...takes: readonly (Take | readonly Take[])[]) => {
  const before = (): CaseState => after(takes.flat());
  return {
    when: (command: Take) => ({
      /** The events with all their data, in order; they also fold. */
      then(...expected: readonly { readonly type: CaseEvent['type']; readonly data: object; readonly effectiveFrom?: string; readonly evidence?: readonly object[]; readonly ruleIds?: readonly string[] }[]): void {
        const state = before();
        const decided = decider.decide(command, state);
        const on = command.type === 'TakeStep' ? command.stated.on : command.sampled.on;
        expect(JSON.parse(JSON.stringify(decided))).toEqual(expected.map(({ data, ...event }) => ({ ...event, occurredAt: on, data: { caseId: CASE_ID, ...data } })));
        fold(state, decided);
      },
      thenRefused(code: string, details?: object): void {
        const state = before();
        expect(() => decider.decide(command, state)).toThrow(expect.objectContaining({ name: 'DomainError', code, ...(details === undefined ? {} : { details: expect.objectContaining(details) as object }) }) as Error);
      },
      /** Accepted, and the events fold; what they say is told elsewhere. */
      thenAccepted(): void {
        const state = before();
        fold(state, decider.decide(command, state));
      },
      /** Accepted; what follows is the file. */
      thenFile(): CaseFile {
        const state = before();
        return fold(state, decider.decide(command, state)) as CaseFile;
      },
    }),
  };
};

/** What `decide` answers: the events, or the refusal. Anything else than a `DomainError` goes through. */
export function attempt(command: CaseCommand, state: CaseState): { readonly events: readonly Decided<CaseEvent>[] } | { readonly refused: DomainError } {
  try {
    return { events: decider.decide(command, state) };
  } catch (error) {
    if (error instanceof DomainError) return { refused: error };
    throw error;
  }
}

export type ScriptStep = Exclude<StepName, 'reportLead' | 'informPolicy'> | 'draw';
export interface Setting {
  readonly benefit?: Benefit;
  readonly variant?: Variant;
  /** The day of the application; every other day is counted from it. */
  readonly from?: string;
}

/** Every step of an ordinary case, by name. Days after the application: acceptance 1, opinion 10, notice 10 to 17, forwarded 18, county notice 21 to 28, decision 30. */
export function script({ benefit = 'dibao', variant, from = '2021-09-01' }: Setting = {}) {
  const on = (days: number): string => addDays(parseCivilDate(from), days);
  const month = (days: number): string => on(days).slice(0, 7);
  const startPhoto = [{ sha256: PHOTO, kind: 'noticeStartPhoto' }];
  const endPhoto = [{ sha256: PHOTO, kind: 'noticeEndPhoto' }];
  const household = benefit === 'dibao' || benefit === 'lowIncome' || benefit === 'temporaryRelief' || benefit === 'housing';
  const status = benefit === 'lowIncome';
  return {
    submit: take('submit', {
      on: on(0), benefit, ...(variant === undefined ? {} : { variant }), householdId: 'H1', ...(household ? {} : { beneficiaryId: 'P1' }), applicantId: 'P1', channel: 'window', materials: ['申请书'], promise: true,
    }),
    notifyDeficiency: take('notifyDeficiency', { on: on(0), missing: ['诊断证明'] }),
    supplement: take('supplement', { on: on(1), added: ['诊断证明'] }),
    accept: take('accept', { on: on(1), receiptNo: 'SL1' }),
    refuseAcceptance: take('refuseAcceptance', { on: on(1), reason: '不属于本街道' }),
    declareKin: take('declareKin', { on: on(1), staffId: STAFF.kin, relation: 'sibling' }),
    fileNearRelative: take('fileNearRelative', { on: on(1), staffId: STAFF.kin, relation: 'sibling', filingNo: 'JQS1' }),
    authoriseCheck: take('authoriseCheck', { on: on(1), persons: ['P1'], scope: ['deposits'] }),
    requestCheck: take('requestCheck', { on: on(2), requestNo: 'HD1', sources: ['deposits'] }),
    startCheck: take('startCheck', { on: on(3) }, STAFF.checker),
    reportCheck: take('reportCheck', { on: on(5), reportNo: 'BG1', asOf: on(4), conclusion: 'consistent', items: [] }, STAFF.checker),
    disputeCheck: take('disputeCheck', { on: on(6), item: '存款' }),
    reviewCheck: take('reviewCheck', { on: on(7), result: 'upheld', text: '一致' }, STAFF.checker),
    visit: take('visit', { on: on(4), visitNo: 'RH1', visitors: [STAFF.surveyor, STAFF.second], present: ['P1'], findings: '一致' }, STAFF.surveyor),
    interview: take('interview', { on: on(4), subject: '邻居', statement: '属实' }, STAFF.surveyor),
    obtainLetter: take('obtainLetter', { on: on(4), unit: '原单位', reply: '属实' }, STAFF.surveyor),
    visitRemotely: take('visitRemotely', { on: on(4), visitNo: 'SP1', visitors: [STAFF.surveyor, STAFF.second], medium: '视频', findings: '一致' }, STAFF.surveyor),
    assessIncome: take('assessIncome', { on: on(8), members: [{ personId: 'P1', income: { wagesFen: 100_000 } }] }, STAFF.surveyor),
    assessAssets: take('assessAssets', { on: on(8), compliant: true, basis: '低于限额' }, STAFF.surveyor),
    assessRigidExpenditure: take('assessRigidExpenditure', { on: on(8), items: [{ kind: 'medical', monthlyFen: 80_000 }] }, STAFF.surveyor),
    assessSelfCare: take('assessSelfCare', { on: on(8), personId: 'P1', eating: true, dressing: true, transfer: true, toilet: true, indoorWalking: true, washing: false, assessor: '评估机构' }, STAFF.countyOperator),
    assessCircumstances: take('assessCircumstances', { on: on(8), members: [] }, STAFF.surveyor),
    review: take('review', {
      on: on(9), place: '社区', participants: [{ name: '甲', role: 'resident' }, { name: '乙', role: 'resident' }, { name: '丙', role: 'committee' }], agree: 3, disagree: 0, abstain: 0,
    }, STAFF.community),
    issueOpinion: take('issueOpinion', { on: on(10), opinion: 'approve', author: STAFF.author, amountFen: 60_000, persons: 1, reason: '符合' }, STAFF.auditor),
    postNotice: take('postNotice', { on: on(10), place: '公示栏', fields: ['name', 'amount'], evidence: startPhoto }, STAFF.community),
    raiseObjection: take('raiseObjection', { on: on(12), objectionNo: 'YY1', content: '有车' }, STAFF.community),
    investigateObjection: take('investigateObjection', { on: on(14), objectionNo: 'YY1', method: 'resurvey', finding: 'unfounded', text: '无车' }),
    closeNotice: take('closeNotice', { on: on(17), evidence: endPhoto }),
    forward: take('forward', { on: on(18), fileList: ['申请书'] }, STAFF.auditor),
    return: take('return', { on: on(19), toStep: 'verifying', reason: '材料不清' }, STAFF.countyOperator),
    draw: draw({ on: on(19) }),
    countyVisit: take('countyVisit', { on: on(20), visitNo: 'CC1', visitors: [STAFF.countyVisitor, STAFF.countySecond], findings: '一致', agrees: true }, STAFF.countyVisitor),
    postCountyNotice: take('postCountyNotice', { on: on(21), place: '公开栏', fields: ['name', 'amount'], evidence: startPhoto }, STAFF.countyOperator),
    closeCountyNotice: take('closeCountyNotice', { on: on(28), evidence: endPhoto }, STAFF.countyOperator),
    extendDeadline: take('extendDeadline', { on: on(19), clock: 'total', to: on(60), ground: 'checkDelayed' }, STAFF.decider),
    confer: take('confer', { on: on(20), attendees: ['001204', '001205', '001206'], minutesRef: 'HY1', decision: 'help', amountFen: 60_000 }, STAFF.decider),
    confirm: take('confirm', { on: on(30), decisionNo: 'QR1', amountFen: status ? 0 : 60_000, persons: 1 }, STAFF.decider),
    deny: take('deny', { on: on(30), decisionNo: 'BY1', reasonCode: 'notEligible', reasonText: '不符合条件' }, STAFF.decider),
    serve: take('serve', { on: on(31), method: 'inPerson', appealInfo: true }),
    publishResult: take('publishResult', { on: on(32), place: '公示栏', fields: ['name'] }, STAFF.community),
    withdraw: take('withdraw', { on: on(18), reason: '找到工作' }),
    terminate: take('terminate', { on: on(18), ground: 'uncooperative', reason: '拒绝入户' }, STAFF.auditor),
    fileWithCity: take('fileWithCity', { on: on(33), filingNo: 'BA1' }),
    fileRelief: take('fileRelief', { on: on(33), filingNo: 'LS1' }),
    payRelief: take('payRelief', { on: on(30), town: '360111003', fen: 60_000, method: 'transfer', receiver: '甲', signed: true }),
    deliverRelief: take('deliverRelief', { on: on(30), method: 'goods', fen: 60_000, goods: [{ name: '大米', qty: 2, unit: '袋' }], receiver: '甲', signed: true }),
    completePapers: take('completePapers', { on: on(33), cause: '火灾', object: '一家三口', signatures: ['申请人', '经办人'] }),
    reportChange: take('reportChange', { on: on(60), kind: 'employment', happenedOn: on(50), text: '找到工作', found: false }),
    reportDeath: take('reportDeath', { on: on(60), personId: 'P1', diedOn: on(55), source: '家属' }),
    scheduleReview: take('scheduleReview', { on: on(60), class: 'B', dueOn: on(200) }),
    completeReview: take('completeReview', { on: on(60), result: 'keep' }),
    offerJob: take('offerJob', { on: on(60), personId: 'P1', offerNo: 'GW1', post: '保洁', suited: true }),
    recordRefusal: take('recordRefusal', { on: on(61), personId: 'P1', offerNo: 'GW1', reason: '路远', justified: false }),
    fileCustody: take('fileCustody', { on: on(60), personId: 'P1', custodian: '乙', role: 'guardian', agreementRef: 'DG1', evidence: [{ sha256: PHOTO, kind: 'custodyAgreement' }] }),
    adjust: take('adjust', { on: on(60), decisionNo: 'TZ1', amountFen: 40_000, persons: 1, fromYm: month(91), cause: '收入增加' }, STAFF.decider),
    suspend: take('suspend', { on: on(60), decisionNo: 'ZT1', fromYm: month(91), cause: '失联' }, STAFF.decider),
    resume: take('resume', { on: on(100), decisionNo: 'HF1', fromYm: month(131), cause: '已联系上' }, STAFF.decider),
    postStopNotice: take('postStopNotice', { on: on(140), place: '社区公示栏', fields: ['name', 'opinion'], cause: 'incomeAbove', reason: '收入高于标准', evidence: startPhoto }, STAFF.community),
    closeStopNotice: take('closeStopNotice', { on: on(147), evidence: endPhoto }),
    stop: take('stop', { on: on(150), decisionNo: 'TF1', fromYm: month(181), cause: 'incomeAbove', reason: '收入高于标准' }, STAFF.decider),
    startGraduatedExit: take('startGraduatedExit', { on: on(100), decisionNo: 'JT1', fromYm: month(131), months: 6, amountFen: 30_000, persons: 1 }, STAFF.decider),
    endGraduatedExit: take('endGraduatedExit', { on: on(140) }, STAFF.decider),
    transferCategory: take('transferCategory', { on: on(150), toBenefit: benefit === 'tekun' ? 'dibao' : 'tekun', toCaseId: 'QS2022TK00001', ym: month(181) }, STAFF.decider),
  } satisfies Record<ScriptStep, Take>;
}

/** Steps of a script by name, in the order given. */
export const path = (setting: Setting, ...steps: readonly ScriptStep[]): Take[] => {
  const all = script(setting);
  return steps.map((step) => all[step]);
};

/** The shortest lawful way of 城市低保 under R57, by how far it goes. */
const DIBAO = [
  'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'issueOpinion', 'postNotice', 'closeNotice', 'forward', 'confirm',
] as const satisfies readonly ScriptStep[];
export const dibaoUntil = (last: (typeof DIBAO)[number], from?: string): Take[] => path(from === undefined ? {} : { from }, ...DIBAO.slice(0, DIBAO.indexOf(last) + 1));
