/** docs/errors.md, "The server". */
import type { Refusals } from './refusals.js';

export const SERVER: Refusals = {
  SETTING_INVALID: '环境变量的设置不正确。请更正提示所指的环境变量。',
  CONTEXT_UNKNOWN: '台账中有本版本不认识的事件流，系更新版本的程序写入，其后的内容不再发布。请升级程序。',
  PORT_UNUSABLE: '不能在所给的地址和端口上监听，可能已被占用。请换一个端口或地址，或停止占用它的程序。',
  QUEUE_FULL: '正在等候的任务或报表已达上限。请稍候再试。',
  STOPPING: '服务正在停止或已经停止，该项任务没有办理。请在服务恢复后重新提交。',
  JOB_NOT_FOUND: '没有这项任务的记录：服务重新启动过，或其后任务很多。请在导入记录或视图状态中查看结果。',
  DISK_FULL: '服务器没有空间存放上传的文件，未作任何登记。请通知管理员在数据目录腾出空间。',
};
