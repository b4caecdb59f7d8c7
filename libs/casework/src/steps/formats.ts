/** What a person states with each step of the procedure: the formats of the commands, and with them the fields of the events (process.md §6). */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';
import { VARIANTS } from '../chain.js';
import { BENEFITS } from '../benefits.js';

const { bool, count, day, division, evidence, fen, list, money, month, number, object, on, oneOf, optional, papers, staff, text } = stepFormat;

/** The eight relations of R220 14, both sides of the family. */
export const NEAR_RELATIONS = ['spouse', 'parent', 'child', 'sibling', 'paternalGrandparent', 'maternalGrandparent', 'paternalGrandchild', 'maternalGrandchild'] as const;
export const LEAD_SOURCES = ['neighbour', 'community', 'hotline', 'dataMatch', 'hospital', 'school', 'disabledFederation', 'self', 'other'] as const;
export const CHANNELS = ['window', 'online', 'agent', 'activeDiscovery', 'transfer'] as const;
/** R57 17, GX-2019-06-03: where the check asks. */
export const CHECK_SOURCES = ['hukou', 'marriage', 'death', 'employment', 'pension', 'housingFund', 'tax', 'marketRegister', 'vehicles', 'realEstate', 'deposits', 'securities', 'insurance', 'custody'] as const;
export const CAUSES = ['illness', 'disability', 'calamity', 'schooling', 'unemployment', 'housing', 'oldAge', 'other'] as const;
/** R83: the grounds on which a deadline may be extended. */
export const EXTENSION_GROUNDS = ['crossProvince', 'checkDelayed', 'applicantDelayed', 'complexCase'] as const;
/** Steps to which a file can be returned. */
export const RETURN_STEPS = ['accepted', 'verifying', 'opinion', 'notice'] as const;
export const REVIEW_CLASSES = ['A', 'B', 'C'] as const;
export const CHANGE_KINDS = ['income', 'assets', 'members', 'address', 'employment', 'health', 'custody', 'other'] as const;
/** R57 26: who may keep the passbook or card of somebody who cannot: guardian, another relative, the community, the institution that supports them. */
export const CUSTODIAN_ROLES = ['guardian', 'relative', 'community', 'institution', 'other'] as const;
export const STOP_CAUSES = ['incomeAbove', 'assetsAbove', 'death', 'movedAway', 'custody', 'ownRequest', 'jobRefusals', 'unreportedChange', 'fraud', 'categoryTransferred', 'exitEnded', 'grownUp', 'other'] as const;

const income = object({
  wagesFen: optional(fen('Wages a month.')), businessFen: optional(fen('Business income a month.')), propertyFen: optional(fen('Property income a month.')),
  transferFen: optional(fen('Transfers a month, without government relief (R57 13).')), contributionsFen: optional(fen('Taxes and social insurance a month.')),
}, 'Per month. An empty object says that there is none.');
const visitors = list(staff('Who visited.'), 'At least two (R57 16).', { min: 2, max: 10 });
const findings = text('What was found: who lives there, dwelling, work, appliances.', 4_000);

export const FORMATS = {
  reportLead: object({ on, source: oneOf(LEAD_SOURCES, 'Where the lead comes from.'), need: text('What is needed.', 1_000), personId: optional(number('The person, where known.')), householdId: optional(number('The household, where known.')), evidence }),
  informPolicy: object({ on, channel: text('How the policy was explained.', 100), evidence }),
  submit: object({
    on, benefit: oneOf(BENEFITS, '救助类别'), variant: optional(oneOf(VARIANTS, '临时救助: 支出型, 急难型, 一事一议.')), householdId: number('The household.'),
    beneficiaryId: optional(number('Who receives it, where it is for one person.')), applicantId: number('Who applies.'), channel: oneOf(CHANNELS, 'How it came.'),
    materials: list(text('Kind of paper.', 40), 'Papers handed in.', { min: 0 }), promise: bool('诚信承诺书 signed.'), causes: optional(list(oneOf(CAUSES, 'Cause.'), '致困原因', { min: 0, max: 8 })),
    agent: optional(object({ name: text('Who acts for the applicant.', 60), relation: text('How they are related.', 60), mandateRef: text('The mandate.', 80) }, 'R57 6.')), evidence,
  }),
  notifyDeficiency: object({ on, missing: list(text('A missing paper.', 100), 'Everything that is missing, told once (R57 10).'), deadline: optional(day('Until when.')), evidence }),
  supplement: object({ on, added: list(text('A paper that was added.', 100), 'What came.'), evidence }),
  accept: object({ on, receiptNo: number('受理通知书'), evidence }),
  refuseAcceptance: object({ on, reason: text('Why, to be told in writing.'), evidence }),
  declareKin: object({ on, staffId: staff('The member of staff.'), relation: oneOf(NEAR_RELATIONS, 'How they are related to a member of the household.'), evidence }),
  fileNearRelative: object({ on, staffId: staff('The member of staff.'), relation: oneOf(NEAR_RELATIONS, 'How they are related.'), filingNo: number('Number of the separate register.'), evidence }),
  authoriseCheck: object({ on, persons: list(number('A person.'), 'Every adult who signed.'), scope: list(oneOf(CHECK_SOURCES, 'A source.'), 'What may be asked.', { max: 14 }), validTo: optional(day('Until when.')), evidence }),
  requestCheck: object({ on, requestNo: number('Number of the request.'), sources: list(oneOf(CHECK_SOURCES, 'A source.'), 'What is asked.', { max: 14 }), evidence }),
  startCheck: object({ on, evidence }),
  reportCheck: object({
    on, reportNo: number('核对报告'), asOf: day('The day for which it holds.'), conclusion: oneOf(['consistent', 'inconsistent'], 'Whether it agrees with what was declared.'),
    items: list(object({ source: oneOf(CHECK_SOURCES, 'Source.'), personId: number('Person.'), fact: text('What it says.', 300), amountFen: optional(fen('Amount.')) }), 'What was found.', { min: 0, max: 500 }), evidence,
  }),
  disputeCheck: object({ on, item: text('What is disputed.'), evidence }),
  reviewCheck: object({ on, result: oneOf(['upheld', 'corrected'], 'What the second look gave.'), text: text('Why.', 1_000), evidence }),
  visit: object({ on, visitNo: number('入户调查表'), visitors, present: list(number('Person.'), 'Who was met.', { min: 0 }), findings, evidence }),
  interview: object({ on, subject: text('Who was asked, by role.', 100), statement: text('What was said.', 2_000), evidence }),
  obtainLetter: object({ on, unit: text('Who was written to.', 100), reply: text('What was answered.', 2_000), evidence }),
  visitRemotely: object({ on, visitNo: number('Number.'), visitors, medium: text('How: video, telephone.', 60), findings, evidence }),
  assessIncome: object({
    on, members: list(object({ personId: number('Person.'), income, employed: optional(bool('Has work.')), labour: optional(oneOf(['full', 'partial', 'none'], '劳动能力')) }), 'Every counted member.', { max: 50 }),
    lookback: optional(list(object({ ym: month('Month.'), incomeFen: fen('Income of the household.') }), 'The months before the application (Guangxi).', { max: 24 })), evidence,
  }),
  assessAssets: object({ on, compliant: bool('财产合规'), financialFen: optional(fen('Financial assets of the family.')), basis: text('The rule it was held against, and what was found.', 1_000), evidence }),
  assessRigidExpenditure: object({
    on, items: list(object({ kind: oneOf(['medical', 'education', 'disability', 'other'], 'Kind.'), personId: optional(number('Who incurs it.')), monthlyFen: fen('Own-paid a month, after reimbursement.') }), 'Own-paid, by bills.', { min: 0 }),
    annualReview: optional(object({ ownPaidFen: fen('Own-paid in the previous year.'), governmentPaidFen: fen('Paid by government in the previous year.') }, 'Previous calendar year (Xiamen).')), evidence,
  }),
  assessSelfCare: object({
    on, personId: number('Person.'), eating: bool('吃饭'), dressing: bool('穿衣'), transfer: bool('上下床'), toilet: bool('如厕'), indoorWalking: bool('室内行走'), washing: bool('洗澡'), assessor: text('Who assessed.', 100), evidence,
  }),
  assessCircumstances: object({
    on, causes: optional(list(oneOf(CAUSES, 'Cause.'), '致困原因', { min: 0, max: 8 })), area: optional(oneOf(['urban', 'rural'], '城镇, 农村: some documents speak of urban households only (JX-2018, QS-2019, GX-2019).')), lacksLabour: optional(bool('缺乏劳动力')), consent: optional(bool('本人自愿')), residencePermitSince: optional(day('In town with a residence permit since.')),
    members: list(object({
      personId: number('Person.'), disability: optional(object({ type: oneOf(['sight', 'hearing', 'speech', 'limb', 'intellectual', 'mental', 'multiple'], '类别'), grade: count('等级', 1, 4) })),
      disease: optional(text('Severe disease, by its name in the list.', 60)), student: optional(oneOf(['preschool', 'compulsory', 'seniorHigh', 'secondaryVocational', 'higher'], 'Stage.')),
      supporters: optional(oneOf(['none', 'unable', 'able'], '法定义务人')), incomeSource: optional(bool('生活来源')), supportedBy: optional(oneOf(['self', 'spouse', 'parents', 'siblings', 'children'], 'Who in fact supports.')),
      orphan: optional(oneOf(['dispersed', 'institution'], 'Confirmed orphan.')), unsupportedChild: optional(bool('事实无人抚养儿童')), care: optional(oneOf(['dispersed', 'institution'], '分散, 集中')), communityCorrection: optional(bool('社区矫正')),
    }), 'Members of whom something is established.', { min: 0, max: 50 }), evidence,
  }),
  review: object({
    on, place: text('Where.', 100), participants: list(object({ name: text('Who.', 60), role: oneOf(['resident', 'committee', 'partyMember', 'town'], 'As what.'), kin: optional(bool('Near kin of the household.')) }), 'Everybody who took part.', { min: 3, max: 100 }),
    agree: count('For.', 0, 100), disagree: count('Against.', 0, 100), abstain: count('Abstained.', 0, 100), evidence,
  }),
  issueOpinion: object({ on, opinion: oneOf(['approve', 'deny'], 'What is proposed.'), author: staff('Who drafted it.'), amountFen: optional(fen('Proposed amount.')), persons: optional(count('For how many.', 1, 50)), classCode: optional(oneOf(REVIEW_CLASSES, 'Class of review.')), reason: text('Why.', 2_000), evidence }),
  postNotice: object({ on, place: text('Where it hangs.', 200), fields: list(oneOf(['name', 'members', 'amount', 'opinion'], 'Field.'), 'What it shows, and nothing else.', { max: 4 }), evidence }),
  closeNotice: object({ on, evidence }),
  raiseObjection: object({ on, objectionNo: number('Number of the objection.'), content: text('What is objected.', 2_000), byRef: optional(text('Who, where not anonymous.', 80)), evidence }),
  investigateObjection: object({ on, objectionNo: number('Number of the objection.'), method: oneOf(['democraticReview', 'resurvey'], 'R57 19.'), finding: oneOf(['founded', 'unfounded'], 'What was found.'), text: text('What was found.', 2_000), evidence }),
  forward: object({ on, fileList: list(text('A paper.', 100), 'What goes to the county.', { max: 100 }), evidence }),
  return: object({ on, toStep: oneOf(RETURN_STEPS, 'From where it has to be done again.'), reason: text('Why.', 1_000), evidence }),
  countyVisit: object({ on, visitNo: number('Number.'), visitors, findings, agrees: bool('The county found what the town found.'), evidence }),
  postCountyNotice: object({ on, place: text('Where it hangs.', 200), fields: list(oneOf(['name', 'members', 'amount', 'opinion'], 'Field.'), 'What it shows.', { max: 4 }), evidence }),
  closeCountyNotice: object({ on, evidence }),
  extendDeadline: object({ on, clock: text('The deadline, by its name.', 60), to: day('Until when.'), ground: oneOf(EXTENSION_GROUNDS, 'Why (R83).'), evidence }),
  confer: object({ on, attendees: list(staff('Who took part.'), 'Everybody who took part.', { min: 3, max: 30 }), minutesRef: number('会商纪要'), decision: oneOf(['help', 'refuse'], 'What was decided.'), amountFen: optional(fen('How much.')), evidence }),
  confirm: object({ on, decisionNo: number('确认通知书'), amountFen: fen('What is owed: per month, or once; 0 for a status.'), persons: count('For how many.', 1, 50), evidence }),
  deny: object({ on, decisionNo: number('不予确认决定书'), reasonCode: oneOf(['incomeAbove', 'assetsAbove', 'notEligible', 'uncooperative', 'falseStatement', 'alreadyHelped', 'other'], 'Why.'), reasonText: text('Why, as it is told.', 1_000), evidence }),
  serve: object({ on, method: oneOf(['inPerson', 'mail', 'leftAtDoor', 'online', 'posted'], 'How it was delivered.'), appealInfo: bool('It says how to appeal.'), evidence }),
  publishResult: object({ on, place: text('Where.', 200), fields: list(oneOf(['name', 'members', 'amount'], 'Field.'), 'Names, number of members, amount: nothing else (R57 24).', { max: 3 }), evidence }),
  withdraw: object({ on, reason: text('Why.'), evidence }),
  terminate: object({ on, ground: oneOf(['uncooperative', 'untraceable', 'death', 'movedAway', 'falseStatement', 'other'], 'R57 29.'), reason: text('Why.', 1_000), evidence }),
  fileWithCity: object({ on, filingNo: number('Number of the filing.'), evidence }),
  fileRelief: object({ on, filingNo: number('Number of the filing.'), evidence }),
  payRelief: object({
    on, town: division('The town whose reserve pays, 9 digits.'), fen: money('How much was paid.'), method: oneOf(['cash', 'goods', 'transfer'], 'How.'), receiver: text('Who received it.', 60), signed: bool('The receiver signed.'),
    witness: optional(text('Who was there, where the receiver did not sign, and always where cash is paid.', 60)), receiptNo: optional(number('收据: always where cash is paid.')), reason: optional(text('Why in cash: always where cash is paid.', 300)), evidence,
  }),
  deliverRelief: object({
    on, method: oneOf(['cash', 'goods'], 'How.'), fen: money('What it is worth together.'),
    goods: optional(list(object({ name: text('What.', 60), qty: count('How many.', 1, 100_000), unit: text('Of what.', 20) }), 'What was handed over: always where goods are.', { max: 50 })),
    receiver: text('Who received it.', 60), signed: bool('The receiver signed.'), witness: optional(text('Who was there, where the receiver did not sign, and always where cash is paid.', 60)),
    receiptNo: optional(number('收据: always where cash is paid.')), reason: optional(text('Why in cash: always where cash is paid.', 300)), evidence,
  }),
  completePapers: object({ on, cause: text('What happened.', 1_000), object: text('Who was helped.', 300), signatures: list(text('Who signed.', 60), 'Applicant and staff (R23).', { min: 2, max: 10 }), evidence }),
  reportChange: object({ on, kind: oneOf(CHANGE_KINDS, 'What changed.'), happenedOn: day('When it happened.'), text: text('What changed.', 1_000), found: bool('Found by the office, not reported by the household.'), evidence }),
  reportDeath: object({ on, personId: number('Who died.'), diedOn: day('When.'), source: text('How it became known.', 100), evidence }),
  scheduleReview: object({ on, class: oneOf(REVIEW_CLASSES, 'Class.'), dueOn: day('When it is due.'), evidence }),
  completeReview: object({ on, result: oneOf(['keep', 'up', 'down', 'stop'], 'What it gave.'), reportNo: optional(number('核对报告')), evidence }),
  offerJob: object({ on, personId: number('Who.'), offerNo: number('Number of the offer.'), post: text('What.', 100), suited: bool('Suited to the person.'), evidence }),
  recordRefusal: object({ on, personId: number('Who.'), offerNo: number('Number of the offer.'), reason: text('Why.', 300), justified: bool('With good reason.'), evidence }),
  fileCustody: object({
    on, personId: number('Whose money it is.'), custodian: text('Who keeps the passbook or card.', 60), role: oneOf(CUSTODIAN_ROLES, 'As what.'), agreementRef: number('代管协议'), validTo: optional(day('Until when.')), evidence: papers,
  }),
  adjust: object({ on, decisionNo: number('审批表'), amountFen: fen('Per month from then on.'), persons: count('For how many.', 1, 50), fromYm: month('From which month.'), cause: text('Why.', 300), evidence }),
  postStopNotice: object({ on, place: text('Where it hangs: the community, or the institution.', 200), fields: list(oneOf(['name', 'members', 'amount', 'opinion'], 'Field.'), 'What it shows, and nothing else.', { max: 4 }), cause: oneOf(STOP_CAUSES, 'Why support is to end.'), reason: text('Why, as it is posted.', 1_000), evidence }),
  closeStopNotice: object({ on, evidence }),
  suspend: object({ on, decisionNo: number('Decision.'), fromYm: month('From which month.'), cause: text('Why: a legal ground (R57 32).', 300), evidence }),
  resume: object({ on, decisionNo: number('Decision.'), fromYm: month('From which month.'), cause: text('Why.', 300), evidence }),
  stop: object({ on, decisionNo: number('停发通知'), fromYm: month('First month without payment.'), cause: oneOf(STOP_CAUSES, 'Why.'), reason: text('Why, as it is told.', 1_000), evidence }),
  startGraduatedExit: object({ on, decisionNo: number('渐退审批'), fromYm: month('First month.'), months: count('How long.', 1, 24), amountFen: fen('Per month.'), persons: count('For how many.', 1, 50), evidence }),
  endGraduatedExit: object({ on, evidence }),
  transferCategory: object({ on, toBenefit: oneOf(BENEFITS, 'To what.'), toCaseId: number('The new case.'), ym: month('First month of the new one.'), evidence }),
} as const;

export type StepName = keyof typeof FORMATS;
/** What is stated with a step. */
export type Stated<Name extends StepName> = Static<(typeof FORMATS)[Name]>;
