/** Contract: any sequence of appends, repetitions and reads gives what a few lines of plain arrays give. */
/// <reference types="jest" />
import fc from 'fast-check';
import { RevisionConflict, type AppendResult, type EventStore, type ExpectedRevision, type NewEvent, type RecordedEvent } from '../port.js';
import { endOfLedger, idsOf, newEvents, newStreamId, pageThrough, type Bench } from './support.js';

type Step =
  | { readonly kind: 'append'; readonly stream: number; readonly expect: 'noStream' | 'streamExists' | 'last' | 'wrong'; readonly count: number; readonly off: number }
  | { readonly kind: 'repeat'; readonly which: number }
  | { readonly kind: 'read'; readonly stream: number; readonly direction: 'forward' | 'backward'; readonly from: number | undefined; readonly limit: number }
  | { readonly kind: 'readAll'; readonly direction: 'forward' | 'backward'; readonly limit: number };

const STREAMS = 3;
const stream = fc.nat(STREAMS - 1);
const direction = fc.constantFrom('forward' as const, 'backward' as const);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('append' as const), stream, expect: fc.constantFrom('noStream' as const, 'streamExists' as const, 'last' as const, 'wrong' as const), count: fc.integer({ min: 1, max: 4 }), off: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), which: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), stream, direction, from: fc.option(fc.nat(12), { nil: undefined }), limit: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('readAll' as const), direction, limit: fc.integer({ min: 1, max: 12 }) }) },
);

/** The whole store in two arrays. */
class Model {
  readonly all: { streamId: string; eventId: string; revision: bigint }[] = [];
  readonly done: { streamId: string; expected: ExpectedRevision; events: readonly NewEvent[]; result: AppendResult }[] = [];

  of(streamId: string): { eventId: string; revision: bigint }[] {
    return this.all.filter((event) => event.streamId === streamId).map(({ eventId, revision }) => ({ eventId, revision }));
  }

  last(streamId: string): bigint | 'noStream' {
    return this.of(streamId).at(-1)?.revision ?? 'noStream';
  }
}

const brief = (events: readonly RecordedEvent[]): { eventId: string; revision: bigint }[] => events.map(({ eventId, revision }) => ({ eventId, revision }));

async function append(store: EventStore, model: Model, streamId: string, wanted: Extract<Step, { kind: 'append' }>): Promise<void> {
  const last = model.last(streamId);
  const exact = last === 'noStream' ? BigInt(wanted.off) : wanted.expect === 'last' ? last : last + BigInt(wanted.off);
  const expected = wanted.expect === 'noStream' || wanted.expect === 'streamExists' ? wanted.expect : exact;
  const holds = expected === 'noStream' ? last === 'noStream' : expected === 'streamExists' ? last !== 'noStream' : expected === last;
  const events = newEvents(wanted.count);
  if (!holds) {
    const error: unknown = await store.append(streamId, expected, events).then(() => 'accepted', (reason: unknown) => reason);
    expect(error).toBeInstanceOf(RevisionConflict);
    expect(error).toMatchObject({ streamId, expected, actual: last });
    return;
  }
  const result = await store.append(streamId, expected, events);
  let revision = last === 'noStream' ? -1n : last;
  for (const { eventId } of events) model.all.push({ streamId, eventId, revision: ++revision });
  expect(result.revision).toBe(revision);
  model.done.push({ streamId, expected, events, result });
}

async function read(store: EventStore, model: Model, streamId: string, wanted: Extract<Step, { kind: 'read' }>): Promise<void> {
  const { direction, limit } = wanted;
  const from = wanted.from === undefined ? undefined : BigInt(wanted.from);
  const slice = await store.readStream(streamId, from === undefined ? { direction, limit } : { direction, limit, from });
  const events = model.of(streamId);
  if (events.length === 0) {
    expect(slice).toEqual({ status: 'missing' });
    return;
  }
  const inside = direction === 'forward'
    ? events.filter((event) => event.revision >= (from ?? 0n))
    : events.filter((event) => from === undefined || event.revision <= from).reverse();
  if (slice.status === 'missing') throw new Error('the stream should be there');
  expect(brief(slice.events)).toEqual(inside.slice(0, limit));
  expect(slice.end).toBe(inside.length <= limit);
}

export function provesModel(bench: Bench): void {
  test('random sequences of appends, repetitions and reads', async () => {
    const { store } = bench;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      const model = new Model();
      const streams = Array.from({ length: STREAMS }, newStreamId);
      const own = new Set(streams);
      const start = await endOfLedger(store);
      for (const wanted of steps) {
        if (wanted.kind === 'append') await append(store, model, streams[wanted.stream] ?? '', wanted);
        if (wanted.kind === 'read') await read(store, model, streams[wanted.stream] ?? '', wanted);
        if (wanted.kind === 'repeat') {
          const earlier = model.done[wanted.which % Math.max(model.done.length, 1)];
          // Repeating an append that expected only that the stream exists is no repeated expectation; see repetition.ts.
          if (earlier === undefined || earlier.expected === 'streamExists') continue;
          expect(await store.append(earlier.streamId, earlier.expected, earlier.events)).toEqual(earlier.result);
        }
        if (wanted.kind === 'readAll') {
          const options = wanted.direction === 'forward' ? { after: start } : { direction: wanted.direction, enough: model.all.length };
          const seen = await pageThrough(store, own, { ...options, limit: wanted.limit });
          const expected = wanted.direction === 'forward' ? model.all : [...model.all].reverse();
          expect(idsOf(seen)).toEqual(expected.map((event) => event.eventId));
        }
      }
    }), { numRuns: 60 });
  });
}
