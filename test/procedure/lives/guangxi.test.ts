/** Qingxiu 450103 (GX-2019) in 2019: a family in which nobody works, both disability subsidies, 一事一议, work and the graduated exit of the document; read back in both times. */
import { photo } from '../../support/live-county.js';
import { checked, closed, forwarded, instant, LiveOffice, posted, published, reviewed, served, type Taken, visited } from '../../support/live-office.js';

const [DIBAO, LIVING, NURSING, RELIEF] = ['GX2019DB0050', 'GX2019SH0050', 'GX2019HL0050', 'GX2019YS0001'];
let office: LiveOffice;
const known: Record<'granted' | 'exiting' | 'ended', string> = { granted: '', exiting: '', ended: '' };
beforeAll(async () => {
  office = await LiveOffice.open('450103002003');
  await office.publish({ 'dibao.std': '700', 'lowinc.line': '1050' }, '2019-01-01');
  await office.household('H50', ['1980-03-03', '1983-05-19', '2011-01-01']);
});
afterAll(() => office.end());

const established = (on: string): readonly Taken[] => [
  ['townOperator', 'assessIncome', {
    on, members: [
      { personId: 'H50-1', income: { propertyFen: 30_020 }, employed: false, labour: 'full' }, { personId: 'H50-2', income: { transferFen: 20_000 }, employed: false, labour: 'partial' }, { personId: 'H50-3', income: {} },
    ],
    lookback: ['2019-03', '2019-04', '2019-05', '2019-06', '2019-07'].map((ym) => ({ ym, incomeFen: ym === '2019-04' ? 209_999 : 50_020 })),
  }],
  ['townOperator', 'assessAssets', { on, compliant: true, basis: '均在限额内' }],
  ['townOperator', 'assessCircumstances', { on, causes: ['disability'], members: [{ personId: 'H50-2', disability: { type: 'mental', grade: 3 } }] }],
];
const opinion = (on: string, amountFen: number, persons: number): Taken => ['townAuditor', 'issueOpinion', { on, opinion: 'approve', author: 'townOperator:b', amountFen, persons, reason: '符合条件' }];
const countyNotice = (on: string, end: 'start' | 'end') => ({ on, evidence: [photo(end === 'start' ? 'noticeStartPhoto' : 'noticeEndPhoto', `county ${end}`, `${on}T09:00:00+08:00`)] });

test('低保 of a family in which nobody works: three months below the standard (GX-2019-05-07)', async () => {
  await office.walk(DIBAO, [
    ['communityWorker', 'submit', { on: '2019-06-03', benefit: 'dibao', householdId: 'H50', applicantId: 'H50-1', channel: 'window', materials: ['申请书'], promise: true, causes: ['disability'] }],
    ['townOperator', 'accept', { on: '2019-06-04', receiptNo: 'SL50' }],
    ...checked(['H50-1', 'H50-2'], '50', ['2019-06-04', '2019-06-04', '2019-06-05', '2019-06-10']), visited('2019-06-06', '50'), ...established('2019-06-10'),
    reviewed('2019-06-11'), opinion('2019-06-12', 159_980, 3), posted('2019-06-13', 'town'), closed('2019-06-20', 'town'), forwarded('2019-06-21'),
  ]);
  await office.good('countyOperator', '/api/v1/samples', { county: '450103', drawNo: '2019-06', on: '2019-06-24' });
  await office.walk(DIBAO, [
    ['countyOperator', 'countyVisit', { on: '2019-06-25', visitNo: 'CC50', visitors: ['countyOperator', 'countyOperator:b'], findings: '一致', agrees: true }],
    ['countyOperator', 'postCountyNotice', { ...countyNotice('2019-06-26', 'start'), place: '区政务公开栏', fields: ['name', 'members', 'amount'] }],
    ['countyOperator', 'closeCountyNotice', countyNotice('2019-07-03', 'end')],
  ]);
  // 2,099.99 and 500.20 for three lie below 3 × 700 in every month; the gap is on the present 500.20: 2,100 − 500.20 = 1,599.80.
  const confirmation = { on: '2019-07-08', decisionNo: 'QR50', amountFen: 159_980, persons: 3 };
  expect(await office.refused(DIBAO, 'countyAuditor', 'confirm', { ...confirmation, amountFen: 159_979 })).toBe('409 AMOUNT_DIFFERS');
  await office.take(DIBAO, 'countyAuditor', 'confirm', confirmation);
  await office.walk(DIBAO, [served('2019-07-09'), published('2019-07-10')]);
  known.granted = await instant();
});

test.each([['disabilityLiving', LIVING], ['disabilityNursing', NURSING]] as const)('%s: 80.00 in 2019, also for a mental disability of grade 3 (GX-2019-05-12, 05-13)', async (benefit, caseId) => {
  await office.walk(caseId, [
    ['communityWorker', 'submit', { on: '2019-06-18', benefit, householdId: 'H50', beneficiaryId: 'H50-2', applicantId: 'H50-1', channel: 'window', materials: ['残疾证'], promise: true }],
    ['townOperator', 'accept', { on: '2019-06-19', receiptNo: `SL-${benefit}` }],
    ...checked(['H50-2'], benefit, ['2019-06-19', '2019-06-19', '2019-06-20', '2019-06-24']), ...established('2019-06-24'), opinion('2019-06-25', 8_000, 1), forwarded('2019-06-26'),
    ['countyAuditor', 'confirm', { on: '2019-07-15', decisionNo: `QR-${benefit}`, amountFen: 8_000, persons: 1 }],
  ]);
  expect(await Promise.all(['2019-05-31', '2019-06-01'].map((day) => office.owed(caseId, day)))).toEqual([null, ['grant', 8_000]]);
});

test('一事一议: what the conference proposes, within what the yearly limit leaves (GX-2019-05-21)', async () => {
  await office.walk(RELIEF, [
    ['townOperator', 'submit', { on: '2019-08-12', benefit: 'temporaryRelief', variant: 'conference', householdId: 'H50', applicantId: 'H50-1', channel: 'window', materials: ['申请书'], promise: true, causes: ['calamity'] }],
    ['townOperator', 'accept', { on: '2019-08-13', receiptNo: 'SLYS1' }],
    ...checked(['H50-1'], 'YS', ['2019-08-13', '2019-08-13', '2019-08-14', '2019-08-16']), visited('2019-08-15', 'YS'),
    ...established('2019-08-16'),
    opinion('2019-08-19', 6_000_000, 3), forwarded('2019-08-20'),
  ]);
  expect(await office.refused(RELIEF, ...posted('2019-08-20', 'relief'))).toBe('409 STEP_NOT_IN_PROCEDURE');
  // 60,000 is proposed, 12,000 was paid this year: 50,000 − 12,000 = 38,000.
  const decision = { on: '2019-08-30', decisionNo: 'YS1', amountFen: 3_800_000, persons: 3, requests: { oneCaseRelief: { proposedFen: 6_000_000, paidThisYearFen: 1_200_000 } } };
  expect(await office.refused(RELIEF, 'countyAuditor', 'confirm', decision)).toBe('409 STEP_OUT_OF_ORDER');
  const conference = { on: '2019-08-28', attendees: ['countyAuditor', 'countyAuditor:b', 'countyOperator'], minutesRef: 'HY1', decision: 'help' };
  expect(await office.refused(RELIEF, 'countyAuditor', 'confer', conference)).toBe('400 AMOUNT_MISSING');
  await office.take(RELIEF, 'countyAuditor', 'confer', { ...conference, amountFen: 3_800_000 });
  expect(await office.refused(RELIEF, 'countyAuditor', 'confirm', { ...decision, amountFen: 6_000_000 })).toBe('409 AMOUNT_DIFFERS');
  // With 13,000 paid only 37,000 are left, whatever the conference said.
  expect(await office.refused(RELIEF, 'countyAuditor', 'confirm', { ...decision, requests: { oneCaseRelief: { proposedFen: 6_000_000, paidThisYearFen: 1_300_000 } } })).toBe('409 AMOUNT_DIFFERS');
  expect((await office.take(RELIEF, 'countyAuditor', 'confirm', decision)).events).toEqual(['AssistanceConfirmed', 'BenefitGranted', 'BenefitStopped']);
  await office.walk(RELIEF, [served('2019-08-31'), published('2019-09-02')]);
  expect(await Promise.all(['2019-08-31', '2019-09-30'].map((day) => office.owed(RELIEF, day)))).toEqual([['grant', 3_800_000], ['stop', 0]]);
});

test('work is found: six to twelve months of graduated exit (GX-2019-05-10), then the end', async () => {
  await office.walk(DIBAO, [
    ['communityWorker', 'reportChange', { on: '2019-10-21', kind: 'employment', happenedOn: '2019-10-14', text: '户主上岗', found: false }],
    ['townOperator', 'assessIncome', { on: '2019-10-24', members: [
      { personId: 'H50-1', income: { wagesFen: 230_000, propertyFen: 30_020 }, employed: true, labour: 'full' }, { personId: 'H50-2', income: { transferFen: 20_000 }, employed: false, labour: 'partial' }, { personId: 'H50-3', income: {} },
    ] }],
  ]);
  // 2,800.20 for three is 933.40 a head: no 低保 any more.
  expect(await office.refused(DIBAO, 'countyAuditor', 'adjust', { on: '2019-11-06', decisionNo: 'TZ50', amountFen: 80_000, persons: 3, fromYm: '2019-12', cause: '就业' })).toBe('409 NOT_ELIGIBLE');
  const exit = { on: '2019-11-06', decisionNo: 'JT50', fromYm: '2019-12', months: 5, amountFen: 80_000, persons: 3 };
  expect(await office.refused(DIBAO, 'countyAuditor', 'startGraduatedExit', exit)).toBe('409 NOT_ELIGIBLE');
  expect(await office.refused(DIBAO, 'countyAuditor', 'startGraduatedExit', { ...exit, months: 13 })).toBe('409 NOT_ELIGIBLE');
  expect(await office.take(DIBAO, 'countyAuditor', 'startGraduatedExit', { ...exit, months: 6 })).toMatchObject({ events: ['GraduatedExitStarted'], determinationId: expect.stringContaining(`${DIBAO}.startGraduatedExit.`) as string });
  known.exiting = await instant();
  await office.walk(DIBAO, [
    ['countyAuditor', 'endGraduatedExit', { on: '2020-05-25' }],
    ['countyAuditor', 'stop', { on: '2020-05-25', decisionNo: 'TF50', fromYm: '2020-06', cause: 'exitEnded', reason: '渐退期满' }],
  ]);
  for (const caseId of [LIVING, NURSING]) await office.take(caseId, 'countyAuditor', 'stop', { on: '2020-05-26', decisionNo: `TF-${caseId}`, fromYm: '2020-06', cause: 'other', reason: '家庭不再符合条件' });
  known.ended = await instant();
});

test('what held on three days, as it was known at three instants', async () => {
  const days = ['2019-10-31', '2020-02-29', '2020-06-01'] as const;
  const held = async (caseId: string, at: string) => Promise.all(days.map((day) => office.owed(caseId, day, at)));
  const [grant, exit, stop] = [['grant', 159_980], ['graduatedExit', 80_000], ['stop', 0]];
  expect(await held(DIBAO, known.granted)).toEqual([grant, grant, grant]);
  expect(await held(DIBAO, known.exiting)).toEqual([grant, exit, exit]);
  expect(await held(DIBAO, known.ended)).toEqual([grant, exit, stop]);
  expect(await held(LIVING, known.ended)).toEqual([['grant', 8_000], ['grant', 8_000], stop]);
  expect(await office.owed(DIBAO, '2019-07-31', known.ended)).toBeNull();
  // Recorded after the first instant: the other cases did not exist yet.
  const { status } = await (await office.as('inspector')).request(`/api/v1/cases/${RELIEF}/replay?knownAt=${known.ended}`);
  expect(status).toBe(200);
  expect((await office.replay(RELIEF, undefined, known.granted)).state).toBeNull();
});
