/**
 * Who may do what: one row per permission, checked in one place (`decideAccess`). Data, so that an official can check it; docs/access.md is made from it.
 * A row names the clause it rests on; where none decides, process.md §2. A permission that is `delegable` may be delegated to a town's auditor.
 */
import type { Role } from './roles.js';

export interface PermissionRow {
  readonly zh: string;
  readonly en: string;
  readonly roles: readonly Role[];
  readonly delegable?: true;
}

const TOWN = ['townOperator', 'townAuditor'] as const;
const COUNTY = ['countyOperator', 'countyAuditor'] as const;
/** Those who work a case and answer for it. */
const CASE_OFFICES = [...TOWN, ...COUNTY] as const;
/** Everybody but the bank, which has nothing here until money is paid, and the administrator, who does no business. */
const EVERY_OFFICE = ['communityWorker', ...CASE_OFFICES, 'countyLeader', 'checkAgency', 'thirdParty', 'lineDepartment', 'finance', 'cityRegistrar', 'leadingGroup', 'inspector'] as const;

const ROWS = {
  // Accounts: the administrator keeps them and does no business, §2. Delegating is the county's (R57 art 2, QS-2019-T30).
  'account.manage': { zh: '管理账户', en: 'manage accounts', roles: ['administrator'] },
  'delegation.grant': { zh: '委托、收回审核确认权限', en: 'grant and revoke delegations', roles: ['countyAuditor'] },

  // Who decides by delegation is for those to see who work the cases, and for supervision.
  'delegation.read': { zh: '查看委托', en: 'read delegations', roles: [...CASE_OFFICES, 'inspector'] },

  // The books of past years: entered and looked at by the county that keeps them.
  'workbook.import': { zh: '导入台账工作簿', en: 'import a workbook', roles: ['countyOperator'] },
  'import.read': { zh: '查看导入记录', en: 'read imports', roles: [...COUNTY, 'inspector'] },

  // Figures without names: offices, finance (R649 art 5), the city, the leading group (QS-2019-T53), supervision.
  'report.read': { zh: '查看统计报表', en: 'read reports', roles: [...CASE_OFFICES, 'countyLeader', 'finance', 'cityRegistrar', 'leadingGroup', 'inspector'] },
  // A file holds everything about a household: only who works it, the city it is filed with (KS-2020-01-05), and supervision.
  'case.read': { zh: '查看案卷', en: 'read a case, as it stood and was known', roles: [...CASE_OFFICES, 'cityRegistrar', 'inspector'] },
  'case.readFile': { zh: '查看案卷现状', en: 'read a case file as it stands', roles: [...CASE_OFFICES, 'lineDepartment', 'cityRegistrar', 'inspector'] },
  // Entries of the transparency log hold everything about everybody: supervision alone takes them away whole.
  'log.read': { zh: '查看透明日志条目', en: 'read entries of the transparency log', roles: ['inspector'] },
  // What leaves the ledger for good is prepared by the county, or taken by supervision itself (JX-2018-04-06, QS-2019-T57; process.md §2: 证据包).
  'evidence.export': { zh: '导出证据包', en: 'export an evidence bundle', roles: ['countyAuditor', 'inspector'] },
  'projection.read': { zh: '查看投影状态', en: 'read the state of projections', roles: [...COUNTY, 'inspector', 'administrator'] },
  'projection.rebuild': { zh: '重建投影', en: 'rebuild projections', roles: ['administrator'] },

  // Published standards and rules are public (R57 art 6); what is in force is the county's to enter.
  'standard.read': { zh: '查看标准', en: 'read published standards', roles: EVERY_OFFICE },
  'standard.publish': { zh: '登记、更正公布的标准', en: 'publish and correct standards', roles: COUNTY },
  'pack.read': { zh: '查看政策包', en: 'read policy packs', roles: EVERY_OFFICE },
  'pack.adopt': { zh: '启用政策包', en: 'adopt a policy pack', roles: ['countyAuditor'] },
  'rule.read': { zh: '查看规则', en: 'read rules', roles: EVERY_OFFICE },

  // A trial writes nothing, so supervision may compute again what was decided.
  'determination.try': { zh: '试算', en: 'try a determination', roles: [...CASE_OFFICES, 'inspector'] },
  'determination.record': { zh: '记录核定', en: 'record a determination', roles: ['townOperator', 'countyOperator'] },
  'determination.read': { zh: '查看核定', en: 'read determinations', roles: [...CASE_OFFICES, 'cityRegistrar', 'inspector'] },

  // Tasks: units name who answers (QS-2019-R02) and report (QS-2019-R01); the leading group oversees (QS-2019-T53, T55).
  'task.read': { zh: '查看任务', en: 'read tasks', roles: [...CASE_OFFICES, 'lineDepartment', 'finance', 'leadingGroup', 'inspector'] },
  'task.assign': { zh: '落实责任人', en: 'assign a task within a unit', roles: ['townOperator', 'countyOperator', 'lineDepartment', 'finance', 'leadingGroup'] },
  'task.report': { zh: '报送任务进展', en: 'report progress of a task', roles: ['townOperator', 'countyOperator', 'lineDepartment', 'finance'] },
  'task.oversee': { zh: '调度、通报、考核、评估', en: 'oversee tasks', roles: ['leadingGroup'] },

  // Leads and applying: anybody near the household may find it (QS-2019-T31); the community helps (R57 art 4, 6), the town accepts (R57 art 10).
  'case.reportLead': { zh: '上报线索', en: 'report a lead', roles: ['communityWorker', 'townOperator', 'countyOperator', 'thirdParty', 'lineDepartment'] },
  'case.informPolicy': { zh: '政策告知', en: 'inform of the policy', roles: ['communityWorker', 'townOperator', 'countyOperator'] },
  // What the ledger says of a person is erased on the word of two of the county, when its own term is over (PIPL 47).
  'person.requestErasure': { zh: '申请删除个人信息', en: 'ask for a person\'s data to be erased', roles: ['countyOperator', 'countyAuditor'] },
  'person.approveErasure': { zh: '批准删除个人信息', en: 'approve that a person\'s data is erased', roles: ['countyAuditor', 'countyLeader'] },
  'case.registerPerson': { zh: '登记人员', en: 'register a person', roles: ['communityWorker', 'townOperator'] },
  'case.verifyIdentity': { zh: '身份核验', en: 'verify an identity', roles: ['townOperator'] },
  // The account a household is paid to is taken in with its papers (R57 art 25); another one is a correction of two people.
  'case.registerAccount': { zh: '登记账户', en: 'register the account of a household', roles: ['townOperator'] },
  // What was registered wrongly: who keeps the registers asks with papers, the county approves; nobody approves their own (§6).
  'case.requestCorrection': { zh: '申请更正登记', en: 'ask for a correction', roles: ['townOperator', 'countyOperator'] },
  'case.approveCorrection': { zh: '审定、退回更正', en: 'approve or refuse a correction', roles: ['countyAuditor'] },
  'case.composeHousehold': { zh: '认定共同生活家庭成员', en: 'compose the household', roles: ['townOperator'] },
  'case.submit': { zh: '提交申请', en: 'submit an application', roles: ['communityWorker', 'townOperator'] },
  'case.notifyDeficiency': { zh: '一次性告知补正', en: 'notify missing papers', roles: ['townOperator'] },
  'case.supplement': { zh: '补正材料', en: 'supplement papers', roles: ['communityWorker', 'townOperator'] },
  'case.accept': { zh: '受理', en: 'accept the application', roles: ['townOperator'] },
  'case.refuseAcceptance': { zh: '不予受理', en: 'refuse acceptance', roles: ['townOperator'] },
  // Whoever works on cases declares kin (R220 art 14, R57 art 11); the filing is the offices'.
  'case.declareKin': { zh: '申明近亲属', en: 'declare kin', roles: ['communityWorker', ...CASE_OFFICES, 'thirdParty'] },
  'case.fileNearRelative': { zh: '近亲属单独登记备案', en: 'file a near relative', roles: ['townOperator', 'countyOperator'] },

  // Information check: the household authorises (R57 art 9), the town asks, the county starts (R57 art 17); the agency reports and does nothing else.
  'case.authoriseCheck': { zh: '登记核对授权', en: 'record the authorisation of a check', roles: ['communityWorker', 'townOperator'] },
  'case.requestCheck': { zh: '提请核对', en: 'request a check', roles: ['townOperator', 'countyOperator'] },
  'case.startCheck': { zh: '启动核对', en: 'start a check', roles: ['countyOperator', 'checkAgency'] },
  'case.reportCheck': { zh: '出具核对报告', en: 'report a check', roles: ['checkAgency'] },
  'case.disputeCheck': { zh: '登记核对异议', en: 'record a dispute of a check', roles: ['townOperator', 'countyOperator'] },
  'case.reviewCheck': { zh: '复查核对', en: 'review a disputed check', roles: ['checkAgency'] },

  // Survey and assessment (R57 art 13-16): the town's operator; bought services may visit and check incomes (QS-2019-T45), never decide.
  'case.visit': { zh: '入户调查', en: 'visit the home', roles: ['townOperator', 'thirdParty'] },
  'case.interview': { zh: '邻里访问', en: 'interview neighbours', roles: ['townOperator', 'thirdParty'] },
  'case.obtainLetter': { zh: '信函索证', en: 'obtain evidence by letter', roles: ['townOperator'] },
  'case.visitRemotely': { zh: '非接触调查', en: 'visit remotely', roles: ['townOperator', 'thirdParty'] },
  'case.assess': { zh: '核算收入、财产、刚性支出、劳动能力', en: 'assess income, property, expenditure, labour', roles: ['townOperator', 'countyOperator', 'thirdParty'] },
  // The county organises it and may entrust it (R43 art 20-22).
  'case.assessSelfCare': { zh: '评估生活自理能力', en: 'assess self-care', roles: ['countyOperator', 'thirdParty'] },

  // Review, opinion, notice: who surveyed does not issue the opinion, §2; the community hosts and posts (QS-2019-T40, R220 art 21, R57 art 19).
  'case.review': { zh: '民主评议', en: 'hold the democratic review', roles: ['communityWorker', 'townOperator'] },
  'case.issueOpinion': { zh: '提出初审意见', en: 'issue the initial opinion', roles: ['townAuditor'] },
  'case.postNotice': { zh: '张榜公示', en: 'post the notice', roles: ['communityWorker', 'townOperator'] },
  'case.closeNotice': { zh: '结束公示', en: 'close the notice', roles: ['townOperator'] },
  'case.raiseObjection': { zh: '登记公示异议', en: 'record an objection', roles: ['communityWorker', 'townOperator', 'countyOperator'] },
  'case.investigateObjection': { zh: '核查异议', en: 'investigate an objection', roles: ['townOperator', 'countyOperator'] },
  'case.forward': { zh: '上报', en: 'forward to the county', roles: ['townAuditor'] },
  'case.return': { zh: '退回', en: 'return a case', roles: ['townAuditor', ...COUNTY] },

  // County: sample, visit, notice by its operator (R220 art 26, R43 art 16); what needs the office's consent by its auditor (R83).
  'case.drawSample': { zh: '抽取抽查样本', en: 'draw the sample', roles: ['countyOperator'] },
  'case.countyVisit': { zh: '县级入户抽查', en: 'visit for the county', roles: ['countyOperator'] },
  'case.postCountyNotice': { zh: '县级公示', en: 'post the county notice', roles: ['countyOperator'] },
  'case.extendDeadline': { zh: '延长办理期限', en: 'extend the deadline', roles: ['countyAuditor'] },
  'case.confer': { zh: '一事一议、个案会商', en: 'hold a case conference', roles: ['countyAuditor'] },

  // Deciding: the county confirms (R57 art 21) and may delegate it to the town (R57 art 2); medical relief and housing are decided by the line
  // department (医保, 住建; process.md §4.1), and nothing else is: the case holds them apart.
  'case.confirm': { zh: '审核确认', en: 'confirm assistance', roles: ['countyAuditor', 'lineDepartment'], delegable: true },
  'case.deny': { zh: '不予确认', en: 'deny assistance', roles: ['countyAuditor', 'lineDepartment'], delegable: true },
  'case.serve': { zh: '送达', en: 'serve the decision', roles: ['townOperator', 'countyOperator'] },
  'case.publishResult': { zh: '公布结果', en: 'publish the result', roles: ['communityWorker', 'townOperator'] },
  'case.withdraw': { zh: '登记撤回申请', en: 'record a withdrawal', roles: ['townOperator'] },
  'case.terminate': { zh: '终止审核确认', en: 'terminate the procedure', roles: ['townAuditor', 'countyAuditor'] },
  // The city receives filings and approves nothing (KS-2020-01-05); relief that a town decided is filed (QS-2019-T30).
  'case.fileWithCity': { zh: '市级备案', en: 'file with the city', roles: ['cityRegistrar'] },
  'case.fileRelief': { zh: '临时救助备案', en: 'file relief', roles: ['townOperator', 'countyOperator'] },

  // Afterwards: changes and reviews are recorded near the household (R57 art 30-31), jobs with the labour office (R57 art 34).
  'case.reportChange': { zh: '登记变化申报', en: 'record a change', roles: ['communityWorker', 'townOperator', 'countyOperator'] },
  'case.reportDeath': { zh: '登记死亡', en: 'record a death', roles: ['communityWorker', 'townOperator', 'countyOperator'] },
  'case.scheduleReview': { zh: '安排定期复核', en: 'schedule a review', roles: ['townOperator', 'countyOperator'] },
  'case.completeReview': { zh: '完成定期复核', en: 'complete a review', roles: ['townOperator', 'countyOperator'] },
  'case.offerJob': { zh: '介绍工作', en: 'offer a job', roles: ['townOperator', 'lineDepartment'] },
  'case.recordRefusal': { zh: '登记拒绝就业', en: 'record a refused job', roles: ['townOperator', 'lineDepartment'] },
  // XM-2018-03-01: to anybody unemployed, by the town and the labour office; what is open is for them to see, and for supervision.
  'case.deliverJobService': { zh: '登记“112”就业服务', en: 'record a job service', roles: ['townOperator', 'lineDepartment'] },
  'case.readJobServices': { zh: '查看就业服务', en: 'read job services', roles: [...CASE_OFFICES, 'lineDepartment', 'inspector'] },
  'case.fileCustody': { zh: '代管协议备案', en: 'file a custody agreement', roles: ['townOperator'] },
  // What changes a benefit is decided as it was granted (R57 art 31-33, R43 art 26-27).
  'case.adjust': { zh: '增发、减发、恢复发放', en: 'increase, reduce, resume', roles: ['countyAuditor'], delegable: true },
  'case.suspend': { zh: '暂停发放', en: 'suspend', roles: ['countyAuditor'] },
  'case.stop': { zh: '停发', en: 'stop', roles: ['countyAuditor'], delegable: true },
  'case.graduatedExit': { zh: '渐退', en: 'start or end graduated exit', roles: ['countyAuditor'] },
  'case.transferCategory': { zh: '类别转换', en: 'transfer to another category', roles: ['countyAuditor'] },
  // Relief in an emergency comes before its papers (R23); a town gives it by delegation of the county, which may cap the amount (QS-2019-T30: 委托镇街审批发放).
  'case.payRelief': { zh: '急难型临时救助先行救助', en: 'give emergency relief first', roles: ['countyAuditor'], delegable: true },

  // Cash and goods are handed over by who works near the household, never by who decided (R47, R23).
  'case.deliverRelief': { zh: '发放现金、实物', en: 'hand over relief in cash or goods', roles: ['townOperator', 'countyOperator'] },

  // Leads and findings (process.md §9): raised by many, assigned by the county, verified by operators, determined and closed by its auditor. Supervision raises leads, demands rectification and reads, nothing else (§2).
  'finding.read': { zh: '查看疑点和认定', en: 'read leads and findings', roles: [...CASE_OFFICES, 'inspector'] },
  'lead.raise': { zh: '提出疑点', en: 'raise a lead', roles: [...CASE_OFFICES, 'lineDepartment', 'inspector'] },
  'lead.assign': { zh: '交办核实', en: 'assign a lead', roles: COUNTY },
  'lead.verify': { zh: '核实疑点', en: 'verify a lead', roles: ['townOperator', 'countyOperator'] },
  'lead.close': { zh: '销号', en: 'close a finding', roles: ['countyAuditor'] },
  'error.determine': { zh: '错发、漏保认定', en: 'determine an error', roles: ['countyAuditor'] },
  // Getting money back (R649 art 66-68): decided by the county, recorded by operators.
  'recovery.order': { zh: '追回决定、还款协议、不能追回', en: 'order, plan or give up recovery', roles: ['countyAuditor'] },
  'recovery.record': { zh: '登记追回送达、收回、缴库', en: 'record service, receipts and remittances', roles: ['townOperator', 'countyOperator'] },
  'rectification.order': { zh: '交办整改', en: 'demand rectification', roles: ['countyAuditor', 'inspector'] },
  'rectification.report': { zh: '报告整改', en: 'report rectification', roles: ['townOperator', 'countyOperator'] },
  'rectification.close': { zh: '整改销号', en: 'close a rectification', roles: ['countyAuditor'] },
  // Liability per person; the exemption of GX-2019-06-06 is assessed by one and decided by another.
  'liability.investigate': { zh: '责任调查', en: 'investigate a liability', roles: COUNTY },
  'liability.determine': { zh: '责任认定、移送、处分登记', en: 'determine a liability, transfer, record a sanction', roles: ['countyAuditor'] },
  'exemption.assess': { zh: '免责评估', en: 'assess an exemption', roles: ['countyOperator'] },
  'exemption.decide': { zh: '免责、撤销免责决定', en: 'grant or revoke an exemption', roles: ['countyAuditor'] },
  'viewing.read': { zh: '查看查阅记录', en: 'read who looked at what', roles: ['countyAuditor', 'inspector'] },
  'year.close': { zh: '容错年度结账', en: 'close a year of the tolerance', roles: ['countyAuditor'] },
  // Complaints and named reports (R57 art 36-38): received anywhere, read where they are worked and by supervision only, so that no reporter is given away.
  'complaint.receive': { zh: '受理投诉举报、登记复议诉讼', en: 'receive complaints', roles: ['communityWorker', 'townOperator', 'countyOperator'] },
  'complaint.read': { zh: '查看投诉举报', en: 'read complaints', roles: [...COUNTY, 'inspector'] },
  'complaint.investigate': { zh: '核查投诉举报', en: 'investigate a complaint', roles: ['countyOperator'] },
  'complaint.answer': { zh: '答复投诉举报', en: 'answer a complaint', roles: ['countyAuditor'] },

  // Pay lists (process.md §8): civil affairs compiles, a second person reviews, the leader approves; finance checks the procedure and orders, and changes no name and no amount (§2).
  'paylist.read': { zh: '查看清册', en: 'read pay lists', roles: [...COUNTY, 'countyLeader', 'finance', 'inspector'] },
  'paylist.compile': { zh: '编制清册', en: 'compile pay lists', roles: ['countyOperator'] },
  'paylist.review': { zh: '复核清册', en: 'review pay lists', roles: COUNTY },
  'paylist.approve': { zh: '审定清册', en: 'approve pay lists', roles: ['countyLeader'] },
  'paylist.publicise': { zh: '公示清册', en: 'publicise pay lists', roles: ['countyOperator'] },
  'paylist.check': { zh: '财政审核清册', en: 'check pay lists for finance', roles: ['finance'] },
  'paylist.order': { zh: '开具支付令', en: 'order payments', roles: ['finance'] },
  'paylist.return': { zh: '退回清册', en: 'return pay lists', roles: [...COUNTY, 'countyLeader', 'finance'] },
  // What holds, adds to or takes from a case's payments is decided as the benefit was (R57 art 32).
  'payment.decide': { zh: '暂缓、补发、抵扣、护理费', en: 'decide holds, back payments, offsets, care fees', roles: ['countyAuditor'] },
  'payment.read': { zh: '查看发放决定', en: 'read decisions about payments', roles: [...COUNTY, 'countyLeader', 'inspector'] },
  // Files go to the bank from finance's account, and what the bank answers is handed in by either; civil affairs puts accounts right, by two people, and finance lets a failed payment go out again (process.md §8).
  'batch.read': { zh: '查看代发、对账', en: 'read batches, outstanding payments and reconciliations', roles: [...COUNTY, 'countyLeader', 'finance', 'inspector'] },
  'batch.send': { zh: '编制、发送代发文件', en: 'prepare and send batches', roles: ['finance'] },
  'batch.answer': { zh: '登记银行受理、回盘、回单、对账单', en: 'hand in what the bank answers', roles: ['finance', 'bank'] },
  'payee.request': { zh: '申请更正账户', en: 'ask for a correction of an account', roles: ['townOperator', 'countyOperator'] },
  'payee.approve': { zh: '审定账户更正', en: 'approve or refuse the correction of an account', roles: ['countyAuditor'] },
  'payee.verify': { zh: '核验账户', en: 'verify an account', roles: COUNTY },
  'payment.reissue': { zh: '重发', en: 'issue a failed payment again', roles: ['finance'] },
  // A month is reconciled by who pays and who owes; what does not agree is confirmed by a second person, and the leader opens a closed month.
  'month.reconcile': { zh: '对账、说明差异', en: 'reconcile a month and explain what differs', roles: ['countyOperator', 'finance'] },
  'month.resolve': { zh: '确认差异处理', en: 'confirm how a difference was resolved', roles: ['countyAuditor', 'finance'] },
  'month.close': { zh: '月结', en: 'close a month', roles: ['finance'] },
  'month.correct': { zh: '更正已结月份', en: 'correct a closed month', roles: ['countyLeader'] },
  // Indicators and reserves are finance's (R649 art 5); the funds ledger is read by who pays, who approves and who supervises.
  'fund.issue': { zh: '登记指标、拨入备用金', en: 'record indicators and advances', roles: ['finance'] },
  'fund.read': { zh: '查看资金账', en: 'read the funds ledger', roles: [...COUNTY, 'countyLeader', 'finance', 'inspector'] },

  // Evidence and work lists: who does a step adds its evidence and sees what is due; reading evidence is reading the file.
  'attachment.add': { zh: '上传附件', en: 'add an attachment', roles: ['communityWorker', ...CASE_OFFICES, 'checkAgency', 'thirdParty', 'lineDepartment'] },
  'attachment.read': { zh: '查看附件', en: 'read attachments', roles: [...CASE_OFFICES, 'cityRegistrar', 'inspector'] },
  'worklist.read': { zh: '查看待办', en: 'read the work list', roles: ['communityWorker', ...CASE_OFFICES, 'checkAgency', 'thirdParty', 'lineDepartment', 'cityRegistrar', 'inspector'] },
} as const satisfies Readonly<Record<string, PermissionRow>>;

export type Permission = keyof typeof ROWS;
export const PERMISSIONS: { readonly [P in Permission]: PermissionRow } = ROWS;

export const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text);
/** What a role may do by itself, in the order of the table. */
export const permissionsOf = (role: Role): readonly Permission[] => (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => PERMISSIONS[permission].roles.includes(role));
