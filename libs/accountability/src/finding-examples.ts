/** A good example of what is stated with each step: invented people, numbers and offices. One story: a household head who died in spring 2022, found by a match with the cremation register in autumn. */
import type { FindingStep, Stated } from './finding-formats.js';

const PAPER = { sha256: '3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b', kind: 'other' };

export const FINDING_EXAMPLES: { readonly [Name in FindingStep]: Stated<Name> } = {
  raise: { on: '2022-09-01', source: 'dataMatch', kind: 'paidAfterDeath', facts: '殡葬数据显示受益人2022年4月火化，5月以后仍有发放', caseId: 'QS2021TK00007', idNo: '11010519491231002X', fromYm: '2022-05', toYm: '2022-08', fenAtRisk: 348_400, confidence: 'high', matchNo: 'BD-2022-09' },
  assign: { on: '2022-09-02', org: '360111003', staffId: '003108', due: '2022-09-16' },
  verify: { on: '2022-09-08', result: 'true', text: '入户及派出所核实，受益人于2022年4月11日死亡，家属未申报', visitNo: 'HS-2022-031', evidence: [PAPER] },
  determineError: {
    on: '2022-09-20', kind: 'lateStop', fromYm: '2022-05', toYm: '2022-08', fen: 348_400, cause: 'dataSharingInaccurate', causeText: '死亡信息迟报，部门共享数据到9月才更新', citizens: ['11010519491231002X'],
    publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false, responsible: ['003101'], basis: '民发〔2021〕57号 31',
  },
  orderRecovery: { on: '2022-09-21', orderNo: 'ZH-2022-014', fen: 348_400, debtor: '受益人之子', basis: '社会救助暂行办法 68', due: '2022-10-31' },
  serveRecovery: { on: '2022-09-22', method: '直接送达' },
  agreePlan: { on: '2022-09-26', agreementNo: 'HK-2022-009', instalments: [{ due: '2022-10-31', fen: 174_200 }, { due: '2022-11-30', fen: 174_200 }] },
  receiveRecovery: { on: '2022-10-31', fen: 174_200, channel: 'bank', receiptNo: 'SJ-2022-088' },
  remitRecovery: { on: '2022-11-03', fen: 174_200, payInBookNo: 'JK-2022-051' },
  failRecovery: { on: '2023-03-01', ground: 'planBroken', text: '第二期逾期三个月，催告两次未还' },
  orderRectification: { on: '2022-09-21', issueNo: 'WT-2022-06', organ: '区审计局', demand: '建立按月比对死亡信息的制度', org: '360111', due: '2022-12-31' },
  reportRectification: { on: '2022-12-15', issueNo: 'WT-2022-06', measures: '自11月起每月与殡葬、公安数据比对一次' },
  closeRectification: { on: '2022-12-28', issueNo: 'WT-2022-06', text: '抽查11、12月比对记录，制度已执行' },
  openLiability: { on: '2022-09-22', staffId: '003101', step: 'completeReview', duty: '定期复核', facts: '2022年5月应复核，实际未入户' },
  determineLiability: { on: '2022-10-20', staffId: '003101', form: 'admonition', severity: 'slight', mitigation: '主动追回损失', basis: '政务处分法 12' },
  assessExemption: { on: '2022-10-08' },
  grantExemption: { on: '2022-10-12', decisionNo: 'MZ-2022-003' },
  revokeExemption: { on: '2023-03-05', cause: 'recoveryFailed', reason: '还款协议未履行' },
  transferCase: { on: '2022-10-15', organ: '区公安分局', docNo: 'YS-2022-002', subject: 'recipient', reason: '涉嫌伪造生存证明' },
  recordSanction: { on: '2022-12-01', staffId: '003101', kind: 'warning', organ: '区监委', docNo: 'CF-2022-004' },
  close: { on: '2022-12-30', text: '款项全部追回并缴库，整改已销号' },
};
