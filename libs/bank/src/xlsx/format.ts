/** A workbook for a bank that takes no other file. It is written only: what such a bank sends back is read as delimited text. */
import type { BankFormat } from '../types.js';
import { writeWorkbook } from './write-workbook.js';

export const workbookFormat: BankFormat = {
  id: 'xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx', write: writeWorkbook,
};
