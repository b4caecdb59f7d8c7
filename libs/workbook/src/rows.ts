/** A data row's meaning: its values, key, references and the one fault that is reported; and what the rows around it add to that. */
import type { DataRow } from './collect-rows.js';
import { conflictMessage, duplicateMessage, referenceMessage, requiredMessage, unreadableMessage } from './messages.js';
import { isUnreadable, type NormaliseContext, originalText, readCell, type Scalar } from './normalise.js';
import { type ColumnSchema, SCHEMAS, type SheetSchema } from './schema.js';
import { type Fault, FAULT_CODES, type FaultCode, type OutcomeContext, type Reference, type SheetName, type WorkbookRow } from './types.js';

const rankOf = (code: FaultCode): number => FAULT_CODES.indexOf(code);
const faultOf = (code: FaultCode, column: string, message: string): Fault => ({ code, column, rank: rankOf(code), message });

/** Interprets one row. Pure and total: whatever stands in the cells, the result is a readable row or a named fault. */
export function interpretRow<S extends SheetName>(schema: SheetSchema & { readonly name: S }, data: DataRow, context: NormaliseContext): WorkbookRow<S> {
  const cells: Record<string, string> = {};
  const values: Record<string, Scalar | null> = {};
  const byHeader: Record<string, Scalar> = {};
  const references: Reference[] = [];
  let fault: Fault | undefined;
  schema.columns.forEach((column: ColumnSchema, index) => {
    const cell = data.cells[index];
    const reading = cell === undefined ? null : readCell(cell, column, context);
    if (cell !== undefined && cell.kind !== 'empty') cells[column.header] = originalText(cell, context);
    const found = faultOfReading(column, reading);
    // Columns come in table order, so among equal codes the leftmost stays.
    if (found && (!fault || found.rank < fault.rank)) fault = found;
    const value = isUnreadable(reading) ? null : reading;
    values[column.field] = value;
    if (value === null) return;
    byHeader[column.header] = value;
    if (column.target) references.push({ column: column.header, target: column.target, number: value as string });
  });
  const parts = schema.key.map((header) => byHeader[header]);
  const key = parts.includes(undefined) ? undefined : JSON.stringify(parts);
  // Without a fault every required cell is filled and every filled one has the type its column declares, which is what SheetValues says.
  return { sheet: schema.name, row: data.row, cells, values, key, references, fault } as unknown as WorkbookRow<S>;
}

function faultOfReading(column: ColumnSchema, reading: ReturnType<typeof readCell>): Fault | undefined {
  if (reading === null) return column.required ? faultOf('REQUIRED', column.header, requiredMessage(column)) : undefined;
  return isUnreadable(reading) ? faultOf(reading.unreadable, column.header, unreadableMessage(column, reading.unreadable)) : undefined;
}

/**
 * The fault of a row given what is known and what stands above it, or `undefined` if it may be recorded.
 * Afterwards the caller adds `row.key`, if there is one, to the keys seen, whatever the outcome.
 */
export function outcomeOf(row: WorkbookRow, context: OutcomeContext): Fault | undefined {
  if (row.fault) return row.fault;
  const unknown = row.references.find(({ target, number }) => !context.exists(target, number));
  if (unknown) return faultOf('REFERENCE', unknown.column, referenceMessage(unknown.column, unknown.target));
  if (!context.seenKeys.has(row.key)) return undefined;
  const { key } = SCHEMAS[row.sheet];
  return faultOf('DUPLICATE', key[0], duplicateMessage(key));
}

/** The fault of a row whose key was recorded earlier, from another file, with other content. */
export function conflictOf(sheet: SheetName): Fault {
  const { key } = SCHEMAS[sheet];
  return faultOf('CONFLICT', key[0], conflictMessage(key));
}

/** The values of a row by header instead of by field, for showing them beside the original cells. */
export function valuesByHeader(row: WorkbookRow): Readonly<Record<string, Scalar | null>> {
  const values = row.values as unknown as Readonly<Record<string, Scalar | null>>;
  return Object.fromEntries(SCHEMAS[row.sheet].columns.map((column: ColumnSchema) => [column.header, values[column.field] ?? null]));
}
