/** What is stated when persons and households are registered and corrected, and a sample is drawn: formats for the command line, HTTP and its description. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';
import Type from 'typebox';
import { CORRECTION_SUBJECTS } from './correctable.js';

const { bool, citizen, count, day, evidence, list, number, object, on, oneOf, optional, papers, text } = stepFormat;

/** How somebody is held against their papers: the card in a reader, the card or booklet looked at, the register asked, the face compared. */
export const IDENTITY_METHODS = ['cardReader', 'papersSeen', 'registerAsked', 'faceCompared', 'other'] as const;
export const IDENTITY_RESULTS = ['matches', 'differs', 'notFound'] as const;
/** XM-2018-03-01: 上门走访, 职业技能培训, 岗位推荐. */
export const JOB_SERVICES = ['VISIT', 'TRAINING', 'REFERRAL'] as const;
export const ACCOUNT_MEDIA = ['card', 'passbook', 'socialSecurityCard'] as const;

const division = (digits: number, description: string) => Type.String({ pattern: `^\\d{${digits}}$`, description });
const member = { personId: number('The person.'), relation: text('Relation to the head.', 60), counted: bool('计入人口') };

const corrected = (description: string) => Type.Union([Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }), Type.Boolean()], { description });
const correction = { on, subject: oneOf(CORRECTION_SUBJECTS, 'What it is about.'), number: number('The office\'s number of the person, household or case.'), correctionNo: number('更正申请编号') };

export const REGISTER_FORMATS = {
  person: object({
    personId: number('The office\'s number of the person.'), idNo: citizen('公民身份号码'), name: text('Name.', 60),
    disability: optional(object({ category: optional(text('残疾类别', 20)), grade: optional(count('残疾等级', 1, 4)) })), selfCare: optional(oneOf(['full', 'partial', 'lost'], '自理能力')), labour: optional(oneOf(['full', 'partial', 'none'], '劳动能力')),
  }),
  household: object({
    householdId: number('The office\'s number of the household.'), headId: number('户主'), town: division(9, 'Town, 9 digits.'), community: optional(division(12, 'Community, 12 digits.')), phone: optional(text('Telephone.', 30)),
    payee: optional(object({ bank: optional(text('Bank.', 60)), accountNo: optional(text('Account.', 40)), holderName: optional(text('Holder.', 60)) })), members: list(object(member), 'Everybody who lives together, the head among them.', { max: 50 }),
  }),
  member: object({ householdId: number('The household.'), change: oneOf(['joined', 'changed', 'left'], 'What happened.'), on, ...member }),
  identity: object({ personId: number('The person.'), on, method: oneOf(IDENTITY_METHODS, 'How.'), result: oneOf(IDENTITY_RESULTS, 'What it gave.'), evidence }),
  jobService: object({ personId: number('The person.'), on, kind: oneOf(JOB_SERVICES, '走访, 培训, 岗位推荐'), serviceNo: number('The office\'s number of the service.'), text: optional(text('What was offered.', 300)), evidence }),
  account: object({
    householdId: number('The household.'), on, bank: text('Bank.', 60), accountNo: Type.String({ pattern: '^[0-9A-Za-z-]{1,34}$', description: 'Account.' }), holderName: text('Holder.', 60),
    cnaps: optional(Type.String({ pattern: '^\\d{12}$', description: 'The line number of the bank.' })), medium: optional(oneOf(ACCOUNT_MEDIA, 'Card, passbook, 社保卡.')), evidence,
  }),
  requestCorrection: object({
    ...correction, targetEventId: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', description: 'The event in which it stands.' }), field: text('The field of that event.', 40),
    old: optional(corrected('What stands; left out where nothing was stated.')), new: corrected('What it should be.'), reason: text('How it came to be wrong, and what shows what is right.', 1_000), evidence: papers,
  }),
  approveCorrection: object({ ...correction, evidence }),
  refuseCorrection: object({ ...correction, reason: text('Why not.', 1_000), evidence }),
  draw: object({ county: division(6, 'County, 6 digits.'), drawNo: number('The office\'s number of the draw.'), on: day('The day of the draw.'), ratePpm: optional(count('Share, parts per million; at least what the rules print.', 1, 1_000_000)) }),
} as const;

export type RegisterName = keyof typeof REGISTER_FORMATS;
export type Registered<Name extends RegisterName> = Static<(typeof REGISTER_FORMATS)[Name]>;
