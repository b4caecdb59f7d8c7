/** One step of the month, alone in its process: `node month-tasks.js STEP DIRECTORY PAYEES`, prints {seconds, cpu, events, peakMB}, both times in seconds. */
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { keepHeapSmall, Ledger } from '#application';
import type { EventStore, ExpectedRevision, RecordedEvent } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { EACH_FEN, fillCounty, LIST } from './month-county.js';
import { BATCH, failuresOf, PAYER, writeReturn, writeStatement } from './month-bank.js';
import { BANK, COMPILER, COUNTY, FINANCE, LEADER, REVIEWER } from './month-people.js';
import { peakMiB } from './peak.js';

/** Appends under way at the same time, as the services have them. */
const AT_ONCE = 16;
const [step = '', directory = '', count = ''] = process.argv.slice(2);
const payees = Number(count);
/** `before`: the ledger as it was filled, copied by who called this. */
const [batchFile, returnFile, statementFile, dataDir, before] = ['batch.txt', 'return.txt', 'statement.xml', 'data', 'before'].map((name) => join(directory, name)) as [string, string, string, string, string];
const file = (path: string) => ({ open: () => createReadStream(path, { highWaterMark: 1 << 16 }) });

type Step = (ledger: Ledger) => Promise<unknown>;
/** In the order of the month. */
const STEPS: Record<string, Step> = {
  compile: ({ payLists }) => payLists.take(LIST, 'compile', { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' }, COMPILER),
  approve: async ({ payLists }) => {
    await payLists.take(LIST, 'review', { on: '2019-02-10' }, REVIEWER);
    await payLists.take(LIST, 'approve', { on: '2019-02-10', approvalNo: 'SD1' }, LEADER);
    await payLists.take(LIST, 'publicise', { on: '2019-02-10', place: '公示栏', from: '2019-02-10', to: '2019-02-10' }, COMPILER);
    await payLists.take(LIST, 'check', { on: '2019-02-10', procedure: '手续齐全' }, FINANCE);
  },
  order: ({ payLists }) => payLists.take(LIST, 'order', { on: '2019-02-14', orderNo: 'ZF1', indicatorNo: 'ZB1', payMode: 'direct' }, FINANCE),
  send: ({ batches }) => batches.take(BATCH, 'prepare', { on: '2019-02-15', listNo: LIST, format: 'pipe-gb18030', valueDate: '2019-02-15', ...PAYER }, FINANCE),
  file: async ({ batches }) => pipeline((await batches.content(BATCH, FINANCE)).chunks, createWriteStream(batchFile)),
  return: ({ answers }) => answers.applyReturn(BATCH, file(returnFile), { on: '2019-02-18' }, BANK),
  statement: ({ statements }) => statements.importStatement(COUNTY, file(statementFile), { on: '2019-02-19', account: PAYER.payerAccount }, FINANCE),
  reconcile: ({ periods }) => periods.take(LIST, 'run', { on: '2019-02-28' }, FINANCE),
  close: ({ periods }) => periods.take(LIST, 'close', { on: '2019-03-01', closingNo: 'YJ1' }, FINANCE),
};
/** What others do between the steps of the month; not measured. */
const BEFORE: Partial<Record<string, Step>> = {
  compile: ({ funds }) => funds.take(COUNTY, 'issue', { on: '2019-01-02', indicatorNo: 'ZB1', source: 'county', benefit: 'dibao', fen: payees * EACH_FEN }, FINANCE),
  return: () => writeReturn(batchFile, returnFile, payees),
  statement: () => writeStatement(batchFile, statementFile, payees),
  reconcile: ({ batches }) => batches.take(BATCH, 'receipt', { on: '2019-02-20', receiptNo: 'HD1', n: payees - failuresOf(payees), fen: (payees - failuresOf(payees)) * EACH_FEN }, BANK),
  // What failed is carried on, two people say so.
  close: async ({ periods }) => {
    for (const { id: discrepancy } of (await periods.file(LIST, FINANCE)).discrepancies) {
      await periods.take(LIST, 'explain', { on: '2019-02-28', discrepancy, how: 'carried', reason: '待更正账户' }, COMPILER);
      await periods.take(LIST, 'resolve', { on: '2019-02-28', discrepancy }, REVIEWER);
    }
  },
};

const lastOf = async (store: EventStore): Promise<string | undefined> => (await store.readAll({ direction: 'backward', limit: 1 })).events[0]?.position;
interface Took {
  readonly seconds: number;
  /** Of the processor, which tells more where other programs run beside. */
  readonly cpu: number;
}
type Measured = Took & { readonly events: number };
const timed = async (work: () => Promise<unknown>): Promise<Took> => {
  const [startedAt, usedBefore] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(usedBefore);
  return { seconds: (performance.now() - startedAt) / 1000, cpu: (user + system) / 1_000_000 };
};

/** Everything that the month recorded, appended to another store as the services append it; only the appends are timed. */
async function appendMonth(target: EventStore): Promise<Measured> {
  const [source, start] = [await Ledger.open({ dataDir, mode: 'readOnly' }), await openSqliteEventStore(join(before, 'events.db'), { mode: 'readOnly' })];
  let after = await lastOf(start);
  await start.close();
  const revisions = new Map<string, ExpectedRevision>();
  let [seconds, cpu, events] = [0, 0, 0];
  for (;;) {
    const page = await source.store.readAll({ after, limit: 10_000 });
    const appends: RecordedEvent[][] = [];
    for (const event of page.events) {
      const last = appends.at(-1);
      if (last?.[0]?.streamId === event.streamId && last.length < 200) last.push(event);
      else appends.push([event]);
    }
    const took = await timed(async () => {
      for (let from = 0; from < appends.length; from += AT_ONCE) {
        // A page may part what was appended together, so two appends of one stream may follow each other.
        await Promise.all(appends.slice(from, from + AT_ONCE).map((append) => {
          const { streamId, revision } = append[0] as RecordedEvent;
          const expected = revisions.get(streamId) ?? (revision === 0n ? 'noStream' : revision - 1n);
          revisions.delete(streamId);
          return target.append(streamId, expected, append);
        }));
      }
    });
    seconds += took.seconds;
    cpu += took.cpu;
    events += page.events.length;
    after = page.events.at(-1)?.position ?? after;
    if (page.end) break;
  }
  await source.close();
  return { seconds, cpu, events };
}

async function run(): Promise<Measured> {
  if (step === 'fill') {
    const ledger = await Ledger.open({ dataDir, mode: 'readWrite' });
    const took = await timed(async () => {
      await fillCounty(ledger, payees);
      await ledger.catchUp();
      await ledger.followUps.run();
    });
    const events = Number(await lastOf(ledger.store));
    await ledger.close();
    return { ...took, events };
  }
  if (step === 'append-bare') return appendMonth(await openSqliteEventStore(join(directory, 'bare.db'), { mode: 'readWrite' }));
  if (step === 'append-sealed') return appendMonth((await Ledger.open({ dataDir: before, mode: 'readWrite' })).store);
  const work = STEPS[step];
  if (work === undefined || directory === '' || !Number.isInteger(payees) || payees < 1) throw new Error(`usage: month-tasks.js fill|${Object.keys(STEPS).join('|')}|append-bare|append-sealed DIRECTORY PAYEES`);
  const ledger = await Ledger.open({ dataDir, mode: 'readWrite' });
  await BEFORE[step]?.(ledger);
  const first = Number(await lastOf(ledger.store));
  const took = await timed(() => work(ledger));
  const events = Number(await lastOf(ledger.store)) - first;
  await ledger.close();
  return { ...took, events };
}

// As the programs do.
keepHeapSmall();
const measured = await run();
process.stdout.write(JSON.stringify({ ...measured, peakMB: peakMiB() }));
process.exit(0);
