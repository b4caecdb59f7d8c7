/** The intake against a real broker: messages repeated, re-ordered and unreadable, the process killed between effects and offsets. Nothing happens twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Message } from 'kafkajs';
import { Ledger } from '#application';
import { DomainError } from '#kernel';
import { INTAKE_TYPES, Intake, IntakeConsumer, type IntakeName, kafkaClient, prepareTopics, Topics, withAdmin } from '#messaging';
import { readWorkbook } from '#workbook';
import { expectedOf } from '../../apps/ledger/src/testing/test-server.js';
import { Broker } from './broker.js';
import { allEvents } from './support/agreement.js';
import { header, readTopics } from './support/topics.js';

const SMALL = join('test', 'acceptance', 'qingshanhu-2019-small.xlsx');
const COUNTY = '360111';
const ACCOUNT = 'kafka-intake';
const now = (): string => new Date().toISOString();

let broker: Broker;
let kafka: Kafka;
beforeAll(async () => {
  broker = await Broker.start();
  kafka = kafkaClient({ brokers: [broker.address] }, 'intake-test');
}, 300_000);
afterAll(() => broker.end());

/** Active cases of the sample, each with a counted member, and that member's citizen number. */
async function assisted(): Promise<readonly { caseId: string; personId: string; idNo: string }[]> {
  const workbook = await readWorkbook(SMALL);
  const rows = <S extends Parameters<typeof workbook.sheet>[0]>(name: S) => [...workbook.sheet(name).rows()].flatMap((row) => (row.fault === undefined ? [row.values] : []));
  const [persons, members, applications] = [rows('人员'), rows('成员'), rows('申请')];
  const active = new Set(expectedOf(SMALL).activeCaseSample.map(({ caseId }) => caseId));
  const taken = new Set<string>();
  return applications.flatMap(({ caseId, householdId, benefit }) => {
    const member = benefit === 'dibao' && active.has(caseId) ? members.find((one) => one.householdId === householdId && one.counted && !taken.has(one.personId)) : undefined;
    const person = persons.find(({ personId }) => personId === member?.personId);
    if (person === undefined) return [];
    taken.add(person.personId);
    return [{ caseId, personId: person.personId, idNo: person.citizenId }];
  });
}

const event = (name: IntakeName, id: string, data: unknown, otherwise: Readonly<Record<string, string>> = {}): Message => ({
  key: id, value: JSON.stringify(data), headers: { 'content-type': 'application/json', ce_specversion: '1.0', ce_id: id, ce_source: 'urn:test:office', ce_type: INTAKE_TYPES[name], ...otherwise },
});
/** The same seed, the same order. */
function shuffled<T>(values: readonly T[], seed: number): T[] {
  let state = seed;
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  return values.map((value) => ({ value, at: random() })).sort((a, b) => a.at - b.at).map(({ value }) => value);
}
async function produce(topic: string, messages: readonly Message[]): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (const message of messages) await producer.send({ topic, acks: -1, messages: [message] });
  await producer.disconnect();
}

test('killed between effect and offset, every message three times and out of order: each effect once, each unreadable message a dead letter', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'taizhang-intake-'));
  const topics = new Topics('intake-kills');
  await prepareTopics(kafka, [topics.intake('data-match'), topics.intake('deaths'), topics.deadLetter], { forever: false });
  const people = (await assisted()).slice(0, 6);
  expect(people.length).toBe(6);
  const setUp = await Ledger.open({ dataDir, mode: 'readWrite' });
  await setUp.importWorkbook(SMALL, { staffId: 'test' });
  await setUp.access.createAccount({ accountId: ACCOUNT, staffId: 'kafka', name: '接口', role: 'countyOperator', division: COUNTY, externalOnly: true }, { staffId: 'test' });
  await setUp.close();

  const deaths = people.map(({ idNo }, at) => event('deaths', `death-${at}`, { county: COUNTY, idNo, diedOn: '2019-11-05', noticedOn: '2019-11-20', source: '殡葬信息' }));
  const row = (idNo: string): object => ({ idNo, kind: 'vehicle', fact: '名下有车辆', source: '车管所', asOf: '2019-10-31' });
  const matches = [people.slice(0, 3), people.slice(3)].map((some, at) => event('data-match', `match-${at}`, { county: COUNTY, matchNo: `BD-2019-${at}`, rows: some.map(({ idNo }) => row(idNo)) }));
  const unknown = event('deaths', 'death-unknown', { county: COUNTY, idNo: '11010119900307803X', diedOn: '2019-11-05', noticedOn: '2019-11-20', source: '殡葬信息' });
  const dead: readonly (readonly [IntakeName, Message, string])[] = [
    ['deaths', { key: 'x', value: 'no json' }, 'NOT_JSON'],
    ['deaths', { key: 'x', value: '{}' }, 'NOT_A_CLOUD_EVENT'],
    ['deaths', event('deaths', 'wrong-type', {}, { ce_type: 'something.else' }), 'TYPE_UNKNOWN'],
    ['deaths', event('deaths', 'wrong-data', { county: COUNTY, idNo: '1', diedOn: '2019-11-05', noticedOn: '2019-11-20', source: 'x' }), 'DATA_INVALID'],
    ['deaths', event('deaths', 'future', { county: COUNTY, idNo: (people[0] as { idNo: string }).idNo, diedOn: '2019-11-05', noticedOn: '2999-01-01', source: 'x' }), 'STEP_IN_FUTURE'],
    ['deaths', event('deaths', 'elsewhere', { county: '350203', idNo: (people[0] as { idNo: string }).idNo, diedOn: '2019-11-05', noticedOn: '2019-11-20', source: 'x' }), 'DIVISION_FORBIDDEN'],
  ];
  await produce(topics.intake('deaths'), shuffled([...deaths, ...deaths, ...deaths, unknown, ...dead.map(([, message]) => message)], 7));
  // Under one key, so in one partition: order is promised within a partition only, and the second file with a number must come after the first.
  const other = event('data-match', 'match-other', { county: COUNTY, matchNo: 'BD-2019-0', rows: [row((people[5] as { idNo: string }).idNo)] });
  await produce(topics.intake('data-match'), [...shuffled([...matches, ...matches, ...matches], 11), other].map((message) => ({ ...message, key: 'match' })));

  const run = async (hangAt?: number): Promise<string | undefined> => {
    const child = spawn(process.execPath, [join('test', 'kafka', 'children', 'intake.mjs'), JSON.stringify({ dataDir, brokers: [broker.address], prefix: topics.prefix, account: ACCOUNT, hangAt })], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let said: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      said = line;
      if (line === '"applied"') child.kill('SIGKILL');
    }
    await exited;
    return said;
  };
  const kills = 4;
  for (let kill = 0; kill < kills; kill += 1) expect(await run(kill === 2 ? 2 : 1)).toBe('"applied"');
  const counts = JSON.parse((await run()) ?? '{}') as Record<string, number>;

  const ledger = await Ledger.open({ dataDir, mode: 'readOnly' });
  const events = (await allEvents(ledger.store)).filter(({ metadata }) => metadata['source'] === undefined);
  await ledger.close();
  const reported = events.filter(({ type }) => type === 'DeathReported').map(({ streamId, data }) => `${streamId} ${data['personId'] as string}`);
  expect(reported.length).toBe(new Set(reported).size);
  for (const { caseId, personId } of people) expect(reported).toContain(`case-${caseId}@${COUNTY} ${personId}`);
  const leads = events.filter(({ type, streamId }) => type === 'SuspicionRaised' && streamId.startsWith('finding-BD-BD-2019-')).map(({ streamId }) => streamId).sort();
  expect(leads).toEqual([0, 1].flatMap((file) => [1, 2, 3].map((line) => `finding-BD-BD-2019-${file}-${line}@${COUNTY}`)));
  expect(events.filter(({ type }) => type === 'DataMatchRun').length).toBe(2);

  const letters = await readTopics(kafka, [topics.deadLetter]);
  const places = new Map(letters.map((record) => [`${header(record, 'dl_topic') ?? ''}/${header(record, 'dl_partition') ?? ''}/${header(record, 'dl_offset') ?? ''}`, header(record, 'dl_code')]));
  expect([...places.values()].sort()).toEqual([...dead.map(([, , code]) => code), 'MATCH_EXISTS'].sort());
  const wrongType = letters.find((record) => header(record, 'ce_id') === 'wrong-type');
  expect([wrongType?.message.value?.toString(), header(wrongType as (typeof letters)[number], 'ce_type')]).toEqual(['{}', 'something.else']);
  // Neither the reasons nor the headers the intake adds name anybody.
  expect(letters.map((record) => header(record, 'dl_reason')).join('\n')).not.toMatch(/\d{17}/);
  const waiting = await withAdmin(kafka, (admin) => admin.fetchOffsets({ groupId: topics.group, topics: [topics.intake('deaths')] }));
  expect(waiting[0]?.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)).toBe(3 * 6 + 1 + dead.length);
  process.stderr.write(`  intake killed ${kills} times between effect and offset: ${3 * 6 + 1 + dead.length + 7} messages, ${reported.length} deaths and ${leads.length} leads recorded once, ${places.size} dead letters in ${letters.length} records, last run ${JSON.stringify(counts)}\n`);
  rmSync(dataDir, { recursive: true });
}, 300_000);

test('what cannot be applied now waits, holds up its partition, and is applied when it can be; what failed for ever is a dead letter; the watch tells', async () => {
  const topics = new Topics('intake-waits');
  let open = false;
  const applied: string[] = [];
  const told: string[] = [];
  // A double of the ledger's services: its store cannot be written for a while, and on one notice the program fails.
  const intake = new Intake({
    applyDeath: ({ data: { source } }) => {
      if (source === 'fault') throw new TypeError('secret');
      if (!open) throw new DomainError('STORE_FULL', 'unavailable', 'The disk is full.');
      applied.push(source);
      return Promise.resolve('recorded');
    },
  });
  expect(intake.names).toEqual(['deaths']);
  const consumer = new IntakeConsumer({
    kafka, topics, intake, now, stuckMs: 1_500, watchMs: 300, firstRetryMs: 50, onEvent: (what) => told.push(what),
    prepare: async () => void (await prepareTopics(kafka, [topics.intake('deaths'), topics.deadLetter], { forever: false })),
  });
  const notice = (source: string): Message => ({ ...event('deaths', source, { county: COUNTY, idNo: '11010119900307803X', diedOn: '2019-11-05', noticedOn: '2019-11-20', source }), key: 'same' });
  await prepareTopics(kafka, [topics.intake('deaths'), topics.deadLetter], { forever: false });
  await produce(topics.intake('deaths'), ['a', 'b', 'fault', 'c'].map(notice));
  consumer.start();
  const until = async (holds: () => boolean): Promise<void> => {
    for (let waited = 0; !holds(); waited += 100) {
      if (waited > 60_000) throw new Error(`it did not come to pass: ${JSON.stringify(consumer.status())}`);
      await sleep(100);
    }
  };
  try {
    await until(() => consumer.status().stuck);
    expect(consumer.status()).toMatchObject({ lag: { [topics.intake('deaths')]: 4 }, waiting: { code: 'STORE_FULL' }, counts: { recorded: 0, deadLetters: 0 } });
    open = true;
    await until(() => consumer.status().lag[topics.intake('deaths')] === 0);
    expect(applied).toEqual(['a', 'b', 'c']);
    expect(consumer.status()).toMatchObject({ waiting: null, stuck: false, counts: { recorded: 3, deadLetters: 1 } });
    const [letter] = await readTopics(kafka, [topics.deadLetter]);
    expect([header(letter as NonNullable<typeof letter>, 'dl_code'), header(letter as NonNullable<typeof letter>, 'ce_id')]).toEqual(['UNEXPECTED', 'fault']);
    expect(header(letter as NonNullable<typeof letter>, 'dl_reason')).not.toContain('secret');
    expect(told).toEqual(expect.arrayContaining(['waiting', 'stuck', 'deadLetter']));
  } finally {
    await consumer.stop();
  }
}, 200_000);
