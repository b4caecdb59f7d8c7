/** Corrections (process.md §6): asked for by one, approved by another; what was registered of persons and households, and numbers of documents in a case. */
import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { caseDecider, type CaseEvent, correctableFields, type CorrectionCommand, type CorrectionTarget, householdDecider, type HouseholdEvent, personDecider, type PersonEvent, targetOf, type ToldEvent } from './index.js';

// Born 1949-12-31, female; 1980-01-01, male: check digits by GB 11643.
const WRONG = '11010519491231002X';
const RIGHT = '110105198001010016';
const EVENT = '00000000-0000-4000-8000-000000000001';
const today = d('2022-01-10');
const person = specificationOf(personDecider);
const household = specificationOf(householdDecider);
const aCase = specificationOf(caseDecider);

const registered: PersonEvent = { type: 'PersonRegistered', data: { personId: 'P1', idNo: WRONG, name: '示例甲', birth: '1949-12-31', sex: 'female' } };
const composed: HouseholdEvent = { type: 'HouseholdComposed', data: { householdId: 'H1', headId: 'P1', town: '360111003', community: '360111003001', members: [] } };
const joined: HouseholdEvent = { type: 'HouseholdMemberChanged', data: { householdId: 'H1', personId: 'P2', relation: '女', counted: true, change: 'joined' } };
const submitted: CaseEvent = { type: 'ApplicationSubmitted', data: { caseId: 'C1', benefit: 'dibao', householdId: 'H1', unit: 'household', channel: 'window' } };
const visited: CaseEvent = { type: 'HomeVisited', data: { caseId: 'C1', on: '2021-09-07', visitNo: 'RH1' } };

const target = (subject: CorrectionTarget['subject'], event: { readonly type: string; readonly data: object }, value: CorrectionTarget['value'], more: Partial<CorrectionTarget> = {}): CorrectionTarget =>
  ({ subject, type: event.type, data: event.data as CorrectionTarget['data'], on: d('2021-09-01'), value, ...more });
type Request = Extract<CorrectionCommand, { type: 'RequestCorrection' }>;
const request = (of: CorrectionTarget, field: string, right: string | boolean, more: Partial<Request> = {}): Request => ({
  type: 'RequestCorrection', correctionNo: 'GZ1', on: '2022-01-05', targetEventId: EVENT, field, old: of.value, new: right, reason: '录入有误', by: '003100', today, target: of, evidence: [{ sha256: 'a'.repeat(64), kind: 'identityDocument' }], ...more,
});
const approve = (of: CorrectionTarget, more: Partial<Extract<CorrectionCommand, { type: 'ApproveCorrection' }>> = {}): CorrectionCommand => ({ type: 'ApproveCorrection', correctionNo: 'GZ1', on: '2022-01-06', by: '001203', today, target: of, ...more });
const refuse: CorrectionCommand = { type: 'RefuseCorrection', correctionNo: 'GZ1', on: '2022-01-06', reason: '与户口簿一致', by: '001203', today };
const asked = (of: CorrectionTarget, field: string, right: string | boolean) => ({ correctionNo: 'GZ1', on: '2022-01-05', targetEventId: EVENT, targetType: of.type, field, old: of.value, new: right, reason: '录入有误', requestedBy: '003100' });

describe('of a person', () => {
  const name = target('person', registered, '示例甲');
  const idNo = target('person', registered, WRONG);
  const requested = (of: CorrectionTarget, field: string, right: string): PersonEvent => ({ type: 'CorrectionRequested', data: { personId: 'P1', ...asked(of, field, right) } });

  it('is asked for, with its papers', () => {
    person.given([registered]).when(request(name, 'name', '示例乙')).then([
      { type: 'CorrectionRequested', data: { personId: 'P1', ...asked(name, 'name', '示例乙') }, occurredAt: d('2022-01-05'), evidence: [{ sha256: 'a'.repeat(64), kind: 'identityDocument' }] },
    ]);
  });
  it('is approved by another: recorded with what stood, and true from the day of the registration', () => {
    person.given([registered, requested(name, 'name', '示例乙')]).when(approve(name)).then([
      { type: 'CorrectionRecorded', data: { personId: 'P1', ...asked(name, 'name', '示例乙'), on: '2022-01-06', approver: '001203' }, occurredAt: d('2022-01-06'), effectiveFrom: d('2021-09-01') },
    ]);
  });
  it('with a citizen number birth and sex follow, one event per field, and only where they change', () => {
    const made = (field: string, old: string, right: string) => ({
      type: 'CorrectionRecorded' as const, data: { personId: 'P1', ...asked(idNo, 'idNo', RIGHT), field, old, new: right, on: '2022-01-06', approver: '001203' }, occurredAt: d('2022-01-06'), effectiveFrom: d('2021-09-01'),
    });
    person.given([registered, requested(idNo, 'idNo', RIGHT)]).when(approve(idNo)).then([made('idNo', WRONG, RIGHT), made('birth', '1949-12-31', '1980-01-01'), made('sex', 'female', 'male')]);
    // The same day and sex, another serial number: 002 → 004.
    const near = '110105194912310046';
    person.given([registered, requested(idNo, 'idNo', near)]).when(approve(idNo)).then([made('idNo', WRONG, near)]);
  });
  it('is what stands from then on', () => {
    const recorded = (field: string, old: string, right: string): PersonEvent => ({ type: 'CorrectionRecorded', data: { personId: 'P1', ...asked(idNo, field, right), old, approver: '001203' } });
    const state = [registered, requested(idNo, 'idNo', RIGHT), recorded('idNo', WRONG, RIGHT), recorded('birth', '1949-12-31', '1980-01-01'), recorded('sex', 'female', 'male')].reduce(personDecider.evolve, personDecider.initialState());
    expect(state).toMatchObject({ idNo: RIGHT, birth: '1980-01-01', sex: 'male', name: '示例甲', corrections: { open: [], numbers: ['GZ1'] } });
  });

  it('is refused to whoever asked for it, and nobody approves what nobody asked for', () => {
    person.given([registered, requested(name, 'name', '示例乙')]).when(approve(name, { by: '003100' })).thenRefused('SAME_PERSON');
    person.given([registered]).when(approve(name)).thenRefused('STEP_OUT_OF_ORDER');
    person.given([registered]).when(refuse).thenRefused('STEP_OUT_OF_ORDER');
    person.given([registered, requested(name, 'name', '示例乙')]).when(approve(name, { on: '2022-01-04' })).thenRefused('STEP_TOO_EARLY');
    person.given([registered, requested(name, 'name', '示例乙')]).when(approve(name, { on: '2022-01-11' })).thenRefused('STEP_IN_FUTURE');
  });
  it('is answered once: refused or approved', () => {
    const turnedDown: PersonEvent = { type: 'CorrectionRefused', data: { personId: 'P1', correctionNo: 'GZ1', on: '2022-01-06', reason: '与户口簿一致', refusedBy: '001203' } };
    person.given([registered, requested(name, 'name', '示例乙')]).when(refuse).then([{ ...turnedDown, occurredAt: d('2022-01-06') }]);
    for (const command of [approve(name), refuse]) person.given([registered, requested(name, 'name', '示例乙'), turnedDown]).when(command).thenRefused('STEP_DONE');
    // Asked again under another number it may be.
    person.given([registered, requested(name, 'name', '示例乙'), turnedDown]).when(request(name, 'name', '示例乙')).thenRefused('STEP_DONE');
    person.given([registered, requested(name, 'name', '示例乙'), turnedDown]).when(request(name, 'name', '示例乙', { correctionNo: 'GZ2' })).then([
      { type: 'CorrectionRequested', data: { personId: 'P1', ...asked(name, 'name', '示例乙'), correctionNo: 'GZ2' }, occurredAt: d('2022-01-05'), evidence: [{ sha256: 'a'.repeat(64), kind: 'identityDocument' }] },
    ]);
  });
  it('one at a time for a field; another field may be asked for meanwhile', () => {
    const open = [registered, requested(name, 'name', '示例乙')];
    person.given(open).when(request(name, 'name', '示例丙', { correctionNo: 'GZ2' })).thenRefused('CORRECTION_OPEN');
    const { data } = requested(idNo, 'idNo', RIGHT);
    person.given(open).when(request(idNo, 'idNo', RIGHT, { correctionNo: 'GZ2' })).then([
      { type: 'CorrectionRequested', data: { ...data, correctionNo: 'GZ2' } as never, occurredAt: d('2022-01-05'), evidence: [{ sha256: 'a'.repeat(64), kind: 'identityDocument' }] },
    ]);
  });
  it('names what stands; another value means that somebody corrected it meanwhile', () => {
    person.given([registered]).when(request(name, 'name', '示例乙', { old: '示例丁' })).thenRefused('CORRECTION_STALE');
    person.given([registered]).when(request(name, 'name', '示例乙', { old: undefined })).thenRefused('CORRECTION_STALE');
    person.given([registered, requested(name, 'name', '示例乙')]).when(approve(target('person', registered, '示例丁'))).thenRefused('CORRECTION_STALE');
  });
  it('changes something, to something that can be', () => {
    person.given([registered]).when(request(name, 'name', '示例甲')).thenRefused('NOTHING_CHANGES');
    for (const right of ['110105198001010014', '11010519491231', true]) person.given([registered]).when(request(idNo, 'idNo', right)).thenRefused('CORRECTION_INVALID');
    for (const right of ['', ' ', '字'.repeat(61), false]) person.given([registered]).when(request(name, 'name', right)).thenRefused('CORRECTION_INVALID');
  });
  it('birth alone, and what was assessed, are not corrected', () => {
    person.given([registered]).when(request(target('person', registered, '1949-12-31'), 'birth', '1950-12-31')).thenRefused('NOT_CORRECTABLE');
    person.given([registered]).when(request(target('person', { type: 'SelfCareAssessed', data: {} }, 'lost'), 'level', 'full')).thenRefused('NOT_CORRECTABLE');
    person.given([registered]).when(request(target('person', registered, '示例甲'), 'toString', '示例乙')).thenRefused('NOT_CORRECTABLE');
  });
  it('not before it was registered, nor of somebody unknown', () => {
    person.given([registered]).when(request(name, 'name', '示例乙', { on: '2021-08-31' })).thenRefused('STEP_TOO_EARLY');
    person.given([]).when(request(name, 'name', '示例乙')).thenRefused('PERSON_UNKNOWN');
  });
});

describe('of a household', () => {
  const phone = target('household', composed, undefined);
  const relation = target('household', joined, '女');
  const made = (of: CorrectionTarget, field: string, right: string | boolean, personId?: string): HouseholdEvent =>
    ({ type: 'CorrectionRecorded', data: { householdId: 'H1', ...(personId === undefined ? {} : { personId }), ...asked(of, field, right), approver: '001203' } });
  const stateOf = (...events: HouseholdEvent[]) => [composed, joined, ...events].reduce(householdDecider.evolve, householdDecider.initialState());

  it('a telephone that nobody had stated, a community of the same town', () => {
    household.given([composed]).when(request(phone, 'phone', '0791-8888')).then([
      { type: 'CorrectionRequested', data: { householdId: 'H1', ...asked(phone, 'phone', '0791-8888') }, occurredAt: d('2022-01-05'), evidence: [{ sha256: 'a'.repeat(64), kind: 'identityDocument' }] },
    ]);
    const community = target('household', composed, '360111003001');
    expect(stateOf(made(community, 'community', '360111003002'), made(phone, 'phone', '0791-8888'))).toMatchObject({ community: '360111003002', phone: '0791-8888' });
    for (const right of ['360111004001', '360111003', 'x']) household.given([composed]).when(request(community, 'community', right)).thenRefused('CORRECTION_INVALID');
  });
  it('the relation of a member, and whether the member counts: says whom', () => {
    household.given([composed, joined]).when(request(relation, 'relation', '孙女')).then([
      { type: 'CorrectionRequested', data: { householdId: 'H1', personId: 'P2', ...asked(relation, 'relation', '孙女') }, occurredAt: d('2022-01-05'), evidence: [{ sha256: 'a'.repeat(64), kind: 'identityDocument' }] },
    ]);
    expect(stateOf(made(relation, 'relation', '孙女', 'P2'))).toMatchObject({ members: [{ personId: 'P2', relation: '孙女', counted: true }] });
    expect(stateOf(made(target('household', joined, true), 'counted', false, 'P2'))).toMatchObject({ members: [{ personId: 'P2', relation: '女', counted: false }] });
    household.given([composed, joined]).when(request(target('household', joined, true), 'counted', 'no')).thenRefused('CORRECTION_INVALID');
  });
  it('not who the head is, nor the town, nor an account', () => {
    for (const [field, value] of [['headId', 'P1'], ['town', '360111003']] as const) household.given([composed]).when(request(target('household', composed, value), field, 'P2')).thenRefused('NOT_CORRECTABLE');
    const account = { type: 'PayeeAccountRegistered', data: { householdId: 'H1', accountNo: '62170000' } } as const;
    household.given([composed, account]).when(request(target('household', account, '62170000'), 'accountNo', '62170001')).thenRefused('NOT_CORRECTABLE');
  });
});

describe('of a case', () => {
  const visitNo = target('case', visited, 'RH1');
  it('the number of a document; the file itself says the same', () => {
    const ask = { ...request(visitNo, 'visitNo', 'RH2'), caseId: 'C1' };
    aCase.given([submitted, visited]).when(ask).then([
      { type: 'CorrectionRequested', data: { caseId: 'C1', ...asked(visitNo, 'visitNo', 'RH2') }, occurredAt: d('2022-01-05'), evidence: [{ sha256: 'a'.repeat(64), kind: 'identityDocument' }] },
    ]);
    const requested: CaseEvent = { type: 'CorrectionRequested', data: { caseId: 'C1', ...asked(visitNo, 'visitNo', 'RH2') } };
    aCase.given([submitted, visited, requested]).when({ ...approve(visitNo), caseId: 'C1' }).then([
      { type: 'CorrectionRecorded', data: { caseId: 'C1', ...asked(visitNo, 'visitNo', 'RH2'), on: '2022-01-06', approver: '001203' }, occurredAt: d('2022-01-06'), effectiveFrom: d('2021-09-01') },
    ]);
  });
  it.each([
    ['IncomeAssessed', 'householdMonthlyFen'], ['AssetsAssessed', 'compliant'], ['AssistanceConfirmed', 'amountFen'], ['AssistanceConfirmed', 'decisionNo'], ['InitialOpinionIssued', 'reason'], ['ApplicationAccepted', 'on'],
    ['BenefitGranted', 'fromYm'], ['InfoCheckReported', 'asOf'], ['PublicNoticePosted', 'to'], ['ReservePaid', 'fen'], ['JobOffered', 'offerNo'], ['ObjectionRaised', 'objectionNo'],
  ])('not %s.%s: an amount, a decision or another event rests on it', (type, field) => {
    aCase.given([submitted]).when({ ...request(target('case', { type, data: {} }, 'x'), field, 'y'), caseId: 'C1' }).thenRefused('NOT_CORRECTABLE');
  });
  it('of a case that nobody applied for there is nothing to correct', () => {
    aCase.given([{ type: 'HardshipLeadReported', data: { caseId: 'C1', on: '2021-08-30', source: 'community', need: '示例' } }]).when({ ...request(visitNo, 'visitNo', 'RH2'), caseId: 'C1' }).thenRefused('CASE_UNKNOWN');
  });
});

describe('what stands of an event', () => {
  const told = (n: number, event: { readonly type: string; readonly data: object }): ToldEvent => ({ eventId: `0000000${n}-0000-4000-8000-000000000000`, type: event.type, data: event.data as ToldEvent['data'], on: d('2021-09-01') });
  const idOf = (n: number): string => told(n, joined).eventId;
  const correction = (of: number, field: string, right: string | boolean) => ({ type: 'CorrectionRecorded', data: { targetEventId: idOf(of), field, new: right } });

  it('the last correction of its field', () => {
    const events = [told(1, composed), told(2, joined), told(3, correction(2, 'relation', '孙女')), told(4, correction(2, 'counted', false)), told(5, correction(2, 'relation', '外孙女'))];
    expect(targetOf('household', events, idOf(2), 'relation')).toMatchObject({ type: 'HouseholdMemberChanged', value: '外孙女' });
    expect(targetOf('household', events, idOf(2), 'counted')).toMatchObject({ value: false });
    expect(targetOf('household', events, idOf(9), 'relation')).toBeUndefined();
    expect(correctableFields('household', events).map(({ field, value, personId }) => [field, value, personId])).toEqual([['community', '360111003001', undefined], ['phone', undefined, undefined], ['relation', '外孙女', 'P2'], ['counted', false, 'P2']]);
  });
  it('of a member only what was said last, and nothing of one who left', () => {
    const changed = { type: 'HouseholdMemberChanged', data: { ...joined.data, relation: '儿媳', change: 'changed' } };
    const left = { type: 'HouseholdMemberChanged', data: { ...joined.data, change: 'left' } };
    const [first, second] = [told(2, joined), told(3, changed)];
    expect([targetOf('household', [first, second], first.eventId, 'relation')?.superseded, targetOf('household', [first, second], second.eventId, 'relation')?.superseded]).toEqual([true, undefined]);
    expect(correctableFields('household', [first, told(3, left)])).toEqual([]);
    household.given([composed, joined]).when(request(target('household', joined, '女', { superseded: true }), 'relation', '孙女')).thenRefused('NOT_CORRECTABLE');
  });
});
