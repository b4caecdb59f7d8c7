/** `taizhang worklist`: its text, JSON and exit codes. The case was accepted on Friday 27 September 2024; 1-7 October were off, Sunday 29 September was worked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '#application';
import { caseStream } from '#casework';
import { handleCommand } from '#event-store';
import { uuidOf } from '#kernel';
import type { WorklistReport } from '#reports';
import { but, script, STAFF } from '../../../libs/casework/src/steps/testing/story.js';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

let directory: string;
let data: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-worklist-'));
  data = join(directory, 'data');
  const ledger = await Ledger.open({ dataDir: data, mode: 'readWrite' });
  const { submit, accept } = script();
  for (const [index, command] of [but(submit, { on: '2024-09-27' }, undefined, { caseId: 'C1' }), but(accept, { on: '2024-09-27' }, undefined, { caseId: 'C1' })].entries()) {
    await handleCommand(ledger.store, caseStream, 'C1@360111', {
      command,
      context: { commandId: uuidOf(`worklist ${index}`), actor: { staffId: STAFF.window, role: 'townOperator' }, jurisdiction: { code6: '360111', town9: '360111003' }, now: '2024-09-27T01:00:00.000Z', correlationId: uuidOf('worklist') },
    });
  }
  await ledger.close();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const run = (...args: string[]) => runCli('worklist', ...args, '--data', data);

it('prints what is due and whose it is, and ends with 1 once something is overdue', async () => {
  const today = await run('--division', '360111', '--date', '2024-10-08', '--days', '40');
  expect(today.code).toBe(0);
  expect(today.stdout).toContain('今日到期（1）');
  expect(today.stdout.split('\n').find((line) => line.includes('入户调查'))?.split(/\s{2,}/)).toEqual(['2024-10-08', '0', 'C1', '入户调查', '2024-09-27', '镇街', '003100', 'R57 15']);
  expect(today.stdout).toContain('360111，截至 2024-10-08：逾期 0，今日 1，一周内 0，以后 1。');
  const late = await run('--division', '360111003', '--date', '2024-10-10');
  expect([late.code, late.stdout.split('\n')[0]]).toEqual([1, '已逾期（1）']);
});

it('answers as one JSON document', async () => {
  const report = await cliJson<WorklistReport>('worklist', '--division', '360111', '--date', '2024-10-10', '--data', data);
  expect(report.overdue).toEqual([{
    caseId: 'C1', county: '360111', town: '360111003', community: null, clock: 'survey', name: { zh: '入户调查', en: 'survey' }, startedOn: '2024-09-27', dueOn: '2024-10-08', daysOverdue: 2,
    owner: 'town', whose: '003100', unit: '360111003', clause: 'R57 15',
  }]);
});

it('is asked for a person or a level, and says when there is nothing', async () => {
  expect((await run('--division', '360111', '--date', '2024-10-08', '--staff', '009999')).stdout).toBe('360111：截至 2024-10-08 没有待办事项。\n');
  expect((await run('--division', '360111', '--date', '2024-10-08', '--level', 'county')).stdout).toBe('360111：截至 2024-10-08 没有待办事项。\n');
  expect((await run('--division', '360111', '--date', '2024-10-08', '--level', 'town', '--staff', '003100')).stdout).toContain('今日到期（1）');
});

it.each([[[]], [['--division', '36']], [['--division', '360111', '--level', 'village']], [['--division', '360111', '--date', '2024-02-30']], [['--division', '360111', '--days', '4000']]])('is wrong usage: %j', async (args) => {
  expect((await run(...args)).code).toBe(2);
});
