/** The acceptance workbook's year month by month as live lists, from the compilation to the closed month, against what the book itself listed and its expected file; and the trial balance of both at every month end. */
import { join } from 'node:path';
import { type Benefit, caseStream } from '#casework';
import type { ListLine } from '#disbursement';
import { handleCommands } from '#event-store';
import { type CivilDate, type CivilMonth, fen, lastDayOf, uuidOf } from '#kernel';
import type { PaymentsReport } from '#reports';
import { type LedgerWorkbook, readWorkbook, type SheetName } from '#workbook';
import { readExpected } from '../support/expected.js';
import { BookOfTheBank, settleAndClose } from '../support/bank-year.js';
import { COMPILER, COUNTY, DECIDER, MoneyOffice } from '../support/money-office.js';

const BENEFITS = ['dibao', 'tekun', 'lowIncome', 'temporaryRelief', 'disabilityLiving', 'disabilityNursing', 'orphan'] as const satisfies readonly Benefit[];
const MONTHS = Array.from({ length: 12 }, (_, at) => `2019-${String(at + 1).padStart(2, '0')}` as CivilMonth);

/** Rows of 待遇 that the import refused, as the office would enter them again: what the cell that could not be read must have said stands in the rows of 发放. */
const ENTERED_AGAIN = [
  ['QS2016DB00101', 'increase', '2019-01', 23_400, 1, '2018-12-28'], // 生效年月 2019年13月
  ['QS2016DB00143', 'increase', '2019-01', 84_200, 3, '2018-12-20'], // 人数 三
  ['QS2017DB00022', 'increase', '2019-01', 94_100, 3, '2018-12-24'], // 月金额 336.667
  ['QS2017DB00105', 'increase', '2019-01', 63_200, 2, '2018-12-24'], // 生效年月 2019年13月
  ['QS2018DB00181', 'increase', '2019-01', 80_600, 2, '2018-12-20'], // no 决定日期
  ['QS2018CH00003', 'increase', '2019-04', 7_000, 1, '2019-04-15'], // 变动类型 调整
  ['QS2018ZC00093', 'stop', '2019-02', 0, 3, '2019-01-14'], // 变动类型 调整
  ['QS2018ZC00126', 'grant', '2019-01', 40_000, 2, '2018-12-20'], // no 决定日期
  ['QS2019DB00151', 'grant', '2019-07', 106_000, 3, '2019-06-03'], // 人数 三
] as const;

/** The same book with nothing in one of its sheets, and an account for every household: the book paid also where it names none, a live list does not. */
function without(workbook: LedgerWorkbook, empty: SheetName): LedgerWorkbook {
  const sheets = workbook.sheets.map((sheet) => {
    if (sheet.name === empty) return { name: sheet.name, present: true, rowCount: 0, rows: function* () { /* none */ } };
    if (sheet.name !== '家庭') return sheet;
    return { ...sheet, *rows() {
      for (const row of sheet.rows()) yield { ...row, values: { ...row.values, account: row.values.account ?? `62${row.values.householdId ?? ''}` } } as typeof row;
    } };
  });
  return { ...workbook, sheets, sheet: ((name: SheetName) => sheets.find((sheet) => sheet.name === name)) as LedgerWorkbook['sheet'] };
}

let book: MoneyOffice;
let live: MoneyOffice;
beforeAll(async () => {
  const workbook = await readWorkbook(join('test', 'acceptance', 'qingshanhu-2019.xlsx'));
  book = await MoneyOffice.open();
  live = await MoneyOffice.open();
  await book.ledger.importWorkbook(workbook, { staffId: 'test' });
  await live.ledger.importWorkbook(without(workbook, '发放'), { staffId: 'test' });
}, 600_000);
afterAll(async () => {
  await book.end();
  await live.end();
});

/** What the book listed per case and month, and the cases whose rows of 发放 it did not take. */
async function ofTheBook(): Promise<{ readonly listed: ReadonlyMap<string, number>; readonly refused: (caseId: string, fen: number) => boolean }> {
  const listed = new Map<string, number>();
  for (let after: string | undefined; ;) {
    const { events, end } = await book.ledger.store.readAll(after === undefined ? {} : { after });
    for (const { type, data } of events) {
      const item = data as { readonly caseId: string; readonly ym: string; readonly fen: number };
      if (type === 'PayItemListed') listed.set(`${item.ym}|${item.caseId}`, (listed.get(`${item.ym}|${item.caseId}`) ?? 0) + item.fen);
    }
    if (end) break;
    after = events.at(-1)?.position;
  }
  const { rows } = await book.ledger.rejections({ sheet: '发放' }, undefined, 1_000);
  const cells = rows.map((row) => row.cells as Record<string, string>);
  const cases = new Set(cells.map((row) => row['案件编号']?.normalize('NFKC').replace(/\s/g, '')));
  // A row that names no case there is (QS2018XX00001) is known by its sum.
  const misnamed = new Set(cells.filter((row) => row['案件编号'] === 'QS2018XX00001').map((row) => Math.round(Number(row['金额']) * 100)));
  return { listed, refused: (caseId, sum) => cases.has(caseId) || misnamed.has(sum) };
}

async function enterAgain(): Promise<void> {
  for (const [caseId, kind, fromYm, monthlyFen, persons, decidedOn] of ENTERED_AGAIN) {
    const commandId = uuidOf(`again/${caseId}`);
    const slice = await live.ledger.store.readStream(`case-${caseId}@${COUNTY}`, { limit: 1 });
    if (slice.status === 'missing') throw new Error(`${caseId} is not recorded`);
    await handleCommands(live.ledger.store, caseStream, `${caseId}@${COUNTY}`, [{
      command: { type: 'RecordEntitlementChange', caseId, kind, fromYm: fromYm as CivilMonth, decidedOn: decidedOn as CivilDate, monthlyFen: fen(monthlyFen), persons, pack: 'QS-2019' },
      context: { commandId, actor: { staffId: 'test' }, jurisdiction: slice.events[0]?.metadata['jurisdiction'] as never, now: '2026-01-01T00:00:00.000Z', correlationId: commandId },
    }]);
  }
}

async function linesOf(listNo: string): Promise<readonly ListLine[]> {
  const lines: ListLine[] = [];
  for (let part: number | null = 1; part !== null;) {
    const page = await live.ledger.payLists.lines(listNo, COMPILER, part);
    lines.push(...page.lines);
    part = page.next;
  }
  return lines;
}

test('twelve months of live lists, each paid, reconciled and closed, come to what the expected file says, to the fen', async () => {
  const { listed, refused } = await ofTheBook();
  const bank = await BookOfTheBank.of(book.ledger);
  await enterAgain();
  const soFar = new Map<string, number>();
  const explained = new Set<string>();
  let held = 0;
  for (const benefit of BENEFITS) await live.indicator(benefit, 2_000_000_000);
  for (const [at, ym] of MONTHS.entries()) {
    for (const benefit of BENEFITS) {
      const listNo = `${benefit}-${ym}`;
      const days = { on: `${ym}-09`, cutoffOn: `${ym}-08`, ...(at === 0 ? { since: '2018-12-08' } : {}) };
      await live.compile(listNo, days);
      // Whose row the import refused, the book did not list: the office holds it, and compiles again.
      const more = (await linesOf(listNo)).filter(({ held: already, caseId, ym: of, fen: due }) => already === undefined && (soFar.get(`${of}|${caseId}`) ?? 0) + due > (listed.get(`${of}|${caseId}`) ?? 0));
      for (const { caseId, ym: of, itemNo, fen: due } of more) {
        expect([itemNo, refused(caseId, due)]).toEqual([itemNo, true]);
        await live.ledger.paymentDecisions.take(caseId, 'hold', { on: `${ym}-08`, holdNo: `ZH-${of}`, fromYm: of, toYm: of, reason: '账簿所列行被退回', ground: 'R57 32', noticeRef: '示例' }, DECIDER);
        held += 1;
      }
      if (more.length > 0) expect((await live.compile(listNo, days)).list).toMatchObject({ version: 2 });
      const { list } = await live.ledger.payLists.file(listNo, COMPILER);
      expect([listNo, list.totals.unexplained]).toEqual([listNo, 0]);
      await live.upToCheck(listNo, `${ym}-10`, benefit !== 'orphan');
      const lines = await linesOf(listNo);
      for (const { held: stays, caseId, ym: of, fen: due } of lines) if (stays === undefined) soFar.set(`${of}|${caseId}`, (soFar.get(`${of}|${caseId}`) ?? 0) + due);
      if (list.totals.totalFen === 0) continue;
      await live.order(listNo, `${ym}-11`, `ZB-${benefit}`);
      for (const kind of await settleAndClose(live.ledger, listNo, lines, bank)) explained.add(kind);
    }
    const { total } = await live.ledger.funds.balance({ division: COUNTY, asOf: lastDayOf(ym) });
    expect([ym, total.debitFen]).toEqual([ym, total.creditFen]);
  }
  expect([...soFar].filter(([key, sum]) => sum !== listed.get(key))).toEqual([]);
  expect([...listed].filter(([key, sum]) => sum !== soFar.get(key))).toEqual([]);
  expect(bank.left).toBe(0);
  expect(held).toBeGreaterThan(0);
  const { payments } = readExpected(join('test', 'acceptance', 'qingshanhu-2019.expected.json'));
  expect(Object.keys(payments)).toEqual(expect.arrayContaining([...MONTHS]));
  // The book paid April in two where the live list, which knew of the new standard, has one line: what failed of a part and was paid again is no failure of the line.
  const parted = [...bank.parted].filter(([, failedFen]) => failedFen !== 0);
  expect(parted).toEqual([['2019-04|tekun', 84_400], ['2019-04|disabilityLiving', 8_000], ['2019-04|disabilityNursing', 38_000]]);
  for (const [period, wanted] of Object.entries(payments)) {
    const less = (benefit: string): number => parted.filter(([key]) => key === `${period}|${benefit}`).reduce((sum, [, failedFen]) => sum + failedFen, 0);
    const { rows, total } = wanted as PaymentsReport;
    const allRows = rows.map((row) => ({ ...row, failedFen: row.failedFen - less(row.benefit) }));
    expect([period, await live.ledger.payments(period as CivilMonth, undefined)]).toEqual([period, { ...wanted, period, rows: allRows, total: { ...total, failedFen: allRows.reduce((sum, { failedFen }) => sum + failedFen, 0) } }]);
  }
  // Stopped after the list had paid, came back and not paid again, no receipt of a batch of which nothing was paid, money of findings that the book does not say was remitted.
  expect([...explained].sort()).toEqual(['bouncedNotReissued', 'paidAfterStop', 'receiptMissing', 'recoveryNotRemitted']);
  const closed = (await live.ledger.periods.list({ county: COUNTY })).filter(({ closing, open }) => closing === 1 && open.length === 0);
  expect(new Set(closed.map(({ listNo }) => listNo.slice(-7)))).toEqual(new Set(MONTHS));
}, 1_800_000);

test.each([['the book', () => book], ['the live lists', () => live]])('the trial balance of %s is zero at every month end, and what is owed is what is outstanding', async (_name, office) => {
  const { ledger } = office();
  for (const ym of MONTHS) {
    const { rows, total } = await ledger.funds.balance({ division: COUNTY, asOf: lastDayOf(ym) });
    expect([ym, total.debitFen]).toEqual([ym, total.creditFen]);
    const sum = (account: string): number => rows.filter((row) => row.account === account).reduce((all, { balanceFen }) => all + balanceFen, 0);
    expect([ym, sum('commitments')]).toEqual([ym, sum('outstanding')]);
    expect(total.debitFen).toBeGreaterThan(0);
  }
  const owed = (await ledger.funds.balance({ division: COUNTY })).rows.filter(({ account }) => account === 'outstanding');
  const outstanding = new Map<string, number>();
  for (const period of ['2018-11', '2018-12', ...MONTHS] as CivilMonth[]) for (const row of (await ledger.payments(period, undefined)).rows) outstanding.set(row.benefit, (outstanding.get(row.benefit) ?? 0) + row.outstandingFen);
  for (const [benefit, outstandingFen] of outstanding) expect([benefit, owed.find((row) => row.benefit === benefit)?.balanceFen ?? 0]).toEqual([benefit, outstandingFen]);
});
