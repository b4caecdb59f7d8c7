/** A bundle written by hand, for the tests of the report: a 低保 case of a household of three, two findings, an exemption that no longer holds. Everybody in it is invented. */
import type { Json, JsonObject } from '#kernel';
import { BUNDLE_FORMAT, type BundleContents, type OpenedEvent } from '../../contents.js';

export const COUNTY = '360111';
export const CASE = 'QS2021DB00001';
/** Of a visit photo that is in the bundle, and of a report that is not. */
export const PHOTO = '3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b';
export const REPORT = 'b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184';

const OPERATOR = { staffId: '003105', role: 'townOperator', orgUscc: '91350100M000100Y43' };
const AUDITOR = { staffId: '001203', role: 'countyAuditor' };

interface More {
  readonly recordedAt?: string;
  readonly actor?: JsonObject;
  readonly effectiveFrom?: string;
  readonly evidence?: readonly JsonObject[];
  readonly ruleIds?: readonly string[];
  readonly source?: JsonObject;
  readonly closed?: number;
}

const revisions = new Map<string, number>();
/** Recorded at 10:00 in China on the day it occurred, unless it says otherwise. */
function event(index: number, stream: string, type: string, occurredAt: string, data: Readonly<Record<string, Json>>, { closed = 0, recordedAt = `${occurredAt}T02:00:00.000Z`, actor = OPERATOR, ...more }: More = {}): OpenedEvent {
  const streamId = `${stream}@${COUNTY}`;
  const revision = revisions.get(streamId) ?? 0;
  revisions.set(streamId, revision + 1);
  return {
    index, streamId, revision: String(revision), eventId: `00000000-0000-8000-8000-${String(index).padStart(12, '0')}`, type, data, closed,
    metadata: { schemaVer: 1, occurredAt, recordedAt, actor, jurisdiction: { code6: COUNTY, town9: '360111003' }, correlationId: 'c', causationId: 'd', commandDigest: 'e', ...more },
  };
}
const item = (fen: number, ym: string, attempt = 1) => ({ itemNo: `${CASE}/${ym}/base/${attempt}`, listNo: `dibao-${ym}`, caseId: CASE, benefit: 'dibao', ym, attempt, fen, kind: 'base', orderNo: 'ZF-2021-10-001', source: 'county' });
const IN_CASE = { caseId: CASE };
const LATE_STOP = { findingId: 'YD-2022-01', caseId: CASE };
const REFUTED = { findingId: 'YD-2022-02', caseId: CASE };
const ALL_HOLD = { publicSpirit: true, procedureComplete: true, objectiveCause: true, withinLimit: true, recoverable: true };
const EVIDENCE = { publicSpirit: '认定书载明经办人员秉公办理', procedureComplete: '程序核对未发现偏离', objectiveCause: '死亡信息迟报，部门共享数据到9月才更新', withinLimit: '县 3 人，镇 1 人', recoverable: '已签还款协议' };

const EVENTS: readonly OpenedEvent[] = [
  event(4, 'person-P2001', 'PersonRegistered', '2021-08-30', { personId: 'P2001', idNo: '11010519491231002X', name: '林甲', birth: '1949-12-31', sex: 'female' }),
  event(5, 'person-P2002', 'PersonRegistered', '2021-08-30', { personId: 'P2002', idNo: { closed: 'citizenNumber' }, name: '林乙', birth: '1972-05-06', sex: 'male' }, { closed: 1 }),
  event(6, 'person-P2003', 'PersonRegistered', '2021-08-30', { personId: 'P2003', idNo: '已删除-1f2e3d4c', name: '已删除', birth: '已删除', sex: '已删除' }),
  event(7, 'household-H1001', 'HouseholdComposed', '2021-08-30', { householdId: 'H1001', headId: 'P2001', town: '360111003', community: '360111003001', members: [] }),
  event(8, 'household-H1001', 'HouseholdMemberChanged', '2021-08-30', { householdId: 'H1001', personId: 'P2001', relation: '户主', counted: true, change: 'joined' }),
  event(9, 'household-H1001', 'HouseholdMemberChanged', '2021-08-30', { householdId: 'H1001', personId: 'P2002', relation: '子', counted: true, change: 'joined' }),
  event(10, 'household-H1001', 'HouseholdMemberChanged', '2021-08-30', { householdId: 'H1001', personId: 'P2003', relation: '孙', counted: false, change: 'joined' }),
  event(12, `case-${CASE}`, 'ApplicationSubmitted', '2021-09-01', { ...IN_CASE, benefit: 'dibao', householdId: 'H1001', applicantId: 'P2001', unit: 'household', channel: 'window', materials: ['申请书', '户口簿'], promise: true, causes: ['illness', 'unemployment'], handledBy: '003105' }),
  event(13, `case-${CASE}`, 'ApplicationAccepted', '2021-09-02', { ...IN_CASE, on: '2021-09-02', receiptNo: 'SL-2021-0117', ruleVersion: 'R57', handledBy: '003105' }),
  event(14, `case-${CASE}`, 'HomeVisited', '2021-09-07', { ...IN_CASE, on: '2021-09-07', visitNo: 'RH-2021-0231', visitors: ['003101', '003102'], present: ['P2001'], findings: '三口人同住，住房四十平方米，无车，无经营' }, { evidence: [{ sha256: PHOTO, kind: 'visitPhoto', capturedAt: '2021-09-07T10:12:00+08:00' }] }),
  event(15, `case-${CASE}`, 'InfoCheckReported', '2021-09-13', { ...IN_CASE, on: '2021-09-13', reportNo: 'HDBG-2021-0452', asOf: '2021-09-10', conclusion: 'consistent', items: [{ source: 'deposits', personId: 'P2001', fact: '活期存款', amountFen: 312045 }] }, { evidence: [{ sha256: REPORT, kind: 'checkReport' }], actor: { staffId: '004001', role: 'checkAgency' } }),
  event(16, `case-${CASE}`, 'IncomeAssessed', '2021-09-14', { ...IN_CASE, on: '2021-09-14', householdMonthlyFen: 138000, members: [{ personId: 'P2002', income: { wagesFen: 150000, contributionsFen: 12000 }, employed: true, labour: 'full' }] }),
  event(17, `case-${CASE}`, 'PublicNoticePosted', '2021-09-16', { ...IN_CASE, on: '2021-09-16', place: '社区公示栏', fields: ['name', 'opinion'], stage: 'town', to: '2021-09-23' }),
  event(18, `case-${CASE}`, 'NoticeClosed', '2021-09-22', { ...IN_CASE, on: '2021-09-22', stage: 'town', objections: 0 }),
  event(19, `case-${CASE}`, 'AssistanceConfirmed', '2021-09-28', { ...IN_CASE, on: '2021-09-28', decisionNo: 'QR-2021-0098', amountFen: 108000, persons: 2, startYm: '2021-10', decider: '001203', pack: 'QS-2019' }, { actor: AUDITOR, ruleIds: ['JX-2018-02-03', 'CN-R220-27'] }),
  event(20, `case-${CASE}`, 'BenefitGranted', '2021-09-28', { ...IN_CASE, benefit: 'dibao', fromYm: '2021-10', decidedOn: '2021-09-28', newFen: 108000, persons: 2, pack: 'QS-2019', decisionNo: 'QR-2021-0098', decider: '001203' }, { actor: AUDITOR, effectiveFrom: '2021-10' }),
  event(23, 'payPart-dibao-2021-10-1', 'PayItemListed', '2021-10-08', item(108000, '2021-10')),
  event(24, 'payPart-dibao-2021-10-1', 'PaymentRejected', '2021-10-11', { ...item(108000, '2021-10'), rejectedOn: '2021-10-11', code: 'accountClosed', bankCode: 'E003', next: 'correct' }),
  event(25, 'payPart-dibao-2021-10-1', 'PaymentReissued', '2021-10-15', { ...item(108000, '2021-10', 2), replaces: `${CASE}/2021-10/base/1`, approvedBy: 'finance' }),
  event(26, 'payPart-dibao-2021-10-1', 'PaymentSettled', '2021-10-18', { ...item(108000, '2021-10', 2), valueDate: '2021-10-18', bankTxnNo: 'T3' }),
  event(27, 'payPart-dibao-2021-11-1', 'PayItemListed', '2021-11-08', item(108000, '2021-11')),
  event(28, 'payPart-dibao-2021-11-1', 'PaymentBounced', '2021-11-12', { ...item(108000, '2021-11'), bouncedOn: '2021-11-12', code: 'accountClosed', bankCode: 'E003', next: 'correct' }),
  event(31, `case-${CASE}`, 'BenefitReduced', '2022-03-22', { ...IN_CASE, benefit: 'dibao', fromYm: '2022-04', decidedOn: '2022-03-22', newFen: 84050, persons: 2, cause: '家庭收入增加', pack: 'QS-2019', decisionNo: 'TZ-2022-0017', decider: '001203' }, { actor: AUDITOR, effectiveFrom: '2022-04' }),
  event(33, 'finding-YD-2022-01', 'SuspicionRaised', '2022-09-01', { ...LATE_STOP, source: 'dataMatch', kind: 'paidAfterDeath', facts: '殡葬数据显示一名成员2022年4月火化', idNo: '11010519491231002X', fromYm: '2022-05', toYm: '2022-08', fenAtRisk: 168100, confidence: 'high', raisedOn: '2022-09-01', raisedBy: '001101' }),
  // Not recorded before the year's inspection: 84 days.
  event(34, 'finding-YD-2022-01', 'SuspicionVerified', '2022-09-08', { ...LATE_STOP, result: 'true', text: '入户及派出所核实属实', visitNo: 'HS-2022-031', confirmed: true, verifiedOn: '2022-09-08', verifiedBy: '003108' }, { recordedAt: '2022-11-30T16:30:00.000Z' }),
  event(35, 'finding-YD-2022-01', 'ErrorDetermined', '2022-09-20', { ...LATE_STOP, on: '2022-09-20', kind: 'lateStop', fromYm: '2022-05', toYm: '2022-08', fen: 168100, cause: 'dataSharingInaccurate', causeText: '部门共享数据到9月才更新', citizens: ['11010519491231002X'], publicSpirit: true, intent: false, responsible: ['003101'], persons: 1, year: 2022 }),
  event(36, 'finding-YD-2022-01', 'RecoveryOrdered', '2022-09-21', { ...LATE_STOP, on: '2022-09-21', orderNo: 'ZH-2022-014', fen: 168100, debtor: '林乙', basis: '社会救助暂行办法 68', due: '2022-10-31' }),
  event(37, 'finding-YD-2022-01', 'RecoveryPlanAgreed', '2022-09-26', { ...LATE_STOP, on: '2022-09-26', agreementNo: 'HK-2022-009', instalments: [{ due: '2022-10-31', fen: 84050 }, { due: '2022-11-30', fen: 84050 }] }),
  event(38, 'finding-YD-2022-01', 'ExemptionGranted', '2022-10-12', { ...LATE_STOP, on: '2022-10-12', decisionNo: 'MZ-2022-003', year: 2022, counts: [{ division: COUNTY, level: 'county', totalPersons: 412, errorPersons: 4, objectiveErrorPersons: 3 }], conditions: ALL_HOLD, evidence: EVIDENCE, decider: '001204' }, { actor: { staffId: '001204', role: 'countyLeader' } }),
  event(39, 'finding-YD-2022-01', 'RecoveryReceived', '2022-10-31', { ...LATE_STOP, fen: 84050, channel: 'bank', receiptNo: 'SJ-2022-088', receivedOn: '2022-10-31' }),
  event(40, 'finding-YD-2022-01', 'LiabilityDetermined', '2022-11-02', { ...LATE_STOP, on: '2022-11-02', staffId: '003101', form: 'exempt', severity: 'slight', basis: 'GX-2019-06-06', decider: '001204' }, { actor: { staffId: '001204', role: 'countyLeader' } }),
  event(42, 'finding-YD-2022-02', 'SuspicionRaised', '2022-09-05', { ...REFUTED, source: 'report', kind: 'vehicle', facts: '反映户内有车 <b>"豪车"</b>', raisedOn: '2022-09-05' }),
  event(43, 'finding-YD-2022-02', 'SuspicionVerified', '2022-09-12', { ...REFUTED, result: 'explained', text: '车辆为残疾人代步车', confirmed: false, verifiedOn: '2022-09-12', verifiedBy: '003108' }),
  event(45, 'viewing-6b1f', 'ArchiveAccessed', '2022-10-09', { viewingId: '6b1f', scope: 'file', about: `${CASE}@${COUNTY}`, on: '2022-10-09', outcome: 'shown', from: '360000', purpose: '赣纪核〔2022〕9号' }, { actor: { staffId: '900017', role: 'inspector' } }),
  event(46, 'viewing-7c2a', 'ArchiveAccessed', '2022-10-10', { viewingId: '7c2a', scope: 'replay', about: `${CASE}@${COUNTY}`, on: '2022-10-10', outcome: 'refused', from: '360112003' }, { actor: { staffId: '700003', role: 'townOperator' } }),
  event(48, 'erasure-P2003', 'PersonDataErased', '2022-11-01', { personId: 'P2003', on: '2022-11-01', keys: 1 }, { actor: { staffId: 'follow-up' } }),
];

const streamIds = [...new Set(EVENTS.map(({ streamId }) => streamId))];

export const SAMPLE: BundleContents = {
  manifest: {
    format: BUNDLE_FORMAT, program: 'taizhang 0.1.0', origin: 'example.gov.cn/taizhang/360111', ledgerId: 'ledger-1',
    inquiry: { inquiryId: 'DY-2022-0009', scope: 'case', about: `${CASE}@${COUNTY}`, organ: '示例市纪律检查委员会', docNo: '赣纪调〔2022〕17号', exportedBy: { staffId: '001203', role: 'countyAuditor', orgUscc: '91350100M000100Y43' }, on: '2022-12-05', at: '2022-12-04T18:05:09.120Z' },
    streams: streamIds.map((streamId) => ({ streamId, whole: !streamId.startsWith('payPart-'), events: EVENTS.filter((one) => one.streamId === streamId).length })),
    entries: EVENTS.map(({ index, streamId, revision }) => ({ index, streamId, revision })), persons: ['P2001@360111', 'P2002@360111', 'P2003@360111'], files: [],
  },
  events: EVENTS,
  papers: [
    { sha256: PHOTO, kind: 'visitPhoto', mediaType: 'image/jpeg', bytes: 2_381_004, missing: null },
    { sha256: REPORT, kind: 'checkReport', mediaType: 'application/pdf', bytes: 88_120, missing: 'notStored' },
  ],
  rules: [
    { id: 'JX-2018-02-03', pack: 'JX-2018，第1版', subject: 'amount', title: '低保条件', clause: '共同生活的家庭成员人均收入低于当地最低生活保障标准', document: { title: '关于加强城市贫困群众脱贫解困工作的意见', number: '赣办发〔2018〕1号', issuedOn: '2018-01-02' } },
    { id: 'CN-R220-27', pack: 'CN，第1版', subject: 'amount', title: '补差发放', clause: null, document: { title: '最低生活保障审核审批办法（试行）', number: null, issuedOn: null } },
  ],
  procedure: [{
    caseKey: `${CASE}@${COUNTY}`, benefit: 'dibao',
    deviations: [{ code: 'MISSING_STEP', step: 'initialOpinion' }, { code: 'NOTICE_SHORT', step: 'noticeClosed' }, { code: 'VISIT_LATE', step: 'homeVisit', dueOn: '2021-09-06', days: 1 }],
    open: [{ clock: 'review', dueOn: '2022-09-28' }, { clock: 'publication', dueOn: null }],
  }],
  exemption: {
    findingKey: `YD-2022-01@${COUNTY}`, year: 2022,
    atDecision: {
      knownAt: '2022-10-12T02:00:00.000Z', entry: 38, conditions: ALL_HOLD, evidence: EVIDENCE,
      counts: [{ division: COUNTY, level: 'county', totalPersons: 412, errorPersons: 4, objectiveErrorPersons: 3 }, { division: '360111003', level: 'town', totalPersons: 50, errorPersons: 1, objectiveErrorPersons: 1 }],
      counted: [{ division: COUNTY, findings: [`YD-2022-01@${COUNTY}`, `YD-2022-07@${COUNTY}`] }, { division: '360111003', findings: [`YD-2022-01@${COUNTY}`] }],
    },
    now: {
      knownAt: '2022-12-04T18:05:09.120Z', entry: null, conditions: { ...ALL_HOLD, withinLimit: false }, evidence: { ...EVIDENCE, withinLimit: '县 9 人，超过 2 %' },
      counts: [{ division: COUNTY, level: 'county', totalPersons: 412, errorPersons: 9, objectiveErrorPersons: 9 }, { division: '360111003', level: 'town', totalPersons: 50, errorPersons: 1, objectiveErrorPersons: 1 }],
      counted: [{ division: COUNTY, findings: [`YD-2022-01@${COUNTY}`] }, { division: '360111003', findings: [`YD-2022-01@${COUNTY}`] }],
    },
    behind: { publicSpirit: [35], procedureComplete: [13, 14, 18, 19], objectiveCause: [35], withinLimit: [38, 999], recoverable: [37, 39] },
  },
};
