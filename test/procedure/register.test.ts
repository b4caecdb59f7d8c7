/** Beside the case: identity, job services of a year against what Xiamen asks for, the first account; relief in goods, which no list pays again. */
import { fileURLToPath } from 'node:url';
import type { Ledger } from '#application';
import type { Role, SignedIn } from '#identity';
import { LiveCounty } from '../support/live-county.js';

const SMALL = fileURLToPath(new URL('../acceptance/qingshanhu-2019-small.xlsx', import.meta.url));
const SIMING = '350203001001';
const code = async (work: Promise<{ readonly outcome: string }>): Promise<string> => work.then(({ outcome }) => outcome, (error: unknown) => (error as { code?: string }).code ?? String(error));

describe('in Xiamen', () => {
  let county: LiveCounty;
  let operator: SignedIn;
  let personId: string;
  beforeAll(async () => {
    county = await LiveCounty.open(SIMING);
    operator = county.staff('townOperator');
    [personId = ''] = await county.household('H1', ['1981-05-05']);
  });
  afterAll(() => county.close());
  const deliver = (kind: string, serviceNo: string, on = '2021-03-01', by = operator): Promise<string> => code(county.ledger.register.deliverJobService(county.county, { personId, on, kind, serviceNo }, by));

  it('one visit, one training, two jobs a year are open until they were given (XM-2018-03-01)', async () => {
    const seen = (year = 2021) => county.ledger.register.jobServices(personId, year, operator);
    expect(await seen()).toEqual({ personId, year: 2021, delivered: { VISIT: 0, TRAINING: 0, REFERRAL: 0 }, open: { VISIT: 1, TRAINING: 1, REFERRAL: 2 } });
    expect([await deliver('VISIT', 'JY1'), await deliver('REFERRAL', 'JY2'), await deliver('REFERRAL', 'JY2'), await deliver('REFERRAL', 'JY2', '2021-03-02'), await deliver('VISIT', 'JY3')]).toEqual(['recorded', 'recorded', 'alreadyRecorded', 'SERVICE_EXISTS', 'recorded']);
    expect(await seen()).toMatchObject({ delivered: { VISIT: 2, TRAINING: 0, REFERRAL: 1 }, open: { VISIT: 0, TRAINING: 1, REFERRAL: 1 } });
    expect(await deliver('TRAINING', 'JY4', '2022-01-01')).toBe('recorded');
    expect([await seen(), await seen(2022)]).toMatchObject([{ open: { TRAINING: 1 } }, { open: { VISIT: 1, TRAINING: 0, REFERRAL: 2 } }]);
  });
  it('are a target of the city: what the one got who got least', async () => {
    const rows = async () => Object.fromEntries((await county.ledger.policy.targets('350203', 2021)).rows.filter(({ key }) => key.startsWith('job.112')).map(({ key, actual, met }) => [key, [actual, met]]));
    expect(await rows()).toEqual({ 'job.112.visits': [2, true], 'job.112.trainings': [0, false], 'job.112.referrals': [1, false] });
    expect((await county.ledger.policy.targets('350203', 2020)).rows.filter(({ key }) => key.startsWith('job.112')).map(({ actual, met }) => [actual, met])).toEqual([[null, null], [null, null], [null, null]]);
  });
  it('by the town and the labour office, seen by those who work there', async () => {
    const as = (role: Role): SignedIn => county.staff(role);
    expect(await deliver('REFERRAL', 'JY5', '2021-03-03', as('lineDepartment'))).toBe('recorded');
    expect(await deliver('REFERRAL', 'JY6', '2021-03-03', as('countyAuditor'))).toBe('ROLE_FORBIDDEN');
    await expect(county.ledger.register.jobServices(personId, 2021, as('checkAgency'))).rejects.toMatchObject({ code: 'ROLE_FORBIDDEN' });
    await expect(county.ledger.register.jobServices(`${personId}@${county.county}`, 2021, { ...as('lineDepartment'), division: '360111' })).rejects.toMatchObject({ code: 'DIVISION_FORBIDDEN' });
    await expect(county.ledger.register.jobServices('NONE', 2021, operator)).rejects.toMatchObject({ code: 'PERSON_UNKNOWN' });
  });
  it('an identity is verified of somebody registered', async () => {
    const verify = (stated: object) => code(county.ledger.register.verifyIdentity(county.county, { personId, on: '2021-03-01', method: 'cardReader', result: 'matches', ...stated }, operator));
    expect([await verify({}), await verify({}), await verify({ result: 'differs' }), await verify({ personId: 'NONE' }), await verify({ method: 'guess' })]).toEqual(['recorded', 'alreadyRecorded', 'recorded', 'PERSON_UNKNOWN', 'STEP_INVALID']);
  });
  it('the first account of a household is registered; another one is no registration', async () => {
    const register = (stated: object, by = operator) => code(county.ledger.register.registerAccount(county.county, { householdId: 'H1', on: '2021-03-01', bank: '示例银行', accountNo: '6217001', holderName: '示例1', ...stated }, by));
    expect([await register({ householdId: 'H0' }), await register({}, county.staff('communityWorker')), await register({}), await register({}), await register({ accountNo: '6217002' })])
      .toEqual(['HOUSEHOLD_UNKNOWN', 'ROLE_FORBIDDEN', 'recorded', 'alreadyRecorded', 'ACCOUNT_REGISTERED']);
    expect(await register({ householdId: 'H0' }, { ...operator, division: '350203002' })).toBe('HOUSEHOLD_UNKNOWN');
  });
  it('elsewhere no document asks for a number of services', async () => {
    const other = { ...operator, division: '110101001' };
    await county.ledger.register.registerPerson('110101', { personId: 'P1', idNo: '11010519491231002X', name: '示例' }, other);
    expect(await county.ledger.register.jobServices('P1', 2021, other)).toMatchObject({ open: null });
  });
});

describe('relief in goods', () => {
  let county: LiveCounty;
  const COMPILER = (): SignedIn => county.staff('countyOperator', 'compiler');
  beforeAll(async () => {
    county = await LiveCounty.open('360111003001');
    await county.ledger.importWorkbook(SMALL, { staffId: 'operator' });
  });
  afterAll(() => county.close());
  const goods = (on: string, fen: number) => ({ on, method: 'goods', fen, goods: [{ name: '棉被', qty: 2, unit: '床' }], receiver: '户主', signed: true });
  async function relief(caseId: string, householdId: string): Promise<void> {
    const [applicantId = ''] = await county.household(householdId, ['1981-05-05']);
    const relief = { benefit: 'temporaryRelief', variant: 'emergency' };
    await county.take(caseId, 'townOperator', 'submit', { on: '2021-09-01', ...relief, householdId, applicantId, channel: 'window', materials: [], promise: true });
    await county.take(caseId, 'townOperator', 'accept', { on: '2021-09-01', receiptNo: 'SL1' });
    await county.take(caseId, 'countyAuditor', 'confirm', { on: '2021-09-02', decisionNo: 'QR1', amountFen: 60_000, persons: 1 });
  }
  it('is on no pay list', async () => {
    await relief('LS1', 'H71');
    await relief('LS2', 'H72');
    const list = async () => (await county.ledger.payLists.take('temporaryRelief-2021-09', 'compile', { on: '2021-09-09', cutoffOn: '2021-09-08', since: '2021-08-31' }, COMPILER())).list.totals.currentFen;
    expect(await list()).toBe(120_000);
    expect(await county.refused('LS1', 'countyAuditor', 'deliverRelief', goods('2021-09-03', 10_000))).toBe('ROLE_FORBIDDEN');
    expect(await county.refused('LS1', 'townOperator', 'deliverRelief', goods('2021-09-03', 40_000))).toBe('accepted');
    await county.ledger.payLists.take('temporaryRelief-2021-09', 'return', { on: '2021-09-09', reason: '已发实物' }, COMPILER());
    expect(await list()).toBe(60_000);
  });
  it('is not handed over where a list pays it', async () => {
    const { caseId, town } = await paidRelief(county.ledger);
    expect(await county.refused(`${caseId}@360111`, { ...county.staff('townOperator'), division: town }, 'deliverRelief', goods('2021-09-03', 100))).toBe('RELIEF_LISTED');
  });
});

/** A temporary relief of the imported year that its list paid. */
async function paidRelief({ store }: Ledger): Promise<{ readonly caseId: string; readonly town: string }> {
  for (let after: string | undefined; ;) {
    const { events } = await store.readAll({ limit: 1_000, ...(after === undefined ? {} : { after }) });
    const item = events.find(({ type, data }) => type === 'PaymentSettled' && data['benefit'] === 'temporaryRelief');
    if (item !== undefined) {
      const caseId = item.data['caseId'] as string;
      const slice = await store.readStream(`case-${caseId}@360111`);
      if (slice.status !== 'found') throw new Error('a payment of no case');
      return { caseId, town: (slice.events[0]?.metadata['jurisdiction'] as { readonly town9: string }).town9 };
    }
    after = events.at(-1)?.position;
    if (after === undefined) throw new Error('the sample paid no relief');
  }
}
