/** docs/errors.md, "Bank files". */
import type { Refusals } from './refusals.js';

export const BANK_FILES: Refusals = {
  BANK_BATCH_WRONG: '代发批次的批次号、付款账户、笔数或合计等不合要求，未生成文件。请更正批次，或换用其他格式。',
  BANK_ITEM_UNWRITABLE: '有一项内容（如户名、账号、备注）不合要求或该格式写不下，未生成文件。请更正该项，或换用其他格式。',
  BANK_LAYOUT_INVALID: '本单位的银行文件格式配置不能使用。请更正数据目录中的 bank-layouts.json 或将其移走，再重新启动。',
  BANK_FORMAT_ONE_WAY: '所选格式不能用来读取回盘文件或对账单。请改用银行发送该文件所用的格式。',
  BANK_ENCODING_WRONG: '银行文件的编码与约定不符，未作处理。请银行按约定的编码重发，或更正格式配置。',
  BANK_XML_UNSAFE: '银行报文中有不应有的内容（文档类型、自定义实体或嵌套过深），未作处理。请银行查明后重发。',
  BANK_FORMAT_WRONG: '银行文件的结构与约定不符（列、列名、元素或其顺序），未作处理。请核对是否选错文件，或请银行重发。',
  BANK_VALUE_INVALID: '银行文件中有缺失或不合要求的内容，或日期尚未到来，未作处理。请核对所填日期，或请银行重发文件。',
  BANK_FILE_TOO_LARGE: '银行文件的大小、笔数或一行的长度超过上限，未作处理。请核对是否选错文件，或将批次分小。',
  BANK_FILE_TRUNCATED: '银行文件为空或不完整，未作处理。请重新取回文件。',
  BANK_TRAILING_DATA: '银行文件在结尾之后还有内容，未作处理。请银行重发文件。',
  BANK_COUNT_WRONG: '银行文件所写的笔数与实际笔数或批次不符，未作处理。请银行重发文件。',
  BANK_SUM_WRONG: '银行文件的合计金额与明细或批次不符，未作处理。请银行重发文件。',
  BANK_DIGEST_WRONG: '银行文件与末行的校验值不符，途中有过改动，未作处理。请重新取回文件。',
  BANK_RETURN_INCOMPLETE: '回盘文件没有列全批次的明细，未作处理。请银行提供完整的回盘；确属分次回盘的，按部分回盘导入。',
  BANK_STATUS_UNKNOWN: '银行文件中有约定之外的状态，未作处理。请向银行问明含义，加入格式配置后再导入。',
  BANK_ITEM_UNKNOWN: '银行文件或报文中有该批次没有的明细，未作处理。请向银行核实。',
  BANK_ITEM_REPEATED: '银行文件或报文中同一明细出现两次，未作处理。请银行说明以哪一条为准。',
  BANK_ITEM_DIFFERS: '银行文件中某笔的金额或账号与发送时不同，未作处理。请向银行核实；经表格软件另存的文件可能丢失前导零。',
  BANK_BATCH_OTHER: '银行文件答复的是另一批次，未作处理。请选择文件所写的批次再导入。',
  BANK_ACCOUNT_OTHER: '对账单属于另一付款账户，未作处理。请选择对账单所写的账户再导入。',
  BANK_BALANCE_WRONG: '对账单的期初余额与各笔发生额推算不出期末余额，未作处理。请银行重发对账单。',
  BANK_FILE_REPEATED: '该文件此前已经导入，本次未重复处理，无需再办。如选错了文件，请重新选择。',
  BANK_FILE_CHANGED: '银行文件在读取过程中被改动，与核对时不同；改动的内容没有处理。请查明何人改动，再导入正确的文件。',
};
