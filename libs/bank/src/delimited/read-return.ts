/** The return of a bank that answers with delimited text. */
import { DomainError } from '#kernel';
import { wrongEncoding } from '../refusals.js';
import { type ReturnRow, readReturnRows } from '../return-rows.js';
import { BankSource } from '../source.js';
import { decoderOf, UTF8_BOM, Utf8Suspicion } from '../text.js';
import type { ReturnItem, ReturnOptions, ReturnTotals } from '../types.js';
import { cellsOf } from './cells.js';
import type { DelimitedLayout } from './layout.js';
import { type FileRecord, recordsOf } from './records.js';

/** @throws DomainError `BANK_…` */
export async function* readDelimited(layout: DelimitedLayout, input: AsyncIterable<Buffer>, options: ReturnOptions): AsyncGenerator<ReturnItem, ReturnTotals, undefined> {
  const read = lineReader(layout);
  const source = new BankSource(input, options);
  try {
    return yield* readReturnRows(layout, { rows: rowsOf(layout, read, source), padded: false, finish: () => { read.finish(); } }, source, options);
  } catch (error) {
    // The wrong encoding shows itself as whatever it breaks first.
    if (error instanceof DomainError && error.kind !== 'limit') read.finish();
    throw error;
  }
}

async function* rowsOf({ quoting }: DelimitedLayout, read: LineReader, source: BankSource): AsyncGenerator<ReturnRow, void, undefined> {
  for await (const record of recordsOf(source, quoting)) {
    const where = `line ${record.line}`;
    yield { where, cells: read(record, where), ended: record.ended, blank: record.bytes.length === 0, raw: record.raw };
  }
}

interface LineReader {
  (record: FileRecord, where: string): readonly string[];
  /** @throws DomainError `BANK_ENCODING_WRONG` */
  finish(): void;
}

function lineReader({ encoding, separator, quoting }: DelimitedLayout): LineReader {
  const decode = decoderOf(encoding);
  const suspicion = encoding === 'gb18030' ? new Utf8Suspicion() : undefined;
  const read = ({ line, bytes: all }: FileRecord, where: string): readonly string[] => {
    const marked = line === 1 && all.subarray(0, 3).equals(UTF8_BOM);
    if (marked && encoding === 'gb18030') throw wrongEncoding('it begins with the mark of UTF-8 and should be gb18030');
    const bytes = marked ? all.subarray(3) : all;
    suspicion?.add(bytes);
    return cellsOf(decode(bytes, where), separator, quoting, where);
  };
  return Object.assign(read, { finish: () => { if (suspicion?.holds === true) throw wrongEncoding('it is utf-8 and should be gb18030'); } });
}
