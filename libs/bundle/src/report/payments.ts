/** 发放: what was listed for each month, what reached the household and what did not; and what was handed over otherwise. */
import type { OpenedEvent } from '../contents.js';
import { type Book, grouped, numberKey, numberOf, occurredAt, textOf } from './book.js';
import { factsOf } from './facts.js';
import { dayText, monthText, yuanOnly } from './format.js';
import { html, type Html, isEmpty, NOTHING, table, value } from './html.js';
import { benefitName, eventName } from './names.js';

type Status = 'listed' | 'settled' | 'failed' | 'pending' | 'void' | 'paidOtherwise';
/** Where an attempt stands after its last event. */
const STATUS: Readonly<Record<string, Status>> = { PayItemListed: 'listed', PaymentReissued: 'listed', PaymentSettled: 'settled', PaymentRejected: 'failed', PaymentBounced: 'failed', PaymentPending: 'pending', PaymentVoided: 'void' };
const HANDED_OVER: ReadonlySet<string> = new Set(['ReservePaid', 'CashOrGoodsDelivered']);

/** One attempt to pay a case for a month. */
interface Attempt {
  readonly fen: number;
  readonly first: boolean;
  readonly status: Status;
}
interface Sums {
  readonly listed: number;
  readonly settled: number;
  readonly failed: number;
  readonly void: number;
  readonly reissued: number;
  readonly pending: number;
}
interface MonthRow extends Sums {
  readonly ym: string;
  readonly benefit: string;
  readonly events: readonly OpenedEvent[];
}

/** `void` where the line is owed no more; not where another attempt had paid it. */
const statusOf = ({ type, data }: OpenedEvent): Status => (type === 'PaymentVoided' && data['paidBy'] !== undefined ? 'paidOtherwise' : STATUS[type] as Status);

function attemptsOf(events: readonly OpenedEvent[]): readonly Attempt[] {
  const attempts = new Map<string, Attempt>();
  for (const event of events) {
    const key = `${textOf(event.data, 'listNo') ?? ''} ${textOf(event.data, 'itemNo') ?? ''}`;
    const before = attempts.get(key);
    attempts.set(key, { fen: numberOf(event.data, 'fen') ?? before?.fen ?? 0, first: before?.first ?? (numberOf(event.data, 'attempt') ?? 1) === 1, status: statusOf(event) });
  }
  return [...attempts.values()];
}
function sumsOf(attempts: readonly Attempt[]): Sums {
  const sum = (which: (attempt: Attempt) => boolean): number => attempts.filter(which).reduce((total, { fen }) => total + fen, 0);
  return {
    listed: sum(({ first }) => first), settled: sum(({ status }) => status === 'settled'), failed: sum(({ status }) => status === 'failed'), void: sum(({ status }) => status === 'void'),
    reissued: attempts.filter(({ first }) => !first).length, pending: attempts.filter(({ status }) => status === 'pending').length,
  };
}
const total = (rows: readonly Sums[], of: keyof Sums): number => rows.reduce((sum, row) => sum + row[of], 0);
const outstanding = ({ listed, settled, void: voided }: Sums): number => listed - settled - voided;
const remark = ({ reissued, void: voided, pending }: Sums): string => [...(reissued === 0 ? [] : [`重发 ${reissued} 次`]), ...(voided === 0 ? [] : [`作废 ${yuanOnly(voided)} 元`]), ...(pending === 0 ? [] : [`结果不明 ${pending} 笔`])].join('；');

function casePart(book: Book, key: string, events: readonly OpenedEvent[]): Html {
  const rows: readonly MonthRow[] = [...grouped(events, ({ data }) => `${textOf(data, 'ym') ?? ''} ${textOf(data, 'benefit') ?? ''}`)]
    .map(([, of]) => ({ ym: textOf(of[0]?.data ?? {}, 'ym') ?? '', benefit: textOf(of[0]?.data ?? {}, 'benefit') ?? '', events: of, ...sumsOf(attemptsOf(of)) }))
    .sort((a, b) => (a.ym === b.ym ? 0 : a.ym < b.ym ? -1 : 1));
  const all = (of: keyof Sums): string => yuanOnly(total(rows, of));
  return html`<h3>案件 ${value(key)}</h3>
${table<MonthRow>([
    { title: '发放年月', cell: ({ ym }) => monthText(ym), look: 'k' }, { title: '救助类别', cell: ({ benefit }) => benefitName(benefit) }, { title: '列入清册（元）', cell: ({ listed }) => yuanOnly(listed), look: 'n' }, { title: '代发成功（元）', cell: ({ settled }) => yuanOnly(settled), look: 'n' },
    { title: '失败、退票（元）', cell: ({ failed }) => yuanOnly(failed), look: 'n' }, { title: '尚未发到（元）', cell: (row) => yuanOnly(outstanding(row)), look: 'n' }, { title: '备注', cell: remark, width: '10%' }, { title: '记录', cell: (row) => book.refTo(row.events), width: '26%' },
  ], rows, ['合计', '', all('listed'), all('settled'), all('failed'), yuanOnly(rows.reduce((sum, row) => sum + outstanding(row), 0)), '', ''])}`;
}

export function paymentsSection(book: Book): Html {
  const payments = book.events.filter(({ type }) => Object.hasOwn(STATUS, type));
  const handedOver = book.events.filter(({ type }) => HANDED_OVER.has(type));
  const cases = html`${[...grouped(payments, (event) => numberKey(event, textOf(event.data, 'caseId') ?? ''))].map(([key, events]) => casePart(book, key, events))}`;
  return html`${isEmpty(cases) ? NOTHING : html`<p class="note">“列入清册”为各月首次列入的金额；“成功”“失败、退票”按每次发放的最后结果；“尚未发到”为列入清册减去成功和作废。</p>
${cases}`}${handedOver.length === 0 ? NOTHING : html`<h3>备用金、现金和实物</h3>
${table<OpenedEvent>([
    { title: '日期', cell: (event) => dayText(occurredAt(event)), look: 'k' }, { title: '方式', cell: ({ type }) => eventName(type) }, { title: '金额（元）', cell: ({ data }) => yuanOnly(numberOf(data, 'fen') ?? 0), look: 'n' },
    { title: '内容', cell: (event) => factsOf(book, event), width: '45%' }, { title: '记录', cell: ({ index }) => book.ref(index), look: 'k' },
  ], handedOver)}`}`;
}
