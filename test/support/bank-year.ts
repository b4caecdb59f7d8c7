/**
 * A year of the bank as an office's workbook tells it: what became of each payment, answered for the live list of the same month by return and statement, re-issued where the book paid again,
 * then reconciled and closed. The book's re-issues fall into the month after; here they follow within the month, so that the month can be closed with them.
 */
import type { Ledger } from '#application';
import { bankItemNo, type BankItem } from '#bank';
import type { ListLine } from '#disbursement';
import { fileOf, PAYER, pipeReturn, readBatch, statement } from './bank-office.js';
import { COMPILER, COUNTY, FINANCE, person, REVIEWER } from './money-office.js';

type Outcome = 'PaymentSettled' | 'PaymentRejected' | 'PaymentBounced';
/** A payment of the book: its sum, and what came of each attempt. */
interface BookPayment {
  readonly benefit: string;
  readonly fen: number;
  readonly outcomes: Outcome[];
}
const OUTCOMES: ReadonlySet<string> = new Set<Outcome>(['PaymentSettled', 'PaymentRejected', 'PaymentBounced']);
const [CLERK, BANK] = [person('countyOperator', 'clerk'), person('bank')];

/** Payments of the book by case and month, in the order of their attempts. */
export class BookOfTheBank {
  private readonly payments = new Map<string, BookPayment[]>();
  /** What failed in the book and has no line of its own to fail, by month and benefit. */

  readonly parted = new Map<string, number>();

  private constructor() {}

  static async of({ store }: Ledger): Promise<BookOfTheBank> {
    const attempts: { readonly attempt: number; readonly ym: string; readonly caseId: string; readonly benefit: string; readonly fen: number; readonly outcome: Outcome }[] = [];
    for (let after: string | undefined; ;) {
      const { events, end } = await store.readAll(after === undefined ? {} : { after });
      for (const { type, data } of events) if (OUTCOMES.has(type)) attempts.push({ ...(data as unknown as (typeof attempts)[number]), outcome: type as Outcome });
      if (end) break;
      after = events.at(-1)?.position;
    }
    const book = new BookOfTheBank();
    for (const { attempt, ym, caseId, benefit, fen, outcome } of attempts.sort((a, b) => a.attempt - b.attempt)) {
      const key = `${ym}|${caseId}`;
      const known = book.payments.get(key) ?? [];
      const first = known.find((one) => one.fen === fen && one.outcomes.length === attempt - 1 && one.outcomes.at(-1) !== 'PaymentSettled');
      if (attempt === 1) book.payments.set(key, [...known, { benefit, fen, outcomes: [outcome] }]);
      else if (first === undefined) throw new Error(`attempt ${attempt} of ${caseId} in ${ym} follows none`);
      else first.outcomes.push(outcome);
    }
    return book;
  }

  /**
   * The payment that a line of a live list stands for, or those that are left of the month where the book parted what the line has in one; each once.
   * What failed of the parts failed of the line only where it failed as a whole: `parted` keeps the difference.
   */
  take({ ym, caseId, fen }: ListLine): Pick<BookPayment, 'outcomes'> {
    const of = this.payments.get(`${ym}|${caseId}`) ?? [];
    const at = of.findIndex((one) => one.fen === fen);
    if (at >= 0) return of.splice(at, 1)[0] as BookPayment;
    const settled = of.filter(({ outcomes }) => outcomes.at(-1) === 'PaymentSettled').length;
    if (of.reduce((sum, one) => sum + one.fen, 0) !== fen || (settled > 0 && settled < of.length)) throw new Error(`the book has no payment of ${fen} fen for ${caseId} in ${ym}: ${JSON.stringify(of)}`);
    const failedFen = of.reduce((sum, one) => sum + one.fen * one.outcomes.filter((outcome) => outcome !== 'PaymentSettled').length, 0);
    const key = `${ym}|${of[0]?.benefit ?? ''}`;
    this.parted.set(key, (this.parted.get(key) ?? 0) + failedFen - (settled > 0 ? 0 : fen));
    of.length = 0;
    return { outcomes: [settled > 0 ? 'PaymentSettled' : 'PaymentRejected'] };
  }

  get left(): number {
    return [...this.payments.values()].reduce((sum, of) => sum + of.length, 0);
  }
}

/** Takes an ordered list to its closed month. Returns the kinds of discrepancies that somebody had to explain. */
export async function settleAndClose(ledger: Ledger, listNo: string, lines: readonly ListLine[], book: BookOfTheBank): Promise<ReadonlySet<string>> {
  const ym = listNo.slice(-7);
  const day = (n: number): string => `${ym}-${String(n).padStart(2, '0')}`;
  const paid = new Map(lines.filter(({ held, fen }) => held === undefined && fen > 0).map((line) => [line.itemNo, { line, outcomes: book.take(line).outcomes }]));
  let due = [...paid.keys()];
  for (let round = 0; due.length > 0; round += 1) {
    const batchNo = `${listNo}-${round + 1}`;
    const on = day(12 + 3 * round);
    await ledger.batches.take(batchNo, 'prepare', { on, listNo, format: 'pipe-gb18030', valueDate: on, ...PAYER }, FINANCE);
    const byBankNo = new Map(due.map((itemNo) => [bankItemNo(attemptOf(itemNo, round)), itemNo]));
    const items = await readBatch(ledger, batchNo);
    expect(items).toHaveLength(due.length);
    const outcomeOf = ({ itemNo }: BankItem): Outcome | undefined => paid.get(byBankNo.get(itemNo) ?? '')?.outcomes[round];
    await answer(ledger, batchNo, items, outcomeOf, day(13 + 3 * round), day(14 + 3 * round));
    due = due.filter((itemNo) => paid.get(itemNo)?.outcomes[round + 1] !== undefined);
    for (const itemNo of due) await issueAgain(ledger, listNo, paid.get(itemNo)?.line as ListLine, attemptOf(itemNo, round), `GZ-${round}-${itemNo}`, day(14 + 3 * round));
  }
  return close(ledger, listNo, day(28));
}
const attemptOf = (itemNo: string, round: number): string => `${itemNo.slice(0, itemNo.lastIndexOf('/'))}/${round + 1}`;

/** What fails is returned as failed; what came back was paid first, and stands on the statement. */
async function answer(ledger: Ledger, batchNo: string, items: readonly BankItem[], outcomeOf: (item: BankItem) => Outcome | undefined, on: string, statementOn: string): Promise<void> {
  const outcomes = items.map((item) => (outcomeOf(item) === 'PaymentRejected' ? { item, status: 'F' as const, code: 'E003' } : { item, status: 'S' as const, txnNo: `T${item.itemNo}`, date: on }));
  await ledger.answers.applyReturn(batchNo, fileOf(pipeReturn(batchNo, outcomes)), { on }, BANK);
  const debited = outcomes.filter(({ status }) => status === 'S').map(({ item: { itemNo, fen } }) => ({ itemNo, fen }));
  if (debited.length === 0) return;
  const sum = debited.reduce((total, { fen }) => total + fen, 0);
  const back = items.filter((item) => outcomeOf(item) === 'PaymentBounced');
  await ledger.statements.importStatement(COUNTY, fileOf(statement(`ST-${batchNo}`, statementOn, [
    { fen: sum, direction: 'DBIT', reference: `D-${batchNo}`, batchNo, payments: debited },
    ...back.map(({ seq, itemNo, fen }) => ({ fen, direction: 'CRDT' as const, reference: `C${seq}-${batchNo}`, payments: [{ itemNo, fen, returnCode: 'AC04' }] })),
  ])), { on: statementOn, account: PAYER.payerAccount }, FINANCE);
  await ledger.batches.take(batchNo, 'receipt', { on: statementOn, receiptNo: `HD-${batchNo}`, n: debited.length, fen: sum }, BANK);
}

async function issueAgain(ledger: Ledger, listNo: string, { householdId }: ListLine, itemNo: string, requestNo: string, on: string): Promise<void> {
  const { payees } = ledger;
  await payees.take(householdId, 'request', { on, requestNo, accountNo: `6217${requestNo.replace(/\D/g, '').slice(0, 28)}`, holderName: '示例', custodyRef: '代管协议', reason: '原账户已销户' }, COMPILER);
  await payees.take(householdId, 'approve', { on, requestNo }, REVIEWER);
  await payees.take(householdId, 'verify', { on, requestNo, method: '柜台核验', result: 'matches' }, CLERK);
  await ledger.payItems.take(listNo, 'reissue', { on, itemNo }, FINANCE);
}

async function close(ledger: Ledger, listNo: string, on: string): Promise<ReadonlySet<string>> {
  const { period } = await ledger.periods.take(listNo, 'run', { on }, FINANCE);
  const open = period.discrepancies.filter(({ status }) => status !== 'resolved');
  for (const { id: discrepancy, kind } of open) {
    await ledger.periods.take(listNo, 'explain', { on, discrepancy, how: kind === 'bouncedNotReissued' ? 'carried' : 'explained', reason: '账簿所载' }, CLERK);
    await ledger.periods.take(listNo, 'resolve', { on, discrepancy }, REVIEWER);
  }
  const closed = await ledger.periods.take(listNo, 'close', { on, closingNo: `YJ-${listNo}` }, FINANCE);
  expect(closed.period).toMatchObject({ closing: 1 });
  return new Set(open.map(({ kind }) => kind));
}
