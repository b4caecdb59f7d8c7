/** Importing: every row recorded once or rejected by name, whatever was imported before and wherever it was interrupted. */
import type { EventStore, NewEvent } from '#event-store';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import type { EventMetadata } from '#kernel';
import { readWorkbook } from '#workbook';
import { type Sheets, workbookOf } from '../../../test/support/workbooks.js';
import { importWorkbook, type ImportReport } from './index.js';

const NOW = '2020-01-15T02:00:00.000Z';
const run = async (store: EventStore, bytes: Buffer): Promise<ImportReport> =>
  importWorkbook(store, await readWorkbook(bytes), { actor: { staffId: 'op' }, now: () => NOW });
const codes = ({ rejections }: ImportReport): string[] => rejections.map(({ sheet, row, column, code }) => `${sheet} ${row} ${column} ${code}`);
const everything = async (store: EventStore) => (await store.readAll()).events;
const edit = (sheet: string, row: number, column: number, value: string | null) => (sheets: Sheets): void => {
  sheets[sheet] = (sheets[sheet] ?? []).map((cells, index) => (index === row ? cells.map((cell, place) => (place === column ? value : cell)) : cells));
};

describe('a first import', () => {
  it('records every row of a faultless workbook', async () => {
    const store = openMemoryEventStore();
    const report = await run(store, workbookOf());
    expect(codes(report)).toEqual([]);
    expect(Object.values(report.sheets).every(({ rows, recorded }) => rows === recorded)).toBe(true);
    expect(Object.values(report.sheets).reduce((sum, { rows }) => sum + rows, 0)).toBe(2 + 3 + 2 + 3 + 2 + 3 + 3 + 3 + 1 + 1);
    expect(report.events).toBe((await everything(store)).length);
  });
  it('keeps both times, the actor, the place and the row of every fact', async () => {
    const store = openMemoryEventStore();
    const { sha256 } = await run(store, workbookOf());
    const visit = (await everything(store)).find(({ type }) => type === 'HomeVisited');
    expect(visit?.streamId).toBe('case-C1@360111');
    expect(visit?.data).toEqual({ caseId: 'C1', on: '2018-11-07' });
    expect(visit?.metadata).toMatchObject({
      occurredAt: '2018-11-07', recordedAt: NOW, actor: { staffId: '002301' }, schemaVer: 1,
      jurisdiction: { code6: '360111', town9: '360111001', village12: '360111001008' }, source: { file: sha256, sheet: '办理', row: 3 },
    });
    const increase = (await everything(store)).find(({ type }) => type === 'BenefitIncreased');
    expect(increase?.metadata).toMatchObject({ occurredAt: '2018-12-20', effectiveFrom: '2019-01', actor: { staffId: 'unrecorded' } });
  });
  it('keeps a rejected row with its cells as they were written', async () => {
    const store = openMemoryEventStore();
    const report = await run(store, workbookOf(edit('办理', 2, 2, '十一月七日')));
    expect(codes(report)).toEqual(['办理 3 日期 FORMAT']);
    const rejected = (await everything(store)).find(({ type }) => type === 'RowRejected');
    expect(rejected?.data).toMatchObject({ sheet: '办理', row: 3, column: '日期', code: 'FORMAT', cells: { 案件编号: 'C1', 步骤: '入户调查', 日期: '十一月七日', 经办人: '002301' } });
  });
  it('lets nothing refer to what was rejected', async () => {
    const report = await run(openMemoryEventStore(), workbookOf(edit('人员', 1, 2, '110105194912310020')));
    // The head of H1 is no citizen: so there is no household H1, no case C1 and nothing of it.
    expect(codes(report)).toEqual([
      '人员 2 身份证号 ID_CHECKSUM', '家庭 2 户主人员编号 REFERENCE', '成员 2 户编号 REFERENCE', '成员 3 户编号 REFERENCE', '申请 2 户编号 REFERENCE',
      '办理 2 案件编号 REFERENCE', '办理 3 案件编号 REFERENCE', '待遇 2 案件编号 REFERENCE', '待遇 3 案件编号 REFERENCE',
      '发放 2 案件编号 REFERENCE', '发放 4 案件编号 REFERENCE', '疑点 2 案件编号 REFERENCE',
    ]);
  });
});

describe('a further import', () => {
  it('of the same file records nothing and answers with the same rejections', async () => {
    const store = openMemoryEventStore();
    const bytes = workbookOf(edit('办理', 2, 2, '十一月七日'));
    const first = await run(store, bytes);
    const before = (await everything(store)).length;
    const second = await run(store, bytes);
    expect((await everything(store)).length).toBe(before);
    expect(second.events).toBe(0);
    expect(second.rejections).toEqual(first.rejections);
    expect(second.sheets['办理']).toEqual({ rows: 3, recorded: 0, alreadyRecorded: 2, rejected: 1 });
    expect(Object.keys(second.sheets)).toEqual(Object.keys(first.sheets));
  });
  it('of another file recognises the rows it has, however they are spelt', async () => {
    const store = openMemoryEventStore();
    await run(store, workbookOf());
    const again = await run(store, workbookOf((sheets) => {
      edit('待遇', 1, 3, '￥1,020.00元')(sheets);
      edit('办理', 1, 2, '2018年11月5日')(sheets);
      edit('说明', 3, 1, '2020-06-30')(sheets);
    }));
    expect(codes(again)).toEqual([]);
    expect(Object.values(again.sheets).every(({ rows, alreadyRecorded }) => rows === alreadyRecorded)).toBe(true);
  });
  it('rejects what contradicts the past and records what is new', async () => {
    const store = openMemoryEventStore();
    await run(store, workbookOf());
    const next = await run(store, workbookOf((sheets) => {
      edit('标准', 1, 1, '620')(sheets);
      edit('家庭', 1, 2, '360111002')(sheets);
      edit('申请', 1, 6, '002199')(sheets);
      edit('待遇', 1, 3, '1000')(sheets);
      edit('发放', 1, 5, '成功')(sheets);
      edit('预算', 1, 4, '1')(sheets);
      sheets['办理'] = [...(sheets['办理'] ?? []), ['C1', '审核确认', '2018-11-30', '000301']];
    }));
    expect(codes(next)).toEqual(['标准 2 参数 CONFLICT', '家庭 2 户编号 CONFLICT', '申请 2 案件编号 CONFLICT', '待遇 2 案件编号 CONFLICT', '发放 2 清册号 CONFLICT', '预算 2 指标文号 CONFLICT']);
    expect(next.sheets['办理']).toEqual({ rows: 4, recorded: 1, alreadyRecorded: 3, rejected: 0 });
    // The household is where it was recorded to be, whatever the contradicting row says.
    const confirmed = (await everything(store)).find(({ type }) => type === 'AssistanceConfirmed');
    expect((confirmed?.metadata as unknown as EventMetadata).jurisdiction.town9).toBe('360111001');
  });
  it('may refer to what an earlier file recorded', async () => {
    const store = openMemoryEventStore();
    await run(store, workbookOf());
    const next = await run(store, workbookOf((sheets) => {
      for (const name of ['标准', '人员', '家庭', '成员', '申请', '待遇', '发放', '疑点', '预算']) sheets[name] = [];
      sheets['办理'] = [['案件编号', '步骤', '日期', '经办人'], ['C1', '复核', '2019-11-01', '000301'], ['C9', '复核', '2019-11-01', '000301']];
    }));
    expect(codes(next)).toEqual(['办理 3 案件编号 REFERENCE']);
    expect(next.sheets['办理']).toMatchObject({ recorded: 1 });
  });
  it('of another county keeps its own numbers apart', async () => {
    const store = openMemoryEventStore();
    await run(store, workbookOf());
    const other = await run(store, workbookOf(edit('说明', 1, 1, '320583')));
    expect(codes(other)).toEqual([]);
    expect(other.sheets['人员']).toMatchObject({ recorded: 3 });
  });
});

describe('a row too large to be kept', () => {
  it('refuses the file before anything is recorded, and one at the bound is rejected and kept whole', async () => {
    const notes = (length: number) => workbookOf((sheets) => {
      sheets['办理'] = [['案件编号', '步骤', '日期', '经办人', '岗位', '结果', '备注'], ['C1', '受理', '哪天', '002101', ...Array.from({ length: 3 }, () => '台'.repeat(length))]];
    });
    const store = openMemoryEventStore();
    await expect(run(store, notes(32_767)).then(codes)).resolves.toEqual(['办理 2 日期 FORMAT']);
    const wide = workbookOf((sheets) => {
      const [header = [], row = []] = sheets['疑点'] ?? [];
      sheets['疑点'] = [[...header, '责任人', '核实日期', '错误类别', '原因类别', '错误终止年月', '追回日期', '秉公办理', '还款协议'], [...row.map((cell, place) => (place === 5 ? '台'.repeat(32_767) : cell)), ...Array.from({ length: 8 }, () => '台'.repeat(32_767))]];
    });
    const fresh = openMemoryEventStore();
    await expect(run(fresh, wide)).rejects.toMatchObject({ code: 'WORKBOOK_TOO_LARGE' });
    expect(await everything(fresh)).toEqual([]);
  });
});

describe('an interrupted import', () => {
  /** Fails from the n-th append on, as a store does whose machine goes down. */
  const failingAfter = (store: EventStore, appends: number): EventStore => {
    let left = appends;
    return {
      ...store,
      append: (streamId, expected, events: readonly NewEvent[]) => (left-- > 0 ? store.append(streamId, expected, events) : Promise.reject(new Error('power cut'))),
      readStream: (...args) => store.readStream(...args), readAll: (...args) => store.readAll(...args), subscribe: (...args) => store.subscribe(...args), close: () => store.close(),
    };
  };
  const contentOf = async (store: EventStore) => {
    const events = (await everything(store)).map(({ position: _position, ...event }) => event);
    return events.sort((a, b) => (a.streamId === b.streamId ? Number(a.revision - b.revision) : a.streamId < b.streamId ? -1 : 1));
  };
  it('ends the same when repeated, wherever it was cut', async () => {
    const bytes = workbookOf(edit('办理', 2, 2, '十一月七日'));
    const whole = openMemoryEventStore();
    const expected = await run(whole, bytes);
    let cuts = 0;
    for (let appends = 0; ; appends += 1) {
      const store = openMemoryEventStore();
      let cut = false;
      await run(failingAfter(store, appends), bytes).catch(() => { cut = true; });
      if (!cut) break;
      cuts += 1;
      const report = await run(store, bytes);
      expect({ ...report, events: 0 }).toEqual({ ...expected, events: 0 });
      expect(await contentOf(store)).toEqual(await contentOf(whole));
    }
    expect(cuts).toBeGreaterThan(10);
  });
  it('counts what another run recorded meanwhile as recorded once', async () => {
    const store = openMemoryEventStore();
    const [one, two] = await Promise.all([run(store, workbookOf()), run(store, workbookOf())]);
    expect(codes(one)).toEqual(codes(two));
    const alone = openMemoryEventStore();
    await run(alone, workbookOf());
    expect(await contentOf(store)).toEqual(await contentOf(alone));
  });
});
