/** A month as it stands now: its totals, the hash over its items, and everything that does not agree. Two passes over the parts of the list, in constant memory. */
import { createHash } from 'node:crypto';
import { changeInForce } from '#casework';
import { type Batch, batchStream, type Discrepancy, discrepancy, discrepanciesOfItems, discrepanciesOfWhole, fundStream, partHash, type PeriodNow, periodStream, PeriodSum, type UnmatchedLine } from '#disbursement';
import { type CivilDate, type CivilMonth, daysBetween, lastDayOf } from '#kernel';
import type { ViewReader } from '#projections';
import { batchesReport, type EntitlementRow, entityKey, type FindingRow, type PayListRow, type PeriodRow, reservesReport, unmatchedOf } from '#reports';
import type { CaseReader } from './case-reader.js';
import type { ListName } from './paylist-number.js';
import { itemsOf, type OrderedList } from './settlement-parts.js';

const RESERVE_BENEFIT = 'temporaryRelief';

export async function periodNow(views: ViewReader, reader: CaseReader, parts: CaseReader, { listNo, county, benefit, ym }: ListName, list: OrderedList, on: CivilDate): Promise<PeriodNow> {
  const batches = await batchesOf(views, reader, county, listNo);
  const orderFen = (await reader.read(fundStream, county))?.state.orderOfList.get(listNo)?.fen ?? 0;
  const sum = new PeriodSum({ count: list.totals.items, fen: list.totals.totalFen }, orderFen, batches);
  const hash = createHash('sha256');
  const listed = new Set<string>();
  for await (const { state } of itemsOf(parts, county, list)) {
    sum.add(state);
    hash.update(partHash(state));
    for (const { lines } of state.drafts.values()) for (const { caseId, kind, ym: month } of lines) if (kind !== 'arrears' && month === ym) listed.add(caseId);
  }
  const bookedByItem = new Set([...sum.booked].filter(([, { debitFen, creditFen }]) => debitFen + creditFen > 0).map(([batchNo]) => batchNo).filter((batchNo) => !batches.some((batch) => batch.batchNo === batchNo && batch.debitFen > 0)));
  const found: Discrepancy[] = [...discrepanciesOfWhole(sum, listNo, batches)];
  for await (const { state } of itemsOf(parts, county, list)) {
    const cases = views.getMany<EntitlementRow>('entitlements', [...new Set([...state.attempts.values()].map(({ item: { caseId } }) => entityKey(caseId, county)))]);
    const owedFen = (caseId: string, month: string): number => owedOf(cases.get(entityKey(caseId, county)), month);
    found.push(...discrepanciesOfItems(state, { owedFen, bookedByItem, on, daysBetween: (from, to) => daysBetween(from as CivilDate, to as CivilDate) }));
  }
  found.push(...(await notListed(views, county, benefit, ym, list.cutoffOn, listed)));
  const debits = (await unmatchedOf(views, county, listNo)).filter(isDebit).map((line) => withoutOrder(line, on));
  found.push(...debits, ...(await leftByClosed(views, reader, { listNo, county, benefit, ym }, on)));
  found.push(...(await notRemitted(views, county, benefit, ym, on)));
  if (benefit === RESERVE_BENEFIT) {
    for (const { town, unfiledFen } of await reservesReport(views, county, lastDayOf(ym as CivilMonth))) if (unfiledFen !== 0) found.push(discrepancy('reserveBalance', town, Math.abs(unfiledFen), { ref: town }));
  }
  return { totals: sum.totals, hash: hash.digest('hex'), found: [...new Map(found.map((one) => [one.id, one])).values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

const isDebit = ({ direction }: UnmatchedLine): boolean => direction === 'debit';
const withoutOrder = ({ statementNo, line, fen, bookedOn }: UnmatchedLine, on: CivilDate): Discrepancy =>
  discrepancy('debitWithoutOrder', `${statementNo}/${line}`, fen, { ref: `${statementNo}/${line}`, since: bookedOn, ageDays: daysBetween(bookedOn as CivilDate, on) });

/** Debits nobody ordered that a statement booked for a month which was closed by then: the first month of the benefit that is still open has to explain them. */
async function leftByClosed(views: ViewReader, reader: CaseReader, { listNo, county, benefit, ym }: Pick<ListName, 'listNo' | 'county' | 'benefit' | 'ym'>, on: CivilDate): Promise<readonly Discrepancy[]> {
  const closed = new Set<string>();
  for await (const page of views.scan<PeriodRow>('periods', `${county}|${benefit}-`)) for (const { row } of page) if (row.closedOn !== undefined && row.listNo !== listNo) closed.add(row.listNo);
  for await (const page of views.scan<PayListRow>('payLists', `${county}|${benefit}|`)) {
    if (page.some(({ row }) => row.status === 'ordered' && row.ym < ym && !closed.has(row.listNo))) return [];
  }
  const left: Discrepancy[] = [];
  for (const other of closed) left.push(...(await unmatchedOf(views, county, other)).filter(isDebit).map((line) => withoutOrder(line, on)));
  // Mostly there are none, and no month is read for them.
  if (left.length === 0) return [];
  const known = new Set<string>();
  for (const other of closed) for (const id of (await reader.read(periodStream, `${other}@${county}`))?.state.discrepancies.keys() ?? []) known.add(id);
  return left.filter(({ id }) => !known.has(id));
}

async function batchesOf(views: ViewReader, reader: CaseReader, county: string, listNo: string): Promise<readonly Batch[]> {
  const rows = await batchesReport(views, { county, listNo });
  const states = await Promise.all(rows.map(({ batchNo }) => reader.read(batchStream, `${batchNo}@${county}`)));
  return states.map((read) => read?.state.batch).filter((batch) => batch !== undefined);
}

function owedOf(row: EntitlementRow | undefined, month: string): number {
  const change = row === undefined ? undefined : changeInForce(row.changes, month);
  return change === undefined || change.kind === 'stop' ? 0 : change.newFen;
}

/** Owed for the month by what was decided up to the cut-off, and on no line, not even a held one. */
async function notListed(views: ViewReader, county: string, benefit: string, ym: string, cutoffOn: string, listed: ReadonlySet<string>): Promise<readonly Discrepancy[]> {
  const found: Discrepancy[] = [];
  for await (const page of views.scan<EntitlementRow>('entitlements')) {
    for (const { row } of page) {
      if (row.code6 !== county || row.benefit !== benefit || row.paidOnSpot === true || listed.has(row.caseId)) continue;
      const fen = owedOf({ ...row, changes: row.changes.filter(({ decidedOn }) => decidedOn <= cutoffOn) }, ym);
      if (fen > 0 && owedOf(row, ym) > 0) found.push(discrepancy('entitlementWithoutItem', row.caseId, fen, { caseId: row.caseId }));
    }
  }
  return found;
}

/** Of what came back in the month for cases of the benefit, what has not gone to the treasury: remittances cover the earliest receipts first. */
async function notRemitted(views: ViewReader, county: string, benefit: string, ym: string, on: CivilDate): Promise<readonly Discrepancy[]> {
  const found: Discrepancy[] = [];
  for await (const page of views.scan<FindingRow>('findings')) {
    for (const { row: { findingId, code6, caseId, receipts, remittedFen } } of page) {
      if (code6 !== county || caseId === undefined || views.get<EntitlementRow>('entitlements', entityKey(caseId, county))?.benefit !== benefit) continue;
      let covered = remittedFen;
      let fen = 0;
      let since: string | undefined;
      for (const receipt of [...receipts].sort((a, b) => (a.on < b.on ? -1 : 1))) {
        const open = Math.max(0, receipt.fen - covered);
        covered = Math.max(0, covered - receipt.fen);
        if (open === 0 || !receipt.on.startsWith(ym)) continue;
        fen += open;
        since ??= receipt.on;
      }
      if (fen > 0) found.push(discrepancy('recoveryNotRemitted', findingId, fen, { caseId, ref: findingId, since, ageDays: daysBetween(since as CivilDate, on) }));
    }
  }
  return found;
}
