/** Compiles a pay list from the read models: case by case in the order of their numbers, held against the list before as both go by. Constant memory. */
import { changeInForce, PAID_ONCE } from '#casework';
import { type CaseDecisions, type CaseLines, type EndedLine, FINAL, linesOf, type ListFrame, type ListLine, ListSum, type ListTotals, NO_DECISIONS, PART_LINES, type PreviousLine, type TownTotal } from '#disbursement';
import { turnOfOthers } from '#event-store';
import { DomainError } from '#kernel';
import type { ViewReader } from '#projections';
import { byCodePoint, entityKey, type EntitlementRow, type PayeeRow, type PaymentRow, type PayListRow, payListRow } from '#reports';
import type { CaseReader } from './case-reader.js';
import { digest } from './paylist-digest.js';
import type { ListName } from './paylist-number.js';
import { casesOf, partsOf } from './paylist-parts.js';

export interface CompiledSum {
  readonly hash: string;
  readonly parts: number;
  readonly totals: ListTotals;
  readonly byTown: readonly TownTotal[];
}
/** Called with each part in turn, where the list is to be written. */
export type PartWriter = (part: number, lines: readonly ListLine[], ended: readonly EndedLine[]) => Promise<void>;

export class ListCompiler {
  constructor(private readonly reader: CaseReader) {}

  /**
   * What the list goes on from.
   * @throws DomainError `PAY_LIST_PREVIOUS_OPEN` `PAY_LIST_GAP` `PAY_LIST_SINCE`
   */
  async frame(views: ViewReader, name: ListName, cutoffOn: string, since: string | undefined): Promise<ListFrame> {
    const { county, benefit, ym, previousYm } = name;
    const once = PAID_ONCE.has(benefit);
    const before = payListRow(views, county, `${benefit}-${previousYm}`);
    if (before !== undefined) {
      if (!FINAL.has(before.status)) throw new DomainError('PAY_LIST_PREVIOUS_OPEN', 'conflict', `The list of ${previousYm} is ${before.status}: this one goes on from it, so it has to be approved first.`, { previous: previousYm, status: before.status });
      if (since !== undefined && since !== before.cutoffOn) throw new DomainError('PAY_LIST_SINCE', 'invalid', `The list of ${previousYm} knew decisions up to ${before.cutoffOn}, and this one goes on from there. Leave since out.`, { field: 'since' });
      return { ym, previousYm, since: before.cutoffOn, cutoffOn, previous: 'live', once };
    }
    // One that was the first when it was compiled may be compiled again, whatever follows it.
    if (payListRow(views, county, `${benefit}-${ym}`) === undefined) for await (const page of views.scan<PayListRow>('payLists', `${county}|${benefit}|`)) {
      const other = page.find(({ row }) => row.ym !== ym)?.row;
      if (other !== undefined) throw new DomainError('PAY_LIST_GAP', 'conflict', `Lists of ${benefit} are kept here (${other.ym}), and that of ${previousYm} is not among them. Lists follow month by month: compile ${previousYm} first, also where nobody is owed anything.`, { missing: previousYm });
    }
    if (since === undefined) {
      throw new DomainError('PAY_LIST_SINCE', 'invalid', `This is the first list of ${benefit} here. Say up to which day decisions were paid already by lists kept elsewhere (since); the program does not guess it.`, { field: 'since' });
    }
    return { ym, previousYm, since, cutoffOn, previous: (await wasImported(views, name)) ? 'imported' : 'none', once };
  }

  /** Adds up the list, and hands its parts to `write` where there is one. The same read model gives the same list. */
  async compile(views: ViewReader, name: ListName, frame: ListFrame, write?: PartWriter): Promise<CompiledSum> {
    const sum = new ListSum();
    const hash = digest();
    let [lines, ended, parts]: [ListLine[], EndedLine[], number] = [[], [], 0];
    const flush = async (): Promise<void> => {
      if (lines.length + ended.length === 0) return;
      parts += 1;
      await write?.(parts, lines, ended);
      [lines, ended] = [[], []];
    };
    for await (const of of this.cases(views, name, frame)) {
      sum.add(of);
      for (const line of of.lines) {
        hash.line(line);
        if (lines.push(line) + ended.length >= PART_LINES) await flush();
      }
      for (const one of of.ended) {
        hash.ended(one);
        if (ended.push(one) + lines.length >= PART_LINES) await flush();
      }
    }
    await flush();
    return { hash: hash.value(), parts, totals: sum.totals, byTown: sum.byTown };
  }

  private async *cases(views: ViewReader, name: ListName, frame: ListFrame): AsyncIterable<CaseLines> {
    const { county, benefit } = name;
    const before = this.previous(views, name, frame)[Symbol.asyncIterator]();
    let previous = await before.next();
    for await (const page of views.scan<EntitlementRow>('entitlements')) {
      const own = page.filter(({ row }) => row.code6 === county && row.benefit === benefit);
      // What a page of cases needs is asked for at once.
      const decisions = views.getMany<CaseDecisions>('payCases', own.map(({ key }) => key));
      const payees = views.getMany<PayeeRow>('payees', [...new Set(own.map(({ row }) => entityKey(row.householdId, county)))]);
      for (const { key, row } of own) {
        const turn = turnOfOthers();
        if (turn !== undefined) await turn;
        const lines: PreviousLine[] = [];
        while (previous.done !== true && byCodePoint(previous.value.caseKey, key) <= 0) {
          if (previous.value.caseKey === key) lines.push(...previous.value.lines);
          previous = await before.next();
        }
        if (row.paidOnSpot === true || (row.changes.length === 0 && lines.length === 0)) continue;
        yield linesOf(frame, {
          caseId: row.caseId, town: row.town, community: row.community, householdId: row.householdId, payee: payeeOf(payees, entityKey(row.householdId, county)), changes: row.changes, previous: lines,
          decisions: decisions.get(key) ?? NO_DECISIONS, listedFen: (ym) => views.get<PaymentRow>('payments', `${ym}|${key}`)?.listedFen ?? 0,
        }, changeInForce);
      }
    }
  }

  /** The lines of the list before by case: of a live list as they were, of a workbook what was listed for its month. In the order of the cases. */
  private async *previous(views: ViewReader, { county, benefit, previousYm }: ListName, frame: ListFrame): AsyncIterable<{ readonly caseKey: string; readonly lines: readonly PreviousLine[] }> {
    if (frame.previous === 'live') {
      const list = payListRow(views, county, `${benefit}-${previousYm}`);
      if (list === undefined) throw new Error('the list before is there or it is not live');
      for await (const { caseId, lines } of casesOf(partsOf(this.reader, county, list))) yield { caseKey: entityKey(caseId, county), lines };
      return;
    }
    const label = frame.once ? 'relief' : 'base';
    for await (const page of views.scan<PaymentRow>('payments', `${previousYm}|`)) {
      for (const { key, row } of page) {
        if (row.benefit !== benefit || !key.endsWith(`@${county}`) || row.listedFen === 0) continue;
        yield { caseKey: key.slice(key.indexOf('|') + 1), lines: [{ kind: label, label, ym: previousYm, fen: row.listedFen, persons: 0 }] };
      }
    }
  }
}

async function wasImported(views: ViewReader, { county, benefit, previousYm }: ListName): Promise<boolean> {
  for await (const page of views.scan<PaymentRow>('payments', `${previousYm}|`)) if (page.some(({ key, row }) => row.benefit === benefit && key.endsWith(`@${county}`))) return true;
  return false;
}

/** The last account that has a number: as registered, or as corrected and verified since. */
function payeeOf(payees: ReadonlyMap<string, PayeeRow>, householdKey: string) {
  const payee = payees.get(householdKey);
  if (payee?.accountNo === undefined) return undefined;
  return payee.corrected === true ? { streamId: `payee-${householdKey}`, revision: payee.revision, type: 'PayeeAccountCorrected' } : { streamId: `household-${householdKey}`, revision: payee.revision, type: 'PayeeAccountRegistered' };
}
