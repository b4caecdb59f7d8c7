/** Every step of the live procedure: what it is called, who may take it, what is stated with it, and what it does. One entry per command. */
import { type Decided, parseCivilDate } from '#kernel';
import type { CaseEvent } from '../case-events.js';
import type { CaseFile } from '../case-file.js';
import * as life from './benefit-life.js';
import * as county from './county.js';
import * as deciding from './deciding.js';
import { type StepName, type Stated } from './formats.js';
import { after, checkDay, type Decide, noUnfiledKin, type StepContext } from './guard.js';
import * as intake from './intake.js';
import * as reserve from './reserve.js';
import * as stopNotice from './stop-notice.js';
import * as town from './town.js';
import * as verifying from './verifying.js';

export interface StepDefinition<Name extends StepName = StepName> {
  readonly zh: string;
  readonly en: string;
  /** Name of the permission it needs (libs/identity). */
  readonly permission: `case.${string}`;
  /** An amount or an end of payments is decided: under a pack, by the rules. */
  readonly decides?: true;
  readonly decide: Decide<Name>;
}
type Definitions = { readonly [Name in StepName]: StepDefinition<Name> };

/** These two begin a file, so they are decided without one (case.ts). */
const begins = (): never => {
  throw new Error('a step that begins a file is decided without one');
};

export const STEPS: Definitions = {
  reportLead: { zh: '主动发现线索上报', en: 'Report a lead', permission: 'case.reportLead', decide: begins },
  informPolicy: { zh: '政策告知', en: 'Inform of the policy', permission: 'case.informPolicy', decide: intake.informPolicy },
  submit: { zh: '提出申请', en: 'Submit an application', permission: 'case.submit', decide: begins },
  notifyDeficiency: { zh: '一次性告知补正', en: 'Tell what is missing, once', permission: 'case.notifyDeficiency', decide: intake.notifyDeficiency },
  supplement: { zh: '补正', en: 'Add what was missing', permission: 'case.supplement', decide: intake.supplement },
  accept: { zh: '受理', en: 'Accept', permission: 'case.accept', decide: intake.accept },
  refuseAcceptance: { zh: '不予受理', en: 'Refuse to accept', permission: 'case.refuseAcceptance', decide: intake.refuseAcceptance },
  declareKin: { zh: '近亲属申明', en: 'Declare near kin', permission: 'case.declareKin', decide: intake.declareKin },
  fileNearRelative: { zh: '近亲属单独登记备案', en: 'Register a near relative', permission: 'case.fileNearRelative', decide: intake.fileNearRelative },
  authoriseCheck: { zh: '授权核对', en: 'Authorise the check', permission: 'case.authoriseCheck', decide: verifying.authoriseCheck },
  requestCheck: { zh: '提请核对', en: 'Request the check', permission: 'case.requestCheck', decide: verifying.requestCheck },
  startCheck: { zh: '启动核对', en: 'Start the check', permission: 'case.startCheck', decide: verifying.startCheck },
  reportCheck: { zh: '出具核对报告', en: 'Report the check', permission: 'case.reportCheck', decide: verifying.reportCheck },
  disputeCheck: { zh: '核对异议', en: 'Dispute the check', permission: 'case.disputeCheck', decide: verifying.disputeCheck },
  reviewCheck: { zh: '核对复查', en: 'Review the check', permission: 'case.reviewCheck', decide: verifying.reviewCheck },
  visit: { zh: '入户调查', en: 'Visit the home', permission: 'case.visit', decide: verifying.visit },
  interview: { zh: '邻里访问', en: 'Interview a neighbour', permission: 'case.interview', decide: verifying.interview },
  obtainLetter: { zh: '信函索证', en: 'Obtain a letter', permission: 'case.obtainLetter', decide: verifying.obtainLetter },
  visitRemotely: { zh: '非接触调查', en: 'Visit remotely', permission: 'case.visitRemotely', decide: verifying.visitRemotely },
  assessIncome: { zh: '收入核算', en: 'Assess income', permission: 'case.assess', decide: verifying.assessIncome },
  assessAssets: { zh: '财产核定', en: 'Assess property', permission: 'case.assess', decide: verifying.assessAssets },
  assessRigidExpenditure: { zh: '刚性支出核定', en: 'Assess rigid expenditure', permission: 'case.assess', decide: verifying.assessRigidExpenditure },
  assessSelfCare: { zh: '生活自理能力评估', en: 'Assess self-care', permission: 'case.assessSelfCare', decide: verifying.assessSelfCare },
  assessCircumstances: { zh: '家庭情况认定', en: 'Establish circumstances', permission: 'case.assess', decide: verifying.assessCircumstances },
  review: { zh: '民主评议', en: 'Hold the democratic review', permission: 'case.review', decide: town.review },
  issueOpinion: { zh: '初审意见', en: 'Give the opinion', permission: 'case.issueOpinion', decide: town.issueOpinion },
  postNotice: { zh: '张榜公示', en: 'Post the notice', permission: 'case.postNotice', decide: town.postNotice },
  closeNotice: { zh: '公示结束', en: 'Close the notice', permission: 'case.closeNotice', decide: town.closeNotice },
  raiseObjection: { zh: '公示异议', en: 'Raise an objection', permission: 'case.raiseObjection', decide: town.raiseObjection },
  investigateObjection: { zh: '异议核查', en: 'Investigate an objection', permission: 'case.investigateObjection', decide: town.investigateObjection },
  forward: { zh: '上报', en: 'Forward to the county', permission: 'case.forward', decide: town.forward },
  return: { zh: '退回', en: 'Return', permission: 'case.return', decide: town.returnCase },
  countyVisit: { zh: '县级入户抽查', en: 'Visit by the county', permission: 'case.countyVisit', decide: county.countyVisit },
  postCountyNotice: { zh: '县级公示', en: 'Post the notice of the county', permission: 'case.postCountyNotice', decide: county.postCountyNotice },
  closeCountyNotice: { zh: '县级公示结束', en: 'Close the notice of the county', permission: 'case.postCountyNotice', decide: county.closeCountyNotice },
  extendDeadline: { zh: '延长办理期限', en: 'Extend a deadline', permission: 'case.extendDeadline', decide: county.extendDeadline },
  confer: { zh: '一事一议', en: 'Confer on one case', permission: 'case.confer', decide: county.confer },
  confirm: { zh: '审核确认', en: 'Confirm', permission: 'case.confirm', decides: true, decide: deciding.confirm },
  deny: { zh: '不予确认', en: 'Deny', permission: 'case.deny', decide: deciding.deny },
  serve: { zh: '送达', en: 'Serve the decision', permission: 'case.serve', decide: deciding.serve },
  publishResult: { zh: '结果公布', en: 'Publish the result', permission: 'case.publishResult', decide: deciding.publishResult },
  withdraw: { zh: '撤回申请', en: 'Withdraw', permission: 'case.withdraw', decide: intake.withdraw },
  terminate: { zh: '终止审核', en: 'Terminate', permission: 'case.terminate', decide: intake.terminate },
  fileWithCity: { zh: '市级备案', en: 'File with the city', permission: 'case.fileWithCity', decide: deciding.fileWithCity },
  fileRelief: { zh: '临时救助备案', en: 'File relief', permission: 'case.fileRelief', decide: deciding.fileRelief },
  payRelief: { zh: '备用金先行支付', en: 'Pay relief from the reserve of the town', permission: 'case.payRelief', decide: reserve.payRelief },
  deliverRelief: { zh: '现金、实物发放', en: 'Hand over relief in cash or goods', permission: 'case.deliverRelief', decide: reserve.deliverRelief },
  completePapers: { zh: '急难救助补齐手续', en: 'Complete the papers of emergency relief', permission: 'case.supplement', decide: intake.completePapers },
  reportChange: { zh: '变化申报', en: 'Report a change', permission: 'case.reportChange', decide: life.reportChange },
  reportDeath: { zh: '死亡登记', en: 'Report a death', permission: 'case.reportDeath', decide: life.reportDeath },
  scheduleReview: { zh: '安排复核', en: 'Schedule a review', permission: 'case.scheduleReview', decide: life.scheduleReview },
  completeReview: { zh: '复核完成', en: 'Complete a review', permission: 'case.completeReview', decide: life.completeReview },
  offerJob: { zh: '介绍工作', en: 'Offer a job', permission: 'case.offerJob', decide: life.offerJob },
  recordRefusal: { zh: '拒绝工作', en: 'Record a refusal', permission: 'case.recordRefusal', decide: life.recordRefusal },
  fileCustody: { zh: '代管存折（卡）协议备案', en: 'File who keeps the passbook or card', permission: 'case.fileCustody', decide: life.fileCustody },
  adjust: { zh: '增发减发', en: 'Adjust the amount', permission: 'case.adjust', decides: true, decide: life.adjust },
  suspend: { zh: '暂停发放', en: 'Suspend', permission: 'case.suspend', decides: true, decide: life.suspend },
  resume: { zh: '恢复发放', en: 'Resume', permission: 'case.adjust', decides: true, decide: life.resume },
  postStopNotice: { zh: '特困终止公示', en: 'Post that support of 特困 is to end', permission: 'case.postNotice', decide: stopNotice.postStopNotice },
  closeStopNotice: { zh: '特困终止公示结束', en: 'Close the notice of the stop', permission: 'case.closeNotice', decide: stopNotice.closeStopNotice },
  stop: { zh: '停发', en: 'Stop', permission: 'case.stop', decides: true, decide: life.stop },
  startGraduatedExit: { zh: '渐退开始', en: 'Start a graduated exit', permission: 'case.graduatedExit', decides: true, decide: life.startGraduatedExit },
  endGraduatedExit: { zh: '渐退结束', en: 'End a graduated exit', permission: 'case.graduatedExit', decide: life.endGraduatedExit },
  transferCategory: { zh: '类别转换', en: 'Transfer to another benefit', permission: 'case.transferCategory', decides: true, decide: life.transferCategory },
};

export const STEP_NAMES = Object.keys(STEPS) as readonly StepName[];

/** Days beside that of the step; the formats hold their shape, not that they exist. */
const OTHER_DAYS = ['deadline', 'validTo', 'asOf', 'residencePermitSince', 'to', 'happenedOn', 'diedOn', 'dueOn'] as const;
const checkExists = (day: string | undefined): void => {
  if (day !== undefined) parseCivilDate(day);
};

/** What is declared, or said by the household and others: whoever writes it down handles nothing. Kin never register their own relation. */
const KIN_MAY: ReadonlySet<StepName> = new Set<StepName>(['informPolicy', 'supplement', 'declareKin', 'fileNearRelative', 'authoriseCheck', 'disputeCheck', 'raiseObjection', 'withdraw', 'reportChange', 'reportDeath']);

/** Decides a step of an open file. @throws DomainError as the step says, `STEP_IN_FUTURE` `DATE_INVALID` `NEAR_RELATIVE_UNFILED` */
export function decideStep<Name extends StepName>(name: Name, file: CaseFile, stated: Stated<Name>, context: StepContext): readonly Decided<CaseEvent>[] {
  checkDay(stated.on, context);
  for (const day of OTHER_DAYS) checkExists((stated as Partial<Record<typeof day, string>>)[day]);
  after(stated.on, ['the application', file.submittedOn ?? '']);
  if (!KIN_MAY.has(name)) noUnfiledKin(file, context.by);
  return STEPS[name].decide(file, stated, context);
}

export { REFUSALS } from './benefit-life.js';
export { noteComplaint, recordSample, type Sampled, mandatoryReasons } from './county.js';
export { EXAMPLES } from './examples.js';
export * from './formats.js';
export { firstMonth } from './deciding.js';
export { checkDay, chainFor, type StepContext } from './guard.js';
export { caseExists, caseUnknown, informPolicy, reportLead, submit } from './intake.js';
