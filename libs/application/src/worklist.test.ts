/**
 * The worklist of a small county on Wednesday 9 October 2024, over a ledger on disk. 1-7 October were off, 29 September and 12 October
 * were worked, 14 September too; every day was counted by hand.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseStream } from '#casework';
import { delegationStream, type Role } from '#identity';
import { type Jurisdiction, parseCivilDate as d, uuidOf } from '#kernel';
import { handleCommand } from '#event-store';
import type { WorklistItem } from '#reports';
import { but, script, STAFF, take, type Take } from '../../casework/src/steps/testing/story.js';
import { Ledger, type WorklistRequest } from './index.js';

const TODAY = d('2024-10-09');
const A: Jurisdiction = { code6: '360111', town9: '360111003', village12: '360111003001' };
const B: Jurisdiction = { code6: '360111', town9: '360111004' };
const ROLE_OF: Readonly<Record<string, Role>> = {
  [STAFF.community]: 'communityWorker', [STAFF.checker]: 'checkAgency', [STAFF.decider]: 'countyAuditor', [STAFF.countyOperator]: 'countyOperator', [STAFF.auditor]: 'townAuditor',
};

let directory: string;
let ledger: Ledger;
beforeEach(async () => {
  now = '2024-10-09T01:00:00.000Z';
  directory = mkdtempSync(join(tmpdir(), 'taizhang-worklist-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
});
afterEach(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});

let sent = 0;
let now = '2024-10-09T01:00:00.000Z';
const context = (staffId: string, jurisdiction: Jurisdiction) => {
  sent += 1;
  return { commandId: uuidOf(`worklist.test ${sent}`), actor: { staffId, role: ROLE_OF[staffId] ?? 'townOperator' }, jurisdiction, now, correlationId: uuidOf('worklist.test') };
};
async function record(caseId: string, jurisdiction: Jurisdiction, ...takes: readonly Take[]): Promise<void> {
  for (const one of takes) {
    const command = but(one, {}, undefined, { caseId });
    await handleCommand(ledger.store, caseStream, `${caseId}@360111`, { command, context: context(command.context.by, jurisdiction) });
  }
  await ledger.catchUp();
}
const listed = (items: readonly WorklistItem[]): string[] => items.map(({ dueOn, caseId, clock, subject, daysOverdue, unit, whose }) => `${dueOn} ${caseId} ${clock}${subject === undefined ? '' : ` ${subject}`} +${daysOverdue} ${unit} ${whose ?? '-'}`);
const ask = async (request: Partial<WorklistRequest> = {}) => {
  const { overdue, dueToday, dueThisWeek, later, total } = await ledger.worklist({ division: '360111', today: TODAY, horizonDays: 40, ...request });
  expect(total).toEqual({ overdue: overdue.length, today: dueToday.length, week: dueThisWeek.length, later: later.length, unpublished: 0 });
  return { overdue: listed(overdue), dueToday: listed(dueToday), dueThisWeek: listed(dueThisWeek), later: listed(later) };
};

const forwarded = ['submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'issueOpinion', 'postNotice', 'closeNotice', 'forward'] as const;
const county = async (): Promise<void> => {
  const early = script({ from: '2024-09-01' });
  const granted = script({ from: '2024-07-01' });
  const lead = take('reportLead', { on: '2024-09-26', source: 'community', need: '失业' }, STAFF.community);
  await record('C1', A, lead);
  // Sunday 29 September (1), 30 (2), 8 October (3); 30 working days end on 13 November.
  await record('C2', A, but(early.submit, { on: '2024-09-27' }), but(early.accept, { on: '2024-09-27' }));
  // 30 September (1), 8 October (2), 9 (3); 14 November.
  await record('C3', B, but(early.submit, { on: '2024-09-29' }), but(early.accept, { on: '2024-09-29' }, STAFF.second));
  // Forwarded on 19 September: 20 (1), 23-27 (6), 29, 30 (8), 8, 9 October (10). Accepted on 2 September: 30 working days end on 18 October.
  await record('C4', A, ...forwarded.map((step) => early[step]));
  await record('C5', B, ...forwarded.map((step) => granted[step]), granted.confirm, granted.serve, granted.publishResult, but(granted.reportDeath, { on: '2024-08-30', diedOn: '2024-07-16' }));
  await record('C6', B, but(early.submit, { on: '2024-09-26' }), but(early.accept, { on: '2024-09-26' }), but(early.withdraw, { on: '2024-09-26' }));
  // Denied on 1 October: 8 (1), 9 (2), 10 (3).
  await record('C7', A, ...forwarded.map((step) => early[step]), early.deny);
};
const C1 = '2024-09-30 C1 lead +9 360111003 -';
const C2 = '2024-10-08 C2 survey +1 360111003 003100';
const C3 = '2024-10-09 C3 survey +0 360111004 003102';
const C4 = '2024-10-09 C4 countyOpinion +0 360111 -';
const C5 = '2024-10-16 C5 death P1 +0 360111 001203';
const C7 = '2024-10-10 C7 serveDenial +0 360111 001203';

/** These cases share one photo; its flags are tested where the photos are. */
const withoutPhotos = <Row extends { readonly code: string }>(rows: readonly Row[]): Row[] => rows.filter(({ code }) => !code.startsWith('PHOTO_'));

describe('a county', () => {
  beforeEach(county);

  it('owes what is overdue, due today, this week and later, by day and case', async () => {
    expect(await ask()).toEqual({
      overdue: [C1, C2], dueToday: [C3, C4], dueThisWeek: [C7, C5],
      later: ['2024-10-18 C4 total +0 360111 -', '2024-11-13 C2 total +0 360111003 003100', '2024-11-14 C3 total +0 360111004 003102'],
    });
    // The horizon is counted from today, and cuts off nothing nearer.
    expect((await ask({ horizonDays: 9 })).later).toEqual(['2024-10-18 C4 total +0 360111 -']);
    expect(await ask({ horizonDays: 0 })).toMatchObject({ dueThisWeek: [C7, C5], later: [] });
  });
  it('moves with the day', async () => {
    expect(await ask({ today: d('2024-09-30') })).toMatchObject({ overdue: [], dueToday: ['2024-09-30 C1 lead +0 360111003 -'] });
    expect((await ask({ today: d('2024-10-10') })).overdue).toEqual(['2024-09-30 C1 lead +10 360111003 -', '2024-10-08 C2 survey +2 360111003 003100', '2024-10-09 C3 survey +1 360111004 003102', '2024-10-09 C4 countyOpinion +1 360111 -']);
  });
  it('is divided into towns and communities, levels and people', async () => {
    expect(await ask({ division: '360111004' })).toMatchObject({ overdue: [], dueToday: [C3], dueThisWeek: [C5] });
    expect(await ask({ division: '360111003001' })).toMatchObject({ overdue: [C1, C2], dueToday: [C4], dueThisWeek: [C7] });
    expect(await ask({ division: '360100' })).toMatchObject({ overdue: [C1, C2] });
    expect(await ask({ division: '360112' })).toEqual({ overdue: [], dueToday: [], dueThisWeek: [], later: [] });
    expect(await ask({ level: 'county' })).toEqual({ overdue: [], dueToday: [C4], dueThisWeek: [C7, C5], later: ['2024-10-18 C4 total +0 360111 -'] });
    expect(await ask({ staffId: STAFF.decider })).toEqual({ overdue: [], dueToday: [], dueThisWeek: [C7, C5], later: [] });
    expect(await ask({ staffId: STAFF.window })).toMatchObject({ overdue: [C2], dueToday: [] });
  });
  it('is counted by who owes it', async () => {
    const { units } = await ledger.worklist({ division: '360111', today: TODAY, horizonDays: 40 });
    expect(units).toEqual([
      { unit: '360111', level: 'county', overdue: 0, today: 1, week: 2, later: 1, unpublished: 0 },
      { unit: '360111003', level: 'town', overdue: 2, today: 0, week: 0, later: 1, unpublished: 0 },
      { unit: '360111004', level: 'town', overdue: 0, today: 1, week: 0, later: 1, unpublished: 0 },
    ]);
  });
  it('owes nothing once all is done, and its procedure report tells what was late', async () => {
    const early = script({ from: '2024-09-01' });
    expect(withoutPhotos((await ledger.procedure(undefined, undefined)).rows)).toEqual([]);
    now = '2024-10-16T01:00:00.000Z';
    await record('C1', A, take('informPolicy', { on: '2024-10-09', channel: '上门' }));
    await record('C2', A, but(early.visit, { on: '2024-10-10' }), but(early.withdraw, { on: '2024-10-10' }));
    await record('C3', B, but(early.withdraw, { on: '2024-10-09' }));
    await record('C4', A, but(early.deny, { on: '2024-10-11' }), but(early.serve, { on: '2024-10-11' }));
    await record('C5', B, but(script({ from: '2024-07-01' }).stop, { on: '2024-10-16', fromYm: '2024-08', cause: 'death' }));
    await record('C7', A, but(early.serve, { on: '2024-10-10' }));
    expect(await ask({ today: d('2030-01-01'), horizonDays: 3_660 })).toEqual({ overdue: [], dueToday: [], dueThisWeek: [], later: [] });
    const rows = withoutPhotos((await ledger.procedure('360111', 2024)).rows);
    // C2 passed the check over: it was visited first.
    expect(rows).toEqual([
      { caseId: 'C2', division: '360111003', benefit: 'dibao', code: 'MISSING_STEP', step: 'infoCheck' },
      { caseId: 'C2', division: '360111003', benefit: 'dibao', code: 'VISIT_LATE', step: 'homeVisit', dueOn: '2024-10-08', days: 2 },
      { caseId: 'C4', division: '360111003', benefit: 'dibao', code: 'CLOCK_MISSED', step: 'countyOpinion', dueOn: '2024-10-09', days: 2 },
    ]);
    // As it was known before that.
    expect(withoutPhotos((await ledger.procedure('360111', 2024, '2024-10-10T00:00:00.000Z')).rows)).toEqual([]);
  });
  it('answers the same when it was folded anew', async () => {
    const before = await ask();
    await ledger.rebuild(['worklist']);
    expect(await ask()).toEqual(before);
  });
});

it('gives a town with a delegation 20 working days, from the day the delegation holds', async () => {
  const early = script();
  await record('C2', A, but(early.submit, { on: '2024-09-27' }), but(early.accept, { on: '2024-09-27' }));
  const grant = (delegationId: string, validFrom: string, amountCapFen?: number) => handleCommand(ledger.store, delegationStream, delegationId, {
    command: { type: 'GrantDelegation', delegationId, fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm'], validFrom: d(validFrom), basis: '委托书', amountCapFen, today: TODAY },
    context: context(STAFF.decider, { code6: '360111' }),
  });
  const total = async (): Promise<string | null | undefined> => {
    await ledger.catchUp();
    return (await ledger.worklist({ division: '360111', today: TODAY, horizonDays: 60 })).later.find(({ clock }) => clock === 'total')?.dueOn;
  };
  await grant('later', '2024-09-28');
  await grant('capped', '2024-01-01', 100_000);
  expect(await total()).toBe('2024-11-13');
  await grant('holds', '2024-09-27');
  // 29, 30 September (2), 8-12 October (7), 14-18 (12), 21-25 (17), 28-30 (20).
  expect(await total()).toBe('2024-10-30');
});

it('lists apart what nobody can date yet', async () => {
  const late = script({ from: '2026-12-30' });
  await record('C1', A, but(late.submit, { on: '2026-12-30' }), but(late.accept, { on: '2026-12-30' }));
  const { calendarUnpublished, total } = await ledger.worklist({ division: '360111', today: d('2027-03-01') });
  expect(listed(calendarUnpublished)).toEqual(['null C1 survey +0 360111003 003100', 'null C1 total +0 360111003 003100']);
  expect(total).toEqual({ overdue: 0, today: 0, week: 0, later: 0, unpublished: 2 });
});
