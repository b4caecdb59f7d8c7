/** Why a whole file is refused: one constructor per reason, so that codes and advice are found in one place. */
import { DomainError } from '#kernel';
import type { SheetName } from './types.js';

const RESAVE = 'Open it in Excel or WPS, save it again as "Excel 工作簿 (*.xlsx)", and import that file.';
const invalid = (code: string, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown): DomainError =>
  new DomainError(code, 'invalid', message, details, cause === undefined ? undefined : { cause });

export const notXlsx = (found: string): DomainError =>
  invalid('WORKBOOK_NOT_XLSX', `The file is no .xlsx workbook: ${found}. ${RESAVE}`);

export const oldXls = (): DomainError => new DomainError('WORKBOOK_OLD_XLS', 'unsupported',
  `The file is in the old binary format of Excel 97-2003 (.xls), which is not read. ${RESAVE}`);

export const encrypted = (): DomainError => new DomainError('WORKBOOK_ENCRYPTED', 'unsupported',
  'The workbook is protected by a password and cannot be read. Remove the password (文件 → 信息 → 保护工作簿 → 用密码进行加密), save, and import it again.');

export const damaged = (what: string, cause?: unknown): DomainError =>
  invalid('WORKBOOK_DAMAGED', `The workbook is damaged: ${what}. Copy it again from its source, or: ${RESAVE}`, {}, cause);

export const unsafe = (what: string): DomainError =>
  invalid('WORKBOOK_UNSAFE', `The workbook holds ${what}, which no spreadsheet program writes, and is refused. Find out where it comes from. ${RESAVE}`);

/** `limit` carries the bound in `details`, `what` says it in words. */
export const tooLarge = (what: string, limit: number): DomainError => new DomainError('WORKBOOK_TOO_LARGE', 'limit',
  `The workbook is too large: ${what}. Split it, for example one file per town, remove pictures and unused sheets, and import the parts.`, { limit });

export const cellTooLong = (where: string, limit: number): DomainError => new DomainError('CELL_TOO_LONG', 'limit',
  `A cell in ${where} holds more than ${limit} characters, more than Excel allows. Shorten it and import the file again.`, { limit });

export const rowsTooMany = (sheet: string, limit: number): DomainError => new DomainError('ROWS_TOO_MANY', 'limit',
  `Sheet ${sheet} has more than ${limit} data rows, the most that is taken at a time. Split the sheet over several files, for example by town or quarter, and import them one after the other.`, { sheet, limit });

export const columnsTooMany = (sheet: string, limit: number): DomainError => new DomainError('COLUMNS_TOO_MANY', 'limit',
  `Sheet ${sheet} has a filled cell beyond column ${limit}. Delete what stands there by mistake and import the file again.`, { sheet, limit });

export const sheetTwice = (sheet: string): DomainError => invalid('SHEET_TWICE',
  `The workbook has two sheets named ${sheet}, spaces aside; which one counts cannot be told. Rename or delete one and import the file again.`, { sheet });

export const sheetMissing = (sheet: string): DomainError => invalid('SHEET_MISSING',
  `The workbook has no sheet ${sheet}, so its division, year and policy are unknown. Add it with 行政区划代码, 年度, 截止日期 and 政策文件.`, { sheet });

export const sheetNotThere = (sheet: string): DomainError => invalid('SHEET_MISSING',
  sheet === '' ? 'The workbook has no sheet. Ask for the file again.' : `The workbook has no sheet ${sheet}. Check whether it is the right file, and whether the sheet was renamed.`, { sheet });

export const infoInvalid = (name: string, why: string): DomainError => invalid('INFO_INVALID',
  `In sheet 说明, ${name} ${why}. Correct it and import the file again.`, { sheet: '说明', column: name });

export const headerMissing = (sheet: SheetName): DomainError => invalid('HEADER_MISSING',
  `Sheet ${sheet} has filled cells but no header row within its first five rows, so its columns are unknown. Put the column names of the template into one of rows 1 to 5.`, { sheet });

export const columnMissing = (sheet: SheetName, columns: readonly string[]): DomainError => invalid('COLUMN_MISSING',
  `Sheet ${sheet} has rows but lacks the required column${columns.length > 1 ? 's' : ''} ${columns.join('、')}. Add ${columns.length > 1 ? 'them' : 'it'} with the names of the template and import the file again.`, { sheet, columns });

export const columnTwice = (sheet: SheetName, column: string): DomainError => invalid('COLUMN_TWICE',
  `Sheet ${sheet} has the column ${column} twice; which one counts cannot be told. Rename or delete one and import the file again.`, { sheet, column });

export const fileUnreadable = (why: string, cause?: unknown): DomainError => new DomainError('FILE_UNREADABLE', 'notFound',
  `The file cannot be read: ${why}. Check the path and the permissions.`, {}, cause === undefined ? undefined : { cause });
