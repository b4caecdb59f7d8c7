/** What an office owes on a day of the calendar: quarterly reports on tasks, and the payout of a month. */
import { parseCivilDate as d } from '#kernel';
import { bookHousehold } from '../support/county-book.js';
import { COUNTY, MoneyOffice } from '../support/money-office.js';

const BY = { staffId: 'test' };
let office: MoneyOffice;
beforeEach(async () => { office = await MoneyOffice.open(); });
afterEach(() => office.end());

/** `part kind number[/unit] due daysOverdue whose`. */
async function due(kind: string, day: string, more: { readonly division?: string; readonly staffId?: string } = {}): Promise<readonly string[]> {
  const { overdue, dueToday, dueThisWeek, later } = await office.ledger.dues({ division: COUNTY, complaints: false, today: d(day), horizonDays: 30, ...more });
  return Object.entries({ overdue, dueToday, dueThisWeek, later }).flatMap(([part, items]) => items.filter((item) => item.kind === kind).map(({ number, subject, dueOn, daysOverdue, whose }) =>
    [part, subject === undefined ? number : `${number}/${subject}`, dueOn, daysOverdue, ...(whose === null ? [] : [whose])].join(' ')));
}

describe('reports on tasks (QS-2019-R01: by the 20th of the last month of a quarter, first on 20 June 2019)', () => {
  const unit = '塘山镇';
  const of = (rows: readonly string[]): readonly string[] => rows.filter((row) => row.includes(`/${unit} `));
  const report = (task: string, quarter: string, on: string, cutoff: string) => office.ledger.tasks.report({ task, unit, quarter, on, cutoff, text: '示例' }, BY);
  const tasksOf = async (): Promise<readonly string[]> => (await office.ledger.tasks.list({ division: COUNTY })).rows.filter(({ units }) => units.some((one) => one.unit === unit)).map(({ taskNo }) => taskNo);
  beforeEach(async () => { await office.ledger.tasks.seed('QS-2019', undefined, BY); });

  it('are owed once per unit, from the month before to the day they are made, and name since when', async () => {
    expect(of(await due('taskReport', '2019-05-20'))).toEqual([]);
    expect(of(await due('taskReport', '2019-05-21'))).toEqual([`later 2019Q2/${unit} 2019-06-20 0`]);
    expect(of(await due('taskReport', '2019-06-20'))).toEqual([`dueToday 2019Q2/${unit} 2019-06-20 0`]);
    expect(of(await due('taskReport', '2019-06-21'))).toEqual([`overdue 2019Q2/${unit} 2019-06-20 1`]);
    // Two quarters are missing: the older one says since when; the third is not due yet.
    expect(of(await due('taskReport', '2019-12-01'))).toEqual([`overdue 2019Q2/${unit} 2019-06-20 164`, `later 2019Q4/${unit} 2019-12-20 0`]);
    for (const task of await tasksOf()) await report(task, '2019Q2', '2019-12-01', '2019-06-15');
    expect(of(await due('taskReport', '2019-12-01'))).toEqual([`overdue 2019Q3/${unit} 2019-09-20 72`, `later 2019Q4/${unit} 2019-12-20 0`]);
  });
  it('belong to whoever the unit named, and are nobody\'s of another county', async () => {
    const [first, ...others] = await tasksOf();
    await office.ledger.tasks.assign({ task: first as string, unit, department: '民政所', person: '示例甲', due: '2020-12-31', on: '2019-04-10' }, BY);
    expect(of(await due('taskReport', '2019-06-20'))).toEqual([...(others.length === 0 ? [] : [`dueToday 2019Q2/${unit} 2019-06-20 0`]), `dueToday 2019Q2/${unit} 2019-06-20 0 示例甲`]);
    expect(await due('taskReport', '2019-06-20', { staffId: '示例甲' })).toEqual([`dueToday 2019Q2/${unit} 2019-06-20 0 示例甲`]);
    expect(await due('taskReport', '2019-06-20', { division: '360112' })).toEqual([]);
  });
});

describe('the payout of a month (R220: by the 10th)', () => {
  it('is owed after the first list that was ordered here, until the list of the month is, and while somebody is owed something', async () => {
    await office.indicator('dibao', 10_000_000);
    await bookHousehold(office.ledger.store, { caseId: 'C1', town: '360111003', persons: 2, accountNo: '6201', stopFrom: '2019-05' });
    await office.ledger.catchUp();
    // Of a county whose past was imported nothing is due.
    expect(await due('monthlyPayout', '2019-03-01')).toEqual([]);
    await office.compile('dibao-2019-02', { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' });
    await office.upToCheck('dibao-2019-02', '2019-02-10');
    expect(await due('monthlyPayout', '2019-02-10')).toEqual([]);
    await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao');
    expect(await due('monthlyPayout', '2019-02-15')).toEqual(['later dibao-2019-03 2019-03-10 0']);
    expect(await due('monthlyPayout', '2019-03-10')).toEqual(['dueToday dibao-2019-03 2019-03-10 0']);
    // Nothing is owed from May on.
    expect(await due('monthlyPayout', '2019-06-01')).toEqual(['overdue dibao-2019-03 2019-03-10 83', 'overdue dibao-2019-04 2019-04-10 52']);
    await office.compile('dibao-2019-03', { on: '2019-03-09', cutoffOn: '2019-03-08' });
    await office.upToCheck('dibao-2019-03', '2019-03-09');
    await office.order('dibao-2019-03', '2019-03-09', 'ZB-dibao');
    expect(await due('monthlyPayout', '2019-03-11')).toEqual(['later dibao-2019-04 2019-04-10 0']);
    expect(await due('monthlyPayout', '2019-03-10', { division: '320500' })).toEqual([]);
  });
});
