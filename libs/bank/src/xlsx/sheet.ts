/** A workbook of one sheet, written as its rows come. Text cells are texts, so that no leading zero is lost and nothing is a formula; amounts are numbers with two places. */
import { yuanOf } from '../amounts.js';
import { zipOf } from './zip-out.js';

const CHUNK = 65_536;
/** Rows of a sheet that spreadsheet programs open. */
export const LAST_ROW = 1_048_576;
/** Columns are named by one letter. */
export const LAST_COLUMN = 26;

/** `undefined` is an empty cell. */
export type Cell = { readonly text: string } | { readonly count: number } | { readonly fen: number } | undefined;
export interface Sheet {
  readonly name: string;
  /** In characters, one for each column. */
  readonly widths: readonly number[];
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OF_PART = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Style 1 is text, style 2 is yuan. */
const partsOf = (name: string): Readonly<Record<string, string>> => ({
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${OF_PART}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${OF_PART}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${OF_PART}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${sheetText(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
});


/** Bytes of the file, a part of it at a time. @throws Error a row has more cells than there are columns, or the sheet more rows than programs open */
export async function* workbookOf({ name, widths, rows }: Sheet): AsyncGenerator<Buffer, void, undefined> {
  if (widths.length > LAST_COLUMN) throw new Error(`a sheet has at most ${LAST_COLUMN} columns`);
  const fixed = Object.entries(partsOf(name)).map(([part, content]) => ({ name: part, content: once(XML + content) }));
  yield* zipOf([...fixed, { name: 'xl/worksheets/sheet1.xml', content: sheet(widths, rows) }]);
}

async function* once(text: string): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(text);
}

async function* sheet(widths: readonly number[], rows: Sheet['rows']): AsyncGenerator<Buffer, void, undefined> {
  const columns = widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('');
  let text = `${XML}<worksheet xmlns="${MAIN}"><cols>${columns}</cols><sheetData>`;
  let row = 0;
  for await (const cells of rows) {
    row += 1;
    if (row > LAST_ROW || cells.length > widths.length) throw new Error(`row ${row} does not fit into the sheet`);
    text += `<row r="${row}">${cells.map((cell, index) => cellOf(`${String.fromCharCode(65 + index)}${row}`, cell)).join('')}</row>`;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</sheetData></worksheet>`);
}

/** The characters that XML or the sheet would change: `_x000D_` is how a sheet writes what XML has no place for. */
const sheetText = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replaceAll('\r', '_x000D_')
  .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function cellOf(at: string, cell: Cell): string {
  if (cell === undefined || ('text' in cell && cell.text === '')) return '';
  if ('text' in cell) return `<c r="${at}" s="1" t="inlineStr"><is><t xml:space="preserve">${sheetText(cell.text)}</t></is></c>`;
  return 'count' in cell ? `<c r="${at}" s="0"><v>${cell.count}</v></c>` : `<c r="${at}" s="2"><v>${cell.fen < 0 ? '-' : ''}${yuanOf(Math.abs(cell.fen))}</v></c>`;
}
