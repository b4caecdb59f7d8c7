/** Bank: files to and from agent banks, streaming and strict (docs/bank-files.md). Knows no event and no store. */
export * from './types.js';
export { type Failure, failureOf, type FailureCodes, HOUSE_CODES, type HouseCode, ISO_REASONS, mayReissue, type NextStep } from './house-codes.js';
export { BANK_LIMITS } from './limits.js';
export { bankItemNo, ITEM_NO } from './item-no.js';
export { checkReturn, checkStatement } from './check.js';
export { delimitedFormat } from './delimited/format.js';
export { type DelimitedLayout, LAYOUT, layoutOf, WORKBOOK_LAYOUT, type WorkbookLayout, workbookLayoutOf } from './delimited/layout.js';
export { CSV_LAYOUT, PIPE_LAYOUT, XLSX_LAYOUT } from './delimited/sample-layouts.js';
export { formatsOf } from './layouts.js';
export { iso20022Format } from './iso/format.js';
export { workbookFormat } from './xlsx/format.js';
export { type SheetReader, WORKBOOK_RETURN_LIMITS } from './xlsx/read-return.js';
export { type Cell, type Sheet, workbookOf } from './xlsx/sheet.js';
