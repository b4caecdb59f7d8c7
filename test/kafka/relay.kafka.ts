/** The relay against a real broker that is killed, and in processes that are killed: at the end ledger and topics agree event by event. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ledger } from '#application';
import { fileBookmarks, kafkaClient, kafkaOutlet, prepareTopics, Pseudonyms, Publisher, Relay, Topics } from '#messaging';
import { strangers } from './support/described.js';
import { Broker } from './broker.js';
import { AGREED, agreementOf, allEvents } from './support/agreement.js';
import { readTopics } from './support/topics.js';

const SMALL = join('test', 'acceptance', 'qingshanhu-2019-small.xlsx');
const SOURCE = 'urn:taizhang:test';
const now = (): string => new Date().toISOString();
const say = (what: string): void => void process.stderr.write(`  ${what}\n`);

let broker: Broker;
let dataDir: string;
let ledger: Ledger;
beforeAll(async () => {
  broker = await Broker.start();
  dataDir = mkdtempSync(join(tmpdir(), 'taizhang-relay-'));
  ledger = await Ledger.open({ dataDir, mode: 'readWrite' });
  await ledger.importWorkbook(SMALL, { staffId: 'test' });
}, 300_000);
afterAll(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true });
  await broker.end();
});

const publisherOf = (topics: Topics): Publisher => new Publisher(topics, SOURCE, Pseudonyms.open(join(dataDir, 'pseudonyms.key')));

/** A value of the county is published: one event more. */
let days = 0;
const publish = async (): Promise<void> => {
  const from = new Date(Date.UTC(2027, 0, days += 1)).toISOString().slice(0, 10);
  const { recorded } = await ledger.policy.publishStandards([{ key: 'dibao.std', value: '700', division: '360111', from, basis: '示例文件' }], { staffId: 'test' });
  if (recorded !== 1) throw new Error('a new value is recorded');
};

async function published(relay: Relay): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 100) {
    if (relay.status().position !== null && (await relay.behindSince()) === null) return;
    await sleep(100);
  }
  throw new Error(`the relay did not finish: ${JSON.stringify(relay.status())}`);
}

test('the broker is killed while events are recorded and relayed, and started again', async () => {
  const topics = new Topics('killed-broker');
  const kafka = kafkaClient({ brokers: [broker.address] }, 'relay');
  let failures = 0;
  const relay = new Relay({
    store: ledger.store, publisher: publisherOf(topics), now, firstRetryMs: 50, onFailure: () => (failures += 1),
    link: async () => {
      const clusterId = await prepareTopics(kafka, topics.allEvents, { forever: true });
      const bookmarks = fileBookmarks(join(dataDir, 'kafka'), topics.prefix, clusterId);
      const outlet = await kafkaOutlet(kafka);
      // Small batches, so that a kill finds one on its way.
      return { bookmarks, outlet: { close: () => outlet.close(), send: async (messages) => { for (let at = 0; at < messages.length; at += 40) await outlet.send(messages.slice(at, at + 40)); } } };
    },
  });
  relay.start();
  const kills = 3;
  for (let kill = 0; kill < kills; kill += 1) {
    const before = Date.now();
    while (Date.now() - before < 400) await publish();
    await broker.kill();
    await publish();
    expect(await relay.behindSince()).not.toBeNull();
    await broker.restart();
    await published(relay);
  }
  await publish();
  await published(relay);
  await relay.stop();
  expect(relay.status().failure).toBeNull();
  const agreement = agreementOf(await allEvents(ledger.store), await readTopics(kafka, topics.allEvents), publisherOf(topics));
  say(`broker killed ${kills} times: ${agreement.events} events, ${agreement.records} records, ${agreement.repeated} repeated, ${failures} failures of the relay`);
  expect(agreement).toMatchObject(AGREED);
}, 300_000);

test('the relay is killed between the acknowledgement of a batch and its bookmark, five times', async () => {
  const topics = new Topics('killed-relay');
  const kills = 5;
  const run = async (hangAt?: number): Promise<string | undefined> => {
    const child = spawn(process.execPath, [join('test', 'kafka', 'children', 'relay.mjs'), JSON.stringify({ dataDir, brokers: [broker.address], prefix: topics.prefix, hangAt })], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let said: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      said = line;
      if (line === '"sent"') child.kill('SIGKILL');
    }
    await exited;
    return said;
  };
  for (let kill = 0; kill < kills; kill += 1) {
    // The first time the first batch, then whatever comes first after the bookmark.
    expect(await run(kill === 0 ? 2 : 1)).toBe('"sent"');
    if (kill === 2) for (let number = 0; number < 20; number += 1) await publish();
  }
  expect(await run()).toContain('published');
  const kafka = kafkaClient({ brokers: [broker.address] }, 'reader');
  const records = await readTopics(kafka, topics.allEvents);
  const agreement = agreementOf(await allEvents(ledger.store), records, publisherOf(topics));
  say(`relay killed ${kills} times between send and bookmark: ${agreement.events} events, ${agreement.records} records, ${agreement.repeated} repeated`);
  expect(agreement).toMatchObject(AGREED);
  expect(strangers(records)).toEqual([]);
  // Every kill left one batch acknowledged and not marked: it came again.
  expect(agreement.repeated).toBeGreaterThan(0);
}, 300_000);
