/** Whether the movements of a statement are those it states, and lead from its opening to its closing balance. */
import { type Fen, fen } from '#kernel';
import { wrongBalance, wrongCount, wrongFormat, wrongSum } from '../refusals.js';
import type { Tally } from '../types.js';

type Direction = 'credit' | 'debit';

export class StatementCheck {
  readonly #tallies: Record<Direction, { count: number; fen: Fen }> = { credit: { count: 0, fen: fen(0) }, debit: { count: 0, fen: fen(0) } };
  readonly #stated: { direction: Direction | undefined; count: number | undefined; sum: Fen | undefined }[] = [];
  #opening: Fen | undefined;
  #closing: Fen | undefined;
  #pending = 0;
  #all = { credit: { count: 0, fen: 0 }, debit: { count: 0, fen: 0 } };

  /** Of a balance only the booked ones at the beginning and the end matter. */
  balance(code: string | undefined, amount: Fen): void {
    if (code === 'OPBD' || code === 'PRCD') {
      // A bank may give both; they are the same sum.
      if (this.#opening !== undefined && this.#opening !== amount) throw wrongFormat('in the balances', 'two opening balances differ');
      this.#opening = amount;
    } else if (code === 'CLBD') {
      if (this.#closing !== undefined) throw wrongFormat('in the balances', 'there are two closing balances');
      this.#closing = amount;
    }
  }

  /** What the summary says of the entries in one direction, or in both. */
  state(direction: Direction | undefined, count: number | undefined, sum: Fen | undefined): void {
    this.#stated.push({ direction, count, sum });
  }

  entry({ direction, booked, fen: amount }: { readonly direction: Direction; readonly booked: boolean; readonly fen: Fen }): void {
    add(this.#all[direction], amount);
    if (booked) add(this.#tallies[direction], amount);
    else this.#pending += 1;
  }

  /** @throws DomainError `BANK_FORMAT_WRONG`, `BANK_COUNT_WRONG`, `BANK_SUM_WRONG`, `BANK_BALANCE_WRONG` */
  finish(): { readonly openingFen: Fen; readonly closingFen: Fen; readonly credits: Tally; readonly debits: Tally; readonly pendingEntries: number } {
    if (this.#opening === undefined || this.#closing === undefined) throw wrongFormat('in the balances', 'the opening or the closing balance is missing');
    const { credit, debit } = this.#all;
    for (const { direction, count, sum } of this.#stated) {
      const found = direction === undefined ? { count: credit.count + debit.count, fen: credit.fen + debit.fen } : this.#all[direction];
      if (count !== undefined && count !== found.count) throw wrongCount('entries', count, found.count);
      if (sum !== undefined && sum !== found.fen) throw wrongSum('the entries');
    }
    const { credit: credits, debit: debits } = this.#tallies;
    if (this.#opening + credits.fen - debits.fen !== this.#closing) throw wrongBalance();
    return { openingFen: this.#opening, closingFen: this.#closing, credits, debits, pendingEntries: this.#pending };
  }
}

function add(tally: { count: number; fen: number }, amount: number): void {
  tally.count += 1;
  tally.fen = fen(tally.fen + amount);
}
