/** Texts as they stand in the XML of cells: escapes undone, length bounded, kept apart from the chunk they were cut from. */
import { cellTooLong } from './refusals.js';

/**
 * `_x000D_` stands for a character XML cannot hold; `_x005F_` protects a literal of that form.
 * NUL is left out and half a surrogate pair becomes U+FFFD: neither is text, and a ledger refuses both.
 */
export const unescapeText = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))).replaceAll('\0', '').toWellFormed() : text;

/**
 * A copy of its own. V8 cuts strings of 13 characters and more as views: kept as they are, a few texts would hold whole
 * chunks of the file in memory.
 */
export function ownCopy(text: string): string {
  if (text.length < 13) return text;
  const encoding = WIDE.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}

/** Texts without these take one byte a character. */
const WIDE = /[\u0100-\uffff]/;

/** Gathers the text of one cell or shared string from its runs. */
export class TextGatherer {
  #text = '';

  constructor(private readonly where: string, private readonly limit: number) {}

  add(text: string): void {
    this.#text = this.#text === '' ? text : this.#text + text;
    // An escape takes seven characters for one; only the finished text is held against the exact bound.
    if (this.#text.length > this.limit * 7) throw cellTooLong(this.where, this.limit);
  }

  /** The finished text; the gatherer is empty again. @throws DomainError `CELL_TOO_LONG` */
  take(): string {
    const text = unescapeText(this.#text);
    this.#text = '';
    if (text.length > this.limit) throw cellTooLong(this.where, this.limit);
    return text;
  }
}
