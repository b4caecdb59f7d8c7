/** Reads a CSV with a header line (RFC 4180): rows as objects of texts. A row with nothing in it is none. */
import { DomainError } from '#kernel';

/** @throws DomainError `INPUT_MALFORMED` */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...lines] = cellsOf(text.replace(/^\uFEFF/, ''));
  if (header === undefined || new Set(header).size < header.length) throw malformed('The first line does not name every column once');
  return lines.filter((cells) => cells.some((cell) => cell.trim() !== '')).map((cells) => {
    if (cells.length > header.length) throw malformed('A line has more cells than the first line names');
    return Object.fromEntries(header.map((name, at) => [name.trim(), cells[at] ?? '']));
  });
}

function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted, ended]: [string[], string, boolean, boolean] = [[], '', false, true];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[at += 1];
      else quoted = false;
      continue;
    }
    ended = false;
    if (character === '"' && cell === '') quoted = true;
    else if (character === ',') [row, cell] = [[...row, cell], ''];
    else if (character === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      [row, cell, ended] = [[], '', true];
    } else cell += character;
  }
  if (quoted) throw malformed('A quotation mark is not closed');
  return ended ? rows : [...rows, [...row, cell]];
}

const malformed = (what: string): DomainError => new DomainError('INPUT_MALFORMED', 'invalid', `The file is no CSV: ${what}. Correct it; nothing was recorded.`);
