/** Nothing of a person leaves the house: whole workbooks and live records relayed, every message searched for what the rows say of anybody. */
import { join } from 'node:path';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import type { EventStore, RecordedEvent } from '#event-store';
import { importWorkbook } from '#intake';
import { type OutgoingMessage, Pseudonyms, Publisher, Topics } from '#messaging';
import { type LedgerWorkbook, readWorkbook } from '#workbook';
import { recordAccountability } from '../support/accountability-record.js';
import { recordLiveCases } from '../support/live-cases.js';

const publisher = new Publisher(new Topics('t'), 'urn:taizhang:test', new Pseudonyms(Buffer.alloc(32, 7)));

async function eventsOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after: string | undefined; ;) {
    const slice = await store.readAll({ after });
    events.push(...slice.events);
    if (slice.end) return events;
    after = events.at(-1)?.position;
  }
}
const textOf = ({ key, value, headers }: OutgoingMessage): string => [key, value, ...Object.entries(headers).flat()].join('\n');

/** The secrets that stand anywhere in the texts: every piece of a text that is as long as a secret is looked up. */
function foundIn(texts: Iterable<string>, secrets: ReadonlySet<string>): readonly string[] {
  const lengths = [...new Set([...secrets].map(({ length }) => length))];
  const found = new Set<string>();
  for (const text of new Set(texts)) {
    for (const length of lengths) {
      for (let at = 0; at + length <= text.length; at += 1) {
        const piece = text.slice(at, at + length);
        if (secrets.has(piece)) found.add(piece);
      }
    }
  }
  return [...found];
}
/** Every text of a message by itself: the same stand in many. */
const leavesOf = ({ key, value, headers }: OutgoingMessage): readonly string[] => [key, ...Object.values(headers), ...Object.entries(JSON.parse(value) as Record<string, unknown>).flatMap(([name, field]) => [name, ...[field].flat().map(String)])];

/** Columns that say who somebody is, how they are reached, where they live and bank, or anything in an office's own words. */
const PERSONAL = ['姓名', '身份证号', '联系电话', '开户行', '账号', '账户名', '银行流水号', '备注', '原因', '致困原因', '与户主关系', '残疾类别'];
/** Numbers of staff, and codes of communities, which may stand by chance within the number of a household: looked for as a whole value. */
const WHOLE = ['经办人', '责任人', '社区代码'];
const NO_SECRET: ReadonlySet<string> = new Set(['户主', '其他', '无', '是', '否']);

function secretsOf(workbook: LedgerWorkbook, columns: readonly string[]): ReadonlySet<string> {
  const secrets = new Set<string>();
  for (const sheet of workbook.sheets) {
    for (const { cells } of sheet.rows()) {
      for (const column of columns) {
        const written = cells[column];
        if (written === undefined) continue;
        for (const spelling of [written, written.trim(), written.normalize('NFKC').trim(), written.normalize('NFKC').replaceAll(/\s/g, '')]) if (spelling.length > 1 && !NO_SECRET.has(spelling)) secrets.add(spelling);
        const id = written.normalize('NFKC').replaceAll(/\s/g, '');
        // The birth date that a citizen number holds, as an event would write it.
        if (column === '身份证号' && /^\d{17}/.test(id)) secrets.add(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`);
      }
    }
  }
  return secrets;
}

test.each(['qingshanhu-2019-small.xlsx', 'generated/360121-2018.xlsx'])('%s: no name, number, telephone, account, place or word of anybody', async (file) => {
  const workbook = await readWorkbook(join('test', 'acceptance', file));
  const store = openMemoryEventStore();
  await importWorkbook(store, workbook, { actor: { staffId: 'test' }, now: () => '2026-01-01T00:00:00.000Z' });
  const events = await eventsOf(store);
  const secrets = secretsOf(workbook, PERSONAL);
  // The search itself works: what is stored is full of them.
  expect(foundIn(events.flatMap(({ data }) => Object.values(data).map((field) => (typeof field === 'string' ? field : JSON.stringify(field)))), secrets).length).toBeGreaterThan(100);
  const messages = events.map((event) => ({ type: event.type, message: publisher.messageOf(event) }));
  // Days on which an office did something are nobody's birth, though they may be the same days: those are looked for in the events of persons.
  const isDay = (secret: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(secret);
  const [days, others] = [new Set([...secrets].filter(isDay)), new Set([...secrets].filter((secret) => !isDay(secret)))];
  expect(foundIn(messages.flatMap(({ message }) => leavesOf(message)), others)).toEqual([]);
  const whole = secretsOf(workbook, WHOLE);
  expect(whole.size).toBeGreaterThan(5);
  expect(messages.flatMap(({ message }) => leavesOf(message)).filter((leaf) => whole.has(leaf))).toEqual([]);
  expect(foundIn(messages.filter(({ type }) => type === 'PersonRegistered').map(({ message: { value } }) => value), days)).toEqual([]);
}, 300_000);

test('what the live procedure and accountability say of somebody stays too', async () => {
  const store = openMemoryEventStore();
  await recordLiveCases(store);
  await recordAccountability(store);
  const events = await eventsOf(store);
  const all = events.map((event) => textOf(publisher.messageOf(event))).join('\n');
  // Words in Chinese are free text or names in these records; published are codes, numbers, days and amounts.
  expect(all.match(/\p{Script=Han}+/gu)).toBeNull();
  expect(all).not.toMatch(/\d{17}[0-9X]/);
});

const recorded = (streamId: string, type: string, data: RecordedEvent['data']): RecordedEvent => ({
  streamId, type, data, eventId: '0', revision: 0n, position: '1', metadata: { schemaVer: 1, occurredAt: '2026-01-01', recordedAt: '2026-01-01T00:00:00.000Z', jurisdiction: { code6: '360111' }, actor: { staffId: '张三' } },
});
const headersOf = (event: RecordedEvent): OutgoingMessage => publisher.messageOf(event);

test('a citizen number or a telephone number used as an office number is left out, and the stream gets another name', () => {
  const message = headersOf(recorded('person-360111199003077758@360111', 'PersonRegistered', { personId: '360111199003077758', idNo: '360111199003077758', name: '示例' }));
  expect(message.value).toBe('{}');
  expect(message.headers['ce_omitted']).toBe('personId,idNo,name');
  expect(message.key).toMatch(/^person-[0-9a-f]{32}$/);
  expect(headersOf(recorded('household-13900001234@360111', 'HouseholdComposed', { householdId: '13900001234', town: '360111003' })).value).toBe('{"town":"360111003"}');
});

test('streams named after citizens and accounts get names of this ledger alone; the same stream always the same', () => {
  const claimed = recorded('citizen-3f1c', 'BenefitClaimed', { caseKey: 'C1@360111', benefit: 'dibao' });
  const { key, headers } = headersOf(claimed);
  expect(key).toMatch(/^citizen-[0-9a-f]{32}$/);
  expect([headers['ce_subject'], headers['ce_partitionkey']]).toEqual([key, key]);
  expect(headersOf(claimed).key).toBe(key);
  expect(new Publisher(new Topics('t'), 'urn:taizhang:test', new Pseudonyms(Buffer.alloc(32, 8))).messageOf(claimed).key).not.toBe(key);
});

test('a field and an event nobody catalogued, and a value of another shape, are left out and named', () => {
  expect(headersOf(recorded('case-C1@360111', 'BenefitGranted', { caseId: 'C1', newFen: 100, benefit: '低保', extra: 1, 张三: 1 }))).toMatchObject({ value: '{"caseId":"C1","newFen":100}', headers: { ce_omitted: 'benefit,extra,other' } });
  expect(headersOf(recorded('case-C1@360111', 'BrandNew', { caseId: 'C1' }))).toMatchObject({ value: '{}', headers: { ce_omitted: 'caseId', ce_type: 'taizhang.casework.BrandNew.v1' } });
});

test('a context nobody catalogued is refused: nothing is passed over in silence', () => {
  expect(() => headersOf(recorded('brandnew-1', 'X', {}))).toThrow(expect.objectContaining({ code: 'CONTEXT_UNKNOWN' }) as Error);
});

test('data of more than a quarter of a megabyte are left out whole', () => {
  const selected = Array.from({ length: 2_000 }, (_, at) => `${'C'.repeat(140)}${at}`);
  expect(headersOf(recorded('sample-360111', 'SampleDrawn', { drawNo: '1', selected })).headers['ce_omitted']).toBe('selected');
  const long = Array.from({ length: 2_000 }, (_, at) => `${'文'.repeat(90)}${at}`);
  expect(headersOf(recorded('sample-360111', 'SampleDrawn', { drawNo: '1', selected: long }))).toMatchObject({ value: '{}', headers: { ce_omitted: 'drawNo,selected' } });
});
