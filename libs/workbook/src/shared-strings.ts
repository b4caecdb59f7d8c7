/** The table of texts that cells refer to by number. */
import { type Cell, EMPTY } from './cell.js';
import { ownCopy, TextGatherer } from './cell-text.js';
import type { WorkbookLimits } from './limits.js';
import { tooLarge } from './refusals.js';
import { readXml } from './xml-events.js';
import type { Package } from './zip-parts.js';

/**
 * One cell per text, shared by all cells that refer to it. Rich text is flattened; phonetic guides are left out.
 * @throws DomainError `CELL_TOO_LONG`, `WORKBOOK_TOO_LARGE`, `WORKBOOK_DAMAGED`
 */
export async function readSharedStrings(pack: Package, part: string, limits: WorkbookLimits): Promise<Cell[]> {
  const cells: Cell[] = [];
  const text = new TextGatherer('the table of texts (sharedStrings)', limits.cellChars);
  let chars = 0;
  let inText = false;
  let inPhonetic = false;
  await readXml(part, pack.read(part), {
    open: (name) => {
      if (name === 'rPh') inPhonetic = true;
      else if (name === 't') inText = !inPhonetic;
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 'si') {
        const value = text.take();
        cells.push(value === '' ? EMPTY : { kind: 'text', text: ownCopy(value) });
        chars += value.length;
        if (chars > limits.sharedChars) throw tooLarge(`its distinct texts have more than ${limits.sharedChars} characters`, limits.sharedChars);
        if (cells.length > limits.sharedStrings) throw tooLarge(`it has more than ${limits.sharedStrings} distinct texts`, limits.sharedStrings);
      }
    },
    text: (piece) => {
      if (inText) text.add(piece);
    },
  });
  return cells;
}
