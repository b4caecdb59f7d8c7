/** The Chinese names of the report against the catalogue of events, and against the parts of the program whose words they repeat. */
import { readFileSync } from 'node:fs';
import { COMPLAINT_FORMATS, FINDING_FORMATS, FINDING_STEP_NAMES, LEAD_KIND_CODES, LEAD_KINDS, SANCTIONS, VIEWING_SCOPES as SCOPES_OF_LOOKS } from '#accountability';
import { HOUSE_CODES, ISO_REASONS } from '#bank';
import { BENEFITS as CASE_BENEFITS, CLOCK_NAMES, CLOCKS as CASE_CLOCKS, FORMATS, REGISTER_FORMATS, STEPS as STEPS_OF_CASES } from '#casework';
import { BATCH_FORMATS, DISCREPANCY_KINDS, FUND_FORMATS, LIST_FORMATS, PAY_CASE_FORMATS, PAYEE_FORMATS, PAYMENT_FORMATS, PERIOD_FORMATS } from '#disbursement';
import { ROLES as ACCOUNT_ROLES } from '#identity';
import { PAPER_KINDS as KINDS_OF_PAPERS } from '#papers';
import { keyName, LOCAL_KEYS } from '#policy';
import { SCHEMAS } from '#workbook';
import { BENEFITS, CASE_CODES, ROLES, STEPS, VIEWING_SCOPES } from './code-names.js';
import { EVENT_NAMES } from './event-names.js';
import { FIELD_NAMES } from './field-names.js';
import { MONEY_CODES } from './money-code-names.js';
import { codeName, eventName, fieldName, stepName, streamName } from './names.js';
import { CASE_STEPS, CLOCKS, DISCREPANCIES, LEAD_KINDS as LEADS, PAPER_KINDS, PARAMETERS } from './word-lists.js';

const ROWS = [...readFileSync('docs/events.md', 'utf8').matchAll(/^\| `(\w+)` \| ([^|`]+) \| ([^|]+) \| [^|]+ \|$/gm)]
  .map(([, type, zh, fields]) => ({ type: type as string, zh: (zh as string).trim(), fields: [...(fields as string).matchAll(/`(\w+)\??`/g)].map(([, field]) => field as string) }));

test('the catalogue was read', () => {
  expect(ROWS.length).toBeGreaterThan(180);
  expect(ROWS.find(({ type }) => type === 'HomeVisited')).toEqual({ type: 'HomeVisited', zh: '入户调查', fields: ['caseId', 'on', 'result', 'remark', 'visitNo', 'visitors', 'present', 'findings'] });
});

test('every event has the name of the catalogue', () => {
  expect(ROWS.filter(({ type, zh }) => EVENT_NAMES[type] !== zh).map(({ type, zh }) => [type, zh, EVENT_NAMES[type]])).toEqual([]);
});

test('every field of the catalogue has a name, in Chinese or as it is printed everywhere', () => {
  const unnamed = ROWS.flatMap(({ type, fields }) => fields.filter((field) => !Object.hasOwn(FIELD_NAMES, field)).map((field) => `${type}.${field}`));
  expect(unnamed).toEqual([]);
  expect(Object.entries(FIELD_NAMES).filter(([, name]) => !/[\u4e00-\u9fff]/.test(name))).toEqual([['sha256', 'SHA-256']]);
});

test('a name for one event is of a field it has', () => {
  const known = new Set(ROWS.flatMap(({ type, fields }) => fields.map((field) => `${type}.${field}`)));
  const types = new Set(ROWS.map(({ type }) => type));
  const names = [...Object.keys(FIELD_NAMES), ...Object.keys(CASE_CODES), ...Object.keys(MONEY_CODES)].filter((key) => types.has(key.split('.')[0] as string));
  expect(names.filter((key) => !known.has(key.split('.').slice(0, 2).join('.')))).toEqual([]);
});

test('the words are those of the rest of the program', () => {
  expect(ROLES).toEqual(Object.fromEntries(Object.entries(ACCOUNT_ROLES).map(([role, { zh }]) => [role, zh])));
  expect(LEADS).toEqual(Object.fromEntries(LEAD_KIND_CODES.map((kind) => [kind, LEAD_KINDS[kind].zh])));
  expect(CLOCKS).toEqual(Object.fromEntries(CLOCK_NAMES.map((clock) => [clock, CASE_CLOCKS[clock].zh])));
  expect(DISCREPANCIES).toEqual(Object.fromEntries(Object.entries(DISCREPANCY_KINDS).map(([kind, { zh }]) => [kind, zh])));
  expect(PAPER_KINDS).toEqual(Object.fromEntries(KINDS_OF_PAPERS.map(({ code, zh }) => [code, zh])));
  expect(MONEY_CODES['PaymentRejected.code']).toEqual({
    ...Object.fromEntries(Object.entries(HOUSE_CODES).map(([code, { zh }]) => [code, zh])), ...Object.fromEntries(Object.entries(ISO_REASONS).map(([code, house]) => [code, `${HOUSE_CODES[house].zh}（${code}）`])),
  });
  expect(CASE_STEPS).toEqual(Object.fromEntries(Object.entries(STEPS_OF_CASES).map(([step, { zh }]) => [step, zh])));
  expect(CASE_CODES['SanctionRecorded.kind']).toEqual(Object.fromEntries(Object.entries(SANCTIONS).map(([kind, { zh }]) => [kind, zh])));
  expect(PARAMETERS).toEqual(Object.fromEntries(Object.keys(PARAMETERS).map((key) => [key, keyName(key).zh])));
  expect([...LOCAL_KEYS.keys()].filter((key) => !Object.hasOwn(PARAMETERS, key))).toEqual([]);
  expect(Object.keys(BENEFITS)).toEqual([...CASE_BENEFITS]);
  expect(Object.keys(VIEWING_SCOPES)).toEqual([...SCOPES_OF_LOOKS]);
});

/** Codes of the workbook, with the words its columns are written in. */
test.each([
  ['申请', '救助类别', BENEFITS], ['办理', '步骤', STEPS], ['疑点', '来源', CASE_CODES['SuspicionRaised.source']], ['疑点', '错误类别', CASE_CODES['ErrorDetermined.kind']],
  ['疑点', '原因类别', CASE_CODES['ErrorDetermined.cause']], ['人员', '自理能力', CASE_CODES['SelfCareAssessed.level']], ['人员', '劳动能力', CASE_CODES['LabourCapacityAssessed.level']], ['预算', '来源', MONEY_CODES['source']],
] as const)('%s %s', (sheet, header, words) => {
  const codes = SCHEMAS[sheet].columns.find((column) => column.header === header)?.codes ?? {};
  expect(Object.keys(codes).length).toBeGreaterThan(2);
  expect(Object.entries(codes).filter(([word, code]) => words?.[code] !== word)).toEqual([]);
});

/** What is stated with a step and not recorded under its name: the subject of a correction, self-care at a registration, the sign of an adjustment. */
const NOT_RECORDED: ReadonlySet<string> = new Set(['subject', 'selfCare', 'direction']);
interface Schema {
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
function enumsOf(field: string, { enum: values, properties = {}, items }: Schema): readonly (readonly [string, readonly string[]])[] {
  return [...(values === undefined ? [] : [[field, values] as const]), ...(items === undefined ? [] : enumsOf(field, items)), ...Object.entries(properties).flatMap(([name, schema]) => enumsOf(name, schema))];
}

test('every code that a step can state has a word, in a field of that name', () => {
  const tables = Object.entries({ ...CASE_CODES, ...MONEY_CODES });
  const enums = [FORMATS, REGISTER_FORMATS, FINDING_FORMATS, COMPLAINT_FORMATS, BATCH_FORMATS, FUND_FORMATS, LIST_FORMATS, PAY_CASE_FORMATS, PAYEE_FORMATS, PAYMENT_FORMATS, PERIOD_FORMATS]
    .flatMap((formats) => Object.entries(formats as unknown as Readonly<Record<string, Schema>>).flatMap(([step, schema]) => enumsOf('', schema).map(([field, values]) => ({ step, field, values }))));
  expect(enums.length).toBeGreaterThan(50);
  const wordless = enums.filter(({ field, values }) => !tables.some(([key, words]) => key.split('.').at(-1) === field && values.every((code) => Object.hasOwn(words, code))));
  expect(wordless.filter(({ field }) => !NOT_RECORDED.has(field)).map(({ step, field, values }) => [step, field, values.join(' ')])).toEqual([]);
  expect(FINDING_STEP_NAMES.length).toBe(21);
});

test('what is not known is shown as it stands', () => {
  expect([eventName('SomethingNew'), eventName('toString'), fieldName('HomeVisited', 'newField'), fieldName('IncomeAssessed', 'members.newPart'), stepName('newStep'), streamName('new-1@2'), streamName('bare')]).toEqual(['SomethingNew', 'toString', 'newField', 'newPart', 'newStep', 'new 1@2', 'bare']);
  expect([codeName('BenefitStopped', 'cause', '家庭收入增加'), codeName('BenefitStopped', 'cause', 'constructor'), codeName('X', 'y', 'z')]).toEqual([undefined, undefined, undefined]);
});

test('a field means what it means in its event', () => {
  expect([fieldName('TaskRegistered', 'responsible'), fieldName('ErrorDetermined', 'responsible'), fieldName('IncomeAssessed', 'members.income.wagesFen')]).toEqual(['责任单位', '责任人', '工资']);
  expect([codeName('SelfCareAssessed', 'level', 'full'), codeName('LabourCapacityAssessed', 'level', 'full'), codeName('PayItemListed', 'source', 'county'), codeName('SuspicionRaised', 'source', 'audit')]).toEqual(['自理', '有', '县', '审计']);
});
