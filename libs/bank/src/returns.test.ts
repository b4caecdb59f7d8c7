/** What the bank says reaches the house unchanged, in every format; and each lie of a file is refused by its own name. */
import { DomainError, fen } from '#kernel';
import { delimitedReturn, type Outcome, pain002 } from '../testing/bank-double.js';
import { drain, itemOf, optionsFor, piecesOf, streamOf } from '../testing/batches.js';
import { checkReturn, CSV_LAYOUT, delimitedFormat, iso20022Format, PIPE_LAYOUT, type BankFormat, type ReturnOptions } from './index.js';

const BATCH = '360111-DB-201903-1';
const ITEMS = [itemOf(1, { payeeName: '欧阳𠮷' }), itemOf(2, { accountNo: '000012345' }), itemOf(3), itemOf(4)];
const [FIRST, SECOND, THIRD, FOURTH] = ITEMS as [typeof ITEMS[0], typeof ITEMS[0], typeof ITEMS[0], typeof ITEMS[0]];

const outcomes = (codes: readonly [string, string]): readonly Outcome[] => [
  { item: FIRST, status: 'S', txnNo: '0000123', date: '2019-03-11' },
  { item: SECOND, status: 'F', code: codes[0], text: '账号不存在' },
  { item: THIRD, status: 'F', code: codes[1], text: '未列明' },
  { item: FOURTH, status: 'P' },
];

/** Each format with a good return: an unknown account, a reason nobody has listed. */
const CASES: readonly { readonly name: string; readonly format: BankFormat; readonly codes: readonly [string, string]; readonly make: (outcomes: readonly Outcome[], batchNo?: string) => Buffer }[] = [
  { name: 'pipe', format: delimitedFormat(PIPE_LAYOUT), codes: ['E001', 'X777'], make: (list, batchNo = BATCH) => delimitedReturn(PIPE_LAYOUT, batchNo, list) },
  { name: 'csv', format: delimitedFormat(CSV_LAYOUT), codes: ['01', '77'], make: (list, batchNo = BATCH) => delimitedReturn(CSV_LAYOUT, batchNo, list) },
  { name: 'pain.002', format: iso20022Format(), codes: ['AC01', 'NARR'], make: (list, batchNo = BATCH) => Buffer.from(pain002(batchNo, list, { count: 4, sumFen: 160_010 })) },
];

const codeOf = async (format: BankFormat, bytes: Buffer, options: ReturnOptions = optionsFor(ITEMS)): Promise<string> => {
  try {
    await checkReturn(format, piecesOf(bytes, 1024), options);
    return 'read';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe.each(CASES)('$name', ({ format, codes, make }) => {
  const good = make(outcomes(codes));
  const replaced = (from: string, to: string): Buffer => {
    const text = good.toString('latin1');
    expect(text.includes(Buffer.from(from).toString('latin1'))).toBe(true);
    return Buffer.from(text.replace(Buffer.from(from).toString('latin1'), () => Buffer.from(to).toString('latin1')), 'latin1');
  };

  test.each([1, 7, 65_536])('items, reasons and totals arrive, in pieces of %i bytes', async (size) => {
    const { items, totals } = await drain((format.readReturn as NonNullable<BankFormat['readReturn']>)(piecesOf(good, size), optionsFor(ITEMS)));
    expect(items).toEqual([
      { itemNo: FIRST.itemNo, seq: 1, status: 'settled', fen: 40_001, bankTxnNo: '0000123', valueDate: '2019-03-11' },
      { itemNo: SECOND.itemNo, seq: 2, status: 'rejected', fen: 40_002, failure: { code: 'accountNotFound', bankCode: codes[0], bankText: '账号不存在' } },
      { itemNo: THIRD.itemNo, seq: 3, status: 'rejected', fen: 40_003, failure: { code: 'unknown', bankCode: codes[1], bankText: '未列明' } },
      { itemNo: FOURTH.itemNo, seq: 4, status: 'pending', fen: 40_004 },
    ]);
    expect(totals).toMatchObject({
      batchNo: BATCH, bytes: good.length, settled: { count: 1, fen: 40_001 }, rejected: { count: 2, fen: 80_005 }, pending: { count: 1, fen: 40_004 }, missing: { count: 0, fen: 0 },
    });
    expect(totals.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('an item that the batch does not have', async () => {
    expect(await codeOf(format, make([...outcomes(codes).slice(0, 3), { item: itemOf(4, { itemNo: 'DB-999999-201903-1' }), status: 'P' }]))).toBe('BANK_ITEM_UNKNOWN');
  });

  test('an item twice', async () => {
    const [first, second, third] = outcomes(codes) as [Outcome, Outcome, Outcome];
    expect(await codeOf(format, make([first, second, third, first]))).toBe('BANK_ITEM_REPEATED');
  });

  test('another amount, and another account, than was sent', async () => {
    expect(await codeOf(format, make([...outcomes(codes).slice(0, 3), { item: { ...FOURTH, fen: fen(40_005) }, status: 'P' }]))).toBe('BANK_ITEM_DIFFERS');
    // What a spreadsheet makes of leading zeros.
    expect(await codeOf(format, make([{ item: { ...SECOND, accountNo: '12345' }, status: 'S' }, ...outcomes(codes).filter(({ item }) => item !== SECOND)]))).toBe('BANK_ITEM_DIFFERS');
  });

  test('another batch', async () => {
    expect(await codeOf(format, make(outcomes(codes), '360111-DB-201904-1'))).toBe('BANK_BATCH_OTHER');
  });

  test('the same file a second time, and another file than was checked', async () => {
    const { sha256, blocks } = await checkReturn(format, piecesOf(good), optionsFor(ITEMS));
    expect(await codeOf(format, good, optionsFor(ITEMS, { seen: (hash) => hash === sha256 }))).toBe('BANK_FILE_REPEATED');
    expect(await codeOf(format, good, optionsFor(ITEMS, { blocks: ['a'.repeat(64)] }))).toBe('BANK_FILE_CHANGED');
    expect(await codeOf(format, good, optionsFor(ITEMS, { blocks }))).toBe('read');
  });

  test('a part of the batch is refused, unless the bank may answer in parts', async () => {
    const part = make(outcomes(codes).slice(0, 3));
    expect(await codeOf(format, part)).toBe('BANK_RETURN_INCOMPLETE');
    expect((await checkReturn(format, piecesOf(part), optionsFor(ITEMS, { partial: true }))).missing).toEqual({ count: 1, fen: 40_004 });
  });

  test('cut off anywhere, it is never taken for a shorter return', async () => {
    for (let length = 0; length < good.length - 2; length += 1) {
      // A message is whole with its last bracket, whatever space followed.
      if (good.subarray(length).toString('latin1').trim() === '') continue;
      const code = await codeOf(format, good.subarray(0, length), optionsFor(ITEMS, { partial: true }));
      expect([length, code]).not.toEqual([length, 'read']);
      expect(code).toMatch(/^BANK_/);
    }
    expect(await codeOf(format, good.subarray(0, good.length - 4))).toMatch(/^BANK_FILE_TRUNCATED|BANK_DIGEST_WRONG$/);
    expect(await codeOf(format, Buffer.alloc(0))).toBe('BANK_FILE_TRUNCATED');
  });

  test('something after its end', async () => {
    const last = Buffer.from(make([]).toString('latin1').includes('<') ? '<Document/>' : 'D|x\r\n');
    expect(await codeOf(format, Buffer.concat([good, last]))).toMatch(/^BANK_TRAILING_DATA|BANK_COUNT_WRONG$/);
  });

  test('another encoding', async () => {
    expect(await codeOf(format, Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(good.toString('latin1'), 'utf16le')]))).toBe('BANK_ENCODING_WRONG');
    // UTF-8 where GB 18030 was agreed, most of which is GB 18030 too, and the other way round.
    const other = format.id === PIPE_LAYOUT.id ? Buffer.from(new TextDecoder('gb18030').decode(good)) : Buffer.from(replaced('账号不存在', '??').toString('latin1').replace('??', '\xd5\xcb'), 'latin1');
    expect(await codeOf(format, other)).toBe('BANK_ENCODING_WRONG');
  });

  test('more lines, or bytes, than are taken', async () => {
    expect(await codeOf(format, good, optionsFor(ITEMS, { limits: { items: 3 } }))).toBe('BANK_FILE_TOO_LARGE');
    expect(await codeOf(format, good, optionsFor(ITEMS, { limits: { bytes: good.length - 1 } }))).toBe('BANK_FILE_TOO_LARGE');
  });
});

const csv = delimitedReturn(CSV_LAYOUT, BATCH, outcomes(['01', '77'])).toString();
const pipe = delimitedReturn(PIPE_LAYOUT, BATCH, outcomes(['E001', 'X777']));
const xml = pain002(BATCH, outcomes(['AC01', 'NARR']));

/** One line of a good file changed: what it is refused as. */
test.each([
  ['count of the head', csv.replace(',4,1600.10', ',5,1600.10'), 'BANK_COUNT_WRONG'],
  ['fewer lines than the head says', csv.split('\r\n').filter((line) => !line.includes('000003')).join('\r\n'), 'BANK_COUNT_WRONG'],
  ['more lines than the head says', csv.replace(',4,1600.10', ',3,1600.10'), 'BANK_COUNT_WRONG'],
  ['sum of the head', csv.replace('1600.10', '1600.11'), 'BANK_SUM_WRONG'],
  ['count of settled', csv.replace(',1,400.01,', ',2,400.01,'), 'BANK_COUNT_WRONG'],
  ['sum of rejected', csv.replace('800.05', '800.06'), 'BANK_SUM_WRONG'],
  ['a status that became another', csv.replace('失败', '成功'), 'BANK_FORMAT_WRONG'],
  ['a settled line that was a failed one', csv.replace(',失败,', ',成功,'), 'BANK_COUNT_WRONG'],
  ['a status nobody knows', csv.replace('处理中', '已处理'), 'BANK_STATUS_UNKNOWN'],
  ['names of columns', csv.replace('账号,金额', '金额,账号'), 'BANK_FORMAT_WRONG'],
  ['a cell too many', csv.replace('账号不存在', '账号,不存在'), 'BANK_FORMAT_WRONG'],
  ['a quote without an end', csv.replace('账号不存在', '"账号不存在'), 'BANK_FILE_TRUNCATED'],
  ['a quote inside a cell', csv.replace('账号不存在', '账号"不"存在'), 'BANK_FORMAT_WRONG'],
  ['an amount in words', csv.replace('400.02', '4E2'), 'BANK_VALUE_INVALID'],
  ['a thousands separator', csv.replace('400.02', '"1,400.02"'), 'BANK_VALUE_INVALID'],
  ['a negative amount', csv.replace('400.02', '-400.02'), 'BANK_VALUE_INVALID'],
  ['a day that does not exist', csv.replace('2019-03-11', '2019-02-30'), 'BANK_VALUE_INVALID'],
  ['a line without an end', csv.replace(/\r\n$/, ''), 'BANK_FILE_TRUNCATED'],
  ['an empty line at the end', `${csv}\r\n`, 'BANK_TRAILING_DATA'],
  ['a line that never ends', `${csv}${'9'.repeat(200_000)}`, 'BANK_FILE_TOO_LARGE'],
])('csv: %s', async (_what, text, code) => {
  expect(await codeOf(delimitedFormat(CSV_LAYOUT), Buffer.from(text))).toBe(code);
});

test.each([
  ['a byte altered on the way', (text: string) => text.replace('0000123', '0000124'), 'BANK_DIGEST_WRONG'],
  ['the trailer left out', (text: string) => text.slice(0, text.lastIndexOf('T|')), 'BANK_FILE_TRUNCATED'],
  ['a line after the trailer', (text: string) => `${text}D|`, 'BANK_TRAILING_DATA'],
  ['a line without its mark', (text: string) => text.replace('\r\nD|', '\r\nE|'), 'BANK_FORMAT_WRONG'],
  ['the mark of UTF-8', (text: string) => `\xef\xbb\xbf${text}`, 'BANK_ENCODING_WRONG'],
  ['a byte of no character', (text: string) => text.replace('E001|', 'E001|\xff'), 'BANK_ENCODING_WRONG'],
])('pipe: %s', async (_what, change, code) => {
  expect(await codeOf(delimitedFormat(PIPE_LAYOUT), Buffer.from(change(pipe.toString('latin1')), 'latin1'))).toBe(code);
});

test.each([
  ['an entity that expands', xml.replace('<Document', '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<Document').replace('未列明', '&b;'), 'BANK_XML_UNSAFE'],
  ['an entity from a file', xml.replace('<Document', '<!DOCTYPE d SYSTEM "file:///etc/passwd">\n<Document'), 'BANK_XML_UNSAFE'],
  ['an entity nobody declared', xml.replace('未列明', '&b;'), 'BANK_XML_UNSAFE'],
  ['another message', xml.replaceAll('pain.002.001.10', 'pain.002.001.03'), 'BANK_FORMAT_WRONG'],
  ['no namespace', xml.replace(' xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"', ''), 'BANK_FORMAT_WRONG'],
  ['an element of another namespace', xml.replace('<TxSts>', '<x:TxSts xmlns:x="urn:x">').replace('</TxSts>', '</x:TxSts>'), 'BANK_FORMAT_WRONG'],
  ['a namespace declared again', xml.replace('<TxInfAndSts>', '<TxInfAndSts xmlns="urn:x">'), 'BANK_FORMAT_WRONG'],
  ['elements out of order', xml.replace(/(<OrgnlEndToEndId>.*?<\/OrgnlEndToEndId>)(<TxSts>.*?<\/TxSts>)/, '$2$1'), 'BANK_FORMAT_WRONG'],
  ['a status twice', xml.replace(/(<TxSts>.*?<\/TxSts>)/, '$1$1'), 'BANK_FORMAT_WRONG'],
  ['no head', xml.replace(/<GrpHdr>.*<\/GrpHdr>/, ''), 'BANK_FORMAT_WRONG'],
  ['text between elements', xml.replace('<TxInfAndSts>', 'x<TxInfAndSts>'), 'BANK_FORMAT_WRONG'],
  ['a number of 36 characters', xml.replace('<MsgId>', `<MsgId>${'9'.repeat(36)}`), 'BANK_VALUE_INVALID'],
  ['another currency', xml.replace('Ccy="CNY"', 'Ccy="USD"'), 'BANK_VALUE_INVALID'],
  ['a tenth of a fen', xml.replace('>400.01<', '>400.011<'), 'BANK_VALUE_INVALID'],
  ['nested without end', xml.replace('<Pty>', `<Pty>${'<a>'.repeat(60)}`), 'BANK_XML_UNSAFE'],
  ['a text without end', xml.replace('<Nm>', `<Nm>${'x'.repeat(400_000)}`), 'BANK_FILE_TOO_LARGE'],
  ['says that it is GBK', xml.replace('encoding="UTF-8"', 'encoding="GBK"'), 'BANK_ENCODING_WRONG'],
  ['an unclosed element', xml.replace('</OrgnlPmtInfAndSts>', ''), 'BANK_FORMAT_WRONG'],
  ['a second document', `${xml}<Document/>`, 'BANK_TRAILING_DATA'],
  ['text after the end', `${xml}x`, 'BANK_TRAILING_DATA'],
  ['count of the batch', xml.replace('<OrgnlNbOfTxs>4', '<OrgnlNbOfTxs>5'), 'BANK_COUNT_WRONG'],
  ['sum of the batch', xml.replace('<OrgnlCtrlSum>1600.10', '<OrgnlCtrlSum>1600.11'), 'BANK_SUM_WRONG'],
  ['count of a status', xml.replace('<DtldNbOfTxs>2<', '<DtldNbOfTxs>1<'), 'BANK_COUNT_WRONG'],
  ['sum of a status', xml.replace('<DtldCtrlSum>800.05', '<DtldCtrlSum>800.06'), 'BANK_SUM_WRONG'],
  ['a status nobody knows', xml.replace('<TxSts>PDNG', '<TxSts>BLCK'), 'BANK_STATUS_UNKNOWN'],
  ['settled as a group, failed one by one', xml.replace('<GrpSts>PART', '<GrpSts>ACSC'), 'BANK_VALUE_INVALID'],
  ['answers another kind of message', xml.replace('pain.001.001.09', 'pain.008.001.08'), 'BANK_FORMAT_WRONG'],
])('pain.002: %s', async (_what, text, code) => {
  expect(await codeOf(iso20022Format(), Buffer.from(text))).toBe(code);
});

test('a batch that the bank refuses as a whole lists no item, and says why', async () => {
  const refused = pain002(BATCH, [], { count: 4, sumFen: 160_010 }).replace('<GrpSts>PART</GrpSts>', '<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn><AddtlInf>余额不足</AddtlInf></StsRsnInf>');
  const { items, totals } = await drain((iso20022Format().readReturn as NonNullable<BankFormat['readReturn']>)(piecesOf(Buffer.from(refused)), optionsFor(ITEMS)));
  expect(items).toEqual([]);
  expect(totals.batchRejected).toEqual({ code: 'payerShort', bankCode: 'AM04', bankText: '余额不足' });
  expect(totals.missing).toEqual({ count: 4, fen: 160_010 });
});

test('a batch under way as a whole, without its items, is no return', async () => {
  expect(await codeOf(iso20022Format(), Buffer.from(pain002(BATCH, [], { count: 4, sumFen: 160_010 }).replace('PART', 'ACCP')))).toBe('BANK_RETURN_INCOMPLETE');
});

test('a bank\'s own reason is mapped by its own table', async () => {
  const own = xml.replace('<Cd>NARR</Cd>', '<Prtry>挂失</Prtry>');
  const { items } = await drain((iso20022Format({ 挂失: 'cardLost' }).readReturn as NonNullable<BankFormat['readReturn']>)(piecesOf(Buffer.from(own)), optionsFor(ITEMS)));
  expect(items[2]?.failure).toEqual({ code: 'cardLost', bankCode: '挂失', bankText: '未列明' });
});

test('a prefix for the namespace is as good as none', async () => {
  const prefixed = xml.replace(/<(\/?)([A-Z])/g, '<$1p:$2').replace('xmlns=', 'xmlns:p=');
  expect(await codeOf(iso20022Format(), Buffer.from(prefixed))).toBe('read');
});

test('a format without returns says so', async () => {
  const oneWay: BankFormat = { id: 'out-only', mediaType: 'text/plain', extension: 'txt', write: () => streamOf<Buffer>([]) };
  expect(await codeOf(oneWay, pipe)).toBe('BANK_FORMAT_ONE_WAY');
});
