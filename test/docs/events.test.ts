/** The catalogue of events against the codecs, the projections, and what a real import stores. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oversightStream, parseHalfYear, parsePeriod, parseQuarter, parseWorkYear, taskStream } from '#accountability';
import { shippedTaskBooks } from '#application';
import { erasureStream } from '#casework';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import { type EventStore, handleCommand, type RecordedEvent } from '#event-store';
import { accountStream, delegationStream } from '#identity';
import { importWorkbook } from '#intake';
import { type CommandContext, parseCivilDate, uuidOf } from '#kernel';
import { determinationStream, determine, packStream, PublishedValues, readFacts, standardsStream } from '#policy';
import { paperStream } from '#papers';
import { CODECS, PROJECTIONS } from '#reports';
import { readWorkbook } from '#workbook';
import { recordLiveCases } from '../support/live-cases.js';
import { shippedBook } from '../support/policy.js';
import { recordAccountability } from '../support/accountability-record.js';
import { recordMoney } from '../support/money-record.js';
import { quoted, tableRows } from './sources.js';

const PAGE = readFileSync('docs/events.md', 'utf8');
const CATEGORIES = [...CODECS.keys()];

interface Field {
  readonly name: string;
  readonly optional: boolean;
}
const fieldsOf = (cell: string): readonly Field[] => quoted(cell).map((text) => ({ name: text.replace('?', ''), optional: text.endsWith('?') }));

const documented = CATEGORIES.flatMap((category) => tableRows(PAGE, category).map(([type, , fields, folded]) => ({
  category, type: quoted(type as string)[0] as string, fields: fieldsOf(fields as string), foldedBy: quoted(folded as string),
})));

/** What no workbook brings: a correction, a pack, a determination. */
async function recordPolicy(store: EventStore): Promise<void> {
  const on = parseCivilDate('2019-03-05');
  const context = (name: string): CommandContext => ({ commandId: uuidOf(name), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('policy') });
  const [bound] = shippedBook().packs;
  if (bound === undefined) throw new Error('packs are shipped');
  await handleCommand(store, standardsStream, '360111', { command: { type: 'CorrectStandard', key: 'dibao.std', code6: '360111', validFrom: parseCivilDate('2019-01-01'), value: '680', validTo: parseCivilDate('2019-12-31'), reason: '更正', approver: '002101', on }, context: context('correction') });
  await handleCommand(store, packStream, bound.pack.pack, { command: { type: 'AdoptPack', ...bound, effectiveFrom: on, basis: '文', on }, context: context('pack') });
  const facts = readFacts({ assets: { compliant: true }, members: [{ id: 'A', birthOn: '1980-01-01', income: {} }] });
  const determination = determine(shippedBook(), new PublishedValues([{ key: 'dibao.std', code6: '360111', value: '670', validFrom: '2019-01-01' }]), facts, '360111', on);
  await handleCommand(store, determinationStream, 'R1@360111', { command: { type: 'RecordDetermination', determinationId: 'R1', caseId: 'C1', facts, determination, read: { 'policy-360111': '0' } }, context: context('determination') });
}

/** Nor a task, its units and what they reported, and the oversight of it. */
async function recordTasks(store: EventStore): Promise<void> {
  const on = parseCivilDate('2019-06-20');
  const today = parseCivilDate('2026-01-02');
  const context = (name: string): CommandContext => ({ commandId: uuidOf(name), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('tasks') });
  const book = shippedTaskBooks().get('QS-2019');
  const task = book?.tasks.find(({ facts }) => facts.dueOn !== undefined)?.facts;
  if (book === undefined || task === undefined) throw new Error('tasks with a due day are shipped');
  const { taskNo } = task;
  const about = { taskNo, unit: '塘山镇', today };
  for (const command of [
    { type: 'SeedTask', task, issuedOn: book.issuedOn },
    { type: 'AssignTask', ...about, department: '民政所', person: '示例', due: today, assignedOn: on, reason: '示例' },
    { type: 'ReportProgress', ...about, quarter: parseQuarter('2019Q2'), reportedOn: on, cutoffOn: on, value: 1, text: '示例', fileRef: 'F1' },
    { type: 'ReportProgress', ...about, quarter: parseQuarter('2019Q2'), reportedOn: on, cutoffOn: on, value: 2, text: '示例', supersedes: true, reason: '更正' },
  ] as const) await handleCommand(store, taskStream, `${taskNo}@360111`, { command, context: context(JSON.stringify(command)) });
  const problems = ['示例'];
  for (const command of [
    { type: 'HoldDispatch', quarter: parseQuarter('2019Q2'), problems, on, today }, { type: 'IssueBulletin', halfYear: parseHalfYear('2019H1'), problems, on, today },
    { type: 'CompleteAssessment', year: parseWorkYear('2019'), scores: [{ unit: '塘山镇', score: '92.5' }], problems, on, today }, { type: 'RecordEvaluation', period: parsePeriod('2019'), evaluator: '示例', summary: '示例', on, today },
  ] as const) await handleCommand(store, oversightStream, '360111', { command, context: context(command.type) });
}

/** Nor an erasure. */
async function recordErasure(store: EventStore): Promise<void> {
  const on = parseCivilDate('2026-01-02');
  const about = { personId: '0001001', on } as const;
  for (const command of [{ type: 'RequestErasure', ...about, basis: '示例', by: 'a' }, { type: 'ApproveErasure', ...about, by: 'b' }, { type: 'CompleteErasure', ...about, keys: 1 }] as const) {
    const context: CommandContext = { commandId: uuidOf(command.type), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('erasure') };
    await handleCommand(store, erasureStream, '0001001@360111', { command, context });
  }
}

/** Nor an account, and what a county delegates. */
async function recordAccess(store: EventStore): Promise<void> {
  const on = parseCivilDate('2026-01-02');
  const context = (name: string): CommandContext => ({ commandId: uuidOf(name), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('access') });
  const identity = { issuer: 'https://sso.example.gov.cn/', subject: 'u-17' };
  for (const command of [
    { type: 'CreateAccount', accountId: 'wang', staffId: '002101', name: '示例', role: 'townAuditor', division: '360111003', orgUscc: '91350100M000100Y43', credentialId: uuidOf('c1'), on },
    { type: 'ChangePassword', credentialId: uuidOf('c2'), replaces: uuidOf('c1'), on }, { type: 'ChangeAccount', role: 'countyAuditor', division: '360111', name: '示例甲', on },
    { type: 'LinkIdentity', ...identity, on }, { type: 'UnlinkIdentity', ...identity, reason: '示例', on }, { type: 'DisableAccount', reason: '示例', on }, { type: 'EnableAccount', on },
  ] as const) await handleCommand(store, accountStream, 'wang', { command, context: context(command.type) });
  for (const command of [
    { type: 'GrantDelegation', delegationId: 'WT-1', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm'], amountCapFen: 100_000, validFrom: on, validTo: on, basis: '示例', today: on },
    { type: 'RevokeDelegation', on, reason: '示例', today: on },
  ] as const) await handleCommand(store, delegationStream, 'WT-1', { command, context: context(command.type) });
}

/** Nor a paper. */
async function recordPaper(store: EventStore): Promise<void> {
  const sha256 = 'a'.repeat(64);
  const document = { sha256, kind: 'noticeStartPhoto', mediaType: 'image/jpeg', bytes: 1, division: '360111003', capturedAt: '2019-03-05T09:30:15', gps: '28.682100,115.958300', deviceId: '示例', statedCapturedAt: '2019-03-05T01:30:00.000Z', statedPlace: '示例' };
  await handleCommand(store, paperStream, sha256, {
    command: { type: 'ArchiveDocument', document, on: parseCivilDate('2026-01-02'), now: '2026-01-02T00:00:00.000Z' },
    context: { commandId: uuidOf('paper'), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('paper') },
  });
}

let stored: readonly RecordedEvent[];
beforeAll(async () => {
  const store = openMemoryEventStore();
  const workbook = await readWorkbook(join('test', 'acceptance', 'qingshanhu-2019-small.xlsx'));
  await importWorkbook(store, workbook, { actor: { staffId: 'test' }, now: () => '2026-01-01T00:00:00.000Z' });
  await recordPolicy(store);
  await recordTasks(store);
  await recordAccess(store);
  await recordErasure(store);
  await recordAccountability(store);
  await recordMoney(store);
  await recordPaper(store);
  await recordLiveCases(store);
  stored = (await store.readAll()).events;
});

test('the page has a section for every category of streams, and no other', () => {
  expect([...PAGE.matchAll(/^## (.+)$/gm)].map(([, title]) => title).sort()).toEqual(['Envelope', ...CATEGORIES].sort());
});

test.each(CATEGORIES)('%s: every type of the codec, and no other', (category) => {
  expect(documented.filter((row) => row.category === category).map(({ type }) => type).sort()).toEqual([...(CODECS.get(category)?.types ?? [])].sort());
});

test('all types have the schema version the page says', () => {
  for (const codec of CODECS.values()) expect(codec.schemaVer).toBe(1);
});

test('the files named as emitters exist and hold the types', () => {
  for (const category of CATEGORIES) {
    const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${category}\n`)) ?? '';
    const files = [...section.matchAll(/`(libs\/[^`]+\.ts)`/g)].map(([, file]) => file as string);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect([file, existsSync(file)]).toEqual([file, true]);
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    for (const { type } of documented.filter((row) => row.category === category)) expect([type, text.includes(`'${type}'`)]).toEqual([type, true]);
  }
});

test.each(documented.map((row) => [row.type, row] as const))('%s is folded by the projections named', (type, { category, foldedBy }) => {
  // A type may stand in two categories; a projection of the one passes over the other by its key.
  const events = stored.filter((event) => event.type === type && event.streamId.startsWith(`${category}-`));
  const belongs = ({ key }: (typeof PROJECTIONS)[number]): boolean =>
    events.length === 0 || events.some(({ streamId, data, metadata }) => key({ event: { type, data }, metadata: metadata as never, streamId, revision: '0' }) !== undefined);
  expect([...foldedBy].sort()).toEqual(PROJECTIONS.filter((projection) => projection.handles.includes(type) && belongs(projection)).map(({ name }) => name).sort());
});

test.each(documented.map((row) => [row.type, row] as const))('%s is stored with the fields named', (type, { category, fields }) => {
  const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
  const known = new Set(fields.map(({ name }) => name));
  for (const event of stored.filter((candidate) => candidate.type === type && candidate.streamId.startsWith(`${category}-`))) {
    const names = Object.keys(event.data);
    expect([names.filter((name) => !known.has(name)), required.filter((name) => !names.includes(name))]).toEqual([[], []]);
  }
});

test('the sample stores most types, so the fields above are really compared', () => {
  const unseen = documented.map(({ type }) => type).filter((type) => !stored.some((event) => event.type === type));
  expect(unseen.length).toBeLessThanOrEqual(3);
});

test('the envelope is stored with the fields named', () => {
  const fields = tableRows(PAGE, 'Envelope').flatMap(([name]) => fieldsOf(name as string));
  const known = new Set(fields.map(({ name }) => name));
  const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
  for (const { metadata } of stored) {
    const names = Object.keys(metadata);
    expect([names.filter((name) => !known.has(name)), required.filter((name) => !names.includes(name))]).toEqual([[], []]);
  }
  const neverSet = [...PAGE.matchAll(/^\| `(\w+)\?` \|[^|]*nothing sets it yet \|$/gm)].map(([, name]) => name as string);
  expect(neverSet).toEqual(['reason']);
  for (const name of neverSet) expect(stored.some(({ metadata }) => metadata[name] !== undefined)).toBe(false);
});
