/** Texts and their bytes. Decoding is strict: a byte that is not of the encoding is a refusal, never a replacement character. */
import { gb18030Of } from './gb18030.js';
import { MAX_BANK_TEXT } from './limits.js';
import { wrongEncoding } from './refusals.js';

export type Encoding = 'gb18030' | 'utf-8' | 'utf-8-bom';
export const ENCODINGS: readonly Encoding[] = ['gb18030', 'utf-8', 'utf-8-bom'];

export const UTF8_BOM = Buffer.from('efbbbf', 'hex');

/** `undefined` where the encoding has no bytes for a character. */
export function bytesOf(text: string, encoding: Encoding): Buffer | undefined {
  if (encoding === 'gb18030') return gb18030Of(text);
  return text.isWellFormed() ? Buffer.from(text) : undefined;
}

/** @throws DomainError `BANK_ENCODING_WRONG` */
export function decoderOf(encoding: Encoding): (bytes: Buffer, where: string) => string {
  const name = encoding === 'gb18030' ? 'gb18030' : 'utf-8';
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  return (bytes, where) => {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      throw wrongEncoding(`${where} is not ${name}`, error);
    }
  };
}

 
const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text);

/**
 * Whether bytes are UTF-8 that was taken for GB 18030: most UTF-8 of Chinese texts also is GB 18030, of other characters.
 * Valid UTF-8 with a Chinese character of three bytes and nothing of two is never a chance of whole words in GB 18030.
 */
export class Utf8Suspicion {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #possible = true;
  #seen = false;

  add(bytes: Buffer): void {
    if (!this.#possible) return;
    try {
      const text = this.#decoder.decode(bytes);
      if (isAscii(text)) return;
      this.#seen ||= /\p{Script=Han}/u.test(text);
      this.#possible = !/[\u0080-\u07ff]/.test(text);
    } catch {
      this.#possible = false;
    }
  }

  get holds(): boolean {
    return this.#possible && this.#seen;
  }
}

/** Characters of a field as people and schemas count them. */
export const lengthOf = (text: string): number => (text.length <= MAX_BANK_TEXT ? text.length : [...text].length);

/** What no field may hold: control characters other than a tab and line breaks, half a surrogate pair, and what XML has no place for. */
 
export const hasControls = (text: string): boolean => /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/.test(text) || !text.isWellFormed();
