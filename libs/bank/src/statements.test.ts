/** Statements: each movement with its payments, and a balance that adds up or a refusal. */
import { DomainError } from '#kernel';
import { camt053, type Movement } from '../testing/bank-double.js';
import { drain, piecesOf } from '../testing/batches.js';
import { checkStatement, delimitedFormat, iso20022Format, PIPE_LAYOUT, type BankFormat, type StatementOptions } from './index.js';

const ACCOUNT = '36001111000052500888';
const OPTIONS: StatementOptions = { account: ACCOUNT, seen: () => false };
const MOVEMENTS: readonly Movement[] = [
  { fen: 1_000_000, direction: 'CRDT', reference: 'T1' },
  { fen: 80_003, direction: 'DBIT', reference: 'T2', batchNo: 'B-1', payments: [{ itemNo: 'I-1', fen: 40_001 }, { itemNo: 'I-2', fen: 40_002 }] },
  { fen: 40_002, direction: 'CRDT', reference: 'T3', payments: [{ itemNo: 'I-2', fen: 40_002, returnCode: 'AC04' }] },
  { fen: 500, direction: 'DBIT', reference: 'T4', status: 'PDNG' },
  { fen: 7_000, direction: 'DBIT', reference: 'T5', batchNo: 'B-2' },
];
const GOOD = camt053(ACCOUNT, 12_345, MOVEMENTS);

const read = (text: string) => drain((iso20022Format().readStatement as NonNullable<BankFormat['readStatement']>)(piecesOf(Buffer.from(text), 100), OPTIONS));
const codeOf = async (text: string, options: StatementOptions = OPTIONS, format: BankFormat = iso20022Format()): Promise<string> => checkStatement(format, piecesOf(Buffer.from(text), 4096), options).then(() => 'read', (error: unknown) => {
  if (error instanceof DomainError) return error.code;
  throw error;
});

test('a batch booked in one sum gives a line for each payment; a bounce names its item and reason', async () => {
  const day = { bookedOn: '2019-03-11', valueDate: '2019-03-11' };
  const { items, totals } = await read(GOOD);
  expect(items).toEqual([
    { entry: 1, direction: 'credit', booked: true, ...day, entryFen: 1_000_000, fen: 1_000_000, bankTxnNo: 'T1' },
    { entry: 2, direction: 'debit', booked: true, ...day, entryFen: 80_003, fen: 40_001, bankTxnNo: 'T2', batchNo: 'B-1', itemNo: 'I-1' },
    { entry: 2, direction: 'debit', booked: true, ...day, entryFen: 80_003, fen: 40_002, bankTxnNo: 'T2', batchNo: 'B-1', itemNo: 'I-2' },
    { entry: 3, direction: 'credit', booked: true, ...day, entryFen: 40_002, fen: 40_002, bankTxnNo: 'T3', itemNo: 'I-2', returned: { code: 'accountClosed', bankCode: 'AC04' } },
    { entry: 4, direction: 'debit', booked: false, ...day, entryFen: 500, fen: 500, bankTxnNo: 'T4' },
    { entry: 5, direction: 'debit', booked: true, ...day, entryFen: 7_000, fen: 7_000, bankTxnNo: 'T5', batchNo: 'B-2' },
  ]);
  // 123.45 + 10,000.00 + 400.02 − 800.03 − 70.00; what is pending does not move it.
  expect(totals).toMatchObject({
    statementNo: 'ST-20190311-1', account: ACCOUNT, openingFen: 12_345, closingFen: 965_344,
    credits: { count: 2, fen: 1_040_002 }, debits: { count: 2, fen: 87_003 }, pendingEntries: 1,
  });
});

test('an overdrawn account has a negative balance', async () => {
  const { totals } = await read(camt053(ACCOUNT, -100, [{ fen: 50, direction: 'DBIT', reference: 'T' }]));
  expect([totals.openingFen, totals.closingFen]).toEqual([-100, -150]);
});

test('a payment without an amount of its own is the whole entry, and the only one', async () => {
  const one = camt053(ACCOUNT, 0, [{ fen: 50, direction: 'CRDT', reference: 'T', payments: [{ itemNo: 'NOTPROVIDED', fen: 50 }] }]).replace(/(<TxDtls>.*?)<Amt Ccy="CNY">0.50<\/Amt>/, '$1');
  expect((await read(one)).items).toMatchObject([{ fen: 50 }]);
  expect((await read(one)).items[0]).not.toHaveProperty('itemNo');
  expect(await codeOf(one.replace(/(<TxDtls>.*?<\/TxDtls>)/, '$1$1'))).toBe('BANK_VALUE_INVALID');
});

test('equal hash, other hash, other account, no statements', async () => {
  const { sha256 } = (await read(GOOD)).totals;
  expect(await codeOf(GOOD, { ...OPTIONS, seen: async (hash) => hash === sha256 })).toBe('BANK_FILE_REPEATED');
  expect(await codeOf(GOOD, { ...OPTIONS, blocks: ['0'.repeat(64)] })).toBe('BANK_FILE_CHANGED');
  expect(await codeOf(GOOD, { ...OPTIONS, account: '1' })).toBe('BANK_ACCOUNT_OTHER');
  expect(await codeOf(GOOD, { ...OPTIONS, limits: { items: 5 } })).toBe('BANK_FILE_TOO_LARGE');
  expect(await codeOf(GOOD, OPTIONS, delimitedFormat(PIPE_LAYOUT))).toBe('BANK_FORMAT_ONE_WAY');
});

test.each([
  ['a closing balance that does not follow', camt053(ACCOUNT, 12_345, MOVEMENTS, 965_345), 'BANK_BALANCE_WRONG'],
  ['an entry turned round', GOOD.replace('<CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2019-03-11</Dt></BookgDt><ValDt><Dt>2019-03-11</Dt></ValDt><AcctSvcrRef>T5', '<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2019-03-11</Dt></BookgDt><ValDt><Dt>2019-03-11</Dt></ValDt><AcctSvcrRef>T5'), 'BANK_COUNT_WRONG'],
  ['number of entries', GOOD.replace('<TtlNtries><NbOfNtries>5', '<TtlNtries><NbOfNtries>6'), 'BANK_COUNT_WRONG'],
  ['sum of credits', GOOD.replace('<Sum>10400.02', '<Sum>10400.03'), 'BANK_SUM_WRONG'],
  ['number of payments in a batch', GOOD.replace('<NbOfTxs>2', '<NbOfTxs>3'), 'BANK_COUNT_WRONG'],
  ['sum of a batch', GOOD.replace('<TtlAmt Ccy="CNY">800.03', '<TtlAmt Ccy="CNY">800.04'), 'BANK_SUM_WRONG'],
  ['payments that are not the entry', GOOD.replace('<Amt Ccy="CNY">400.02</Amt><CdtDbtInd>CRDT</CdtDbtInd><RtrInf>', '<Amt Ccy="CNY">400.01</Amt><CdtDbtInd>CRDT</CdtDbtInd><RtrInf>'), 'BANK_SUM_WRONG'],
  ['a payment the other way', GOOD.replace('<CdtDbtInd>CRDT</CdtDbtInd><RtrInf>', '<CdtDbtInd>DBIT</CdtDbtInd><RtrInf>'), 'BANK_VALUE_INVALID'],
  ['no closing balance', GOOD.replace('<Cd>CLBD', '<Cd>ITBD'), 'BANK_FORMAT_WRONG'],
  ['one page of several', GOOD.replace('<CreDtTm>2019-03-12T06:00:00+08:00</CreDtTm><FrToDt>', '<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn><CreDtTm>2019-03-12T06:00:00+08:00</CreDtTm><FrToDt>').replace('<Id>ST-20190311-1</Id><StmtPgntn>', '<Id>ST-20190311-1</Id><StmtPgntn>'), 'BANK_FORMAT_WRONG'],
  ['two statements', GOOD.replace(/(<Stmt>[^]*<\/Stmt>)/, '$1$1'), 'BANK_FORMAT_WRONG'],
  ['a status nobody knows', GOOD.replace('<Sts><Cd>PDNG', '<Sts><Cd>XXXX'), 'BANK_STATUS_UNKNOWN'],
  ['a direction nobody knows', GOOD.replace('DBIT', 'DEBT'), 'BANK_VALUE_INVALID'],
  ['cut off', GOOD.slice(0, -30), 'BANK_FILE_TRUNCATED'],
  ['an entity', GOOD.replace('<Document', '<!DOCTYPE x [<!ENTITY e "T1">]><Document').replace('>T1<', '>&e;<'), 'BANK_XML_UNSAFE'],
])('%s', async (_what, text, code) => {
  expect(text).not.toBe(GOOD);
  expect(await codeOf(text)).toBe(code);
});
