/** The catalogue of what may leave the house against docs/events.md: every event and every field has a disposition, and no other. */
import { readFileSync } from 'node:fs';
import { CATALOGUE, CONTEXTS, contextOf, ENVELOPE_PUBLISHED, ENVELOPE_WITHHELD } from '#messaging';
import { CODECS } from '#reports';
import { quoted, tableRows } from './sources.js';

const PAGE = readFileSync('docs/events.md', 'utf8');
const fieldsOf = (cell: string): readonly string[] => quoted(cell).map((text) => text.replace('?', ''));

test('every category of streams belongs to one context, and no other does', () => {
  const catalogued = CONTEXTS.flatMap((context) => Object.keys(CATALOGUE[context]));
  expect(catalogued.length).toBe(new Set(catalogued).size);
  expect([...catalogued].sort()).toEqual([...CODECS.keys()].sort());
});

const DOCUMENTED = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, title]) => title as string).filter((title) => title !== 'Envelope');
test.each(DOCUMENTED)('%s: every event and field is published or withheld, and never both', (category) => {
  const context = contextOf(category);
  const catalogued = context === undefined ? {} : (CATALOGUE[context][category] ?? {});
  const told = Object.fromEntries(Object.entries(catalogued).map(([type, { publish, withhold }]) => [type, [...Object.keys(publish), ...Object.keys(withhold)].sort()]));
  const documented = Object.fromEntries(tableRows(PAGE, category).map(([type, , fields]) => [quoted(type as string)[0] as string, [...fieldsOf(fields as string)].sort()]));
  expect(told).toEqual(documented);
});

test('so does every field of the envelope', () => {
  const documented = tableRows(PAGE, 'Envelope').flatMap(([name]) => fieldsOf(name as string));
  expect([...Object.keys(ENVELOPE_PUBLISHED), ...Object.keys(ENVELOPE_WITHHELD)].sort()).toEqual([...documented].sort());
});
