/** The formats in which batches leave and answers come back: those of the house, and those an office's banks need, from `bank-layouts.json` in its data directory (docs/bank-files.md). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BankFormat, CSV_LAYOUT, delimitedFormat, formatsOf, iso20022Format, PIPE_LAYOUT, workbookFormat, XLSX_LAYOUT } from '#bank';
import { DomainError } from '#kernel';
import { readSheetTexts } from '#workbook';

const OF_THE_HOUSE: readonly BankFormat[] = [iso20022Format(), delimitedFormat(PIPE_LAYOUT), delimitedFormat(CSV_LAYOUT), workbookFormat(XLSX_LAYOUT, readSheetTexts)];
export const BANK_FORMAT_IDS: readonly string[] = OF_THE_HOUSE.map(({ id }) => id);
/** A layout takes about two thousand characters; there are at most fifty. */
const MAX_LAYOUTS_BYTES = 1_048_576;

export class BankFormats {
  private readonly formats: ReadonlyMap<string, BankFormat>;

  constructor(more: readonly BankFormat[] = []) {
    this.formats = new Map([...OF_THE_HOUSE, ...more].map((format) => [format.id, format]));
  }

  /** With those of the configuration file, where there is one. @throws DomainError `BANK_LAYOUT_INVALID` */
  static in(dataDir: string): BankFormats {
    const text = textIn(join(dataDir, 'bank-layouts.json'));
    return text === undefined ? new BankFormats() : new BankFormats(formatsOf(jsonOf(text), readSheetTexts, BANK_FORMAT_IDS));
  }

  /** @throws DomainError `BANK_FORMAT_UNKNOWN` */
  of(id: string): BankFormat {
    const format = this.formats.get(id);
    if (format === undefined) throw new DomainError('BANK_FORMAT_UNKNOWN', 'invalid', `There is no format ${id.slice(0, 40)} of a bank. There are ${[...this.formats.keys()].join(', ')}.`, { field: 'format' });
    return format;
  }
}

function textIn(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > MAX_LAYOUTS_BYTES) throw unreadable(`it has more than ${MAX_LAYOUTS_BYTES} bytes`);
    return bytes.toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error instanceof DomainError ? error : unreadable('it cannot be read', error);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable('it is no JSON', error);
  }
}

const unreadable = (what: string, cause?: unknown): DomainError => new DomainError('BANK_LAYOUT_INVALID', 'invalid', `The layouts of banks in bank-layouts.json are not taken: ${what}. Correct the file in the data directory, or take it away, and start again.`, {}, { cause });
