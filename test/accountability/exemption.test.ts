/** The exemption of GX-2019-06-06 through the service, on its boundary, and what takes it away again. Everybody is somebody else. */
import { parseCivilDate as d } from '#kernel';
import { bookHousehold, COUNTY } from '../support/county-book.js';
import { TOWN, WHO, Year2019 } from '../support/exemption-year.js';

const OTHER_TOWN = '360111004';

let year: Year2019;
afterEach(() => year.end());

test('7 of 350: exempt, with what every condition rests on; the eighth takes all of them away; a ninth changes nothing more', async () => {
  year = await Year2019.of(350);
  for (let n = 1; n <= 7; n += 1) await year.error(n);
  for (const n of [1, 2, 7]) await year.exempt(n);
  const slice = await year.ledger.store.readStream(`finding-YD-1@${COUNTY}`);
  const granted = (slice.status === 'found' ? slice.events : []).find(({ type }) => type === 'ExemptionGranted');
  expect(granted?.data).toMatchObject({
    year: 2019, decider: 'grantor', conditions: { publicSpirit: true, procedureComplete: true, objectiveCause: true, withinLimit: true, recoverable: true },
    counts: [{ division: COUNTY, level: 'county', totalPersons: 350, errorPersons: 7, objectiveErrorPersons: 7 }, { division: TOWN, level: 'town', totalPersons: 350, errorPersons: 7, objectiveErrorPersons: 7 }],
    evidence: {
      publicSpirit: 'stated with the determination of 2019-06-20', procedureComplete: `case C1@${COUNTY}: no deviation`, objectiveCause: 'concealedEconomy', withinLimit: `${COUNTY} 2019: 7 of 350; ${TOWN} 2019: 7 of 350`,
      recoverable: '0 of 10000 fen received; plan of 2019-06-25',
    },
  });
  expect(await year.ledger.tolerance(COUNTY, 2019)).toMatchObject({ totalPersons: 350, objectiveErrorPersons: 7, withinLimit: true, headroomPersons: 0, provisional: true });
  expect([await year.standing(1), await year.standing(7)]).toEqual(['granted', 'granted']);

  await year.error(8);
  expect(await Promise.all([1, 2, 3, 7].map((n) => year.standing(n)))).toEqual(['limitExceeded follow-up', 'limitExceeded follow-up', 'none', 'limitExceeded follow-up']);
  await year.error(9);
  expect(await year.standing(1)).toBe('limitExceeded follow-up');
  await year.take(1, 'assessExemption', WHO.office, { on: '2019-07-10' });
  expect(await year.refused(1, 'grantExemption', WHO.grantor, { on: '2019-07-11', decisionNo: 'MZ-1b' })).toMatchObject({ code: 'EXEMPTION_CONDITION_FAILS', details: { fails: ['withinLimit'] } });
  expect(year.ledger.followUps.status().stuck).toBeNull();
}, 60_000);

test('6 of 299 is over, 5 is not: no rounding', async () => {
  year = await Year2019.of(299);
  for (let n = 1; n <= 5; n += 1) await year.error(n);
  await year.exempt(1);
  expect(await year.standing(1)).toBe('granted');
  // An error that is not objective counts for nobody's limit.
  await year.error(6, { cause: 'workNegligence' });
  expect(await year.ledger.tolerance(COUNTY, 2019)).toMatchObject({ totalPersons: 299, errorPersons: 6, objectiveErrorPersons: 5, headroomPersons: 0 });
  expect(await year.standing(1)).toBe('granted');
  await year.error(7);
  expect(await year.standing(1)).toBe('limitExceeded follow-up');
  expect(await year.ledger.tolerance(COUNTY, 2019)).toMatchObject({ objectiveErrorPersons: 6, withinLimit: false, headroomPersons: -1 });
}, 60_000);

test('a recovery that fails takes it away, and a liability that rested on it is open again', async () => {
  year = await Year2019.of(350);
  await year.error(1);
  expect(await year.refused(1, 'grantExemption', WHO.grantor, { on: '2019-07-02', decisionNo: 'MZ' })).toMatchObject({ code: 'STEP_OUT_OF_ORDER' });
  await year.exempt(1);
  await year.take(1, 'openLiability', WHO.office, { on: '2019-07-03', staffId: 'surveyor', step: 'homeVisit', duty: '入户调查', facts: '未发现车辆' });
  await year.take(1, 'determineLiability', WHO.judge, { on: '2019-07-05', staffId: 'surveyor', form: 'exempt', basis: 'GX-2019-06-06' });
  await year.take(1, 'failRecovery', WHO.judge, { on: '2020-02-01', ground: 'planBroken', text: '逾期不还' });
  expect(await year.standing(1)).toBe('recoveryFailed follow-up');
  const { file } = await year.ledger.findings.file('YD-1', WHO.auditor, '核查');
  expect(file.liabilities).toMatchObject([{ staffId: 'surveyor', determined: undefined }]);
  expect((await year.ledger.tolerance(COUNTY, 2019)).findings).toMatchObject([{ findingId: 'YD-1', outcome: 'accountable', conditions: { recoverable: false, withinLimit: true } }]);
}, 60_000);

test('one town over its own 2 % takes away that town\'s only, as long as the county holds', async () => {
  year = await Year2019.of(350);
  // Fifty persons in the other town: one error passes, the second does not.
  for (let n = 101; n <= 105; n += 1) await bookHousehold(year.ledger.store, { caseId: `C${n}`, town: OTHER_TOWN, persons: 10 });
  await year.ledger.catchUp();
  for (const n of [1, 101]) await year.error(n).then(() => year.exempt(n));
  await year.error(102);
  expect([await year.standing(1), await year.standing(101)]).toEqual(['granted', 'limitExceeded follow-up']);
  expect((await year.ledger.toleranceOverview(COUNTY, 2019)).rows.map(({ division, totalPersons, objectiveErrorPersons, headroomPersons, withinLimit }) => [division, totalPersons, objectiveErrorPersons, headroomPersons, withinLimit])).toEqual([
    [COUNTY, 400, 3, 5, true], [TOWN, 350, 1, 6, true], [OTHER_TOWN, 50, 2, -1, false],
  ]);
}, 60_000);

test('a closed year: the ratio is final, a later error is said to be one, a failing recovery still counts', async () => {
  year = await Year2019.of(350);
  for (let n = 1; n <= 7; n += 1) await year.error(n);
  await year.exempt(1);
  await year.exempt(2);
  const closing = await year.ledger.years.close(COUNTY, 2019, '2020-01-10', WHO.judge);
  expect(closing).toMatchObject({ outcome: 'recorded', counts: [{ division: COUNTY, totalPersons: 350, objectiveErrorPersons: 7 }, { division: TOWN, objectiveErrorPersons: 7 }] });
  // Those nobody agreed a plan for were not recoverable.
  expect(closing.findings.map(({ findingId, outcome }) => `${findingId} ${outcome}`)).toEqual(['YD-1 exempt', 'YD-2 exempt', 'YD-3 accountable', 'YD-4 accountable', 'YD-5 accountable', 'YD-6 accountable', 'YD-7 accountable']);
  expect(await year.ledger.years.close(COUNTY, 2019, '2020-01-10', WHO.judge)).toMatchObject({ outcome: 'alreadyRecorded', on: '2020-01-10' });
  await expect(year.ledger.years.close(COUNTY, 2019, '2020-01-11', WHO.judge)).rejects.toMatchObject({ code: 'YEAR_CLOSED' });

  await year.error(8);
  expect([await year.standing(1), await year.standing(2)]).toEqual(['granted', 'granted']);
  expect(await year.ledger.tolerance(COUNTY, 2019)).toMatchObject({ objectiveErrorPersons: 7, withinLimit: true, headroomPersons: 0, provisional: false, closedOn: '2020-01-10', lateFindings: ['YD-8'] });
  expect((await year.ledger.tolerance(COUNTY, 2019)).findings.map(({ findingId }) => findingId)).toEqual(['YD-1', 'YD-2', 'YD-3', 'YD-4', 'YD-5', 'YD-6', 'YD-7']);
  // Before the closing it was what it was.
  expect(await year.ledger.tolerance(COUNTY, 2019, undefined, d('2020-01-09'))).toMatchObject({ provisional: true, objectiveErrorPersons: 8 });

  await year.plan(3);
  expect(await year.refused(3, 'assessExemption', WHO.office, { on: '2020-02-01' })).toMatchObject({ code: 'EXEMPTION_FINAL' });
  // The late one is judged by what the year would come to with it.
  await year.plan(8);
  await year.take(8, 'assessExemption', WHO.office, { on: '2020-02-01' });
  expect(await year.refused(8, 'grantExemption', WHO.grantor, { on: '2020-02-02', decisionNo: 'MZ-8' })).toMatchObject({ details: { fails: ['withinLimit'] } });

  await year.take(2, 'failRecovery', WHO.judge, { on: '2020-03-01', ground: 'noAssets', text: '无财产' });
  expect([await year.standing(1), await year.standing(2)]).toEqual(['granted', 'recoveryFailed follow-up']);
  expect((await year.ledger.tolerance(COUNTY, 2019)).findings.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['exempt', 'accountable']);
}, 60_000);

test('as of a day: errors determined, money received and months assisted by then', async () => {
  year = await Year2019.of(20);
  await bookHousehold(year.ledger.store, { caseId: 'C50', town: TOWN, persons: 10, stopFrom: '2019-02' });
  await year.error(1, { fen: 10_000 });
  await year.take(1, 'orderRecovery', WHO.judge, { on: '2019-06-21', orderNo: 'ZH', fen: 10_000, debtor: '本人', basis: 'R649 68', due: '2019-07-31' });
  await year.take(1, 'receiveRecovery', WHO.office, { on: '2019-07-15', fen: 10_000, channel: 'cash', receiptNo: 'SJ' });
  const asOf = async (day: string) => {
    const { totalPersons, errorPersons, findings } = await year.ledger.tolerance(COUNTY, 2019, undefined, d(day));
    return [totalPersons, errorPersons, findings.map(({ outcome, conditions }) => `${outcome} ${String(conditions.recoverable)}`)];
  };
  expect(await asOf('2019-01-31')).toEqual([0, 0, []]);
  expect(await asOf('2019-05-31')).toEqual([20, 0, []]);
  expect(await asOf('2019-06-19')).toEqual([20, 0, ['pending false']]);
  expect(await asOf('2019-06-20')).toEqual([20, 1, ['accountable false']]);
  expect(await asOf('2019-07-15')).toEqual([20, 1, ['accountable true']]);
}, 60_000);
