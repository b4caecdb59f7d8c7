/** Layouts after files that agent banks of counties use: examples to copy from, and what the tests run on. A real bank's own is configuration. */
import { type DelimitedLayout, layoutOf, type WorkbookLayout, workbookLayoutOf } from './layout.js';

/** GB 18030, bars, marked lines, a digest in the trailer. */
export const PIPE_LAYOUT: DelimitedLayout = layoutOf({
  id: 'pipe-gb18030', name: '竖线分隔文本(GB18030)', encoding: 'gb18030', separator: '|', quoting: 'none', lineEnd: 'crlf', headings: false,
  batch: {
    extension: 'txt', marks: { head: 'H', item: 'D', trailer: 'T' },
    head: ['batchNo', 'valueDate', 'payerAccount', 'payerName', 'count', 'yuan'],
    columns: [
      { field: 'seq', heading: '序号' }, { field: 'itemNo', heading: '明细号' }, { field: 'accountNo', heading: '账号' }, { field: 'payeeName', heading: '户名' },
      { field: 'idNo', heading: '身份证号' }, { field: 'yuan', heading: '金额' }, { field: 'remark', heading: '摘要' }, { field: 'cnaps', heading: '行号' },
    ],
    trailer: ['count', 'yuan'],
  },
  returns: {
    marks: { head: 'H', item: 'D', trailer: 'T' },
    head: ['batchNo', 'count', 'yuan', 'settledCount', 'settledYuan', 'rejectedCount', 'rejectedYuan', 'pendingCount', 'pendingYuan'],
    columns: [
      { field: 'itemNo', heading: '明细号' }, { field: 'accountNo', heading: '账号' }, { field: 'yuan', heading: '金额' }, { field: 'status', heading: '状态' },
      { field: 'code', heading: '返回码' }, { field: 'text', heading: '返回信息' }, { field: 'bankTxnNo', heading: '流水号' }, { field: 'valueDate', heading: '记账日期' },
    ],
    trailer: ['count', 'yuan', 'digest'],
  },
  statuses: { S: 'settled', F: 'rejected', P: 'pending' },
  codes: {
    E001: 'accountNotFound', E002: 'nameMismatch', E003: 'accountClosed', E004: 'accountFrozen', E005: 'accountFrozen', E006: 'cardLost',
    E007: 'classLimit', E008: 'idExpired', E009: 'deceased', E010: 'payerShort', E099: 'unknown',
  },
});

/** UTF-8 with its mark, commas, column names in Chinese: what a spreadsheet program opens and saves. */
export const CSV_LAYOUT: DelimitedLayout = layoutOf({
  id: 'csv-utf8', name: '逗号分隔文本(UTF-8)', encoding: 'utf-8-bom', separator: ',', quoting: 'csv', lineEnd: 'crlf', headings: true,
  batch: {
    extension: 'csv', head: ['batchNo', 'ym', 'valueDate', 'payerName', 'payerAccount', 'payerCnaps', 'count', 'yuan'],
    columns: [
      { field: 'seq', heading: '序号' }, { field: 'itemNo', heading: '明细号' }, { field: 'payeeName', heading: '姓名' }, { field: 'idNo', heading: '身份证号' },
      { field: 'accountNo', heading: '账号' }, { field: 'cnaps', heading: '开户行行号' }, { field: 'yuan', heading: '金额(元)' }, { field: 'remark', heading: '备注' },
    ],
  },
  returns: {
    head: ['batchNo', 'count', 'yuan', 'settledCount', 'settledYuan', 'rejectedCount', 'rejectedYuan'],
    columns: [
      { field: 'itemNo', heading: '明细号' }, { field: 'ignored', heading: '姓名' }, { field: 'accountNo', heading: '账号' }, { field: 'yuan', heading: '金额(元)' },
      { field: 'status', heading: '处理结果' }, { field: 'code', heading: '失败代码' }, { field: 'text', heading: '失败原因' }, { field: 'bankTxnNo', heading: '银行流水号' }, { field: 'valueDate', heading: '入账日期' },
    ],
  },
  statuses: { 成功: 'settled', 失败: 'rejected', 处理中: 'pending' },
  codes: {
    '01': 'accountNotFound', '02': 'nameMismatch', '03': 'accountClosed', '04': 'accountFrozen', '05': 'cardLost', '06': 'classLimit', '07': 'idExpired', '08': 'deceased', '09': 'payerShort',
  },
});

/** The answer to the house's workbook: the same rows as the text with commas, in the first sheet. */
export const XLSX_LAYOUT: WorkbookLayout = workbookLayoutOf({ id: 'xlsx', name: '工作簿', container: 'xlsx', headings: true, returns: CSV_LAYOUT.returns, statuses: CSV_LAYOUT.statuses, codes: CSV_LAYOUT.codes });
