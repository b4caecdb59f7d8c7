/** Rows as an office writes them: headers anywhere, blank and closing rows, the order of faults, keys, references and outcomes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '#kernel';
import { type TestCell, type TestSheet, writeWorkbook, writeZip, packageParts, INFO } from '../testing/xlsx-writer.js';
import { conflictOf, FAULT_CODES, outcomeOf, readWorkbook, SCHEMAS, SHEET_NAMES, type SheetName, valuesByHeader, type WorkbookRow } from './index.js';

const ID = '11010519491231002X';
const HEADER = ['人员编号', '姓名', '身份证号', '残疾类别', '残疾等级', '自理能力', '劳动能力', '死亡日期'] as const;

type Rows = TestSheet['rows'];
async function rowsOf<S extends SheetName>(name: S, rows: Rows): Promise<WorkbookRow<S>[]> {
  const workbook = await readWorkbook(writeWorkbook([{ name, rows }]));
  return [...workbook.sheet(name).rows()];
}
const persons = (rows: Rows): Promise<WorkbookRow<'人员'>[]> => rowsOf('人员', rows);
async function refusal(reading: Promise<unknown>): Promise<[string, Readonly<Record<string, unknown>>]> {
  const error: unknown = await reading.then(() => new Error('was accepted'), (reason: unknown) => reason);
  if (!(error instanceof DomainError)) throw error;
  return [error.code, error.details];
}
const nobody = { exists: () => false, seenKeys: new Set<string>() };

describe('the header', () => {
  const data = ['0001', '甲', ID];

  test.each<[string, Rows, number]>([
    ['in row 1', [HEADER, data], 2],
    ['under a title', [['某区2019年人员台账'], HEADER, data], 3],
    ['in row 5 under notes', [['台账'], ['编制单位：民政局', null, '单位：元'], null, ['人员编号'], HEADER, null, data], 7],
    ['with spaces and full-width letters', [[' 人员编号 ', '姓　名', '身 份 证 号\n'], data], 2],
    ['with unknown columns and in another order', [['序号', '身份证号', '备注2', '姓名', null, '人员编号'], [1, ID, 'x', '甲', 'y', '0001']], 2],
  ])('%s', async (_, rows, row) => {
    const found = await persons(rows);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ row, key: '["0001"]', values: { personId: '0001', name: '甲', citizenId: ID, selfCare: null } });
  });

  test('absent sheets have no rows; all ten stand in the order of the table, whatever the order in the file', async () => {
    const workbook = await readWorkbook(writeZip(packageParts([{ name: '预算', rows: [] }, { name: '草稿', rows: [['x']] }, { name: ' 人 员', rows: [HEADER, data] }, INFO])));
    expect(workbook.sheets.map(({ name }) => name)).toEqual(SHEET_NAMES);
    expect(workbook.sheets.filter(({ present }) => present).map(({ name, rowCount }) => [name, rowCount])).toEqual([['人员', 1], ['预算', 0]]);
    expect(workbook.info).toEqual({ code6: '360111', year: 2019, office: null, cutoffOn: '2019-12-31', pack: 'QS-2019' });
  });

  test('missing within five rows', async () => {
    expect(await refusal(persons([['台账'], null, null, null, null, HEADER, data]))).toEqual(['HEADER_MISSING', { sheet: '人员' }]);
    expect(await refusal(persons([['台账'], ['0001', '某甲']]))).toEqual(['HEADER_MISSING', { sheet: '人员' }]);
    // A page of the template that nobody used has a title and nothing else.
    expect(await persons([['只有标题'], null, ['单位：元']])).toEqual([]);
    expect(await persons([])).toEqual([]);
    expect(await persons([['　'], null, null, null, null, null, [' ']])).toEqual([]);
  });

  test('a required column is missing: refused if there are rows, no matter if there are none', async () => {
    expect(await refusal(persons([['人员编号', '备注'], ['0001']]))).toEqual(['COLUMN_MISSING', { sheet: '人员', columns: ['姓名', '身份证号'] }]);
    expect(await persons([['人员编号', '备注'], [null, 'x'], ['合计', 3]])).toEqual([]);
  });

  test('a known column twice; an unknown one may', async () => {
    expect(await refusal(persons([[...HEADER, '姓 名'], data]))).toEqual(['COLUMN_TWICE', { sheet: '人员', column: '姓名' }]);
    expect(await persons([[...HEADER, '备注', '备注'], data])).toHaveLength(1);
  });
});

describe('rows that are none', () => {
  test('blank ones, also with a serial number, and closing ones; rows after a closing row are rows', async () => {
    const rows = await persons([
      ['序号', ...HEADER],
      [1, '0001', '甲', ID],
      [2],
      [3, '　', ' ', '\u200b'],
      null,
      ['合计', '2', '人', 'x'],
      [null, '合　计'],
      [' 合 计 ', null, 5],
      [4, '0002', '乙', ID],
      [5, '合计', '丙', ID],
    ]);
    expect(rows.map(({ row, key }) => [row, key])).toEqual([[2, '["0001"]'], [9, '["0002"]'], [10, '["合计"]']]);
  });

  test('the first filled cell decides, unknown columns included, wherever it stands', async () => {
    const rows = await rowsOf('预算', [['备注', '指标文号', '日期', '来源', '救助类别', '金额', '合计列'], ['合计', '一号', '2019-01-01', '省', '低保', 1], [null, null, null, null, null, 5, '合计'], ['x', '合计', null, null, null, 9]]);
    expect(rows.map(({ row }) => row)).toEqual([3, 4]);
  });
});

describe('values', () => {
  test('typed by field, by header, and the cells as written', async () => {
    const [row] = await rowsOf('发放', [
      ['序号', '清册号', '年月', '案件编号', '次数', '金额', '状态', '结果日期', '银行流水号'],
      [1, 'ＢＦ01 ', 201903, 'QS 1', '１', '¥ 1,050.5', '成功　', 43529, '00012'],
    ]);
    expect(row).toEqual({
      sheet: '发放', row: 2, fault: undefined, key: '["BF01","QS1","2019-03",1]',
      references: [{ column: '案件编号', target: '案件', number: 'QS1' }],
      values: { listId: 'BF01', month: '2019-03', caseId: 'QS1', attempt: 1, amountFen: 105050, status: 'settled', resultOn: '2019-03-05', bankSerial: '00012', reasonCode: null },
      cells: { 清册号: 'ＢＦ01 ', 年月: '201903', 案件编号: 'QS 1', 次数: '１', 金额: '¥ 1,050.5', 状态: '成功　', 结果日期: '43529', 银行流水号: '00012' },
    });
    expect(valuesByHeader(row as WorkbookRow)).toMatchObject({ 清册号: 'BF01', 金额: 105050, 原因代码: null });
    expect(JSON.parse(JSON.stringify(row?.values))).toEqual(row?.values);
  });

  test('two spellings of one content give the same values and key', async () => {
    const [one, two] = await rowsOf('待遇', [
      ['案件编号', '变动类型', '生效年月', '月金额', '人数', '决定日期', '原因'],
      ['QS1', '新增', '2019年3月', '1,200.00元', '2', '2019.3.5', '审核 确认'],
      ['ＱＳ 1', ' 新增', 20190317, 1200, 2, 43529, '　审核 确认'],
    ]);
    expect(two?.values).toEqual(one?.values);
    expect(two?.key).toBe(one?.key);
  });
});

describe('the fault that is reported', () => {
  const row = (overrides: Partial<Record<(typeof HEADER)[number], TestCell>>): TestCell[] => {
    const sound: Record<string, TestCell> = { 人员编号: '0001', 姓名: '甲', 身份证号: ID };
    return HEADER.map((header) => (header in overrides ? overrides[header] ?? null : sound[header] ?? null));
  };

  test.each<[string, Parameters<typeof row>[0], [string, string] | undefined]>([
    ['none', {}, undefined],
    ['REQUIRED, leftmost', { 姓名: null, 身份证号: ' ' }, ['REQUIRED', '姓名']],
    ['REQUIRED before FORMAT, ENUM and ID_CHECKSUM further left', { 身份证号: '1', 残疾等级: '9', 死亡日期: 'x', 姓名: null }, ['REQUIRED', '姓名']],
    ['FORMAT before ENUM and ID_CHECKSUM further left', { 身份证号: '1', 自理能力: 'x', 死亡日期: '不详' }, ['FORMAT', '死亡日期']],
    ['ENUM before ID_CHECKSUM further left, leftmost', { 身份证号: '1', 残疾等级: 5, 劳动能力: 'x' }, ['ENUM', '残疾等级']],
    ['ID_CHECKSUM', { 身份证号: '110105194912310021' }, ['ID_CHECKSUM', '身份证号']],
  ])('%s', async (_, overrides, expected) => {
    const [found] = await persons([HEADER, row(overrides)]);
    expect(found?.fault && [found.fault.code, found.fault.column]).toEqual(expected);
    expect(outcomeOf(found as WorkbookRow, nobody)).toEqual(found?.fault);
  });

  test('leftmost in the order of the table, not of the file', async () => {
    const [found] = await persons([['死亡日期', '身份证号', '姓名', '人员编号'], ['x', null, null, null]]);
    expect(found?.fault).toMatchObject({ code: 'REQUIRED', column: '人员编号', rank: 0 });
    expect(found?.key).toBeUndefined();
    expect(found?.values).toMatchObject({ personId: null, diedOn: null });
  });

  test('REFERENCE after the faults of cells and before DUPLICATE, at the leftmost unknown number', async () => {
    const rows = await rowsOf('成员', [['户编号', '人员编号', '与户主关系', '计入人口'], ['H1', 'P1', '户主', '是'], ['H1', 'P1', '户主', '是'], ['H2', 'P1', null, '是'], ['H2', 'P9', '子', '是']]);
    const only = (...known: string[]) => ({ exists: (target: string, number: string) => known.includes(`${target}${number}`), seenKeys: new Set([rows[0]?.key as string]) });
    const [, again, faulty, unknown] = rows as [WorkbookRow, WorkbookRow, WorkbookRow, WorkbookRow];
    expect(outcomeOf(again, only())).toMatchObject({ code: 'REFERENCE', column: '户编号' });
    expect(outcomeOf(again, only('家庭H1'))).toMatchObject({ code: 'REFERENCE', column: '人员编号' });
    expect(outcomeOf(again, only('家庭H1', '人员P1'))).toMatchObject({ code: 'DUPLICATE', column: '户编号', rank: 5 });
    expect(outcomeOf(faulty, only())).toMatchObject({ code: 'REQUIRED', column: '与户主关系' });
    expect(outcomeOf(unknown, only('家庭H2'))).toMatchObject({ code: 'REFERENCE', column: '人员编号' });
    expect(outcomeOf(unknown, only('家庭H2', '人员P9'))).toBeUndefined();
  });

  test('an empty optional number is no reference', async () => {
    const header = ['案件编号', '户编号', '救助类别', '申请日期', '受益人员编号'];
    const [without, withOne] = await rowsOf('申请', [header, ['C1', 'H1', '低保', 43529, ' '], ['C2', 'H1', '孤儿', 43529, '0001']]);
    expect(without?.references).toEqual([{ column: '户编号', target: '家庭', number: 'H1' }]);
    expect(withOne?.references).toHaveLength(2);
  });

  test('CONFLICT names the first column of the key', () => {
    expect(conflictOf('发放')).toMatchObject({ code: 'CONFLICT', column: '清册号', rank: 6 });
    expect(conflictOf('标准')).toMatchObject({ column: '参数' });
  });
});

describe('laws', () => {
  const junk = fc.oneof(fc.constant(null), fc.string({ maxLength: 20 }).map((text) => text.replace(/[^ -~\u4e00-\u9fff]/g, '')), fc.integer(), fc.boolean(), fc.constantFrom('2019-03', '低保', '是', '合计', '9月'));

  test.each(SHEET_NAMES)('%s: every data row has values or a fault; messages repeat nothing of the cells', async (name) => {
    const { columns } = SCHEMAS[name];
    const marked = columns.map(({ header }) => `秘密${header}`);
    const rows = fc.sample(fc.tuple(...columns.map(() => junk)), 60);
    const found = await rowsOf(name, [columns.map(({ header }) => header), marked, ...rows]);
    for (const row of found) {
      const fault = outcomeOf(row, nobody);
      if (fault) {
        expect(FAULT_CODES[fault.rank]).toBe(fault.code);
        expect(columns.map(({ header }) => header)).toContain(fault.column);
        expect(fault.message).not.toContain('秘密');
        expect(fault.message).toMatch(/请/);
      }
      if (row.fault === undefined) {
        const values = Object.values(row.values as unknown as Record<string, unknown>);
        columns.forEach(({ required }, index) => { if (required) expect(values[index]).not.toBeNull(); });
        expect(row.key).toBeDefined();
      }
    }
    expect(found[0]?.fault).toBeDefined();
  });
});

describe('说明', () => {
  const info = (rows: Rows): Promise<unknown> => readWorkbook(writeZip(packageParts([{ name: '说明', rows }])));
  const sound: [string, TestCell][] = [['行政区划代码', '３６０１１１'], ['年度', '2019年度'], ['编制单位', ' 某局 '], ['截止日期', 43830], ['政策文件', 'QS-2019 ']];
  const but = (name: string, value: TestCell): Rows => sound.map(([key, cell]) => [key, key === name ? value : cell]);

  test('values in any allowed spelling, wherever the two columns stand', async () => {
    const rows: Rows = [['台账 2019年度'], null, ...sound.map(([name, value]) => [null, ` ${name}：`, null, value]), [null, '说明', null, '合成数据']];
    expect(((await info(rows)) as { info: unknown }).info).toEqual({ code6: '360111', year: 2019, office: '某局', cutoffOn: '2019-12-31', pack: 'QS-2019' });
  });

  test.each<[string, Rows]>([
    ['行政区划代码', but('行政区划代码', null)], ['行政区划代码', but('行政区划代码', '36011')], ['年度', but('年度', '二〇一九')], ['年度', but('年度', 19)],
    ['截止日期', but('截止日期', '2019-02-30')], ['截止日期', but('截止日期', ' ')], ['政策文件', but('政策文件', '../../x')], ['政策文件', but('政策文件', null)],
    ['年度', [...but('', null), ['年 度', 2020]]],
  ])('%s invalid', async (column, rows) => {
    expect(await refusal(info(rows))).toEqual(['INFO_INVALID', { sheet: '说明', column }]);
  });

  test('the sheet is missing', async () => {
    expect(await refusal(readWorkbook(writeZip(packageParts([{ name: '人员', rows: [] }]))))).toEqual(['SHEET_MISSING', { sheet: '说明' }]);
  });
});
