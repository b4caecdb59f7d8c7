/** Texts made comparable: Unicode NFKC, every kind of space trimmed or removed. */

/**
 * Everything that looks like nothing: Unicode spaces, line breaks, U+200B-U+200F and other marks that pasting from web pages and
 * messengers leaves behind, the byte order mark.
 */
const SPACE = /[\s\u0085\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]/;
const SPACES = new RegExp(SPACE.source, 'g');
const PLAIN = /^[\x21-\x7e]*$/;

const isSpace = (text: string, index: number): boolean => SPACE.test(text[index] as string);

/** Trimmed at both ends; a loop, because a regular expression takes quadratic time on a long run of spaces. */
function trimSpaces(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(text, from)) from += 1;
  while (to > from && isSpace(text, to - 1)) to -= 1;
  return text.slice(from, to);
}

/** NFKC (full-width digits and letters become plain ones), then trimmed. */
export const cleanText = (text: string): string => (PLAIN.test(text) ? text : trimSpaces(text.normalize('NFKC')));

/** NFKC with every space removed, also inside; composed once more, since a removed mark may have kept two characters apart. */
export const compactText = (text: string): string =>
  (PLAIN.test(text) ? text : text.normalize('NFKC').replace(SPACES, '').normalize('NFKC'));

/** True for a text of nothing but spaces; stops at the first mark. */
export function isSpaces(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (!isSpace(text, index)) return false;
  }
  return true;
}
