/**
 * What the adapter takes for granted about the server, asked with the bare client.
 * Run against the double it shows that the double behaves so; run against a real server it shows that the double is right.
 */
/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import { BACKWARDS, END, EventStoreDBClient, jsonEvent, NO_STREAM, streamNameFilter, type AppendResult, type JSONEventData, type Position, type StreamingRead } from '@eventstore/db-client';

const newEvents = (count: number): JSONEventData[] => Array.from({ length: count }, (_, n) => jsonEvent({ id: randomUUID(), type: 'Assumed', data: { n }, metadata: { n } }));
const newStream = (): string => `assumption-${randomUUID()}`;
const key = ({ commit, prepare }: Position): string => `${commit}:${prepare}`;

/** Everything a bounded read gives. */
async function all<T>(stream: StreamingRead<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** @param connect the connection string, and what to do when the tests are over */
export function describeServerAssumptions(name: string, connect: () => Promise<{ readonly connectionString: string; readonly end: () => Promise<void> }>): void {
  describe(`what the adapter assumes of the server: ${name}`, () => {
    let client: EventStoreDBClient;
    let end: () => Promise<void>;

    beforeAll(async () => {
      const server = await connect();
      ({ end } = server);
      client = EventStoreDBClient.connectionString(server.connectionString);
      // As the adapter does: one call for each append.
      const supports = client['supports'];
      client['supports'] = async (method, feature) => !method.path.endsWith('/BatchAppend') && supports(method, feature);
    });
    afterAll(async () => {
      await client.dispose();
      await end();
    });

    const append = (stream: string, before: bigint, events: JSONEventData[]): Promise<AppendResult> => client.appendToStream(stream, events, { expectedRevision: before < 0n ? NO_STREAM : before });
    const positionsOf = async (stream: string): Promise<string[]> =>
      (await all(client.readStream(stream))).map(({ event }) => (event?.position ? key(event.position) : 'none'));

    test('an append returns the position of its last event, as every read gives it', async () => {
      const stream = newStream();
      for (const [before, count] of [[-1n, 1], [0n, 3], [3n, 500]] as const) {
        const { position, nextExpectedRevision } = await append(stream, before, newEvents(count));
        expect(nextExpectedRevision).toBe(before + BigInt(count));
        expect((await positionsOf(stream)).at(-1)).toBe(position && key(position));
        const [last] = (await all(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 200 }))).filter(({ event }) => event?.streamId === stream);
        expect(last?.event?.position).toEqual(position);
      }
      const positions = (await all(client.readStream(stream))).map(({ event }) => event?.position?.commit ?? -1n);
      expect(positions.every((commit, n) => n === 0 || commit > (positions[n - 1] ?? 0n))).toBe(true);
    });

    test('an append repeated at its exact revision is recognised, also after others wrote, and gives the same answer', async () => {
      const stream = newStream();
      const [opening, middle] = [newEvents(3), newEvents(2)];
      const first = await append(stream, -1n, opening);
      const second = await append(stream, 2n, middle);
      await append(stream, 4n, newEvents(1));
      expect(await append(stream, -1n, opening)).toEqual(first);
      expect(await append(stream, 2n, middle)).toEqual(second);
      expect((await all(client.readStream(stream))).length).toBe(6);
    });

    test('a part of it, more than it, or another order is a wrong expected version', async () => {
      const stream = newStream();
      const [a, b] = [newEvents(1), newEvents(1)];
      await append(stream, -1n, [...a, ...b]);
      for (const events of [[...b, ...a], [...a, ...newEvents(1)], [...a, ...b, ...newEvents(1)], newEvents(1)]) {
        await expect(append(stream, -1n, events)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
      }
      await expect(append(stream, 5n, newEvents(1))).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
      await expect(append(newStream(), 0n, newEvents(1))).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 'no_stream' });
    });

    test('a read of the log begins at its position going forward, and before it going backward', async () => {
      const stream = newStream();
      await append(stream, -1n, newEvents(4));
      const positions: Position[] = [];
      for (const { event } of await all(client.readStream(stream))) if (event?.position) positions.push(event.position);
      const [, second, third, fourth] = positions;
      if (third === undefined) throw new Error('four events have four positions');
      const forward = await all(client.readAll({ fromPosition: third, maxCount: 2 }));
      const backward = await all(client.readAll({ fromPosition: third, direction: BACKWARDS, maxCount: 1 }));
      expect(forward.map(({ event }) => event?.position)).toEqual([third, fourth]);
      expect(backward.map(({ event }) => event?.position)).toEqual([second]);
    });

    test('a position inside a record is refused as an invalid position', async () => {
      const { position } = await append(newStream(), -1n, newEvents(3));
      const inside = { commit: (position?.commit ?? 0n) - 3n, prepare: (position?.commit ?? 0n) - 3n };
      await expect(all(client.readAll({ fromPosition: inside, maxCount: 10 }))).rejects.toThrow(/invalid\s?position/i);
    });

    test('a stream read beyond its end is empty going forward, and begins at the end going backward', async () => {
      const stream = newStream();
      await append(stream, -1n, newEvents(5));
      const revisions = async (options: Parameters<typeof client.readStream>[1]): Promise<unknown[]> => (await all(client.readStream(stream, options))).map(({ event }) => event?.revision);
      expect(await revisions({ fromRevision: 5n, maxCount: 3 })).toEqual([]);
      expect(await revisions({ fromRevision: 2n ** 63n - 2n, maxCount: 3 })).toEqual([]);
      expect(await revisions({ fromRevision: 1_000n, direction: BACKWARDS, maxCount: 2 })).toEqual([4n, 3n]);
      await expect(all(client.readStream(newStream()))).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    test('a subscription begins after its position and leaves out filtered streams', async () => {
      const stream = newStream();
      const { position } = await append(stream, -1n, newEvents(2));
      await append(stream, 1n, newEvents(2));
      const subscription = client.subscribeToAll({ fromPosition: position ?? 'start', filter: streamNameFilter({ regex: '^[^$]' }) });
      subscription.on('error', () => undefined);
      const seen: unknown[] = [];
      for await (const { event } of subscription) {
        expect(event?.streamId.startsWith('$')).toBe(false);
        if (event?.streamId === stream) seen.push(event.revision);
        if (seen.length === 2) break;
      }
      await subscription.unsubscribe();
      expect(seen).toEqual([2n, 3n]);
    });

    test('an append of more than a mebibyte is refused whole; types count two bytes for each character', async () => {
      const stream = newStream();
      const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(1_024 * 1_024) } });
      await expect(append(stream, -1n, [large])).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
      const types = Array.from({ length: 1_000 }, () => jsonEvent({ type: 'T'.repeat(600), data: {} }));
      await expect(append(stream, -1n, types)).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
      await expect(all(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    test('a deleted stream is not found and goes on counting; one deleted for good is refused', async () => {
      const [deleted, gone] = [newStream(), newStream()];
      for (const stream of [deleted, gone]) await append(stream, -1n, newEvents(3));
      await client.deleteStream(deleted);
      await expect(all(client.readStream(deleted))).rejects.toMatchObject({ type: 'stream-not-found' });
      expect((await append(deleted, -1n, newEvents(1))).nextExpectedRevision).toBe(3n);
      expect((await all(client.readStream(deleted, { fromRevision: 0n }))).map(({ event }) => event?.revision)).toEqual([3n]);
      await client.tombstoneStream(gone);
      await expect(all(client.readStream(gone))).rejects.toMatchObject({ type: 'stream-deleted' });
      await expect(append(gone, 2n, newEvents(1))).rejects.toMatchObject({ type: 'stream-deleted' });
    });
  });
}
