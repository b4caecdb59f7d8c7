/** pain.002.001.10: what became of the items of a pain.001. */
import { type CivilDate, type Fen, fen } from '#kernel';
import { type Failure, type FailureCodes, failureOf } from '../house-codes.js';
import { otherBatch, unknownStatus, wrongCount, wrongFormat, wrongSum, wrongValue } from '../refusals.js';
import { type ReportedItem, ReturnLedger } from '../return-ledger.js';
import { BankSource } from '../source.js';
import type { ItemStatus, ReturnItem, ReturnOptions, ReturnTotals } from '../types.js';
import { PAIN_002 } from './grammar.js';
import { fenIn } from './leaf.js';
import { type MessageReader, readMessage } from './read-message.js';
import { PARTLY, TRANSACTION_STATUSES } from './statuses.js';

const ROOT = 'Document/CstmrPmtStsRpt';
const GROUP = `${ROOT}/OrgnlGrpInfAndSts`;
const PAYMENT = `${ROOT}/OrgnlPmtInfAndSts`;
const ITEM = `${PAYMENT}/TxInfAndSts`;

/** @throws DomainError `BANK_…` */
export async function* readPain002(format: string, codes: FailureCodes, input: AsyncIterable<Buffer>, options: ReturnOptions): AsyncGenerator<ReturnItem, ReturnTotals, undefined> {
  const source = new BankSource(input, options);
  const ledger = new ReturnLedger(options, source.limits.items);
  const report = new StatusReport(codes, options.batch);
  let line = 0;
  for await (const { item, scopes, code } of readMessage(source, PAIN_002, report)) {
    line += 1;
    const taken = await ledger.take(item, `TxInfAndSts ${line}`);
    for (const scope of scopes) scope.add(code, taken);
    yield taken;
  }
  report.check(ledger.listed.count);
  return ledger.totals(format, await source.finish(), report.batchRejected(ledger.listed.count));
}

interface Reported {
  readonly item: ReportedItem;
  readonly code: string;
  /** The group and the payment, whose totals it counts towards. */
  readonly scopes: readonly Scope[];
}

/** A group or a payment: what it states, and what its items come to. */
class Scope {
  status: string | undefined;
  failure: Failure | undefined;
  readonly #stated: { code: string; count: number; sum: Fen | undefined }[] = [];
  readonly #found = new Map<string, { count: number; sum: Fen }>();

  state(code: string, count: number, sum: Fen | undefined): void {
    this.#stated.push({ code, count, sum });
  }

  add(code: string, { fen: amount }: ReturnItem): void {
    const found = this.#found.get(code) ?? { count: 0, sum: fen(0) };
    this.#found.set(code, { count: found.count + 1, sum: fen(found.sum + amount) });
  }

  /** Counts of items that the bank did not refuse. */
  get statesOther(): boolean {
    return this.#stated.some(({ code, count }) => count > 0 && TRANSACTION_STATUSES[code] !== 'rejected');
  }

  check(): void {
    for (const { code, count, sum } of this.#stated) {
      const found = this.#found.get(code) ?? { count: 0, sum: fen(0) };
      if (count !== found.count) throw wrongCount(`items ${code}`, count, found.count);
      if (sum !== undefined && sum !== found.sum) throw wrongSum(`items ${code}`);
    }
    if (this.status === undefined || this.status === PARTLY) return;
    // A group that is settled or rejected has no item that is not; one still under way may have both.
    const status = statusOf(this.status, 'the group');
    if (status === 'pending') return;
    for (const code of this.#found.keys()) if (TRANSACTION_STATUSES[code] !== status) throw wrongValue('the group', 'status', `one that agrees with its items, which are ${code}`);
  }
}

class StatusReport implements MessageReader<Reported> {
  readonly #group = new Scope();
  readonly #payments: Scope[] = [];
  #leaves = new Map<string, string>();
  #reason: { code: string; text?: string } | undefined;

  constructor(private readonly codes: FailureCodes, private readonly batch: ReturnOptions['batch']) {}

  open(path: string): void {
    if (path === PAYMENT) this.#payments.push(new Scope());
  }

  leaf(path: string, text: string): void {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (path.includes('/StsRsnInf/')) this.#readReason(name, text);
    else if (path.startsWith(`${ITEM}/`)) this.#leaves.set(path.slice(ITEM.length + 1), text);
    else if (path.startsWith(`${GROUP}/NbOfTxsPerSts/`) || path.startsWith(`${PAYMENT}/NbOfTxsPerSts/`)) this.#leaves.set(name, text);
    else if (name === 'OrgnlMsgId' || name === 'OrgnlPmtInfId') {
      if (text !== this.batch.batchNo) throw otherBatch();
    } else if (name === 'OrgnlMsgNmId') {
      if (!/^pain\.001\.001\.\d{2}$/.test(text)) throw wrongFormat('in its head', 'it does not answer a pain.001');
    } else if (name === 'OrgnlNbOfTxs') {
      if (Number(text) !== this.batch.count) throw wrongCount('items in the batch', Number(text), this.batch.count);
    } else if (name === 'OrgnlCtrlSum') {
      if (fenIn(text) !== this.batch.sumFen) throw wrongSum('the batch');
    } else if (name === 'GrpSts') this.#group.status = text;
    else if (name === 'PmtInfSts') this.#scope.status = text;
  }

  close(path: string): Reported | undefined {
    if (path === ITEM) return this.#item();
    if (path === `${GROUP}/NbOfTxsPerSts` || path === `${PAYMENT}/NbOfTxsPerSts`) this.#stated();
    else if (path === `${GROUP}/StsRsnInf` || path === `${PAYMENT}/StsRsnInf`) this.#scope.failure ??= this.#failure();
    return undefined;
  }

  get #scope(): Scope {
    return this.#payments.at(-1) ?? this.#group;
  }

  #readReason(name: string, text: string): void {
    const { code = '', text: said } = this.#reason ?? {};
    // The first code and the first words count.
    if (name === 'Cd' || name === 'Prtry') this.#reason = { code: code || text, ...(said !== undefined && { text: said }) };
    else if (name === 'AddtlInf') this.#reason = { code, text: said ?? text };
  }

  #failure(): Failure | undefined {
    const reason = this.#reason;
    this.#reason = undefined;
    return reason === undefined ? undefined : failureOf(this.codes, reason.code, reason.text);
  }

  #stated(): void {
    const [code = '', count = '0', sum] = ['DtldSts', 'DtldNbOfTxs', 'DtldCtrlSum'].map((name) => this.#leaves.get(name));
    statusOf(code, 'the counts');
    this.#scope.state(code, Number(count), sum === undefined ? undefined : fenIn(sum));
    this.#leaves = new Map();
  }

  #item(): Reported {
    const leaves = this.#leaves;
    this.#leaves = new Map();
    const code = leaves.get('TxSts');
    const itemNo = leaves.get('OrgnlEndToEndId');
    if (code === undefined || itemNo === undefined) throw wrongFormat(`in ${ITEM}`, 'an item lacks its number or status');
    const status = statusOf(code, 'an item');
    const reason = this.#failure();
    const amount = leaves.get('OrgnlTxRef/Amt/InstdAmt');
    return {
      code, scopes: [this.#group, this.#scope],
      item: {
        itemNo, status, fen: amount === undefined ? undefined : fenIn(amount),
        failure: status === 'rejected' ? reason ?? failureOf(this.codes, '') : status === 'pending' ? reason : undefined,
        accountNo: leaves.get('OrgnlTxRef/CdtrAcct/Id/Othr/Id') ?? leaves.get('OrgnlTxRef/CdtrAcct/Id/IBAN'),
        bankTxnNo: leaves.get('AcctSvcrRef') ?? leaves.get('ClrSysRef'), valueDate: leaves.get('OrgnlTxRef/IntrBkSttlmDt') as CivilDate | undefined,
      },
    };
  }

  check(items: number): void {
    for (const scope of [this.#group, ...this.#payments]) {
      if (items > 0 || scope.statesOther) scope.check();
      else if (scope.status !== undefined && scope.status !== PARTLY) statusOf(scope.status, 'the group');
    }
  }

  /** The bank refused the whole batch, and names no item of it. */
  batchRejected(items: number): Failure | undefined {
    const scopes = [this.#group, ...this.#payments];
    if (items > 0 || !scopes.some(({ status }) => status === 'RJCT') || scopes.some(({ status }) => status !== undefined && status !== 'RJCT')) return undefined;
    return scopes.find(({ failure }) => failure !== undefined)?.failure ?? failureOf(this.codes, '');
  }
}

function statusOf(code: string, where: string): ItemStatus {
  if (!Object.hasOwn(TRANSACTION_STATUSES, code)) throw unknownStatus(where);
  return TRANSACTION_STATUSES[code] as ItemStatus;
}
