/** Which items of a part are sent and to which accounts, as it was looked at once: held in a few bytes, since a list may have a million items, and told again from the part whenever it is needed. */
import { bankItemNo, ITEM_NO } from '#bank';
import { type Attempt, chainOf, type EventRef, type ListLine, type PayPartState, type SentLine } from '#disbursement';
import type { Accounts } from './settlement-accounts.js';

export interface Choice {
  /** Places among the attempts of the part, which keep their order for good. */
  readonly at: Uint16Array;
  /** Accounts that are not the one the line of the list names, by item. */
  readonly others: ReadonlyMap<string, EventRef>;
  readonly fen: number;
}
export interface PartChoice {
  readonly choice: Choice;
  readonly quarantined: number;
}

/** What is listed and not sent, with the account that may be paid to now. */
export async function choiceOf(state: PayPartState, county: string, accounts: Accounts): Promise<PartChoice> {
  const lines = linesByChain(state);
  const at: number[] = [];
  const others = new Map<string, EventRef>();
  let [fen, quarantined, place] = [0, 0, -1];
  for (const attempt of state.attempts.values()) {
    place += 1;
    if (!isSendable(state, attempt)) continue;
    const { itemNo } = attempt.item;
    const line = lines.get(chainOf(itemNo));
    const payee = line === undefined ? undefined : (await accounts.payee(`${line.householdId}@${county}`, line.payee)).inForce?.payee;
    if (payee === undefined) quarantined += 1;
    else {
      if (!isSame(payee, line?.payee)) others.set(itemNo, payee);
      at.push(place);
      fen += attempt.item.fen;
    }
  }
  return { choice: { at: Uint16Array.from(at), others, fen }, quarantined };
}

/** The lines of a choice. */
export function linesChosen(state: PayPartState, { at, others }: Choice): readonly SentLine[] {
  const attempts = [...state.attempts.values()];
  const lines = linesByChain(state);
  return [...at].map((place): SentLine => {
    const { item: { itemNo } } = attempts[place] as Attempt;
    const payee = others.get(itemNo) ?? lines.get(chainOf(itemNo))?.payee;
    if (payee === undefined) throw new Error('an item that was chosen has an account');
    return { itemNo, payee, ...(ITEM_NO.test(itemNo) ? {} : { bankItemNo: bankItemNo(itemNo) }) };
  });
}

const isSame = (a: EventRef, b: EventRef | undefined): boolean => a.streamId === b?.streamId && a.revision === b.revision && a.type === b.type;
const isSendable = ({ closing, reopened }: PayPartState, { status, item }: Attempt): boolean => status === 'listed' && (closing === undefined || reopened.has(chainOf(item.itemNo)));
const linesByChain = ({ drafts }: PayPartState): ReadonlyMap<string, ListLine> => new Map([...drafts.values()].flatMap(({ lines }) => lines.map((line) => [chainOf(line.itemNo), line] as const)));
