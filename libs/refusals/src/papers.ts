/** docs/errors.md, "Papers". */
import type { Refusals } from './refusals.js';

export const PAPERS: Refusals = {
  PAPER_KIND_UNKNOWN: '没有这个代码的材料种类。请用 taizhang papers kinds 查看，从中选用。',
  PAPER_EMPTY: '材料文件是空的。请核对是否选错文件，重新复制后再交。',
  PAPER_TOO_LARGE: '材料文件超过该种类的大小上限。请降低扫描分辨率，或分成几份交来。',
  PAPER_TYPE_UNKNOWN: '不能识别文件内容的格式（文件名不作数）。请另存或扫描为 JPEG、PNG、HEIC、PDF、OFD、XLSX 或纯文本再交。',
  PAPER_TYPE_REFUSED: '该种类的材料不收这种格式的文件。请改用可收的格式，或作为其他种类交来。',
  PAPER_TIME_MISSING: '照片中没有设备记下的拍摄时间，不能证明公示或入户。请交设备中的原图，或注明拍摄时间。',
  PAPER_TIME_AHEAD: '所填的拍摄时间尚未到来。请更正拍摄时间。',
  PAPER_PLACE_INVALID: '所填的拍摄地点不合要求。请写成一行，1 至 120 个字符，或不填。',
  PAPER_STATED_OTHERWISE: '该材料已按此种类交过，当时所填的拍摄时间、地点与此不同，以当时的为准。请将这两项都留空。',
  PAPER_HASH_INVALID: '所填不是材料的 SHA-256。请填写 64 位十六进制数字，字母用小写。',
  PAPER_UNKNOWN: '查不到这一 SHA-256 的材料。请核对；尚未交来的，请先交材料。',
  PAPER_KIND_DIFFERS: '步骤所写的材料种类与交来时的不同。请改为交来时的种类，或将该材料按此种类再交一次。',
  EVIDENCE_DIFFERS: '所填的一项与设备写在材料中的不符。请将该项留空，程序自会从材料中读取。',
  PAPER_MISSING: '材料存放处没有该材料的内容：内容已丢失，或存放处配置有误。请核对配置，或从备份恢复。',
  PAPER_DAMAGED: '存放的材料内容残缺或已被改动。请从备份恢复，或将同一文件重新交来。',
  PAPER_STORE_UNAVAILABLE: '材料存放处无法使用，已存的材料不受影响。请排除所指的原因（目录、网络或 S3 配置），再重新提交。',
  PAPERS_CONFIG_INVALID: '材料存放处的配置有误。请更正所指的环境变量（PAPERS_DIR 或 PAPERS_S3_ 开头的各项）。',
  OUTPUT_UNUSABLE: '输出文件无法写入：已有同名文件，或目录不存在、不可写。请另换一个文件名；已有的文件不会被覆盖。',
};
