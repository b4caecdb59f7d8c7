/** What is written says what was given, whatever people are called; read back by readers of the tests' own. */
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import saxes from 'saxes';
import yauzl from 'yauzl';
import { type CivilDate, DomainError, fen } from '#kernel';
import { headOf, itemOf, streamOf, textOf } from '../testing/batches.js';
import { type BankBatch, type BankFormat, type BankItem, CSV_LAYOUT, delimitedFormat, iso20022Format, layoutOf, PIPE_LAYOUT, workbookFormat as workbookFormatOf, XLSX_LAYOUT } from './index.js';

const workbookFormat = workbookFormatOf(XLSX_LAYOUT, () => Promise.reject(new Error('nothing is read here')));

/** Common characters, rare ones outside GB 2312 and outside the basic plane, and what breaks files: separators, quotes, line breaks, references. */
const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'张王李赵欧阳翀喆堃龘䶮㐱𠮷𡈼𬭚·') },
  { weight: 2, arbitrary: fc.integer({ min: 0x3400, max: 0x9fff }).map((code) => String.fromCodePoint(code)) },
  { weight: 1, arbitrary: fc.integer({ min: 0x20000, max: 0x2a6df }).map((code) => String.fromCodePoint(code)) },
  { weight: 2, arbitrary: fc.constantFrom('|', ',', '"', '\'', '\n', '\r', '\r\n', '\t', ' ', '&', '<', '>', ']]>', '&amp;', '_x000D_', '=', '+', '-', '@', 'A', '0', '（', '　') },
);
const name = fc.array(character, { minLength: 1, maxLength: 12 }).map((parts) => `王${parts.join('')}`);
const account = fc.tuple(fc.stringMatching(/^0{0,4}\d{1,18}$/), fc.constantFrom('', 'X')).map((parts) => parts.join(''));
const items = fc.array(fc.record({
  payeeName: name, accountNo: account, fen: fc.integer({ min: 1, max: 9_999_999_999 }).map(fen), remark: fc.oneof(fc.constant(''), name),
  idNo: fc.constantFrom(undefined, '11010519491231002X', '000000000000000000'), cnaps: fc.constantFrom(undefined, '001100000000'),
}), { minLength: 1, maxLength: 5 }).map((list) => list.map((item, index) => itemOf(index + 1, item)));

const write = (format: BankFormat, list: readonly BankItem[], head: BankBatch = headOf(list)): Promise<Buffer> => textOf(format.write(head, streamOf(list)));
const yuan = (amount: number): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
/** Items without the fields that were left out, as text. */
const cellsOf = (item: BankItem): readonly string[] => [String(item.seq), item.itemNo, item.payeeName, item.idNo ?? '', item.accountNo, item.cnaps ?? '', yuan(item.fen), item.remark];

/** RFC 4180, by a grammar that has nothing in common with the program's. */
function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    (rows.at(-1) as string[]).push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

test.each([
  ['utf-8-bom', (bytes: Buffer) => { expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf'); return bytes.subarray(3).toString(); }],
  ['utf-8', (bytes: Buffer) => bytes.toString()],
  ['gb18030', (bytes: Buffer) => new TextDecoder('gb18030', { fatal: true }).decode(bytes)],
] as const)('csv in %s keeps every name, leading zero and trailing X', async (encoding, decode) => {
  await fc.assert(fc.asyncProperty(items, async (list) => {
    const [head, headings, ...rows] = csvRows(decode(await write(delimitedFormat(layoutOf({ ...CSV_LAYOUT, encoding })), list)));
    expect(head).toEqual(['360111-DB-201903-1', '201903', '20190310', '青山湖区民政局', '36001111000052500888', '105421000018', String(list.length), yuan(list.reduce((sum, item) => sum + item.fen, 0))]);
    expect(headings).toEqual(['序号', '明细号', '姓名', '身份证号', '账号', '开户行行号', '金额(元)', '备注']);
    expect(rows).toEqual(list.map(cellsOf));
  }), { numRuns: 150, seed: 20190310 });
});

test('bars without quotes keep every name that has neither bar nor line break, and refuse the others by item', async () => {
  await fc.assert(fc.asyncProperty(items, async (list) => {
    const wrong = list.find(({ payeeName, remark }) => /[|\r\n]/.test(payeeName + remark));
    const written = write(delimitedFormat(PIPE_LAYOUT), list).then((bytes) => new TextDecoder('gb18030', { fatal: true }).decode(bytes), (error: unknown) => error);
    const found = await written;
    if (wrong !== undefined) {
      expect(found).toMatchObject({ code: 'BANK_ITEM_UNWRITABLE', details: { line: wrong.seq } });
      return;
    }
    const lines = String(found).split('\r\n').map((line) => line.split('|'));
    expect(lines.at(-1)).toEqual(['']);
    expect(lines.slice(1, -2)).toEqual(list.map((item) => ['D', String(item.seq), item.itemNo, item.accountNo, item.payeeName, item.idNo ?? '', yuan(item.fen), item.remark, item.cnaps ?? '']));
    expect(lines.at(-2)).toEqual(['T', String(list.length), yuan(list.reduce((sum, item) => sum + item.fen, 0))]);
  }), { numRuns: 200, seed: 20190311 });
});

/** Texts of leaves by path, in document order. */
function leavesOf(xml: string): readonly (readonly [string, string])[] {
  const parser = new saxes.SaxesParser({ xmlns: true });
  const path: string[] = [];
  const leaves: [string, string][] = [];
  let text = '';
  parser.on('opentag', (tag) => { expect(tag.uri).toMatch(/pain\.001\.001\.09$|main$/); path.push(tag.local); text = ''; });
  parser.on('text', (piece) => { text += piece; });
  parser.on('closetag', () => { if (text.trim() !== '' || text.includes('　')) leaves.push([path.slice(2).join('/'), text]); text = ''; path.pop(); });
  parser.write(xml).close();
  return leaves;
}

test('pain.001 keeps every name', async () => {
  await fc.assert(fc.asyncProperty(items, async (list) => {
    const leaves = leavesOf((await write(iso20022Format(), list)).toString());
    const all = (path: string): readonly string[] => leaves.filter(([at]) => at === `PmtInf/CdtTrfTxInf/${path}`).map(([, text]) => text);
    expect(all('PmtId/EndToEndId')).toEqual(list.map(({ itemNo }) => itemNo));
    expect(all('Cdtr/Nm')).toEqual(list.map(({ payeeName }) => payeeName));
    expect(all('CdtrAcct/Id/Othr/Id')).toEqual(list.map(({ accountNo }) => accountNo));
    expect(all('Amt/InstdAmt')).toEqual(list.map((item) => yuan(item.fen)));
    expect(all('RmtInf/Ustrd')).toEqual(list.map(({ remark }) => remark).filter((remark) => remark !== ''));
    expect(leaves.find(([at]) => at === 'GrpHdr/CtrlSum')?.[1]).toBe(yuan(list.reduce((sum, item) => sum + item.fen, 0)));
  }), { numRuns: 150, seed: 20190312 });
});

async function partsOf(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const zip = await yauzl.fromBufferPromise(bytes);
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const content = await textOf(await zip.openReadStreamPromise(entry) as AsyncIterable<Buffer>);
    expect([entry.fileName, entry.crc32, entry.uncompressedSize]).toEqual([entry.fileName, crc32(content), content.length]);
    parts.set(entry.fileName, content.toString());
  }
  return parts;
}

test('a workbook keeps every name as text, and shows only counts and amounts as numbers', async () => {
  await fc.assert(fc.asyncProperty(items, async (list) => {
    const sheet = (await partsOf(await write(workbookFormat, list))).get('xl/worksheets/sheet1.xml') ?? '';
    const rows = [...sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].slice(4).map(([, , cells = '']) => new Map([...cells.matchAll(/<c r="([A-H])\d+" s="(\d)"(?: t="(\w+)")?>(.*?)<\/c>/gs)].map(([, column, style, type, inner = '']) => {
      const parser = new saxes.SaxesParser();
      let text = '';
      parser.on('text', (piece) => { text += piece; });
      parser.write(inner).close();
      return [column as string, `${style}${type ?? 'n'}:${text.replace(/_x([0-9A-F]{4})_/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))}`];
    })));
    expect(rows.map((row) => [...'ABCDEFGH'].map((column) => row.get(column) ?? ''))).toEqual(list.map((item) => cellsOf(item)
      .map((text, index) => (index === 0 ? `0n:${text}` : index === 6 ? `2n:${text}` : text === '' ? '' : `1inlineStr:${text}`))));
    expect(sheet).not.toContain('<f>');
  }), { numRuns: 60, seed: 20190313 });
});

test('equal batches make equal workbooks', async () => {
  const list = [itemOf(1), itemOf(2)];
  expect((await write(workbookFormat, list)).equals(await write(workbookFormat, list))).toBe(true);
});

const codeOf = async (made: Promise<unknown>): Promise<string> => made.then(() => 'written', (error: unknown) => {
  if (error instanceof DomainError) return error.code;
  throw error;
});
const FORMATS = [iso20022Format(), delimitedFormat(PIPE_LAYOUT), delimitedFormat(CSV_LAYOUT), workbookFormat];

test.each(['=1+1', '+86', '-5', '@SUM(A1)', ' =1', '＝1', '＠x', '\t=1'])('%j as a name: refused where a spreadsheet would run it, a text where it cannot', async (payeeName) => {
  const list = [itemOf(1, { payeeName })];
  const csvs = await Promise.all([PIPE_LAYOUT, CSV_LAYOUT].map((layout) => codeOf(write(delimitedFormat(layout), list))));
  expect(csvs).toEqual(['BANK_ITEM_UNWRITABLE', 'BANK_ITEM_UNWRITABLE']);
  expect(await codeOf(write(delimitedFormat(CSV_LAYOUT), [itemOf(1, { remark: payeeName })]))).toBe('BANK_ITEM_UNWRITABLE');
  expect(await codeOf(write(workbookFormat, list))).toBe('written');
  expect(await codeOf(write(iso20022Format(), list))).toBe('written');
});

test.each(FORMATS.map((format) => [format.id, format] as const))('%s: what cannot be right makes no file', async (_id, format) => {
  const list = [itemOf(1), itemOf(2)];
  const head = headOf(list);
  const refused = (change: Partial<BankItem>): Promise<string> => codeOf(write(format, [itemOf(1, change)], headOf([itemOf(1)])));
  expect(await codeOf(write(format, list, { ...head, count: 3 }))).toBe('BANK_BATCH_WRONG');
  expect(await codeOf(write(format, list, { ...head, count: 1 }))).toBe('BANK_BATCH_WRONG');
  expect(await codeOf(write(format, list, { ...head, sumFen: fen(80_004) }))).toBe('BANK_BATCH_WRONG');
  expect(await codeOf(write(format, [itemOf(2), itemOf(1)], head))).toBe('BANK_BATCH_WRONG');
  expect(await codeOf(write(format, list, { ...head, valueDate: '2019-02-30' as CivilDate }))).toBe('BANK_BATCH_WRONG');
  expect(await codeOf(write(format, list, { ...head, batchNo: 'A|B' }))).toBe('BANK_BATCH_WRONG');
  for (const change of [
    { itemNo: 'x'.repeat(36) }, { itemNo: '户1' }, { itemNo: '' }, { payeeName: '' }, { payeeName: ' ' }, { payeeName: '名'.repeat(141) }, { payeeName: '\u0000' }, { payeeName: '\ud800' }, { payeeName: '\u0085' },
    { accountNo: '' }, { accountNo: '6217 0001' }, { accountNo: '=1' }, { cnaps: '12' }, { idNo: '1|2' }, { fen: fen(0) }, { fen: fen(-1) }, { fen: 0.5 as BankItem['fen'] }, { remark: '记'.repeat(141) },
  ]) expect([change, await refused(change)]).toEqual([change, 'BANK_ITEM_UNWRITABLE']);
});

test('140 characters are 140, whatever they take in memory', async () => {
  expect(await codeOf(write(iso20022Format(), [itemOf(1, { payeeName: '𠮷'.repeat(140) })]))).toBe('written');
  expect(await codeOf(write(iso20022Format(), [itemOf(1, { payeeName: '𠮷'.repeat(141) })]))).toBe('BANK_ITEM_UNWRITABLE');
});
