/** What does not agree in a month, by person (process.md §8): pure, from the items of a list and what is known beside them. */
import type { Counted } from './batch-events.js';
import type { Batch } from './batch.js';
import type { Attempt, ItemBook } from './item-state.js';

/** The kinds of process.md §8, then two that its table of totals asks for: success + fail = batch, success = debits. */
export const DISCREPANCY_KINDS = {
  listOrder: { zh: '清册与支付令不符', en: 'list ≠ order' },
  orderBatch: { zh: '支付令与代发文件不符', en: 'order ≠ batch' },
  countSum: { zh: '笔数与金额不符', en: 'count ≠ sum' },
  itemWithoutEntitlement: { zh: '有发放无待遇', en: 'item without entitlement' },
  entitlementWithoutItem: { zh: '有待遇无发放', en: 'entitlement without item' },
  paidTwice: { zh: '重复发放', en: 'paid twice' },
  paidAfterStop: { zh: '停发后发放', en: 'paid after stop' },
  bouncedNotReissued: { zh: '失败、退票未重发', en: 'failed or bounced and not issued again' },
  receiptMissing: { zh: '缺银行回单', en: 'receipt missing' },
  debitWithoutOrder: { zh: '无支付令的支出', en: 'debit without order' },
  recoveryNotRemitted: { zh: '追回款未缴库', en: 'recovery not remitted' },
  reserveBalance: { zh: '备用金结余与拨入减备案不符', en: 'reserve balance ≠ advances − filed cases' },
  unanswered: { zh: '银行未回复', en: 'no answer of the bank' },
  statementDiffers: { zh: '回盘与对账单不符', en: 'return ≠ statement' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
export type DiscrepancyKind = keyof typeof DISCREPANCY_KINDS;

export interface Discrepancy {
  /** `<kind>:<subject>`: the same one in every run. */
  readonly id: string;
  readonly kind: DiscrepancyKind;
  /** How much does not agree. */
  readonly fen: number;
  /** Absent where it is about no person. */
  readonly caseId?: string | undefined;
  readonly itemNo?: string | undefined;
  /** Batch, finding, town or line of a statement. */
  readonly ref?: string | undefined;
  /** Since when, and how long that was at the run. */
  readonly since?: string | undefined;
  readonly ageDays?: number | undefined;
}
export const discrepancy = (kind: DiscrepancyKind, subject: string, fen: number, more: Omit<Discrepancy, 'id' | 'kind' | 'fen'> = {}): Discrepancy => ({ id: `${kind}:${subject}`, kind, fen, ...more });

/** What the totals of process.md §8 come to. */
export interface PeriodTotals {
  /** As approved, as ordered, and as its items were listed. */
  readonly list: Counted;
  readonly orderFen: number;
  readonly listed: Counted;
  /** First attempts that went to the bank, and every attempt in a batch that the bank did not refuse. */
  readonly firstSent: Counted;
  readonly sent: Counted;
  /** As the files of the batches say. */
  readonly batches: Counted;
  readonly settled: Counted;
  readonly failed: Counted;
  readonly withBank: Counted;
  readonly reissued: Counted;
  readonly voidedFen: number;
  /** Paid beyond what was owed. */
  readonly unowedFen: number;
  readonly debitFen: number;
  readonly creditFen: number;
  /** Owed and not paid: listed − settled + paid beyond − void. */
  readonly outstanding: Counted;
}

interface Sum {
  count: number;
  fen: number;
}
const zero = (): Sum => ({ count: 0, fen: 0 });
type Mutable = { -readonly [K in keyof PeriodTotals]: PeriodTotals[K] extends number ? number : Sum };

/** The items of a batch: all, those settled now, and those that ever were. */
interface BatchSum extends Sum {
  readonly settled: Sum;
  readonly paid: Sum;
}
const NOTHING: BatchSum = { count: 0, fen: 0, settled: { count: 0, fen: 0 }, paid: { count: 0, fen: 0 } };

/** Adds up a month part by part, and what statements show of each batch. */
export class PeriodSum {
  private readonly sums: Mutable;
  /** Σ of what statements show for the items of a batch. */
  readonly booked = new Map<string, { debitFen: number; creditFen: number }>();
  /** Items of each batch, as the parts have them. */
  readonly ofBatch = new Map<string, BatchSum>();

  constructor(list: Counted, orderFen: number, batches: readonly Batch[]) {
    const counted = batches.filter(({ status }) => status === 'sent' || status === 'accepted');
    this.sums = {
      list: { ...list }, orderFen, listed: zero(), firstSent: zero(), sent: zero(), batches: { count: counted.reduce((sum, { n }) => sum + n, 0), fen: counted.reduce((sum, { fen }) => sum + fen, 0) }, settled: zero(), failed: zero(), withBank: zero(), reissued: zero(),
      voidedFen: 0, unowedFen: 0, debitFen: batches.reduce((sum, { debitFen }) => sum + debitFen, 0), creditFen: batches.reduce((sum, { creditFen }) => sum + creditFen, 0), outstanding: zero(),
    };
  }

  add({ attempts, chains }: ItemBook): void {
    const { sums } = this;
    for (const { item, status, batchNo, everSettled, debitFen, creditFen } of attempts.values()) {
      const { fen, attempt } = item;
      add(attempt === 1 ? sums.listed : sums.reissued, fen);
      sums.debitFen += debitFen;
      sums.creditFen += creditFen;
      if (batchNo === undefined) continue;
      add(sums.sent, fen);
      if (attempt === 1) add(sums.firstSent, fen);
      const booked = this.booked.get(batchNo) ?? { debitFen: 0, creditFen: 0 };
      this.booked.set(batchNo, { debitFen: booked.debitFen + debitFen, creditFen: booked.creditFen + creditFen });
      const of = this.ofBatch.get(batchNo) ?? { count: 0, fen: 0, settled: zero(), paid: zero() };
      add(of, fen);
      if (everSettled === true) add(of.paid, fen);
      this.ofBatch.set(batchNo, of);
      if (status === 'settled') {
        add(sums.settled, fen);
        add(of.settled, fen);
      } else if (status === 'sent' || status === 'pending') add(sums.withBank, fen);
      else add(sums.failed, fen);
    }
    for (const { attempts: [first], settled, voided } of chains.values()) {
      const fen = attempts.get(first as string)?.item.fen ?? 0;
      if (voided) sums.voidedFen += fen;
      sums.unowedFen += fen * (voided ? settled : Math.max(0, settled - 1));
      if (!voided && settled === 0) add(sums.outstanding, fen);
    }
  }

  get totals(): PeriodTotals {
    return this.sums;
  }
}
function add(sum: Sum, fen: number): void {
  sum.count += 1;
  sum.fen += fen;
}

/** Of the whole: list against order, order against batches, batches against their items and receipts. */
export function discrepanciesOfWhole(sum: PeriodSum, listNo: string, batches: readonly Batch[]): readonly Discrepancy[] {
  const { list, orderFen, listed, firstSent } = sum.totals;
  const found: Discrepancy[] = [];
  if (list.fen !== orderFen || listed.fen !== orderFen || listed.count !== list.count) found.push(discrepancy('listOrder', listNo, Math.max(Math.abs(list.fen - orderFen), Math.abs(listed.fen - orderFen))));
  if (firstSent.fen !== orderFen) found.push(discrepancy('orderBatch', listNo, Math.abs(orderFen - firstSent.fen)));
  for (const { batchNo, status, n, fen, returns, receipts, debitFen, creditFen } of batches) {
    if (status !== 'sent' && status !== 'accepted') continue;
    const of = sum.ofBatch.get(batchNo) ?? NOTHING;
    const receipted = receipts.reduce((total, one) => ({ count: total.count + one.n, fen: total.fen + one.fen }), { count: 0, fen: 0 });
    if (of.count !== n || of.fen !== fen) found.push(discrepancy('countSum', batchNo, Math.abs(of.fen - fen), { ref: batchNo }));
    else if (receipts.length > 0 && (receipted.count !== of.paid.count || receipted.fen !== of.paid.fen)) found.push(discrepancy('countSum', batchNo, Math.abs(receipted.fen - of.paid.fen), { ref: batchNo }));
    if (returns.length > 0 && receipts.length === 0) found.push(discrepancy('receiptMissing', batchNo, of.settled.fen, { ref: batchNo }));
    const booked = sum.booked.get(batchNo) ?? { debitFen: 0, creditFen: 0 };
    const net = debitFen - creditFen + booked.debitFen - booked.creditFen;
    if (debitFen > 0 && net !== of.settled.fen) found.push(discrepancy('statementDiffers', batchNo, Math.abs(net - of.settled.fen), { ref: batchNo }));
  }
  return found;
}

export interface ItemFacts {
  /** What is owed for a month, as is known now; nothing after a stop. */
  readonly owedFen: (caseId: string, ym: string) => number;
  /** Of batches that a statement shows payment by payment. */
  readonly bookedByItem: ReadonlySet<string>;
  readonly on: string;
  readonly daysBetween: (from: string, to: string) => number;
}

/** Of the items of a part. */
export function discrepanciesOfItems(book: ItemBook, facts: ItemFacts): readonly Discrepancy[] {
  const found: Discrepancy[] = [];
  for (const [chainNo, { attempts, settled, voided }] of book.chains) {
    const all = attempts.map((itemNo) => book.attempts.get(itemNo) as Attempt);
    const { item: { caseId, ym, fen } } = all[0] as Attempt;
    const about = { caseId, itemNo: attempts.at(-1) };
    const debitedTwice = all.some(({ item, debitFen, creditFen }) => debitFen - creditFen > item.fen);
    if ((!voided && settled > 1) || debitedTwice) found.push(discrepancy('paidTwice', chainNo, fen, about));
    const unowed = facts.owedFen(caseId, ym) === 0;
    if (settled > 0 && (voided || unowed)) found.push(discrepancy('paidAfterStop', chainNo, fen, about));
    else if (unowed && !voided) found.push(discrepancy('itemWithoutEntitlement', chainNo, fen, about));
    for (const attempt of all) found.push(...ofAttempt(attempt, facts, settled > 0 || voided));
  }
  return found;
}

function ofAttempt({ item: { itemNo, caseId, fen }, status, on, batchNo, replacedBy, debitFen, creditFen }: Attempt, { bookedByItem, on: day, daysBetween }: ItemFacts, done: boolean): readonly Discrepancy[] {
  const about = { caseId, itemNo };
  const aged = { ...about, since: on, ageDays: daysBetween(on, day) };
  if (status === 'sent' || status === 'pending') return [discrepancy('unanswered', itemNo, fen, { ...about, ref: batchNo })];
  const failed = status === 'rejected' || status === 'bounced';
  const open = failed && replacedBy === undefined && !done ? [discrepancy('bouncedNotReissued', itemNo, fen, aged)] : [];
  if (batchNo === undefined || !bookedByItem.has(batchNo)) return open;
  const net = debitFen - creditFen;
  // More than once is "paid twice", and found there.
  const differs = status === 'settled' ? net < fen : net !== 0;
  return differs && net <= fen ? [...open, discrepancy('statementDiffers', itemNo, fen, { ...about, ref: batchNo })] : open;
}

