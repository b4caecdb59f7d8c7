/** Reads a list of published values, as an office writes it down in YAML or JSON. The shape only: whether a value can be published is the ledger's to say, one by one. */
import type { StandardEntry } from '#application';
import { DomainError } from '#kernel';
import { nameOf, parseTexts } from './input.js';

const REQUIRED = ['key', 'division', 'value', 'from'] as const satisfies readonly (keyof StandardEntry)[];
const OPTIONAL = ['unit', 'to', 'basis'] as const satisfies readonly (keyof StandardEntry)[];
const FIELDS: readonly string[] = [...REQUIRED, ...OPTIONAL];
/** How "nothing" is written where a field is left in: empty, and JSON's and YAML's own words for it. */
const NOTHING = new Set(['', '~', 'null']);

/** @throws DomainError `INPUT_MALFORMED` `STANDARDS_MALFORMED`: then nothing of the file is taken */
export function readStandards(file: string, text: string): readonly StandardEntry[] {
  const list = parseTexts(file, text);
  if (!Array.isArray(list) || list.length === 0) throw refusal(file, `does not hold a list of published values. Write a list whose items have ${REQUIRED.join(', ')}`);
  return list.map((item: unknown, index) => entryOf(file, item, index + 1));
}

function entryOf(file: string, item: unknown, n: number): StandardEntry {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) throw refusal(file, `has no fields in entry ${n}. Write ${REQUIRED.join(', ')} there`);
  const entry = new Map(Object.entries(item as Readonly<Record<string, unknown>>));
  for (const [name, value] of entry) {
    // What is not known is not repeated either: it may be anything.
    if (!FIELDS.includes(name)) throw refusal(file, `has a field in entry ${n} that is not known. Known are ${FIELDS.join(', ')}`);
    if (typeof value !== 'string') throw refusal(file, `has something other than a text or number as ${name} of entry ${n}. Write the items of a list in one text, parted by 、`);
  }
  const given = (name: (typeof FIELDS)[number]): string | undefined => {
    const text = (entry.get(name) as string | undefined)?.trim();
    return text === undefined || NOTHING.has(text) ? undefined : text;
  };
  const needed = (name: (typeof REQUIRED)[number]): string => {
    const text = given(name);
    if (text === undefined) throw refusal(file, `lacks ${name} in entry ${n}. Every published value needs ${REQUIRED.join(', ')}`);
    return text;
  };
  return { key: needed('key'), division: needed('division'), value: needed('value'), from: needed('from'), unit: given('unit'), to: given('to'), basis: given('basis') };
}

const refusal = (file: string, what: string): DomainError => new DomainError('STANDARDS_MALFORMED', 'invalid', `${nameOf(file)} ${what}; nothing was recorded.`);
