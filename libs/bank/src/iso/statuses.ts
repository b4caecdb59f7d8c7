/** ISO 20022 status codes of payments and entries. */
import type { ItemStatus } from '../types.js';

/** External payment transaction status codes. What is accepted but not settled is pending; a code that is not here is a refusal. */
export const TRANSACTION_STATUSES: Readonly<Record<string, ItemStatus>> = {
  ACSC: 'settled', ACCC: 'settled',
  RJCT: 'rejected',
  PDNG: 'pending', RCVD: 'pending', ACTC: 'pending', ACCP: 'pending', ACSP: 'pending', ACWC: 'pending', ACFC: 'pending', ACWP: 'pending',
};

/** Of a group or payment; `PART` is some of each. */
export const PARTLY = 'PART';

/** Entry status codes: whether the entry is booked. */
export const ENTRY_STATUSES: Readonly<Record<string, boolean>> = { BOOK: true, PDNG: false, INFO: false, FUTR: false };
