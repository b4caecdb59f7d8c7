/** A raw spreadsheet cell, before any meaning is read into it. */

export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  /** `shown`: the digits where a zero-padding format or more than 15 digits make them differ from the number. */
  | { readonly kind: 'number'; readonly value: number; readonly shown?: string }
  /** A number under a date format, in the date system of the file. */
  | { readonly kind: 'date'; readonly serial: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `#N/A` and the like. */
  | { readonly kind: 'error'; readonly text: string };

export const EMPTY: Cell = { kind: 'empty' };

/** A row with something in it; `cells[0]` is column A, the array ends at the last filled cell. */
export interface RawRow {
  /** Spreadsheet row number, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
}
