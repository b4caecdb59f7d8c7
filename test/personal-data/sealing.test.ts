/** What is stored says nothing of anybody, what is read is what was recorded, and nothing that was altered opens. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore, NewEvent, RecordedEvent } from '#event-store';
import { describeEventStoreContract } from '#event-store/contract';
import { MemoryLedger, openMemoryEventStore } from '#event-store/memory/memory-event-store';
import { type JsonObject, rfc8785 } from '#kernel';
import { CATALOGUE, CONTEXTS } from '#messaging';
import { classOf, OFFICE, sealedStore } from '#vault';
import { eventOf, everyEvent, openSealed, type SealedLedgerForTest } from './vaults.js';

interface Frozen {
  readonly streamId: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}
const FROZEN = JSON.parse(readFileSync(join('test', 'compatibility', 'stored-events.json'), 'utf8')) as readonly Frozen[];

/** As text, members in the order of the store: in another they would give other content hashes of what is folded from them. */
const ordered = (value: JsonObject): JsonObject => JSON.parse(rfc8785(value)) as JsonObject;
const EXPECTED = FROZEN.map(({ streamId, type, data, metadata }) => JSON.stringify({ streamId, type, data: ordered(data), metadata: ordered(metadata) }));

let ledger: SealedLedgerForTest;
beforeEach(async () => { ledger = await openSealed(); });
afterEach(() => ledger.remove());

describeEventStoreContract('sealed, of a category that is about nobody', () => {
  const memory = new MemoryLedger();
  let opened: SealedLedgerForTest | undefined;
  const open = async () => sealedStore(openMemoryEventStore(memory), (opened ??= await openSealed()).vault, { contract: 'a test' });
  return { open, reopen: async () => { opened = undefined; return open(); }, destroy: async () => undefined };
});

const idOf = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
async function recordFrozen(): Promise<void> {
  const last = new Map<string, bigint>();
  for (const [n, { streamId, type, data, metadata }] of FROZEN.entries()) {
    const { revision } = await ledger.store.append(streamId, last.get(streamId) ?? 'noStream', [{ eventId: idOf(n), type, data, metadata }]);
    last.set(streamId, revision);
  }
}

test('every event the program can write comes back as it was recorded: fields, their order, the envelope', async () => {
  await recordFrozen();
  const read = await everyEvent(ledger.store);
  expect(read.map(({ streamId, type, data, metadata }) => JSON.stringify({ streamId, type, data, metadata }))).toEqual(EXPECTED);
});

test('for folds: everything but ids of commands, and a box that holds nothing else is not opened', async () => {
  await recordFrozen();
  const { events } = await ledger.store.forFolds.readAll();
  // An id is as it was recorded, where its box had to be opened, or its mark.
  const given = events.map(({ streamId, type, data, metadata }, n) => {
    const recorded = FROZEN[n]?.metadata ?? {};
    const ids = Object.fromEntries(['correlationId', 'causationId', 'commandDigest'].map((id) => [id, JSON.stringify(metadata[id]) === '{"$":"id"}' ? recorded[id] : metadata[id]]));
    return JSON.stringify({ streamId, type, data, metadata: { ...metadata, ...ids } });
  });
  expect(given).toEqual(EXPECTED);

  const altered = openMemoryEventStore(new MemoryLedger());
  const listed = { itemNo: 'K9/2026-01/1', listNo: 'L9', caseId: 'K9', benefit: 'dibao', ym: '2026-01', attempt: 1, fen: 61_000 };
  await ledger.store.append('payList-L9@360111', 'noStream', [eventOf(900, 'PayItemListed', listed)]);
  const stored = (await everyEvent(ledger.stored)).at(-1) as RecordedEvent;
  const [[keyId, box]] = stored.data['$sealed'] as [[string, string]];
  expect(JSON.stringify({ ...stored.data, $sealed: undefined })).not.toContain('$');
  await altered.append(stored.streamId, 'noStream', [{ ...stored, data: { ...stored.data, $sealed: [[keyId, `AAAA${box.slice(4)}`]] } }]);
  const reader = sealedStore(altered, ledger.vault);
  await expect(reader.readAll()).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  expect((await reader.forFolds.readAll()).events[0]?.data).toEqual(listed);
});

/** Every text in a value. */
const textsOf = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsOf));

test('of what the catalogue calls personal no text is stored', async () => {
  await recordFrozen();
  const stored = (await everyEvent(ledger.stored)).map(({ data, metadata }) => JSON.stringify([data, metadata]));
  const found: string[] = [];
  let looked = 0;
  for (const [n, { streamId, type, data }] of FROZEN.entries()) {
    const category = streamId.slice(0, streamId.indexOf('-'));
    // A pay list as a whole is about nobody.
    if (category === 'payList' && data['caseId'] === undefined) continue;
    for (const [field, value] of Object.entries(data)) {
      if (classOf(category, type, field).class === 'clear') continue;
      // Codes stand in clear fields too; what an office wrote, and rows of digits, nowhere.
      for (const text of textsOf(value).filter((one) => /\p{Script=Han}|\d{7}/u.test(one))) {
        looked += 1;
        if (stored[n]?.includes(JSON.stringify(text).slice(1, -1)) === true && !/^\d{12}$/.test(text)) found.push(`${type}.${field}: ${text}`);
      }
    }
  }
  expect(looked).toBeGreaterThan(50);
  expect(found).toEqual([]);
});

test('every field that says something of a person is sealed, but in categories that are about none, and where it is said why', () => {
  const clear: string[] = [];
  for (const context of CONTEXTS) {
    for (const [category, types] of Object.entries(CATALOGUE[context])) {
      if (Object.hasOwn(OFFICE, category)) continue;
      for (const [type, { withhold }] of Object.entries(types)) {
        for (const [field, kind] of Object.entries(withhold)) {
          if (!['staff', 'device', 'bulk'].includes(kind) && classOf(category, type, field).class === 'clear') clear.push(`${category}.${field} ${kind}`);
        }
      }
    }
  }
  expect([...new Set(clear)].sort()).toEqual(['household.community address', 'import.office name', 'payList.payee name', 'payPart.payee name'].filter((one) => clear.includes(one)));
  // One that nobody thought of is sealed.
  expect([classOf('brandnew', 'X', 'name').class, classOf('case', 'BrandNew', 'name').class, classOf('case', 'HomeVisited', 'brandNew').class]).toEqual(['erasable', 'erasable', 'erasable']);
});

const PERSON = { personId: 'R1', idNo: '360111199003077758', name: '王小明', birth: '1990-03-07', sex: 'male' };
const registered = (n: number, more: Partial<typeof PERSON> = {}): NewEvent => eventOf(n, 'PersonRegistered', { ...PERSON, ...more });

test('sealed: who it is stays in the clear as a number, the rest is two boxes', async () => {
  await ledger.store.append('person-R1@360111', 'noStream', [registered(1)]);
  const [event] = (await everyEvent(ledger.stored)) as [RecordedEvent];
  const { $sealed: boxes, ...data } = event.data as JsonObject & { readonly $sealed: readonly (readonly [string, string])[] };
  expect(data).toEqual({ personId: 'R1', idNo: { $: 'citizenNumber' }, name: { $: 'name' }, birth: { $: 'birth' }, sex: { $: 'person', of: 1 } });
  expect(event.metadata).toMatchObject({ causationId: { $: 'id' }, correlationId: { $: 'id' }, commandDigest: { $: 'id' }, recordedAt: '2026-01-01T00:00:00.000Z' });
  expect(boxes.map(([keyId]) => ledger.vault.keyOf(keyId))).toEqual([expect.objectContaining({ id: boxes[0]?.[0] }), expect.objectContaining({ id: boxes[1]?.[0] })]);
  expect(event.eventId).not.toBe(idOf(1));
});

test('the same append again is recognised as one, and two events of equal content are sealed differently', async () => {
  const first = await ledger.store.append('person-R1@360111', 'noStream', [registered(1)]);
  expect(await ledger.store.append('person-R1@360111', 'noStream', [registered(1)])).toEqual(first);
  await ledger.store.append('person-R1@360111', 0n, [registered(2)]);
  const boxes = (await everyEvent(ledger.stored)).map(({ data }) => (data['$sealed'] as readonly (readonly string[])[])[0]?.[1]);
  expect(boxes).toHaveLength(2);
  expect(boxes[0]).not.toBe(boxes[1]);
});

const ownerOf = ({ data }: RecordedEvent): string => (data['$sealed'] as readonly (readonly string[])[])[0]?.[0] as string;

test('one key per citizen: household, case, finding, payment and rejected row of the head are under it, a member has another', async () => {
  const { store } = ledger;
  await store.append('person-R1@360111', 'noStream', [registered(1)]);
  await store.append('person-R2@360111', 'noStream', [registered(2, { personId: 'R2', idNo: '110105194912310025', name: '李四' })]);
  await store.append('household-H1@360111', 'noStream', [
    eventOf(3, 'HouseholdComposed', { householdId: 'H1', headId: 'R1', town: '360111003', phone: '13900001234', members: [] }),
    eventOf(4, 'HouseholdMemberChanged', { householdId: 'H1', personId: 'R2', relation: '配偶', counted: true, change: 'joined' }),
    eventOf(5, 'PayeeAccountRegistered', { householdId: 'H1', accountNo: '6222020200011112222' }),
  ]);
  await store.append('case-C1@360111', 'noStream', [eventOf(6, 'ApplicationSubmitted', { caseId: 'C1', benefit: 'urbanDibao', householdId: 'H1', unit: 'household', channel: 'workbook', hardshipCause: '因病' })]);
  await store.append('case-C1@360111', 0n, [eventOf(7, 'HomeVisited', { caseId: 'C1', on: '2026-01-01', findings: '住房破旧' })]);
  await store.append('case-C2@360111', 'noStream', [eventOf(8, 'ApplicationSubmitted', { caseId: 'C2', benefit: 'tekun', householdId: 'H1', beneficiaryId: 'R2', unit: 'person', channel: 'workbook' })]);
  await store.append('finding-F1@360111', 'noStream', [eventOf(9, 'SuspicionRaised', { findingId: 'F1', caseId: 'C1', source: 'audit', kind: 'x', raisedOn: '2026-01-01', facts: '一处' })]);
  await store.append('finding-F1@360111', 0n, [eventOf(10, 'FindingClosed', { findingId: 'F1', caseId: 'C1', on: '2026-01-01', text: '销号', closedBy: '003' })]);
  await store.append('payList-L1@360111', 'noStream', [eventOf(11, 'PaymentSettled', { itemNo: 'I', listNo: 'L1', caseId: 'C1', bankTxnNo: '991', fen: 1 })]);
  await store.append('import-aa', 'noStream', [eventOf(12, 'RowRejected', { sha256: 'aa', sheet: '人员', row: 3, column: '姓名', code: 'X', message: '空', cells: { 人员编号: 'R9', 身份证号: '３60111199003077758' } })]);
  await store.append('person-A7@360121', 'noStream', [eventOf(13, 'PersonRegistered', { ...PERSON, personId: 'A7' }, '360121')]);
  const owners = (await everyEvent(ledger.stored)).map(ownerOf);
  const [head, member] = owners as [string, string];
  expect(head).not.toBe(member);
  expect(owners).toEqual([head, member, head, member, head, head, head, member, head, head, head, head, head]);
});

test('whom nobody registered yet has a key by number, and keeps it when the citizen number is known', async () => {
  const { store } = ledger;
  await store.append('household-H1@360111', 'noStream', [eventOf(1, 'HouseholdComposed', { householdId: 'H1', headId: 'R1', town: '360111003', phone: '13900001234', members: [] })]);
  await store.append('person-R1@360111', 'noStream', [registered(2)]);
  await store.append('finding-F1@360111', 'noStream', [eventOf(3, 'SuspicionRaised', { findingId: 'F1', idNo: PERSON.idNo, source: 'audit', kind: 'x', raisedOn: '2026-01-01' })]);
  const owners = (await everyEvent(ledger.stored)).map(ownerOf);
  expect(new Set(owners).size).toBe(1);
});

test('whom a stream is about is read from its own first event, and found again through the household where that key was destroyed', async () => {
  const { store, vault, stored } = ledger;
  await store.append('person-R1@360111', 'noStream', [registered(1)]);
  await store.append('household-H1@360111', 'noStream', [eventOf(2, 'HouseholdComposed', { householdId: 'H1', headId: 'R1', town: '360111003', phone: '13900001234', members: [] })]);
  for (const [n, caseId] of ['C1', 'C2'].entries()) await store.append(`case-${caseId}@360111`, 'noStream', [eventOf(3 + n, 'ApplicationSubmitted', { caseId, benefit: 'urbanDibao', householdId: 'H1', unit: 'household', channel: 'workbook' })]);
  const read: string[] = [];
  const watched = { ...bound(stored), readStream: (streamId: string, options?: Parameters<EventStore['readStream']>[1]) => { read.push(streamId); return stored.readStream(streamId, options); } };
  const paid = (n: number, caseId: string) => eventOf(n, 'PaymentSettled', { itemNo: `I${n}`, listNo: 'L1', caseId, bankTxnNo: '991', fen: 1 });
  await sealedStore(watched, vault).append('payList-L1@360111', 'noStream', [paid(5, 'C1')]);
  expect(read).toEqual(['case-C1@360111']);
  const before = (await everyEvent(stored)).map(ownerOf);
  expect(new Set(before).size).toBe(1);
  vault.destroy(before.slice(0, 1), '2026-02-01');
  await sealedStore(watched, vault).append('payList-L1@360111', 0n, [paid(6, 'C1')]);
  await sealedStore(watched, vault).append('payList-L1@360111', 1n, [paid(7, 'C2')]);
  const after = (await everyEvent(stored)).slice(before.length).map(ownerOf);
  expect(new Set(after).size).toBe(1);
  expect(after).not.toContain(before[0]);
});

const bound = (store: EventStore): EventStore => ({ append: (...all) => store.append(...all), readStream: (...all) => store.readStream(...all), readAll: (...all) => store.readAll(...all), subscribe: (...all) => store.subscribe(...all), close: () => store.close() });

test('about offices nothing is sealed', async () => {
  const published = eventOf(1, 'StandardPublished', { key: 'dibao.std', code6: '360111', value: '610', validFrom: '2018-01-01', basis: '湖发〔2018〕27号' });
  await ledger.store.append('policy-360111', 'noStream', [published]);
  expect((await everyEvent(ledger.stored))[0]).toMatchObject(published);
});

describe('what was altered', () => {
  /** Puts events into the ledger as they are, beside the sealed store. */
  async function replanted(alter: (events: readonly RecordedEvent[]) => readonly Pick<RecordedEvent, 'streamId' | 'eventId' | 'type' | 'data' | 'metadata'>[]): Promise<Promise<unknown>> {
    await ledger.store.append('person-R1@360111', 'noStream', [registered(1)]);
    await ledger.store.append('person-R2@360111', 'noStream', [registered(2, { personId: 'R2', name: '李四' })]);
    const other = openMemoryEventStore(new MemoryLedger());
    for (const { streamId, ...event } of alter(await everyEvent(ledger.stored))) await other.append(streamId, 'noStream', [event]);
    return everyEvent(sealedStore(other, ledger.vault));
  }
  const broken = expect.objectContaining({ code: 'SEAL_BROKEN' }) as Error;
  const boxesOf = ({ data }: RecordedEvent) => structuredClone(data['$sealed']) as [string, string][];
  const changed = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

  test('not altered: it opens', async () => {
    await expect(replanted((events) => events)).resolves.toHaveLength(2);
  });
  test.each([0, 20, 60])('a byte of a box (%i)', async (at) => {
    await expect(replanted(([first, ...more]) => {
      const boxes = boxesOf(first as RecordedEvent);
      boxes[0] = [boxes[0]?.[0] as string, changed(boxes[0]?.[1] as string, at)];
      return [{ ...(first as RecordedEvent), data: { ...first?.data, $sealed: boxes } }, ...more];
    })).rejects.toThrow(broken);
  });
  test('a box of another event, of the same person', async () => {
    await expect(replanted(([first, second]) => [first as RecordedEvent, { ...(second as RecordedEvent), data: { ...second?.data, $sealed: boxesOf(first as RecordedEvent) } }])).rejects.toThrow(broken);
  });
  test('an event in another stream, of another type, under another id', async () => {
    await expect(replanted(([first]) => [{ ...(first as RecordedEvent), streamId: 'person-R9@360111' }])).rejects.toThrow(broken);
    await expect(replanted(([first]) => [{ ...(first as RecordedEvent), type: 'PersonChanged' }])).rejects.toThrow(broken);
    await expect(replanted(([first, second]) => [{ ...(first as RecordedEvent), eventId: (second as RecordedEvent).eventId }])).rejects.toThrow(broken);
  });
  test('two marks that change places, one that is removed', async () => {
    await expect(replanted(([first]) => [{ ...(first as RecordedEvent), data: { ...first?.data, idNo: { $: 'name' }, name: { $: 'citizenNumber' } } }])).rejects.toThrow(broken);
  });
});

test('a member that only the sealed form has is refused, and so is text no store takes', async () => {
  const reserved = expect.objectContaining({ code: 'EVENT_FIELD_RESERVED' }) as Error;
  await expect(ledger.store.append('person-R1@360111', 'noStream', [eventOf(1, 'PersonRegistered', { ...PERSON, $sealed: [] })])).rejects.toThrow(reserved);
  await expect(ledger.store.append('case-C1@360111', 'noStream', [eventOf(1, 'HomeVisited', { caseId: 'C1', present: [{ $: 'name' }] })])).rejects.toThrow(reserved);
  await expect(ledger.store.append('policy-360111', 'noStream', [eventOf(1, 'StandardPublished', { $sealed: [] })])).rejects.toThrow(reserved);
  await expect(ledger.store.append('person-R1@360111', 'noStream', [registered(1, { name: '王\u0000' })])).rejects.toThrow(expect.objectContaining({ code: 'EVENT_TEXT_INVALID' }) as Error);
  await expect(ledger.store.append('person-R1@360111', 'noStream', [{ ...registered(1), eventId: 'X' }])).rejects.toThrow(expect.objectContaining({ code: 'EVENT_ID_INVALID' }) as Error);
  expect(await everyEvent(ledger.stored)).toEqual([]);
});

test('appends reach the ledger in the order in which they were made, whatever has to be looked up for each', async () => {
  const { store } = ledger;
  await store.append('person-R1@360111', 'noStream', [registered(1)]);
  await store.append('household-H1@360111', 'noStream', [eventOf(2, 'HouseholdComposed', { householdId: 'H1', headId: 'R1', town: '360111003', members: [] })]);
  await Promise.all([
    store.append('case-C1@360111', 'noStream', [eventOf(3, 'ApplicationSubmitted', { caseId: 'C1', benefit: 'x', householdId: 'H1', unit: 'household', channel: 'workbook' })]),
    store.append('policy-360111', 'noStream', [eventOf(4, 'StandardPublished', { key: 'k' })]),
    store.append('person-R2@360111', 'noStream', [registered(5, { personId: 'R2', idNo: '110105194912310025' })]),
    store.append('policy-360112', 'noStream', [eventOf(6, 'StandardPublished', { key: 'k' })]),
  ]);
  expect((await everyEvent(ledger.stored)).map(({ streamId }) => streamId)).toEqual(['person-R1@360111', 'household-H1@360111', 'case-C1@360111', 'policy-360111', 'person-R2@360111', 'policy-360112']);
});
