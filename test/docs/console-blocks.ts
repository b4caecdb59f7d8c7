/** Finds the console snippets of a Markdown page and compares what they promise with what a command printed. */

export interface Snippet {
  /** Line of the page the command stands on, from 1. */
  readonly line: number;
  /** Without the `$ `. */
  readonly command: string;
  /** Lines the page shows below the command; none where it shows no output. */
  readonly expected: readonly string[];
}

/** Commands of all ```console blocks, in order. A line `$ …` is a command, the lines up to the next one are its output. */
export function snippetsOf(markdown: string): readonly Snippet[] {
  const snippets: { line: number; command: string; expected: string[] }[] = [];
  let inside = false;
  markdown.split('\n').forEach((text, index) => {
    if (text.startsWith('```')) {
      inside = !inside && text.trim() === '```console';
      return;
    }
    if (!inside) return;
    if (text.startsWith('$ ')) snippets.push({ line: index + 1, command: text.slice(2).trim(), expected: [] });
    else if (snippets.length > 0) snippets.at(-1)?.expected.push(text);
    else throw new Error(`line ${index + 1} is output without a command`);
  });
  return snippets;
}

/** A line of its own that stands for any number of lines, also none. */
const ELISION = '…';

/** Whether the lines a page shows are the lines printed; undefined if they are, else the first line that is not there. */
export function mismatch(expected: readonly string[], actual: readonly string[]): string | undefined {
  let at = 0;
  for (let n = 0; n < expected.length; n += 1) {
    const line = expected[n] as string;
    if (line !== ELISION) {
      if (actual[at] !== line) return line;
      at += 1;
      continue;
    }
    const next = expected[n + 1];
    if (next === undefined) return undefined;
    while (at < actual.length && actual[at] !== next) at += 1;
  }
  return at === actual.length ? undefined : `the end, before "${actual[at]}"`;
}

/** Words of a command line as a shell would split them: single and double quotes, no expansion. */
export function wordsOf(command: string): readonly string[] {
  if (/[|;&<>`\\]/.test(command.replace(/'[^']*'|"[^"]*"/g, ''))) throw new Error(`too much shell for this test: ${command}`);
  return (command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''));
}
