/** Finds items again by the number a bank gives back, part by part: memory does not grow with the batch. */
import { bankItemNo, type SentItem } from '#bank';
import { chainOf, type PayPartCommand, payPartDecider, type PayPartState, type SentLine } from '#disbursement';
import { fen as asFen, type Jurisdiction } from '#kernel';
import type { ViewReader } from '#projections';
import { payItemKey, type PayItemRow } from '#reports';
import type { CaseReader } from './case-reader.js';
import type { Accounts } from './settlement-accounts.js';
import { accountNumbersOf } from './settlement-file.js';
import { partOfStream, placesOf, readItems } from './settlement-parts.js';

/** Parts kept while a file is read: files go through a batch in its order, mostly. */
const PARTS_KEPT = 64;

export interface FoundItem {
  readonly itemNo: string;
  readonly listNo: string;
  readonly part: number;
  readonly fen: number;
  /** Where its case lies. */
  readonly place: Jurisdiction;
  /** The batch it was sent in last. */
  readonly batchNo?: string | undefined;
}
interface KeptPart {
  readonly listNo: string;
  readonly part: number;
  readonly state: PayPartState;
  readonly placeOf: (itemNo: string) => Jurisdiction;
  /** Item numbers by what banks call them. */
  readonly byBankNo: ReadonlyMap<string, string>;
  sent?: { readonly batchNo: string; readonly items: Promise<ReadonlyMap<string, SentItem>> } | undefined;
}

export class ItemLookup {
  private readonly kept = new Map<string, KeptPart>();
  /** Where the last item was found: the next one mostly is there too. */
  private last: KeptPart | undefined;
  /** Items of the batch before each part, in the order in which parts were met. */
  private readonly starts = new Map<string, number>();
  private counted = 0;

  constructor(private readonly views: ViewReader, private readonly reader: CaseReader, private readonly county: string, private readonly accounts: Accounts) {}

  /** Undefined for a number that no list of the county has. */
  async find(bankNo: string): Promise<FoundItem | undefined> {
    const here = this.last?.byBankNo.get(bankNo);
    if (here !== undefined) return this.foundIn(this.last as KeptPart, here);
    const row = this.views.get<PayItemRow>('payItems', payItemKey(this.county, bankNo));
    if (row === undefined) return undefined;
    const { listNo, part } = partOfStream(row.streamId);
    this.last = await this.part(listNo, part);
    return this.foundIn(this.last, row.itemNo);
  }

  /** As it was sent in a batch; `seq` is a number of its own among the items of the batch. */
  async sent(bankNo: string, batchNo: string): Promise<SentItem | undefined> {
    const found = await this.find(bankNo);
    if (found === undefined) return undefined;
    const kept = await this.part(found.listNo, found.part);
    if (kept.sent?.batchNo !== batchNo) kept.sent = { batchNo, items: this.sentOf(kept, batchNo) };
    return (await kept.sent.items).get(found.itemNo);
  }

  /** Whether a command would change anything, without sending it. @throws DomainError as it would be refused */
  async wouldChange({ listNo, part }: Pick<FoundItem, 'listNo' | 'part'>, command: PayPartCommand): Promise<boolean> {
    return payPartDecider.decide(command, (await this.part(listNo, part)).state).length > 0;
  }

  private foundIn({ listNo, part, state, placeOf: placeIn }: KeptPart, itemNo: string): FoundItem | undefined {
    const attempt = state.attempts.get(itemNo);
    return attempt === undefined ? undefined : { itemNo, listNo, part, fen: attempt.item.fen, place: placeIn(itemNo), batchNo: attempt.batchNo };
  }

  private async sentOf({ listNo, part, state }: KeptPart, batchNo: string): Promise<ReadonlyMap<string, SentItem>> {
    const lines: readonly SentLine[] = state.batches.get(batchNo) ?? [];
    const households = new Map([...state.drafts.values()].flatMap((draft) => draft.lines.map((line) => [chainOf(line.itemNo), line.householdId] as const)));
    const accounts = await accountNumbersOf(this.views, lines.map((line) => ({ ...line, householdId: households.get(chainOf(line.itemNo)) ?? '' })), this.county, this.accounts);
    const key = `${listNo}.${part}`;
    const start = this.starts.get(key) ?? this.counted;
    if (!this.starts.has(key)) {
      this.starts.set(key, start);
      this.counted += lines.length;
    }
    return new Map(lines.map(({ itemNo }, at) => [itemNo, { seq: start + at + 1, fen: asFen(state.attempts.get(itemNo)?.item.fen ?? 0), accountNo: accounts.get(itemNo) ?? '' }]));
  }

  private async part(listNo: string, part: number): Promise<KeptPart> {
    if (this.last?.part === part && this.last.listNo === listNo) return this.last;
    const key = `${listNo}.${part}`;
    const known = this.kept.get(key);
    if (known !== undefined) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    const { state } = await readItems(this.reader, this.county, listNo, part);
    const kept: KeptPart = { listNo, part, state, placeOf: placesOf(this.county, state), byBankNo: new Map([...state.attempts.keys()].map((itemNo) => [bankItemNo(itemNo), itemNo])) };
    this.kept.set(key, kept);
    if (this.kept.size > PARTS_KEPT) this.kept.delete(this.kept.keys().next().value as string);
    return kept;
  }
}
