import { type EventRef, type ListLine, payPartDecider, type PayPartEvent, type PayPartState } from '#disbursement';
import type { Accounts } from './settlement-accounts.js';
import { choiceOf, linesChosen } from './settlement-choice.js';

const registered = (n: number): EventRef => ({ streamId: `household-H${n}@360111`, revision: '1', type: 'PayeeAccountRegistered' });
const corrected: EventRef = { streamId: 'payee-H2@360111', revision: '1', type: 'PayeeAccountCorrected' };
/** The second was put right since the list, the third is asked about. */
const IN_FORCE: Readonly<Record<string, EventRef | undefined>> = { 'H1@360111': registered(1), 'H2@360111': corrected, 'H3@360111': undefined, 'H4@360111': registered(4) };
const accounts = { payee: (householdKey: string) => Promise.resolve({ inForce: IN_FORCE[householdKey] === undefined ? undefined : { payee: IN_FORCE[householdKey] } }) } as unknown as Accounts;

// The fourth has a number that no bank can carry.
const CASES = ['C1', 'C2', 'C3', '案4'];
const itemNo = (caseId: string): string => `${caseId}/2019-02/base/1`;
const lineOf = (caseId: string, at: number): ListLine => ({ itemNo: itemNo(caseId), caseId, town: '360111003', householdId: `H${at + 1}`, kind: 'base', label: 'base', ym: '2019-02', persons: 1, fen: 100 + at, payee: registered(at + 1) });
const fold = (state: PayPartState, ...events: readonly object[]): PayPartState => events.reduce<PayPartState>((folded, event) => payPartDecider.evolve(folded, event as PayPartEvent), state);
const listed = (): PayPartState => fold(payPartDecider.initialState(),
  { type: 'PayItemsDrafted', data: { listNo: 'dibao-2019-02', part: 1, hash: 'h', lines: CASES.map(lineOf), ended: [] } },
  ...CASES.map((caseId, at) => ({ type: 'PayItemListed', data: { itemNo: itemNo(caseId), listNo: 'dibao-2019-02', caseId, benefit: 'dibao', ym: '2019-02', attempt: 1, fen: 100 + at, kind: 'base', orderNo: 'ZF1', source: 'county', payee: registered(at + 1) } })));

test('chosen is what may be paid to now; the same is told again whatever became of the part meanwhile', async () => {
  const { choice, quarantined } = await choiceOf(listed(), '360111', accounts);
  expect([choice.at.length, choice.fen, quarantined]).toEqual([3, 100 + 101 + 103, 1]);
  const lines = linesChosen(listed(), choice);
  expect(lines).toEqual([
    { itemNo: itemNo('C1'), payee: registered(1) },
    { itemNo: itemNo('C2'), payee: corrected },
    { itemNo: itemNo('案4'), payee: registered(4), bankItemNo: expect.stringMatching(/^X-[0-9a-f]{32}$/) as string },
  ]);
  const moved = fold(listed(), { type: 'PayItemsSent', data: { listNo: 'dibao-2019-02', part: 1, batchNo: 'OTHER', items: [{ itemNo: itemNo('C1'), payee: registered(1) }] } });
  expect(linesChosen(moved, choice)).toEqual(lines);
  expect((await choiceOf(moved, '360111', accounts)).choice.at).toEqual(Uint16Array.from([1, 3]));
});
