import type { EventStore, RecordedEvent } from '#event-store';
import { opening, openingData, openingNothing } from './sealed-reads.js';

const event = (type: string, data: object): RecordedEvent => ({ eventId: 'e', streamId: 's', revision: 0n, position: '1', type, data: data as never, metadata: {} });
const EVENTS = [event('Clear', { fen: 1, of: ['a'] }), event('Marked', { no: { $: 'account' } }), event('Deep', { members: [{ name: { $: 'name' } }] })];
const appended: string[] = [];
const stored = { readStream: () => Promise.resolve({ status: 'found', events: EVENTS, end: true }) } as unknown as EventStore;
const store = { append: (streamId: string) => { appended.push(streamId); return Promise.resolve({ revision: 0n, position: '1' }); }, readStream: () => Promise.reject(new Error('nothing is read that is opened whole')) } as unknown as EventStore;
const ledger = { store, stored, open: (one: RecordedEvent): RecordedEvent => ({ ...one, type: `${one.type} opened` }) };
const typesOf = async (reads: EventStore): Promise<readonly string[]> => {
  const slice = await reads.readStream('s');
  return slice.status === 'missing' ? [] : slice.events.map(({ type }) => type);
};

test('only what is needed is opened', async () => {
  expect(await typesOf(openingNothing(ledger))).toEqual(['Clear', 'Marked', 'Deep']);
  expect(await typesOf(openingData(ledger))).toEqual(['Clear', 'Marked opened', 'Deep opened']);
  expect(await typesOf(opening(ledger, ({ type }) => type === 'Clear'))).toEqual(['Clear opened', 'Marked', 'Deep']);
});

test('what is appended goes through the sealed store, as it is when it is called', async () => {
  const reads = openingNothing(ledger);
  await reads.append('s-1', 'noStream', []);
  expect(appended).toEqual(['s-1']);
});
