/** Postings are checked before their events are written: what does not balance is a defect and goes into no ledger. */
import { type Decider, DomainError, type DomainEvent } from '#kernel';
import { type MoneyEvent, type Posting, postingsOf } from './postings.js';

/** Σ debits = Σ credits, per benefit; whole fen, more than nothing. @throws DomainError `POSTINGS_UNBALANCED` */
export function checkPostings(type: string, postings: readonly Posting[]): void {
  const sums = new Map<string, number>();
  for (const { side, fen, benefit = '' } of postings) {
    if (!Number.isSafeInteger(fen) || fen <= 0) throw unbalanced(type, `a posting of ${fen} fen`);
    sums.set(benefit, (sums.get(benefit) ?? 0) + (side === 'debit' ? fen : -fen));
  }
  for (const sum of sums.values()) if (sum !== 0 || !Number.isSafeInteger(sum)) throw unbalanced(type, `debits and credits differ by ${sum} fen`);
}

const unbalanced = (type: string, what: string): DomainError =>
  new DomainError('POSTINGS_UNBALANCED', 'conflict', `${type} does not balance: ${what}. Nothing was recorded. This is a defect of the program, not of what was sent: report it with this text.`, { type });

/** The same decider, whose events are written only where their postings balance. The place does not matter to the sums. */
export const balanced = <State, Command, Event extends DomainEvent>(decider: Decider<State, Command, Event>): Decider<State, Command, Event> => ({
  ...decider,
  decide(command, state) {
    const events = decider.decide(command, state);
    for (const event of events) checkPostings(event.type, postingsOf(event as unknown as MoneyEvent, { county: '000000' }));
    return events;
  },
});
