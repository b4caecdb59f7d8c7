/** Writes small .xlsx packages for tests, honest ones and damaged ones. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  readonly stored?: boolean;
  /** Claims of the headers that differ from the truth. */
  readonly claim?: { readonly size?: number; readonly crc?: number; readonly flags?: number; readonly method?: number };
}

export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored, claim } of entries) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const packed = stored ? bytes : deflateRawSync(bytes);
    const fileName = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(claim?.flags ?? 0x800, 2);
    common.writeUInt16LE(claim?.method ?? (stored ? 0 : 8), 4);
    common.writeUInt32LE(claim?.crc ?? crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claim?.size ?? bytes.length, 18);
    common.writeUInt16LE(fileName.length, 22);
    locals.push(Buffer.from('504b0304', 'hex'), common, fileName, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('504b01021400', 'hex'), common, rest, fileName);
    offset += 30 + fileName.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32BE(0x504b0506, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** A cell: text (inline), number, boolean, nothing, or the XML of a `c` element in which `@` stands for its position. */
export type TestCell = string | number | boolean | null | { readonly xml: string };
export interface TestSheet {
  readonly name: string;
  /** `rows[0]` is row 1; `null` for no row at all. */
  readonly rows: readonly (readonly TestCell[] | null)[];
}
export interface PackageOptions {
  readonly date1904?: boolean;
  readonly sharedStrings?: string;
  readonly styles?: string;
  /** Prefix of the spreadsheet namespace in the sheets, e.g. `x:`. */
  readonly prefix?: string;
  /** Part name of the n-th sheet, from 1. */
  readonly partName?: (index: number) => string;
  readonly workbookName?: string;
}

export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

export function columnName(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);
}

function cellXml(cell: TestCell, position: string, prefix: string): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.xml.replaceAll('@', position);
  if (typeof cell === 'string') return `<${prefix}c r="${position}" t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escape(cell)}</${prefix}t></${prefix}is></${prefix}c>`;
  const [type, value] = typeof cell === 'boolean' ? [' t="b"', cell ? 1 : 0] : ['', cell];
  return `<${prefix}c r="${position}"${type}><${prefix}v>${value}</${prefix}v></${prefix}c>`;
}

export function sheetXml(rows: TestSheet['rows'], prefix = ''): string {
  const xml = rows.map((cells, index) => (cells === null ? '' : `<${prefix}row r="${index + 1}">${
    cells.map((cell, column) => cellXml(cell, `${columnName(column)}${index + 1}`, prefix)).join('')}</${prefix}row>`));
  const namespace = prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`;
  return `<?xml version="1.0" encoding="UTF-8"?><${prefix}worksheet ${namespace}="${MAIN}"><${prefix}sheetData>${xml.join('')}</${prefix}sheetData></${prefix}worksheet>`;
}

/** The parts of a package, in an order in which the shared strings come last. */
export function packageParts(sheets: readonly TestSheet[], options: PackageOptions = {}): ZipEntry[] {
  const { prefix = '', partName = (index) => `worksheets/sheet${index}.xml`, workbookName = 'xl/workbook.xml' } = options;
  const folder = workbookName.slice(0, workbookName.lastIndexOf('/') + 1);
  const base = workbookName.slice(folder.length);
  const relation = (id: string, type: string, target: string): string => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  return [
    { name: '_rels/.rels', content: `<Relationships xmlns="${PACKAGE_RELATIONS}">${relation('r1', 'officeDocument', workbookName)}</Relationships>` },
    {
      name: workbookName,
      content: `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${options.date1904 ? ' date1904="1"' : ''}/><sheets>${
        sheets.map((sheet, index) => `<sheet name="${escape(sheet.name)}" sheetId="${index + 1}" r:id="s${index + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: `${folder}_rels/${base}.rels`,
      content: `<Relationships xmlns="${PACKAGE_RELATIONS}">${sheets.map((_, index) => relation(`s${index + 1}`, 'worksheet', partName(index + 1))).join('')}${
        options.sharedStrings === undefined ? '' : relation('ss', 'sharedStrings', 'sharedStrings.xml')}${
        options.styles === undefined ? '' : relation('st', 'styles', 'styles.xml')}</Relationships>`,
    },
    ...sheets.map((sheet, index) => ({ name: folder + partName(index + 1), content: sheetXml(sheet.rows, prefix) })),
    ...(options.styles === undefined ? [] : [{ name: `${folder}styles.xml`, content: options.styles }]),
    ...(options.sharedStrings === undefined ? [] : [{ name: `${folder}sharedStrings.xml`, content: options.sharedStrings }]),
  ];
}

export const INFO: TestSheet = {
  name: '说明',
  rows: [['台账'], ['行政区划代码', '360111'], ['年度', 2019], ['截止日期', '2019-12-31'], ['政策文件', 'QS-2019']],
};

/** A package with a valid 说明 and the given sheets. */
export const writeWorkbook = (sheets: readonly TestSheet[], options: PackageOptions = {}): Buffer =>
  writeZip(packageParts([INFO, ...sheets], options));
