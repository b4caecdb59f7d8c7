/** What one case gets on a list: amounts, differences and their events, arrears, holds. Expected values by hand. */
import { monthAfter } from '#kernel';
import { NO_DECISIONS } from './pay-case.js';
import { type CaseToPay, type InForce, linesOf, type ListFrame, type OwedChange, type PreviousLine } from './lines.js';
import { type CaseLines, listFault, ListSum } from './list-line.js';
import fc from 'fast-check';

const inForce: InForce = (changes, ym) => {
  let last: OwedChange | undefined;
  for (const change of changes) if (change.fromYm <= ym && (last === undefined || change.fromYm > last.fromYm || (change.fromYm === last.fromYm && change.decidedOn >= last.decidedOn))) last = change;
  return last;
};
const at = (revision: string, type = 'BenefitGranted') => ({ streamId: 'case-C1@360111', revision, type });
const change = (kind: OwedChange['kind'], fromYm: string, decidedOn: string, newFen: number, revision: string): OwedChange => ({ kind, fromYm, decidedOn, newFen, persons: 2, ref: at(revision, kind) });
const ACCOUNT = { streamId: 'household-H1@360111', revision: '1', type: 'PayeeAccountRegistered' };
const GRANT = change('grant', '2019-01', '2018-12-20', 100_000, '5');
/** The list of March, after one of February that knew decisions up to 02-08. */
const MARCH: ListFrame = { ym: '2019-03', previousYm: '2019-02', since: '2019-02-08', cutoffOn: '2019-03-08', previous: 'live', once: false };
const base = (fen: number, more: Partial<PreviousLine> = {}): PreviousLine => ({ label: 'base', kind: 'base', ym: '2019-02', fen, persons: 2, ...more });
const of = (said: Partial<CaseToPay>): CaseToPay => ({
  caseId: 'C1', town: '360111003', householdId: 'H1', payee: ACCOUNT, changes: [GRANT], decisions: NO_DECISIONS, previous: [base(100_000)], listedFen: (ym) => (ym === '2019-01' || ym === '2019-02' ? 100_000 : 0), ...said,
});
const lines = (said: Partial<CaseToPay>, frame = MARCH): CaseLines => linesOf(frame, of(said), inForce);
const short = ({ lines: all }: CaseLines) => all.map(({ itemNo, fen, held, difference }) => [itemNo, fen, held?.because, difference && `${difference.kind} ${difference.byFen} ${difference.cause?.revision}${difference.corrected ? ' corrected' : ''}`]);

describe('a case on a list', () => {
  it('is listed as before where nothing changed', () => expect(short(lines({}))).toEqual([['C1/2019-03/base/1', 100_000, undefined, undefined]]));
  it('differs by the event that changed it', () => {
    expect(short(lines({ changes: [GRANT, change('increase', '2019-03', '2019-02-20', 120_000, '9')] }))).toEqual([['C1/2019-03/base/1', 120_000, undefined, 'increased 20000 9']]);
    expect(short(lines({ changes: [GRANT, change('reduce', '2019-03', '2019-02-20', 70_000, '9')] }))).toEqual([['C1/2019-03/base/1', 70_000, undefined, 'reduced 30000 9']]);
    expect(short(lines({ previous: [], changes: [change('grant', '2019-03', '2019-02-20', 90_000, '4')] }))).toEqual([['C1/2019-03/base/1', 90_000, undefined, 'new 90000 4']]);
  });
  it('is no longer listed after a stop, which is named', () => {
    const stopped = lines({ changes: [GRANT, change('stop', '2019-03', '2019-02-20', 0, '9')] });
    expect([stopped.lines, stopped.ended]).toEqual([[], [{ caseId: 'C1', town: '360111003', label: 'base', fen: 100_000, cause: at('9', 'stop') }]]);
  });
  it('is paid as decided until a decision is known: a stop after the cut-off counts on the next list', () => {
    expect(short(lines({ changes: [GRANT, change('stop', '2019-03', '2019-03-09', 0, '9')] }))).toEqual([['C1/2019-03/base/1', 100_000, undefined, undefined]]);
  });
  it('of a list before that did not follow an event it knew is corrected', () => {
    expect(short(lines({ previous: [base(80_000)] }))).toEqual([['C1/2019-03/base/1', 100_000, undefined, 'increased 20000 5 corrected']]);
  });
});

describe('arrears', () => {
  it('are what a decision gives for months before, less what was owed for them', () => {
    const increased = lines({ changes: [GRANT, change('increase', '2019-01', '2019-02-20', 110_000, '9')] });
    expect(short(increased).slice(1)).toEqual([['C1/2019-01/arrears:2019-03/1', 10_000, undefined, undefined], ['C1/2019-02/arrears:2019-03/1', 10_000, undefined, undefined]]);
    expect(increased.lines[1]?.cause).toEqual(at('9', 'increase'));
  });
  it('of a grant that counts from earlier are its whole months', () => {
    expect(short(lines({ previous: [], listedFen: () => 0, changes: [change('grant', '2019-02', '2019-03-01', 6_000, '4')] }))).toEqual([['C1/2019-03/base/1', 6_000, undefined, 'new 6000 4'], ['C1/2019-02/arrears:2019-03/1', 6_000, undefined, undefined]]);
  });
  it('are paid too where a decision was recorded after its list', () => {
    // Decided on 02-01, before February's cut-off, and recorded after it: February's list did not have it.
    const late = lines({ previous: [], listedFen: () => 0, changes: [change('grant', '2019-02', '2019-02-01', 6_000, '4')] });
    expect(short(late)).toEqual([['C1/2019-03/base/1', 6_000, undefined, 'new 6000 4 corrected'], ['C1/2019-02/arrears:2019-03/1', 6_000, undefined, undefined]]);
  });
  it('are not what was listed already, whatever for', () => {
    expect(short(lines({ listedFen: () => 110_000, changes: [GRANT, change('increase', '2019-01', '2019-02-20', 110_000, '9')] }))).toHaveLength(1);
  });
  it('are never negative: what was paid too much is told, and recovered elsewhere', () => {
    const stopped = lines({ changes: [GRANT, change('stop', '2019-02', '2019-02-20', 0, '9')] });
    expect([stopped.lines, stopped.overpaidFen]).toEqual([[], 100_000]);
  });
  it('of a published value are those of the back payment whose list it is', () => {
    const backPayments = [{ no: 'BF1', payYm: '2019-03', months: [{ ym: '2019-01', fen: 500 }, { ym: '2019-02', fen: 700 }], ref: at('0', 'BackPaymentApproved') }];
    expect(short(lines({ decisions: { ...NO_DECISIONS, backPayments } })).slice(1)).toEqual([['C1/2019-01/backPayment:BF1/1', 500, undefined, undefined], ['C1/2019-02/backPayment:BF1/1', 700, undefined, undefined]]);
    expect(short(lines({ decisions: { ...NO_DECISIONS, backPayments } }, { ...MARCH, ym: '2019-04', previousYm: '2019-03' })).filter(([no]) => String(no).includes('BF1'))).toEqual([]);
  });
});

describe('a held line', () => {
  const holds = [{ no: 'ZH1', on: '2019-03-01', fromYm: '2019-03', ref: at('0', 'PaymentHeld') }];
  it('is held by a decision, or for want of an account', () => {
    expect(short(lines({ decisions: { ...NO_DECISIONS, holds } }))).toEqual([['C1/2019-03/base/1', 100_000, 'decision', undefined]]);
    expect(short(lines({ payee: undefined }))).toEqual([['C1/2019-03/base/1', 100_000, 'noAccount', undefined]]);
  });
  const APRIL: ListFrame = { ...MARCH, ym: '2019-04', previousYm: '2019-03', since: '2019-03-08', cutoffOn: '2019-04-08' };
  const marchHeld = [base(100_000, { ym: '2019-03', held: { because: 'decision' } })];
  it('is carried to the next list while it is held, and paid there once released, with the same number', () => {
    expect(short(lines({ previous: marchHeld, decisions: { ...NO_DECISIONS, holds } }, APRIL))).toEqual([['C1/2019-04/base/1', 100_000, 'decision', undefined], ['C1/2019-03/base/1', 100_000, 'decision', undefined]]);
    const released = [{ ...holds[0] as (typeof holds)[number], released: { on: '2019-04-01', ref: at('1', 'PaymentReleased') } }];
    const paid = lines({ previous: marchHeld, decisions: { ...NO_DECISIONS, holds: released } }, APRIL);
    expect(short(paid)).toEqual([['C1/2019-04/base/1', 100_000, undefined, undefined], ['C1/2019-03/base/1', 100_000, undefined, undefined]]);
    expect(paid.lines[1]).toMatchObject({ kind: 'arrears', cause: at('1', 'PaymentReleased') });
  });
  it('that is not owed any more is paid neither', () => {
    const stopped = [GRANT, change('stop', '2019-03', '2019-03-20', 0, '9')];
    expect(lines({ previous: marchHeld, changes: stopped }, APRIL).lines).toEqual([]);
  });
});

it('a care fee is a line of its own, and an offset lowers what is paid and not what is owed', () => {
  const supplements = [{ no: 'HL1', on: '2019-02-20', kind: 'careFee' as const, monthlyFen: 33_600, fromYm: '2019-03', ref: at('0', 'SupplementDecided') }];
  const offsets = [{ no: 'DK1', on: '2019-02-20', fromYm: '2019-03', toYm: '2019-05', monthlyFen: 5_000, ref: at('1', 'OffsetDecided') }];
  const all = lines({ decisions: { ...NO_DECISIONS, supplements, offsets } });
  expect(short(all)).toEqual([['C1/2019-03/base/1', 95_000, undefined, undefined], ['C1/2019-03/careFee:HL1/1', 33_600, undefined, 'new 33600 0']]);
  expect(all.lines[0]).toMatchObject({ offsetFen: 5_000, offset: at('1', 'OffsetDecided') });
});

it('every list adds up, and no month is paid more than was ever owed for it, whatever was decided when', () => {
  const amount = fc.integer({ min: 0, max: 5 }).map((n) => n * 1_000);
  const changes = fc.array(fc.record({ month: fc.integer({ min: 1, max: 8 }), delay: fc.integer({ min: -1, max: 3 }), fen: amount, stop: fc.boolean() }), { maxLength: 5 });
  fc.assert(fc.property(changes, fc.integer({ min: 0, max: 9 }), (drawn, holdMonth) => {
    const all = drawn.map(({ month, delay, fen, stop }, index): OwedChange => change(stop ? 'stop' : 'increase', `2019-0${month}`, `${monthAfter(`2019-0${month}`, delay)}-05`, stop ? 0 : fen, String(index)));
    const holds = holdMonth === 0 ? [] : [{ no: 'Z', on: '2019-01-01', fromYm: `2019-0${holdMonth}`, toYm: `2019-0${holdMonth}`, ref: at('0', 'PaymentHeld') }];
    const listed = new Map<string, number>();
    let previous: readonly PreviousLine[] = [];
    for (let month = 1; month <= 9; month += 1) {
      const ym = `2019-0${month}`;
      const previousYm = monthAfter(ym, -1);
      const frame: ListFrame = { ym, previousYm, since: `${previousYm}-08`, cutoffOn: `${ym}-08`, previous: month === 1 ? 'none' : 'live', once: false };
      const made = linesOf(frame, of({ changes: all, previous, decisions: { ...NO_DECISIONS, holds }, listedFen: (of) => listed.get(of) ?? 0 }), inForce);
      const sum = new ListSum();
      sum.add(made);
      expect(listFault(sum.totals, sum.byTown)).toBeUndefined();
      for (const { ym: to, fen, held } of made.lines) if (held === undefined) listed.set(to, (listed.get(to) ?? 0) + fen);
      previous = made.lines;
    }
    for (const [ym, fen] of listed) {
      // The most that was ever in force for the month, as was known by some cut-off.
      const most = Math.max(0, ...Array.from({ length: 9 }, (_, n) => inForce(all.filter(({ decidedOn }) => decidedOn <= `2019-0${n + 1}-08`), ym)).map((one) => (one === undefined || one.kind === 'stop' ? 0 : one.newFen)));
      expect(fen).toBeLessThanOrEqual(most);
    }
  }), { numRuns: 500, seed: 20_190_301 });
});
