/** What is stated when persons and households are registered and a sample is drawn: formats for the command line, HTTP and its description. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';
import Type from 'typebox';

const { bool, citizen, count, day, list, number, object, on, oneOf, optional, text } = stepFormat;

const division = (digits: number, description: string) => Type.String({ pattern: `^\\d{${digits}}$`, description });
const member = { personId: number('The person.'), relation: text('Relation to the head.', 60), counted: bool('计入人口') };

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
  draw: object({ county: division(6, 'County, 6 digits.'), drawNo: number('The office\'s number of the draw.'), on: day('The day of the draw.'), ratePpm: optional(count('Share, parts per million; at least what the rules print.', 1, 1_000_000)) }),
} as const;

export type RegisterName = keyof typeof REGISTER_FORMATS;
export type Registered<Name extends RegisterName> = Static<(typeof REGISTER_FORMATS)[Name]>;
