/** The formats in which batches leave and answers come back. A real bank's own layout is one more entry. */
import { type BankFormat, CSV_LAYOUT, delimitedFormat, iso20022Format, PIPE_LAYOUT, workbookFormat } from '#bank';
import { DomainError } from '#kernel';

const FORMATS: ReadonlyMap<string, BankFormat> = new Map([iso20022Format(), delimitedFormat(PIPE_LAYOUT), delimitedFormat(CSV_LAYOUT), workbookFormat].map((format) => [format.id, format]));
export const BANK_FORMAT_IDS: readonly string[] = [...FORMATS.keys()];

/** @throws DomainError `BANK_FORMAT_UNKNOWN` */
export function bankFormat(id: string): BankFormat {
  const format = FORMATS.get(id);
  if (format === undefined) throw new DomainError('BANK_FORMAT_UNKNOWN', 'invalid', `There is no format ${id.slice(0, 40)} of a bank. There are ${BANK_FORMAT_IDS.join(', ')}.`, { field: 'format' });
  return format;
}
