/** The one command-handling function, on a counter that refuses to pass ten. */
import fc from 'fast-check';
import { assertNever, codecOf, type CommandContext, DomainError, parseCivilDate, type StreamType, uuidOf } from '#kernel';
import { eventIdOf, type EventStore, handleCommand, handleCommands, MAX_APPEND_BYTES, MAX_ATTEMPTS, mostBytes, RevisionConflict } from './index.js';
import { openMemoryEventStore } from './memory/memory-event-store.js';

type Added = { readonly type: 'Added'; readonly data: { readonly n: number; readonly note?: string } };
type Add = { readonly type: 'Add'; readonly n: number; readonly note?: string };
const counter: StreamType<number, Add, Added> = {
  category: 'counter',
  codec: codecOf<Added>(1, { Added: true }),
  decider: {
    initialState: () => 0,
    decide: ({ n, note }, total) => {
      if (total + n > 10) throw new DomainError('TOO_MUCH', 'invalid', 'The counter ends at ten. Add less.');
      return n === 0 ? [] : [{ type: 'Added', data: note === undefined ? { n } : { n, note }, occurredAt: parseCivilDate('2019-03-01') }];
    },
    evolve: (total, event) => {
      switch (event.type) {
        case 'Added':
          return total + event.data.n;
        default:
          return assertNever(event.type, 'event');
      }
    },
  },
};
/** Short names for command ids. */
const context = (name: string): CommandContext => ({ commandId: uuidOf(name), actor: { staffId: 'S1' }, jurisdiction: { code6: '360111' }, now: '2020-01-01T00:00:00.000Z', correlationId: 'x' });
const add = (n: number, id: string) => ({ command: { type: 'Add', n } as Add, context: context(id) });
const total = async (store: EventStore, id = 'a') => {
  const slice = await store.readStream(`counter-${id}`);
  return slice.status === 'missing' ? 0 : slice.events.reduce((sum, event) => sum + (event.data['n'] as number), 0);
};

describe('handling a command', () => {
  it('refuses where the stream has moved on since the sender looked, and answers what was done before', async () => {
    const store = openMemoryEventStore();
    const at = (n: number, id: string, ifRevision: bigint) => { const request = add(n, id); return { ...request, context: { ...request.context, ifRevision } }; };
    await handleCommand(store, counter, 'a', add(3, 'c1'));
    expect(await handleCommand(store, counter, 'a', at(4, 'c2', 0n))).toMatchObject({ status: 'appended', revision: 1n });
    await expect(handleCommand(store, counter, 'a', at(5, 'c3', 0n))).rejects.toMatchObject({ code: 'REVISION_CHANGED' });
    expect(await handleCommand(store, counter, 'a', at(4, 'c2', 0n))).toMatchObject({ status: 'repeated', revision: 1n });
  });
  it('appends what is decided, with the envelope', async () => {
    const store = openMemoryEventStore();
    expect(await handleCommand(store, counter, 'a', add(3, 'c1'))).toEqual({ status: 'appended', events: [expect.objectContaining({ type: 'Added', data: { n: 3 } })], revision: 0n });
    const slice = await store.readStream('counter-a');
    expect(slice).toMatchObject({ status: 'found', events: [{ type: 'Added', data: { n: 3 }, metadata: { occurredAt: '2019-03-01', recordedAt: '2020-01-01T00:00:00.000Z', causationId: uuidOf('c1'), actor: { staffId: 'S1' } } }] });
  });
  it('does nothing where nothing is decided', async () => {
    const store = openMemoryEventStore();
    expect(await handleCommand(store, counter, 'a', add(0, 'c1'))).toEqual({ status: 'unchanged', revision: undefined });
    expect((await store.readStream('counter-a')).status).toBe('missing');
  });
  it('passes a refusal on and records nothing', async () => {
    const store = openMemoryEventStore();
    await expect(handleCommand(store, counter, 'a', add(11, 'c1'))).rejects.toMatchObject({ code: 'TOO_MUCH' });
    expect(await total(store)).toBe(0);
  });
  it('answers the same command with the earlier result, though it would now be refused', async () => {
    const store = openMemoryEventStore();
    await handleCommand(store, counter, 'a', add(9, 'c1'));
    expect(await handleCommand(store, counter, 'a', add(9, 'c1'))).toMatchObject({ status: 'repeated', events: [{ type: 'Added', data: { n: 9 } }] });
    expect(await total(store)).toBe(9);
  });
  it('refuses the same id with another payload', async () => {
    const store = openMemoryEventStore();
    await handleCommand(store, counter, 'a', add(1, 'c1'));
    await expect(handleCommand(store, counter, 'a', add(2, 'c1'))).rejects.toMatchObject({ code: 'COMMAND_ID_REUSED', kind: 'conflict' });
    expect(await total(store)).toBe(1);
  });
  it('decides anew after losing a race, on the new state', async () => {
    const store = openMemoryEventStore();
    await handleCommand(store, counter, 'a', add(1, 'c0'));
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, (_, index) => handleCommand(store, counter, 'a', add(4, `r${index}`))));
    // 1 + 4 + 4 fit under ten; the others must be refused on what they then see, not on what they first loaded.
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await total(store)).toBe(9);
  });
  it('gives up after a bounded number of lost races', async () => {
    let appends = 0;
    const store: EventStore = { ...openMemoryEventStore(), readStream: async () => ({ status: 'missing' }), append: async (streamId, expected) => { appends += 1; throw new RevisionConflict(streamId, expected, 7n); } };
    await expect(handleCommand(store, counter, 'a', add(1, 'c1'))).rejects.toMatchObject({ code: 'REVISION_CONFLICT' });
    expect(appends).toBe(MAX_ATTEMPTS);
  });
  it('refuses to fold an event it does not know', async () => {
    const store = openMemoryEventStore();
    await store.append('counter-a', 'noStream', [{ eventId: '00000000-0000-4000-8000-000000000001', type: 'Halved', data: {}, metadata: { schemaVer: 1 } }]);
    await expect(handleCommand(store, counter, 'a', add(1, 'c1'))).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
  });
});

describe('handling several commands of one stream', () => {
  it('gives each its outcome, in order, as if they came one by one', async () => {
    const store = openMemoryEventStore();
    const outcomes = await handleCommands(store, counter, 'a', [add(4, 'c1'), add(7, 'c2'), add(0, 'c3'), add(4, 'c1'), add(5, 'c1'), add(6, 'c4')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['appended', 'refused', 'unchanged', 'repeated', 'refused', 'appended']);
    expect(await total(store)).toBe(10);
  });
  it('splits what is too large for one append, never the events of a command', async () => {
    const store = openMemoryEventStore();
    const note = '台'.repeat(60_000);
    const outcomes = await handleCommands(store, counter, 'a', Array.from({ length: 8 }, (_, index) => ({ command: { type: 'Add', n: 1, note }, context: context(`c${index}`) })));
    expect(outcomes.every(({ status }) => status === 'appended')).toBe(true);
    expect(8 * Buffer.byteLength(note)).toBeGreaterThan(MAX_APPEND_BYTES);
    expect(await total(store)).toBe(8);
  });
  it('gives the events of a command ids of their own, the same each time', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => eventIdOf('57e8023c-e96a-8d6b-8f6d-13e86ce6fffe', index));
    expect(new Set(ids).size).toBe(2_000);
    expect(ids.slice(0, 3)).toEqual(['57e8023c-e96a-8d6b-8f6d-13e86ce6fffe', '57e8023c-e96a-8d6b-8f6d-13e86ce6ffff', '57e8023c-e96a-8d6b-8f6d-13e86ce60000']);
  });
  it('never underestimates the bytes of an event', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => mostBytes(value as never) >= Buffer.byteLength(JSON.stringify(value))));
  });
});
