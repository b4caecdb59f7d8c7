/** Chinese names of the fields of events (docs/events.md). `Type.field` where a field means something else in that event. Data of its own, as event-names.ts. */

export const FIELD_NAMES: Readonly<Record<string, string>> = {
  // Numbers of the office
  personId: '人员编号', headId: '户主', householdId: '户编号', caseId: '案件编号', caseKey: '案件', beneficiaryId: '受益人', applicantId: '申请人', findingId: '疑点编号', complaintNo: '投诉编号', matchNo: '比对批次号', taskNo: '任务编号',
  idNo: '身份证号', name: '姓名', birth: '出生日期', sex: '性别', phone: '联系电话', relation: '关系', counted: '计入人口', change: '变动', members: '成员', persons: '人数', 'CheckAuthorised.persons': '授权人员', town: '镇街', community: '社区',
  correctionNo: '更正编号', targetEventId: '被更正的事件', targetType: '被更正的事件种类', field: '字段', old: '原为', new: '更正为', requestedBy: '申请人员', approver: '审批人', refusedBy: '退回人', replaces: '替代',
  requestNo: '申请编号', 'InfoCheckRequested.requestNo': '核对委托编号', visitNo: '入户编号', reportNo: '核对报告编号', objectionNo: '异议编号', decisionNo: '决定文号', filingNo: '备案编号', drawNo: '抽取编号', minutesRef: '会商纪要编号',
  receiptNo: '收据号', 'ApplicationAccepted.receiptNo': '受理通知书编号', 'BankReceiptFiled.receiptNo': '回单号', offerNo: '岗位编号', serviceNo: '服务编号', agreementRef: '代管协议编号', mandateRef: '委托书编号', caseNo: '案号', docNo: '文号', documentNo: '文号',
  // Days and months
  on: '日期', fromYm: '起始年月', toYm: '终止年月', lastYm: '最后年月', startYm: '起发年月', ym: '年月', payYm: '发放年月', year: '年度', quarter: '季度', halfYear: '半年', period: '期间', decidedOn: '决定日期', due: '期限', dueOn: '期限', deadline: '期限',
  validFrom: '有效期自', validTo: '有效期至', effectiveFrom: '施行日期', asOf: '截止日期', cutoffOn: '截止日期', since: '起始日期', 'PayListCompiled.since': '上次截止日期', diedOn: '死亡日期', happenedOn: '发生日期', knownOn: '知悉日期', heldOn: '召开日期',
  raisedOn: '提出日期', verifiedOn: '核实日期', receivedOn: '收回日期', issuedOn: '下达日期', 'HalfYearBulletinIssued.issuedOn': '印发日期', completedOn: '完成日期', evaluatedOn: '评估日期', assignedOn: '分工日期', reportedOn: '报送日期', bookedOn: '记账日期',
  valueDate: '入账日期', dayAssumed: '入账日期为推定', 'BatchPrepared.valueDate': '要求发放日期', rejectedOn: '失败日期', bouncedOn: '退票日期', settledOn: '原成功日期', voidedOn: '作废日期', answeredOn: '回复日期', createdAt: '生成时刻', ageDays: '持续天数', residencePermitSince: '持居住证居住自',
  to: '至', 'PublicNoticePosted.to': '公示至', 'DeadlineExtended.to': '延长至', 'PayListPublicised.to': '公示至', from: '自', 'PayListPublicised.from': '公示自', 'ArchiveAccessed.from': '查阅人所在区划',
  // Who
  staffId: '工作人员', handledBy: '经办人', author: '拟稿人', reviewer: '复核人', decider: '决定人', decidedBy: '决定人', visitors: '调查人员', attendees: '参会人员', assessor: '评估人', verifiedBy: '核实人', approvedBy: '批准人', approver2: '审定人', requester: '申请人员',
  raisedBy: '提出人', determinedBy: '认定人', assessedBy: '评估人', openedBy: '立案人', closedBy: '办结人', reportedBy: '报告人', receivedBy: '受理人', investigatedBy: '核查人', answeredBy: '答复人', responsible: '责任人', 'TaskRegistered.responsible': '责任单位',
  responsibleStaffId: '责任人', compiledBy: '编制人', reviewedBy: '复核人', publicisedBy: '公示人', checkedBy: '审核人', returnedBy: '退回人', orderedBy: '开令人', preparedBy: '编制人', sentBy: '发送人', runBy: '对账人', explainedBy: '说明人', resolvedBy: '确认人',
  paidBy: '支付人', 'PaymentVoided.paidBy': '已由何明细支付', deliveredBy: '发放人', voidedBy: '作废人', witness: '见证人', receiver: '领取人', signed: '领取人签字', signatures: '签字人', custodian: '代管人', role: '角色', 'CustodyAgreementFiled.role': '代管人身份',
  evaluator: '评估机构', reporter: '举报人', against: '被反映人', debtor: '应还款人', organ: '机关', org: '承办单位', unit: '单位', 'ApplicationSubmitted.unit': '救助对象', 'StandardPublished.unit': '计量单位', department: '科室', person: '责任人', leads: '牵头单位', 'DataMatchRun.leads': '提出疑点数',
  office: '编制单位', court: '法院',
  // The case
  benefit: '救助类别', benefits: '救助类别', variant: '类型', toBenefit: '转入类别', toCaseId: '转入案件', channel: '渠道', 'PolicyInformed.channel': '告知方式', 'RecoveryReceived.channel': '收回方式', hardshipCause: '致困原因', causes: '致困原因', materials: '提交材料', promise: '签订诚信承诺',
  need: '困难情况', missing: '缺少材料', 'ReturnFileApplied.missing': '回盘缺少', added: '补充材料', ruleVersion: '适用规程', scope: '授权范围', 'ArchiveAccessed.scope': '查阅内容', sources: '核对来源', 'DataMatchRun.sources': '数据来源', conclusion: '结论', result: '结果', remark: '备注',
  item: '异议事项', items: '核对情况', 'RigidExpenditureAssessed.items': '支出项目', 'PayListApproved.items': '笔数', 'PayItemsSent.items': '明细', text: '说明', present: '在场人员', findings: '调查情况', 'YearClosed.findings': '各疑点结论', subject: '受访人',
  'CaseTransferred.subject': '移送对象', 'ComplaintReceived.subject': '反映事项', 'ExternalIdentityLinked.subject': '登录标识', 'ExternalIdentityUnlinked.subject': '登录标识', statement: '陈述', reply: '答复', medium: '调查方式', 'PayeeAccountRegistered.medium': '账户介质',
  householdMonthlyFen: '家庭月收入', lookback: '以往各月收入', compliant: '财产符合规定', financialFen: '家庭金融资产', basis: '依据', monthlyAverageFen: '月均刚性支出', annualReview: '上年度支出', area: '城乡', lacksLabour: '缺乏劳动力', consent: '本人自愿', category: '残疾类别', grade: '残疾等级',
  level: '等级', 'SelfCareAssessed.level': '自理能力', 'LabourCapacityAssessed.level': '劳动能力', eating: '吃饭', dressing: '穿衣', transfer: '上下床', toilet: '如厕', indoorWalking: '室内行走', washing: '洗澡', failed: '不能自理项数', method: '方式', place: '地点',
  participants: '参加人员', agree: '同意票', disagree: '不同意票', abstain: '弃权票', residentReps: '居民代表人数', total: '评议人数', opinion: '意见', amountFen: '金额', classCode: '复核类别', class: '复核类别', reason: '理由', stage: '公示阶段', 'PayListReturned.stage': '退回前状态', fields: '公示内容',
  cause: '原因', 'ErrorDetermined.cause': '原因类别', 'SuspicionFactsRecorded.cause': '原因类别', objections: '异议数', content: '异议内容', 'PackAdopted.content': '文件包内容', byRef: '提出人', finding: '核查结论', fileList: '上报材料', samplePpm: '抽查比例', ratePpm: '抽查比例', toStep: '退回至',
  seed: '随机种子', selected: '是否抽中', 'SampleDrawn.selected': '抽中案件', population: '抽取范围', mandatoryReasons: '必须入户的原因', agrees: '与镇街调查一致', clock: '期限名称', ground: '事由', decision: '会商结论', determinationId: '认定编号', pack: '政策文件包',
  reasonCode: '理由类别', reasonText: '理由', appealInfo: '告知救济途径', reserveFen: '备用金支付', fen: '金额', object: '救助对象', newFen: '月金额', months: '月数', 'GraduatedExitStarted.months': '渐退月数', 'BackPaymentApproved.months': '补发月份', 'OffsetDecided.months': '抵扣月数',
  'SanctionRecorded.months': '处分期（月）', kind: '种类', 'SuspicionRaised.kind': '疑点类型', 'SuspicionFactsRecorded.kind': '错误类别', 'ErrorDetermined.kind': '错误类别', 'SanctionRecorded.kind': '处分种类', found: '由机关发现', 'ReconciliationRun.found': '差异数', post: '岗位', suited: '适合本人',
  justified: '有正当理由', streak: '连续拒绝次数', goods: '实物', source: '资金来源', 'HardshipLeadReported.source': '线索来源', 'SuspicionRaised.source': '来源', 'DeathReported.source': '得知途径', keys: '销毁密钥数', facts: '情况', 'DeterminationRecorded.facts': '认定所据事实', determination: '认定结论', read: '已读公布值',
  // Rules and values
  key: '参数', standardKey: '参数', code6: '区划', value: '数值', 'TaskProgressReported.value': '完成数', version: '版本', sha256: 'SHA-256', hash: '散列', fileHash: '文件散列', ruleIds: '规则',
  // Payment
  itemNo: '明细号', itemNos: '明细号', listNo: '清册编号', attempt: '第几次发放', orderNo: '支付令号', 'RecoveryOrdered.orderNo': '追回决定书号', payee: '收款账户登记', bankTxnNo: '银行流水号', code: '失败原因', 'BatchFileRejected.code': '拒绝代码', 'RowRejected.code': '拒绝代码', bankCode: '银行代码', next: '后续处理', after: '此前回盘',
  unowed: '不应付', was: '资金所在', previous: '上月清册', parts: '分册数', 'BatchPrepared.parts': '分册', part: '分册', totals: '合计', byTown: '分镇街', approvalNo: '审定单号', totalFen: '合计金额', procedure: '审核情况', approved: '原审定', indicatorNo: '指标文号', payMode: '支付方式',
  payerAccount: '付款账户', payerName: '付款户名', payerCnaps: '付款行号', lines: '明细', ended: '上月有本月无', batchNo: '批次号', bookings: '记账', closing: '第几次月结', format: '文件格式', n: '笔数', 'DataMatchRun.n': '行数', bankRef: '银行受理号', wasAccepted: '此前已受理',
  settled: '成功', rejected: '失败', pending: '结果不明', changed: '状态有变', stale: '已过时', statementNo: '对账单号', direction: '借贷', line: '行', account: '账户', 'PayeeAccountVerified.account': '核验的登记', openingFen: '期初余额', closingFen: '期末余额', credits: '贷方', debits: '借方',
  matched: '已匹配', unmatched: '未匹配', bounced: '退票', bank: '开户行', accountNo: '账号', holderName: '账户名', cnaps: '行号', custodyRef: '代管协议', run: '第几次对账', truncated: '未列出的差异', id: '差异编号', ref: '相关编号', how: '处理方式', closingNo: '月结单号', balances: '余额',
  holdNo: '暂缓编号', noticeRef: '告知书', supplementNo: '决定书号', monthlyFen: '月金额', backPaymentNo: '补发编号', offsetNo: '抵扣编号', deltaFen: '调整金额', payInBookNo: '缴款书号', excess: '多收原因',
  // Findings and liability
  fenAtRisk: '风险金额', confidence: '可信程度', relatedCases: '相关案件', publicSpirit: '秉公办理', confirmed: '属实', causeText: '原因说明', citizens: '涉及人员', intent: '有故意', kinBenefit: '优亲厚友', recipientFraud: '受助人欺诈', agreementNo: '还款协议编号', instalments: '分期',
  issueNo: '问题编号', demand: '整改要求', measures: '整改措施', step: '环节', duty: '职责', 'LiabilityInvestigated.facts': '事实', form: '处理方式', severity: '情节', mitigation: '从轻情形', counts: '人数', conditions: '五项条件', evidence: '各项依据', holds: '五项均符合',
  named: '实名', late: '逾期', toReporter: '已告知举报人', challenged: '所涉行政行为', county: '县', because: '留存原因', row: '行', cells: '原始内容', file: '文件散列', unknownCitizens: '台账中没有的人', unreadable: '无法识别的行',
  // Tasks and oversight
  heading: '任务类别', title: '任务', measure: '衡量标准', reporting: '报送要求', fileRef: '材料编号', supersedes: '更正前次', problems: '问题', scores: '得分', summary: '概要',
  // Looks, imports, accounts, papers
  inquiryId: '调阅编号', 'InquiryOpened.openedBy': '登记人', manifestSha256: '清单 SHA-256', events: '记录数', recipient: '接收人', exportedBy: '导出人', viewingId: '查阅编号', about: '对象', outcome: '结果', purpose: '事由', sheet: '工作表', sheets: '各工作表', column: '列', message: '说明', accountId: '账户名', orgUscc: '统一社会信用代码', division: '区划', credentialId: '凭据编号', issuer: '登录服务',
  delegationId: '委托编号', fromDivision: '委托方', toDivision: '受托方', toRole: '受托角色', permissions: '权限', amountCapFen: '金额上限', mediaType: '格式', bytes: '字节数', capturedAt: '设备所记拍摄时间', gps: '位置', deviceId: '设备', statedCapturedAt: '所述拍摄时间', statedPlace: '所述拍摄地点',
};

/** Names of what stands inside lists and groups of values. */
export const PART_NAMES: Readonly<Record<string, string>> = {
  income: '月收入', wagesFen: '工资', businessFen: '经营收入', propertyFen: '财产收入', transferFen: '转移收入', contributionsFen: '税费和社会保险', employed: '就业', source: '来源', labour: '劳动能力', incomeFen: '收入', ownPaidFen: '自付', governmentPaidFen: '政府支付',
  'RigidExpenditureAssessed.items.monthlyFen': '每月自付', fact: '情况', amountFen: '金额', disability: '残疾', type: '类别', disease: '疾病', student: '在读', supporters: '法定义务人', incomeSource: '有生活来源', supportedBy: '实际扶养人', orphan: '孤儿', unsupportedChild: '事实无人抚养儿童', care: '供养方式',
  communityCorrection: '社区矫正', 'DemocraticReviewHeld.participants.role': '身份', kin: '近亲属', qty: '数量', 'CashOrGoodsDelivered.goods.name': '名称', 'CashOrGoodsDelivered.goods.unit': '单位', count: '笔数', items: '笔数', fen: '金额', contact: '联系方式', level: '级别', totalPersons: '救助人数',
  errorPersons: '差错人数', objectiveErrorPersons: '客观原因差错人数', publicSpirit: '秉公办理', procedureComplete: '程序完整', objectiveCause: '客观原因', withinLimit: '未超比例', recoverable: '能够追回', outcome: '结论', score: '得分', number: '指标', 'TaskRegistered.measure.text': '要求', unit: '单位', day: '报送日', firstDueOn: '首次期限',
  list: '清册', orderFen: '支付令', listed: '列入清册', firstSent: '首次发送', sent: '发送', batches: '代发文件', settled: '成功', failed: '失败', withBank: '银行处理中', reissued: '重发', voidedFen: '作废', unowedFen: '多付', debitFen: '借方', creditFen: '贷方', outstanding: '应付未付',
  cases: '户（案）数', heldItems: '暂缓笔数', heldFen: '暂缓金额', currentFen: '本月应发', previousFen: '上月应发', arrearsFen: '补发', offsetFen: '抵扣', byKind: '分种类', base: '基本', relief: '一次性', careFee: '护理费', topUp: '分类施保', arrears: '补发', differences: '增减', stopped: '停发', increased: '增发',
  reduced: '减发', corrected: '事后更正', unexplained: '无事件说明', overpaidFen: '以前多付', 'PayListCompiled.totals.differences.new': '新增', bankItemNo: '银行明细号', label: '标记', held: '暂缓', because: '原因', difference: '与上月差异', byFen: '差额', cause: '原因', offset: '抵扣', direction: '借贷',
  eligible: '是否符合', per: '计发', notes: '说明', code: '代码', members: '成员', division: '区划', category: '认定类别', rows: '行数', recorded: '入账', alreadyRecorded: '已在账',
};
