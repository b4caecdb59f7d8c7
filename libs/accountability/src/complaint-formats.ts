/** Complaints, named reports and what is filed against an act (R57 36-38): formats of the commands, and the clocks as data. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';

const { bool, day, evidence, list, number, object, on, oneOf, optional, staff, text } = stepFormat;

export const COMPLAINT_CHANNELS = ['visit', 'letter', 'hotline', 'online', 'transferred'] as const;

/** Days; the day of the triggering act is not counted. */
export const COMPLAINT_CLOCKS = {
  answer: { zh: '答复投诉举报', en: 'answer a complaint', days: 60, extendableBy: 30, from: 'receive', basis: '信访工作条例 34' },
  adminReview: { zh: '申请行政复议', en: 'apply for administrative review', days: 60, extendableBy: 0, from: 'knowledge of the act', basis: '行政复议法 20' },
} as const;

export const COMPLAINT_FORMATS = {
  receive: object({
    on, named: bool('实名: the person says who it is, and is told the result (R57 37).'), reporter: optional(object({ name: text('Name.', 60), contact: text('How the person is reached.', 120) })), channel: oneOf(COMPLAINT_CHANNELS, 'How it came.'),
    subject: text('What it is about.', 4_000), caseId: optional(number('The case, where one is meant.')), against: optional(list(staff('A member of staff.'), 'Whom it is about.', { min: 0, max: 20 })), evidence,
  }),
  investigate: object({ on, finding: oneOf(['founded', 'partly', 'unfounded'] as const, 'What was found.'), text: text('How, and what.', 4_000), evidence }),
  extend: object({ on, reason: text('Why 60 days do not suffice.', 500), evidence }),
  answer: object({ on, text: text('The answer.', 4_000), toReporter: bool('The reporter was told.'), evidence }),
  fileAdminReview: object({ on, caseNo: number('行政复议案号'), challenged: text('The act that is challenged.', 500), knownOn: day('When the person learned of the act.'), evidence }),
  fileLitigation: object({ on, caseNo: number('行政诉讼案号'), challenged: text('The act that is challenged.', 500), court: text('The court.', 120), evidence }),
} as const;

export type ComplaintStep = keyof typeof COMPLAINT_FORMATS;
export type ComplaintStated<Name extends ComplaintStep> = Static<(typeof COMPLAINT_FORMATS)[Name]>;

export const COMPLAINT_STEPS: { readonly [Name in ComplaintStep]: { readonly zh: string; readonly en: string; readonly permission: string } } = {
  receive: { zh: '受理投诉举报', en: 'Receive a complaint', permission: 'complaint.receive' },
  investigate: { zh: '核查', en: 'Investigate', permission: 'complaint.investigate' },
  extend: { zh: '延长答复期限', en: 'Extend the time to answer', permission: 'complaint.answer' },
  answer: { zh: '答复', en: 'Answer', permission: 'complaint.answer' },
  fileAdminReview: { zh: '行政复议登记', en: 'Record an administrative review', permission: 'complaint.receive' },
  fileLitigation: { zh: '行政诉讼登记', en: 'Record a litigation', permission: 'complaint.receive' },
};
export const COMPLAINT_STEP_NAMES = Object.keys(COMPLAINT_STEPS) as readonly ComplaintStep[];

/** A good example of each: invented. */
export const COMPLAINT_EXAMPLES: { readonly [Name in ComplaintStep]: ComplaintStated<Name> } = {
  receive: { on: '2022-03-01', named: true, reporter: { name: '林某', contact: '130****0000' }, channel: 'visit', subject: '反映某户有车仍享受低保', caseId: 'QS2021DB00001', against: ['003101'] },
  investigate: { on: '2022-03-20', finding: 'unfounded', text: '车辆为残疾人代步车，符合规定' },
  extend: { on: '2022-04-20', reason: '外省房产信息尚未回函' },
  answer: { on: '2022-03-25', text: '已核查，所反映车辆为残疾人代步车', toReporter: true },
  fileAdminReview: { on: '2022-05-10', caseNo: 'FY-2022-004', challenged: '不予确认决定书 BY-2022-017', knownOn: '2022-04-02' },
  fileLitigation: { on: '2022-07-01', caseNo: 'XZ-2022-011', challenged: '不予确认决定书 BY-2022-017', court: '示例区人民法院' },
};
