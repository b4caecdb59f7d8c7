/** 刚性支出困难家庭认定办法, 2025-01-01: a status holds at most twelve months and ends by itself; the household applies anew. */
import { activeChange, caseStream, clockBookOf, type ClockEntry, openItems, owedFrom } from '../index.js';
import { after, but, fileAfter, given, path, script, STAFF, type Take } from './testing/story.js';

/** 支出型 applied for on 2025-02-03, decided on 2025-03-05: from April 2025 to March 2026. */
const STATUS = { benefit: 'lowIncome', from: '2025-02-03' } as const;
const WAY = ['submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'assessRigidExpenditure', 'issueOpinion', 'postNotice', 'closeNotice', 'forward'] as const;
const S = script(STATUS);
const undecided = path(STATUS, ...WAY);
const confirmed = [...undecided, S.confirm];
const stopped = but(S.stop, { on: '2025-08-20', fromYm: '2025-09' });
const MONTHS = ['2025-03', '2025-04', '2026-03', '2026-04', '2030-01'];
const owedIn = (takes: readonly Take[], months: readonly string[] = MONTHS): boolean[] => months.map((month) => activeChange(fileAfter(takes).changes, month) !== undefined);

const owed = { benefit: 'lowIncome', newFen: 0, persons: 1, pack: 'QS-2019', decisionNo: 'QR1', determinationId: 'R1', decider: STAFF.decider, decidedOn: '2025-03-05' };
const entitlement = (type: 'BenefitGranted' | 'BenefitStopped', fromYm: string, more: object = {}) => ({ type, data: { ...owed, fromYm, ...more }, effectiveFrom: fromYm, ruleIds: ['QS-2019-T06'] });

it('the confirmation says when it ends: after twelve whole months', () => {
  given(undecided).when(S.confirm).then(
    { type: 'AssistanceConfirmed', data: { on: '2025-03-05', decisionNo: 'QR1', amountFen: 0, persons: 1, startYm: '2025-04', decider: STAFF.decider, determinationId: 'R1', pack: 'QS-2019' } },
    entitlement('BenefitGranted', '2025-04'), entitlement('BenefitStopped', '2026-04', { cause: 'validityEnded' }),
  );
  expect(owedIn(confirmed)).toEqual([false, true, true, false, false]);
});
it('a status given before 2025, and money, are owed until they are stopped', () => {
  const before = { benefit: 'lowIncome', from: '2024-12-01' } as const;
  // Decided on 2024-12-31.
  expect(owedIn(path(before, ...WAY, 'confirm'), ['2025-01', '2026-01', '2030-01'])).toEqual([true, true, true]);
  expect(owedIn([...path(before, ...WAY), but(script(before).confirm, { on: '2025-01-01' })], ['2025-02', '2026-01', '2026-02'])).toEqual([true, true, false]);
  const dibao = { from: '2025-02-03' } as const;
  expect(owedIn(path(dibao, ...WAY, 'confirm'), ['2026-03', '2026-04', '2030-01'])).toEqual([true, true, true]);
});
it('it is reviewed and stopped like any other until then, and not any more after', () => {
  given(confirmed).when(but(S.completeReview, { on: '2026-03-31' })).thenAccepted();
  given(confirmed).when(but(S.completeReview, { on: '2026-04-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
  given(confirmed).when(stopped).then({ ...entitlement('BenefitStopped', '2025-09', { cause: 'incomeAbove', decisionNo: 'TF1', decidedOn: '2025-08-20' }) });
  expect(owedIn([...confirmed, stopped], ['2025-08', '2025-09', '2026-03', '2026-04'])).toEqual([true, false, false, false]);
  given(confirmed, stopped).when(but(S.completeReview, { on: '2025-09-20' })).thenRefused('BENEFIT_NOT_ACTIVE');
  given(confirmed).when(but(S.stop, { on: '2026-04-02', fromYm: '2026-05' })).thenRefused('BENEFIT_NOT_ACTIVE');
});
it('whoever asks from when it is free again hears so: a new status may begin where the old one ends', () => {
  const { changes } = fileAfter(confirmed);
  expect(['2025-01', '2025-04', '2026-03', '2026-04'].map((month) => owedFrom(changes, month))).toEqual([true, true, true, false]);
});
it('the household is told before it ends; nothing is owed of it afterwards', () => {
  const entries = (takes: readonly Take[]): ClockEntry[] => takes.flatMap((take, n) => caseStream.decider.decide(take, after(takes.slice(0, n)))
    .map((event) => ({ event, on: event.occurredAt, code6: '360111', by: take.context.by, imported: false, delegated: false })));
  const open = (...takes: readonly Take[]): string[] => {
    const book = clockBookOf(entries([...confirmed, ...takes]));
    if (book === undefined) throw new Error('something was told');
    return openItems(book).map(({ clock, dueOn, owner }) => `${clock} ${dueOn} ${owner}`).filter((item) => !/^(serve|publication)/.test(item));
  };
  const told = { type: 'TakeStep', step: 'informPolicy', stated: { on: '2026-03-02', channel: '电话告知' }, context: S.serve.context } as Take;
  expect(open()).toEqual(['statusValidity 2026-03-31 town']);
  expect(open(told)).toEqual([]);
  expect(open(stopped)).toEqual([]);
  // A change that is told after the end is acted on by nobody; one before is: 3-6 February (4), 9-13 (9), Saturday 14, on for the Spring Festival (10).
  expect(open(but(S.reportChange, { on: '2026-02-02' }))).toEqual(['statusValidity 2026-03-31 town', 'change 2026-02-14 county']);
  expect(open(told, but(S.reportChange, { on: '2026-04-02' }))).toEqual([]);
});
