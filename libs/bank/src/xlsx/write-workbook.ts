/** The batch as a workbook: one sheet, three lines of head, one line per item. Numbers and accounts are texts, so that no digit is lost; a text is never a formula. */
import { yuanOf } from '../amounts.js';
import { guarded, guardHead } from '../batch-guard.js';
import { wrongBatch } from '../refusals.js';
import type { BankBatch, BankItem } from '../types.js';
import { zipOf } from './zip-out.js';

const CHUNK = 65_536;
/** Rows of a sheet that spreadsheet programs open. */
const LAST_ROW = 1_048_576;
const HEAD_ROWS = 4;

export const WORKBOOK_COLUMNS = ['序号', '明细号', '姓名', '身份证号', '账号', '开户行行号', '金额(元)', '备注'] as const;
const WIDTHS = [8, 38, 20, 22, 26, 16, 14, 30];

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OF_PART = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Style 1 is text, style 2 is yuan. */
const PARTS = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${OF_PART}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${OF_PART}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${OF_PART}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="代发明细" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
} as const;

/** @throws DomainError `BANK_BATCH_WRONG`, `BANK_ITEM_UNWRITABLE` */
export async function* writeWorkbook(head: BankBatch, items: AsyncIterable<BankItem>): AsyncGenerator<Buffer, void, undefined> {
  guardHead(head);
  if (head.count + HEAD_ROWS > LAST_ROW) throw wrongBatch(`a sheet has ${LAST_ROW} rows and it has more items`);
  const fixed = Object.entries(PARTS).map(([name, content]) => ({ name, content: once(XML + content) }));
  yield* zipOf([...fixed, { name: 'xl/worksheets/sheet1.xml', content: sheet(head, items) }]);
}

async function* once(text: string): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(text);
}

async function* sheet(head: BankBatch, items: AsyncIterable<BankItem>): AsyncGenerator<Buffer, void, undefined> {
  const columns = WIDTHS.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('');
  let text = `${XML}<worksheet xmlns="${MAIN}"><cols>${columns}</cols><sheetData>${headRows(head)}`;
  let row = HEAD_ROWS;
  for await (const item of guarded(head, items)) {
    row += 1;
    text += itemRow(row, item);
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</sheetData></worksheet>`);
}

/** The characters that XML or the sheet would change: `_x000D_` is how a sheet writes what XML has no place for. */
const sheetText = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replaceAll('\r', '_x000D_')
  .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const textCell = (at: string, text: string): string => (text === '' ? '' : `<c r="${at}" s="1" t="inlineStr"><is><t xml:space="preserve">${sheetText(text)}</t></is></c>`);
const numberCell = (at: string, text: string, style: 0 | 2): string => `<c r="${at}" s="${style}"><v>${text}</v></c>`;

function headRows({ batchNo, county, benefit, ym, valueDate, payer, count, sumFen }: BankBatch): string {
  const pairs = (row: number, cells: readonly string[]): string => `<row r="${row}">${cells.join('')}</row>`;
  return pairs(1, [textCell('A1', '批次号'), textCell('B1', batchNo), textCell('C1', '笔数'), numberCell('D1', String(count), 0), textCell('E1', '总金额(元)'), numberCell('F1', yuanOf(sumFen), 2)])
    + pairs(2, [textCell('A2', '区划'), textCell('B2', county), textCell('C2', '救助类别'), textCell('D2', benefit), textCell('E2', '年月'), textCell('F2', ym), textCell('G2', '付款日期'), textCell('H2', valueDate)])
    + pairs(3, [textCell('A3', '付款人'), textCell('B3', payer.name), textCell('C3', '付款账号'), textCell('D3', payer.account), textCell('E3', '付款行行号'), textCell('F3', payer.cnaps)])
    + pairs(HEAD_ROWS, WORKBOOK_COLUMNS.map((heading, index) => textCell(`${'ABCDEFGH'[index]}${HEAD_ROWS}`, heading)));
}

function itemRow(row: number, { seq, itemNo, payeeName, idNo, accountNo, cnaps, fen, remark }: BankItem): string {
  return `<row r="${row}">${numberCell(`A${row}`, String(seq), 0)}${textCell(`B${row}`, itemNo)}${textCell(`C${row}`, payeeName)}${textCell(`D${row}`, idNo ?? '')}${textCell(`E${row}`, accountNo)}`
    + `${textCell(`F${row}`, cnaps ?? '')}${numberCell(`G${row}`, yuanOf(fen), 2)}${textCell(`H${row}`, remark)}</row>`;
}
