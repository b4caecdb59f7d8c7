/** What a value published late, or corrected, means: arrears per case and month and the determinations it touches, and nothing paid is touched. */
import { type Sheets, workbookOf } from '../support/workbooks.js';
import { ACTOR, inGuangxi, Office, refusal, standard } from './support.js';

let office: Office;
beforeEach(async () => { office = await Office.open(); });
afterEach(() => office.close());

const PERSON = '0003';
type Case = { readonly id: string; readonly benefit: string; readonly changes: readonly (readonly [kind: string, month: string, yuan: string, persons?: string])[]; readonly paid: readonly (readonly [month: string, yuan: string, attempt?: string, status?: string])[]; readonly income?: string; readonly household?: string };
const months = (from: number, to: number, year = 2019): string[] => Array.from({ length: to - from + 1 }, (_, n) => `${year}-${String(from + n).padStart(2, '0')}`);
const paid = (yuan: string, from: number, to: number, year = 2019): [string, string][] => months(from, to, year).map((month) => [month, yuan]);

/** A workbook of Guangxi with these cases and no others. */
const casesOf = (cases: readonly Case[], standards: readonly (readonly string[])[] = [], change: (sheets: Sheets) => void = () => undefined) => workbookOf((sheets) => {
  inGuangxi(sheets);
  sheets['标准'] = [['参数', '数值', '起始日期', '截止日期'], ...standards];
  sheets['申请'] = [['案件编号', '户编号', '救助类别', '申请日期', '受益人员编号', '家庭月收入'], ...cases.map(({ id, benefit, income, household = 'H2' }) => [id, household, benefit, '2018-01-02', PERSON, income ?? null])];
  sheets['办理'] = [];
  sheets['疑点'] = [];
  sheets['待遇'] = [['案件编号', '变动类型', '生效年月', '月金额', '人数', '决定日期'], ...cases.flatMap(({ id, changes }) => changes.map(([kind, month, yuan, persons]) => [id, kind, month, yuan, persons ?? '1', `${month}-01`]))];
  sheets['发放'] = [['清册号', '年月', '案件编号', '次数', '金额', '状态', '结果日期'], ...cases.flatMap((of) => of.paid.map(([month, yuan, attempt, status]) => [`L${of.benefit}${month}`, month, of.id, attempt ?? '1', yuan, status ?? '成功', `${month}-10`]))];
  change(sheets);
});
/** Everybody's self-care as assessed. */
const assessed = (level: string) => (sheets: Sheets): void => { sheets['人员'] = (sheets['人员'] ?? []).map((row, index) => [...row, index === 0 ? '自理能力' : level]); };
const importing = async (...given: Parameters<typeof casesOf>): Promise<void> => {
  const { rejections } = await office.ledger.importWorkbook(casesOf(...given), ACTOR);
  expect(rejections).toEqual([]);
};
const impact = async (key: string, division = '450103') => {
  const before = (await office.events()).length;
  const answer = await office.policy.impact({ key, division });
  expect(await office.events()).toHaveLength(before);
  return answer;
};
const brief = async (key: string, division?: string) => (await impact(key, division)).rows.map(({ caseId, month, listedFen, dueFen, arrearsFen }) => `${caseId} ${month} ${listedFen / 100} ${dueFen / 100} ${arrearsFen / 100}`);
const notComputed = async (key: string, division?: string) => (await impact(key, division)).notComputed.map(({ caseId, code }) => `${caseId} ${code}`);

const ORPHAN: Case = { id: 'G1', benefit: '孤儿', changes: [['新增', '2018-03', '600']], paid: [...paid('600', 11, 12, 2018), ...paid('600', 1, 5)] };
const RAISED = standard('orphan.dispersed', '450103', '800', '2019-01-01', { basis: '桂民发〔2019〕5号' });

describe('a standard published late', () => {
  it('V10: a dispersed orphan paid 600 for January to May is owed 200 a month, 1,000 together', async () => {
    await importing([ORPHAN], [['orphan.dispersed', '600', '2018-01-01', '2018-12-31']]);
    await office.publish(RAISED);
    const answer = await impact('orphan.dispersed');
    expect(answer.rows).toEqual(months(1, 5).map((month) => ({ caseId: 'G1', division: '450103002', benefit: 'orphan', month, listedFen: 60_000, dueFen: 80_000, arrearsFen: 20_000 })));
    expect(answer).toMatchObject({ key: 'orphan.dispersed', division: '450103', notComputed: [], determinations: [], total: { arrearsFen: 100_000, cases: 1 } });
    await office.restart(true);
    expect(await impact('orphan.dispersed')).toEqual(answer);
  });
  it('owes whoever left before the run their months in pay, and no others', async () => {
    await importing([{ ...ORPHAN, changes: [...ORPHAN.changes, ['停发', '2019-04', '0']], paid: paid('600', 1, 3) }]);
    await office.publish(RAISED);
    expect(await impact('orphan.dispersed')).toMatchObject({ total: { arrearsFen: 60_000, cases: 1 }, notComputed: [] });
  });
  it('owes V10 whole to a child who left in April of whom May was listed too, as far as it was in pay; the rest is named', async () => {
    await importing([{ ...ORPHAN, changes: [...ORPHAN.changes, ['停发', '2019-04', '0']], paid: paid('600', 1, 5) }]);
    await office.publish(RAISED);
    expect((await brief('orphan.dispersed')).map((row) => row.slice(3, 10))).toEqual(months(1, 3));
    expect(await notComputed('orphan.dispersed')).toEqual(['G1 STOPPED']);
  });
  it('is settled by arrears on another list, and then says nothing', async () => {
    const arrears = months(1, 5).map((month): readonly [string, string] => [month, '200']);
    await importing([ORPHAN], [], (sheets) => { sheets['发放'] = [...(sheets['发放'] ?? []), ...arrears.map(([month, yuan]) => ['补发', month, 'G1', '1', yuan, '成功', '2019-06-10'])]; });
    await office.publish(RAISED);
    expect((await impact('orphan.dispersed')).rows).toEqual([]);
  });
  it('counts what was put up for payment once, also when it bounced and was paid again', async () => {
    await importing([{ ...ORPHAN, paid: [['2019-01', '600', '1', '退票'], ['2019-01', '600', '2']] }]);
    await office.publish(RAISED);
    expect(await brief('orphan.dispersed')).toEqual(['G1 2019-01 600 800 200']);
  });
  it('is asked for by county, city, province, town or community', async () => {
    await importing([ORPHAN]);
    await office.publish(RAISED);
    const found = await Promise.all(['450103', '450100', '450000', '450103002', '450103001', '450102', '450200', '360111', '450103002001'].map(async (division) => (await office.policy.impact({ key: 'orphan.dispersed', division })).rows.length));
    expect(found).toEqual([5, 5, 5, 5, 0, 0, 0, 0, 0]);
  });
  it('tells too much from too little', async () => {
    await importing([{ ...ORPHAN, changes: [['新增', '2019-01', '800']], paid: [['2019-01', '850'], ['2019-02', '800'], ['2019-03', '700']] }]);
    await office.publish(RAISED);
    expect(await brief('orphan.dispersed')).toEqual(['G1 2019-01 850 800 -50', 'G1 2019-03 700 800 100']);
    expect((await impact('orphan.dispersed')).total).toEqual({ arrearsFen: 5_000, cases: 1 });
  });
});

describe('where a child is raised', () => {
  it('is told by the amount that was decided, where one standard gives it', async () => {
    await importing([ORPHAN, { ...ORPHAN, id: 'G2', changes: [['新增', '2018-03', '1000']], paid: paid('1000', 1, 2) }, { ...ORPHAN, id: 'G3', changes: [['新增', '2018-03', '700']], paid: paid('700', 1, 2) }]);
    await office.publish(RAISED, standard('orphan.inst', '450103', '1200', '2019-01-01'));
    expect(await brief('orphan.inst')).toEqual(['G2 2019-01 1000 1200 200', 'G2 2019-02 1000 1200 200']);
    expect((await brief('orphan.dispersed')).every((row) => row.startsWith('G1 '))).toBe(true);
    expect([await notComputed('orphan.inst'), await notComputed('orphan.dispersed')]).toEqual([['G3 ORPHAN_PLACE_UNKNOWN'], ['G3 ORPHAN_PLACE_UNKNOWN']]);
  });
});

describe('the other benefits', () => {
  const DIBAO: Case = { id: 'D1', benefit: '低保', household: 'H1', income: '200', changes: [['新增', '2018-12', '1000', '2']], paid: paid('1000', 1, 2) };
  it('低保 is the gap of income and counted members; where they are not known it says so', async () => {
    await importing([DIBAO, { ...DIBAO, id: 'D2', income: undefined as never }, { ...DIBAO, id: 'D3', household: 'H2' }], [], (sheets) => { sheets['成员'] = (sheets['成员'] ?? []).filter(([household]) => household !== 'H2'); });
    await office.publish(standard('dibao.std', '450103', '700', '2019-01-01'));
    expect(await brief('dibao.std')).toEqual(['D1 2019-01 1000 1200 200', 'D1 2019-02 1000 1200 200']);
    expect(await notComputed('dibao.std')).toEqual(['D2 INCOME_MISSING', 'D3 MEMBERS_MISSING']);
  });
  it('低保 of another number of persons than count today is not computed', async () => {
    await importing([DIBAO, { ...DIBAO, id: 'D4', changes: [['新增', '2018-12', '1500', '3']], paid: paid('1500', 1, 1) }]);
    await office.publish(standard('dibao.std', '450103', '700', '2019-01-01'));
    expect(await brief('dibao.std')).toEqual(['D1 2019-01 1000 1200 200', 'D1 2019-02 1000 1200 200']);
    expect(await notComputed('dibao.std')).toEqual(['D4 MEMBERS_CHANGED']);
  });
  it('特困 follows the 低保 standard by 1.3 times, where the document says so', async () => {
    await importing([{ ...ORPHAN, id: 'T1', benefit: '特困', changes: [['新增', '2018-12', '850']], paid: paid('850', 1, 2) }], [], assessed('自理'));
    await office.publish(standard('dibao.std', '450103', '700', '2019-01-01'), standard('teku.std', '450103', '850', '2018-01-01'));
    expect(await brief('dibao.std')).toEqual(['T1 2019-01 850 910 60', 'T1 2019-02 850 910 60']);
    expect(await brief('teku.std')).toEqual(await brief('dibao.std'));
    await office.policy.correctStandard({ key: 'dibao.std', division: '450103', from: '2019-01-01', value: '650', reason: '更正', approver: '李' }, ACTOR);
    expect(await brief('dibao.std')).toEqual([]);
  });
  // 910 by the 低保 standard, and of 1,810 the printed 60 % (published: 70 %) or 30 %.
  it.each([
    ['失能', { 'wage.min': ['T1 2019-06 910 2177 1267'], 'care.full': ['T1 2019-06 910 2177 1267'], 'care.half': [] }],
    ['半失能', { 'wage.min': ['T1 2019-06 910 1453 543'], 'care.full': [], 'care.half': ['T1 2019-06 910 1453 543'] }],
    ['自理', { 'wage.min': [], 'care.full': [], 'care.half': [] }],
  ])('特困 of a person of %s depends on the care fee and the minimum wage as it should', async (level, expected) => {
    await importing([{ ...ORPHAN, id: 'T1', benefit: '特困', changes: [['新增', '2018-12', '910']], paid: paid('910', 6, 6) }], [], assessed(level));
    await office.publish(
      standard('dibao.std', '450103', '700', '2019-01-01'), standard('teku.std', '450103', '850', '2018-01-01'),
      standard('wage.min', '450000', '1810', '2018-02-01'), standard('care.full', '450103', '0.7', '2019-01-01'), standard('care.half', '450103', '0.3', '2019-01-01'),
    );
    for (const [key, rows] of Object.entries(expected)) expect([key, await brief(key), await notComputed(key)]).toEqual([key, rows, []]);
  });
  it('特困 of a person nobody assessed is named under the keys of the care fee', async () => {
    await importing([{ ...ORPHAN, id: 'T1', benefit: '特困', changes: [['新增', '2018-12', '910']], paid: paid('910', 6, 6) }]);
    expect([await notComputed('wage.min'), await notComputed('care.half')]).toEqual([['T1 SELF_CARE_UNKNOWN'], ['T1 SELF_CARE_UNKNOWN']]);
  });
  it('disability subsidies are one amount a person; another number of persons is not guessed at', async () => {
    await importing([
      { ...ORPHAN, id: 'S1', benefit: '残疾人生活补贴', changes: [['新增', '2018-03', '50']], paid: paid('50', 1, 1) }, { ...ORPHAN, id: 'S2', benefit: '重度残疾人护理补贴', changes: [['新增', '2018-03', '50']], paid: paid('50', 2, 2) },
      { ...ORPHAN, id: 'S3', benefit: '残疾人生活补贴', changes: [['新增', '2018-03', '100', '2']], paid: paid('100', 1, 1) },
    ]);
    expect([await brief('disab.living'), await brief('disab.nursing')]).toEqual([['S1 2019-01 50 80 30'], ['S2 2019-02 50 80 30']]);
    expect(await notComputed('disab.living')).toEqual(['S3 PERSONS_NOT_ONE']);
  });
  it('a graduated exit, and a month before anything was granted, are not held against the rule', async () => {
    await importing([{ ...DIBAO, changes: [['新增', '2019-01', '1000', '2'], ['渐退', '2019-02', '500', '2']], paid: [['2018-12', '1000'], ['2019-02', '500']] }]);
    await office.publish(standard('dibao.std', '450103', '700', '2018-01-01'));
    expect([await brief('dibao.std'), await notComputed('dibao.std')]).toEqual([[], ['D1 GRADUATED_EXIT', 'D1 NO_ENTITLEMENT']]);
  });
  it('a month whose first attempt stands nowhere, or for which no rule or value holds, is named', async () => {
    await importing([{ ...DIBAO, changes: [['新增', '2017-01', '1000', '2']], paid: [['2017-12', '1000'], ['2018-06', '1000'], ['2019-02', '1000', '2']] }]);
    await office.publish(standard('dibao.std', '450103', '700', '2019-01-01'));
    expect([await brief('dibao.std'), await notComputed('dibao.std')]).toEqual([[], ['D1 DATE_BEFORE_RULES', 'D1 FIRST_ATTEMPT_MISSING', 'D1 STANDARD_NOT_PUBLISHED']]);
  });
  it('a key on which no monthly amount depends has none; a key that nobody publishes is refused', async () => {
    await importing([DIBAO]);
    expect(await impact('lowinc.line')).toMatchObject({ arrearsComputed: false, rows: [], notComputed: [], total: { arrearsFen: 0, cases: 0 } });
    expect((await Promise.all(['dibao.std', 'wage.min', 'care.full', 'care.half', 'orphan.inst', 'dibao.tier.1'].map((key) => impact(key)))).every(({ arrearsComputed }) => arrearsComputed)).toBe(true);
    await expect(office.policy.impact({ key: 'dibao', division: '450103' })).rejects.toEqual(refusal('STANDARD_KEY_UNKNOWN'));
    await expect(office.policy.impact({ key: 'dibao.std', division: '4501' })).rejects.toEqual(refusal('DIVISION_INVALID'));
  });
});

describe('determinations', () => {
  const household = (division: string) => ({ facts: { division, on: '2019-03-05', assets: { compliant: true }, members: [{ id: '甲', birthOn: '1980-01-01', employed: true, income: { wagesFen: 20_000 } }] } });
  it('that used a corrected value are named with what would change, by number', async () => {
    await office.publish(standard('dibao.std', '450103', '700', '2019-01-01'), standard('dibao.std', '450102', '700', '2019-01-01'), standard('dibao.std', '360111', '700', '2019-01-01'));
    await office.policy.recordDetermination('R2', household('450103001'), undefined, ACTOR);
    await office.policy.recordDetermination('R1', household('450103'), undefined, ACTOR);
    await office.policy.recordDetermination('R3', household('450102'), undefined, ACTOR);
    await office.policy.recordDetermination('R4', household('360111'), undefined, ACTOR);
    expect((await impact('dibao.std')).determinations.map(({ determinationId, used, differences }) => [determinationId, used, differences])).toEqual([['R1', '700', []], ['R2', '700', []]]);
    await office.policy.correctStandard({ key: 'dibao.std', division: '450103', from: '2019-01-01', value: '750', reason: '更正', approver: '李' }, ACTOR);
    const differences = [{ of: 'dibao', before: 'yes 500.00/month', after: 'yes 550.00/month' }];
    expect((await impact('dibao.std')).determinations).toEqual(['R1', 'R2'].map((determinationId) => ({ determinationId, on: '2019-03-05', used: '700', differences })));
    expect((await impact('dibao.std', '450103001')).determinations.map(({ determinationId }) => determinationId)).toEqual(['R2']);
    expect((await impact('dibao.std', '450000')).determinations.map(({ determinationId, differences: found }) => [determinationId, found.length])).toEqual([['R1', 1], ['R2', 1], ['R3', 0]]);
    expect((await impact('wage.min')).determinations).toEqual([]);
  });
  it('that used the 低保 standard are named where tiers take its place', async () => {
    await office.publish(standard('dibao.std', '450103', '700', '2019-01-01'));
    await office.policy.recordDetermination('R1', { facts: { ...household('450103').facts, on: '2021-08-05' } }, undefined, ACTOR);
    await office.publish(standard('dibao.tier.1', '450103', '600', '2021-07-01'), standard('dibao.tier.1.below', '450103', '700', '2021-07-01'));
    expect((await impact('dibao.tier.1')).determinations).toEqual([{ determinationId: 'R1', on: '2021-08-05', used: '700', differences: [{ of: 'dibao', before: 'yes 500.00/month', after: 'yes 600.00/month' }] }]);
    expect((await impact('dibao.tier.1.below')).determinations).toHaveLength(1);
  });
});
