/** Chinese words for the codes in events of persons, households, cases, findings; the same words as on the office's own screens. Keyed by field, or `Type.field` where the field holds other codes there. */
import { CASE_STEPS, CLOCKS, LEAD_KINDS, PAPER_KINDS } from './word-lists.js';
import type { Words } from './words.js';

export const BENEFITS: Words = {
  dibao: '低保', tekun: '特困', lowIncome: '支出型低收入', temporaryRelief: '临时救助', disabilityLiving: '残疾人生活补贴', disabilityNursing: '重度残疾人护理补贴', orphan: '孤儿',
  unsupportedChild: '事实无人抚养儿童', medicalRelief: '医疗救助', housing: '住房救助',
};
export const ROLES: Words = {
  communityWorker: '社区协理员', townOperator: '镇街经办', townAuditor: '镇街审核', countyOperator: '县级民政经办', countyAuditor: '县级民政审核确认', countyLeader: '县级民政负责人（审定清册）', checkAgency: '核对机构', thirdParty: '第三方',
  lineDepartment: '残联/医保/教育/住建/人社', finance: '财政', bank: '代发银行', cityRegistrar: '市级民政（只备案）', leadingGroup: '领导小组办公室', inspector: '纪检监察/审计/财政监督（只读）', administrator: '系统管理员（只管账户）',
};
/** Steps of the procedure, and why they deviate. */
export const STEPS: Words = {
  accepted: '受理', infoCheck: '信息核对', homeVisit: '入户调查', democraticReview: '民主评议', initialOpinion: '初审', noticePosted: '公示开始', noticeClosed: '公示结束', confirmed: '审核确认', denied: '不予确认', periodicReview: '复核', withdrawn: '撤回',
};
export const DEVIATIONS: Words = {
  MISSING_STEP: '缺步骤', STEP_ORDER: '顺序颠倒', NOTICE_SHORT: '公示不足', VISIT_LATE: '入户超期', REVIEW_LATE: '评议超期', SAME_OFFICER: '同一人经办', CLOCK_MISSED: '逾期',
  PHOTO_REUSED: '照片复用', PHOTO_OUTSIDE_WINDOW: '照片不在公示期内', PHOTO_TIME_UNKNOWN: '照片无拍摄时间',
};
/** What was looked at (查阅). */
export const VIEWING_SCOPES: Words = { file: '案卷', replay: '案卷回放', determination: '认定', paper: '附件', finding: '疑点', complaint: '投诉举报', payments: '发放决定', payList: '清册明细', register: '登记与更正', export: '导出', evidence: '证据包' };
/** What a bundle is about. */
export const BUNDLE_SCOPES: Words = { case: '案件', person: '人员', payList: '发放清册', finding: '疑点', task: '任务' };
export const CONDITIONS: Words = { publicSpirit: '秉公办理', procedureComplete: '程序完整', objectiveCause: '客观原因', withinLimit: '未超比例', recoverable: '能够追回' };

const CHECKED: Words = {
  hukou: '户籍', marriage: '婚姻', death: '死亡', employment: '就业', pension: '养老保险', housingFund: '公积金', tax: '税务', marketRegister: '市场主体登记', vehicles: '车辆', realEstate: '不动产', deposits: '存款', securities: '证券', insurance: '商业保险', custody: '羁押、服刑',
};
const CAUSES: Words = { illness: '因病', disability: '因残', calamity: '因灾', schooling: '因学', unemployment: '失业', housing: '住房', oldAge: '因老', other: '其他' };
const KIN: Words = { spouse: '配偶', parent: '父母', child: '子女', sibling: '兄弟姐妹', paternalGrandparent: '祖父母', maternalGrandparent: '外祖父母', paternalGrandchild: '孙子女', maternalGrandchild: '外孙子女' };
const LABOUR: Words = { full: '有', partial: '部分', none: '无' };
const SELF_CARE: Words = { full: '自理', partial: '半失能', lost: '失能' };
const STOP_CAUSES: Words = {
  incomeAbove: '收入高于标准', assetsAbove: '财产超过规定', death: '死亡', movedAway: '迁出', custody: '羁押、服刑', ownRequest: '本人申请', jobRefusals: '无正当理由拒绝就业', unreportedChange: '未申报变化', fraud: '骗取', categoryTransferred: '类别转换', exitEnded: '渐退期满',
  grownUp: '成年', other: '其他', paidOnce: '一次性救助', validityEnded: '认定到期',
};
const CHANGES: Words = { income: '收入', assets: '财产', members: '人口', address: '住址', employment: '就业', health: '健康', custody: '羁押、服刑', other: '其他' };
const OUTCOMES: Words = { founded: '属实', partly: '部分属实', unfounded: '不属实' };
const NOTICES: Words = { town: '镇街公示', county: '县级公示', stop: '特困终止公示' };
const CLASSES: Words = { A: 'A类', B: 'B类', C: 'C类' };
const PLACES: Words = { dispersed: '分散', institution: '集中' };
const PAID_BY: Words = { cash: '现金', goods: '实物', transfer: '转账' };
const MATCHES: Words = { matches: '相符', differs: '不符', notFound: '查无' };
const ERROR_KINDS: Words = { wrongInclusion: '错保', overpayment: '超额', duplicate: '重复', lateStop: '迟停', omission: '漏保', wrongHousehold: '错户' };
const ERROR_CAUSES: Words = {
  beyondHumanPower: '不可抗力', dataSharingInaccurate: '数据共享不准', concealedPopulation: '隐瞒人口', concealedEconomy: '隐瞒经济状况', otherObjective: '其他客观', workNegligence: '工作过失', favouritism: '徇私',
};

/** By field. */
export const CASE_CODES: Readonly<Record<string, Words>> = {
  benefit: BENEFITS, benefits: BENEFITS, toBenefit: BENEFITS, sex: { male: '男', female: '女' }, change: { joined: '加入', changed: '变更', left: '离开' }, variant: { expenditure: '支出型', emergency: '急难型', conference: '一事一议' },
  'IdentityVerified.method': { cardReader: '读卡', papersSeen: '查验证件', registerAsked: '查询登记', faceCompared: '人脸比对', other: '其他' }, 'IdentityVerified.result': MATCHES, 'SelfCareAssessed.level': SELF_CARE, 'LabourCapacityAssessed.level': LABOUR,
  'JobServiceDelivered.kind': { VISIT: '上门走访', TRAINING: '职业技能培训', REFERRAL: '岗位推荐' }, 'PayeeAccountRegistered.medium': { card: '银行卡', passbook: '存折', socialSecurityCard: '社保卡' },
  'HardshipLeadReported.source': { neighbour: '邻里', community: '社区', hotline: '热线', dataMatch: '数据比对', hospital: '医院', school: '学校', disabledFederation: '残联', self: '本人', other: '其他' },
  'ApplicationSubmitted.unit': { household: '家庭', person: '个人' }, 'ApplicationSubmitted.channel': { workbook: '台账工作簿', window: '窗口', online: '网上', agent: '代办', activeDiscovery: '主动发现', transfer: '转办' }, causes: CAUSES,
  ruleVersion: { R220: '民发〔2012〕220号', R57: '民发〔2021〕57号' }, 'KinDeclared.relation': KIN, 'NearRelativeFiled.relation': KIN, 'CheckAuthorised.scope': CHECKED, 'InfoCheckRequested.sources': CHECKED, 'InfoCheckReported.items.source': CHECKED,
  'InfoCheckReported.conclusion': { consistent: '与申报一致', inconsistent: '与申报不一致' }, 'DemocraticReviewHeld.conclusion': { agree: '同意', disagree: '不同意' }, 'CheckReviewed.result': { upheld: '维持', corrected: '更正' }, 'IncomeAssessed.members.labour': LABOUR,
  'RigidExpenditureAssessed.items.kind': { medical: '医疗', education: '教育', disability: '残疾', other: '其他' }, area: { urban: '城镇', rural: '农村' },
  'CircumstancesAssessed.members.disability.type': { sight: '视力', hearing: '听力', speech: '言语', limb: '肢体', intellectual: '智力', mental: '精神', multiple: '多重' },
  'CircumstancesAssessed.members.student': { preschool: '学前', compulsory: '义务教育', seniorHigh: '高中', secondaryVocational: '中职', higher: '高等教育' }, 'CircumstancesAssessed.members.supporters': { none: '无', unable: '无能力', able: '有能力' },
  'CircumstancesAssessed.members.supportedBy': { self: '本人', spouse: '配偶', parents: '父母', siblings: '兄弟姐妹', children: '子女' }, 'CircumstancesAssessed.members.orphan': { dispersed: '散居', institution: '机构养育' }, 'CircumstancesAssessed.members.care': PLACES,
  'DemocraticReviewHeld.participants.role': { resident: '居民代表', committee: '居委会', partyMember: '党员', town: '镇街' }, 'InitialOpinionIssued.opinion': { approve: '拟同意', deny: '拟不予' }, classCode: CLASSES, class: CLASSES,
  stage: NOTICES, fields: { name: '姓名', members: '家庭人口', amount: '金额', opinion: '意见' }, 'PublicNoticePosted.cause': STOP_CAUSES, 'ObjectionInvestigated.method': { democraticReview: '民主评议', resurvey: '重新调查' }, finding: OUTCOMES,
  toStep: { accepted: '受理', verifying: '核对与调查', opinion: '初审', notice: '公示' }, clock: CLOCKS, 'DeadlineExtended.ground': { crossProvince: '跨省核对', checkDelayed: '核对延迟', applicantDelayed: '申请人原因', complexCase: '情况复杂' },
  mandatoryReasons: { nearRelative: '近亲属', checkDisputed: '核对异议', reviewDisagreed: '评议不同意', complaint: '实名投诉', objection: '公示异议', drawnBefore: '曾被抽中' }, 'CaseConferenced.decision': { help: '给予救助', refuse: '不予救助' },
  reasonCode: { incomeAbove: '收入高于标准', assetsAbove: '财产超过规定', notEligible: '不符合条件', uncooperative: '不配合', falseStatement: '申报不实', alreadyHelped: '已获救助', other: '其他' },
  'DecisionServed.method': { inPerson: '当面送达', mail: '邮寄', leftAtDoor: '留置', online: '网上', posted: '公告' }, 'ProcedureTerminated.ground': { uncooperative: '不配合', untraceable: '失去联系', death: '死亡', movedAway: '迁出', falseStatement: '申报不实', other: '其他' },
  'ReservePaid.method': PAID_BY, 'CashOrGoodsDelivered.method': PAID_BY, 'BenefitStopped.cause': STOP_CAUSES, 'BenefitReduced.cause': STOP_CAUSES, 'BenefitIncreased.cause': STOP_CAUSES, 'ChangeReported.kind': CHANGES, 'UnreportedChangeFound.kind': CHANGES,
  'PeriodicReviewCompleted.result': { keep: '维持', up: '增发', down: '减发', stop: '停发' }, 'CustodyAgreementFiled.role': { guardian: '监护人', relative: '亲属', community: '社区', institution: '供养机构', other: '其他' },
  role: ROLES, toRole: ROLES, 'CredentialIssued.kind': { oneTimePassword: '一次性密码' }, 'DocumentArchived.kind': PAPER_KINDS, 'ArchiveAccessed.scope': VIEWING_SCOPES, 'InquiryOpened.scope': BUNDLE_SCOPES, 'ArchiveAccessed.outcome': { shown: '已查阅', refused: '已拒绝' },
  'SuspicionRaised.source': { audit: '审计', discipline: '纪检', report: '举报', selfCheck: '自查', dataMatch: '数据比对' }, 'SuspicionRaised.kind': LEAD_KINDS, confidence: { high: '高', medium: '中', low: '低' },
  'SuspicionVerified.result': { true: '属实', false: '不属实', explained: '有合理解释' }, 'ErrorDetermined.kind': ERROR_KINDS, 'SuspicionFactsRecorded.kind': ERROR_KINDS, 'ErrorDetermined.cause': ERROR_CAUSES, 'SuspicionFactsRecorded.cause': ERROR_CAUSES,
  'RecoveryReceived.channel': { bank: '银行', cash: '现金', offset: '抵扣', court: '法院', other: '其他' }, 'RecoveryFailed.ground': { debtorDied: '应还款人死亡', noAssets: '无可供执行的财产', untraceable: '失去联系', enforcementEnded: '终结执行', planBroken: '未履行还款协议', other: '其他' },
  'LiabilityInvestigated.step': CASE_STEPS, form: { none: '无责', exempt: '免责', admonition: '谈话提醒、批评教育、诫勉', sanction: '处分', transferred: '移送' }, severity: { slight: '较轻', ordinary: '一般', serious: '严重' }, 'ExemptionRevoked.cause': { recoveryFailed: '追回落空', limitExceeded: '超过比例', newFacts: '新的事实' },
  'CaseTransferred.subject': { staff: '工作人员', recipient: '受助人' }, 'SanctionRecorded.kind': { warning: '警告', demerit: '记过', majorDemerit: '记大过', demotion: '降级', removal: '撤职', dismissal: '开除' },
  'ComplaintReceived.channel': { visit: '来访', letter: '来信', hotline: '热线', online: '网上', transferred: '转办' }, 'counts.level': { county: '县级', town: '乡级' }, 'YearClosed.findings.outcome': { exempt: '免责', accountable: '追责', pending: '待核实' },
  because: { unreadable: '无法识别', unknownCitizen: '台账中没有此人' },
};
