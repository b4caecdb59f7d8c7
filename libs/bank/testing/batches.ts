/** Batches for tests: synthetic people, deterministic. */
import { fen, parseCivilDate, parseCivilMonth } from '#kernel';
import type { BankBatch, BankItem, ReturnOptions, SentItem } from '../src/types.js';

export function headOf(items: readonly BankItem[], batchNo = '360111-DB-201903-1'): BankBatch {
  return headFor(items.length, items.reduce((sum, item) => sum + item.fen, 0), batchNo);
}

export const headFor = (count: number, sumFen: number, batchNo = '360111-DB-201903-1'): BankBatch => ({
  batchNo, county: '360111', benefit: 'dibao', ym: parseCivilMonth('2019-03'), valueDate: parseCivilDate('2019-03-10'), createdAt: '2019-03-08T09:30:00+08:00',
  payer: { name: '青山湖区民政局', account: '36001111000052500888', cnaps: '105421000018' }, count, sumFen: fen(sumFen),
});

export const itemOf = (seq: number, change: Partial<BankItem> = {}): BankItem => ({
  seq, itemNo: `DB-${String(seq).padStart(6, '0')}-201903-1`, payeeName: '张三', accountNo: `0621700${String(seq).padStart(11, '0')}X`,
  idNo: '11010519491231002X', cnaps: '105421000018', fen: fen(40_000 + seq), remark: '低保金', ...change,
});

export async function* streamOf<T>(values: Iterable<T>): AsyncGenerator<T, void, undefined> {
  for (const value of values) yield value;
}

export async function textOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** As a network hands it over: in pieces that cut through characters. */
export async function* piecesOf(bytes: Buffer, size = 7): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function optionsFor(items: readonly BankItem[], change: Partial<ReturnOptions> = {}): ReturnOptions {
  const sent = new Map<string, SentItem>(items.map(({ itemNo, seq, fen: amount, accountNo }) => [itemNo, { seq, fen: amount, accountNo }]));
  const { batchNo, count, sumFen } = headOf(items);
  return { batch: { batchNo, count, sumFen }, lookup: (itemNo) => sent.get(itemNo), seen: () => false, partial: false, ...change };
}

export async function drain<T, R>(run: AsyncGenerator<T, R, undefined>): Promise<{ readonly items: readonly T[]; readonly totals: R }> {
  const items: T[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done === true) return { items, totals: step.value };
    items.push(step.value);
  }
}
