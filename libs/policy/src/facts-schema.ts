/** The published format of household facts: one JSON Schema for the command line, HTTP, its documentation, and whoever writes such files. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { DomainError } from '#kernel';
import { CAUSES, DISABILITY_TYPES, type Facts, RIGID_KINDS, STUDENT_STAGES } from './facts.js';

/** Ten billion yuan: more is a slip of the pen. */
const MAX_FEN = 1_000_000_000_000;
export const MAX_MEMBERS = 50;
const MAX_ENTRIES = 100;

const fen = (description: string) => ({ type: 'integer', minimum: 0, maximum: MAX_FEN, description: `${description} Fen.` }) as const;
const date = (description: string) => ({ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description }) as const;
const month = (description: string) => ({ type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description }) as const;
const bool = (description: string) => ({ type: 'boolean', description }) as const;
const oneOf = (values: readonly (string | number)[], description: string) => ({ enum: values, description }) as const;
const text = (description: string) => ({ type: 'string', minLength: 1, maxLength: 100, description }) as const;
/** No line breaks, no separators of paths. */
const memberId = { type: 'string', pattern: '^[\\p{L}\\p{N}_-]{1,40}$', description: 'Names the member in the result. Not a citizen id.' } as const;
const object = <P extends object>(properties: P, required: readonly (keyof P & string)[], description: string) => ({ type: 'object', additionalProperties: false, properties, required, description }) as const;
const nothing = (description: string) => object({}, [], description);
const count = (description: string, maximum: number, minimum = 0) => ({ type: 'integer', minimum, maximum, description }) as const;

const member = object({
  id: memberId,
  birthOn: date('Birth date.'),
  counted: bool('计入人口. Default true.'),
  income: object({
    wagesFen: fen('Wages a month.'), businessFen: fen('Business income a month.'), propertyFen: fen('Property income a month.'), transferFen: fen('Transfers a month, without government relief.'),
    contributionsFen: fen('Taxes and social insurance a month.'),
  }, [], 'Monthly income. An empty object says that there is none; left out, it is not stated.'),
  employed: bool('Has work.'),
  labour: oneOf(['full', 'partial', 'none'], '劳动能力'),
  selfCare: oneOf(['full', 'partial', 'lost'], '自理能力: 自理, 半失能, 失能'),
  disability: object({ type: oneOf(DISABILITY_TYPES, '残疾类别'), grade: oneOf([1, 2, 3, 4], '残疾等级') }, ['type', 'grade'], 'Certified disability.'),
  disease: text('Severe disease, by its name in the published list.'),
  student: oneOf(STUDENT_STAGES, 'Stage of education.'),
  supporters: oneOf(['none', 'unable', 'able'], '法定赡养抚养扶养义务人. Stated for whoever is examined for 特困.'),
  incomeSource: bool('生活来源'),
  supportedBy: oneOf(['self', 'spouse', 'parents', 'siblings', 'children'], 'Who in fact supports the person.'),
  orphan: oneOf(['dispersed', 'institution'], 'Confirmed orphan, and where raised.'),
  unsupportedChild: bool('Confirmed 事实无人抚养儿童.'),
  care: oneOf(['dispersed', 'institution'], '特困: 分散, 集中'),
  communityCorrection: bool('社区矫正对象'),
}, ['id', 'birthOn'], 'A member of the household.');

const requests = object({
  medicalContribution: nothing('Personal contribution to resident medical insurance, of the year.'),
  supplementaryInsurance: nothing('Premium of supplementary major-disease insurance.'),
  pensionContribution: nothing('Contribution to resident pension insurance paid by government, of the year.'),
  unsupportedChildren: nothing('The child standard for members who are 事实无人抚养儿童.'),
  medicalRelief: object({ member: memberId, costFen: fen('Cost the ratio applies to.'), paidThisYearFen: fen('Medical relief paid earlier in the year.') }, ['member', 'costFen', 'paidThisYearFen'], 'Medical relief of one bill.'),
  temporaryRelief: object({
    baseFen: fen('Base amount by the local table.'), uplift: { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,6})?$', description: 'Uplift, a share, e.g. "0.50".' }, paidThisYearFen: fen('Relief paid earlier in the year.'),
    timesThisYear: count('Times helped earlier in the year.', 1_000), incomeToDateFen: fen('Disposable income of the family from January to this month.'),
    medicalToDateFen: fen('Own-paid medical spend in the same months.'), spendFen: fen('Spend that is relieved in part.'),
  }, [], 'Temporary relief of the expenditure type.'),
  oneCaseRelief: object({ proposedFen: fen('What the conference proposes.'), paidThisYearFen: fen('Paid in the year to the family and its members.') }, ['proposedFen', 'paidThisYearFen'], '一事一议'),
  housing: object({
    work: oneOf(['new', 'rebuild', 'repair'], '新建, 翻建, 修缮'), areaSquareMetres: { type: 'string', pattern: '^\\d{1,5}(\\.\\d{1,4})?$', description: 'Square metres, e.g. "75.5".' }, costFen: fen('Cost of the repair.'),
    oneHomestead: bool('一户一宅'),
    papers: { type: 'array', uniqueItems: true, maxItems: 4, items: { enum: ['landUseApproval', 'constructionApproval', 'oldHouseRebuildApproval', 'legalPropertyRight'] }, description: 'Papers shown.' },
  }, ['work', 'oneHomestead', 'papers'], 'Dilapidated-house subsidy.'),
  graduatedExit: object({ fromYm: month('First month of the grace period.'), months: count('Length.', 120, 1), monthlyFen: fen('Monthly amount decided for it.') }, ['fromYm', 'months', 'monthlyFen'], 'Graduated exit after finding work.'),
}, [], 'What is asked for besides the monthly living benefits.');

/** JSON Schema (2020-12 vocabulary that OpenAPI 3.1 shares) of `Facts`. */
export const FACTS_SCHEMA = {
  ...object({
    division: { type: 'string', pattern: '^(\\d{6}|\\d{9}|\\d{12})$', description: 'Division code: county 6 digits, town 9, community 12.' },
    on: date('Day of the determination.'),
    members: { type: 'array', minItems: 1, maxItems: MAX_MEMBERS, items: member, description: 'Members of the household.' },
    area: oneOf(['urban', 'rural'], 'Default urban.'),
    consent: bool('本人自愿. Kunshan.'),
    residencePermitSince: date('Registered elsewhere; in town with a residence permit since.'),
    causes: { type: 'array', uniqueItems: true, maxItems: CAUSES.length, items: { enum: CAUSES }, description: '致困原因' },
    rigidExpenditure: { type: 'array', maxItems: MAX_ENTRIES, items: object({ kind: oneOf(RIGID_KINDS, 'Kind.'), monthlyFen: fen('Own-paid a month.'), member: memberId }, ['kind', 'monthlyFen'], 'Rigid expenditure.'), description: '刚性支出' },
    annualReview: object({ ownPaidFen: fen('Own-paid in the previous year.'), governmentPaidFen: fen('Paid by government in the previous year.') }, ['ownPaidFen', 'governmentPaidFen'], 'Annual review (Xiamen): medical and education expenditure of the previous calendar year.'),
    assets: object({ compliant: bool('财产合规'), financialFen: fen('Financial assets of the family.') }, [], 'Property.'),
    lacksLabour: bool('缺乏劳动力. Guangxi.'),
    lookback: { type: 'array', maxItems: 24, items: object({ ym: month('Month.'), incomeFen: fen('Income of the household in it.') }, ['ym', 'incomeFen'], 'A month.'), description: 'Household income of the months before the application. Guangxi.' },
    requests,
  }, ['members'], 'Household facts.'),
  title: 'HouseholdFacts',
} as const;

let compiled: ValidateFunction<Facts> | undefined;
/** Compiled on first use: commands that determine nothing should not wait for it. */
const validator = (): ValidateFunction<Facts> => (compiled ??= new Ajv({ allErrors: false, strict: true, unicodeRegExp: true }).compile<Facts>(FACTS_SCHEMA));

/** Facts from outside. @throws DomainError `FACTS_INVALID` naming the field */
export function readFacts(json: unknown): Facts {
  const validate = validator();
  if (validate(json)) return json;
  const [error] = validate.errors as [ErrorObject];
  const field = pathOf(json, error);
  throw new DomainError('FACTS_INVALID', 'invalid', `The facts cannot be used: ${field === '' ? 'the document' : field} ${describe(error)}. Correct it and determine again; nothing was recorded.`, { field });
}

/** The path of an error, members by their ids. */
function pathOf(json: unknown, { instancePath, keyword, params }: ErrorObject): string {
  const parts = instancePath.split('/').slice(1);
  if (keyword === 'required') parts.push(String((params as { missingProperty: string }).missingProperty));
  if (keyword === 'additionalProperties') parts.push(String((params as { additionalProperty: string }).additionalProperty));
  if (parts[0] === 'members' && parts[1] !== undefined) {
    const id = (json as { members?: readonly { id?: unknown }[] }).members?.[Number(parts[1])]?.id;
    if (typeof id === 'string' && /^[\p{L}\p{N}_-]{1,40}$/u.test(id)) parts[1] = id;
  }
  return parts.join('.').slice(0, 200);
}

function describe({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'required': return 'is missing';
    case 'additionalProperties': return 'is not a fact this format knows';
    case 'minimum': return 'must not be negative';
    case 'enum': return `must be one of ${(params as { allowedValues: readonly unknown[] }).allowedValues.join(', ')}`;
    default: return message ?? 'is not right';
  }
}
