/** Canonical JSON of RFC 8785 (JCS): the same value is always the same bytes. Unlike `canonicalJson` of the kernel it keeps members that are null. */
import type { Json } from '#kernel';

/**
 * Keys in the order of their UTF-16 code units, no spaces, numbers and texts as ECMAScript writes them.
 * @throws TypeError for what RFC 8785 refuses: half a surrogate pair, -0, a number that is not finite
 */
export function rfc8785(value: Json): string {
  if (typeof value === 'string') return text(value);
  // -0 would be written as 0 (erratum 7920): no store holds it unless somebody wrote it there by hand.
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) throw new TypeError('RFC 8785 has no form for -0 and for numbers that are not finite');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => rfc8785(item)).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  let members = '';
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member !== undefined) members += `${members === '' ? '' : ','}${name(key)}:${rfc8785(member)}`;
  }
  return `{${members}}`;
}

/** Names of members as they are written: there are few, and each event has dozens of them. */
const NAMES = new Map<string, string>();
const MOST_NAMES = 10_000;

function name(key: string): string {
  let written = NAMES.get(key);
  if (written === undefined) {
    if (NAMES.size >= MOST_NAMES) NAMES.clear();
    NAMES.set(key, written = text(key));
  }
  return written;
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('RFC 8785 has no form for half a surrogate pair');
  return JSON.stringify(value);
}
