/** What offices kept in workbooks goes on in the ledger: a benefit that was granted on paper is changed and ended, an application that was running is decided. */
import { fileURLToPath } from 'node:url';
import { citizenNumber, LiveCounty, photo } from '../support/live-county.js';
import { workbookOf } from '../support/workbooks.js';

const SMALL = fileURLToPath(new URL('../acceptance/qingshanhu-2019-small.xlsx', import.meta.url));

describe('an imported 低保 goes on', () => {
  // One person in 360111004, 541.00 a month from 2019-01 (670 − 129).
  const [CASE, PERSON] = ['QS2017DB00005', '0001044'];
  let county: LiveCounty;
  beforeAll(async () => {
    county = await LiveCounty.open('360111004006');
    await county.ledger.importWorkbook(SMALL, { staffId: 'operator' });
  });
  afterAll(() => county.close());
  const owed = async (date: string) => (await county.ledger.replayCase(CASE, date as never, undefined)).state?.entitlement;

  test('the change is reported, the income assessed anew, the amount follows the rules of the day', async () => {
    expect(await owed('2019-12-31')).toMatchObject({ monthlyFen: 54_100, persons: 1, active: true });
    await county.take(CASE, 'communityWorker', 'reportChange', { on: '2020-03-10', kind: 'employment', happenedOn: '2020-03-02', text: '找到零工', found: false });
    // 730 from 2020 (QS-2019, least) less 400.
    const adjustment = { on: '2020-03-20', decisionNo: 'TZ1', amountFen: 33_000, persons: 1, fromYm: '2020-04', cause: '收入增加' };
    // The workbook knew what the household had, not who earned it.
    expect(await county.refused(CASE, 'countyAuditor', 'adjust', adjustment)).toBe('FACT_MISSING');
    await county.take(CASE, 'townOperator', 'assessIncome', { on: '2020-03-12', members: [{ personId: PERSON, income: { wagesFen: 40_000 }, employed: true, labour: 'partial' }] });
    expect(await county.refused(CASE, 'countyAuditor', 'adjust', { ...adjustment, amountFen: 27_000 })).toBe('AMOUNT_DIFFERS');
    expect(await county.take(CASE, 'countyAuditor', 'adjust', adjustment)).toMatchObject({ events: ['BenefitReduced'], division: '360111004006' });
  });

  test('it is reviewed and ended; what was imported stands beside what was decided here', async () => {
    await county.take(CASE, 'townOperator', 'completeReview', { on: '2020-05-18', result: 'stop' });
    expect(await county.refused(CASE, 'townAuditor', 'stop', { on: '2020-05-20', decisionNo: 'TF1', fromYm: '2020-06', cause: 'incomeAbove', reason: '收入高于标准' })).toBe('ROLE_FORBIDDEN');
    await county.take(CASE, 'countyAuditor', 'stop', { on: '2020-05-20', decisionNo: 'TF1', fromYm: '2020-06', cause: 'incomeAbove', reason: '收入高于标准' });
    await county.take(CASE, 'townOperator', 'serve', { on: '2020-05-21', method: 'inPerson', appealInfo: true });
    expect(await owed('2020-03-31')).toMatchObject({ monthlyFen: 54_100 });
    expect(await owed('2020-04-30')).toMatchObject({ change: 'reduce', monthlyFen: 33_000 });
    expect(await owed('2020-06-30')).toMatchObject({ change: 'stop', active: false });
    // The workbook again: nothing new, and nothing of it takes back what was decided since.
    expect(await county.ledger.importWorkbook(SMALL, { staffId: 'operator' })).toMatchObject({ events: 0 });
    expect(await owed('2020-06-30')).toMatchObject({ change: 'stop', active: false });
  });

  test('nobody submits under a number that the workbook used', async () => {
    const again = { on: '2020-07-01', benefit: 'dibao', householdId: 'H3601110040007', applicantId: PERSON, channel: 'window', materials: [], promise: true };
    expect(await county.refused(CASE, 'townOperator', 'submit', again)).toBe('CASE_EXISTS');
    expect(await county.take('QS2020DB0001', 'townOperator', 'submit', again)).toMatchObject({ outcome: 'recorded' });
  });
});

describe('an imported application goes on', () => {
  let county: LiveCounty;
  beforeAll(async () => {
    county = await LiveCounty.open('360111002001');
    const workbook = workbookOf((sheets) => {
      sheets['人员'] = [...(sheets['人员'] ?? []), ['0004', '某丁', citizenNumber('1970-02-03', 44), null]];
      sheets['家庭'] = [...(sheets['家庭'] ?? []), ['H3', '0004', '360111002', '360111002001', null]];
      sheets['成员'] = [...(sheets['成员'] ?? []), ['H3', '0004', '户主', '是']];
      sheets['申请'] = [['案件编号', '户编号', '救助类别', '申请日期', '受益人员编号', '家庭月收入', '经办人', '财产合规'], ...(sheets['申请'] ?? []).slice(1).map((row) => [...row, null]), ['C3', 'H3', '低保', '2019-11-04', null, '150', '002101', '是']];
      sheets['办理'] = [...(sheets['办理'] ?? []), ...[['受理', '2019-11-05'], ['信息核对', '2019-11-08'], ['入户调查', '2019-11-11'], ['民主评议', '2019-11-13'], ['初审', '2019-11-15'], ['公示开始', '2019-11-18'], ['公示结束', '2019-11-25']].map(([step, on]) => ['C3', step as string, on as string, '002101'])];
    });
    expect(await county.ledger.importWorkbook(workbook, { staffId: 'operator' })).toMatchObject({ rejections: [] });
  });
  afterAll(() => county.close());
  const notice = (on: string, text: string) => ({ on, evidence: [photo(text.endsWith('start') ? 'noticeStartPhoto' : 'noticeEndPhoto', text, `${on}T09:00:00+08:00`)] });

  test('the county sends it back for what the workbook did not know, then confirms', async () => {
    await county.take('C3', 'townAuditor', 'forward', { on: '2019-11-27', fileList: ['全部材料'] });
    await county.take('C3', 'countyOperator', 'return', { on: '2019-11-28', toStep: 'opinion', reason: '没有成员的收入' });
    await county.take('C3', 'townOperator', 'assessIncome', { on: '2019-12-02', members: [{ personId: '0004', income: { transferFen: 15_000 }, employed: false, labour: 'none' }] });
    await county.take('C3', 'townAuditor', 'issueOpinion', { on: '2019-12-03', opinion: 'approve', author: 'townOperator', amountFen: 52_000, persons: 1, reason: '低于标准' });
    await county.take('C3', 'communityWorker', 'postNotice', { ...notice('2019-12-04', 'town start'), place: '公示栏', fields: ['name', 'amount'] });
    await county.take('C3', 'townOperator', 'closeNotice', notice('2019-12-11', 'town end'));
    await county.take('C3', 'townAuditor', 'forward', { on: '2019-12-12', fileList: ['全部材料'] });
    const draw = await county.ledger.cases.drawSample({ county: '360111', drawNo: '2019-12', on: '2019-12-13' }, county.staff('countyOperator'));
    expect(draw.selected).toEqual(['C3@360111']);
    await county.take('C3', 'countyOperator', 'countyVisit', { on: '2019-12-16', visitNo: 'CC1', visitors: ['countyOperator', 'b'], findings: '一致', agrees: true });
    await county.take('C3', 'countyOperator', 'postCountyNotice', { ...notice('2019-12-17', 'county start'), place: '政务公开栏', fields: ['name', 'amount'] });
    await county.take('C3', 'countyOperator', 'closeCountyNotice', notice('2019-12-24', 'county end'));
    // 670 − 150 = 520.
    const confirmed = await county.take('C3', 'countyAuditor', 'confirm', { on: '2019-12-27', decisionNo: 'QR1', amountFen: 52_000, persons: 1 });
    expect(confirmed).toMatchObject({ events: ['AssistanceConfirmed', 'BenefitGranted'], division: '360111002001' });
    expect((await county.ledger.replayCase('C3', '2020-01-01' as never, undefined)).state?.entitlement).toEqual({ change: 'grant', effectiveMonth: '2020-01', persons: 1, monthlyFen: 52_000, active: true });
  });

  test('an imported 特困 is suspended and given again as it was imported', async () => {
    // C2: 0003 of H2, 793.00 since 2018-12.
    const submitted = { on: '2020-02-03', benefit: 'tekun', householdId: 'H2', beneficiaryId: '0003', applicantId: '0003', channel: 'window', materials: [], promise: true };
    expect(await county.refused('C2', 'townOperator', 'submit', submitted)).toBe('CASE_EXISTS');
    await county.take('C2', 'countyAuditor', 'suspend', { on: '2020-02-10', decisionNo: 'ZT1', fromYm: '2020-03', cause: '失去联系' });
    await county.take('C2', 'countyAuditor', 'resume', { on: '2020-03-10', decisionNo: 'HF1', fromYm: '2020-04', cause: '已联系上' });
    const owed = async (date: string) => (await county.ledger.replayCase('C2', date as never, undefined)).state?.entitlement?.monthlyFen;
    expect([await owed('2020-02-29'), await owed('2020-03-31'), await owed('2020-04-01')]).toEqual([79_300, 0, 79_300]);
  });
});
