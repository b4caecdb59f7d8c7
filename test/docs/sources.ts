/** Reads what the documentation tests compare pages with: the program's own sources, and tables of a page. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Sources of the program, without its tests and what serves only them. */
export function programSources(): readonly SourceFile[] {
  return ['apps', 'libs']
    .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path).replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/testing\/|\/double\/|\/contract(\/|\.ts$)/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Rows of all tables under a heading of level two, as cells; header rows and rulers are left out. */
export function tableRows(page: string, heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`no section "${heading}"`);
  const lines = section.split('\n');
  return lines
    .filter((line, index) => line.startsWith('|') && !/^\|[-|:]+\|$/.test(line) && !/^\|[-|:]+\|$/.test(lines[index + 1] ?? ''))
    .map((line) => line.slice(1, line.lastIndexOf('|')).split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

/** The texts between backticks. */
export const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, inner]) => inner as string);

/**
 * A page with the program's own tables in their places, from `<!-- name -->` to `<!-- end -->`: as it is, and as it should be.
 * Where the environment names `update`, it is written first.
 */
export function pageWithTables(file: string, tables: Readonly<Record<string, readonly string[]>>, update: string): { readonly is: string; readonly shouldBe: string } {
  const shouldBe = Object.entries(tables).reduce((text, [name, lines]) => {
    const parts = text.split(new RegExp(`(?<=<!-- ${name} -->\n)[\\s\\S]*?(?=<!-- end -->)`));
    if (parts.length !== 2) throw new Error(`${file} has no place for the table of ${name}`);
    return parts.join(`${lines.join('\n')}\n`);
  }, readFileSync(file, 'utf8'));
  if (process.env[update] !== undefined) writeFileSync(file, shouldBe);
  return { is: readFileSync(file, 'utf8'), shouldBe };
}
