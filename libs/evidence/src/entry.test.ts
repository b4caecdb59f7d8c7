/** Entries: exactly what the store hands back, never longer than a bundle can hold; bundles that are whole or refused. */
import { createHash } from 'node:crypto';
import { rfc8785 } from '#kernel';
import { entriesIn, entryOf, entryOfLine, framed, identityIn, type LoggedEvent, MAX_ENTRY_BYTES } from './entry.js';

const event = (parts: Partial<LoggedEvent> = {}): LoggedEvent => ({
  streamId: 'case-示例@360111', revision: 2n ** 60n, eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Decided', data: { b: 1, a: null }, metadata: { schemaVer: 1 }, ...parts,
});

test('an entry is the canonical JSON of the event, without where an adapter keeps it', () => {
  const entry = entryOf({ ...event(), position: '7' } as LoggedEvent);
  expect(entry.toString('utf8')).toBe('{"data":{"a":null,"b":1},"eventId":"0b5ce1a0-0000-8000-8000-000000000001","metadata":{"schemaVer":1},"revision":"1152921504606846976","streamId":"case-示例@360111","type":"Decided"}');
  expect(identityIn(entry)).toEqual({ streamId: 'case-示例@360111', revision: '1152921504606846976', eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Decided' });
  expect(identityIn(Buffer.from('nothing'))).toEqual({});
  expect(identityIn(Buffer.from('null'))).toEqual({});
});

/** Bytes of the entry of `event({ data: { text: '' } })`, counted by the entry itself, so that a text can fill it exactly. */
const room = MAX_ENTRY_BYTES - entryOf(event({ data: { text: '' } })).length;

test('the longest entry is whole, one byte more gives way to its hash', () => {
  const fits = entryOf(event({ data: { text: 'x'.repeat(room) } }));
  expect([fits.length, fits.includes('"data":{"text":"xxx')]).toEqual([65_535, true]);
  const data = `{"text":"${'x'.repeat(room + 1)}"}`;
  expect(JSON.parse(entryOf(event({ data: JSON.parse(data) as never })).toString('utf8'))).toEqual({
    dataSha256: createHash('sha256').update(data).digest('hex'), eventId: '0b5ce1a0-0000-8000-8000-000000000001', metadata: { schemaVer: 1 }, revision: '1152921504606846976', streamId: 'case-示例@360111', type: 'Decided',
  });
});

test('so do metadata, and at last the type: whatever a store takes can be logged', () => {
  const long = 'x'.repeat(70_000);
  expect(Object.keys(JSON.parse(entryOf(event({ data: { long }, metadata: { long } })).toString('utf8')) as object)).toEqual(['dataSha256', 'eventId', 'metadataSha256', 'revision', 'streamId', 'type']);
  expect(entryOf(event({ data: { long }, metadata: { long }, type: long })).length).toBeLessThan(1_000);
});

test('different events have different entries, also where parts gave way', () => {
  const long = 'x'.repeat(70_000);
  const entries = [event(), event({ revision: 1n }), event({ type: 'Denied' }), event({ data: { long } }), event({ data: { long: `${long}y` } }), event({ data: { long }, metadata: { schemaVer: 2 } })].map((one) => entryOf(one).toString());
  expect(new Set(entries).size).toBe(entries.length);
});

test('of the canonical JSON of an event the same entry is made; of another text another, which no log holds', () => {
  const lineOf = ({ data, eventId, metadata, revision, streamId, type }: LoggedEvent) => Buffer.from(rfc8785({ data, eventId, metadata, revision: revision.toString(), streamId, type }));
  const odd = 'case-"\\\n示例\u2028@360111';
  for (const one of [event(), event({ streamId: odd, type: odd }), event({ data: { long: 'x'.repeat(70_000), 示: odd } }), event({ metadata: { long: 'x'.repeat(70_000) }, type: odd })]) {
    expect(entryOfLine(lineOf(one)).equals(entryOf(one))).toBe(true);
  }
  const spaced = Buffer.from(lineOf(event()).toString('utf8').replace('"b":1', '"b": 1'));
  expect(entryOfLine(spaced).equals(entryOf(event()))).toBe(false);
  expect(() => entryOfLine(Buffer.from(`{"data":{"x${'x'.repeat(70_000)}}`))).toThrow(SyntaxError);
});

test('a bundle is read back as it was put together, and no other way', () => {
  const entries = ['', 'a', 'x'.repeat(65_535)].map((text) => Buffer.from(text));
  const bundle = Buffer.concat(entries.map(framed));
  expect(bundle.subarray(0, 5).toString('hex')).toBe('0000000161');
  expect(entriesIn(bundle)).toEqual(entries);
  for (const cut of [1, 3, 4, bundle.length - 1]) expect(() => entriesIn(bundle.subarray(0, cut))).toThrow(expect.objectContaining({ code: 'LOG_DAMAGED' }) as Error);
});
