/** docs/errors.md, "Other files". */
import type { Refusals } from './refusals.js';

export const FILES: Refusals = {
  INPUT_TOO_LARGE: '输入的文件超过 1 MiB。请核对是否选错文件，或拆成几个文件。',
  INPUT_MALFORMED: '文件不是 UTF-8 编码，或不合 JSON、YAML、CSV 的写法，未作任何记录。请更正所指之处，同名字段只写一次。',
  STANDARDS_MALFORMED: '标准清单写法不对，未作任何记录。请写成列表：每条须有 key、division、value、from，可有 unit、to、basis。',
};
