/**
 * JSON whose members stand in the order of their UTF-16 code units, without spaces, numbers and texts as ECMAScript writes them: the same value is always the same text.
 * As quick as `JSON.stringify`: objects of the same members, of which a ledger has millions, are put in order once, and most texts need no escapes.
 */
import type { Json } from './envelope.js';

/**
 * The canonical JSON of RFC 8785 (JCS).
 * @throws TypeError for what RFC 8785 refuses: half a surrogate pair, -0, a number that is not finite
 */
export const rfc8785 = (value: Json): string => written(value, STRICT);

/** The same of a value that is still to be checked: what RFC 8785 refuses is written as `JSON.stringify` writes it. */
export const sortedJson = (value: Json | undefined): string => written(value, AS_IT_COMES);

/** For digests: a member that is null is the same as none, so that a field that a later version adds, empty, changes no digest. */
export const canonicalJson = (value: Json | undefined): string => written(value, WITHOUT_NULLS);

interface Form {
  readonly strict: boolean;
  readonly nulls: boolean;
}
const STRICT: Form = { strict: true, nulls: true };
const AS_IT_COMES: Form = { strict: false, nulls: true };
const WITHOUT_NULLS: Form = { strict: false, nulls: false };

function written(value: Json | undefined, form: Form): string {
  if (typeof value === 'string') return text(value, form);
  if (typeof value === 'number') return number(value, form);
  if (value === null || value === undefined || typeof value !== 'object') return `${value ?? null}`;
  if (Array.isArray(value)) return `[${value.map((item: Json | undefined) => written(item, form)).join(',')}]`;
  const object = value as { readonly [key: string]: Json | undefined };
  const { sorted, names, wellFormed } = shapeOf(object);
  if (form.strict && !wellFormed) throw halfPair();
  let members = '';
  for (let n = 0; n < sorted.length; n += 1) {
    const member = object[sorted[n] as string];
    if (member === undefined || (member === null && !form.nulls)) continue;
    members += `${members === '' ? '' : ','}${names[n] as string}:${written(member, form)}`;
  }
  return `{${members}}`;
}

// -0 would be written as 0 (erratum 7920): no store holds it unless somebody wrote it there by hand.
function number(value: number, { strict }: Form): string {
  if (strict && (!Number.isFinite(value) || Object.is(value, -0))) throw new TypeError('RFC 8785 has no form for -0 and for numbers that are not finite');
  return JSON.stringify(value);
}

/** Nothing in it is escaped. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** Beyond it the test costs as much as what it spares. */
const SHORT = 100;

function text(value: string, { strict }: Form): string {
  if (value.length <= SHORT && PLAIN.test(value)) return `"${value}"`;
  if (strict && !value.isWellFormed()) throw halfPair();
  return JSON.stringify(value);
}

const halfPair = (): TypeError => new TypeError('RFC 8785 has no form for half a surrogate pair');

/** The members of an object: as they stand there, in order, and their names as they are written. */
interface Shape {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  readonly names: readonly string[];
  readonly wellFormed: boolean;
}
const SHAPES = new Map<string, Shape>();
/** Bounds of what is remembered: clients choose names of members too. */
const MOST_SHAPES = 5_000;
const LONGEST_SHAPE = 1_000;

function shapeOf(object: object): Shape {
  const keys = Object.keys(object);
  const id = keys.join();
  const known = SHAPES.get(id);
  if (known !== undefined && sameTexts(known.keys, keys)) return known;
  const sorted = [...keys].sort();
  const shape: Shape = { keys, sorted, names: sorted.map((key) => JSON.stringify(key)), wellFormed: keys.every((key) => key.isWellFormed()) };
  if (id.length <= LONGEST_SHAPE) {
    if (SHAPES.size >= MOST_SHAPES) SHAPES.clear();
    SHAPES.set(id, shape);
  }
  return shape;
}

/** A name may hold a comma itself, so that other members have the same id. */
function sameTexts(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let n = 0; n < some.length; n += 1) if (some[n] !== others[n]) return false;
  return true;
}
