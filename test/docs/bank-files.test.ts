/** The examples of the page are what the program writes and reads; `UPDATE_BANK_FILES=1 npm run jest -- test/docs/bank-files` writes them. */
import { fen } from '#kernel';
import { checkReturn, checkStatement, CSV_LAYOUT, delimitedFormat, HOUSE_CODES, ISO_REASONS, iso20022Format, PIPE_LAYOUT } from '#bank';
import { camt053, delimitedReturn, type Outcome, pain002 } from '../../libs/bank/testing/bank-double.js';
import { headOf, itemOf, optionsFor, streamOf, textOf } from '../../libs/bank/testing/batches.js';
import { TRANSACTION_STATUSES } from '../../libs/bank/src/iso/statuses.js';
import { WORKBOOK_COLUMNS } from '../../libs/bank/src/xlsx/write-workbook.js';
import { pageWithTables } from './sources.js';

const ITEMS = [
  itemOf(1, { payeeName: '欧阳翀', accountNo: '6217002870000000018', fen: fen(62_000) }),
  itemOf(2, { payeeName: '李喆', accountNo: '00360111000012X', idNo: undefined, cnaps: undefined, fen: fen(45_050), remark: '' }),
];
const HEAD = headOf(ITEMS);
const [FIRST, SECOND] = ITEMS as [typeof ITEMS[0], typeof ITEMS[0]];
const outcomes = (code: string): readonly Outcome[] => [{ item: FIRST, status: 'S', txnNo: '20190311000017', date: '2019-03-11' }, { item: SECOND, status: 'F', code, text: '账户已销户' }];

const [iso, pipe, csv] = [iso20022Format(), delimitedFormat(PIPE_LAYOUT), delimitedFormat(CSV_LAYOUT)];
const RETURNS = {
  pipe: delimitedReturn(PIPE_LAYOUT, HEAD.batchNo, outcomes('E003')), csv: delimitedReturn(CSV_LAYOUT, HEAD.batchNo, outcomes('03')), iso: Buffer.from(pain002(HEAD.batchNo, outcomes('AC04'))),
  statement: Buffer.from(camt053(HEAD.payer.account, 500_000, [
    { fen: 107_050, direction: 'DBIT', reference: '20190311000017', batchNo: HEAD.batchNo, payments: ITEMS.map(({ itemNo, fen: amount }) => ({ itemNo, fen: amount })) },
    { fen: 45_050, direction: 'CRDT', reference: '20190311000018', payments: [{ itemNo: SECOND.itemNo, fen: 45_050, returnCode: 'AC04' }] },
  ])),
};
const block = (text: string): readonly string[] => ['', '```', ...text.replace(/^\ufeff/, '').trimEnd().split(/\r?\n/), '```', ''];
const gb = (bytes: Buffer): string => new TextDecoder('gb18030', { fatal: true }).decode(bytes);
const codesOf = (codes: Readonly<Record<string, string>>, house: string): string => Object.entries(codes).filter(([, code]) => code === house).map(([code]) => `\`${code}\``).join(' ');

test('the page shows what the program writes and reads, its statuses and its codes', async () => {
  const tables = {
    'pipe batch': block(gb(await textOf(pipe.write(HEAD, streamOf(ITEMS))))), 'pipe return': block(gb(RETURNS.pipe)),
    'csv batch': block((await textOf(csv.write(HEAD, streamOf(ITEMS)))).toString()), 'csv return': block(RETURNS.csv.toString()),
    'pain.001': block((await textOf(iso.write(HEAD, streamOf(ITEMS)))).toString()), 'pain.002': block(RETURNS.iso.toString()), 'camt.053': block(RETURNS.statement.toString()),
    statuses: Object.entries(TRANSACTION_STATUSES).map(([code, status]) => `| \`${code}\` | ${status} |`),
    'workbook columns': ['', WORKBOOK_COLUMNS.map((column) => `\`${column}\``).join(' '), ''],
    failures: ['', '| code | 中文 | meaning | next | ISO 20022 | `pipe-gb18030` | `csv-utf8` |', '|---|---|---|---|---|---|---|',
      ...Object.entries(HOUSE_CODES).map(([code, { zh, en, next }]) => `| \`${code}\` | ${zh} | ${en} | \`${next}\` | ${[ISO_REASONS, PIPE_LAYOUT.codes, CSV_LAYOUT.codes].map((codes) => codesOf(codes, code)).join(' | ')} |`), ''],
  };
  const { is, shouldBe } = pageWithTables('docs/bank-files.md', tables, 'UPDATE_BANK_FILES');
  expect(is).toBe(shouldBe);
});

test('the answers on the page are read: one settled, one failed, and its money back', async () => {
  const options = optionsFor(ITEMS);
  for (const [format, bytes] of [[pipe, RETURNS.pipe], [csv, RETURNS.csv], [iso, RETURNS.iso]] as const) {
    expect(await checkReturn(format, streamOf([bytes]), options)).toMatchObject({ settled: { count: 1, fen: 62_000 }, rejected: { count: 1, fen: 45_050 }, missing: { count: 0, fen: 0 } });
  }
  expect(await checkStatement(iso, streamOf([RETURNS.statement]), { account: HEAD.payer.account, seen: () => false })).toMatchObject({ openingFen: 500_000, closingFen: 438_000 });
});

test('the formats on the page are those of the program', () => expect([iso, pipe, csv].map(({ id }) => id)).toEqual(['iso20022', 'pipe-gb18030', 'csv-utf8']));
