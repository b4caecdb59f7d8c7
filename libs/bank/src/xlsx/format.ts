/** A workbook for a bank that takes no other file; what it answers is a workbook too, or delimited text. */
import type { WorkbookLayout } from '../delimited/layout.js';
import type { BankFormat } from '../types.js';
import { readWorkbookReturn, type SheetReader } from './read-return.js';
import { writeWorkbook } from './write-workbook.js';

/** @param readSheet reads the sheet of a return */
export const workbookFormat = (layout: WorkbookLayout, readSheet: SheetReader): BankFormat => ({
  id: layout.id, mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx', write: writeWorkbook,
  readReturn: (source, options) => readWorkbookReturn(layout, readSheet, source, options),
});
