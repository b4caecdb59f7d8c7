/** The parts of a pay list, read in order: a list may be longer than what fits into memory. */
import { type EndedLine, type ListLine, type LiveList, type PartDraft, payPartStream } from '#disbursement';
import { DomainError } from '#kernel';
import { digest } from './paylist-digest.js';
import type { CaseReader } from './case-reader.js';

export const partId = (listNo: string, part: number, county: string): string => `${listNo}.${part}@${county}`;

/** @throws DomainError `PAY_LIST_PARTS_DIFFER` */
export async function readPart(reader: CaseReader, county: string, { listNo, hash, parts }: Pick<LiveList, 'listNo' | 'hash' | 'parts'>, part: number): Promise<PartDraft> {
  const draft = (await reader.read(payPartStream, partId(listNo, part, county)))?.state.drafts.get(hash);
  if (draft === undefined) throw differs(`part ${part} of ${parts} is missing`);
  return draft;
}

/** Every part of a list. */
export async function* partsOf(reader: CaseReader, county: string, list: Pick<LiveList, 'listNo' | 'hash' | 'parts'>): AsyncIterable<PartDraft> {
  for (let part = 1; part <= list.parts; part += 1) yield readPart(reader, county, list, part);
}

/** Reads every part and holds it against the hash that was approved. @throws DomainError `PAY_LIST_PARTS_DIFFER` */
export async function verifyParts(reader: CaseReader, county: string, list: LiveList): Promise<void> {
  const sum = digest();
  for await (const { lines, ended } of partsOf(reader, county, list)) {
    for (const line of lines) sum.line(line);
    for (const one of ended) sum.ended(one);
  }
  if (sum.value() !== list.hash) throw differs('its lines give another hash than the one that was approved');
}

const differs = (what: string): DomainError => new DomainError('PAY_LIST_PARTS_DIFFER', 'conflict', `The lines of the list are not those that were compiled: ${what}. Have the ledger verified before anything is paid from it; nothing is ordered as it stands.`);

/** Lines and ended lines case by case, in the order of the list. */
export async function* casesOf(parts: AsyncIterable<PartDraft>): AsyncIterable<{ readonly caseId: string; readonly lines: readonly ListLine[]; readonly ended: readonly EndedLine[] }> {
  let held: { caseId: string; lines: ListLine[]; ended: EndedLine[] } | undefined;
  for await (const { lines } of parts) {
    for (const line of lines) {
      if (held?.caseId !== line.caseId) {
        if (held !== undefined) yield held;
        held = { caseId: line.caseId, lines: [], ended: [] };
      }
      held.lines.push(line);
    }
  }
  if (held !== undefined) yield held;
}
