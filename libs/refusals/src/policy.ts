/** docs/errors.md, "Policy: what is published and adopted". */
import type { Refusals } from './refusals.js';

export const POLICY: Refusals = {
  STANDARD_KEY_UNKNOWN: '地方公布的标准中没有这个键。请用 taizhang standards keys 查看全部键，从中选用。',
  STANDARD_VALUE_INVALID: '标准的数值或单位写法不对。请写数字，如 670；比例写 0.6，不写 60%；清单各项用、分隔。',
  STANDARD_PERIOD_INVALID: '标准的最后一日早于起始日。请更正其中之一。',
  STANDARD_TEXT_INVALID: '单位、依据、理由或批准人为空、过长或含有换行等字符。请写成一行，至多 500 个字符。',
  STANDARD_UNKNOWN: '该区划没有公布过这个键、这个起始日的标准，无从更正。请核对这三项，或先公布该标准。',
  CORRECTION_EMPTY: '更正没有改变任何内容。请填写与已记录不同的数值或最后一日。',
  PACK_INVALID: '政策包有一处不合要求，不能使用，未作任何记录。请更正所指之处，再重新采用。',
  PACK_TOO_LARGE: '政策包超过 1 MiB。一个政策包只载一份文件的数额和规则，请删去其他内容。',
  PACK_UNKNOWN: '本程序没有执行这份文件的规则函数，不能采用该政策包。请改用支持该文件的程序。',
  PACK_VERSION_CONFLICT: '政策包的这一版本已在台账中或随程序提供，内容与此不同。请给改动后的政策包编更高的版本号。',
  PACK_MISSING: '台账中缺少某项认定所依据的政策包版本。请恢复记录该认定时的完整台账。',
  RULE_NOT_FOUND: '现行政策包中没有这一编号的规则。请核对编号；用 taizhang explain 可列出全部规则。',
};
