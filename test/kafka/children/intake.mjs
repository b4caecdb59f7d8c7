/**
 * A process of its own that takes messages in, for the tests. Usage: node intake.mjs '{"dataDir":…,"brokers":[…],"prefix":…,"account":…,"bank":…,"hangAt":n,"hangBefore":type}'.
 * With `hangAt` it stops dead between the n-th effect and its offset, with `hangBefore` before an event of that type is written, says so, and waits to be killed;
 * else it says when nothing waits any more. `bank`: the account in whose name results of banks are taken; none are without.
 * It runs the built program (`npm run build`), because plain node does not read TypeScript.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ledger } from '#application';
import { Intake, IntakeConsumer, kafkaClient, prepareTopics, Topics } from '#messaging';
import { intakeHandlers } from '../../../dist/apps/ledger/src/messaging/handlers.js';

const { dataDir, brokers, prefix, account, bank, hangAt, hangBefore } = JSON.parse(process.argv[2]);
const say = (what) => void writeSync(1, `${JSON.stringify(what)}\n`);
const ledger = await Ledger.open({ dataDir, mode: 'readWrite' });
const topics = new Topics(prefix);
const kafka = kafkaClient({ brokers }, 'intake-child');
const hang = () => {
  say('applied');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const append = ledger.store.append.bind(ledger.store);
ledger.store.append = (streamId, expected, events) => {
  if (hangBefore !== undefined && events.some(({ type }) => type === hangBefore)) hang();
  return append(streamId, expected, events);
};
let effects = 0;
const hanging = (handler) => async (received) => {
  const applied = await handler(received);
  if (applied === 'recorded') effects += 1;
  if (effects === hangAt) hang();
  return applied;
};
const { applyDataMatch, applyDeath, applyBankResult } = intakeHandlers(ledger, { intake: account, bank });
const intake = new Intake({ applyDataMatch: hanging(applyDataMatch), applyDeath: hanging(applyDeath), applyBankResult: applyBankResult && hanging(applyBankResult) });
const consumer = new IntakeConsumer({
  kafka, topics, intake, now: () => new Date().toISOString(), stuckMs: 60_000, watchMs: 500, firstRetryMs: 100, sessionMs: 10_000,
  prepare: async () => void (await prepareTopics(kafka, [...intake.names.map((name) => topics.intake(name)), topics.deadLetter], { forever: false })),
});
consumer.start();
for (;;) {
  await sleep(300);
  const { lag, counts } = consumer.status();
  const taken = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (taken > 0 && Object.keys(lag).length > 0 && Object.values(lag).every((count) => count === 0)) break;
}
say(consumer.status().counts);
await consumer.stop();
await ledger.close();
process.exit(0);
