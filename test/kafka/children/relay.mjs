/**
 * A process of its own that relays a ledger, for the tests. Usage: node relay.mjs '{"dataDir":…,"brokers":[…],"prefix":…,"hangAt":n}'.
 * With `hangAt` it stops dead between the n-th acknowledged batch and its bookmark, says so, and waits to be killed; else it says when everything is published.
 * It runs the built libs (`npm run build`), because plain node does not read TypeScript.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileBookmarks, kafkaClient, kafkaOutlet, prepareTopics, Pseudonyms, Publisher, Relay, Topics } from '#messaging';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';

const { dataDir, brokers, prefix, hangAt } = JSON.parse(process.argv[2]);
const say = (what) => void writeSync(1, `${JSON.stringify(what)}\n`);
const store = await openSqliteEventStore(join(dataDir, 'events.db'), { mode: 'readOnly' });
const topics = new Topics(prefix);
const kafka = kafkaClient({ brokers }, 'relay-child');
let kept = 0;
const relay = new Relay({
  store, publisher: new Publisher(topics, 'urn:taizhang:test', Pseudonyms.open(join(dataDir, 'pseudonyms.key'))), now: () => new Date().toISOString(), firstRetryMs: 50,
  link: async () => {
    const bookmarks = fileBookmarks(join(dataDir, 'kafka'), prefix, await prepareTopics(kafka, topics.allEvents, { forever: true }));
    return {
      outlet: await kafkaOutlet(kafka),
      bookmarks: {
        read: bookmarks.read,
        keep: (bookmark) => {
          kept += 1;
          if (kept === hangAt) {
            say('sent');
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
          }
          bookmarks.keep(bookmark);
        },
      },
    };
  },
});
relay.start();
for (;;) {
  await sleep(100);
  if (relay.status().position !== null && (await relay.behindSince()) === null) break;
}
say({ published: relay.status().published });
await relay.stop();
await store.close();
process.exit(0);
