/** Amounts, encodings, codes and layouts, value by value. */
import { fenOfYuan, yuanOf } from './amounts.js';
import { gb18030Of } from './gb18030.js';
import { bankItemNo, CSV_LAYOUT, failureOf, HOUSE_CODES, ISO_REASONS, layoutOf, mayReissue, PIPE_LAYOUT } from './index.js';

test.each([[1, '0.01'], [10, '0.10'], [100, '1.00'], [123_456_789, '1234567.89'], [Number.MAX_SAFE_INTEGER, '90071992547409.91']])('%i fen are %s yuan, and back', (amount, text) => {
  expect(yuanOf(amount)).toBe(text);
  expect(fenOfYuan(text)).toBe(amount);
});

test.each(['', '.5', '5.', '1,000.00', '-1.00', '+1.00', '1e3', '１.00', '1.005', '0x10', ' 1', '90071992547409.92', '1.00 '])('%j is no amount', (text) => expect(fenOfYuan(text)).toBeUndefined());
test.each([['7', 700], ['7.5', 750], ['007.50', 750]])('%s yuan are %i fen', (text, amount) => expect(fenOfYuan(text)).toBe(amount));
test('messages may write zeros after the fen, files of banks may not', () => {
  expect(fenOfYuan('7.50000', 5)).toBe(750);
  expect(fenOfYuan('7.50001', 5)).toBeUndefined();
  expect(fenOfYuan('7.500')).toBeUndefined();
});

test('a number that no bank can carry has one that all can', () => {
  expect(bankItemNo('DB-000001/2019-03/base/1')).toBe('DB-000001/2019-03/base/1');
  expect(bankItemNo('x'.repeat(35))).toBe('x'.repeat(35));
  // printf %s 塘低保2019-0001/2019-03/base/1 | sha256sum
  expect(bankItemNo('塘低保2019-0001/2019-03/base/1')).toBe('X-08151e999dea0769488b67fdaeaf2d52');
  for (const itemNo of ['', 'x'.repeat(36), 'a|b', 'a b', 'a\nb']) expect(bankItemNo(itemNo)).toMatch(/^X-[0-9a-f]{32}$/);
});

/** From the tables of GB 18030-2005 and -2022. */
test.each([['亚', 'd1c7'], ['啊', 'b0a1'], ['龘', 'fd93'], ['€', 'a2e3'], ['㐀', '8139ee39'], ['𠀀', '95328236'], ['𠮷', '9534b235'], ['ḿ', 'a8bc'], ['A|', '417c']])('%s is %s in GB 18030', (text, hex) => expect(gb18030Of(text)?.toString('hex')).toBe(hex));

test('what GB 18030 writes it reads, for every character of the basic plane that it has', () => {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  let lacking = 0;
  for (let code = 0; code < 0x10000; code += 1) {
    const text = String.fromCharCode(code);
    const bytes = gb18030Of(text);
    if (bytes === undefined) lacking += 1;
    else if (decoder.decode(bytes) !== text) throw new Error(code.toString(16));
  }
  // The 2,048 halves of surrogate pairs, 19 private characters, and the one that stands for what could not be read.
  expect(lacking).toBe(2048 + 19 + 1);
});

test('the codes of process.md §11 and §8 are mapped', () => {
  expect(['AC01', 'AC04', 'AC06', 'AM04', 'BE01', 'MD07'].map((code) => failureOf(ISO_REASONS, code).code)).toEqual(['accountNotFound', 'accountClosed', 'accountFrozen', 'payerShort', 'nameMismatch', 'deceased']);
  const mapped = new Set([...Object.values(PIPE_LAYOUT.codes), 'unknown']);
  expect(Object.keys(HOUSE_CODES).filter((code) => !mapped.has(code as keyof typeof HOUSE_CODES))).toEqual([]);
});

test('what nobody has listed is a query and never a second payment', () => {
  for (const code of ['', 'ZZ99', 'constructor', '__proto__', 'toString']) {
    const failure = failureOf(ISO_REASONS, code);
    expect(failure.code).toBe('unknown');
    expect(mayReissue(failure)).toBe(false);
  }
  expect(mayReissue(failureOf(ISO_REASONS, 'AC04'))).toBe(true);
});

const returns = PIPE_LAYOUT.returns;
test.each<readonly [string, object]>([
  ['an unknown field', { ...PIPE_LAYOUT, colour: 'red' }],
  ['a separator of letters', { ...PIPE_LAYOUT, separator: 'x' }],
  ['a house code that is none', { ...PIPE_LAYOUT, codes: { E1: 'lost' } }],
  ['no statuses', { ...PIPE_LAYOUT, statuses: {} }],
  ['a return without its count', { ...PIPE_LAYOUT, returns: { ...returns, head: ['batchNo', 'yuan'] } }],
  ['a return without its sum', { ...PIPE_LAYOUT, returns: { ...returns, head: ['batchNo', 'count'] } }],
  ['a return without amounts', { ...PIPE_LAYOUT, returns: { ...returns, columns: returns.columns.filter(({ field }) => field !== 'yuan') } }],
  ['a batch without accounts', { ...PIPE_LAYOUT, batch: { ...PIPE_LAYOUT.batch, columns: PIPE_LAYOUT.batch.columns.filter(({ field }) => field !== 'accountNo') } }],
  ['a field twice', { ...PIPE_LAYOUT, returns: { ...returns, columns: [...returns.columns, ...returns.columns] } }],
  ['a trailer nobody can tell from an item', { ...PIPE_LAYOUT, returns: { head: returns.head, columns: returns.columns, trailer: ['count'] } }],
  ['a digest in the middle', { ...PIPE_LAYOUT, returns: { ...returns, trailer: ['digest', 'count'] } }],
  ['marks that are the same', { ...PIPE_LAYOUT, returns: { ...returns, marks: { head: 'H', item: 'T', trailer: 'T' } } }],
])('a layout with %s is refused', (_what, layout) => {
  let code: unknown;
  try {
    layoutOf(layout);
  } catch (error) {
    code = (error as { readonly code?: unknown }).code;
  }
  expect(code).toBe('BANK_LAYOUT_INVALID');
});

test('a layout survives the form of a configuration file', () => {
  expect(layoutOf(JSON.parse(JSON.stringify(CSV_LAYOUT)))).toEqual(CSV_LAYOUT);
});
