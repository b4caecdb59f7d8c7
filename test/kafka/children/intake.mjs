/**
 * A process of its own that takes messages in, for the tests. Usage: node intake.mjs '{"dataDir":…,"brokers":[…],"prefix":…,"account":…,"hangAt":n}'.
 * With `hangAt` it stops dead between the n-th effect and its offset, says so, and waits to be killed; else it says when nothing waits any more.
 * It runs the built program (`npm run build`), because plain node does not read TypeScript.
 */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ledger } from '#application';
import { Intake, IntakeConsumer, kafkaClient, prepareTopics, Topics } from '#messaging';
import { intakeHandlers } from '../../../dist/apps/ledger/src/messaging/handlers.js';

const { dataDir, brokers, prefix, account, hangAt } = JSON.parse(process.argv[2]);
const say = (what) => void writeSync(1, `${JSON.stringify(what)}\n`);
const ledger = await Ledger.open({ dataDir, mode: 'readWrite' });
const topics = new Topics(prefix);
const kafka = kafkaClient({ brokers }, 'intake-child');
let effects = 0;
const hanging = (handler) => async (received) => {
  const applied = await handler(received);
  if (applied === 'recorded') effects += 1;
  if (effects === hangAt) {
    say('applied');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  return applied;
};
const { applyDataMatch, applyDeath } = intakeHandlers(ledger, { intake: account });
const intake = new Intake({ applyDataMatch: hanging(applyDataMatch), applyDeath: hanging(applyDeath) });
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
