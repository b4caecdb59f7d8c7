/** Every deadline of process.md §5 that concerns a case, and what a case owes although no statute counts the days [A]. Data: docs/clocks.md is written from it. */
import { LAPSE } from './case-events.js';
import { R57_FROM } from './chain.js';
import type { Clock, Level, Term, Trigger } from './clock.js';

const on = (type: Trigger['type'], where?: Trigger['where']): Trigger => ({ type, where });
const ACCEPTED = on('ApplicationAccepted');
const NOT_ACCEPTED = on('ApplicationNotAccepted');
const DECIDED = [on('AssistanceConfirmed'), on('AssistanceDenied')];
const VISITED = [on('HomeVisited'), on('RemoteVisited')];
const RETURNED = on('CaseReturned');
const returnedTo = (...steps: readonly ('accepted' | 'verifying' | 'opinion' | 'notice')[]): Trigger => on('CaseReturned', { toStep: steps });
const FOUNDED = on('ObjectionInvestigated', { finding: ['founded'] });
const UNFOUNDED = on('ObjectionInvestigated', { finding: ['unfounded'] });
/** What acts on a change in the household: another amount, an end, or a review that found nothing to change. A suspension only waits. */
const KEPT = on('PeriodicReviewCompleted', { result: ['keep'] });
const ACTED = [on('BenefitReduced'), on('BenefitIncreased'), on('BenefitStopped'), KEPT];
const AMOUNT_DECIDED = [on('BenefitReduced'), on('BenefitIncreased'), on('BenefitStopped')];

/** Benefits handled as 低保 is (process.md §4.1). */
const AS_DIBAO = ['dibao', 'lowIncome'] as const;
const FULL_RELIEF: Pick<Term, 'benefits' | 'variants'> = { benefits: ['temporaryRelief'], variants: [undefined, 'expenditure', 'conference'] };
const wd = (workingDays: number): { readonly workingDays: number } => ({ workingDays });

const ALL = {
  lead: {
    zh: '线索跟进', en: 'lead followed up', phase: 'lead', owner: 'town',
    starts: [on('HardshipLeadReported')], ends: [on('PolicyInformed'), on('ApplicationSubmitted')],
    terms: [{ limit: wd(3), clause: 'QS-2019-T31', assumed: 'as soon as a survey has to start (R57 15)' }],
  },
  deficiency: {
    zh: '受理或一次性告知补正', en: 'missing papers told once, or accepted', phase: 'procedure', owner: 'town',
    starts: [on('ApplicationSubmitted')], ends: [on('MaterialsDeficiencyNotified')], drops: [ACCEPTED, NOT_ACCEPTED],
    terms: [{ limit: { days: 0 }, clause: 'R57 10' }],
  },
  supplement: {
    zh: '申请人补正材料', en: 'papers added by the applicant', phase: 'procedure', owner: 'town',
    starts: [on('MaterialsDeficiencyNotified')], ends: [on('MaterialsSupplemented')], drops: [ACCEPTED, NOT_ACCEPTED],
    terms: [{ limit: { stated: 'deadline' }, clause: 'R57 10', assumed: 'the day the office itself named; none where it named none' }],
  },
  acceptance: {
    zh: '补正后受理', en: 'accepted after papers were added', phase: 'procedure', owner: 'town',
    starts: [on('MaterialsSupplemented')], ends: [ACCEPTED, NOT_ACCEPTED],
    terms: [{ limit: { days: 0 }, clause: 'R57 10', assumed: 'papers that are complete are accepted as at a first application' }],
  },
  survey: {
    zh: '入户调查', en: 'survey', phase: 'procedure', owner: 'town', code: 'VISIT_LATE',
    starts: [ACCEPTED, returnedTo('accepted', 'verifying')], ends: VISITED,
    terms: [
      { rules: 'R220', needs: 'visit', limit: wd(10), clause: 'R220' },
      { rules: 'R57', needs: 'visit', benefits: [...AS_DIBAO, 'temporaryRelief'], limit: wd(3), clause: 'R57 15' },
    ],
  },
  checkStart: {
    zh: '启动信息核对', en: 'information check started', phase: 'procedure', owner: 'checkAgency',
    starts: [on('InfoCheckRequested')], ends: [on('InfoCheckStarted')], drops: [returnedTo('accepted', 'verifying')],
    terms: [{ rules: 'R57', benefits: [...AS_DIBAO, 'temporaryRelief'], needs: 'check', limit: wd(3), clause: 'R57 17' }],
  },
  childCheck: {
    zh: '部门核查（事实无人抚养）', en: 'check between departments (child without care)', phase: 'procedure', owner: 'town',
    starts: [on('ApplicationSubmitted')], ends: [on('InfoCheckReported')],
    terms: [{ benefits: ['unsupportedChild'], limit: wd(15), clause: 'R62' }],
  },
  democraticReview: {
    zh: '民主评议', en: 'democratic review', phase: 'procedure', owner: 'town', code: 'REVIEW_LATE', once: true,
    starts: VISITED, restarts: VISITED, ends: [on('DemocraticReviewHeld')], drops: [returnedTo('accepted', 'verifying')],
    terms: [{ rules: 'R220', review: 'required', limit: wd(5), clause: 'R220 21' }],
  },
  initialOpinion: {
    zh: '调查并提出初审意见（特困）', en: 'survey and opinion (特困)', phase: 'procedure', owner: 'town',
    starts: [ACCEPTED, returnedTo('accepted', 'verifying', 'opinion'), FOUNDED], restarts: [returnedTo('accepted', 'verifying', 'opinion')], ends: [on('InitialOpinionIssued')],
    terms: [{ rules: 'R57', benefits: ['tekun'], limit: wd(15), clause: 'R43 13' }],
  },
  townNotice: {
    zh: '镇街公示期满', en: 'notice of the town closed', phase: 'procedure', owner: 'town',
    starts: [on('PublicNoticePosted', { stage: ['town'] })], ends: [on('NoticeClosed', { stage: ['town'] })], drops: [RETURNED, FOUNDED],
    terms: [{ needs: 'townNotice', limit: { days: 7 }, clause: 'R57 19, R220, R43 15', assumed: 'seven full days are the least; it is closed when they have passed' }],
  },
  objection: {
    zh: '公示异议核查', en: 'objection investigated', phase: 'procedure', owner: 'town', per: 'objectionNo',
    starts: [on('ObjectionRaised')], ends: [on('ObjectionInvestigated')],
    terms: [
      { rules: 'R57', benefits: ['tekun'], limit: wd(15), clause: 'R43 15' },
      { rules: 'R220', benefits: [...AS_DIBAO], limit: wd(20), clause: 'R220 28' },
      { limit: wd(10), clause: 'R57 19', assumed: 'as long as the county has for its opinion' },
    ],
  },
  countyOpinion: {
    zh: '县级审查', en: 'county opinion', phase: 'procedure', owner: 'county',
    starts: [on('CaseForwarded')], ends: [on('PublicNoticePosted', { stage: ['county'] }), ...DECIDED], drops: [RETURNED, FOUNDED],
    terms: [
      { rules: 'R57', benefits: ['tekun'], limit: wd(15), clause: 'R43 16' },
      { benefits: ['unsupportedChild'], limit: wd(15), clause: 'R62' },
      { rules: 'R220', benefits: [...AS_DIBAO], limit: wd(5), clause: 'R220' },
      { rules: 'R57', benefits: [...AS_DIBAO], limit: wd(10), clause: 'R57 21' },
      { limit: wd(10), clause: 'R57 21', assumed: 'as for 低保' },
    ],
  },
  countyNotice: {
    zh: '县级公示期满', en: 'notice of the county closed', phase: 'procedure', owner: 'county',
    starts: [on('PublicNoticePosted', { stage: ['county'] })], ends: [on('NoticeClosed', { stage: ['county'] })], drops: [RETURNED, FOUNDED],
    terms: [{ needs: 'countyNotice', limit: { days: 7 }, clause: 'R220 28', assumed: 'seven full days are the least; it is closed when they have passed' }],
  },
  decisionAfterNotice: {
    zh: '公示后作出决定', en: 'decision after the notice of the county', phase: 'procedure', owner: 'county',
    starts: [on('NoticeClosed', { stage: ['county'] })], restarts: [UNFOUNDED], ends: DECIDED, drops: [RETURNED, FOUNDED],
    terms: [{ needs: 'countyNotice', limit: wd(3), clause: 'R220 28' }],
  },
  total: {
    zh: '办结', en: 'whole procedure', phase: 'procedure', owner: 'holder',
    starts: [ACCEPTED], ends: DECIDED,
    terms: [
      { benefits: ['temporaryRelief'], variants: ['emergency'], limit: { days: 0 }, clause: 'R23', assumed: 'help comes first, so on the day of acceptance' },
      { rules: 'R57', benefits: [...AS_DIBAO], delegated: true, limit: wd(20), clause: 'R83', extendableTo: 45 },
      { rules: 'R57', benefits: [...AS_DIBAO], limit: wd(30), clause: 'R57 22', extendableTo: 45 },
      { rules: 'R220', benefits: [...AS_DIBAO], limit: { days: 30 }, clause: 'ORD271', assumed: 'the periods of R220 for the single steps come to more than the 30 days of ORD271' },
      { ...FULL_RELIEF, limit: wd(30), clause: 'R57 22', assumed: 'as for 低保' },
      { benefits: ['tekun'], limit: wd(45), clause: 'R43 13, 15, 16', assumed: 'twice 15 working days with a notice between; the longest R57 22 knows' },
      { limit: wd(30), clause: 'R57 22', assumed: 'as for 低保; the rules of the benefit give no number' },
    ],
  },
  serveDenial: {
    zh: '送达不予确认决定', en: 'denial served', phase: 'decided', owner: 'holder',
    starts: [on('AssistanceDenied')], ends: [on('DecisionServed')],
    terms: [
      { from: R57_FROM, benefits: [...AS_DIBAO], limit: wd(3), clause: 'R57 21' },
      { from: R57_FROM, benefits: ['tekun'], limit: wd(3), clause: 'R43 18' },
      { limit: wd(3), clause: 'R57 21', assumed: 'as for 低保 under R57' },
    ],
  },
  serveConfirmation: {
    zh: '送达确认决定', en: 'confirmation served', phase: 'decided', owner: 'holder',
    starts: [on('AssistanceConfirmed')], ends: [on('DecisionServed')],
    terms: [{ limit: wd(3), clause: 'R57 21', assumed: 'as a denial' }],
  },
  publication: {
    zh: '结果公布', en: 'result published', phase: 'decided', owner: 'town',
    starts: [on('AssistanceConfirmed')], ends: [on('ResultPublished')],
    terms: [{ needs: 'publication', limit: wd(10), clause: 'R57 24', assumed: 'no number is printed' }],
  },
  reliefFiling: {
    zh: '临时救助备案', en: 'relief filed with the county', phase: 'decided', owner: 'town',
    starts: [on('AssistanceConfirmed')], ends: [on('ReliefFiled')], drops: [on('ReservePaid')],
    terms: [{ benefits: ['temporaryRelief'], unforwarded: true, limit: wd(10), clause: 'QS-2019-T30', assumed: 'process.md §5; the payment comes with the decision' }],
  },
  reserveFiling: {
    zh: '备用金支付备案', en: 'payment from the reserve filed', phase: 'decided', owner: 'town',
    starts: [on('ReservePaid')], ends: [on('ReliefFiled')],
    terms: [{ benefits: ['temporaryRelief'], limit: wd(10), clause: 'QS-2019-T30', assumed: 'process.md §5' }],
  },
  reliefPapers: {
    zh: '急难救助补齐手续', en: 'papers of emergency relief completed', phase: 'decided', owner: 'town',
    starts: [on('AssistanceConfirmed')], ends: [on('ReliefPapersCompleted')],
    terms: [{ benefits: ['temporaryRelief'], variants: ['emergency'], limit: wd(10), clause: 'R23', assumed: 'as long as for filing it' }],
  },
  cityFiling: {
    zh: '市级备案', en: 'filed with the city', phase: 'decided', owner: 'county',
    starts: [on('AssistanceConfirmed')], ends: [on('CaseFiledWithCity')],
    terms: [{ benefits: ['lowIncome'], counties: ['320583'], limit: wd(10), clause: 'KS-2020-01-05', assumed: 'as long as for filing relief' }],
  },
  selfCareReassessment: {
    zh: '自理能力重新评估', en: 'self-care assessed again', phase: 'life', owner: 'county',
    starts: [on('ChangeReported', { kind: ['health'] }), on('UnreportedChangeFound', { kind: ['health'] })], ends: [on('SelfCareAssessed')],
    terms: [{ benefits: ['tekun'], limit: wd(10), clause: 'R43 23' }],
  },
  change: {
    zh: '处理家庭变化', en: 'change in the household acted on', phase: 'life', owner: 'county',
    starts: [on('ChangeReported'), on('UnreportedChangeFound')], ends: ACTED,
    terms: [{ gives: ['monthly', 'status'], limit: wd(10), clause: 'R57 30-32', assumed: 'as for a change in self-care (R43 23)' }],
  },
  death: {
    zh: '死亡复核并变更', en: 'death re-checked and acted on', phase: 'life', owner: 'county', per: 'personId',
    starts: [on('DeathReported')], ends: ACTED,
    terms: [{ limit: { months: 3, since: 'diedOn' }, clause: 'R83' }],
  },
  jobRefusals: {
    zh: '三次无正当理由拒绝就业的处理', en: 'decision on three refusals without reason', phase: 'life', owner: 'county', per: 'personId',
    starts: [{ type: 'JobRefused', atLeast: ['streak', 3] }], ends: [on('BenefitReduced'), on('BenefitStopped')], drops: [on('JobRefused', { streak: [0] })],
    terms: [{ limit: wd(10), clause: 'R57 34', assumed: 'no number is printed' }],
  },
  review: {
    zh: '定期复核', en: 'periodic review', phase: 'life', owner: 'town',
    starts: [on('AssistanceConfirmed'), on('PeriodicReviewCompleted')], ends: [on('PeriodicReviewCompleted')],
    terms: [
      { benefits: ['dibao'], reviewClass: 'A', limit: { months: 12 }, clause: 'R57 31, R220' },
      { benefits: ['dibao'], reviewClass: 'B', limit: { months: 6 }, clause: 'R57 31, R220' },
      { benefits: ['dibao'], reviewClass: 'C', rules: 'R220', limit: { months: 1 }, clause: 'R220' },
      { gives: ['monthly'], reviewClass: 'B', limit: { months: 6 }, clause: 'R57 31', assumed: 'as for 低保' },
      { gives: ['monthly'], reviewClass: 'C', limit: { months: 3 }, clause: 'R57 31', assumed: 'R57 asks for half a year; class C is a local label for the shortest cycle' },
      { gives: ['monthly'], limit: { months: 12 }, clause: 'R57 31, R220', assumed: 'no class was given, or the benefit has no cycle of its own: the longest one' },
    ],
  },
  scheduledReview: {
    zh: '已安排的复核', en: 'review as scheduled', phase: 'life', owner: 'town',
    starts: [on('ReviewScheduled')], restarts: [on('ReviewScheduled')], ends: [on('PeriodicReviewCompleted')],
    terms: [{ limit: { stated: 'dueOn' }, clause: 'R57 31', assumed: 'the day the office itself named' }],
  },
  statusValidity: {
    zh: '告知支出型困难认定到期须重新申请', en: 'household told that its status ends and to apply anew', phase: 'life', owner: 'town',
    starts: [on('BenefitStopped', { cause: [LAPSE] })], ends: [on('PolicyInformed'), on('BenefitStopped')],
    terms: [{ benefits: ['lowIncome'], limit: { dayBefore: 'fromYm' }, clause: 'RIGID', assumed: 'the status ends by itself; that the household is told before is this project\'s' }],
  },
  suspension: {
    zh: '暂停发放的处理', en: 'suspension resumed or stopped', phase: 'life', owner: 'county',
    starts: [on('BenefitSuspended')], ends: [on('BenefitResumed'), on('BenefitStopped')],
    terms: [{ limit: { months: 3 }, clause: 'R57 32', assumed: 'no number is printed; as for a death' }],
  },
  graduatedExit: {
    zh: '渐退期满', en: 'graduated exit ended', phase: 'life', owner: 'county',
    starts: [on('GraduatedExitStarted')], ends: [on('GraduatedExitEnded'), on('BenefitStopped')],
    terms: [{ limit: { span: 'fromYm+months' }, clause: 'R57 33, R83, GX-2019-05-10', assumed: 'the months the decision itself gave' }],
  },
  stopNotice: {
    zh: '特困终止公示期满', en: 'notice that support of 特困 is to end closed', phase: 'life', owner: 'town',
    starts: [on('PublicNoticePosted', { stage: ['stop'] })], ends: [on('NoticeClosed', { stage: ['stop'] })], drops: [on('ObjectionInvestigated'), KEPT],
    terms: [{ limit: { days: 7 }, clause: 'R43 26', assumed: 'seven full days are the least; it is closed when they have passed' }],
  },
  stopObjection: {
    zh: '特困终止公示异议核查', en: 'objection to the end of support investigated', phase: 'life', owner: 'county', per: 'objectionNo',
    starts: [on('ObjectionRaised', { stage: ['stop'] })], ends: [on('ObjectionInvestigated')],
    terms: [{ limit: wd(15), clause: 'R43 26' }],
  },
  stopDecision: {
    zh: '特困终止公示后的决定', en: 'decision after the notice that support is to end', phase: 'life', owner: 'county',
    starts: [on('NoticeClosed', { stage: ['stop'] })], ends: [on('BenefitStopped'), KEPT], drops: [on('ObjectionInvestigated')],
    terms: [{ limit: wd(10), clause: 'R43 26', assumed: 'no number is printed; as long as the county has for its opinion' }],
  },
  exitDecision: {
    zh: '渐退结束后的决定', en: 'decision after a graduated exit', phase: 'life', owner: 'county',
    starts: [on('GraduatedExitEnded')], ends: AMOUNT_DECIDED,
    terms: [{ limit: wd(10), clause: 'R57 33', assumed: 'no number is printed' }],
  },
} as const satisfies Readonly<Record<string, Clock>>;

export type ClockName = keyof typeof ALL;
export const CLOCKS: { readonly [Name in ClockName]: Clock } = ALL;
export const CLOCK_NAMES = Object.keys(ALL) as readonly ClockName[];
export const isClockName = (text: string): text is ClockName => Object.hasOwn(ALL, text);

export const LEVEL_NAMES: Readonly<Record<Level, { readonly zh: string; readonly en: string }>> = {
  community: { zh: '社区', en: 'community' }, town: { zh: '镇街', en: 'town' }, county: { zh: '县级民政', en: 'county' }, checkAgency: { zh: '核对机构', en: 'check agency' },
};

/** A deadline of §5 that no event of a case starts, and what carries it. */
export interface OtherClock {
  readonly zh: string;
  readonly en: string;
  readonly limit: string;
  readonly clause: string;
  readonly carriedBy: string;
}
export const OTHER_CLOCKS: readonly OtherClock[] = [
  { zh: '公示满七日', en: 'full days of a notice', limit: 'at least 7 full days', clause: 'R57 19, R220, R43 15', carriedBy: 'a notice cannot be closed earlier (`NOTICE_RUNNING`); the photos are held against its window' },
  { zh: '首次发放月份', en: 'first month of payment', limit: 'the month after the decision; for the disability subsidies that of the application', clause: 'R57 21, R52', carriedBy: '`startYm` is set by the confirmation, nobody states it' },
  { zh: '变化未申报', en: 'change not reported by the household', limit: '3 months from the change', clause: 'R83', carriedBy: 'a duty of the household; the day of the change and the day it became known are both in the events' },
  { zh: '特困终止公示', en: 'notice before support of 特困 ends', limit: '7 days; stop from the next month; objection 15 working days', clause: 'R43 26', carriedBy: 'a stop is refused until its notice stood the days and objections were heard (`STEP_OUT_OF_ORDER`), the month by `MONTH_PAID`; what is owed meanwhile by `stopNotice`, `stopObjection`, `stopDecision`' },
  { zh: '单位季度报送', en: 'progress report of a unit', limit: '20th of the last month of a quarter', clause: 'QS-2019-R01', carriedBy: '`taizhang finding due`, `GET /api/v1/worklist/accountability` (`taskReport`); `taizhang tasks overdue`' },
  { zh: '每月发放', en: 'monthly payout', limit: 'by the 10th (R220); otherwise a local day', clause: 'R220', carriedBy: '`taizhang finding due`, `GET /api/v1/worklist/accountability` (`monthlyPayout`): the list of a month after the last one ordered, where something is owed; the 10th for R57 too [A]' },
  { zh: '信访答复', en: 'petition answered', limit: '60 days, 30 more', clause: '信访工作条例 34', carriedBy: '`taizhang finding due`, `GET /api/v1/worklist/accountability`; a late answer is recorded as late' },
  { zh: '行政复议申请', en: 'application for administrative review', limit: '60 days from knowledge', clause: '行政复议法 20', carriedBy: 'a right of the household: a decision is served with it or not at all (`APPEAL_INFO_MISSING`)' },
  { zh: '实名举报', en: 'named report checked and answered', limit: 'each one, no days', clause: 'R57 37', carriedBy: '`ComplaintReceived` with its reporter; nobody answers it before it is investigated, nor without telling the reporter (`REPORTER_UNTOLD`)' },
  { zh: '医疗救助基金对账与公布', en: 'medical-relief fund reconciled and published', limit: 'twice a year; quarterly', clause: 'MEDF 13, 16', carriedBy: 'not this ledger: the fund is run, reconciled and published by the medical security office (医保); what is paid from it here is in `report payments`' },
  { zh: '骗保罚款时效', en: 'limitation of a fine', limit: '2 years undiscovered', clause: '行政处罚法 36', carriedBy: 'the finding of a fraud names the day (`fine`); imposing a fine is another office\'s act, recovery is none' },
];
