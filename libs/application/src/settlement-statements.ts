/** Statements of the payer's account: movements are booked to the items and batches they name, what came back bounces, and what names nothing is kept until somebody explains it. */
import { type BankFormat, HOUSE_CODES, type StatementLine, type StatementOptions, type StatementTotals } from '#bank';
import { type Booking, type PayPartCommand, type StatementTaken as Taken, statementStream, type UnmatchedLine } from '#disbursement';
import { handleCommand, handleCommands } from '#event-store';
import type { SignedIn } from '#identity';
import { checkStepDay, type CivilDate, civilDateAt, DomainError, type Jurisdiction, parseCivilDate, sha256Hex } from '#kernel';
import type { ViewReader } from '#projections';
import { batchesReport, type BatchRow, byColumns } from '#reports';
import type { AccessService } from './access-service.js';
import { CaseReader } from './case-reader.js';
import { openingNothing } from './sealed-reads.js';
import type { ServiceHost } from './service-host.js';
import { Accounts } from './settlement-accounts.js';
import type { BatchService } from './settlement-batches.js';
import type { BankFormats } from './settlement-formats.js';
import { type FoundItem, ItemLookup } from './settlement-lookup.js';
import { PartWriter } from './settlement-part-writer.js';
import { contextOf, none, type Request, type Sender } from './settlement-parts.js';
import type { FileFromBank, StatementStated, StatementTaken } from './settlement-types.js';

const FORMAT = 'iso20022';
/** Lines gathered before they are written. */
const GATHERED_LINES = 4_000;

/** A booked line, and what it is about. */
type Sorted = { readonly at: number; readonly line: StatementLine; readonly bookedOn: CivilDate } & ({ readonly of: 'item'; readonly item: FoundItem } | { readonly of: 'batch'; readonly batch: BatchRow } | { readonly of: 'nothing'; readonly listNo: string });

export class StatementService {
  private readonly reader: CaseReader;
  /** What is booked is held against sums and states, which stand open. */
  private readonly parts: CaseReader;
  private readonly accounts: Accounts;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly batches: BatchService, private readonly formats: BankFormats) {
    this.reader = new CaseReader(host.store);
    this.parts = new CaseReader(openingNothing(host));
    this.accounts = new Accounts(host);
  }

  /**
   * The same statement again changes nothing.
   * @throws DomainError `BANK_ACCOUNT_UNKNOWN` `STATEMENT_EXISTS`, as libs/bank refuses files (`BANK_…`), `PERIOD_CLOSED`, and as `authorise`
   */
  importStatement(county: string, file: FileFromBank, { on, account, format: formatId = FORMAT }: StatementStated, person: SignedIn): Promise<StatementTaken> {
    return this.host.track(async () => {
      const { actor } = await this.access.authorise(person, 'batch.answer', county);
      const day = parseCivilDate(on);
      const format = this.formats.of(formatId);
      if (format.readStatement === undefined) throw new DomainError('BANK_FORMAT_ONE_WAY', 'unsupported', `Format ${format.id} has no statements. Read them with another format that the bank offers.`, { format: format.id });
      await this.host.catchUp();
      const sender: Sender = { actor, now: this.host.now() };
      const today = civilDateAt(sender.now);
      checkStepDay(day, { today });
      const taken = await this.host.read(async (views) => {
        const rows = (await batchesReport(views, { county })).filter(({ payerAccount }) => payerAccount === account);
        if (rows.length === 0) throw new DomainError('BANK_ACCOUNT_UNKNOWN', 'conflict', 'No batch was ever paid from this account, so its statement tells nothing about payments. Check the account.', { field: 'account' });
        const read = (blocks?: readonly string[]) => readStatementOf(format, file, { account, blocks, seen: () => false });
        const counted = { matched: 0, unmatched: 0, bounced: 0 };
        const totals = await this.each(read(), views, county, rows, today, async (sorted, lookup) => {
          counted[sorted.of === 'nothing' ? 'unmatched' : 'matched'] += 1;
          if (sorted.of !== 'item') return;
          const { listNo, part } = sorted.item;
          await lookup.wouldChange(sorted.item, { type: 'BookItems', listNo, part, statementNo: '', bookings: [bookingOf(sorted, sorted.item)], on: day });
          const bounce = bounceOf(sorted, sorted.item);
          if (bounce !== undefined && (await lookup.wouldChange(sorted.item, bounce))) counted.bounced += 1;
        });
        const statementNo = totals.statementNo;
        const key = `${sha256Hex(`${account}/${statementNo}`).slice(0, 32)}@${county}`;
        const known = (await this.reader.read(statementStream, key))?.state.taken;
        if (known?.sha256 === totals.sha256) return { outcome: 'alreadyRecorded' as const, statement: known };
        if (known !== undefined) throw new DomainError('STATEMENT_EXISTS', 'conflict', 'A statement with this number of this account was taken before, and this file is another. Nothing was applied; ask the bank which of the two holds.');
        await this.accept(rows, county, totals, day, sender);
        const statement: Taken = { statementNo, account, sha256: totals.sha256, format: format.id, openingFen: totals.openingFen, closingFen: totals.closingFen, credits: { ...totals.credits }, debits: { ...totals.debits }, ...counted };
        await this.write(read(totals.blocks), views, county, rows, statement, key, day, sender);
        await handleCommand(this.host.store, statementStream, key, { command: { type: 'CompleteStatement', taken: statement, on: day, today }, context: contextOf(`statement/${key}/${statement.sha256}`, sender, { code6: county }, statement.sha256) });
        return { outcome: 'recorded' as const, statement };
      });
      await this.host.catchUp();
      return { county, ...taken };
    });
  }

  /** The booked lines, each with what it is about. */
  private async each(run: AsyncGenerator<StatementLine, StatementTotals, undefined>, views: ViewReader, county: string, rows: readonly BatchRow[], today: CivilDate, take: (sorted: Sorted, lookup: ItemLookup) => Promise<void>): Promise<StatementTotals> {
    const lookup = new ItemLookup(views, this.parts, county, this.accounts);
    for (let at = 1; ; at += 1) {
      const step = await run.next();
      if (step.done === true) return step.value;
      const { value: line } = step;
      if (!line.booked) continue;
      const bookedOn = line.bookedOn ?? line.valueDate;
      if (bookedOn === undefined || bookedOn > today) throw new DomainError('BANK_VALUE_INVALID', 'invalid', 'The statement has a booked entry without a day, or of a day that has not come yet. Nothing was applied; ask the bank for the statement again.', { field: 'bookedOn' });
      const item = line.itemNo === undefined ? undefined : await lookup.find(line.itemNo);
      const ofAccount = item !== undefined && item.batchNo !== undefined && item.fen === line.fen && rows.some(({ batchNo }) => batchNo === item.batchNo);
      const batch = line.itemNo === undefined ? rows.find(({ batchNo }) => batchNo === line.batchNo) : undefined;
      await take({ at, line, bookedOn, ...(ofAccount ? { of: 'item', item } : batch !== undefined ? { of: 'batch', batch } : { of: 'nothing', listNo: ownerOf(rows, bookedOn) }) }, lookup);
    }
  }

  /** What a statement shows was taken by the bank, whether or not it said so. */
  private async accept(rows: readonly BatchRow[], county: string, { sha256 }: StatementTotals, on: CivilDate, sender: Sender): Promise<void> {
    for (const { batchNo, status } of rows) {
      if (status === 'sent') await this.batches.record(`${batchNo}@${county}`, county, { type: 'AcceptBatch', stated: { on, bankRef: `statement ${sha256.slice(0, 16)}` }, on, today: civilDateAt(sender.now) }, `accept/${sha256}`, sender);
    }
  }

  private async write(run: AsyncGenerator<StatementLine, StatementTotals, undefined>, views: ViewReader, county: string, rows: readonly BatchRow[], { statementNo, sha256 }: Taken, key: string, on: CivilDate, sender: Sender): Promise<void> {
    const writer = new PartWriter(this.host, county, sender);
    const today = civilDateAt(sender.now);
    const named = (name: string, command: PayPartCommand, place: Jurisdiction): Request => ({ command, name: `statement/${key}/${name}`, digest: sha256, place });
    let unmatched: UnmatchedLine[] = [];
    let items: Gathered = new Map();
    let gathered = 0;
    const flush = async (): Promise<void> => {
      for (const { item: { listNo, part }, bookings, bounces, first } of items.values()) {
        await writer.add({ listNo, part }, named(`booked/${first}`, { type: 'BookItems', listNo, part, statementNo, bookings, on }, { code6: county }));
        for (const { at, command, place } of bounces) await writer.add({ listNo, part }, named(`bounced/${at}`, command, place));
      }
      await writer.end();
      none(await handleCommands(this.host.store, statementStream, key, unmatched.map((line) => ({ command: { type: 'KeepUnmatched' as const, line, on, today }, context: contextOf(`statement/${key}/${sha256}/${line.line}`, sender, { code6: county }, sha256) }))));
      items = new Map();
      unmatched = [];
      gathered = 0;
    };
    await this.each(run, views, county, rows, today, async (sorted) => {
      const { at, line: { direction, fen, bankTxnNo, batchNo, itemNo }, bookedOn } = sorted;
      if (sorted.of === 'batch') await this.batches.record(`${sorted.batch.batchNo}@${county}`, county, { type: 'BookBatch', statementNo, direction, fen, bookedOn, on: bookedOn, today }, `statement/${key}/${at}`, sender);
      else if (sorted.of === 'nothing') unmatched.push({ statementNo, line: at, listNo: sorted.listNo, direction, fen, bookedOn, bankTxnNo, batchNo, itemNo });
      else {
        const of = items.get(`${sorted.item.listNo}.${sorted.item.part}`) ?? { item: sorted.item, bookings: [], bounces: [], first: at };
        of.bookings.push(bookingOf(sorted, sorted.item));
        const bounce = bounceOf(sorted, sorted.item);
        if (bounce !== undefined) of.bounces.push({ at, command: bounce, place: sorted.item.place });
        items.set(`${sorted.item.listNo}.${sorted.item.part}`, of);
      }
      if ((gathered += 1) >= GATHERED_LINES) await flush();
    });
    await flush();
  }
}

/** Of a format that has statements. */
function readStatementOf(format: BankFormat, file: FileFromBank, options: StatementOptions): AsyncGenerator<StatementLine, StatementTotals, undefined> {
  if (format.readStatement === undefined) throw new Error('asked before');
  return format.readStatement(file.open(), options);
}

/** The lines of a statement by part of a list; `first`: the place of the first of them in the statement. */
type Gathered = Map<string, { readonly item: FoundItem; readonly bookings: Booking[]; readonly bounces: { readonly at: number; readonly command: PayPartCommand; readonly place: Jurisdiction }[]; readonly first: number }>;

const bookingOf = ({ line: { direction, fen }, bookedOn }: Sorted, { itemNo }: FoundItem): Booking => ({ itemNo, direction, fen, bookedOn });

/** Of a credit. Money that came back with a reason nobody knows has come back all the same. */
function bounceOf({ line: { direction, returned, bankTxnNo }, bookedOn: on }: Sorted, { itemNo }: FoundItem): PayPartCommand | undefined {
  if (direction === 'debit') return undefined;
  const code = returned?.code ?? 'unknown';
  const { next } = HOUSE_CODES[code];
  return { type: 'ApplyAnswer', itemNo, answer: { status: 'bounced', on, code, bankCode: returned?.bankCode, bankTxnNo, next: next === 'query' ? 'verify' : next }, on };
}

/** Whose reconciliation has to explain a movement: the last list that was paid from the account by then, else the first. */
function ownerOf(rows: readonly BatchRow[], bookedOn: string): string {
  const sorted = [...rows].sort(byColumns((row) => row.valueDate, (row) => row.batchNo));
  const owner = sorted.findLast(({ valueDate }) => valueDate <= bookedOn) ?? sorted[0];
  if (owner === undefined) throw new Error('a statement is read for an account from which something was paid');
  return owner.listNo;
}
