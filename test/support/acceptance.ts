/** One acceptance workbook through the command line: every figure of its independently computed expected file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ViewStore } from '#projections';
import { PROJECTIONS } from '#reports';
import { compareImport, compareLedger, readExpected } from './expected.js';
import { cliJson, runCli } from './run-cli.js';

type ImportJson = { sheets: Record<string, { rows: number; recorded: number; alreadyRecorded: number; rejected: number }>; rejections: object[]; events: number };
type RebuildJson = { projections: { name: string; events: number; contentHash: string }[] };

export const describeWorkbook = (name: string): void => describe(name, () => {
  const workbook = join('test', 'acceptance', `${name}.xlsx`);
  const expected = readExpected(join('test', 'acceptance', `${name}.expected.json`));
  let directory: string;
  let data: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'taizhang-acceptance-'));
    data = join(directory, 'data');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('imports every row, or names why not', async () => {
    compareImport(await cliJson<ImportJson>('import', workbook, '--data', data), expected);
  });
  it('gives every figure of the expected file', async () => {
    await compareLedger(data, expected);
  });
  it('adds nothing when imported again', async () => {
    const again = await cliJson<ImportJson>('import', workbook, '--data', data);
    expect(again.events).toBe(0);
    for (const totals of Object.values(again.sheets)) expect([totals.recorded, totals.alreadyRecorded + totals.rejected]).toEqual([0, totals.rows]);
    expect(again.rejections).toHaveLength(expected.rejections.length);
  });
  it('ends with 1 because rows were rejected', async () => {
    expect((await runCli('import', workbook, '--data', data)).code).toBe(1);
  });
  it('rebuilds to the same content', async () => {
    const hashes = async () => (await cliJson<RebuildJson>('rebuild', '--data', data)).projections.map(({ name: projection, contentHash }) => [projection, contentHash]);
    // What the followers folded while importing and reporting, against the same from the first event.
    const views = ViewStore.open(join(data, 'views.db'), PROJECTIONS);
    const live = Object.fromEntries(await Promise.all(views.generations().map(async (generation) => [generation.projection, await views.contentHash(generation)] as const)));
    views.close();
    const first = await hashes();
    expect(Object.fromEntries(first)).toEqual(live);
    rmSync(join(data, 'views.db'));
    expect(await hashes()).toEqual(first);
  });
});
