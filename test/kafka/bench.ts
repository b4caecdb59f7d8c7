/**
 * The relay against a bare kafkajs producer that sends the same messages to the same broker, in turns: `npm run bench:kafka`.
 * The ratio is what counts; a machine's events per second are its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Partitioners } from 'kafkajs';
import { Ledger } from '#application';
import { fileBookmarks, kafkaClient, kafkaOutlet, type OutgoingMessage, prepareTopics, Pseudonyms, Publisher, Relay, Topics } from '#messaging';
import { Broker } from './broker.js';

const ROUNDS = 3;
/** Messages of one call of the bare producer. */
const BATCH = 1_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const now = (): string => new Date().toISOString();

const dataDir = mkdtempSync(join(tmpdir(), 'taizhang-kafka-bench-'));
const broker = await Broker.start();
const ledger = await Ledger.open({ dataDir, mode: 'readWrite' });
try {
  await ledger.importWorkbook(join('test', 'acceptance', 'qingshanhu-2019.xlsx'), { staffId: 'bench' });
  const kafka = kafkaClient({ brokers: [broker.address] }, 'bench');
  const pseudonyms = Pseudonyms.open(join(dataDir, 'pseudonyms.key'));

  async function relayed(round: number): Promise<number> {
    const topics = new Topics(`relay-${round}`);
    const clusterId = await prepareTopics(kafka, topics.allEvents, { forever: true });
    const outlet = await kafkaOutlet(kafka);
    const began = performance.now();
    const relay = new Relay({ store: ledger.store, publisher: new Publisher(topics, 'urn:taizhang:bench', pseudonyms), now, link: async () => ({ outlet, bookmarks: fileBookmarks(join(dataDir, 'kafka'), topics.prefix, clusterId) }) });
    relay.start();
    while (relay.status().position === null || (await relay.behindSince()) !== null) await sleep(5);
    const ms = performance.now() - began;
    await relay.stop();
    return ms;
  }

  async function messagesUnder(topics: Topics): Promise<readonly OutgoingMessage[]> {
    const publisher = new Publisher(topics, 'urn:taizhang:bench', pseudonyms);
    const messages: OutgoingMessage[] = [];
    for (let after: string | undefined; ;) {
      const { events, end } = await ledger.store.readAll({ after });
      messages.push(...events.map((event) => publisher.messageOf(event)));
      if (end) return messages;
      after = events.at(-1)?.position;
    }
  }

  async function bare(round: number): Promise<{ readonly ms: number; readonly messages: number; readonly bytes: number }> {
    const topics = new Topics(`bare-${round}`);
    await prepareTopics(kafka, topics.allEvents, { forever: true });
    const messages = await messagesUnder(topics);
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const began = performance.now();
    for (let at = 0; at < messages.length; at += BATCH) {
      const byTopic = new Map<string, OutgoingMessage[]>();
      for (const message of messages.slice(at, at + BATCH)) {
        const known = byTopic.get(message.topic);
        if (known === undefined) byTopic.set(message.topic, [message]);
        else known.push(message);
      }
      await producer.sendBatch({ acks: -1, topicMessages: [...byTopic].map(([topic, list]) => ({ topic, messages: list })) });
    }
    const ms = performance.now() - began;
    await producer.disconnect();
    return { ms, messages: messages.length, bytes: messages.reduce((sum, { value, key, headers }) => sum + value.length + key.length + Object.entries(headers).flat().join('').length, 0) };
  }

  const ratios: number[] = [];
  // The first round warms broker and compiler up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const relayMs = await relayed(round);
    const { ms, messages, bytes } = await bare(round);
    if (round === 0) continue;
    ratios.push(ms / relayMs);
    say(`${messages} events, ${(bytes / 1e6).toFixed(1)} MB: relay ${Math.round(messages / relayMs * 1_000)}/s, bare producer ${Math.round(messages / ms * 1_000)}/s, ratio ${(ms / relayMs).toFixed(2)}`);
  }
  say(`median ratio ${(ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] as number).toFixed(2)} of ${ROUNDS} rounds`);
} finally {
  await ledger.close();
  await broker.end();
  rmSync(dataDir, { recursive: true, force: true });
}
