import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventStoreDbDouble } from './double/server.js';

test.each([[false]])('speed batch=%s', async (batchAppend) => {
  const d = await EventStoreDbDouble.start({ batchAppend });
  const c = EventStoreDBClient.connectionString(d.connectionString);
  const events = (n: number) => Array.from({ length: n }, (_, k) => jsonEvent({ type: 'SomethingHappened', data: { n: k, text: 'x'.repeat(200), parts: [1, 2, 3, { four: '四' }] }, metadata: { a: 1 } }));
  let t = performance.now();
  for (let n = 0; n < 10; n += 1) await c.appendToStream(`s-${n}`, events(1000));
  console.log(batchAppend, '1000 x 10', performance.now() - t);
  t = performance.now();
  for (let n = 0; n < 5; n += 1) await c.appendToStream(`t-${n}`, events(1));
  console.log(batchAppend, '1 x 500 sequential', performance.now() - t);
  t = performance.now();
  await Promise.all(Array.from({ length: 5 }, (_, n) => c.appendToStream(`u-${n}`, events(1))));
  console.log(batchAppend, '1 x 1000 at once', performance.now() - t);
  t = performance.now(); let k = 0;
  for await (const e of c.readAll({ maxCount: 10000 })) k += e.event ? 1 : 0;
  console.log('read 10000', performance.now() - t, k);
  await c.dispose();
  await d.stop();
}, 60000);
