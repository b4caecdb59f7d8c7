/** Values in the ledger: published from three doors, never replaced, corrected with a trace, asked for as they were known. */
import { workbookOf } from '../support/workbooks.js';
import { ACTOR, instant, Office, refusal, standard } from './support.js';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
afterEach(() => office.close());
const DIBAO = standard('dibao.std', '360111', '670', '2019-01-01', { basis: '洪府发〔2018〕1号' });

describe('publishing', () => {
  it('records a value once, however often it is sent', async () => {
    const first = await office.publish(DIBAO, standard('wage.min', '360000', '1680.00', '2018-01-01'));
    expect(first).toEqual({
      rows: [{ key: 'dibao.std', division: '360111', from: '2019-01-01', outcome: 'recorded' }, { key: 'wage.min', division: '360000', from: '2018-01-01', outcome: 'recorded' }],
      recorded: 2, alreadyRecorded: 0, rejected: 0,
    });
    expect((await office.events()).map(({ streamId, type, data }) => [streamId, type, data['value']])).toEqual([['policy-360111', 'StandardPublished', '670'], ['policy-360000', 'StandardPublished', '1680']]);
    const again = await office.publish(standard('wage.min', '360000', '1680', '2018-01-01'), { ...DIBAO, value: '６７０' }, { ...DIBAO, basis: ' 洪府发〔2018〕1号 ' });
    expect(again).toMatchObject({ recorded: 0, alreadyRecorded: 3, rejected: 0 });
    await office.restart();
    expect(await office.publish(DIBAO)).toMatchObject({ recorded: 0, alreadyRecorded: 1 });
    expect(await office.events()).toHaveLength(2);
  });
  it('never replaces a value, and says what to do', async () => {
    await office.publish(DIBAO);
    for (const other of [{ value: '680' }, { to: '2019-12-31' }, { basis: undefined }, { unit: '元' }]) {
      const { rows: [row] } = await office.publish({ ...DIBAO, ...other });
      expect(row).toMatchObject({ outcome: 'rejected', code: 'CONFLICT', message: expect.stringContaining('correct it') as string });
    }
    expect(await office.events()).toHaveLength(1);
  });
  it('rejects one by one: what cannot be right does not stop the rest', async () => {
    const { rows, recorded, rejected } = await office.publish(
      standard('dibao.standard', '360111', '670', '2019-01-01'), standard('dibao.std', '360111001', '670', '2019-01-01'), standard('dibao.std', '360111', '-1', '2019-01-01'),
      standard('dibao.std', '360111', '670', '2019-02-30'), standard('dibao.std', '360111', '670', '2019-01-01', { to: '2018-12-31' }), standard('dibao.std', '360111', '670', '2019-01-01', { unit: 'x'.repeat(501) }), DIBAO);
    expect(rows.map(({ code }) => code)).toEqual(['STANDARD_KEY_UNKNOWN', 'DIVISION_INVALID', 'STANDARD_VALUE_INVALID', 'DATE_INVALID', 'STANDARD_PERIOD_INVALID', 'STANDARD_TEXT_INVALID', undefined]);
    expect([recorded, rejected]).toEqual([1, 6]);
  });
  it('of two in one list that contradict each other the first counts', async () => {
    expect((await office.publish(DIBAO, { ...DIBAO, value: '680' }, DIBAO)).rows.map(({ outcome }) => outcome)).toEqual(['recorded', 'rejected', 'alreadyRecorded']);
  });
  it('knows the rows of a workbook, and a workbook knows what was published', async () => {
    // 标准: dibao.std 610 元 for 2018, 670 元 from 2019.
    await office.ledger.importWorkbook(workbookOf(), ACTOR);
    const before = (await office.events()).length;
    expect(await office.publish(standard('dibao.std', '360111', '610', '2018-01-01', { to: '2018-12-31', unit: '元' }), standard('dibao.std', '360111', '680', '2019-01-01', { unit: '元' }))).toMatchObject({
      rows: [{ outcome: 'alreadyRecorded' }, { outcome: 'rejected', code: 'CONFLICT' }],
    });
    expect(await office.events()).toHaveLength(before);

    const other = await Office.open();
    try {
      await other.publish(standard('dibao.std', '360111', '610', '2018-01-01', { to: '2018-12-31', unit: '元' }), standard('dibao.std', '360111', '680', '2019-01-01', { unit: '元' }));
      const report = await other.ledger.importWorkbook(workbookOf(), ACTOR);
      expect(report.sheets['标准']).toEqual({ rows: 2, recorded: 0, alreadyRecorded: 1, rejected: 1 });
      expect(report.rejections.map(({ sheet, row, code }) => [sheet, row, code])).toEqual([['标准', 3, 'CONFLICT']]);
    } finally {
      await other.close();
    }
  });
});

describe('correcting', () => {
  const correction = { key: 'dibao.std', division: '360111', from: '2019-01-01', reason: '公文笔误', approver: '张局长' };
  beforeEach(() => office.publish(DIBAO));
  it('shows the right value and keeps the wrong one', async () => {
    const row = await office.policy.correctStandard({ ...correction, value: '680.0', to: '2019-12-31' }, ACTOR);
    expect(row).toMatchObject({
      key: 'dibao.std', division: '360111', value: '680', from: '2019-01-01', to: '2019-12-31', basis: '洪府发〔2018〕1号', name: { zh: '城镇低保标准' },
      corrections: [{ field: 'value', old: '670', new: '680', reason: '公文笔误', approver: '张局长' }, { field: 'to', old: null, new: '2019-12-31', reason: '公文笔误', approver: '张局长' }],
    });
    expect((await office.events()).map(({ type }) => type)).toEqual(['StandardPublished', 'StandardCorrected', 'StandardCorrected']);
    expect((await office.policy.standards({ key: 'dibao.std' })).rows).toEqual([row]);
  });
  it('sent again changes nothing; to and fro and back are three corrections', async () => {
    await office.policy.correctStandard({ ...correction, value: '680' }, ACTOR);
    await office.policy.correctStandard({ ...correction, value: '680' }, ACTOR);
    expect(await office.events()).toHaveLength(2);
    await office.policy.correctStandard({ ...correction, value: '670' }, ACTOR);
    const { value, corrections } = await office.policy.correctStandard({ ...correction, value: '680' }, ACTOR);
    expect([value, corrections.map((change) => change.new)]).toEqual(['680', ['680', '670', '680']]);
  });
  it('is refused where nothing was published, nothing changes, or the value cannot be', async () => {
    await expect(office.policy.correctStandard({ ...correction, from: '2018-01-01', value: '1' }, ACTOR)).rejects.toEqual(refusal('STANDARD_UNKNOWN'));
    await expect(office.policy.correctStandard({ ...correction, division: '450103', value: '1' }, ACTOR)).rejects.toEqual(refusal('STANDARD_UNKNOWN'));
    await expect(office.policy.correctStandard(correction, ACTOR)).rejects.toEqual(refusal('CORRECTION_EMPTY'));
    await expect(office.policy.correctStandard({ ...correction, value: '670' }, ACTOR)).rejects.toEqual(refusal('CORRECTION_EMPTY'));
    await expect(office.policy.correctStandard({ ...correction, value: 'x' }, ACTOR)).rejects.toEqual(refusal('STANDARD_VALUE_INVALID'));
    await expect(office.policy.correctStandard({ ...correction, to: '2018-12-31' }, ACTOR)).rejects.toEqual(refusal('STANDARD_PERIOD_INVALID'));
    await expect(office.policy.correctStandard({ ...correction, value: '680', approver: '' }, ACTOR)).rejects.toEqual(refusal('STANDARD_TEXT_INVALID'));
    expect(await office.events()).toHaveLength(1);
  });
  it('does not open the value to a publication, from the old content or the new', async () => {
    await office.policy.correctStandard({ ...correction, value: '680' }, ACTOR);
    expect((await office.publish(DIBAO, { ...DIBAO, value: '680' })).rows.map(({ outcome }) => outcome)).toEqual(['alreadyRecorded', 'rejected']);
  });
  it('is what the amount check counts with', async () => {
    const other = await Office.open();
    try {
      // C1: two persons with 200 yuan, decided 1,140 from 2019-01 at 670; at 680 the rule gives 1,160.
      await other.ledger.importWorkbook(workbookOf(), ACTOR);
      expect((await other.ledger.amounts(undefined)).rows).toEqual([]);
      await other.policy.correctStandard({ ...correction, value: '680' }, ACTOR);
      expect((await other.ledger.amounts(undefined)).rows).toMatchObject([{ caseId: 'C1', effectiveMonth: '2019-01', decidedFen: 114_000, expectedFen: 116_000 }]);
    } finally {
      await other.close();
    }
  });
});

describe('the list', () => {
  beforeEach(() => office.publish(
    DIBAO, standard('dibao.std', '360111', '610', '2018-01-01', { to: '2018-12-31' }), standard('teku.std', '360111', '900', '2019-01-01'), standard('dibao.std', '450103', '700', '2019-01-01'),
    standard('wage.min', '450000', '1810', '2019-01-01'), standard('dibao.std', '450100', '690', '2018-07-01')));
  const list = async (question: Parameters<Office['policy']['standards']>[0]) => (await office.policy.standards(question)).rows.map(({ key, division, from }) => `${key} ${division} ${from}`);
  it('is in the order of key, division and day', async () => {
    expect(await list({})).toEqual(['dibao.std 360111 2018-01-01', 'dibao.std 360111 2019-01-01', 'dibao.std 450100 2018-07-01', 'dibao.std 450103 2019-01-01', 'teku.std 360111 2019-01-01', 'wage.min 450000 2019-01-01']);
  });
  it('of a place shows what holds there and what lies in it', async () => {
    expect(await list({ division: '450103001' })).toEqual(['dibao.std 450100 2018-07-01', 'dibao.std 450103 2019-01-01', 'wage.min 450000 2019-01-01']);
    expect(await list({ division: '450000' })).toEqual(['dibao.std 450100 2018-07-01', 'dibao.std 450103 2019-01-01', 'wage.min 450000 2019-01-01']);
    expect(await list({ division: '110101' })).toEqual([]);
  });
  it('of a day shows what is in force on it, on the first and the last day too', async () => {
    expect(await list({ division: '360111', key: 'dibao.std', on: '2018-12-31' as never })).toEqual(['dibao.std 360111 2018-01-01']);
    expect(await list({ division: '360111', key: 'dibao.std', on: '2019-01-01' as never })).toEqual(['dibao.std 360111 2019-01-01']);
    expect(await list({ division: '360111', on: '2017-12-31' as never })).toEqual([]);
  });
  it('as known at an instant shows what had been recorded, and as it was then', async () => {
    const before = await instant();
    await office.publish(standard('care.full', '360111', '0.8', '2019-01-01'));
    await office.policy.correctStandard({ key: 'teku.std', division: '360111', from: '2019-01-01', value: '910', reason: '更正', approver: '李' }, ACTOR);
    expect(await list({ knownAt: before, division: '360111', key: 'care.full' })).toEqual([]);
    expect((await office.policy.standards({ knownAt: before, key: 'teku.std' })).rows).toMatchObject([{ value: '900', corrections: [] }]);
    expect((await office.policy.standards({ key: 'teku.std' })).rows).toMatchObject([{ value: '910' }]);
    // Also with an offset, and before anything.
    expect(await list({ knownAt: '2001-01-01T00:00:00+08:00' })).toEqual([]);
    await expect(list({ knownAt: 'yesterday' })).rejects.toEqual(refusal('INSTANT_INVALID'));
  });
  it('is the same after the read models were built anew', async () => {
    await office.policy.correctStandard({ key: 'teku.std', division: '360111', from: '2019-01-01', value: '910', reason: '更正', approver: '李' }, ACTOR);
    const before = await office.policy.standards({});
    await office.restart(true);
    expect(await office.policy.standards({})).toEqual(before);
    const rebuilt = await office.ledger.rebuild(['standards', 'packs', 'determinations']);
    expect(Object.fromEntries(rebuilt.map(({ name, events }) => [name, events]))).toEqual({ standards: 7, packs: 0, determinations: 0 });
    expect(await office.policy.standards({})).toEqual(before);
  });
  it('shows a value of a workbook whose key is in no catalogue', async () => {
    await office.ledger.importWorkbook(workbookOf((sheets) => { sheets['标准'] = [['参数', '数值', '起始日期'], ['own.key', '1', '2019-01-01']]; }), ACTOR);
    expect((await office.policy.standards({ key: 'own.key' })).rows).toMatchObject([{ value: '1', name: { en: 'not in the catalogue' } }]);
    expect(await office.policy.correctStandard({ key: 'own.key', division: '360111', from: '2019-01-01', value: '2', reason: '更正', approver: '李' }, ACTOR)).toMatchObject({ value: '2' });
  });
});
