/**
 * The kinds of papers an office hands in, by the step they belong to (process.md §4.2), as data.
 * The codes are stored in events: one is never renamed or removed, only added.
 */
import { DomainError } from '#kernel';
import type { MediaType } from './media-types.js';

/** The steps of process.md §4.2, in their order. */
export const PAPER_STEPS = { apply: '申请', accept: '受理', check: '核对与入户', notice: '评议与公示', decide: '审核确认', pay: '发放', manage: '动态管理', supervise: '监督' } as const;
export type PaperStep = keyof typeof PAPER_STEPS;

const MIB = 1024 * 1024;
/** Bytes of one photo. */
export const MAX_PHOTO_BYTES = 20 * MIB;
/** Bytes of one document. */
export const MAX_DOCUMENT_BYTES = 50 * MIB;

export interface PaperKind {
  /** Stored; camelCase English. */
  readonly code: string;
  readonly zh: string;
  readonly step: PaperStep;
  readonly mediaTypes: readonly MediaType[];
  readonly maxBytes: number;
  /** Photos of notices and visits prove by their time: they are not taken without one, from the device or stated. */
  readonly captureDemanded: boolean;
}

const IMAGES: readonly MediaType[] = ['image/jpeg', 'image/png', 'image/heic'];
const SHEET: MediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** What is signed or stamped: as it was issued, or a picture of it. */
const SIGNED: readonly MediaType[] = ['application/pdf', 'application/ofd', ...IMAGES];
/** Lists that are also exchanged as tables. */
const LISTED: readonly MediaType[] = [...SIGNED, SHEET];
/** Files that programs exchange: delimited text or a table, or how it was printed. */
const EXCHANGED: readonly MediaType[] = [...LISTED, 'text/plain'];

type Row = readonly [code: string, zh: string];
const papers = (step: PaperStep, mediaTypes: readonly MediaType[], rows: readonly Row[]): readonly PaperKind[] =>
  rows.map(([code, zh]) => ({ code, zh, step, mediaTypes, maxBytes: MAX_DOCUMENT_BYTES, captureDemanded: false }));
const photos = (step: PaperStep, rows: readonly Row[]): readonly PaperKind[] =>
  rows.map(([code, zh]) => ({ code, zh, step, mediaTypes: IMAGES, maxBytes: MAX_PHOTO_BYTES, captureDemanded: true }));

/** Every kind, in the order of the procedure. */
export const PAPER_KINDS: readonly PaperKind[] = [
  ...papers('apply', SIGNED, [
    ['application', '申请书'], ['identityDocument', '身份证、户口簿、居住证'], ['integrityPledge', '诚信承诺书'], ['checkAuthorisation', '核对授权书'], ['disabilityCertificate', '残疾证'],
    ['medicalRecord', '病历、诊断'], ['schoolRecord', '学籍'], ['incomeStatement', '收入与财产声明'], ['invoice', '发票'], ['proxyLetter', '委托书'],
  ]),
  ...papers('accept', SIGNED, [['acceptanceNotice', '受理通知书'], ['deficiencyNotice', '补正告知书'], ['nearRelativeFiling', '近亲属备案表']]),
  ...papers('check', EXCHANGED, [['checkRequest', '核对委托'], ['checkReport', '核对报告']]),
  ...papers('check', SIGNED, [
    ['visitForm', '入户调查表'], ['neighbourVisit', '邻里访问记录'], ['inquiryLetter', '索证函'], ['inquiryReply', '索证回函'], ['selfCareAssessment', '自理能力评估表'],
  ]),
  ...photos('check', [['visitPhoto', '入户照片']]),
  ...papers('notice', SIGNED, [
    ['reviewMinutes', '评议会议记录'], ['reviewAttendance', '评议签到'], ['reviewVote', '票决结果'], ['noticeList', '公示榜'], ['objectionRecord', '异议记录'], ['objectionCheck', '异议核查'],
  ]),
  ...photos('notice', [['noticeStartPhoto', '公示开始照片'], ['noticeEndPhoto', '公示结束照片']]),
  ...papers('decide', SIGNED, [
    ['initialOpinion', '初审意见'], ['approvalForm', '审批表'], ['sampleCheck', '抽查记录'], ['conferenceMinutes', '会商纪要'], ['confirmationNotice', '确认通知书'], ['benefitCertificate', '低保证'],
    ['denialDecision', '不予确认决定书'], ['serviceReceipt', '送达回证'],
  ]),
  ...papers('pay', LISTED, [['payRegister', '发放清册'], ['payAudit', '审定单'], ['fundRequest', '用款申请'], ['paymentVoucher', '支付凭证']]),
  ...papers('pay', EXCHANGED, [['bankBatch', '代发文件'], ['bankReturn', '回盘'], ['bankReceipt', '回单'], ['bankStatement', '对账单'], ['bounceSlip', '退票单']]),
  ...papers('pay', SIGNED, [['correctionRequest', '更正申请'], ['custodyAgreement', '代管协议']]),
  ...papers('manage', SIGNED, [
    ['reviewForm', '复核表'], ['changeDeclaration', '变化申报'], ['adjustmentApproval', '增减停发审批表'], ['adjustmentNotice', '增减停发告知书'], ['graduatedExitApproval', '渐退审批'],
    ['deathProof', '死亡证明'], ['imprisonmentProof', '服刑证明'],
  ]),
  ...papers('supervise', LISTED, [['suspicionList', '疑点清单'], ['verificationRecord', '核实记录']]),
  ...papers('supervise', SIGNED, [
    ['errorDetermination', '错发认定书'], ['recoveryDecision', '追回决定'], ['recoveryPayIn', '缴款书'], ['rectificationReport', '整改报告'], ['closureSlip', '销号单'],
    ['liabilityDetermination', '责任认定书'], ['exemptionAssessment', '免责评估表'], ['transferLetter', '移送函'],
  ]),
];

const BY_CODE = new Map(PAPER_KINDS.map((kind) => [kind.code, kind]));

/** @throws DomainError `PAPER_KIND_UNKNOWN` */
export function parsePaperKind(code: string): PaperKind {
  const kind = BY_CODE.get(code);
  if (kind === undefined) {
    throw new DomainError('PAPER_KIND_UNKNOWN', 'invalid', 'There is no kind of paper with this code. Take one of docs/papers.md, for example application or noticeStartPhoto; "taizhang papers kinds" lists them.');
  }
  return kind;
}
