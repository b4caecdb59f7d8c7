/** docs/errors.md, "The ledger". */
import type { Refusals } from './refusals.js';

export const LEDGER: Refusals = {
  DATA_DIRECTORY: '数据目录无法使用。请用 --data 或 TAIZHANG_DATA 另指定目录，或更正该目录的权限。',
  VIEWS_BUSY: '视图正被占用：其他程序正在读写，或新事件入账过快。请停止占用的程序，或稍后再办。',
  VIEWS_DAMAGED: '视图文件 views.db 已损坏，台账无损。请停止程序，删去 views.db 后重新启动，程序会由台账重建视图。',
  VIEWS_UNWRITABLE: '视图文件 views.db 无法写入，台账不受影响。请腾出磁盘空间，或将数据目录复制到可以写入之处再试。',
  VIEWS_CLOSED: '程序正在停止，不再答复查询。请待程序重新启动后再查。',
  FOLLOWING_STOPPED: '程序正在停止，视图尚未更新到最新。请待程序重新启动后再查。',
  REBUILD_SUPERSEDED: '同一视图的另一次重建已经开始，取代了本次重建，数据无损。请等待其完成。',
  OUT_UNWRITABLE: '输出文件无法写入。请检查目录、权限和磁盘空间，或用 --out 另指定文件后再试。',
  LEDGER_MISSING: '数据目录中没有台账。请先用 taizhang import 导入工作簿或录入公布标准，或用 --data 指定正确的目录。',
  LEDGER_CLOSING: '程序正在停止，导入只完成了一部分，已入账的不会丢失。请重新导入同一文件，即可续完。',
  CASE_NOT_FOUND: '查不到这一编号的案件。请核对编号和所属的县；由工作簿导入的，再看是否在被拒绝的行中。',
  CASE_AMBIGUOUS: '几个县都有这一编号的案件。请写明是哪个县：编号@县代码。',
  IMPORT_NOT_FOUND: '没有导入过这一 SHA-256 的文件。请核对这 64 位十六进制数字，或导入该文件。',
  PROJECTION_UNKNOWN: '没有这个名称的视图（投影）。请从所列的名称中选用。',
  EVENT_UNKNOWN: '台账中有本程序不认识的事件，是较新版本的程序写入的。请升级程序。',
};
