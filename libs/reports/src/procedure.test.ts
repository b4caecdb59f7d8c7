/** Deviations of a case as of a day: what had been done, and missed, by then. */
import { type CaseEvent, clockBookOf } from '#casework';
import { parseCivilDate as d } from '#kernel';
import type { ViewReader } from '#projections';
import { caseDeviations, type ProcedureRow } from './procedure.js';

/** Views that hold one clock book, or none: all that is asked of them here. */
const viewsWith = (book?: object): ViewReader => ({ get: () => (book === undefined ? undefined : { book }) }) as unknown as ViewReader;
const step = (name: ProcedureRow['steps'][number]['step'], on: string, staffId = 'S1') => ({ step: name, on: d(on), staffId });
const codes = (row: ProcedureRow, asOf?: string, book?: object): string[] => caseDeviations(viewsWith(book), 'C1@360111', row, asOf === undefined ? undefined : d(asOf)).map(({ code, step: of }) => `${code} ${of}`);

describe('of a workbook', () => {
  // The visit is in time, the notice hangs five days, the check was never made; granted on 1 April.
  const row: ProcedureRow = {
    caseId: 'C1', benefit: 'dibao', town: '360111003', submittedOn: d('2019-03-01'), entitledOn: d('2019-04-01'),
    steps: [step('accepted', '2019-03-04'), step('homeVisit', '2019-03-08'), step('democraticReview', '2019-03-12'), step('initialOpinion', '2019-03-13', 'S2'), step('noticePosted', '2019-03-14'), step('noticeClosed', '2019-03-19'), step('confirmed', '2019-03-27')],
  };
  it.each([
    // The visit passed the check over: from that day it is missing, whatever comes later.
    ['2019-03-07', []], ['2019-03-08', ['MISSING_STEP infoCheck']], ['2019-03-12', ['MISSING_STEP infoCheck']], ['2019-03-18', ['MISSING_STEP infoCheck']],
    ['2019-03-19', ['MISSING_STEP infoCheck', 'NOTICE_SHORT noticeClosed']], [undefined, ['MISSING_STEP infoCheck', 'NOTICE_SHORT noticeClosed']],
  ])('as of %s', (asOf, expected) => expect(codes(row, asOf)).toEqual(expected));
  it('what is granted owes every step, from the day it is', () => {
    const bare: ProcedureRow = { ...row, steps: [step('accepted', '2019-03-04')] };
    expect([codes(bare, '2019-03-31').length, codes(bare, '2019-04-01').length, codes(bare).length]).toEqual([0, 7, 7]);
  });
});

it('a clock of the live procedure is missed from the day on which it ended late', () => {
  const told = (type: CaseEvent['type'], on: string, data: object = {}) => ({ event: { type, data: { caseId: 'C1', on, ...data } } as unknown as CaseEvent, on: d(on), code6: '360111', by: 'S1', imported: false, delegated: false });
  // Ten working days from 24 September 2021: 26-30 (5), 8 and 9 October (7), 11-13 (10).
  const book = clockBookOf([told('ApplicationSubmitted', '2021-09-01', { benefit: 'dibao', channel: 'window' }), told('ApplicationAccepted', '2021-09-01', { ruleVersion: 'R57' }), told('HomeVisited', '2021-09-02'), told('CaseForwarded', '2021-09-24'), told('AssistanceDenied', '2021-10-15')]);
  const row: ProcedureRow = { caseId: 'C1', benefit: 'dibao', town: '360111003', submittedOn: d('2021-09-01'), live: {}, steps: [step('accepted', '2021-09-01')] };
  expect(codes(row, '2021-10-14', book)).toEqual([]);
  expect(codes(row, '2021-10-15', book)).toEqual(['CLOCK_MISSED countyOpinion']);
  expect(codes(row, undefined, book)).toEqual(['CLOCK_MISSED countyOpinion']);
});
