/**
 * Workbook: from an .xlsx file to typed rows or named rejections (formats.md §1); knows nothing of events or stores.
 *
 *   const workbook = await readWorkbook('台账.xlsx');              // or its bytes; throws a DomainError if the file is refused as a whole
 *   workbook.sha256; workbook.info.code6; workbook.info.pack;
 *   for (const sheet of workbook.sheets) {                         // all ten, in the order of formats.md
 *     const seenKeys = new Set<string>();
 *     for (const row of sheet.rows()) {                            // a ReadableRow or a FaultyRow
 *       // row.references may be resolved in bulk before this; `exists` answers from what was found
 *       const fault = outcomeOf(row, { exists, seenKeys });
 *       if (row.key !== undefined) seenKeys.add(row.key);
 *       if (fault) reject(sheet.name, row.row, fault, row.cells);
 *       else record(row);                                          // row.values is typed; conflictOf(sheet.name) if the ledger knows better
 *     }
 *   }
 */
export * from './types.js';
export { type ColumnSchema, type ColumnType, SCHEMAS, type SheetSchema } from './schema.js';
export { LIMITS, type WorkbookLimits } from './limits.js';
export { readWorkbook, type ReadOptions } from './read-workbook.js';
export { readSheetTexts } from './read-sheet.js';
export { idOfText } from './normalise.js';
export { cleanText } from './plain-text.js';
export { conflictOf, outcomeOf, valuesByHeader } from './rows.js';
