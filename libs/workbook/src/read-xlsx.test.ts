/** Raw cells of every kind, and packages as different programs write them. */
import { describe, expect, test } from '@jest/globals';
import { INFO, MAIN, packageParts, writeWorkbook, writeZip } from '../testing/xlsx-writer.js';
import type { RawRow } from './cell.js';
import { openXlsx } from './read-xlsx.js';

const xml = (content: string): { xml: string } => ({ xml: content });
async function rowsOf(bytes: Buffer, sheet = '人员'): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  const file = await openXlsx(bytes);
  await file.sheets.find(({ name }) => name === sheet)?.readRows((row) => rows.push(row));
  return rows;
}
const text = (value: string) => ({ kind: 'text', text: value });
const number = (value: number) => ({ kind: 'number', value });
const EMPTY = { kind: 'empty' };

const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0000000"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="31"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

describe('cells', () => {
  test('every kind', async () => {
    const rows = await rowsOf(writeWorkbook([{
      name: '人员', rows: [
        ['a', 1.5, true, false],
        null,
        [null, xml('<c r="@" s="1"><v>43529</v></c>'), xml('<c r="@" s="2"><v>43529</v></c>'), xml('<c r="@" s="3"><v>1013</v></c>'), xml('<c r="@" t="e"><v>#N/A</v></c>')],
        [xml('<c r="@" t="str"><f>"x"&amp;"y"</f><v>xy</v></c>'), xml('<c r="@"><f>1+1</f><v>2</v></c>'), xml('<c r="@" t="d"><v>2019-03-05T00:00:00</v></c>'), xml('<c r="@" t="s"><v>1</v></c>')],
        [xml('<c r="@" s="1"/>'), xml('<c r="@" t="str"><f>A1</f><v></v></c>')],
        [xml('<c r="@" t="s"><v>0</v></c>'), xml('<c r="@" t="inlineStr"><is><r><t>富</t></r><r><rPr><b/></rPr><t xml:space="preserve">文 本</t></r><rPh sb="0" eb="1"><t>fu</t></rPh></is></c>')],
        [xml('<c r="@"><v>6217000000000000123</v></c>'), xml('<c r="@"><v>1E3</v></c>'), xml('<c r="@"><v>abc</v></c>'), xml('<c r="@" t="s"><v>2</v></c>')],
      ],
    }], {
      styles: STYLES,
      sharedStrings: `<sst xmlns="${MAIN}"><si><r><t>甲</t></r><r><t>乙</t></r><rPh sb="0" eb="1"><t>拼音</t></rPh></si><si><t>单</t></si><si><t>a_x000D_b&lt;_x005F_x0041_</t></si></sst>`,
    }));
    expect(rows).toEqual([
      { row: 1, cells: [text('a'), number(1.5), { kind: 'boolean', value: true }, { kind: 'boolean', value: false }] },
      { row: 3, cells: [EMPTY, { kind: 'date', serial: 43529 }, { kind: 'date', serial: 43529 }, { kind: 'number', value: 1013, shown: '0001013' }, { kind: 'error', text: '#N/A' }] },
      { row: 4, cells: [text('xy'), number(2), { kind: 'date', serial: 43529 }, text('单')] },
      { row: 6, cells: [text('甲乙'), text('富文 本')] },
      { row: 7, cells: [{ kind: 'number', value: 6217000000000000123, shown: '6217000000000000123' }, number(1000), text('abc'), text('a\rb<_x0041_')] },
    ]);
  });

  test('rows and cells without positions follow one another', async () => {
    const parts = packageParts([{ name: '人员', rows: [] }]).map((part) => (part.name.endsWith('sheet1.xml')
      ? { ...part, content: `<worksheet xmlns="${MAIN}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row/><row r="9"><c r="C9"><v>3</v></c><c><v>4</v></c></row><row><c r="B10"><v>5</v></c><c r="A10"><v>6</v></c></row></sheetData></worksheet>` } : part));
    expect(await rowsOf(writeZip(parts))).toEqual([
      { row: 1, cells: [number(1), number(2)] },
      { row: 9, cells: [EMPTY, EMPTY, number(3), number(4)] },
      { row: 10, cells: [number(6), number(5)] },
    ]);
  });

  test('the date system of the workbook is told', async () => {
    expect((await openXlsx(writeWorkbook([], { date1904: true }))).date1904).toBe(true);
    expect((await openXlsx(writeWorkbook([]))).date1904).toBe(false);
  });
});

describe('packages', () => {
  const sheet = { name: '人员', rows: [['x', 1]] } as const;
  const expected = [{ row: 1, cells: [text('x'), number(1)] }];

  test('part names of any case and form (WPS)', async () => {
    const parts = packageParts([INFO, sheet], { partName: (index) => `worksheets/Sheet${index}.XML` })
      .map((part) => (part.name.endsWith('.XML') ? { ...part, name: part.name.toLowerCase() } : part));
    expect(await rowsOf(writeZip(parts))).toEqual(expected);
    expect(await rowsOf(writeWorkbook([sheet], { partName: (index) => `/xl/blatt-${index}.xml`.slice(4) }))).toEqual(expected);
    expect(await rowsOf(writeWorkbook([sheet], { partName: (index) => `../data/人员 ${index}.xml`, workbookName: 'xl/workbook.xml' })).catch((error: { code: string }) => error.code)).toBe('WORKBOOK_DAMAGED');
  });

  test('a workbook elsewhere than in xl/', async () => {
    expect(await rowsOf(writeWorkbook([sheet], { workbookName: 'buch/mappe.xml' }))).toEqual(expected);
  });

  test('prefixed namespaces; elements of other namespaces are not mistaken', async () => {
    expect(await rowsOf(writeWorkbook([sheet], { prefix: 'x:' }))).toEqual(expected);
    const parts = packageParts([{ name: '人员', rows: [] }]).map((part) => (part.name.endsWith('sheet1.xml')
      ? { ...part, content: `<x:worksheet xmlns:x="${MAIN}" xmlns="urn:other"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v><v>2</v></x:c></x:row><row r="2"><c><v>9</v></c></row></x:sheetData></x:worksheet>` } : part));
    expect(await rowsOf(writeZip(parts))).toEqual([{ row: 1, cells: [number(1)] }]);
  });

  test('shared strings that no relation names, and an absent package relation', async () => {
    const parts = packageParts([INFO, { name: '人员', rows: [[{ xml: '<c r="@" t="s"><v>0</v></c>' }]] }])
      .filter(({ name }) => name !== '_rels/.rels');
    expect(await rowsOf(writeZip([...parts, { name: 'xl/SharedStrings.xml', content: `<sst xmlns="${MAIN}"><si><t>迟到</t></si></sst>` }]))).toEqual([{ row: 1, cells: [text('迟到')] }]);
  });

  test('UTF-16 parts, stored entries and hidden sheets', async () => {
    const parts = packageParts([INFO, sheet]).map((part) => {
      if (part.name.endsWith('sheet2.xml')) return { ...part, content: Buffer.from(`\ufeff${(part.content as string).replace('UTF-8', 'UTF-16')}`, 'utf16le') };
      if (part.name === 'xl/workbook.xml') return { ...part, content: (part.content as string).replace('sheetId="2"', 'sheetId="2" state="hidden"'), stored: true };
      return part;
    });
    expect(await rowsOf(writeZip(parts))).toEqual(expected);
  });
});
