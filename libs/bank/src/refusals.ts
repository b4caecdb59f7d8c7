/** The refusals of bank files. Messages name lines, never people, accounts or amounts. */
import { DomainError } from '#kernel';

/** Where in the file: `line 12`, `the head`, `TxInfAndSts 7`. */
export type Where = string;

const ASK = 'Nothing was applied; ask the bank for the file again.';
const ASK_WHAT = 'Nothing was applied; ask the bank';

export const wrongEncoding = (what: string, cause?: unknown): DomainError => new DomainError('BANK_ENCODING_WRONG', 'invalid', `The bank file is not encoded as agreed: ${what}. ${ASK}`, {}, { cause });
export const unsafeXml = (what: string): DomainError => new DomainError('BANK_XML_UNSAFE', 'invalid', `The bank file contains ${what}, which no message of a bank needs. ${ASK}`);
export const wrongFormat = (where: Where, what: string, cause?: unknown): DomainError => new DomainError('BANK_FORMAT_WRONG', 'invalid', `The bank file does not have the agreed form, ${where}: ${what}. ${ASK}`, { where }, { cause });
export const wrongValue = (where: Where, field: string, expected: string): DomainError => new DomainError('BANK_VALUE_INVALID', 'invalid', `The bank file has no valid ${field} in ${where}; expected ${expected}. ${ASK}`, { where, field });
export const tooLarge = (what: string, limit: number): DomainError => new DomainError('BANK_FILE_TOO_LARGE', 'limit', `The bank file has more than ${limit} ${what}. Nothing was applied; check that it is the right file, or send smaller batches.`, { limit });
export const truncated = (what: string): DomainError => new DomainError('BANK_FILE_TRUNCATED', 'invalid', `The bank file is cut off: ${what}. ${ASK}`);
export const trailingData = (): DomainError => new DomainError('BANK_TRAILING_DATA', 'invalid', `The bank file goes on after its end. ${ASK}`);
export const wrongCount = (what: string, stated: number, found: number): DomainError => new DomainError('BANK_COUNT_WRONG', 'invalid', `The bank file says ${stated} ${what}, there are ${found}. ${ASK}`, { stated, found });
export const wrongSum = (what: string): DomainError => new DomainError('BANK_SUM_WRONG', 'invalid', `The bank file states another sum of ${what} than it should. ${ASK}`);
export const wrongDigest = (): DomainError => new DomainError('BANK_DIGEST_WRONG', 'invalid', `The bank file does not match the digest in its last line; it was altered on the way. ${ASK}`);
export const incomplete = (missing: number): DomainError => new DomainError('BANK_RETURN_INCOMPLETE', 'invalid', `The return leaves out ${missing} items of the batch. Nothing was applied; ask the bank for the whole return, or take it as a partial one.`, { missing });
export const unknownStatus = (where: Where): DomainError => new DomainError('BANK_STATUS_UNKNOWN', 'invalid', `The bank file has a status in ${where} that the agreed list does not. Nothing was applied; ask the bank what it means and add it to the list.`, { where });
export const unknownItem = (where: Where): DomainError => new DomainError('BANK_ITEM_UNKNOWN', 'conflict', `The bank file names an item in ${where} that the batch does not have. ${ASK_WHAT} what it answers.`, { where });
export const repeatedItem = (where: Where): DomainError => new DomainError('BANK_ITEM_REPEATED', 'conflict', `The bank file names an item in ${where} that it named before. ${ASK_WHAT} which of the two holds.`, { where });
export const differentItem = (where: Where, field: string): DomainError => new DomainError('BANK_ITEM_DIFFERS', 'conflict', `The bank file gives an item in ${where} another ${field} than it was sent with. ${ASK_WHAT}; a file that was saved by a spreadsheet program may have lost leading zeros.`, { where, field });
export const otherBatch = (): DomainError => new DomainError('BANK_BATCH_OTHER', 'conflict', 'The bank file answers another batch than the one it was read for. Nothing was applied; choose the batch that it names.');
export const otherAccount = (): DomainError => new DomainError('BANK_ACCOUNT_OTHER', 'conflict', 'The statement is of another account than the one it was read for. Nothing was applied; choose the account that it names.');
export const wrongBalance = (): DomainError => new DomainError('BANK_BALANCE_WRONG', 'invalid', `The movements of the statement do not lead from its opening to its closing balance. ${ASK}`);
export const repeatedFile = (sha256: string): DomainError => new DomainError('BANK_FILE_REPEATED', 'conflict', 'This very file was taken before. Nothing was applied again; nothing needs to be done.', { sha256 });
export const changedFile = (): DomainError => new DomainError('BANK_FILE_CHANGED', 'conflict', 'The bank file was changed while it was read: it is not the one that was checked a moment ago. Nothing of what differs was applied. Find out who changes the file, and import the right one; answers that are recorded already are not recorded twice.');
export const wrongBatch = (what: string): DomainError => new DomainError('BANK_BATCH_WRONG', 'invalid', `The batch cannot be written: ${what}. No file was made; correct the batch, or choose another format.`);
export const unwritable = (line: number, field: string, why: string): DomainError => new DomainError('BANK_ITEM_UNWRITABLE', 'invalid', `The ${field} ${line === 0 ? 'of the batch' : `of item ${line}`} cannot be written: ${why}. No file was made; correct it, or choose another format.`, { line, field });
export const wrongLayout = (what: string): DomainError => new DomainError('BANK_LAYOUT_INVALID', 'invalid', `The layout of the bank's files cannot be used: ${what}. Correct bank-layouts.json in the data directory, or move it away, and start again.`);
