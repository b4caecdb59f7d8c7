/** What a person states with each step from lead to closure: the formats of the commands, and with them the fields of the events (process.md §6). */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';
import { LEAD_KIND_CODES } from './lead-kinds.js';

const { bool, citizen, day, division, evidence, list, money, month, number, object, on, oneOf, optional, staff, text } = stepFormat;

export const LEAD_SOURCES = ['audit', 'discipline', 'report', 'selfCheck', 'dataMatch'] as const;
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export const VERIFICATIONS = ['true', 'false', 'explained'] as const;
export const ERROR_KINDS = ['wrongInclusion', 'overpayment', 'duplicate', 'lateStop', 'omission', 'wrongHousehold'] as const;
export const ERROR_CAUSES = ['beyondHumanPower', 'dataSharingInaccurate', 'concealedPopulation', 'concealedEconomy', 'otherObjective', 'workNegligence', 'favouritism'] as const;
export const RECOVERY_CHANNELS = ['bank', 'cash', 'offset', 'court', 'other'] as const;
/** Why what is owed cannot be recovered. A broken plan is one of them: the exemption rests on the plan. */
export const IRRECOVERABLE_GROUNDS = ['debtorDied', 'noAssets', 'untraceable', 'enforcementEnded', 'planBroken', 'other'] as const;
export const LIABILITY_FORMS = ['none', 'exempt', 'admonition', 'sanction', 'transferred'] as const;

/** 政务处分 (政务处分法 7, 8): each form and how many months it lasts; 0 where it has no period. */
export const SANCTIONS = {
  warning: { zh: '警告', months: 6 }, demerit: { zh: '记过', months: 12 }, majorDemerit: { zh: '记大过', months: 18 }, demotion: { zh: '降级', months: 24 }, removal: { zh: '撤职', months: 24 }, dismissal: { zh: '开除', months: 0 },
} as const;
export type Sanction = keyof typeof SANCTIONS;
const SANCTION_NAMES = Object.keys(SANCTIONS) as readonly Sanction[];

const rectification = number('问题编号');
const liable = staff('The member of staff.');

export const FINDING_FORMATS = {
  raise: object({
    on, source: oneOf(LEAD_SOURCES, '来源'), kind: oneOf(LEAD_KIND_CODES, '疑点类型'), facts: text('What was found, and where.', 2_000), caseId: optional(number('The case, where there is one.')), idNo: optional(citizen('The person, where one is meant.')),
    fromYm: optional(month('First month at risk.')), toYm: optional(month('Last month at risk.')), fenAtRisk: optional(money('What may have been paid wrongly.')), confidence: optional(oneOf(CONFIDENCES, 'How sure the match is.')),
    relatedCases: optional(list(number('A case.'), 'Other cases it is about.', { min: 0, max: 500 })), matchNo: optional(number('The data match it comes from.')), complaintNo: optional(number('The complaint it comes from.')), evidence,
  }),
  assign: object({ on, org: division('Who verifies: county 6 digits, town 9, community 12.'), staffId: optional(staff('The person, where one is named.')), due: day('Until when.'), evidence }),
  verify: object({ on, result: oneOf(VERIFICATIONS, 'true 属实, false 不属实, explained 有合理解释'), text: text('What was done and found.', 4_000), visitNo: optional(number('入户核实编号')), evidence }),
  determineError: object({
    on, kind: oneOf(ERROR_KINDS, '错误类别'), fromYm: month('First wrong month: its year is the year it counts in.'), toYm: month('Last wrong month.'), fen: optional(money('Wrongly paid; for an omission what was not paid. Left out where nothing was paid.')),
    cause: oneOf(ERROR_CAUSES, '原因类别'), causeText: text('What the cause rests on.', 2_000), citizens: list(citizen('A person.'), 'Everybody wrongly assisted or left out.', { max: 50 }),
    publicSpirit: bool('秉公办理'), intent: bool('Somebody of staff meant it.'), kinBenefit: bool('It benefited kin of staff (优亲厚友).'), recipientFraud: bool('Forged papers, a false identity or the like: more than concealing family or means.'),
    responsible: list(staff('A member of staff.'), 'Whose steps the error lies in.', { min: 0, max: 20 }), basis: text('Clause or document.', 300), evidence,
  }),
  orderRecovery: object({ on, orderNo: number('追回决定书'), fen: money('What is to be paid back.'), debtor: text('Who owes it.', 120), basis: text('Clause, e.g. R649 68.', 300), due: day('Until when.'), evidence }),
  serveRecovery: object({ on, method: text('How it was served.', 60), evidence }),
  agreePlan: object({ on, agreementNo: number('还款协议'), instalments: list(object({ due: day('When.'), fen: money('How much.') }), 'What is paid when; together everything still owed.', { max: 120 }), evidence }),
  receiveRecovery: object({ on, fen: money('What came in.'), channel: oneOf(RECOVERY_CHANNELS, 'How.'), receiptNo: number('收据'), excess: optional(text('Why more came in than was ordered.', 300)), evidence }),
  remitRecovery: object({ on, fen: money('What went to the treasury.'), payInBookNo: number('缴款书'), evidence }),
  failRecovery: object({ on, ground: oneOf(IRRECOVERABLE_GROUNDS, 'Why it cannot be recovered.'), text: text('What the ground rests on.', 1_000), evidence }),
  orderRectification: object({ on, issueNo: rectification, organ: text('Who demands it.', 120), demand: text('What has to be put right.', 2_000), org: division('Who has to.'), due: day('Until when.'), evidence }),
  reportRectification: object({ on, issueNo: rectification, measures: text('What was done.', 4_000), evidence }),
  closeRectification: object({ on, issueNo: rectification, text: text('How it was checked.', 2_000), evidence }),
  openLiability: object({ on, staffId: liable, step: text('The step of the procedure, e.g. visit.', 60), duty: text('The duty of that step.', 300), facts: text('What the person did or left undone.', 4_000), evidence }),
  determineLiability: object({ on, staffId: liable, form: oneOf(LIABILITY_FORMS, 'none 无责, exempt 免责, admonition 谈话提醒批评教育诫勉, sanction 处分, transferred 移送'), severity: optional(oneOf(['slight', 'ordinary', 'serious'] as const, 'How grave.')), mitigation: optional(text('What speaks for the person, e.g. recovering the loss.', 500)), basis: text('Clause.', 300), evidence }),
  assessExemption: object({ on, evidence }),
  grantExemption: object({ on, decisionNo: number('免责决定'), evidence }),
  revokeExemption: object({ on, cause: oneOf(['recoveryFailed', 'limitExceeded', 'newFacts'] as const, 'Why.'), reason: text('What it rests on.', 1_000), evidence }),
  transferCase: object({ on, organ: text('Who receives it.', 120), docNo: number('移送函'), subject: oneOf(['staff', 'recipient'] as const, 'Whom it is about.'), staffId: optional(liable), reason: text('Why.', 1_000), evidence }),
  recordSanction: object({ on, staffId: liable, kind: oneOf(SANCTION_NAMES, '政务处分'), organ: text('Who decided it.', 120), docNo: number('处分决定'), evidence }),
  close: object({ on, text: text('What became of it.', 1_000), evidence }),
} as const;

export type FindingStep = keyof typeof FINDING_FORMATS;
export type Stated<Name extends FindingStep> = Static<(typeof FINDING_FORMATS)[Name]>;
