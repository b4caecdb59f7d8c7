/** docs/errors.md, "The file to import". */
import type { Refusals } from './refusals.js';

export const WORKBOOKS: Refusals = {
  FILE_UNREADABLE: '文件不存在或无法读取。请核对路径和权限；所给的须是文件，不能是目录。',
  WORKBOOK_NOT_XLSX: '该文件不是 .xlsx 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。',
  WORKBOOK_OLD_XLS: '该文件是旧的 .xls 格式，程序不能读取。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。',
  WORKBOOK_ENCRYPTED: '工作簿设有密码，无法读取。请取消密码，保存后再导入。',
  WORKBOOK_DAMAGED: '工作簿已损坏或不完整。请从来源处重新复制，或用 Excel、WPS 重新另存为 .xlsx 后再导入。',
  WORKBOOK_UNSAFE: '工作簿中有表格软件不会写入的内容，拒绝读取。请查明文件来源，另存为 .xlsx 后再导入。',
  WORKBOOK_TOO_LARGE: '工作簿过大。请删去图片和无用的工作表，或拆成几个文件（例如每个镇街一个）分别导入。',
  CELL_TOO_LONG: '有单元格的文字过长，超过 Excel 允许的 32767 个字符。请缩短后重新导入。',
  ROWS_TOO_MANY: '工作表的数据行过多，超过一次可以导入的行数。请按镇街或季度拆成几个文件，依次导入。',
  COLUMNS_TOO_MANY: '工作表右侧过远的列中有内容。请删去误填在那里的内容，再重新导入。',
  SHEET_TWICE: '工作簿中有两个同名的工作表（不计空格），无法判断以哪个为准。请改名或删去其一，再重新导入。',
  SHEET_MISSING: '工作簿缺少必需的工作表（台账工作簿须有“说明”）。请核对是否选错文件、工作表是否改名，补齐后再导入。',
  INFO_INVALID: '工作表“说明”中有一项缺失、重复或写法不对。请更正所指的一项，再重新导入。',
  HEADER_MISSING: '工作表前 5 行中没有表头，无法识别各列。请将模板的列名写在第 1 至 5 行中的一行。',
  COLUMN_MISSING: '工作表缺少必填的列。请按模板的列名补上所列各列，再重新导入。',
  COLUMN_TWICE: '工作表中同一列名出现两次，无法判断以哪列为准。请改名或删去其一，再重新导入。',
};
