/** The page of errors and the program name the same codes, of the same kind, from the same files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { inChinese, SECTIONS } from '#refusals';
import { NOT_COMPUTED } from '#reports';
import { FAULT_CODES } from '#workbook';
import { programSources, quoted, tableRows } from './sources.js';

const FILE = 'docs/errors.md';
const SOURCES = programSources();

/** The ways in which the program makes a refusal with a code of its own. */
const MAKERS: readonly RegExp[] = [
  /new DomainError\(\s*'(?<code>[A-Z_]+)',\s*'(?<kind>\w+)'/g,
  // A class of its own, extending DomainError.
  /super\(\s*'(?<code>[A-Z_]+)',\s*'(?<kind>\w+)'/g,
  // The helper of libs/workbook/src/refusals.ts, whose kind is its name.
  /\b(?<kind>invalid)\(\s*'(?<code>[A-Z_]+)'/g,
];
/** Files in which a DomainError gets its code from a variable: the helper above, and an error handed on from a thread. */
const FROM_VARIABLE = ['apps/cli/src/commands/import.ts', 'apps/ledger/src/projections/rebuild-thread.ts', 'libs/workbook/src/refusals.ts'];

function refusalsInCode(): Map<string, { kind: string; files: Set<string> }> {
  const found = new Map<string, { kind: string; files: Set<string> }>();
  for (const { path, text } of SOURCES) {
    for (const { groups } of MAKERS.flatMap((maker) => [...text.matchAll(maker)])) {
      const { code, kind } = groups as { code: string; kind: string };
      const known = found.get(code) ?? { kind, files: new Set() };
      // One code is of one kind, wherever it is thrown.
      expect([code, kind]).toEqual([code, known.kind]);
      found.set(code, { kind, files: known.files.add(path) });
    }
  }
  return found;
}

/** `UPDATE_ERRORS=1 npm run jest -- test/docs/errors` writes kinds and files of the rows that are there; what to do is for a person to say. */
function withFiles(page: string): string {
  const found = refusalsInCode();
  return page.replace(/^\| `([A-Z_0-9]+)` \| \w+ \| (`libs|`apps).*? \|(?= )/gm, (row, code: string) => {
    const known = found.get(code);
    return known === undefined ? row : `| \`${code}\` | ${known.kind} | ${[...known.files].sort().map((file) => `\`${file}\``).join(', ')} |`;
  });
}

/** Likewise the last column, from `libs/refusals`. */
const withChinese = (page: string): string => page.replace(/^(\| `([A-Z_0-9]+)` \|.*\|) [^|]* \|$/gm, (row, cells: string, code: string) => (inChinese(code) === undefined ? row : `${cells} ${inChinese(code)} |`));

if (process.env['UPDATE_ERRORS'] !== undefined) writeFileSync(FILE, withChinese(withFiles(readFileSync(FILE, 'utf8'))));
const PAGE = readFileSync(FILE, 'utf8');

test('every refusal of the program is on the page, with its kind and its files', () => {
  const onPage = tableRows(PAGE, 'Refusals').map(([code, kind, files]) => ({ code: quoted(code as string)[0], kind, files: [...quoted(files as string)].sort() }));
  const inCode = [...refusalsInCode()].map(([code, { kind, files }]) => ({ code, kind, files: [...files].sort() }));
  const byCode = (a: { code?: string | undefined }, b: { code?: string | undefined }): number => ((a.code ?? '') < (b.code ?? '') ? -1 : 1);
  expect(onPage.sort(byCode)).toEqual(inCode.sort(byCode));
});

test('no refusal hides its code from this test', () => {
  const hidden = SOURCES.filter(({ text }) => /new DomainError\((?!\s*'[A-Z_]+')/.test(text)).map(({ path }) => path);
  expect(hidden).toEqual(FROM_VARIABLE);
});

test('every problem of the HTTP edge is on the page, with its status', () => {
  const inCode = new Set<string>();
  for (const { path, text } of SOURCES.filter((source) => source.path.startsWith('apps/ledger/'))) {
    for (const [, status, code] of text.matchAll(/(?:problem\(|: \[)(\d{3}), '([A-Z_]+)'/g)) inCode.add(`${code} ${status}`);
    // The table of what a bare status means.
    if (path.endsWith('/problem.ts')) for (const [, status, code] of text.matchAll(/^ {2}(\d{3}): \['([A-Z_]+)'/gm)) inCode.add(`${code} ${status}`);
  }
  const onPage = tableRows(PAGE, 'Only over HTTP').map(([code, status]) => `${quoted(code as string)[0]} ${status}`);
  expect(onPage.sort()).toEqual([...inCode].sort());
});

describe('in Chinese', () => {
  const onPage = ['Refusals', 'Only over HTTP'].flatMap((section) => tableRows(PAGE, section)).map((cells) => ({ code: quoted(cells[0] as string)[0] as string, said: cells.at(-1) }));

  test('every code has one text, in the order of the page, and the page has it', () => {
    expect(SECTIONS.flatMap((section) => Object.entries(section)).map(([code, said]) => ({ code, said }))).toEqual(onPage);
    expect(new Set(onPage.map(({ said }) => said)).size).toBe(onPage.length);
  });

  test.each(onPage.map(({ code, said = '' }) => [code, said]))('%s', (_code, said) => {
    // Whole sentences that say what to do, short enough for one look, without half-width stops.
    expect(said).toMatch(/^(?=.*请)[^,;!]{10,90}。$/u);
    // No prose of another language: what stands in Latin letters is a command, or a single word that is typed or read so.
    expect(said.replace(/taizhang( [a-z-]+)+/g, '')).not.toMatch(/[A-Za-z]{2,} [A-Za-z]{2,}/);
  });
});

test('the codes of rejected rows are those of the reader, in their order', () => {
  expect(tableRows(PAGE, 'Rejected rows').map(([code]) => quoted(code as string)[0])).toEqual(FAULT_CODES);
});

test('the reasons for which a case is not held against a value are on the page', () => {
  expect(tableRows(PAGE, 'Not computed').map(([code]) => quoted(code as string)[0])).toEqual(NOT_COMPUTED);
});
