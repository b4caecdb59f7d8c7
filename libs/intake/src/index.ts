/** Intake: from a ledger workbook to commands, and the record of what became of every row. */
export * from './import-record.js';
export * from './import-workbook.js';
export { inColumnOrder, inSheetOrder } from './sheet-order.js';
export { publicationIdentity } from './row-ids.js';
