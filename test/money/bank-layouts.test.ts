/** Returns as workbooks, and the layouts of an office's own banks: the example of docs/bank-files.md, from the configuration file to the settled payment. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '#application';
import { type Cell, checkReturn, type ReturnOptions, workbookFormat, workbookOf, XLSX_LAYOUT } from '#bank';
import { DomainError, fen } from '#kernel';
import { readSheetTexts } from '#workbook';
import { itemOf, optionsFor, streamOf } from '../../libs/bank/testing/batches.js';
import { fileOf, PAYER } from '../support/bank-office.js';
import { bookHousehold } from '../support/county-book.js';
import { COUNTY, FINANCE, MoneyOffice, person, refusal } from '../support/money-office.js';

const BATCH = '360111-DB-201903-1';
const ITEMS = [itemOf(1, { accountNo: '6217002870000000018', fen: fen(62_000) }), itemOf(2, { accountNo: '000012345', fen: fen(45_050) })];
const text = (value: string): Cell => ({ text: value });
const HEAD: readonly Cell[] = [text(BATCH), { count: 2 }, { fen: 107_050 }, { count: 1 }, { fen: 62_000 }, { count: 1 }, { fen: 45_050 }];
const HEADINGS: readonly Cell[] = ['明细号', '姓名', '账号', '金额(元)', '处理结果', '失败代码', '失败原因', '银行流水号', '入账日期'].map(text);
const PAID: readonly Cell[] = [text('DB-000001-201903-1'), text('张三'), text('6217002870000000018'), { fen: 62_000 }, text('成功'), undefined, undefined, text('0000123'), text('2019-03-11')];
// Its row ends where nothing more stands in it.
const FAILED: readonly Cell[] = [text('DB-000002-201903-1'), text('张三'), text('000012345'), { fen: 45_050 }, text('失败'), text('03')];
const with_ = (row: readonly Cell[], at: number, cell: Cell): readonly Cell[] => row.map((one, index) => (index === at ? cell : one));

async function bytesOf(rows: readonly (readonly Cell[])[], name = '回盘'): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of workbookOf({ name, widths: Array<number>(9).fill(12), rows })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const format = workbookFormat(XLSX_LAYOUT, readSheetTexts);
const codeOf = async (bytes: Buffer, change: Partial<ReturnOptions> = {}): Promise<string> => {
  try {
    await checkReturn(format, streamOf([bytes]), { ...optionsFor(ITEMS), batch: { batchNo: BATCH, count: 2, sumFen: fen(107_050) }, ...change });
    return 'read';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

test('a workbook says what the text with commas says', async () => {
  expect(await checkReturn(format, streamOf([await bytesOf([HEAD, HEADINGS, PAID, FAILED])]), { ...optionsFor(ITEMS), batch: { batchNo: BATCH, count: 2, sumFen: fen(107_050) } })).toMatchObject({
    format: 'xlsx', batchNo: BATCH, settled: { count: 1, fen: 62_000 }, rejected: { count: 1, fen: 45_050 }, missing: { count: 0, fen: 0 },
  });
});

test.each<readonly [string, string, () => Promise<Buffer>]>([
  ['an account in a cell of numbers, which lost its zeros', 'BANK_ITEM_DIFFERS', () => bytesOf([HEAD, HEADINGS, PAID, with_(FAILED, 2, { count: 12_345 })])],
  ['another amount', 'BANK_ITEM_DIFFERS', () => bytesOf([HEAD, HEADINGS, PAID, with_(FAILED, 3, { fen: 45_051 })])],
  ['an amount that is none', 'BANK_VALUE_INVALID', () => bytesOf([HEAD, HEADINGS, PAID, with_(FAILED, 3, text('1e3'))])],
  ['a failed row that became a settled one', 'BANK_COUNT_WRONG', () => bytesOf([HEAD, HEADINGS, PAID, with_(FAILED, 4, text('成功'))])],
  ['a status nobody knows', 'BANK_STATUS_UNKNOWN', () => bytesOf([HEAD, HEADINGS, PAID, with_(FAILED, 4, text('OK'))])],
  ['an item twice', 'BANK_ITEM_REPEATED', () => bytesOf([HEAD, HEADINGS, PAID, PAID])],
  ['a row less', 'BANK_RETURN_INCOMPLETE', () => bytesOf([[text(BATCH), { count: 1 }, { fen: 62_000 }, { count: 1 }, { fen: 62_000 }, { count: 0 }, { fen: 0 }], HEADINGS, PAID])],
  ['a row more', 'BANK_COUNT_WRONG', () => bytesOf([HEAD, HEADINGS, PAID, FAILED, PAID])],
  ['columns in another order', 'BANK_FORMAT_WRONG', () => bytesOf([HEAD, [...HEADINGS].reverse(), PAID, FAILED])],
  ['another batch', 'BANK_BATCH_OTHER', () => bytesOf([with_(HEAD, 0, text('360111-DB-201903-2')), HEADINGS, PAID, FAILED])],
  ['a control character', 'BANK_VALUE_INVALID', () => bytesOf([HEAD, HEADINGS, with_(PAID, 1, text('张\u0085三')), FAILED])],
  ['nothing', 'BANK_FILE_TRUNCATED', () => Promise.resolve(Buffer.alloc(0))],
  ['text', 'WORKBOOK_NOT_XLSX', () => Promise.resolve(Buffer.from('明细号,金额\r\n'))],
  ['a file cut off', 'WORKBOOK_DAMAGED', async () => (await bytesOf([HEAD, HEADINGS, PAID, FAILED])).subarray(0, -30)],
])('%s is refused: %s', async (_what, code, make) => expect(await codeOf(await make())).toBe(code));

test('more than is held is refused, and the same file is known again', async () => {
  const bytes = await bytesOf([HEAD, HEADINGS, PAID, FAILED]);
  expect(await codeOf(bytes, { limits: { items: 1 } })).toBe('BANK_FILE_TOO_LARGE');
  expect(await codeOf(bytes, { limits: { bytes: 1_000 } })).toBe('BANK_FILE_TOO_LARGE');
  expect(await codeOf(bytes, { limits: { recordBytes: 40 } })).toBe('BANK_FILE_TOO_LARGE');
  expect(await codeOf(bytes, { seen: () => true })).toBe('BANK_FILE_REPEATED');
});

const example = (): string => /<!-- layouts -->\s+```json\n([^]*?)```/.exec(readFileSync(join('docs', 'bank-files.md'), 'utf8'))?.[1] ?? '';

describe('the layouts of an office', () => {
  let office: MoneyOffice;
  afterEach(() => office.end());

  test('a batch leaves and is answered in the layouts of the page', async () => {
    office = await MoneyOffice.open();
    const { dataDir } = office.ledger.config;
    for (const caseId of ['C1', 'C2', 'C3']) await bookHousehold(office.ledger.store, { caseId, town: `${COUNTY}003`, persons: 2, accountNo: `62170028700000${caseId.slice(1).padStart(5, '0')}` });
    await office.ledger.close();
    writeFileSync(join(dataDir, 'bank-layouts.json'), example());
    office = await MoneyOffice.reopen(office);
    const { ledger } = office;
    await ledger.catchUp();
    await office.indicator('dibao', 10_000_000);
    await office.compile('dibao-2019-02', { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' });
    await office.upToCheck('dibao-2019-02', '2019-02-10');
    await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao');
    await ledger.batches.take('B1', 'prepare', { on: '2019-02-15', listNo: 'dibao-2019-02', format: 'nc-rural', valueDate: '2019-02-15', ...PAYER }, FINANCE);
    const { fileName, chunks } = await ledger.batches.content('B1', FINANCE);
    const sent: Buffer[] = [];
    for await (const chunk of chunks) sent.push(chunk);
    expect([fileName, new TextDecoder('gb18030').decode(Buffer.concat(sent))]).toEqual(['B1.dat', [
      'B1^36001111000052500888^3^300000', '1^6217002870000000001^示例^100000^C1/2019-02/base/1', '2^6217002870000000002^示例^100000^C2/2019-02/base/1', '3^6217002870000000003^示例^100000^C3/2019-02/base/1', ''].join('\n')]);

    const answer = 'B1^1^100000^0^1\nC1/2019-02/base/1^6217002870000000001^100000^99^A7\n';
    expect(await ledger.answers.applyReturn('B1', fileOf(answer), { on: '2019-02-18', partial: true }, person('bank'))).toMatchObject({ applied: { format: 'nc-rural', rejected: { count: 1, fen: 100_000 } } });
    const rest = await bytesOf([[text('B1'), { count: 2 }, { fen: 200_000 }], ['明细号', '金额', '状态', '代码'].map(text), [text('C2/2019-02/base/1'), { fen: 100_000 }, text('成功')], [text('C3/2019-02/base/1'), { fen: 100_000 }, text('失败'), { count: 1_001 }]]);
    expect(await refusal(ledger.answers.applyReturn('B1', fileOf(rest), { on: '2019-02-18', partial: true, format: 'nc-else' }, person('bank')))).toBe('BANK_FORMAT_UNKNOWN');
    expect(await ledger.answers.applyReturn('B1', fileOf(rest), { on: '2019-02-18', partial: true, format: 'nc-postal' }, person('bank'))).toMatchObject({ applied: { settled: { count: 1 }, rejected: { count: 1 } } });
    const { outstanding } = await ledger.payItems.outstanding({ division: COUNTY, today: '2019-02-28' as never });
    expect(outstanding.map(({ caseId, status, code }) => [caseId, status, code])).toEqual([['C1', 'rejected', 'accountClosed'], ['C3', 'rejected', 'accountClosed']]);
  });
});

test.each<readonly [string, (file: { layouts: Record<string, unknown>[] }) => unknown]>([
  ['no JSON', () => '{'],
  ['no layouts', () => ({ layouts: [] })],
  ['an id that is taken', (file) => ({ layouts: [{ ...file.layouts[0], id: 'iso20022' }] })],
  ['an id twice', (file) => ({ layouts: [file.layouts[0], file.layouts[0]] })],
  ['a member nobody knows', (file) => ({ layouts: [{ ...file.layouts[0], colour: 'red' }] })],
  ['a return without a count', (file) => ({ layouts: [{ ...file.layouts[1], returns: { ...(file.layouts[1]?.['returns'] as object), head: ['batchNo', 'yuan'] } }] })],
  ['a workbook with a digest', (file) => ({ layouts: [{ ...file.layouts[1], returns: { ...(file.layouts[1]?.['returns'] as object), marks: { head: 'H', item: 'D', trailer: 'T' }, trailer: ['digest'] } }] })],
])('a configuration with %s keeps the program from starting', async (_what, change) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'taizhang-layouts-'));
  const changed = change(JSON.parse(example()) as { layouts: Record<string, unknown>[] });
  writeFileSync(join(dataDir, 'bank-layouts.json'), typeof changed === 'string' ? changed : JSON.stringify(changed));
  expect(await refusal(Ledger.open({ dataDir, mode: 'readWrite' }))).toBe('BANK_LAYOUT_INVALID');
  rmSync(dataDir, { recursive: true });
});
