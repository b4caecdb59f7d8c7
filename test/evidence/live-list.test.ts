/** Evidence about a list that was compiled and paid here: its lines lie in parts, what the bank did with it in batches, and of one case only its own lines are evidence. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InquiryScope } from '#accountability';
import { signedCheckpoint, verifyEvidence } from '#application';
import type { Manifest } from '#bundle';
import { fileOf, outcomesOf, PAYER, pipeReturn, readBatch } from '../support/bank-office.js';
import { bookHousehold } from '../support/county-book.js';
import { COUNTY, FINANCE, MoneyOffice, person } from '../support/money-office.js';
import { filesOf, jsonIn, save } from './unpacked.js';

const LIST = 'dibao-2019-02';
/** One more than a part holds. */
const CASES = Array.from({ length: 201 }, (_, n) => `C${n + 1}`);
const FAILED = 'C3';
let office: MoneyOffice;
const made: string[] = [];
beforeAll(async () => {
  office = await MoneyOffice.open();
  for (const caseId of CASES) await bookHousehold(office.ledger.store, { caseId, town: '360111003', persons: 1, accountNo: `62170028700000${caseId.slice(1).padStart(5, '0')}` });
  await office.ledger.catchUp();
  await office.indicator('dibao', 100_000_000);
  await office.compile(LIST, { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' });
  await office.upToCheck(LIST, '2019-02-10');
  await office.order(LIST, '2019-02-14', 'ZB-dibao');
  await office.ledger.batches.take('B1', 'prepare', { on: '2019-02-15', listNo: LIST, format: 'pipe-gb18030', valueDate: '2019-02-15', ...PAYER }, FINANCE);
  const outcomes = outcomesOf(await readBatch(office.ledger, 'B1'), '2019-02-18', { [FAILED]: { status: 'F', code: 'E002' } });
  await office.ledger.answers.applyReturn('B1', fileOf(pipeReturn('B1', outcomes)), { on: '2019-02-18' }, person('bank'));
  await office.ledger.periods.take(LIST, 'run', { on: '2019-02-28' }, FINANCE);
}, 120_000);
afterAll(async () => {
  await office.end();
  for (const file of made) rmSync(file);
});

async function exported(scope: InquiryScope, about: string): Promise<Manifest> {
  const file = join(tmpdir(), `taizhang-live-list-${process.pid}-${made.length}.zip`);
  await save((await office.ledger.evidence.export({ scope, about, organ: '区纪委监委', docNo: '调〔2026〕3号' }, person('inspector'))).content, file);
  made.push(file);
  const { vkey } = await signedCheckpoint(office.ledger.config);
  expect(await verifyEvidence({ file, key: vkey })).toMatchObject({ ok: true, findings: [], report: 'same', ...(scope === 'payList' ? { closed: 0 } : {}) });
  return jsonIn(await filesOf(file), 'manifest.json') as Manifest;
}
const lengthOf = async (streamId: string): Promise<number> => {
  const slice = await office.ledger.store.readStream(streamId);
  return slice.status === 'found' ? slice.events.length : 0;
};

test('the list: both its parts, its batch and its reconciliation, whole and opened', async () => {
  const { entries, streams } = await exported('payList', LIST);
  for (const name of [`payList-${LIST}`, `payPart-${LIST}.1`, `payPart-${LIST}.2`, 'batch-B1', `reconciliation-${LIST}`]) {
    const streamId = `${name}@${COUNTY}`;
    expect([name, streams.find((stream) => stream.streamId === streamId)?.whole, entries.filter((entry) => entry.streamId === streamId).length]).toEqual([name, true, await lengthOf(streamId)]);
  }
  expect(await lengthOf(`payPart-${LIST}.2@${COUNTY}`)).toBeGreaterThan(1);
});

test('a case: the parts that hold its lines, in which those of others stay closed', async () => {
  const { entries, persons } = await exported('case', FAILED);
  const parts = new Set(entries.map(({ streamId }) => streamId).filter((streamId) => streamId.startsWith('payPart-')));
  expect([...parts]).toEqual([`payPart-${LIST}.1@${COUNTY}`]);
  expect(persons).toHaveLength(1);
});
