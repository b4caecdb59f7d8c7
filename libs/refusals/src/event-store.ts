/** docs/errors.md, "The event store". */
import type { Refusals } from './refusals.js';

export const EVENT_STORE: Refusals = {
  STORE_LOCKED: '台账已被另一个进程占用，同一时间只能由一个进程写入。请停止该进程，或交由正在运行的服务办理。',
  STORE_FOREIGN: '该文件不是本程序的台账，未作改动。请另选路径，或恢复正确的文件。',
  STORE_NEWER: '台账由更新版本的程序写成，本版本不能使用，文件未作改动。请改用较新的版本。',
  STORE_MISSING: '指定位置没有台账，也没有新建。请检查路径和权限；只读打开的，请先写入一次。',
  STORE_READ_ONLY: '台账以只读方式打开，没有写入任何内容。请交由负责写入的进程办理。',
  STORE_FULL: '磁盘已满或台账达到容量上限，本次没有写入，以前的记录完好。请腾出空间，再办一次。',
  STORE_UNAVAILABLE: '台账的存储不能使用，或写入过于繁忙。请检查磁盘或存储服务器，排除原因后再办，不会重复入账。',
  STORE_CLOSED: '台账的存储已经关闭。请重新打开，再继续办理。',
  STORE_ACCESS_DENIED: '存储服务器拒绝访问。请检查 EVENTSTORE_URL 中的用户名和密码，以及服务器的访问权限。',
  CONNECTION_STRING_INVALID: '连接串不正确。请将 EVENTSTORE_URL 写成 esdb://host:2113?tls=false 的形式，不写 throwOnAppendFailure=false。',
  STREAM_DELETED: '存储服务器上有事件流被人删除，台账的记录不得删除。请查明何人所为，用备份恢复，并禁止删除。',
  STREAM_TRUNCATED: '存储服务器上有事件流缺少前面的事件，系被删除。请查明何人所为，用备份恢复，并禁止删除。',
  EVENT_UNREADABLE: '存储服务器上有无法读取的事件，可能另有程序写入。请让台账单独使用一台存储服务器，并检查其版本和磁盘。',
  TEXT_INVALID: '文字中有空字符或残缺字符，数据库不能原样保存。请在录入处清理文字。',
  APPEND_EMPTY: '没有要写入的事件。请至少写入一个事件。',
  APPEND_TOO_LARGE: '一次写入的事件过多或过大，超过上限。请分几次写入。',
  EVENT_ID_INVALID: '事件编号不是小写的 UUID，或者重复。请为每个事件单独编一个小写的 UUID。',
  EVENT_ID_REUSED: '有的事件编号已经用过，只有完全相同的写入才能重复。请为新的事件另编编号。',
  EVENT_TYPE_INVALID: '事件类型为空，或者以 $ 开头。请更正事件类型。',
  EVENT_TEXT_INVALID: '事件的文字中有空字符或残缺字符，不能原样保存。请在录入处清理文字。',
  STREAM_ID_INVALID: '事件流编号须为1至400字节，不含空字符和残缺字符，不以 $ 开头。请更正编号。',
  LIMIT_INVALID: '每页的事件数须为1至10000。请更正数量。',
  POSITION_INVALID: '所给的位置不属于这个台账的存储。请使用它返回过的位置。',
};
