/** Finds items again by the number a bank gives back, part by part: memory does not grow with the batch. */
import type { SentItem } from '#bank';
import { chainOf, type PayPartCommand, payPartDecider, type PayPartState } from '#disbursement';
import { fen as asFen, type Jurisdiction } from '#kernel';
import type { ViewReader } from '#projections';
import { payItemKey, type PayItemRow } from '#reports';
import type { CaseReader } from './case-reader.js';
import type { Accounts } from './settlement-accounts.js';
import { accountsOf } from './settlement-file.js';
import { partOfStream, placesOf, readItems } from './settlement-parts.js';

/** Parts kept while a file is read: files go through a batch in its order, mostly. */
const PARTS_KEPT = 64;

export interface FoundItem {
  readonly itemNo: string;
  readonly listNo: string;
  readonly part: number;
  readonly fen: number;
  readonly place: Jurisdiction;
  /** The batch it was sent in last. */
  readonly batchNo?: string | undefined;
}
interface KeptPart {
  readonly state: PayPartState;
  readonly placeOf: (itemNo: string) => Jurisdiction;
  accounts?: Promise<ReadonlyMap<string, { readonly accountNo: string }>> | undefined;
}

export class ItemLookup {
  private readonly kept = new Map<string, KeptPart>();

  constructor(private readonly views: ViewReader, private readonly reader: CaseReader, private readonly county: string, private readonly accounts: Accounts) {}

  /** Undefined for a number that no list of the county has. */
  async find(bankNo: string): Promise<FoundItem | undefined> {
    const row = this.views.get<PayItemRow>('payItems', payItemKey(this.county, bankNo));
    if (row === undefined) return undefined;
    const { listNo, part } = partOfStream(row.streamId);
    const { state, placeOf } = await this.part(listNo, part);
    const attempt = state.attempts.get(row.itemNo);
    return attempt === undefined ? undefined : { itemNo: row.itemNo, listNo, part, fen: attempt.item.fen, place: placeOf(row.itemNo), batchNo: attempt.batchNo };
  }

  /** As it was sent in a batch; `starts`: the items before each of its parts. */
  async sent(bankNo: string, batchNo: string, starts: ReadonlyMap<number, number>): Promise<SentItem | undefined> {
    const found = await this.find(bankNo);
    if (found === undefined) return undefined;
    const { itemNo, listNo, part, fen } = found;
    const start = starts.get(part);
    const kept = await this.part(listNo, part);
    const lines = kept.state.batches.get(batchNo) ?? [];
    const at = lines.findIndex((line) => line.itemNo === itemNo);
    if (start === undefined || at < 0) return undefined;
    const households = new Map([...kept.state.drafts.values()].flatMap((draft) => draft.lines.map((line) => [chainOf(line.itemNo), line.householdId] as const)));
    kept.accounts ??= accountsOf(lines.map((line) => ({ ...line, householdId: households.get(chainOf(line.itemNo)) ?? '' })), this.county, this.accounts);
    return { seq: start + at + 1, fen: asFen(fen), accountNo: (await kept.accounts).get(itemNo)?.accountNo ?? '' };
  }

  /** Whether a command would change anything, without sending it. @throws DomainError as it would be refused */
  async wouldChange({ listNo, part }: Pick<FoundItem, 'listNo' | 'part'>, command: PayPartCommand): Promise<boolean> {
    return payPartDecider.decide(command, (await this.part(listNo, part)).state).length > 0;
  }

  private async part(listNo: string, part: number): Promise<KeptPart> {
    const key = `${listNo}.${part}`;
    const known = this.kept.get(key);
    if (known !== undefined) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    const { state } = await readItems(this.reader, this.county, listNo, part);
    const kept: KeptPart = { state, placeOf: placesOf(this.county, state) };
    this.kept.set(key, kept);
    if (this.kept.size > PARTS_KEPT) this.kept.delete(this.kept.keys().next().value as string);
    return kept;
  }
}
