/**
 * The lines of a file as bytes, before any of them is decoded: in GB 18030 a line feed and a quote are never a part of another
 * character, a separator can be. Memory is one line.
 */
import type { BankSource } from '../source.js';
import { tooLarge, truncated } from '../refusals.js';

export interface FileRecord {
  /** 1.. */
  readonly line: number;
  /** With its line end, as it came. */
  readonly raw: Buffer;
  /** Without. */
  readonly bytes: Buffer;
  /** Whether its line end was there. */
  readonly ended: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;

/** @throws DomainError `BANK_FILE_TOO_LARGE`, `BANK_FILE_TRUNCATED` */
export async function* recordsOf(source: BankSource, quoting: 'csv' | 'none'): AsyncGenerator<FileRecord, void, undefined> {
  let held: Buffer = Buffer.alloc(0);
  let line = 0;
  let quoted = false;
  const record = (raw: Buffer): FileRecord => {
    line += 1;
    const ended = raw.at(-1) === LF;
    const end = raw.length - (ended ? (raw.at(-2) === CR ? 2 : 1) : 0);
    return { line, raw, bytes: raw.subarray(0, end), ended };
  };
  for await (const piece of source.pieces()) {
    let scanned = held.length;
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(LF, scanned);
      if (quoting === 'csv') quoted = (quotesIn(bytes, scanned, end < 0 ? bytes.length : end) % 2 === 1) !== quoted;
      if (end < 0) break;
      scanned = end + 1;
      if (quoted) continue;
      yield record(bytes.subarray(from, end + 1));
      from = end + 1;
    }
    held = bytes.subarray(from);
    if (held.length > source.limits.recordBytes) throw tooLarge('bytes in a line', source.limits.recordBytes);
  }
  if (quoted) throw truncated('a quote has no end');
  if (held.length > 0) yield record(held);
}

function quotesIn(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(QUOTE, from); at >= 0 && at < to; at = bytes.indexOf(QUOTE, at + 1)) count += 1;
  return count;
}
