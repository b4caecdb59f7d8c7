/** The items of a batch in their order, and the file they give: the same bytes whenever it is written. */
import { createHash } from 'node:crypto';
import { type BankBatch, type BankFormat, bankItemNo, type BankItem } from '#bank';
import { type Benefit, BENEFITS } from '#casework';
import { type BatchHead, chainOf, type EventRef } from '#disbursement';
import { type CivilDate, type CivilMonth, fen as asFen } from '#kernel';
import type { ViewReader } from '#projections';
import { entityKey, type PayeeRow } from '#reports';
import { atMost } from './at-most.js';
import type { CaseReader } from './case-reader.js';
import type { AccountFacts, Accounts } from './settlement-accounts.js';
import { type Choice, linesChosen } from './settlement-choice.js';
import { readItems } from './settlement-parts.js';

/** Accounts read at the same time. */
const CONCURRENT_ACCOUNTS = 16;

/** An item of a batch with its place in the file, from 1. */
export interface BatchItem {
  readonly seq: number;
  readonly part: number;
  readonly itemNo: string;
  readonly fen: number;
  readonly householdId: string;
  readonly payee: EventRef;
}
type ItemToSend = Omit<BatchItem, 'seq'>;

/** What each part says it sent in the batch, or what it would send: `chosen` by part. */
export async function* itemsOfBatch(reader: CaseReader, county: string, { listNo, batchNo, parts }: Pick<BatchHead, 'listNo' | 'batchNo' | 'parts'>, chosen?: ReadonlyMap<number, Choice>): AsyncIterable<readonly BatchItem[]> {
  let seq = 0;
  for (const part of parts) {
    const { state } = await readItems(reader, county, listNo, part);
    const households = new Map([...state.drafts.values()].flatMap(({ lines }) => lines.map((line) => [chainOf(line.itemNo), line.householdId] as const)));
    const choice = chosen?.get(part);
    const lines = choice === undefined ? (state.batches.get(batchNo) ?? []) : linesChosen(state, choice);
    yield lines.map(({ itemNo, payee }): BatchItem => {
      const item: ItemToSend = { part, itemNo, fen: state.attempts.get(itemNo)?.item.fen ?? 0, householdId: households.get(chainOf(itemNo)) ?? '', payee };
      return { seq: (seq += 1), ...item };
    });
  }
}

export async function totalOf(pages: AsyncIterable<readonly BatchItem[]>): Promise<{ readonly n: number; readonly fen: number }> {
  const total = { n: 0, fen: 0 };
  for await (const page of pages) for (const { fen } of page) Object.assign(total, { n: total.n + 1, fen: total.fen + fen });
  return total;
}

/** @throws DomainError `BANK_BATCH_WRONG` `BANK_ITEM_UNWRITABLE` `BATCH_ACCOUNT_MISSING` */
export function writeFile(head: BatchHead, county: string, total: { readonly n: number; readonly fen: number }, pages: AsyncIterable<readonly BatchItem[]>, accounts: Accounts, format: BankFormat): AsyncIterable<Buffer> {
  const batch: BankBatch = {
    batchNo: head.batchNo, county, benefit: head.benefit, ym: head.ym as CivilMonth, valueDate: head.valueDate as CivilDate, createdAt: head.createdAt, payer: { name: head.payerName, account: head.payerAccount, cnaps: head.payerCnaps }, count: total.n, sumFen: asFen(total.fen),
  };
  return format.write(batch, bankItems(head.benefit as Benefit, county, pages, accounts, head.createdAt));
}

async function* bankItems(benefit: Benefit, county: string, pages: AsyncIterable<readonly BatchItem[]>, accounts: Accounts, at: string): AsyncIterable<BankItem> {
  for await (const page of pages) {
    const facts = await accountsOf(page, county, accounts, at);
    for (const { seq, itemNo, fen } of page) yield { seq, itemNo: bankItemNo(itemNo), ...(facts.get(itemNo) as AccountFacts), fen: asFen(fen), remark: REMARKS[benefit] };
  }
}

/** By item. */
export async function accountsOf(items: readonly Pick<BatchItem, 'itemNo' | 'householdId' | 'payee'>[], county: string, accounts: Accounts, at?: string): Promise<ReadonlyMap<string, AccountFacts>> {
  const facts = new Map<string, AccountFacts>();
  await atMost(CONCURRENT_ACCOUNTS, async (start) => {
    for (const { itemNo, householdId, payee } of items) await start(async () => void facts.set(itemNo, await accounts.facts(`${householdId}@${county}`, payee, at)));
  });
  return facts;
}

/** By item, the number of the account alone: of most it stands in the read model, which names the event that says so; of the others in that event. */
export async function accountNumbersOf(views: ViewReader, items: readonly Pick<BatchItem, 'itemNo' | 'householdId' | 'payee'>[], county: string, accounts: Accounts): Promise<ReadonlyMap<string, string>> {
  const rows = views.getMany<PayeeRow>('payees', items.map(({ householdId }) => entityKey(householdId, county)));
  const numbers = new Map<string, string>();
  const others = items.filter(({ itemNo, householdId, payee }) => {
    const row = rows.get(entityKey(householdId, county));
    const same = row?.accountNo !== undefined && row.revision === payee.revision && (row.corrected === true) === (payee.type === 'PayeeAccountCorrected');
    if (same) numbers.set(itemNo, row.accountNo);
    return !same;
  });
  for (const [itemNo, { accountNo }] of await accountsOf(others, county, accounts)) numbers.set(itemNo, accountNo);
  return numbers;
}

/** What the payee reads on the account: no more than that it is relief. */
const REMARKS: Readonly<Record<Benefit, string>> = Object.fromEntries(BENEFITS.map((benefit) => [benefit, benefit === 'dibao' ? '低保金' : '救助金'])) as Record<Benefit, string>;

/** SHA-256 of what is written, hex; nothing is kept. */
export async function hashOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
