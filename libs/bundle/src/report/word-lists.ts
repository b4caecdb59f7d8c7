/** Longer lists of words that codes stand for, each as its own part of the program has it (names.test.ts compares). */
import type { Words } from './words.js';

/** Published and printed values (libs/policy). */
export const PARAMETERS: Words = {
  'dibao.std': '城镇低保标准', 'teku.std': '特困人员基本生活标准', 'wage.min': '月最低工资标准', 'care.full': '失能照料护理费（占最低工资比例）', 'care.half': '半失能照料护理费（占最低工资比例）', 'lowinc.line': '城镇低收入家庭标准',
  'orphan.dispersed': '散居孤儿基本生活费', 'orphan.inst': '机构养育孤儿基本生活费', 'disab.living': '困难残疾人生活补贴', 'disab.nursing': '重度残疾人护理补贴', 'asset.financial.limit': '家庭金融资产限额',
  'disease.list': '重病病种目录', 'living.relief': '重残重病人员生活救助金', 'med.contrib.amount': '居民医保个人缴费额', 'med.supp.amount': '重大疾病医疗补充保险费', 'med.relief.ratio': '医疗救助比例',
  'med.relief.cap': '医疗救助年度限额', 'temp.base': '临时救助基数', 'temp.cap': '临时救助年度封顶线', 'temp.times': '临时救助年度次数', 'temp.share': '支出型临时救助比例', 'temp.uplift': '支出型临时救助上浮上限',
  'temp.onecase.cap': '一事一议年累计最高救助额', 'housing.repair': '修缮加固补助最高额', 'minor.age': '未成年人年龄界限', 'teku.factor': '特困标准不低于低保标准的倍数', 'lowinc.factor': '支出型低收入家庭收入上限倍数',
  'relpoor.factor': '监测线倍数', 'empcost.share': '就业成本扣除比例', 'residence.min': '居住年限', 'exit.grace.min': '渐退期最短', 'exit.grace.max': '渐退期最长',
  'med.contrib.full': '医保参保全额补助比例', 'med.contrib.part': '医保参保定额补助比例', 'med.supp': '医疗补充保险负担比例', 'med.relief.delta': '医疗救助比例提高', 'pension.gov.full': '代缴养老保险费',
  'pension.gov.part': '代缴部分养老保险费', 'temp.extra': '临时救助再增加次数', 'housing.rebuild': '新（翻）建补助', 'housing.rebuild.area': '补助面积上限', 'dibao.growth': '低保标准年增幅',
  'topup.growth': '人均补差年增幅', 'dibao.topup.avg': '人均补差', 'dibao.avg': '全区低保平均标准', 'teku.avg': '全区特困平均标准', 'job.min': '零就业家庭至少就业人数', 'job.112.visits': '每年上门走访',
  'job.112.trainings': '每年提供培训', 'job.112.referrals': '每年岗位推荐', 'dividend.growth': '社区股份合作社红利增幅', 'dividend.share': '红利占净收益比例', 'report.due': '季度进展报送期限',
  'dispatch.perYear': '每年调度', 'bulletin.perYear': '每年通报', 'assessment.perYear': '每年考核', 'milestone.careCoverage': '失能护理服务全覆盖', 'milestone.housing': '棚户区、城中村和危房改造',
  'milestone.identification': '精准识别和建档立卡', 'milestone.implementation': '全面实施', 'milestone.completion': '六条保障线、两个全覆盖', 'lookback.months': '收入回看月数',
  'exempt.ratio': '容错比例上限',
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].flatMap((n) => [[`dibao.tier.${n}`, `低保第${n}档补助额`], [`dibao.tier.${n}.below`, `低保第${n}档人均收入上限（不含）`]])),
};

/** Kinds of papers (libs/papers). */
export const PAPER_KINDS: Words = {
  application: '申请书', identityDocument: '身份证、户口簿、居住证', integrityPledge: '诚信承诺书', checkAuthorisation: '核对授权书', disabilityCertificate: '残疾证', medicalRecord: '病历、诊断',
  schoolRecord: '学籍', incomeStatement: '收入与财产声明', invoice: '发票', proxyLetter: '委托书', acceptanceNotice: '受理通知书', deficiencyNotice: '补正告知书', nearRelativeFiling: '近亲属备案表',
  checkRequest: '核对委托', checkReport: '核对报告', visitForm: '入户调查表', neighbourVisit: '邻里访问记录', inquiryLetter: '索证函', inquiryReply: '索证回函', selfCareAssessment: '自理能力评估表',
  visitPhoto: '入户照片', reviewMinutes: '评议会议记录', reviewAttendance: '评议签到', reviewVote: '票决结果', noticeList: '公示榜', objectionRecord: '异议记录', objectionCheck: '异议核查',
  noticeStartPhoto: '公示开始照片', noticeEndPhoto: '公示结束照片', initialOpinion: '初审意见', approvalForm: '审批表', sampleCheck: '抽查记录', conferenceMinutes: '会商纪要',
  confirmationNotice: '确认通知书', benefitCertificate: '低保证', denialDecision: '不予确认决定书', serviceReceipt: '送达回证', payRegister: '发放清册', payAudit: '审定单', fundRequest: '用款申请',
  paymentVoucher: '支付凭证', bankBatch: '代发文件', bankReturn: '回盘', bankReceipt: '回单', bankStatement: '对账单', bounceSlip: '退票单', correctionRequest: '更正申请',
  custodyAgreement: '代管协议', reviewForm: '复核表', changeDeclaration: '变化申报', adjustmentApproval: '增减停发审批表', adjustmentNotice: '增减停发告知书', graduatedExitApproval: '渐退审批',
  deathProof: '死亡证明', imprisonmentProof: '服刑证明', suspicionList: '疑点清单', verificationRecord: '核实记录', errorDetermination: '错发认定书', recoveryDecision: '追回决定',
  recoveryPayIn: '缴款书', rectificationReport: '整改报告', closureSlip: '销号单', liabilityDetermination: '责任认定书', exemptionAssessment: '免责评估表', transferLetter: '移送函',
};

/** Deadlines (libs/casework). */
export const CLOCKS: Words = {
  lead: '线索跟进', deficiency: '受理或一次性告知补正', supplement: '申请人补正材料', acceptance: '补正后受理', survey: '入户调查', checkStart: '启动信息核对', childCheck: '部门核查（事实无人抚养）',
  democraticReview: '民主评议', initialOpinion: '调查并提出初审意见（特困）', townNotice: '镇街公示期满', objection: '公示异议核查', countyOpinion: '县级审查', countyNotice: '县级公示期满',
  decisionAfterNotice: '公示后作出决定', total: '办结', serveDenial: '送达不予确认决定', serveConfirmation: '送达确认决定', publication: '结果公布', reliefFiling: '临时救助备案',
  reserveFiling: '备用金支付备案', reliefPapers: '急难救助补齐手续', cityFiling: '市级备案', selfCareReassessment: '自理能力重新评估', change: '处理家庭变化', death: '死亡复核并变更',
  jobRefusals: '三次无正当理由拒绝就业的处理', review: '定期复核', scheduledReview: '已安排的复核', statusValidity: '告知支出型困难认定到期须重新申请', suspension: '暂停发放的处理', graduatedExit: '渐退期满',
  stopNotice: '特困终止公示期满', stopObjection: '特困终止公示异议核查', stopDecision: '特困终止公示后的决定', exitDecision: '渐退结束后的决定',
};

/** Steps of a case, by which an investigation names them (libs/casework). */
export const CASE_STEPS: Words = {
  reportLead: '主动发现线索上报', informPolicy: '政策告知', submit: '提出申请', notifyDeficiency: '一次性告知补正', supplement: '补正', accept: '受理', refuseAcceptance: '不予受理',
  declareKin: '近亲属申明', fileNearRelative: '近亲属单独登记备案', authoriseCheck: '授权核对', requestCheck: '提请核对', startCheck: '启动核对', reportCheck: '出具核对报告', disputeCheck: '核对异议',
  reviewCheck: '核对复查', visit: '入户调查', interview: '邻里访问', obtainLetter: '信函索证', visitRemotely: '非接触调查', assessIncome: '收入核算', assessAssets: '财产核定',
  assessRigidExpenditure: '刚性支出核定', assessSelfCare: '生活自理能力评估', assessCircumstances: '家庭情况认定', review: '民主评议', issueOpinion: '初审意见', postNotice: '张榜公示',
  closeNotice: '公示结束', raiseObjection: '公示异议', investigateObjection: '异议核查', forward: '上报', return: '退回', countyVisit: '县级入户抽查', postCountyNotice: '县级公示',
  closeCountyNotice: '县级公示结束', extendDeadline: '延长办理期限', confer: '一事一议', confirm: '审核确认', deny: '不予确认', serve: '送达', publishResult: '结果公布', withdraw: '撤回申请',
  terminate: '终止审核', fileWithCity: '市级备案', fileRelief: '临时救助备案', payRelief: '备用金先行支付', deliverRelief: '现金、实物发放', completePapers: '急难救助补齐手续', reportChange: '变化申报',
  reportDeath: '死亡登记', scheduleReview: '安排复核', completeReview: '复核完成', offerJob: '介绍工作', recordRefusal: '拒绝工作', fileCustody: '代管存折（卡）协议备案', adjust: '增发减发',
  suspend: '暂停发放', resume: '恢复发放', postStopNotice: '特困终止公示', closeStopNotice: '特困终止公示结束', stop: '停发', startGraduatedExit: '渐退开始', endGraduatedExit: '渐退结束',
  transferCategory: '类别转换',
};

/** Kinds of leads (libs/accountability). */
export const LEAD_KINDS: Words = {
  paidAfterDeath: '死亡人员继续领取', paidAfterStop: '停发后继续发放', custody: '服刑、强制戒毒人员领取', publicPayroll: '财政供养人员', vehicle: '有车', realEstate: '有房', business: '工商登记、法人、股东',
  socialInsurance: '养老金、公积金、个税、社保缴费', wealth: '大额存款、证券、商业保险', duplicate: '重复享受', kinFavour: '关系保、人情保（未备案近亲属）', sharedAccount: '一号多户、一卡多人、代领', absent: '空挂、迁出',
  omitted: '应保未保（漏保）', noticeMissing: '公示、评议缺失', photoReused: '照片复用', sameDayBatch: '同日批量', amountDiffers: '金额与规则不符', viewedElsewhere: '查阅辖区外案卷', bulkViewing: '批量查阅案卷',
  other: '其他',
};

/** Kinds of discrepancies (libs/disbursement). */
export const DISCREPANCIES: Words = {
  listOrder: '清册与支付令不符', orderBatch: '支付令与代发文件不符', countSum: '笔数与金额不符', itemWithoutEntitlement: '有发放无待遇', entitlementWithoutItem: '有待遇无发放', paidTwice: '重复发放',
  paidAfterStop: '停发后发放', bouncedNotReissued: '失败、退票未重发', receiptMissing: '缺银行回单', debitWithoutOrder: '无支付令的支出', recoveryNotRemitted: '追回款未缴库',
  reserveBalance: '备用金结余与拨入减备案不符', unanswered: '银行未回复', statementDiffers: '回盘与对账单不符',
};
