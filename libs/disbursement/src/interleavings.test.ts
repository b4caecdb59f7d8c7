/**
 * Any order of sending, answers, late settlements, bounces, corrections, re-issues, voids, repeated and interrupted files: nobody is paid more than is due unless a
 * discrepancy says so, nothing is sent while the bank may still pay, and every fen stays where the accounts say.
 */
import fc from 'fast-check';
import { addDays, DomainError, parseCivilDate as d } from '#kernel';
import {
  type Account, ACCOUNTS, type BankAnswer, batchDecider, type Batch, chainOf, checkPostings, discrepanciesOfItems, isWithBank, type MoneyEvent, payPartDecider, type PayPartCommand, type PayPartState, PeriodSum, postingsOf,
} from './index.js';

const FEN = 100;
const CASES = ['C1', 'C2'];
const LISTED = FEN * CASES.length;
const REF = { streamId: 'household-H1@360111', revision: '1', type: 'PayeeAccountRegistered' };
const of = { listNo: 'dibao-2019-03', part: 1 };
const itemOf = (caseId: string) => ({ itemNo: `${caseId}/2019-03/base/1`, listNo: of.listNo, caseId, benefit: 'dibao', ym: '2019-03', attempt: 1, fen: FEN, kind: 'base' as const, orderNo: 'ZF1', source: 'county' as const, payee: REF });

/** What the bank really did with an attempt, and what it said of it in each file it ever wrote. A double: it also lies, which is what late settlements are. */
interface AtBank { status: 'sent' | 'settled' | 'rejected' | 'bounced'; txn: string; valueDate: string }

class Office {
  state: PayPartState = payPartDecider.initialState();
  readonly bank = new Map<string, AtBank>();
  readonly files: (readonly (readonly [itemNo: string, answer: BankAnswer])[])[] = [];
  readonly balances = new Map<Account, number>();
  today = d('2019-03-18');
  private batches = 0;
  /** Chains of which the bank called a failure what it then settled. */
  readonly liedAbout = new Set<string>();
  readonly reached = new Set<string>();

  constructor() {
    this.post({ type: 'PayListApproved', data: { benefit: 'dibao', totalFen: LISTED, byTown: [{ town: '360111003', items: CASES.length, fen: LISTED }] } } as never);
    this.post({ type: 'TreasuryPaymentOrdered', data: { benefit: 'dibao', source: 'county', fen: LISTED } } as never);
    for (const caseId of CASES) this.fold({ type: 'PayItemListed', data: itemOf(caseId) });
  }
  private post(event: MoneyEvent): void {
    const postings = postingsOf(event, { county: '360111', town: '360111003' });
    checkPostings(event.type, postings);
    for (const { account, side, fen } of postings) this.balances.set(account, (this.balances.get(account) ?? 0) + (side === ACCOUNTS[account].side ? fen : -fen));
  }
  private fold(event: Parameters<typeof payPartDecider.evolve>[1]): void {
    this.state = payPartDecider.evolve(this.state, event);
    this.post(event as unknown as MoneyEvent);
  }
  /** A refusal changes nothing. */
  send(command: PayPartCommand): boolean {
    try {
      const events = payPartDecider.decide(command, this.state);
      for (const event of events) this.fold(event);
      return events.length > 0;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
  sendBatch(): void {
    const batchNo = `B${(this.batches += 1)}`;
    const before = [...this.state.attempts.values()].filter(({ status }) => status === 'listed').map(({ item }) => item.itemNo);
    for (const itemNo of before) {
      const chain = this.state.chains.get(chainOf(itemNo));
      // What goes to the bank is owed, and no other attempt can still bring it.
      expect([chain?.settled, chain?.voided, chain?.attempts.some((one) => isWithBank(this.state.attempts.get(one) as never))]).toEqual([0, false, false]);
    }
    this.send({ type: 'SendItems', ...of, batchNo, items: before.map((itemNo) => ({ itemNo, payee: REF })), on: this.today });
    this.post({ type: 'BatchFileAccepted', data: { benefit: 'dibao', source: 'county', fen: FEN * before.length } } as never);
    for (const itemNo of before) this.bank.set(itemNo, { status: 'sent', txn: `T${this.bank.size}`, valueDate: '' });
  }
  /** The bank does something with one of its items, perhaps what it said it had not. */
  act(index: number, to: AtBank['status']): void {
    const [itemNo, at] = [...this.bank][index % Math.max(1, this.bank.size)] ?? [];
    if (itemNo === undefined || at === undefined || to === 'sent') return;
    const allowed = { sent: ['settled', 'rejected', 'bounced'], settled: ['bounced'], rejected: ['settled'], bounced: ['settled'] }[at.status];
    if (!allowed.includes(to)) return;
    if ((at.status === 'rejected' || at.status === 'bounced') && to === 'settled') {
      this.liedAbout.add(chainOf(itemNo));
      // A settlement of the day of the bounce under an unknown number cannot be told from the one that bounced.
      this.today = addDays(this.today, 1);
    }
    this.bank.set(itemNo, { status: to, txn: to === 'settled' ? `${itemNo}@${this.today}` : at.txn, valueDate: this.today });
  }
  /** A file of everything, and how far it is applied before the program is stopped. */
  writeFile(): void {
    this.files.push([...this.bank].filter(([, { status }]) => status !== 'sent').map(([itemNo, { status, txn, valueDate }]) => [itemNo, status === 'settled' ? { status, on: valueDate, valueDate, bankTxnNo: txn } : { status: status as 'rejected' | 'bounced', on: valueDate, code: 'accountClosed', next: 'correct' }] as const));
  }
  applyFile(index: number, prefix: number): void {
    const file = this.files[index % Math.max(1, this.files.length)] ?? [];
    for (const [itemNo, answer] of file.slice(0, prefix)) this.send({ type: 'ApplyAnswer', itemNo, answer, on: this.today });
  }
  reissue(index: number, verified: boolean): void {
    const itemNo = [...this.state.attempts.keys()][index % this.state.attempts.size] as string;
    const account = verified ? { payee: { ...REF, streamId: 'payee-H1@360111', revision: String(this.state.attempts.size) }, verifiedOn: this.today } : undefined;
    this.send({ type: 'ReissueItem', itemNo, account, by: 'finance', on: this.today });
  }
  voidItem(index: number): void {
    this.send({ type: 'VoidItem', itemNo: [...this.state.attempts.keys()][index % this.state.attempts.size] as string, reason: '不再发放', by: 'auditor', on: this.today });
  }

  check(): void {
    const balance = (account: Account): number => this.balances.get(account) ?? 0;
    const debits = [...this.balances].reduce((sum, [account, fen]) => sum + (ACCOUNTS[account].side === 'debit' ? fen : -fen), 0);
    const sum = new PeriodSum({ count: CASES.length, fen: LISTED }, LISTED, [] as Batch[]);
    sum.add(this.state);
    const { outstanding, settled, listed, unowedFen, voidedFen, withBank } = sum.totals;
    const holds = [debits === 0, balance('withBank') >= 0, balance('ordered') >= 0, balance('commitments') === balance('outstanding'), outstanding.fen === balance('outstanding'), settled.fen === balance('settled'), withBank.fen === balance('withBank'),
      outstanding.fen === listed.fen - settled.fen + unowedFen - voidedFen];
    if (holds.includes(false)) throw new Error(`${holds.join()} ${JSON.stringify([...this.balances])}`);
    const found = discrepanciesOfItems(this.state, { owedFen: () => FEN, bookedByItem: new Set(), on: this.today, daysBetween: () => 0 });
    for (const [chain, { settled: count, voided }] of this.state.chains) {
      const is = (kind: string): boolean => found.some(({ id }) => id === `${kind}:${chain}`);
      const [paidTwice, paidVoid] = [count > 1 && !voided, count > 0 && voided];
      // Found, and not invented; and it is the bank's doing alone.
      if (is('paidTwice') !== paidTwice || is('paidAfterStop') !== paidVoid || ((paidTwice || paidVoid) && !this.liedAbout.has(chain))) throw new Error(`${chain}: ${count} settled, void ${String(voided)}, found ${found.map(({ id }) => id).join()}`);
      if (paidTwice) this.reached.add('paidTwice');
      if (paidVoid) this.reached.add('paidVoid');
    }
  }
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant((office: Office) => office.sendBatch()) },
  { weight: 6, arbitrary: fc.tuple(fc.nat(8), fc.constantFrom('settled' as const, 'rejected' as const, 'bounced' as const)).map(([index, to]) => (office: Office) => office.act(index, to)) },
  { weight: 1, arbitrary: fc.constant((office: Office) => office.writeFile()) },
  { weight: 4, arbitrary: fc.constant((office: Office) => { office.writeFile(); office.applyFile(office.files.length - 1, 99); }) },
  { weight: 1, arbitrary: fc.tuple(fc.nat(6), fc.nat(8)).map(([index, prefix]) => (office: Office) => office.applyFile(index, prefix)) },
  { weight: 5, arbitrary: fc.tuple(fc.nat(8), fc.integer({ min: 0, max: 4 })).map(([index, unverified]) => (office: Office) => office.reissue(index, unverified > 0)) },
  { weight: 1, arbitrary: fc.nat(8).map((index) => (office: Office) => office.voidItem(index)) },
  { weight: 1, arbitrary: fc.constant((office: Office) => { office.today = addDays(office.today, 1); }) },
);

let twice = 0;
let afterVoid = 0;
it('in any order of everything the bank and the office do', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 10, maxLength: 50 }), (steps) => {
    const office = new Office();
    office.sendBatch();
    for (const take of steps) {
      take(office);
      office.check();
    }
    // In the end every file is taken whole: what the bank really did is what the ledger says.
    office.writeFile();
    office.applyFile(office.files.length - 1, 99);
    office.check();
    for (const [itemNo, { status }] of office.bank) {
      const known = office.state.attempts.get(itemNo)?.status;
      if (status === 'settled') expect([itemNo, known]).toEqual([itemNo, 'settled']);
      if (status === 'rejected' || status === 'bounced') expect([itemNo, ['rejected', 'bounced', 'void'].includes(known ?? '')]).toEqual([itemNo, true]);
    }
    if (office.reached.has('paidTwice')) twice += 1;
    if (office.reached.has('paidVoid')) afterVoid += 1;
  }), { numRuns: 4_000, seed: 20_190_318 });
  // The interleavings really reach what must be found.
  expect(twice).toBeGreaterThan(20);
  expect(afterVoid).toBeGreaterThan(20);
});

it('a batch is accepted, refused and receipted by one judge', () => {
  const refuse = (events: object[], command: object): string => {
    try {
      batchDecider.decide(command as never, events.reduce((state, event) => batchDecider.evolve(state as never, event as never), batchDecider.initialState()));
      return 'accepted';
    } catch (error) {
      return (error as DomainError).code;
    }
  };
  const head = { batchNo: 'B1', listNo: of.listNo, orderNo: 'ZF1', benefit: 'dibao', ym: '2019-03', source: 'county', format: 'csv-utf8', valueDate: '2019-03-20', createdAt: '2019-03-19T01:00:00.000Z', payerName: '民政局', payerAccount: '1', payerCnaps: '105421000018', parts: [1] };
  const day = { on: d('2019-03-19'), today: d('2026-01-01') };
  const prepared = { type: 'BatchPrepared', data: { ...head, preparedBy: 'finance' } };
  const sent = { type: 'BatchFileSent', data: { batchNo: 'B1', listNo: of.listNo, orderNo: 'ZF1', benefit: 'dibao', source: 'county', fileHash: 'h', n: 1, fen: FEN, format: 'csv-utf8', sentBy: 'finance' } };
  const accepted = { type: 'BatchFileAccepted', data: { ...sent.data, on: '2019-03-19', bankRef: 'R1' } };
  const answered = { type: 'ReturnFileApplied', data: { batchNo: 'B1', listNo: of.listNo, on: '2019-03-19', sha256: 'x', format: 'csv-utf8', settled: { count: 1, fen: FEN }, rejected: { count: 0, fen: 0 }, pending: { count: 0, fen: 0 }, missing: { count: 0, fen: 0 }, changed: 1, stale: 0 } };
  const accept = { type: 'AcceptBatch', stated: { on: '2019-03-19', bankRef: 'R1' }, ...day };
  const reject = { type: 'RejectBatch', stated: { on: '2019-03-19', code: 'F1', text: 'x' }, ...day };
  expect([
    refuse([], accept), refuse([prepared], accept), refuse([prepared, sent], accept), refuse([prepared, sent, accepted], reject), refuse([prepared, sent, accepted, answered], reject),
    refuse([prepared, sent], { type: 'SendBatch', fileHash: 'other', n: 1, fen: FEN, by: 'finance', ...day }), refuse([], { type: 'PrepareBatch', head: { ...head, parts: [] }, by: 'finance', ...day }),
    refuse([prepared], { type: 'PrepareBatch', head: { ...head, format: 'xlsx' }, by: 'finance', ...day }), refuse([prepared, sent], { type: 'FileReceipt', stated: { on: '2019-03-19', receiptNo: 'HD1', n: 1, fen: FEN }, ...day }),
  ]).toEqual(['BATCH_UNKNOWN', 'BATCH_STATUS', 'accepted', 'accepted', 'BATCH_ANSWERED', 'BATCH_FILE_CHANGED', 'BATCH_EMPTY', 'BATCH_EXISTS', 'BATCH_STATUS']);
});
