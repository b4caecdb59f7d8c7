/** The small workbook gives the same figures when its events are in EventStoreDB: over real gRPC, against the double. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDbDouble } from '#event-store/eventstoredb/double/server';
import { compareImport, compareLedger, readExpected } from '../support/expected.js';
import { cliJson } from '../support/run-cli.js';

const WORKBOOK = join('test', 'acceptance', 'qingshanhu-2019-small.xlsx');
const EXPECTED = readExpected(WORKBOOK.replace('.xlsx', '.expected.json'));
let double: EventStoreDbDouble;
let data: string;

beforeAll(async () => {
  double = await EventStoreDbDouble.start();
  process.env['EVENTSTORE_URL'] = double.connectionString;
  data = mkdtempSync(join(tmpdir(), 'taizhang-esdb-'));
});
afterAll(async () => {
  delete process.env['EVENTSTORE_URL'];
  rmSync(data, { recursive: true, force: true });
  await double.stop();
});

it('imports the same rows', async () => {
  compareImport(await cliJson<Parameters<typeof compareImport>[0]>('import', WORKBOOK, '--data', data), EXPECTED);
});
it('gives every figure of the expected file', async () => {
  await compareLedger(data, EXPECTED);
});
it('adds nothing when imported again', async () => {
  expect(await cliJson('import', WORKBOOK, '--data', data)).toMatchObject({ events: 0 });
});
it('ends in the content hashes of the embedded store', async () => {
  const hashes = async (directory: string) => (await cliJson<{ projections: { name: string; contentHash: string }[] }>('rebuild', '--data', directory)).projections.map(({ name, contentHash }) => [name, contentHash]);
  const remote = await hashes(data);
  delete process.env['EVENTSTORE_URL'];
  const embedded = join(data, 'embedded');
  await cliJson('import', WORKBOOK, '--data', embedded);
  expect(remote).toEqual(await hashes(embedded));
});
