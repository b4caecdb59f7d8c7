/** The batch file of a bank that takes delimited text. */
import { yuanOf } from '../amounts.js';
import { guarded, guardHead } from '../batch-guard.js';
import { unwritable, wrongBatch } from '../refusals.js';
import { bytesOf, UTF8_BOM } from '../text.js';
import type { BankBatch, BankItem } from '../types.js';
import { cellOf, refuseFormula } from './cells.js';
import type { BatchHeadField, DelimitedLayout, ItemField } from './layout.js';

const CHUNK = 65_536;

/** @throws DomainError `BANK_BATCH_WRONG`, `BANK_ITEM_UNWRITABLE` */
export async function* writeDelimited(layout: DelimitedLayout, head: BankBatch, items: AsyncIterable<BankItem>): AsyncGenerator<Buffer, void, undefined> {
  guardHead(head);
  const { encoding, separator, quoting, batch } = layout;
  const end = layout.lineEnd === 'crlf' ? '\r\n' : '\n';
  const encode = (text: string, refuse: (why: string) => Error): Buffer => {
    const bytes = bytesOf(text, encoding);
    if (bytes === undefined) throw refuse(`it has a character that ${encoding} cannot write`);
    return bytes;
  };
  const lineOf = (mark: string | undefined, cells: readonly string[], refuse: (why: string, index: number) => Error): Buffer => {
    const written = cells.map((cell, index) => {
      const text = cellOf(cell, separator, quoting);
      if (text === undefined) throw refuse('it has a separator or line break, and the format has no quotes', index);
      return text;
    });
    return encode([...(mark === undefined ? [] : [mark]), ...written].join(separator) + end, (why) => refuse(why, 0));
  };
  const headLine = (mark: string | undefined, fields: readonly BatchHeadField[]): Buffer => lineOf(mark, fields.map((field) => {
    if (field === 'payerName') refuseFormula(head.payer.name, 0, 'payer name');
    return headCell(head, field);
  }), (why) => wrongBatch(`its head: ${why}`));

  let gathered: Buffer[] = encoding === 'utf-8-bom' ? [UTF8_BOM] : [];
  let size = 0;
  gathered.push(headLine(batch.marks?.head, batch.head));
  if (layout.headings) gathered.push(lineOf(undefined, batch.columns.map(({ heading }) => heading), (why) => wrongBatch(`its headings: ${why}`)));
  for await (const item of guarded(head, items)) {
    refuseFormula(item.payeeName, item.seq, 'payee name');
    refuseFormula(item.remark, item.seq, 'remark');
    const line = lineOf(batch.marks?.item, batch.columns.map(({ field }) => itemCell(item, field)), (why, index) => unwritable(item.seq, NAMES[batch.columns[index]?.field ?? 'seq'] ?? 'text', why));
    gathered.push(line);
    size += line.length;
    if (size < CHUNK) continue;
    yield Buffer.concat(gathered);
    [gathered, size] = [[], 0];
  }
  if (batch.trailer !== undefined) gathered.push(headLine(batch.marks?.trailer, batch.trailer));
  yield Buffer.concat(gathered);
}

const NAMES: Partial<Record<ItemField, string>> = { payeeName: 'payee name', remark: 'remark' };

function headCell(head: BankBatch, field: BatchHeadField): string {
  switch (field) {
    case 'payerName': return head.payer.name;
    case 'payerAccount': return head.payer.account;
    case 'payerCnaps': return head.payer.cnaps;
    case 'yuan': return yuanOf(head.sumFen);
    case 'fen': return String(head.sumFen);
    case 'valueDate': return head.valueDate.replaceAll('-', '');
    case 'ym': return head.ym.replace('-', '');
    default: return String(head[field]);
  }
}

function itemCell(item: BankItem, field: ItemField): string {
  if (field === 'yuan') return yuanOf(item.fen);
  return String(item[field] ?? '');
}
