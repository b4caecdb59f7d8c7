/** docs/errors.md, "Evidence bundles". */
import type { Refusals } from './refusals.js';

export const BUNDLES: Refusals = {
  BUNDLE_UNREADABLE: '证据包文件无法读取。请检查路径和权限。',
  BUNDLE_MALFORMED: '该文件不是本程序制作的证据包，或已经损坏。请从原交付处重新取得。',
  BUNDLE_TOO_LARGE: '证据包超过容量上限。请减少一次导出的内容，例如按案件或人员导出，不按清册导出。',
  BUNDLE_ENTRY_INVALID: '证据包中有一条内容不是事件，或与所附的事件不符。请重新索取证据包。',
  BUNDLE_KEY_INVALID: '证据包中的密钥与事件不相配。请重新索取证据包。',
  EVIDENCE_UNKNOWN: '在账户的行政区划内，台账没有这个种类和编号的内容。请核对种类和编号。',
  ORGAN_INVALID: '调阅机关须写成一行，1至120字，如“区纪委监委”。请更正。',
  DOCUMENT_NUMBER_INVALID: '调阅文书号须写成一行，1至60字，如“调〔2026〕3号”。请更正。',
  CHECKPOINT_AHEAD: '检查点的条数多于日志：日志被倒回，或者另一进程正在写入。请用 taizhang verify --checkpoint 查明。',
  LOG_ENTRY_MISSING: '台账中有事件不在透明日志中。请用 taizhang verify 查明改动，再整体恢复数据目录。',
  WITNESSES_SILENT: '信任策略要求的见证者还没有副署，不能证明有他人见证。请稍后再试；缺谁副署，见 taizhang log publish。',
  TRUST_MISSING: '核验证据包须用另行取得的公钥。请用 --key 指定日志公钥，或用 --policy 指定列有该公钥的信任策略。',
};
