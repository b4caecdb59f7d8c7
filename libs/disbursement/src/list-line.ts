/** The lines of a live pay list as they are compiled, and what they come to. */
import type { EventRef, LineKind } from './pay-item.js';

/** A line that differs from the list before: by how much, and which event did it. `corrected`: that event was known before, and the list before did not follow it. */
export interface Difference {
  readonly kind: 'new' | 'increased' | 'reduced';
  readonly byFen: number;
  readonly cause?: EventRef | undefined;
  readonly corrected?: true | undefined;
}
/** `decision`: held by one (R57 32); `noAccount`: nobody registered an account to pay it to. */
export interface Held {
  readonly because: 'decision' | 'noAccount';
  readonly cause?: EventRef | undefined;
}

export interface ListLine {
  readonly itemNo: string;
  readonly caseId: string;
  readonly town: string;
  readonly community?: string | undefined;
  readonly householdId: string;
  readonly kind: LineKind;
  /** Kind, and the number that tells two of a kind apart; part of the item number. */
  readonly label: string;
  /** The month it is owed for. */
  readonly ym: string;
  readonly persons: number;
  /** What is to be paid: after the offset. */
  readonly fen: number;
  readonly offsetFen?: number | undefined;
  readonly offset?: EventRef | undefined;
  readonly payee?: EventRef | undefined;
  readonly held?: Held | undefined;
  readonly difference?: Difference | undefined;
  /** Of arrears: what they follow from. */
  readonly cause?: EventRef | undefined;
}

/** A line of the list before that is not on this one. */
export interface EndedLine {
  readonly caseId: string;
  readonly town: string;
  readonly label: string;
  readonly fen: number;
  readonly cause?: EventRef | undefined;
}

export interface Count {
  readonly items: number;
  readonly fen: number;
}
export interface TownTotal extends Count {
  readonly town: string;
}
export type DifferenceKind = 'new' | 'stopped' | 'increased' | 'reduced';

/** `items` and `fen` of what is to be paid; held lines are counted apart. */
export interface ListTotals {
  readonly items: number;
  readonly cases: number;
  readonly persons: number;
  readonly totalFen: number;
  readonly heldItems: number;
  readonly heldFen: number;
  /** Lines of the list's own month before offsets, held ones included; and the same of the list before. */
  readonly currentFen: number;
  readonly previousFen: number;
  /** Lines of months before, held ones included. */
  readonly arrearsFen: number;
  readonly offsetFen: number;
  readonly byKind: { readonly [Kind in LineKind]: number };
  readonly differences: { readonly [Kind in DifferenceKind]: Count };
  /** Differences whose event the list before should have followed, and those no event explains. */
  readonly corrected: number;
  readonly unexplained: number;
  /** Listed in months before and not owed any more, as is known now: a matter of recovery. */
  readonly overpaidFen: number;
}

/** Everything of a case on a list. */
export interface CaseLines {
  readonly lines: readonly ListLine[];
  readonly ended: readonly EndedLine[];
  readonly overpaidFen: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

/** Adds up a list case by case: its lines may be too many to hold. */
export class ListSum {
  private readonly sums: Mutable<ListTotals> = {
    items: 0, cases: 0, persons: 0, totalFen: 0, heldItems: 0, heldFen: 0, currentFen: 0, previousFen: 0, arrearsFen: 0, offsetFen: 0, byKind: { base: 0, relief: 0, careFee: 0, topUp: 0, arrears: 0 },
    differences: { new: { items: 0, fen: 0 }, stopped: { items: 0, fen: 0 }, increased: { items: 0, fen: 0 }, reduced: { items: 0, fen: 0 } }, corrected: 0, unexplained: 0, overpaidFen: 0,
  };
  private readonly towns = new Map<string, { items: number; fen: number }>();

  add({ lines, ended, overpaidFen }: CaseLines): void {
    const { sums } = this;
    sums.overpaidFen += overpaidFen;
    for (const line of lines) this.line(line);
    for (const { fen, cause } of ended) {
      sums.previousFen += fen;
      this.differs('stopped', fen, cause === undefined);
    }
    const paid = lines.filter(({ held, fen }) => held === undefined && fen > 0);
    if (paid.length === 0) return;
    sums.cases += 1;
    sums.persons += Math.max(...paid.map(({ persons }) => persons));
  }

  private line({ town, kind, fen, offsetFen = 0, held, difference }: ListLine): void {
    const { sums } = this;
    if (kind === 'arrears') sums.arrearsFen += fen;
    else {
      sums.currentFen += fen + offsetFen;
      const by = difference?.kind === 'reduced' ? -difference.byFen : (difference?.byFen ?? 0);
      sums.previousFen += fen + offsetFen - by;
      sums.offsetFen += offsetFen;
      if (difference !== undefined) {
        this.differs(difference.kind, difference.byFen, difference.cause === undefined);
        if (difference.corrected) sums.corrected += 1;
      }
    }
    if (held !== undefined) {
      sums.heldItems += 1;
      sums.heldFen += fen;
      return;
    }
    if (fen === 0) return;
    sums.items += 1;
    sums.totalFen += fen;
    sums.byKind[kind] += fen;
    const of = this.towns.get(town) ?? { items: 0, fen: 0 };
    this.towns.set(town, { items: of.items + 1, fen: of.fen + fen });
  }

  private differs(kind: DifferenceKind, fen: number, unexplained: boolean): void {
    const count = this.sums.differences[kind];
    count.items += 1;
    count.fen += fen;
    if (unexplained) this.sums.unexplained += 1;
  }

  get totals(): ListTotals {
    return this.sums;
  }

  /** By town code. */
  get byTown(): readonly TownTotal[] {
    return [...this.towns].map(([town, count]) => ({ town, ...count })).sort((a, b) => (a.town < b.town ? -1 : 1));
  }
}

/**
 * list(m) = list(m−1) + new − stopped ± adjusted, and what is to be paid = that + arrears − offsets − held; towns and kinds come to the same (process.md §8).
 * The sentence that does not hold; undefined where all do.
 */
export function listFault({ totalFen, heldFen, currentFen, previousFen, arrearsFen, offsetFen, byKind, differences, items }: ListTotals, byTown: readonly TownTotal[]): string | undefined {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const follows = previousFen + differences.new.fen - differences.stopped.fen + differences.increased.fen - differences.reduced.fen;
  if (currentFen !== follows) return `its month comes to ${currentFen} fen and follows from the list before as ${follows}`;
  if (totalFen !== currentFen + arrearsFen - offsetFen - heldFen) return `its total is ${totalFen} fen and its parts come to ${currentFen + arrearsFen - offsetFen - heldFen}`;
  if (totalFen !== sum(Object.values(byKind))) return `its total is ${totalFen} fen and its kinds come to ${sum(Object.values(byKind))}`;
  if (totalFen !== sum(byTown.map(({ fen }) => fen)) || items !== sum(byTown.map((town) => town.items))) return `its total is ${totalFen} fen of ${items} lines and its towns come to another sum`;
  return undefined;
}
