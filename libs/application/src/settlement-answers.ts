/** What the bank answers for a batch: the whole file is checked first, against the batch and against what is known of every item; then it is applied part by part. A file that was interrupted is completed when it is sent again. */
import { type BankFormat, failureOf, HOUSE_CODES, ISO_REASONS, type ReturnItem, type ReturnOptions, type ReturnTotals, type Tally } from '#bank';
import { type Batch, type BankAnswer, type PayPartCommand, type ReturnApplied } from '#disbursement';
import type { SignedIn } from '#identity';
import { type Actor, checkStepDay, type CivilDate, civilDateAt, DomainError, fen as asFen, parseCivilDate } from '#kernel';
import type { AccessService } from './access-service.js';
import { CaseReader } from './case-reader.js';
import { openingData } from './sealed-reads.js';
import type { ServiceHost } from './service-host.js';
import { Accounts } from './settlement-accounts.js';
import { type BatchService, batchKeyOf } from './settlement-batches.js';
import type { BankFormats } from './settlement-formats.js';
import { ItemLookup } from './settlement-lookup.js';
import { PartWriter } from './settlement-part-writer.js';
import type { Sender } from './settlement-parts.js';
import type { AnsweredItem, FileFromBank, ReturnStated, ReturnTaken } from './settlement-types.js';

/** Where answers come from: a file or a message, each read twice. */
interface Answers {
  readonly format: string;
  readonly read: (options: ReturnOptions) => AsyncGenerator<ReturnItem, ReturnTotals, undefined>;
}

export class AnswerService {
  private readonly reader: CaseReader;
  private readonly accounts: Accounts;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly batches: BatchService, private readonly formats: BankFormats) {
    // Envelopes stay sealed: what was answered under which command the parts themselves decide.
    this.reader = new CaseReader(openingData(host));
    this.accounts = new Accounts(host);
  }

  /**
   * A return file of the bank. The same file again changes nothing.
   * @throws DomainError `BATCH_UNKNOWN` `BATCH_STATUS`, as libs/bank refuses files (`BANK_…`), `PAYMENT_ANSWER_CONFLICTS` `PERIOD_CLOSED`, and as `authorise`
   */
  applyReturn(number: string, file: FileFromBank, stated: ReturnStated, person: SignedIn): Promise<ReturnTaken> {
    return this.apply(number, stated, person, (batch) => {
      const format = this.formats.of(stated.format ?? batch.format);
      if (format.readReturn === undefined) throw new DomainError('BANK_FORMAT_ONE_WAY', 'unsupported', `Format ${format.id} has no returns. Read them with another format that the bank offers.`, { format: format.id });
      return { format: format.id, read: (options) => readReturnOf(format, file, options) };
    });
  }

  /** A message of the bank about items of a batch; `key` names it: the same again changes nothing. @throws as `applyReturn` */
  applyMessage(number: string, items: readonly AnsweredItem[], key: string, on: string, person: SignedIn): Promise<ReturnTaken> {
    return this.apply(number, { on, partial: true }, person, () => ({ format: 'message', read: (options) => readMessage(items, key, options) }));
  }

  private apply(number: string, { on, partial = false }: ReturnStated, person: SignedIn, source: (batch: Batch) => Answers): Promise<ReturnTaken> {
    return this.host.track(async () => {
      const batchKey = batchKeyOf(number, person);
      const county = batchKey.slice(batchKey.lastIndexOf('@') + 1);
      const { actor } = await this.access.authorise(person, 'batch.answer', county);
      return this.batches.alone(batchKey, () => this.taken(batchKey, county, { on, partial }, actor, source));
    });
  }

  private async taken(batchKey: string, county: string, { on, partial }: { readonly on: string; readonly partial: boolean }, actor: Actor, source: (batch: Batch) => Answers): Promise<ReturnTaken> {
    const day = parseCivilDate(on);
    await this.host.catchUp();
    const { batch } = await this.batches.existing(batchKey);
    if (batch.fileHash === undefined) throw noReturn(batch);
    const sender: Sender = { actor, now: this.host.now() };
    const answers = source(batch);
    try {
      const applied = await this.host.read(async (views) => {
        // One for both passes: of a list of some thousand lines no account is read twice.
        const lookup = new ItemLookup(views, this.reader, county, this.accounts);
        const options = (blocks?: readonly string[]): ReturnOptions => ({
          batch: { batchNo: batch.batchNo, count: batch.n, sumFen: asFen(batch.fen) }, partial, blocks, seen: (hash) => batch.returns.some((one) => one.sha256 === hash), lookup: (itemNo) => lookup.sent(itemNo, batch.batchNo),
        });
        const { totals, counted } = await this.check(answers, options(), lookup, day, sender.now).catch((error: unknown) => { throw batch.status === 'rejected' && !isRepeated(error) ? noReturn(batch) : error; });
        // Only the file that refuses all of it, again, so that a refusal that was interrupted is completed.
        if (batch.status === 'rejected' && totals.batchRejected === undefined) throw noReturn(batch);
        // Whatever the batch would refuse at the end is refused before an item changes.
        checkStepDay(day, { today: civilDateAt(sender.now) });
        if (day < batch.at) throw new DomainError('STEP_TOO_EARLY', 'conflict', `The day ${day} lies before the last step of the batch (${batch.at}). Nothing was applied; correct the day.`, { on: batch.at });
        if (totals.batchRejected !== undefined) return this.refused(batchKey, county, totals, day, sender);
        if (batch.status === 'sent') await this.batches.record(batchKey, county, { type: 'AcceptBatch', stated: { on, bankRef: `return ${totals.sha256.slice(0, 16)}` }, on: day, today: civilDateAt(sender.now) }, `accept/${totals.sha256}`, sender);
        await this.write(answers, options(totals.blocks), lookup, county, day, sender, totals.sha256);
        return this.appliedOf(totals, answers.format, counted);
      });
      await this.batches.record(batchKey, county, { type: 'RecordReturn', applied, on: day, today: civilDateAt(sender.now) }, `return/${applied.sha256}`, sender);
      await this.host.catchUp();
      return { batchKey, outcome: 'recorded', applied };
    } catch (error) {
      const again = isRepeated(error) ? batch.returns.find(({ sha256 }) => sha256 === error.details['sha256']) : undefined;
      if (again === undefined) throw error;
      return { batchKey, outcome: 'alreadyRecorded', applied: again };
    }
  }

  /** The first pass: the file as a whole, and every answer against what is known. Nothing is written. */
  private async check(answers: Answers, options: ReturnOptions, lookup: ItemLookup, on: CivilDate, now: string) {
    const counted = { changed: 0, stale: 0 };
    const run = answers.read(options);
    for (;;) {
      const step = await run.next();
      if (step.done === true) return { totals: step.value, counted };
      const found = await lookup.find(step.value.itemNo);
      if (found === undefined) throw new Error('an item of the batch is there');
      const command = commandOf(found.itemNo, step.value, on, civilDateAt(now));
      if (await lookup.wouldChange(found, command)) counted.changed += 1;
      else counted.stale += 1;
    }
  }

  private async write(answers: Answers, options: ReturnOptions, lookup: ItemLookup, county: string, on: CivilDate, sender: Sender, sha256: string): Promise<void> {
    const writer = new PartWriter(this.host, county, sender);
    for await (const item of answers.read(options)) {
      const found = await lookup.find(item.itemNo);
      if (found === undefined) throw new Error('an item of the batch is there');
      await writer.add(found, { command: commandOf(found.itemNo, item, on, civilDateAt(sender.now)), name: `answer/${sha256}/${county}/${found.itemNo}`, digest: sha256, place: found.place });
    }
    await writer.end();
  }

  /** The bank refused the batch as a whole and lists no item: none was paid. */
  private async refused(batchKey: string, county: string, totals: ReturnTotals, on: CivilDate, sender: Sender): Promise<ReturnApplied> {
    const { bankCode, bankText } = totals.batchRejected as NonNullable<ReturnTotals['batchRejected']>;
    await this.batches.mayRecall(batchKey, county, on);
    await this.batches.record(batchKey, county, { type: 'RejectBatch', stated: { on, code: bankCode === '' ? 'RJCT' : bankCode, text: bankText ?? '银行整批拒绝' }, on, today: civilDateAt(sender.now) }, `reject/${totals.sha256}`, sender);
    await this.batches.recall(batchKey, county, on, sender);
    return this.appliedOf(totals, totals.format, { changed: 0, stale: 0 });
  }

  private appliedOf({ sha256, settled, rejected, pending, missing }: ReturnTotals, format: string, counted: { readonly changed: number; readonly stale: number }): ReturnApplied {
    return { sha256, format, settled: { ...settled }, rejected: { ...rejected }, pending: { ...pending }, missing: { ...missing }, ...counted };
  }
}

const noReturn = ({ status }: Batch): DomainError => new DomainError('BATCH_STATUS', 'conflict', `The batch is ${status}, so no return of it is taken. Look at the batch.`, { status });
const isRepeated = (error: unknown): error is DomainError => error instanceof DomainError && error.code === 'BANK_FILE_REPEATED';

/** Of a format that has returns. */
function readReturnOf(format: BankFormat, file: FileFromBank, options: ReturnOptions): AsyncGenerator<ReturnItem, ReturnTotals, undefined> {
  if (format.readReturn === undefined) throw new Error('asked before');
  return format.readReturn(file.open(), options);
}

/** @throws DomainError `BANK_VALUE_INVALID` */
function commandOf(itemNo: string, { status, failure, bankTxnNo, valueDate }: ReturnItem, on: CivilDate, today: CivilDate): PayPartCommand {
  const day = status === 'settled' ? (valueDate ?? on) : on;
  if (day > today) throw new DomainError('BANK_VALUE_INVALID', 'invalid', day === on ? `The day ${day} has not come yet (today is ${today} in China). Nothing was applied; give the day on which the answer came.`
    : `The bank names the day ${day}, which has not come yet (today is ${today} in China). Nothing was applied; ask the bank for the file again.`, { field: day === on ? 'on' : 'valueDate' });
  const answer: BankAnswer = status === 'settled' ? { status, on: day, valueDate, bankTxnNo }
    : { status, on: day, bankTxnNo, ...(failure === undefined ? {} : { code: failure.code, bankCode: failure.bankCode, next: HOUSE_CODES[failure.code].next }) };
  return { type: 'ApplyAnswer', itemNo, answer, on: day };
}

/** @throws DomainError `BANK_ITEM_UNKNOWN` `BANK_ITEM_REPEATED` `BANK_FILE_REPEATED` */
async function* readMessage(items: readonly AnsweredItem[], key: string, { lookup, seen, batch }: ReturnOptions): AsyncGenerator<ReturnItem, ReturnTotals, undefined> {
  if (await seen(key)) throw new DomainError('BANK_FILE_REPEATED', 'conflict', 'This very file was taken before. Nothing was applied again; nothing needs to be done.', { sha256: key });
  const sums: Record<ReturnItem['status'], { count: number; fen: number }> = { settled: { count: 0, fen: 0 }, rejected: { count: 0, fen: 0 }, pending: { count: 0, fen: 0 } };
  const named = new Set<string>();
  for (const { itemNo, status, code, text, bankTxnNo, valueDate } of items) {
    const sent = await lookup(itemNo);
    if (sent === undefined) throw new DomainError('BANK_ITEM_UNKNOWN', 'conflict', 'The message names an item that the batch does not have. Nothing was applied; ask the bank what it answers.');
    if (named.has(itemNo)) throw new DomainError('BANK_ITEM_REPEATED', 'conflict', 'The message names an item twice. Nothing was applied; ask the bank which of the two holds.');
    named.add(itemNo);
    sums[status] = { count: sums[status].count + 1, fen: sums[status].fen + sent.fen };
    const failure = status === 'rejected' || code !== undefined ? failureOf(ISO_REASONS, code ?? '', text) : undefined;
    yield { itemNo, seq: sent.seq, status, fen: sent.fen, failure, bankTxnNo, valueDate: valueDate as CivilDate | undefined };
  }
  const tally = (status: ReturnItem['status']): Tally => ({ count: sums[status].count, fen: asFen(sums[status].fen) });
  const listed = items.length;
  const fen = sums.settled.fen + sums.rejected.fen + sums.pending.fen;
  return { format: 'message', sha256: key, bytes: 0, blocks: [], batchNo: batch.batchNo, settled: tally('settled'), rejected: tally('rejected'), pending: tally('pending'), missing: { count: batch.count - listed, fen: asFen(batch.sumFen - fen) } };
}
