/** Stored events are forever: a frozen example of every type and schema version still decodes, and folds, to the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '#event-store';
import { CODECS, decodeAny, PROJECTIONS } from '#reports';
import type { EventMetadata } from '#kernel';

interface Frozen {
  readonly streamId: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: EventMetadata;
}
// Never edited: a new version of a type gets a further example beside the old one.
const FROZEN = JSON.parse(readFileSync(join('test', 'compatibility', 'stored-events.json'), 'utf8')) as readonly Frozen[];
const recorded = (frozen: Frozen): RecordedEvent => ({ ...frozen, eventId: '00000000-0000-4000-8000-000000000000', revision: 0n, position: '1' }) as unknown as RecordedEvent;

it('has an example of every type the program can write', () => {
  // With its category: a person and a case both know a death.
  const types = [...CODECS].flatMap(([category, { types: known }]) => known.map((type) => `${category} ${type}`)).sort();
  expect([...new Set(FROZEN.map(({ streamId, type }) => `${streamId.slice(0, streamId.indexOf('-'))} ${type}`))].sort()).toEqual(types);
});
it.each(FROZEN.map((frozen) => [frozen.type, frozen] as const))('still reads %s', (_type, frozen) => {
  expect(decodeAny(recorded(frozen))).toEqual({ type: frozen.type, data: frozen.data });
});
it('refuses what it does not know: a type, a version, a category', () => {
  const [example] = FROZEN as [Frozen];
  const unknown = expect.objectContaining({ code: 'EVENT_UNKNOWN' }) as Error;
  expect(() => decodeAny(recorded({ ...example, type: 'Vanished' }))).toThrow(unknown);
  expect(() => decodeAny(recorded({ ...example, metadata: { ...example.metadata, schemaVer: 99 } }))).toThrow(unknown);
  expect(() => decodeAny(recorded({ ...example, streamId: 'nothing-1' }))).toThrow(unknown);
  expect(() => decodeAny(recorded({ ...example, type: 'toString' }))).toThrow(unknown);
});
it('hands every projection only types that exist', () => {
  const types = new Set([...CODECS.values()].flatMap(({ types: known }) => known));
  for (const { name, handles } of PROJECTIONS) expect([name, handles.filter((type) => !types.has(type))]).toEqual([name, []]);
});
