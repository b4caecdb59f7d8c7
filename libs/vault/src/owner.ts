/** Whose the data of an event are, as far as the event itself tells: the ledger tells the rest (`owners.ts`). */
import type { JsonObject } from '#kernel';
import { OFFICE } from './field-classes.js';

/**
 * `citizen`: by citizen number, which all counties share, and the person's stream where it is known.
 * `stream`: whom that stream is about. `own`: the stream itself, which is about nobody the ledger has a file of.
 */
export type Owner =
  | { readonly citizen: string; readonly stream?: string | undefined }
  | { readonly stream: string }
  | { readonly own: string };

/** Where an event stands. */
export interface Place {
  readonly streamId: string;
  /** The text before the first dash of the stream's id. */
  readonly category: string;
  /** The county that keeps the book. */
  readonly county: string;
}

const text = (data: JsonObject, field: string): string | undefined => {
  const value = data[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const streamOf = (category: string, number: string | undefined, { county }: Place): { readonly stream: string } | undefined => (number === undefined ? undefined : { stream: `${category}-${number}@${county}` });

/** Categories of lists: a line is about the person of its case, the list itself about nobody. */
const LISTS: ReadonlySet<string> = new Set(['payList', 'payPart', 'payCase']);

/** Whom an event is about; undefined where it is about no person. */
export function principalOf(place: Place, data: JsonObject): Owner | undefined {
  const { category, streamId } = place;
  if (Object.hasOwn(OFFICE, category)) return undefined;
  switch (category) {
    case 'person': {
      const idNo = text(data, 'idNo');
      return idNo === undefined ? { stream: streamId } : { citizen: idNo, stream: streamId };
    }
    case 'household':
    case 'payee':
      return streamOf('person', text(data, 'personId') ?? text(data, 'headId'), place) ?? { stream: streamId };
    case 'case':
      return streamOf('person', text(data, 'personId') ?? text(data, 'beneficiaryId'), place) ?? { stream: streamId };
    case 'finding': {
      const idNo = text(data, 'idNo');
      return idNo === undefined ? { stream: streamId } : { citizen: idNo };
    }
    case 'complaint':
      return { stream: streamId };
    case 'viewing':
      // Who looked at what, and why, is told as long as the ledger is: also of somebody who is erased.
      return { own: 'viewing' };
    case 'import':
    case 'match':
      return ownerOfCells(data['cells'] as JsonObject | undefined, place) ?? { own: streamId };
    default:
      return streamOf('case', text(data, 'caseId'), place) ?? (LISTS.has(category) ? undefined : { own: streamId });
  }
}

/** Whom a part of an event is about. */
export function ownerWithin(object: JsonObject, place: Place, outer: Owner): Owner {
  return streamOf('person', text(object, 'personId'), place) ?? outer;
}

/** Whom a stream is about, as far as one of its events names it: an event of a stream that has been written, or is about to be. */
export function namedBy(place: Place, data: JsonObject): Owner | undefined {
  switch (place.category) {
    case 'person': {
      const idNo = text(data, 'idNo');
      return idNo === undefined ? undefined : { citizen: idNo, stream: place.streamId };
    }
    case 'household':
    case 'payee':
      return streamOf('person', text(data, 'headId'), place);
    case 'case':
      return streamOf('person', text(data, 'beneficiaryId') ?? text(data, 'personId'), place) ?? streamOf('household', text(data, 'householdId'), place);
    case 'finding': {
      const idNo = text(data, 'idNo');
      return idNo === undefined ? streamOf('case', text(data, 'caseId'), place) : { citizen: idNo };
    }
    case 'complaint':
      return streamOf('case', text(data, 'caseId'), place);
    default:
      return undefined;
  }
}

/** Columns by which a row of an office's file says whom it is about (docs/domain/formats.md), the surest first. */
const CITIZEN_COLUMNS = ['身份证号', 'idNo'];
const NUMBER_COLUMNS: readonly (readonly [column: string, category: string])[] = [['人员编号', 'person'], ['户主人员编号', 'person'], ['受益人员编号', 'person'], ['案件编号', 'case'], ['户编号', 'household']];

function ownerOfCells(cells: JsonObject | undefined, place: Place): Owner | undefined {
  if (cells === undefined) return undefined;
  const cell = (column: string): string | undefined => text(cells, column)?.normalize('NFKC').replaceAll(/\s/g, '').replace(/x$/, 'X');
  for (const column of CITIZEN_COLUMNS) {
    const written = cell(column);
    if (written !== undefined && /^\d{17}[0-9X]$/.test(written)) return { citizen: written };
  }
  for (const [column, category] of NUMBER_COLUMNS) {
    const written = cell(column);
    if (written !== undefined && written !== '' && written.length <= 120) return { stream: `${category}-${written}@${place.county}` };
  }
  return undefined;
}
