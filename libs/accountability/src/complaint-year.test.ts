import { type CivilDate, parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { COMPLAINT_EXAMPLES, complaintDecider, type ComplaintEvent, type ComplaintStated, type ComplaintStep, matchStream, type TakeComplaintStep, yearStream } from './index.js';

const take = <Name extends ComplaintStep>(step: Name, change: Partial<ComplaintStated<Name>> = {}, by = '001200'): TakeComplaintStep =>
  ({ type: 'TakeComplaintStep', step, stated: { ...COMPLAINT_EXAMPLES[step], ...change }, context: { complaintNo: 'TS-1', by, today: d('2030-12-31') } }) as TakeComplaintStep;
const eventsOf = (...steps: readonly TakeComplaintStep[]): ComplaintEvent[] => steps.reduce<ComplaintEvent[]>((events, step) => {
  const state = events.reduce((folded, event) => complaintDecider.evolve(folded, event), complaintDecider.initialState());
  return [...events, ...complaintDecider.decide(step, state)];
}, []);
const spec = specificationOf(complaintDecider);
const received = take('receive');
const investigated = take('investigate', {}, '001201');
const told = (data: object, type: string, on: string) => [{ type, data: { complaintNo: 'TS-1', ...data }, occurredAt: on }] as never;

describe('a complaint', () => {
  // 60 days after 1 March 2022: 30 in March are left, 30 in April, so 30 April.
  it('is received with the day its answer is due', () => {
    spec.given([]).when(received).then(told({ ...COMPLAINT_EXAMPLES.receive, dueOn: '2022-04-30', receivedBy: '001200' }, 'ComplaintReceived', '2022-03-01'));
    spec.given(eventsOf(received)).when(received).thenRefused('COMPLAINT_EXISTS');
  });
  it('names its reporter exactly when it is named', () => {
    spec.given([]).when(take('receive', { named: false })).thenRefused('REPORTER_MISSING');
    spec.given([]).when(take('receive', { reporter: undefined as never })).thenRefused('REPORTER_MISSING');
    expect(eventsOf(take('receive', { named: false, reporter: undefined as never }))).toHaveLength(1);
  });
  it('is neither received, investigated nor answered by the person it is about', () => {
    spec.given([]).when(take('receive', {}, '003101')).thenRefused('SAME_PERSON');
    spec.given(eventsOf(received)).when(take('investigate', {}, '003101')).thenRefused('SAME_PERSON');
    spec.given(eventsOf(received, investigated)).when(take('answer', {}, '003101')).thenRefused('SAME_PERSON');
  });
  it('is investigated, and answered by somebody else; a named reporter is told (R57 37)', () => {
    spec.given(eventsOf(received)).when(investigated).then(told({ ...COMPLAINT_EXAMPLES.investigate, investigatedBy: '001201' }, 'ComplaintInvestigated', '2022-03-20'));
    spec.given(eventsOf(received, investigated)).when(take('answer')).then(told({ ...COMPLAINT_EXAMPLES.answer, answeredBy: '001200', late: false }, 'ComplaintAnswered', '2022-03-25'));
    spec.given(eventsOf(received)).when(take('answer')).thenRefused('STEP_OUT_OF_ORDER');
    spec.given(eventsOf(received, investigated)).when(investigated).thenRefused('STEP_DONE');
    spec.given(eventsOf(received, investigated)).when(take('answer', {}, '001201')).thenRefused('SAME_PERSON');
    spec.given(eventsOf(received, investigated)).when(take('answer', { toReporter: false })).thenRefused('REPORTER_UNTOLD');
    spec.given(eventsOf(received, investigated, take('answer'))).when(take('answer')).thenRefused('STEP_DONE');
    spec.given(eventsOf(received)).when(take('investigate', { on: '2022-02-28' })).thenRefused('STEP_TOO_EARLY');
    spec.given([]).when(investigated).thenRefused('COMPLAINT_UNKNOWN');
  });
  it('a late answer is recorded as late; thirty days more where they were taken, once', () => {
    const answered = (on: string, ...before: readonly TakeComplaintStep[]) => (eventsOf(received, investigated, ...before, take('answer', { on })).at(-1)?.data as { late: boolean }).late;
    expect([answered('2022-04-30'), answered('2022-05-01'), answered('2022-05-30', take('extend')), answered('2022-05-31', take('extend'))]).toEqual([false, true, false, true]);
    spec.given(eventsOf(received, take('extend'))).when(take('extend')).thenRefused('STEP_DONE');
  });
  // 60 days after 2 April 2022 are 28 of April, 31 of May, 1 of June.
  it('review and litigation are recorded, also where nobody complained before', () => {
    spec.given([]).when(take('fileAdminReview', { on: '2022-06-01' })).then(told({ ...COMPLAINT_EXAMPLES.fileAdminReview, on: '2022-06-01', dueOn: '2022-06-01', late: false }, 'AdminReviewFiled', '2022-06-01'));
    spec.given([]).when(take('fileAdminReview', { on: '2022-06-02' })).then(told({ ...COMPLAINT_EXAMPLES.fileAdminReview, on: '2022-06-02', dueOn: '2022-06-01', late: true }, 'AdminReviewFiled', '2022-06-02'));
    spec.given(eventsOf(take('fileAdminReview'))).when(take('fileAdminReview')).thenRefused('STEP_DONE');
    spec.given(eventsOf(take('fileAdminReview'))).when(take('fileLitigation')).then(told(COMPLAINT_EXAMPLES.fileLitigation, 'LitigationFiled', '2022-07-01'));
    spec.given(eventsOf(take('fileLitigation'))).when(take('fileLitigation')).thenRefused('STEP_DONE');
    spec.given([]).when(take('fileAdminReview', { knownOn: '2022-05-11' })).thenRefused('STEP_TOO_EARLY');
    spec.given(eventsOf(take('fileAdminReview'))).when(investigated).thenRefused('COMPLAINT_UNKNOWN');
    spec.given(eventsOf(take('fileAdminReview'))).when(received).thenRefused('COMPLAINT_EXISTS');
  });
});

describe('a year', () => {
  const year = specificationOf(yearStream.decider);
  const counts = [{ division: '360111', level: 'county', totalPersons: 350, errorPersons: 7, objectiveErrorPersons: 7 }] as const;
  const close = { type: 'CloseYear', county: '360111', year: 2022, on: d('2023-01-15'), today: d('2023-02-01'), by: '001203', counts, findings: [{ findingId: 'A', outcome: 'exempt' }, { findingId: 'B', outcome: 'pending' }] } as const;
  const closed = { type: 'YearClosed', data: { county: '360111', year: 2022, on: '2023-01-15', closedBy: '001203', counts, findings: close.findings } } as const;
  const late = (findingId: string, of = 2022) => ({ type: 'RecordLateError', county: '360111', year: of, on: d('2023-03-01'), findingId, counts }) as const;
  const lateEvent = (findingId: string) => ({ type: 'LateErrorFound', data: { county: '360111', year: 2022, on: '2023-03-01', findingId, counts } }) as const;
  it('is closed once, when it is over', () => {
    year.given([]).when(close).then([{ ...closed, occurredAt: d('2023-01-15') }]);
    year.given([]).when({ ...close, on: d('2022-12-31') }).thenRefused('YEAR_NOT_OVER');
    year.given([]).when({ ...close, on: d('2023-01-01') }).then([{ type: 'YearClosed', data: { ...closed.data, on: '2023-01-01' }, occurredAt: d('2023-01-01') }]);
    year.given([]).when({ ...close, on: '2023-02-02' as CivilDate }).thenRefused('STEP_IN_FUTURE');
    year.given([closed]).when(close).thenRefused('YEAR_CLOSED');
    year.given([closed]).when({ ...close, year: 2021 }).then([{ type: 'YearClosed', data: { ...closed.data, year: 2021 }, occurredAt: d('2023-01-15') }]);
  });
  it('an error that comes to light afterwards is said to have, once; one the closing counted is not', () => {
    year.given([closed]).when(late('C')).then([{ ...lateEvent('C'), occurredAt: d('2023-03-01') }]);
    year.given([closed]).when(late('B')).then([{ ...lateEvent('B'), occurredAt: d('2023-03-01') }]);
    year.given([closed]).when(late('A')).then([]);
    year.given([closed, lateEvent('C')]).when(late('C')).then([]);
    year.given([]).when(late('C')).then([]);
    year.given([closed]).when(late('C', 2021)).then([]);
  });
});

it('a data match is completed once, and keeps what no lead was made of', () => {
  const match = specificationOf(matchStream.decider);
  const row = { matchNo: 'BD-1', row: 2, because: 'unknownCitizen', cells: { idNo: 'x' } } as const;
  const data = { matchNo: 'BD-1', file: 'f', n: 1, leads: 0, unknownCitizens: 1, unreadable: 0, sources: ['殡葬'], asOf: ['2022-08-31'] } as const;
  match.given([]).when({ type: 'KeepMatchRow', data: row, on: d('2022-09-01') }).then([{ type: 'MatchRowKept', data: row, occurredAt: d('2022-09-01') }]);
  match.given([{ type: 'MatchRowKept', data: row }]).when({ type: 'CompleteMatch', data, on: d('2022-09-01') }).then([{ type: 'DataMatchRun', data, occurredAt: d('2022-09-01') }]);
  match.given([{ type: 'DataMatchRun', data }]).when({ type: 'KeepMatchRow', data: row, on: d('2022-09-01') }).thenRefused('MATCH_EXISTS');
});
