/** Files that must be refused: quickly, with bounded memory, and saying why. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '#kernel';
import { columnName, INFO, MAIN, packageParts, type PackageOptions, type TestSheet, writeWorkbook, writeZip, type ZipEntry } from '../testing/xlsx-writer.js';
import { readWorkbook, type WorkbookLimits } from './index.js';

const MIB = 1024 * 1024;
const PERSONS: TestSheet = { name: '人员', rows: [['人员编号', '姓名', '身份证号'], ['1', '甲', '11010519491231002X']] };

async function refusal(source: string | Uint8Array, limits?: Partial<WorkbookLimits>): Promise<string> {
  try {
    await readWorkbook(source, limits === undefined ? {} : { limits });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.message.length).toBeGreaterThan(60);
    expect(error.message).toMatch(/\.$|\.\w*$/);
    return error.code;
  }
  return 'accepted';
}
/** The parts of a sound workbook with one part changed. */
const withPart = (end: string, change: (part: ZipEntry) => ZipEntry, options: PackageOptions = {}): Buffer =>
  writeZip(packageParts([INFO, PERSONS], options).map((part) => (part.name.endsWith(end) ? change(part) : part)));
const withContent = (end: string, content: (old: string) => string | Buffer, options: PackageOptions = {}): Buffer =>
  withPart(end, (part) => ({ ...part, content: content(part.content as string) }), options);
const SST = `<sst xmlns="${MAIN}"><si><t>a</t></si></sst>`;

describe('what is no workbook', () => {
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'WORKBOOK_NOT_XLSX'],
    ['a byte', Buffer.from('P'), 'WORKBOOK_NOT_XLSX'],
    ['text', Buffer.from('户编号,人员编号\n'.repeat(9)), 'WORKBOOK_NOT_XLSX'],
    ['HTML named .xls', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), 'WORKBOOK_NOT_XLSX'],
    ['old .xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000), Buffer.from('Workbook', 'utf16le')]), 'WORKBOOK_OLD_XLS'],
    ['password', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000), Buffer.from('EncryptedPackage', 'utf16le')]), 'WORKBOOK_ENCRYPTED'],
    ['an empty zip', writeZip([]), 'WORKBOOK_NOT_XLSX'],
    ['another zip', writeZip([{ name: 'readme.txt', content: 'x' }]), 'WORKBOOK_NOT_XLSX'],
    ['.docx', writeZip(packageParts([], { workbookName: 'word/document.xml' }).map((part) => (part.name === 'word/document.xml' ? { ...part, content: '<w:document xmlns:w="urn:w"/>' } : part))), 'WORKBOOK_NOT_XLSX'],
    ['.xlsb', writeZip(packageParts([], { workbookName: 'xl/workbook.bin' })), 'WORKBOOK_NOT_XLSX'],
  ])('%s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'workbook-')); });
  afterAll(async () => { await rm(folder, { recursive: true }); });

  test('missing, a folder, a device, too large', async () => {
    expect(await refusal(join(folder, 'none.xlsx'))).toBe('FILE_UNREADABLE');
    expect(await refusal(folder)).toBe('FILE_UNREADABLE');
    expect(await refusal('/dev/zero')).toBe('FILE_UNREADABLE');
    const path = join(folder, 'large.xlsx');
    await writeFile(path, Buffer.alloc(2 * MIB));
    expect(await refusal(path, { fileBytes: MIB })).toBe('WORKBOOK_TOO_LARGE');
    expect(await refusal(Buffer.alloc(2 * MIB), { fileBytes: MIB })).toBe('WORKBOOK_TOO_LARGE');
  });
});

describe('damaged packages', () => {
  const sound = writeWorkbook([PERSONS]);

  test('the sound one is read', async () => {
    expect(await refusal(sound)).toBe('accepted');
  });

  test.each([0.1, 0.5, 0.9, 0.99])('cut off at %d', async (share) => {
    expect(await refusal(sound.subarray(0, Math.floor(sound.length * share)))).toBe('WORKBOOK_DAMAGED');
  });

  test.each<[string, ZipEntry['claim']]>([
    ['a larger size', { size: 10_000 }], ['a smaller size', { size: 10 }], ['another checksum', { crc: 1 }], ['an unknown method', { method: 99 }],
  ])('a header that claims %s', async (_, claim) => {
    expect(await refusal(withPart('sheet2.xml', (part) => ({ ...part, ...(claim && { claim }) })))).toBe('WORKBOOK_DAMAGED');
  });

  test('an encrypted entry', async () => {
    expect(await refusal(withPart('sheet2.xml', (part) => ({ ...part, claim: { flags: 0x801 } })))).toBe('WORKBOOK_ENCRYPTED');
  });

  test('two parts of one name, paths out of the package', async () => {
    expect(await refusal(writeZip([...packageParts([INFO]), { name: 'XL/Workbook.xml', content: '<workbook/>' }]))).toBe('WORKBOOK_DAMAGED');
    expect(await refusal(writeZip([...packageParts([INFO]), { name: '../../etc/passwd', content: 'x' }]))).toBe('WORKBOOK_DAMAGED');
  });

  test.each<[string, string, (old: string) => string | Buffer]>([
    ['XML cut off', 'sheet2.xml', (old) => old.slice(0, -20)],
    ['XML not well-formed', 'sheet2.xml', (old) => old.replace('<row', '<row <')],
    ['an unknown entity', 'sheet2.xml', (old) => old.replace('甲', '&secret;')],
    ['bytes that are no UTF-8', 'sheet2.xml', (old) => Buffer.from(old, 'latin1')],
    ['another encoding', 'sheet2.xml', (old) => old.replace('UTF-8', 'GBK')],
    ['rows out of order', 'sheet2.xml', (old) => old.replace('row r="2"', 'row r="1"')],
    ['row 0', 'sheet2.xml', (old) => old.replace('row r="1"', 'row r="0"')],
    ['row 1048577', 'sheet2.xml', (old) => old.replace('row r="2"', 'row r="1048577"')],
    ['row NaN', 'sheet2.xml', (old) => old.replace('row r="2"', 'row r="x"')],
    ['a cell beyond XFD', 'sheet2.xml', (old) => old.replace('r="B2"', 'r="XFE2"')],
    ['a cell nowhere', 'sheet2.xml', (old) => old.replace('r="B2"', 'r="22"')],
    ['two cells in one place', 'sheet2.xml', (old) => old.replace('r="B2"', 'r="A2"')],
    ['a text that is not there', 'sheet2.xml', (old) => old.replace(/<c r="B2".*?<\/c>/, '<c r="B2" t="s"><v>7</v></c>')],
    ['a sheet without a part', 'workbook.xml.rels', (old) => old.replace('Id="s2"', 'Id="s9"')],
    ['a part that is not there', 'workbook.xml.rels', (old) => old.replace('sheet2.xml', 'sheet9.xml')],
  ])('%s', async (_, part, change) => {
    expect(await refusal(withContent(part, change))).toBe('WORKBOOK_DAMAGED');
  });

  test('any byte changed: read, or refused with a reason', async () => {
    await fc.assert(fc.asyncProperty(fc.nat({ max: sound.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const bytes = Buffer.from(sound);
      bytes[at] = (bytes[at] as number) ^ mask;
      expect(await refusal(bytes)).toMatch(/^accepted$|^[A-Z_]+$/);
    }), { numRuns: 300 });
  });
});

describe('attacks', () => {
  test.each<[string, string, (old: string) => string]>([
    ['a DOCTYPE', 'sheet2.xml', (old) => old.replace('?>', '?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]>')],
    ['an external entity', 'workbook.xml', (old) => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${old}`],
    ['a DOCTYPE in the styles', 'styles.xml', () => `<!DOCTYPE s><styleSheet xmlns="${MAIN}"/>`],
    ['bottomless nesting', 'sheet2.xml', () => `<worksheet xmlns="${MAIN}">${'<a>'.repeat(100_000)}`],
  ])('%s', async (_, part, change) => {
    expect(await refusal(withContent(part, change, { styles: `<styleSheet xmlns="${MAIN}"/>` }))).toBe('WORKBOOK_UNSAFE');
  });

  test.each<[string, string, (old: string) => string]>([
    ['a text that never ends', 'sharedStrings.xml', () => `<sst xmlns="${MAIN}"><si><t>${'a'.repeat(3 * MIB)}</t></si></sst>`],
    ['a comment that never ends', 'sheet2.xml', () => `<worksheet xmlns="${MAIN}"><!--${'a'.repeat(3 * MIB)}--></worksheet>`],
    ['an attribute that never ends', 'sheet2.xml', () => `<worksheet xmlns="${MAIN}" a="${'a'.repeat(3 * MIB)}"/>`],
  ])('%s', async (_, part, change) => {
    expect(await refusal(withContent(part, change, { sharedStrings: SST }))).toMatch(/^WORKBOOK_TOO_LARGE$|^CELL_TOO_LONG$/);
  });

  test('zip bombs: by the header, by what really comes out, in one entry and in all', async () => {
    const bomb = `<worksheet xmlns="${MAIN}">${'<a></a>'.repeat(600_000)}</worksheet>`;
    const before = process.memoryUsage().rss;
    expect(await refusal(withContent('sheet2.xml', () => bomb), { entryBytes: MIB })).toBe('WORKBOOK_TOO_LARGE');
    expect(await refusal(withPart('sheet2.xml', (part) => ({ ...part, content: bomb, claim: { size: 1000 } })), { entryBytes: MIB })).toBe('WORKBOOK_DAMAGED');
    expect(await refusal(withContent('sheet2.xml', () => bomb), { totalBytes: 2 * MIB })).toBe('WORKBOOK_TOO_LARGE');
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MIB);
  });

  test('too many entries, sheets, texts, cells', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `m${index}`, content: '' }));
    expect(await refusal(writeZip([...packageParts([INFO]), ...many]), { zipEntries: 200 })).toBe('WORKBOOK_TOO_LARGE');
    expect(await refusal(withContent('sharedStrings.xml', () => `<sst xmlns="${MAIN}">${'<si><t>a</t></si>'.repeat(11)}</sst>`, { sharedStrings: SST }), { sharedStrings: 10 })).toBe('WORKBOOK_TOO_LARGE');
    expect(await refusal(writeWorkbook([PERSONS], { sharedStrings: `<sst xmlns="${MAIN}">${'<si><t>abcde</t></si>'.repeat(11)}</sst>` }), { sharedChars: 50 })).toBe('WORKBOOK_TOO_LARGE');
    expect(await refusal(writeWorkbook([PERSONS]), { cells: 2 })).toBe('WORKBOOK_TOO_LARGE');
    const sheets = Array.from({ length: 1001 }, (_, index) => `<sheet name="n${index}" r:id="s1"/>`).join('');
    expect(await refusal(withContent('xl/workbook.xml', (old) => old.replace('</sheets>', `${sheets}</sheets>`)))).toBe('WORKBOOK_TOO_LARGE');
  });

  test('cells of more than 32,767 characters, shared or inline; exactly as many are read', async () => {
    const sheet = (length: number): TestSheet => ({ ...PERSONS, rows: [...PERSONS.rows, ['2', '乙'.repeat(length), 'x']] });
    expect(await refusal(writeWorkbook([sheet(32_767)]))).toBe('accepted');
    expect(await refusal(writeWorkbook([sheet(32_768)]))).toBe('CELL_TOO_LONG');
    expect(await refusal(writeWorkbook([PERSONS], { sharedStrings: `<sst xmlns="${MAIN}"><si><t>${'字'.repeat(40_000)}</t></si></sst>` }))).toBe('CELL_TOO_LONG');
    expect(await refusal(writeWorkbook([PERSONS], { sharedStrings: `<sst xmlns="${MAIN}"><si>${'<r><t>字字</t></r>'.repeat(20_000)}</si></sst>` }))).toBe('CELL_TOO_LONG');
    expect(await refusal(writeWorkbook([PERSONS], { sharedStrings: `<sst xmlns="${MAIN}"><si><t>${'&#x4E2D;'.repeat(32_767)}</t></si></sst>` }))).toBe('accepted');
  });

  test('more than 500 filled columns; empty formatted cells do not count', async () => {
    const at = (column: number, content: string): TestSheet => ({ ...PERSONS, rows: [...PERSONS.rows, [{ xml: `<c r="${columnName(column - 1)}3">${content}</c>` }]] });
    expect(await refusal(writeWorkbook([at(500, '<v>1</v>')]))).toBe('accepted');
    expect(await refusal(writeWorkbook([at(501, '<v>1</v>')]))).toBe('COLUMNS_TOO_MANY');
    expect(await refusal(writeWorkbook([at(16_384, '')]))).toBe('accepted');
  });

  test('more data rows than allowed; blank ones and serial numbers alone do not count', async () => {
    const rows = (count: number, row: (index: number) => TestSheet['rows'][number]): TestSheet =>
      ({ name: '人员', rows: [['序号', '人员编号', '姓名', '身份证号'], ...Array.from({ length: count }, (_, index) => row(index))] });
    expect(await refusal(writeWorkbook([rows(100, (index) => [index, String(index)])]), { dataRows: 100 })).toBe('accepted');
    expect(await refusal(writeWorkbook([rows(101, (index) => [index, String(index)])]), { dataRows: 100 })).toBe('ROWS_TOO_MANY');
    expect(await refusal(writeWorkbook([rows(300, (index) => [index, null, '　'])]), { dataRows: 100 })).toBe('accepted');
  });

  test('300,000 rows are refused with bounded memory', async () => {
    const body = Array.from({ length: 300_000 }, (_, index) => `<row r="${index + 2}"><c r="A${index + 2}"><v>${index}</v></c></row>`).join('');
    const bytes = withContent('sheet2.xml', (old) => old.replace(/<row r="2">.*<\/row>/, body));
    const before = process.memoryUsage().rss;
    expect(await refusal(bytes)).toBe('ROWS_TOO_MANY');
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MIB);
  });

  test('sheets of one name', async () => {
    expect(await refusal(writeWorkbook([PERSONS, PERSONS]))).toBe('SHEET_TWICE');
    expect(await refusal(writeWorkbook([PERSONS, { ...PERSONS, name: ' 人　员 ' }]))).toBe('SHEET_TWICE');
  });
});
