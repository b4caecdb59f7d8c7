/** camt.053.001.08: the movements on the payer's account, a line for each payment where the bank lists them. */
import { type CivilDate, type Fen, fen } from '#kernel';
import { type Failure, type FailureCodes, failureOf } from '../house-codes.js';
import { otherAccount, tooLarge, unknownStatus, wrongCount, wrongFormat, wrongSum, wrongValue } from '../refusals.js';
import { BankSource } from '../source.js';
import type { StatementLine, StatementOptions, StatementTotals, Tally } from '../types.js';
import { CAMT_053 } from './grammar.js';
import { fenIn } from './leaf.js';
import { type MessageReader, readMessage } from './read-message.js';
import { StatementCheck } from './statement-check.js';
import { ENTRY_STATUSES } from './statuses.js';

const STATEMENT = 'Document/BkToCstmrStmt/Stmt';
const ENTRY = `${STATEMENT}/Ntry`;
const DETAILS = `${ENTRY}/NtryDtls`;
const LINE = `${DETAILS}/TxDtls`;

/** @throws DomainError `BANK_…` */
export async function* readCamt053(format: string, codes: FailureCodes, input: AsyncIterable<Buffer>, options: StatementOptions): AsyncGenerator<StatementLine, StatementTotals, undefined> {
  const source = new BankSource(input, options);
  const reader = new StatementReader(codes, options.account);
  let lines = 0;
  for await (const made of readMessage(source, CAMT_053, reader)) {
    for (const line of made) {
      lines += 1;
      if (lines > source.limits.items) throw tooLarge('lines', source.limits.items);
      yield line;
    }
  }
  const balance = reader.finish();
  return { format, ...await source.finish(), account: options.account, ...balance };
}

interface Entry {
  readonly fen: Fen;
  readonly direction: 'credit' | 'debit';
  readonly booked: boolean;
  readonly shared: Omit<StatementLine, 'fen'>;
  /** Of the lines so far. */
  lines: number;
  sum: number;
  /** A payment without an amount of its own is the whole entry, if it is the only one. */
  whole: boolean;
}

class StatementReader implements MessageReader<readonly StatementLine[]> {
  readonly #check = new StatementCheck();
  #leaves = new Map<string, string>();
  #lineLeaves = new Map<string, string>();
  #entry: Entry | undefined;
  #batch: { readonly lines: number; readonly sum: number; readonly batchNo: string | undefined; readonly stated: ReadonlyMap<string, string> } | undefined;
  #number = 0;
  #statementNo: string | undefined;

  constructor(private readonly codes: FailureCodes, private readonly account: string) {}

  open(path: string): void {
    if (path === STATEMENT && this.#statementNo !== undefined) throw wrongFormat('in the statement', 'there is more than one');
    if (path === DETAILS) {
      this.#entry ??= this.#open();
      this.#batch = undefined;
    }
  }

  leaf(path: string, text: string): void {
    if (path.startsWith(`${LINE}/`)) this.#lineLeaves.set(path.slice(LINE.length + 1), text);
    else if (path.startsWith(`${STATEMENT}/`)) this.#leaves.set(path.slice(STATEMENT.length + 1), text);
  }

  close(path: string): readonly StatementLine[] | undefined {
    switch (path) {
      case `${STATEMENT}/StmtPgntn`: this.#onePage(); break;
      case `${STATEMENT}/Acct`: this.#head(); break;
      case `${STATEMENT}/Bal`: this.#check.balance(this.#take('Bal/Tp/CdOrPrtry/Cd'), this.#signed('Bal')); break;
      case `${STATEMENT}/TxsSummry`: this.#summary(); break;
      case `${DETAILS}/Btch`: this.#openBatch(); break;
      case LINE: return this.#line();
      case DETAILS: this.#closeBatch(); break;
      case ENTRY: return this.#close();
      default:
    }
    return undefined;
  }

  #take(name: string): string | undefined {
    const text = this.#leaves.get(name);
    this.#leaves.delete(name);
    return text;
  }

  #signed(name: string): Fen {
    const amount = Number(this.#take(`${name}/Amt`));
    return fen(this.#take(`${name}/CdtDbtInd`) === 'DBIT' ? -amount : amount);
  }

  #onePage(): void {
    if (this.#take('StmtPgntn/LastPgInd') !== 'true' || Number(this.#take('StmtPgntn/PgNb')) !== 1) throw wrongFormat('in the statement', 'it is one page of several; ask for the whole statement');
  }

  #head(): void {
    const account = this.#take('Acct/Id/Othr/Id') ?? this.#take('Acct/Id/IBAN');
    if (account !== this.account) throw otherAccount();
    this.#statementNo = this.#take('Id');
  }

  #summary(): void {
    for (const [name, direction] of [['TtlNtries', undefined], ['TtlCdtNtries', 'credit'], ['TtlDbtNtries', 'debit']] as const) {
      const [count, sum] = [this.#take(`TxsSummry/${name}/NbOfNtries`), this.#take(`TxsSummry/${name}/Sum`)];
      this.#check.state(direction, count === undefined ? undefined : Number(count), sum === undefined ? undefined : fenIn(sum));
    }
  }

  /** The entry, whose own leaves all stand before its payments. */
  #open(): Entry {
    this.#number += 1;
    const code = this.#take('Ntry/Sts/Cd') ?? '';
    if (!Object.hasOwn(ENTRY_STATUSES, code)) throw unknownStatus(`entry ${this.#number}`);
    const [booked, direction, amount] = [ENTRY_STATUSES[code] as boolean, this.#take('Ntry/CdtDbtInd') === 'DBIT' ? 'debit' : 'credit', fenIn(this.#take('Ntry/Amt') ?? '')] as const;
    const [bookedOn, valueDate] = (['BookgDt', 'ValDt'] as const).map((name) => (this.#take(`Ntry/${name}/Dt`) ?? this.#take(`Ntry/${name}/DtTm`)) as CivilDate | undefined);
    const bankTxnNo = this.#take('Ntry/AcctSvcrRef');
    const shared = {
      entry: this.#number, direction, booked, entryFen: amount,
      ...(bookedOn !== undefined && { bookedOn }), ...(valueDate !== undefined && { valueDate }), ...(bankTxnNo !== undefined && { bankTxnNo }),
    };
    return { fen: amount, direction, booked, shared, lines: 0, sum: 0, whole: false };
  }

  #openBatch(): void {
    const entry = this.#entry as Entry;
    const stated = new Map([...this.#leaves].filter(([name]) => name.startsWith('Ntry/NtryDtls/Btch/')).map(([name, text]) => [name.slice('Ntry/NtryDtls/Btch/'.length), text]));
    for (const name of stated.keys()) this.#leaves.delete(`Ntry/NtryDtls/Btch/${name}`);
    this.#batch = { lines: entry.lines, sum: entry.sum, batchNo: stated.get('PmtInfId') ?? stated.get('MsgId'), stated };
  }

  #line(): readonly StatementLine[] {
    const entry = this.#entry as Entry;
    const leaves = this.#lineLeaves;
    this.#lineLeaves = new Map();
    const where = `entry ${this.#number}`;
    const direction = leaves.get('CdtDbtInd');
    if (direction !== undefined && (direction === 'DBIT') !== (entry.direction === 'debit')) throw wrongValue(where, 'direction', 'that of the entry');
    const amount = leaves.get('Amt');
    if (entry.whole || (amount === undefined && entry.lines > 0)) throw wrongValue(where, 'amount', 'one for each of several payments');
    entry.whole = amount === undefined;
    const sum = amount === undefined ? entry.fen : fenIn(amount);
    entry.lines += 1;
    entry.sum = fen(entry.sum + sum);
    const [batchNo, endToEnd, bankTxnNo, returned] = [this.#batch?.batchNo ?? leaves.get('Refs/PmtInfId') ?? leaves.get('Refs/MsgId'), leaves.get('Refs/EndToEndId'), leaves.get('Refs/AcctSvcrRef'), this.#returned(leaves)];
    return [{
      ...entry.shared, fen: sum,
      ...(bankTxnNo !== undefined && { bankTxnNo }), ...(batchNo !== undefined && { batchNo }),
      ...(endToEnd !== undefined && endToEnd !== 'NOTPROVIDED' && { itemNo: endToEnd }), ...(returned !== undefined && { returned }),
    }];
  }

  #returned(leaves: ReadonlyMap<string, string>): Failure | undefined {
    const [code, text] = [leaves.get('RtrInf/Rsn/Cd') ?? leaves.get('RtrInf/Rsn/Prtry'), leaves.get('RtrInf/AddtlInf')];
    return code === undefined && text === undefined ? undefined : failureOf(this.codes, code ?? '', text);
  }

  /** What a batch states of its payments, where they are listed. */
  #closeBatch(): void {
    const [entry, batch] = [this.#entry as Entry, this.#batch];
    if (batch === undefined || entry.lines === batch.lines) return;
    const [count, sum] = [batch.stated.get('NbOfTxs'), batch.stated.get('TtlAmt')];
    if (count !== undefined && Number(count) !== entry.lines - batch.lines) throw wrongCount(`payments in entry ${this.#number}`, Number(count), entry.lines - batch.lines);
    if (sum !== undefined && fenIn(sum) !== entry.sum - batch.sum) throw wrongSum(`the payments of entry ${this.#number}`);
  }

  #close(): readonly StatementLine[] {
    const entry = this.#entry ?? this.#open();
    const batchNo = this.#batch?.batchNo;
    [this.#entry, this.#batch] = [undefined, undefined];
    for (const name of this.#leaves.keys()) if (name.startsWith('Ntry/')) this.#leaves.delete(name);
    this.#check.entry(entry);
    if (entry.lines === 0) return [{ ...entry.shared, fen: entry.fen, ...(batchNo !== undefined && { batchNo }) }];
    if (entry.sum !== entry.fen) throw wrongSum(`the payments of entry ${this.#number}`);
    return [];
  }

  finish(): { readonly statementNo: string; readonly openingFen: Fen; readonly closingFen: Fen; readonly credits: Tally; readonly debits: Tally; readonly pendingEntries: number } {
    return { statementNo: this.#statementNo as string, ...this.#check.finish() };
  }
}
