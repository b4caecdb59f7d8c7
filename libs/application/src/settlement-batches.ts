/** Batches: items of an ordered list go to the bank as a file, once; the bank takes or refuses it, and gives receipts. */
import { isDeepStrictEqual } from 'node:util';
import { type Batch, BATCH_FORMATS, BATCH_STEPS, type BatchCommand, type BatchHead, type BatchStated, type BatchStep, batchStream, payPartStream } from '#disbursement';
import { type CommandOutcome, handleCommand } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { type CivilDate, civilDateAt, digestOf, DomainError, type DomainEvent, type Json } from '#kernel';
import { type BatchesQuestion, batchesReport, type BatchRow } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader } from './case-reader.js';
import { keyOf } from './number-key.js';
import { listNameOf } from './paylist-number.js';
import { type Sending, sentAs } from './sending.js';
import { openingNothing } from './sealed-reads.js';
import type { ServiceHost } from './service-host.js';
import { Accounts } from './settlement-accounts.js';
import { type Choice, choiceOf, linesChosen } from './settlement-choice.js';
import { hashOf, itemsOfBatch, totalOf, writeFile } from './settlement-file.js';
import type { BankFormats } from './settlement-formats.js';
import { contextOf, itemsOf, none, type OrderedList, readItems, type Sender, theList, toPart } from './settlement-parts.js';
import type { BatchFile, BatchTaken } from './settlement-types.js';
import { spooled } from './spool.js';
import type { ViewingService } from './viewing-service.js';

const BATCH_NO = /^[0-9A-Za-z\-/.]{1,35}$/;

export class BatchService {
  private readonly turns = new Map<string, Promise<void>>();
  private readonly reader: CaseReader;
  /** What is sent, where and how much, stands open. */
  private readonly parts: CaseReader;
  private readonly accounts: Accounts;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly viewings: ViewingService, private readonly formats: BankFormats) {
    this.reader = new CaseReader(host.store);
    this.parts = new CaseReader(openingNothing(host));
    this.accounts = new Accounts(host);
  }

  /**
   * Takes a step of a batch. `number`: that of the batch, of the person's county, or with `@` and the county. What was interrupted is completed when it is sent again.
   * @throws DomainError `STEP_INVALID` `BATCH_NUMBER` `LIST_NOT_ORDERED` `BANK_FORMAT_UNKNOWN`, as the step and the file say, and as `authorise`
   */
  take(number: string, step: BatchStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<BatchTaken> {
    return this.host.track(async () => {
      const batchKey = batchKeyOf(number, person);
      const county = batchKey.slice(batchKey.lastIndexOf('@') + 1);
      const stated = readFormat(BATCH_FORMATS[step], body) as BatchStated<BatchStep>;
      const { actor } = await this.access.authorise(person, BATCH_STEPS[step].permission as Permission, county);
      await this.host.catchUp();
      const sender = { actor, now: this.host.now() };
      const taken = step === 'prepare' ? await this.prepare(batchKey, county, stated as BatchStated<'prepare'>, person, sender, sending) : { ...(await this.step(batchKey, county, step, stated, sender, sending)), quarantined: 0 };
      await this.host.catchUp();
      return { batchKey, step, ...taken };
    });
  }

  /** @throws DomainError `BATCH_UNKNOWN`, and as `authorise` */
  async file(number: string, person: SignedIn): Promise<{ readonly batchKey: string; readonly revision: bigint; readonly batch: Batch }> {
    const batchKey = batchKeyOf(number, person);
    await this.access.authorise(person, 'batch.read', batchKey.slice(batchKey.lastIndexOf('@') + 1));
    return { batchKey, ...(await this.existing(batchKey)) };
  }

  /** The file, written again and held against what was sent; that it was handed out is recorded before it is. @throws DomainError `BATCH_UNKNOWN` `BATCH_STATUS` `BATCH_FILE_CHANGED`, and as `authorise` */
  async content(number: string, person: SignedIn): Promise<BatchFile> {
    const batchKey = batchKeyOf(number, person);
    const county = batchKey.slice(batchKey.lastIndexOf('@') + 1);
    await this.access.authorise(person, 'batch.send', county);
    const { batch } = await this.existing(batchKey);
    if (batch.fileHash === undefined) throw new DomainError('BATCH_STATUS', 'conflict', 'The batch is prepared and not sent. Send the preparation again to complete it.', { status: batch.status });
    const { sha256, chunks, discard } = await spooled(this.written(batch, county, batch));
    try {
      if (sha256 !== batch.fileHash) throw new DomainError('BATCH_FILE_CHANGED', 'conflict', 'The file of the batch comes out differently from the one that was sent. Nothing is handed out; have the ledger verified.', { sent: batch.fileHash });
      await this.viewings.shown({ scope: 'export', about: batchKey, purpose: undefined }, person);
    } catch (error) {
      await discard();
      throw error;
    }
    const { mediaType, extension } = this.formats.of(batch.format);
    return { fileName: `${batch.batchNo.replaceAll('/', '_')}.${extension}`, mediaType, sha256, chunks };
  }

  /** The batches of a county. */
  list(question: BatchesQuestion): Promise<readonly BatchRow[]> {
    return this.host.read((views) => batchesReport(views, question));
  }

  private written(head: BatchHead, county: string, total: { readonly n: number; readonly fen: number }, chosen?: ReadonlyMap<number, Choice>): AsyncIterable<Buffer> {
    return writeFile(head, county, total, itemsOfBatch(this.parts, county, head, chosen), this.accounts, this.formats.of(head.format));
  }

  /** The batch names the parts it is made from, each part says which items it sent, and the file's hash ends it. */
  private async prepare(batchKey: string, county: string, stated: BatchStated<'prepare'>, person: SignedIn, sender: Sender, sending: Sending) {
    const { on, listNo: number, format, valueDate, payerName, payerAccount, payerCnaps } = stated;
    const name = listNameOf(number, person);
    if (name.county !== county) throw new DomainError('BATCH_NUMBER', 'invalid', 'The list is that of another county than the batch. Name both of one county.', { field: 'listNo' });
    this.formats.of(format);
    const list = await theList(this.reader, name.listKey);
    if (list.status !== 'ordered' || list.order === undefined) throw new DomainError('LIST_NOT_ORDERED', 'conflict', `The list is ${list.status}: nothing is sent to the bank before its payment is ordered.`, { status: list.status });
    const batchNo = batchKey.slice(0, batchKey.lastIndexOf('@'));
    const known = (await this.reader.read(batchStream, batchKey))?.state.batch;
    const { chosen, quarantined } = known?.fileHash === undefined ? await this.sendable(county, list, known?.parts) : { chosen: new Map<number, Choice>(), quarantined: 0 };
    const { orderNo, source } = list.order;
    const head = { batchNo, listNo: list.listNo, orderNo, benefit: list.benefit, ym: list.ym, source: source as BatchHead['source'], format, valueDate, createdAt: sender.now, payerName, payerAccount, payerCnaps, parts: known?.parts ?? [...chosen.keys()] };
    // Written before anything is marked as sent: what cannot be written is not sent.
    const tried = known === undefined && head.parts.length > 0 ? await this.wholeOf(head, county, chosen) : undefined;
    const day = { on: on as CivilDate, today: civilDateAt(sender.now) };
    const outcome = await this.stated(batchKey, county, 'prepare', { type: 'PrepareBatch', head, by: person.staffId, ...day }, stated, sender, sending);
    const { batch: prepared } = await this.existing(batchKey);
    if (prepared.fileHash !== undefined) return { ...(await this.answer(batchKey, outcome)), outcome: 'alreadyRecorded' as const, quarantined };
    let asTried = tried !== undefined && prepared.createdAt === head.createdAt;
    for (const part of prepared.parts) {
      const choice = chosen.get(part);
      const items = choice === undefined ? [] : linesChosen((await readItems(this.parts, county, prepared.listNo, part)).state, choice);
      const outcomes = await toPart(this.host, county, prepared.listNo, part, sender, [{ command: { type: 'SendItems', listNo: prepared.listNo, part, batchNo, items, on: day.on }, name: `batch/${batchKey}/part/${part}`, digest: batchKey, place: { code6: county } }]);
      none(outcomes);
      asTried &&= outcomes.every((one) => one.status === 'appended' && isDeepStrictEqual((one.events[0]?.data as { readonly items?: unknown }).items, items));
    }
    const { n, fen, fileHash } = asTried && tried !== undefined ? tried : await this.wholeOf(prepared, county);
    if (n === 0) throw new DomainError('BATCH_EMPTY', 'conflict', 'Somebody else sent its items in another batch meanwhile, so nothing is left for this one. Look at the other batch.');
    return { ...(await this.answer(batchKey, await this.record(batchKey, county, { type: 'SendBatch', fileHash, n, fen, by: person.staffId, ...day }, 'send', sender))), quarantined };
  }

  /** Count, sum and hash of the file; of nothing no file is written. */
  private async wholeOf(head: BatchHead, county: string, chosen?: ReadonlyMap<number, Choice>): Promise<{ readonly n: number; readonly fen: number; readonly fileHash: string }> {
    const total = chosen === undefined ? await totalOf(itemsOfBatch(this.parts, county, head)) : { n: sumOf(chosen, ({ at }) => at.length), fen: sumOf(chosen, ({ fen }) => fen) };
    return { ...total, fileHash: total.n === 0 ? '' : await hashOf(this.written(head, county, total, chosen)) };
  }

  /** By part, what is listed and not sent, with the account that may be paid to now. */
  private async sendable(county: string, list: OrderedList, parts?: readonly number[]): Promise<{ readonly chosen: ReadonlyMap<number, Choice>; readonly quarantined: number }> {
    const chosen = new Map<number, Choice>();
    let quarantined = 0;
    for await (const { part, state } of parts === undefined ? itemsOf(this.parts, county, list) : this.some(county, list.listNo, parts)) {
      const of = await choiceOf(state, county, this.accounts);
      quarantined += of.quarantined;
      if (of.choice.at.length > 0) chosen.set(part, of.choice);
    }
    return { chosen, quarantined };
  }

  private async *some(county: string, listNo: string, parts: readonly number[]) {
    for (const part of parts) yield readItems(this.parts, county, listNo, part);
  }

  private async step(batchKey: string, county: string, step: Exclude<BatchStep, 'prepare'>, stated: BatchStated<BatchStep>, sender: Sender, sending: Sending) {
    const day = { on: stated.on as CivilDate, today: civilDateAt(sender.now) };
    if (step === 'reject') return this.alone(batchKey, () => this.reject(batchKey, county, stated, day, sender, sending));
    const type = { accept: 'AcceptBatch', receipt: 'FileReceipt' } as const;
    const outcome = await this.stated(batchKey, county, step, { type: type[step], stated, ...day } as BatchCommand, stated, sender, sending);
    return this.answer(batchKey, outcome);
  }

  private async reject(batchKey: string, county: string, stated: BatchStated<BatchStep>, day: { readonly on: CivilDate; readonly today: CivilDate }, sender: Sender, sending: Sending) {
    await this.mayRecall(batchKey, county, day.on);
    const outcome = await this.stated(batchKey, county, 'reject', { type: 'RejectBatch', stated, ...day } as BatchCommand, stated, sender, sending);
    await this.recall(batchKey, county, day.on, sender);
    return this.answer(batchKey, outcome);
  }

  /** One after the other: a refusal of the whole batch and an answer about its items must not pass each other. */
  alone<T>(batchKey: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(batchKey) ?? Promise.resolve()).then(work);
    const over = turn.then(() => undefined, () => undefined);
    this.turns.set(batchKey, over);
    void over.then(() => { if (this.turns.get(batchKey) === over) this.turns.delete(batchKey); });
    return turn;
  }

  /** Before the refusal is recorded: whether every part gives its items back. @throws DomainError `BATCH_ANSWERED` `PERIOD_CLOSED` */
  async mayRecall(batchKey: string, county: string, on: CivilDate): Promise<void> {
    const { batch: { batchNo, listNo, parts } } = await this.existing(batchKey);
    for (const part of parts) payPartStream.decider.decide({ type: 'RecallItems', listNo, part, batchNo, on }, (await readItems(this.parts, county, listNo, part)).state);
  }

  /** Their items may go in another batch. */
  async recall(batchKey: string, county: string, on: CivilDate, sender: Sender): Promise<void> {
    const { batch: { batchNo, listNo, parts } } = await this.existing(batchKey);
    for (const part of parts) none(await toPart(this.host, county, listNo, part, sender, [{ command: { type: 'RecallItems', listNo, part, batchNo, on }, name: `batch/${batchKey}/recall/${part}`, digest: batchKey, place: { code6: county } }]));
  }

  /** What a person states, under the name it was sent with. */
  private stated(batchKey: string, county: string, step: BatchStep, command: BatchCommand, stated: object, { actor, now }: Sender, sending: Sending) {
    return handleCommand(this.host.store, batchStream, batchKey, { command, context: { ...sentAs(`batch/${batchKey}/${step}`, digestOf({ step, stated } as Json), actor, sending), jurisdiction: { code6: county }, now } });
  }

  /** What follows from a file, under a name made from it. */
  record(batchKey: string, county: string, command: BatchCommand, name: string, sender: Sender) {
    return handleCommand(this.host.store, batchStream, batchKey, { command, context: contextOf(`batch/${batchKey}/${name}`, sender, { code6: county }, name) });
  }

  private async answer(batchKey: string, outcome: Exclude<CommandOutcome<DomainEvent>, { status: 'refused' }>) {
    return { outcome: outcome.status === 'appended' ? ('recorded' as const) : ('alreadyRecorded' as const), events: outcome.status === 'unchanged' ? [] : outcome.events.map(({ type }) => type), ...(await this.existing(batchKey)) };
  }

  /** @throws DomainError `BATCH_UNKNOWN` */
  async existing(batchKey: string): Promise<{ readonly batch: Batch; readonly revision: bigint }> {
    const read = await this.reader.read(batchStream, batchKey);
    if (read?.state.batch === undefined) throw new DomainError('BATCH_UNKNOWN', 'notFound', 'No batch has this number in the county. Check the number.');
    return { batch: read.state.batch, revision: read.revision };
  }
}

/** @throws DomainError `BATCH_NUMBER` `NUMBER_INVALID` */
export function batchKeyOf(number: string, person: Pick<SignedIn, 'division'>): string {
  const key = keyOf(number, person, 'batchNo');
  if (!BATCH_NO.test(key.slice(0, key.lastIndexOf('@')))) throw new DomainError('BATCH_NUMBER', 'invalid', 'A batch is numbered with 1 to 35 letters, digits and -/. only: the bank has to carry it.', { field: 'batchNo' });
  return key;
}

const sumOf = (chosen: ReadonlyMap<number, Choice>, of: (choice: Choice) => number): number => [...chosen.values()].reduce((sum, choice) => sum + of(choice), 0);
