/** What the maintainers' pages say of the code and of each other: limits, imports between libs, links, paths. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CODECS } from '#reports';
import { quoted, tableRows } from './sources.js';

const PAGE = readFileSync('docs/architecture.md', 'utf8');

/** The number a constant or a member of an object literal is given, also as a product. */
function numberIn(file: string, name: string): number {
  const source = readFileSync(file, 'utf8');
  const constants: Readonly<Record<string, number>> = { MIB: 1024 * 1024 };
  const given = [...source.matchAll(new RegExp(`\\b${name}\\b(?: =|:) ([\\d_A-Z* ]+?)[,;\\s]*(?:[,;}\\n])`, 'g'))].map(([, value]) => value as string);
  if (given.length !== 1) throw new Error(`${file} gives ${name} ${given.length} times`);
  return (given[0] as string).split('*').map((factor) => constants[factor.trim()] ?? Number(factor.trim().replaceAll('_', ''))).reduce((product, factor) => product * factor, 1);
}

test.each(tableRows(PAGE, 'Limits').map(([what, number, where]) => [what as string, number as string, where as string] as const))('limit: %s', (_what, number, where) => {
  const [file, name] = quoted(where) as [string, string];
  expect(numberIn(file, name).toLocaleString('en')).toBe(number);
});

test('the house is the one the dependency check holds', () => {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: readonly { readonly name: string }[] };
  const held = forbidden.map(({ name }) => name).filter((name) => name.includes('-imports-only-'));
  const told = tableRows(PAGE, 'The house').map(([lib, allowed]) => ({ lib: quoted(lib as string)[0] as string, allowed: [...quoted(allowed as string)] }));
  // The check names a rule after the lib and what it may import, in its own order.
  const sorted = (text: string): string => text.split('-').sort().join('-');
  expect(told.map(({ lib, allowed }) => sorted(`${lib}-imports-only-${allowed.join('-') || 'itself'}`)).sort()).toEqual(held.map((name) => sorted(name)).sort());
  expect(told.map(({ lib }) => lib).sort()).toEqual(readdirSync('libs').sort());
});

test('the streams are those of the program', () => {
  const categories = tableRows(PAGE, 'Streams, ids and idempotency').map(([stream]) => quoted(stream as string)[0]?.split('-')).filter((parts) => parts !== undefined && parts.length > 1).map((parts) => parts?.[0]);
  expect(categories.sort()).toEqual([...CODECS.keys()].sort());
});

const pages = ['README.md', 'CHANGELOG.md', ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md') && file !== 'performance.md').map((file) => join('docs', file))];
const anchorOf = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, '').replaceAll(' ', '-');

test.each(pages)('%s links to what is there', (page) => {
  const text = readFileSync(page, 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string).filter((link) => !/^https?:/.test(link));
  for (const link of links) {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    expect([link, existsSync(target)]).toEqual([link, true]);
    if (anchor === undefined) continue;
    const line = /^L(\d+)$/.exec(anchor)?.[1];
    if (line !== undefined) {
      expect(readFileSync(target, 'utf8').split('\n').length).toBeGreaterThanOrEqual(Number(line));
      continue;
    }
    const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading as string));
    expect(headings).toContain(anchor);
  }
});

test.each(pages)('%s names files that exist', (page) => {
  const files = quoted(readFileSync(page, 'utf8').replace(/```[\s\S]*?```/g, '')).map((text) => text.split(/[ :]/)[0] as string).filter((text) => /^(?:apps|libs|test|docs)\/[\w./-]+$/.test(text));
  for (const file of files) expect([file, existsSync(file)]).toEqual([file, true]);
});
