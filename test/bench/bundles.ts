/** Evidence bundles of cases in a large ledger, against reading the events they are made of. */
import { join } from 'node:path';
import { Ledger } from '#application';
import type { Manifest } from '#bundle';
import type { EventMetadata } from '#kernel';
import { readRevisions, readWhole } from '#reports';
import { counted, type Task } from './timed.js';

const CASES = 30;
const PAGE = 5_000;
const inspector = { accountId: 'bench', staffId: 'bench', name: 'bench', role: 'inspector', division: '000000' } as const;

async function onCases(directory: string, work: (ledger: Ledger, about: readonly string[]) => ReturnType<Task>): ReturnType<Task> {
  const ledger = await Ledger.open({ dataDir: join(directory, 'data'), mode: 'readWrite' });
  const about: string[] = [];
  for (let after: string | undefined; about.length < CASES;) {
    const { events, end } = await ledger.store.readAll({ after, limit: PAGE });
    for (const { type, data, metadata } of events) if (type === 'ApplicationSubmitted') about.push(`${data['caseId'] as string}@${(metadata as unknown as EventMetadata).jurisdiction.code6}`);
    after = events.at(-1)?.position;
    if (end) break;
  }
  try {
    return await work(ledger, about.slice(0, CASES));
  } finally {
    await ledger.close();
  }
}

async function exported(ledger: Ledger, about: string): Promise<Manifest> {
  const { content, manifest } = await ledger.evidence.export({ scope: 'case', about, organ: 'bench', docNo: 'bench' }, inspector);
  for await (const _chunk of content);
  return manifest;
}

export const BUNDLES: Readonly<Record<string, Task>> = {
  'bundle-export': (directory) => onCases(directory, async (ledger, [first = '', ...others]) => {
    // Whatever is made ready once.
    await exported(ledger, first);
    return counted(async () => {
      let events = 0;
      for (const about of others) events += (await exported(ledger, about)).entries.length;
      return events;
    });
  }),
  /** The same events from the same streams, opened. */
  'bundle-bare': (directory) => onCases(directory, async (ledger, about) => {
    const manifests: Manifest[] = [];
    for (const one of about) manifests.push(await exported(ledger, one));
    const read = async ({ streams, entries }: Manifest): Promise<number> => {
      let events = 0;
      for (const { streamId, whole } of streams) {
        events += (whole ? await readWhole(ledger.store, streamId) : await readRevisions(ledger.store, { streamId, revisions: entries.filter((entry) => entry.streamId === streamId).map(({ revision }) => revision) })).length;
      }
      return events;
    };
    const [warm, ...others] = manifests;
    if (warm !== undefined) await read(warm);
    return counted(async () => {
      let events = 0;
      for (const one of others) events += await read(one);
      return events;
    });
  }),
};
