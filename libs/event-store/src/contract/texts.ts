/** Contract: what was written is what is read, to the last code unit; what a store would cut or change is refused beforehand. */
/// <reference types="jest" />
import { type JsonObject, rfc8785 } from '#kernel';
import { endOfLedger, eventsOf, expectRefusal, newEvent, newStreamId, pageThrough, type Bench } from './support.js';

const NUL = '\0';
const HIGH = '\ud83d';
const LOW = '\ude00';

/** Texts that break where a store counts bytes, normalises, folds or escapes. */
const SAMPLES: JsonObject = {
  empty: '',
  '': 'under the empty key',
  emoji: '👨‍👩‍👧‍👦 🇨🇳 👍🏽',
  combining: 'e\u0301 is not é; \u1100\u1161\u11a8',
  cjkFourBytes: '𠮷野家 𪚥 𡈽 㐂',
  names: ['张三', '阿卜杜热依木·买买提', '欧阳𬭎', 'Ягнинская'],
  '键 🔑 𠮷': { '嵌套': { 深: [[[{ 到底: null }]]] } },
  quotes: `"'\`\\ / </script> %s \${x} ; DROP TABLE events;--`,
  whitespace: ' \t\r\n\u00a0\u2028\u2029\ufeff ',
  controls: '\u0001\u001f\u007f\u0080\u009f',
  escapedLookalikes: String.raw`\u0000 \ud83d \\u0000 \x00 \0`,
  replacement: '\ufffd\uffff\ufffe',
  literals: [true, false, null, [], {}, [[]]],
  numbers: [0, 1, -1, 0.1, 0.1 + 0.2, 1e21, 1e-7, 1.7976931348623157e308, 5e-324, 9007199254740991, -9007199254740991, 123456.789],
  long: '长'.repeat(20_000) + '𠮷'.repeat(5_000),
  __proto: 'plain',
  constructor: 'plain',
};

export function provesTexts(bench: Bench): void {
  test('data, metadata and type come back as they were', async () => {
    const streamId = `${newStreamId()} 台账·𠮷👍🏽 "quoted" %2F e\u0301`;
    const start = await endOfLedger(bench.store);
    const events = [
      newEvent(SAMPLES, { metadata: { note: 'data' } }),
      newEvent({}, { metadata: SAMPLES, type: '类型 𠮷 e\u0301 👍🏽' }),
      newEvent({ unset: undefined, set: 1 }, { metadata: {} }),
    ];
    await bench.store.append(streamId, 'noStream', events);
    const recorded = await eventsOf(bench.store, streamId);
    expect(recorded.map(({ data, metadata }) => ({ data, metadata }))).toEqual([
      { data: SAMPLES, metadata: { note: 'data' } }, { data: {}, metadata: SAMPLES }, { data: { set: 1 }, metadata: {} },
    ]);
    expect(recorded.map((event) => event.type)).toEqual(events.map((event) => event.type));
    expect(recorded.every((event) => event.streamId === streamId)).toBe(true);
    // In canonical order, whatever the adapter: digests are taken over it.
    expect(JSON.stringify(recorded[0]?.data)).toBe(JSON.stringify(JSON.parse(rfc8785(SAMPLES))));
    expect(await pageThrough(bench.store, new Set([streamId]), { after: start })).toEqual(recorded);
  });

  test('stream ids that differ only in form or case are different streams', async () => {
    const base = newStreamId();
    const ids = [`${base}é`, `${base}e\u0301`, `${base}É`, `${base} `, `${base}é `];
    for (const [n, streamId] of ids.entries()) await bench.store.append(streamId, 'noStream', [newEvent({ n })]);
    for (const [n, streamId] of ids.entries()) expect((await eventsOf(bench.store, streamId)).map((event) => event.data)).toEqual([{ n }]);
  });

  test.each([
    ['NUL', `before${NUL}after`],
    ['a high surrogate alone', `before${HIGH}after`],
    ['a low surrogate alone', `before${LOW}after`],
    ['surrogates the wrong way round', `${LOW}${HIGH}`],
    ['NUL at the end', `text${NUL}`],
  ])('%s is refused wherever it stands, never cut', async (_, bad) => {
    const streamId = newStreamId();
    const attempts = [
      newEvent({ text: bad }),
      newEvent({ deep: [{ in: { it: ['fine', bad] } }] }),
      newEvent({ [bad]: 1 }),
      newEvent({ deep: { [bad]: null } }),
      newEvent({}, { metadata: { text: bad } }),
      newEvent({}, { metadata: { deep: [{ [bad]: true }] } }),
      newEvent({}, { type: bad }),
    ];
    for (const event of attempts) await expectRefusal(bench.store.append(streamId, 'noStream', [newEvent(), event]), 'EVENT_TEXT_INVALID');
    expect(await bench.store.readStream(streamId)).toEqual({ status: 'missing' });

    await bench.store.append(streamId, 'noStream', [newEvent()]);
    await expectRefusal(bench.store.append(streamId + bad, 'noStream', [newEvent()]), 'STREAM_ID_INVALID');
    // Cut at NUL this would find the stream above.
    await expectRefusal(bench.store.readStream(`${streamId}${bad}`), 'STREAM_ID_INVALID');
    expect((await eventsOf(bench.store, streamId)).length).toBe(1);
  });

  test('the literal text of an escape is no NUL and passes', async () => {
    const streamId = newStreamId();
    const data = { text: '\\u0000', both: '\\ud83d\\u0000 \\\\u0000', '\\u0000': '\\', pair: `${HIGH}${LOW}` };
    await bench.store.append(streamId, 'noStream', [newEvent(data, { type: String.raw`Type\u0000` })]);
    const [event] = await eventsOf(bench.store, streamId);
    expect(event?.data).toEqual(data);
    expect(event?.type).toBe(String.raw`Type\u0000`);
  });

  test('empty and reserved stream ids are refused', async () => {
    for (const streamId of ['', '$all', '$reserved']) {
      await expectRefusal(bench.store.append(streamId, 'noStream', [newEvent()]), 'STREAM_ID_INVALID');
      await expectRefusal(bench.store.readStream(streamId), 'STREAM_ID_INVALID');
    }
  });
}
