/** Appends over a disturbed connection happen exactly once, or are refused with a reason. */
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { DomainError } from '#kernel';
import type { EventStore, NewEvent } from '../port.js';
import { EventStoreDbDouble } from './double/server.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

/** Short waits: what is tested is what comes out, not how long it takes. */
const HASTY = { firstDelayMs: 1, maxDelayMs: 5 };

const newEvent = (data: NewEvent['data'] = {}): NewEvent => ({ eventId: randomUUID(), type: 'SomethingHappened', data, metadata: {} });

let double: EventStoreDbDouble;
let store: EventStore;

beforeEach(async () => {
  double = await EventStoreDbDouble.start();
  store = await openEventStoreDb(double.connectionString, { patience: HASTY });
});
afterEach(async () => {
  await store.close();
  await double.stop();
});

async function refusal(attempt: Promise<unknown>): Promise<DomainError> {
  const error: unknown = await attempt.then(() => new Error('it succeeded'), (reason: unknown) => reason);
  if (!(error instanceof DomainError)) throw error;
  return error;
}

async function expectOnce(streamId: string, events: readonly NewEvent[], position: string): Promise<void> {
  for (const { eventId } of events) expect(double.log.countOf(streamId, eventId)).toBe(1);
  const slice = await store.readStream(streamId);
  expect(slice.status === 'found' && slice.events.at(-1)?.position).toBe(position);
}

describe('an append whose answer is lost', () => {
  test.each([
    ['the connection breaks after the write', () => { double.faults.dropAfterWrite = 1; }],
    ['the connection breaks before the write', () => { double.faults.dropBeforeWrite = 1; }],
    ['the connection breaks several times, before and after the write', () => { Object.assign(double.faults, { dropBeforeWrite: 2, dropAfterWrite: 1 }); }],
    ['the server is not ready at first', () => { double.faults.unavailable = 3; }],
    ['the server is not the leader', () => { double.faults.notLeader = 1; }],
  ])('%s: it happens once', async (_, disturb) => {
    for (const expected of ['noStream', 0n, 'streamExists'] as const) {
      const streamId = `fault-${randomUUID()}`;
      if (expected !== 'noStream') await store.append(streamId, 'noStream', [newEvent()]);
      const events = [newEvent({ n: 1 }), newEvent({ n: 2 })];
      disturb();
      const result = await store.append(streamId, expected, events);
      expect(result.revision).toBe(expected === 'noStream' ? 1n : 2n);
      await expectOnce(streamId, events, result.position);
    }
  });

  test.each([[true], [false]])('the server never answers (written: %s): it happens once', async (stallWrites) => {
    const hasty = await openEventStoreDb(double.connectionString, { patience: { ...HASTY, attemptTimeoutMs: 200 } });
    const events = [newEvent(), newEvent()];
    Object.assign(double.faults, { stallAppends: 1, stallWrites });
    const { position } = await hasty.append('stalled-1', 'noStream', events);
    await expectOnce('stalled-1', events, position);
    await hasty.close();
  });

  test('it arrives late, after its own repetition: it happens once', async () => {
    const hasty = await openEventStoreDb(double.connectionString, { patience: { ...HASTY, attemptTimeoutMs: 200 } });
    double.log.forgetsEventIds = true;
    for (const expected of ['noStream', 'streamExists'] as const) {
      const events = [newEvent(), newEvent()];
      double.faults.lateAppends = 1;
      const { position } = await hasty.append('late-1', expected, events);
      await expectOnce('late-1', events, position);
    }
    await hasty.close();
  });

  test('with streamExists it happens once also when the server does not remember recent event ids', async () => {
    await store.append('exists-1', 'noStream', [newEvent()]);
    const events = [newEvent(), newEvent()];
    double.log.forgetsEventIds = true;
    double.faults.dropAfterWrite = 1;
    const result = await store.append('exists-1', 'streamExists', events);
    await expectOnce('exists-1', events, result.position);
    // The very same again, while nobody else wrote: the first result.
    expect(await store.append('exists-1', 'streamExists', events)).toEqual(result);
    await expectOnce('exists-1', events, result.position);
  });

  test('another writer came first meanwhile: a conflict that says so', async () => {
    await store.append('raced-1', 'noStream', [newEvent()]);
    double.faults.unavailable = 1;
    const append = store.append('raced-1', 0n, [newEvent()]);
    double.writeRaw('raced-1', { data: '{"by":"somebody else"}' });
    expect(await refusal(append)).toMatchObject({ code: 'REVISION_CONFLICT', actual: 1n });
  });

  test('many appends at once while connections keep breaking: each happens once', async () => {
    const appends = Array.from({ length: 60 }, (_, n) => ({ streamId: `many-${n}`, events: [newEvent({ n }), newEvent({ n })] }));
    Object.assign(double.faults, { dropAfterWrite: 4, dropBeforeWrite: 4, unavailable: 4 });
    const results = await Promise.all(appends.map(({ streamId, events }) => store.append(streamId, 'noStream', events)));
    for (const [n, { streamId, events }] of appends.entries()) await expectOnce(streamId, events, results[n]?.position ?? '');
  });

  test('the leader changes while an append waits at the former one: it happens once, at the new one', async () => {
    const successor = await EventStoreDbDouble.start({ log: double.log });
    await store.append('warm-1', 'noStream', [newEvent()]);
    double.faults.stallAppends = 1;
    const [waiting, later] = [[newEvent()], [newEvent()]];
    const first = store.append('waiting-1', 'noStream', waiting);
    while (double.faults.stallAppends > 0) await new Promise((resolve) => { setImmediate(resolve); });
    Object.assign(double.faults, { notLeader: 1, leader: successor.address });
    const second = store.append('later-1', 'noStream', later);
    await expectOnce('later-1', later, (await second).position);
    expect(successor.calls.append).toBeGreaterThan(0);
    double.dropConnections();
    await expectOnce('waiting-1', waiting, (await first).position);
    await store.close();
    await successor.stop();
  });

  test('closing waits for it', async () => {
    Object.assign(double.faults, { dropAfterWrite: 1, unavailable: 0 });
    const events = [newEvent()];
    const append = store.append('closing-1', 'noStream', events);
    await store.close();
    expect((await append).revision).toBe(0n);
    expect(double.log.countOf('closing-1', events[0]?.eventId ?? '')).toBe(1);
  });
});

describe('what cannot be appended', () => {
  test('a server that stays away: the caller hears of it, and that repeating is safe', async () => {
    const hasty = await openEventStoreDb(double.connectionString, { patience: { ...HASTY, attempts: 3 } });
    double.faults.unavailable = 1_000;
    const error = await refusal(hasty.append('away-1', 'noStream', [newEvent()]));
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', kind: 'unavailable' });
    expect(error.message).toContain('send the same again');
    double.faults.unavailable = 0;
    await hasty.close();
  });

  test('an append within the port\'s limit but beyond the server\'s (it counts types twice) is too large, and nothing is left', async () => {
    const type = 'T'.repeat(400);
    const events = Array.from({ length: 2_000 }, () => ({ ...newEvent(), type }));
    expect(await refusal(store.append('large-1', 'noStream', events))).toMatchObject({ code: 'APPEND_TOO_LARGE', kind: 'limit' });
    expect(await store.readStream('large-1')).toEqual({ status: 'missing' });
  });

  test('a deleted stream is refused by name, for reading and writing', async () => {
    await store.append('deleted-1', 'noStream', [newEvent()]);
    double.log.tombstone('deleted-1');
    expect((await refusal(store.readStream('deleted-1'))).code).toBe('STREAM_DELETED');
    for (const expected of ['noStream', 0n, 'streamExists'] as const) {
      expect((await refusal(store.append('deleted-1', expected, [newEvent()]))).code).toBe('STREAM_DELETED');
    }
  });

  test('a stream whose beginning was deleted is refused by name', async () => {
    await store.append('cut-1', 'noStream', [newEvent(), newEvent(), newEvent()]);
    double.log.truncate('cut-1', 2n);
    expect((await refusal(store.readStream('cut-1'))).code).toBe('STREAM_TRUNCATED');
    double.log.softDelete('cut-1');
    expect((await refusal(store.append('cut-1', 'noStream', [newEvent()]))).code).toBe('STREAM_TRUNCATED');
  });
});

describe('the client', () => {
  test('appends call by call although the server offers batches, which the bare client uses', async () => {
    await store.append('single-1', 'noStream', [newEvent()]);
    expect(double.calls).toMatchObject({ append: 1, batchAppend: 0 });
    const bare = EventStoreDBClient.connectionString(double.connectionString);
    const event = jsonEvent({ type: 'Bare', data: { x: 1 } });
    const first = await bare.appendToStream('bare-1', event, { expectedRevision: 'no_stream' });
    expect(await bare.appendToStream('bare-1', event, { expectedRevision: 'no_stream' })).toEqual(first);
    await expect(bare.appendToStream('bare-1', jsonEvent({ type: 'Bare', data: { x: 2 } }), { expectedRevision: 'no_stream' })).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n });
    expect(double.calls).toMatchObject({ append: 1, batchAppend: 1 });
    await bare.dispose();
  });

  test('is shared by stores of one connection string until the last one closes', async () => {
    const second = await openEventStoreDb(double.connectionString.replace('esdb:', 'kurrentdb:'));
    await store.close();
    expect((await second.append('shared-1', 'noStream', [newEvent()])).revision).toBe(0n);
    await second.close();
  });

  test('connection strings that are wrong, or hide conflicts, are refused without repeating a password', async () => {
    for (const bad of ['', 'postgres://somewhere', 'esdb://user:secret@host:none?tls=perhaps', `${double.connectionString}&throwOnAppendFailure=false`]) {
      const error = await refusal(openEventStoreDb(bad));
      expect(error.code).toBe('CONNECTION_STRING_INVALID');
      expect(error.message).not.toContain('secret');
    }
  });

  test('nobody listens: opening says so', async () => {
    const gone = await EventStoreDbDouble.start();
    const { connectionString } = gone;
    await gone.stop();
    expect((await refusal(openEventStoreDb(connectionString, { patience: { ...HASTY, attempts: 2 } }))).code).toBe('STORE_UNAVAILABLE');
  });
});
