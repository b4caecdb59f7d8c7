/** Sheets and columns in the order of the workbook: events keep their members in canonical order, which is nobody's. */
import { SCHEMAS } from '#workbook';

/** The members in this order, then those that it does not name. */
function inOrder<Value>(members: Readonly<Record<string, Value>>, order: readonly string[]): Readonly<Record<string, Value>> {
  const known = order.flatMap((name) => (Object.hasOwn(members, name) ? [[name, members[name] as Value] as const] : []));
  return { ...Object.fromEntries(known), ...members };
}

export const inSheetOrder = <Totals>(sheets: Readonly<Record<string, Totals>>): Readonly<Record<string, Totals>> => inOrder(sheets, Object.keys(SCHEMAS));

/** @param sheet one that the workbook does not have leaves the cells as they are */
export const inColumnOrder = (sheet: string, cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  inOrder(cells, Object.hasOwn(SCHEMAS, sheet) ? SCHEMAS[sheet as keyof typeof SCHEMAS].columns.map(({ header }) => header) : []);
