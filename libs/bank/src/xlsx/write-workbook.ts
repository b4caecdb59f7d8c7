/** The batch as a workbook: one sheet, three lines of head, one line per item. Numbers and accounts are texts, so that no digit is lost; a text is never a formula. */
import { guarded, guardHead } from '../batch-guard.js';
import { wrongBatch } from '../refusals.js';
import type { BankBatch, BankItem } from '../types.js';
import { type Cell, LAST_ROW, workbookOf } from './sheet.js';

const HEAD_ROWS = 4;

export const WORKBOOK_COLUMNS = ['序号', '明细号', '姓名', '身份证号', '账号', '开户行行号', '金额(元)', '备注'] as const;
const WIDTHS = [8, 38, 20, 22, 26, 16, 14, 30];

/** @throws DomainError `BANK_BATCH_WRONG`, `BANK_ITEM_UNWRITABLE` */
export async function* writeWorkbook(head: BankBatch, items: AsyncIterable<BankItem>): AsyncGenerator<Buffer, void, undefined> {
  guardHead(head);
  if (head.count + HEAD_ROWS > LAST_ROW) throw wrongBatch(`a sheet has ${LAST_ROW} rows and it has more items`);
  yield* workbookOf({ name: '代发明细', widths: WIDTHS, rows: rowsOf(head, items) });
}

async function* rowsOf(head: BankBatch, items: AsyncIterable<BankItem>): AsyncGenerator<readonly Cell[], void, undefined> {
  yield* headRows(head);
  for await (const item of guarded(head, items)) yield itemRow(item);
}

const text = (value: string | undefined): Cell => (value === undefined ? undefined : { text: value });

function headRows({ batchNo, county, benefit, ym, valueDate, payer, count, sumFen }: BankBatch): readonly (readonly Cell[])[] {
  return [
    [text('批次号'), text(batchNo), text('笔数'), { count }, text('总金额(元)'), { fen: sumFen }],
    [text('区划'), text(county), text('救助类别'), text(benefit), text('年月'), text(ym), text('付款日期'), text(valueDate)],
    [text('付款人'), text(payer.name), text('付款账号'), text(payer.account), text('付款行行号'), text(payer.cnaps)],
    WORKBOOK_COLUMNS.map((heading) => text(heading)),
  ];
}

const itemRow = ({ seq, itemNo, payeeName, idNo, accountNo, cnaps, fen, remark }: BankItem): readonly Cell[] =>
  [{ count: seq }, text(itemNo), text(payeeName), text(idNo), text(accountNo), text(cnaps), { fen }, text(remark)];
