/** A county's month with the bank: lists, batches, answers, statements, accounts and runs, each in one line of a test. */
import { caseStream } from '#casework';
import { handleCommands } from '#event-store';
import { type CivilDate, type CivilMonth, fen, uuidOf } from '#kernel';
import { fileOf, isoReturn, outcomesOf, PAYER, pipeReturn, readBatch, type Says, statement } from './bank-office.js';
import { bookHousehold } from './county-book.js';
import { COUNTY, FINANCE, type MoneyOffice, person, REVIEWER } from './money-office.js';

export const TOWN = '360111003';
export const LIST = 'dibao-2019-02';
export const FEBRUARY = { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' };
export const EACH = 100_000;
export const item = (caseId: string, attempt = 1) => `${caseId}/2019-02/base/${attempt}`;
export const [CLERK, TOWN_CLERK, BANK] = [person('countyOperator', 'clerk'), person('townOperator', 'townClerk', TOWN), person('bank')];

/** @param office of the test that runs */
export function settlementOf(office: () => MoneyOffice) {
  const context = (name: string) => ({ commandId: uuidOf(name), actor: { staffId: 'test' }, jurisdiction: { code6: COUNTY, town9: TOWN }, now: '2026-01-01T00:00:00.000Z', correlationId: uuidOf('test') });
  /** 500 yuan a month for each of two persons, from February on. */
  async function cases(...caseIds: readonly string[]): Promise<void> {
    for (const caseId of caseIds) await bookHousehold(office().ledger.store, { caseId, town: TOWN, persons: 2, accountNo: `62170028700000${caseId.slice(1).padStart(5, '0')}` });
    await office().ledger.catchUp();
  }
  const stop = (caseId: string, decidedOn: string) => handleCommands(office().ledger.store, caseStream, `${caseId}@${COUNTY}`, [{
    command: { type: 'RecordEntitlementChange', caseId, kind: 'stop', fromYm: '2019-02' as CivilMonth, decidedOn: decidedOn as CivilDate, monthlyFen: fen(0), persons: 2, pack: 'GX-2019' }, context: context(`stop/${caseId}`),
  }]);
  /** Compiled, approved and ordered. */
  async function ordered(...caseIds: readonly string[]): Promise<void> {
    await cases(...caseIds);
    await office().indicator('dibao', 10_000_000);
    await office().compile(LIST, FEBRUARY);
    await office().upToCheck(LIST, '2019-02-10');
    await office().order(LIST, '2019-02-14', 'ZB-dibao');
  }
  const batch = (batchNo: string, on = '2019-02-15', format = 'pipe-gb18030') => office().ledger.batches.take(batchNo, 'prepare', { on, listNo: LIST, format, valueDate: on, ...PAYER }, FINANCE);
  const answer = async (batchNo: string, on: string, says: Readonly<Record<string, Says>> = {}, more: object = {}) => {
    const outcomes = outcomesOf(await readBatch(office().ledger, batchNo), on, says);
    const iso = (await office().ledger.batches.file(batchNo, FINANCE)).batch.format === 'iso20022';
    return office().ledger.answers.applyReturn(batchNo, fileOf(iso ? isoReturn(batchNo, outcomes) : pipeReturn(batchNo, outcomes)), { on, ...more }, BANK);
  };
  const book = (no: string, on: string, movements: Parameters<typeof statement>[2]) => office().ledger.statements.importStatement(COUNTY, fileOf(statement(no, on, movements)), { on, account: PAYER.payerAccount }, FINANCE);
  const debits = (batchNo: string, caseIds: readonly string[], attempt = 1) => ({ fen: EACH * caseIds.length, direction: 'DBIT' as const, reference: `D-${batchNo}`, batchNo, payments: caseIds.map((caseId) => ({ itemNo: item(caseId, attempt), fen: EACH })) });
  const credit = (caseId: string, returnCode = 'AC04', attempt = 1) => ({ fen: EACH, direction: 'CRDT' as const, reference: `C-${caseId}`, payments: [{ itemNo: item(caseId, attempt), fen: EACH, returnCode }] });

  /** A new account for a household: asked for in the town, approved and verified in the county. */
  async function newAccount(caseId: string, on: string, result: 'matches' | 'differs' = 'matches'): Promise<void> {
    const { payees } = office().ledger;
    const requestNo = `GZ-${caseId}-${on}`;
    await payees.take(`H-${caseId}`, 'request', { on, requestNo, accountNo: `62170028700009${caseId.slice(1).padStart(5, '0')}`, holderName: '示例', reason: '原账户已销户' }, TOWN_CLERK);
    await payees.take(`H-${caseId}`, 'approve', { on, requestNo }, REVIEWER);
    await payees.take(`H-${caseId}`, 'verify', { on, requestNo, method: '柜台核验', result }, CLERK);
  }
  const reissue = (caseId: string, on: string, attempt = 1) => office().ledger.payItems.take(LIST, 'reissue', { on, itemNo: item(caseId, attempt) }, FINANCE);
  const run = async (on: string, listNo = LIST): Promise<readonly string[]> => {
    const { period } = await office().ledger.periods.take(listNo, 'run', { on }, FINANCE);
    return period.discrepancies.filter(({ status }) => status !== 'resolved').map(({ id }) => id);
  };
  const resolve = async (on: string, id: string, how: string): Promise<void> => {
    await office().ledger.periods.take(LIST, 'explain', { on, discrepancy: id, how, reason: '见附件' }, CLERK);
    await office().ledger.periods.take(LIST, 'resolve', { on, discrepancy: id }, REVIEWER);
  };
  const balances = async () => {
    const { rows, total } = await office().ledger.funds.balance({ division: COUNTY });
    // Debits are credits, whatever happened.
    expect(total.debitFen).toBe(total.creditFen);
    return Object.fromEntries(rows.filter(({ benefit, balanceFen }) => benefit === 'dibao' && balanceFen !== 0).map(({ account, balanceFen }) => [account, balanceFen]));
  };

  return { context, cases, stop, ordered, batch, answer, book, debits, credit, newAccount, reissue, run, resolve, balances };
}
