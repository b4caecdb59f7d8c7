/** The number of a payment as banks can carry it. */
import { sha256Hex } from '#kernel';

export const ITEM_NO = /^[0-9A-Za-z\-/.:]{1,35}$/;

/**
 * The house's item number where a bank can carry it; else, where it is long or has other characters, 34 characters made from its SHA-256.
 * The same number always gives the same one; who sends it keeps both, to find the item again.
 */
export const bankItemNo = (itemNo: string): string => (ITEM_NO.test(itemNo) ? itemNo : `X-${sha256Hex(itemNo).slice(0, 32)}`);
