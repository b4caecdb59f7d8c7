/** Every type of column with accepted and refused spellings, and the laws they obey. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type CivilDate, civilDateOf } from '#kernel';
import type { Cell } from './cell.js';
import { isUnreadable, originalText, readCell, type Scalar } from './normalise.js';
import type { ColumnType } from './schema.js';
import { dateSerialOf } from './serial.js';

const text = (value: string): Cell => ({ kind: 'text', text: value });
const number = (value: number, shown?: string): Cell => (shown === undefined ? { kind: 'number', value } : { kind: 'number', value, shown });
const date = (serial: number): Cell => ({ kind: 'date', serial });
const boolean = (value: boolean): Cell => ({ kind: 'boolean', value });
const error: Cell = { kind: 'error', text: '#N/A' };
const CODES = { 低保: 'dibao', 特困: 'tekun' };

function read(type: ColumnType, cell: Cell, date1904 = false): Scalar | null {
  const reading = readCell(cell, type === 'code' ? { type, codes: CODES } : { type }, { date1904 });
  return isUnreadable(reading) ? `!${reading.unreadable}` : reading;
}

type Row = readonly [ColumnType, Cell, Scalar | null];
const show = (rows: readonly Row[]): [string, Row][] => rows.map((row) => [`${row[0]} ${JSON.stringify(row[1])} → ${JSON.stringify(row[2])}`, row]);

const DATES: readonly Row[] = [
  ...['2019-03-05', '2019-3-5', '2019/3/5', '2019/03/05', '2019.3.5', '20190305', '2019年3月5日', '2019年03月05日', '２０１９年３月５日', '　2019／3／5 ', '２０１９．３．５']
    .map((spelling): Row => ['date', text(spelling), '2019-03-05']),
  ['date', number(20190305), '2019-03-05'],
  ['date', date(20190305), '2019-03-05'],
  ['date', number(43529), '2019-03-05'],
  ['date', date(43529), '2019-03-05'],
  ['date', date(43529.75), '2019-03-05'],
  ['date', date(1), '1900-01-01'],
  ['date', date(59), '1900-02-28'],
  ['date', date(61), '1900-03-01'],
  ['date', date(109_574), '2199-12-31'],
  ['date', date(2_958_465), '9999-12-31'],
  ['date', text('2020-02-29'), '2020-02-29'],
  ...['2019-02-29', '2019-13-01', '2019-00-10', '2019-3', '2019-03/05', '2019年3月5', '2019-003-05', '19-03-05', '2019 年3月5日', '2019-03-05 00:00:00', '43529', '201903', '2019030', '不详', '1899-12-31', '2019年']
    .map((spelling): Row => ['date', text(spelling), '!FORMAT']),
  ['date', number(20190230), '!FORMAT'],
  ['date', number(201903), '!FORMAT'],
  ['date', number(0), '!FORMAT'],
  ['date', number(60), '!FORMAT'],
  ['date', number(-1), '!FORMAT'],
  ['date', date(3_000_000), '!FORMAT'],
  ['date', number(1e300), '!FORMAT'],
  ['date', boolean(true), '!FORMAT'],
  ['date', error, '!FORMAT'],
];

const MONTHS: readonly Row[] = [
  ...['2019-03', '2019-3', '2019/3', '2019/03', '201903', '2019年3月', '2019年03月', '２０１９年３月', '2019-03-17', '2019.3.17', '20190317', '2019年3月17日', ' 2019/3 ']
    .map((spelling): Row => ['month', text(spelling), '2019-03']),
  ['month', number(201903), '2019-03'],
  ['month', date(201903), '2019-03'],
  ['month', number(20190317), '2019-03'],
  ['month', number(43529), '2019-03'],
  ['month', date(43529), '2019-03'],
  ...['2019.3', '2019-13', '201913', '2019-00', '20190230', '2019', '3月', '2019年', '43529'].map((spelling): Row => ['month', text(spelling), '!FORMAT']),
  ['month', number(201913), '!FORMAT'],
  ['month', number(20191301), '!FORMAT'],
  ['month', boolean(false), '!FORMAT'],
];

const MONEY: readonly Row[] = [
  ...(([['0', 0], ['50', 5000], ['50.0', 5000], ['50.5', 5050], ['50.05', 5005], ['1,234.56', 123456], ['1234.56', 123456], ['1,234,567.00', 123456700], ['12元', 1200], ['12 元', 1200],
    ['¥1,330.00', 133000], ['￥ 1,330.00　', 133000], ['¥12元', 1200], ['１，８３４．６５', 183465], ['007', 700], ['10,000,000,000.00', 1000000000000]] as const)
    .map(([spelling, fen]): Row => ['money', text(spelling), fen])),
  ['money', number(943.15), 94315],
  ['money', number(0.1 + 0.2), 30],
  ['money', number(1.1 * 3), 330],
  ['money', number(-0), 0],
  ['money', number(12_000_000), 1_200_000_000],
  ...['-5', '1.234', '50.500', '1,23', '12,34.5', '1234,567', ',123', '.5', '5.', '1 234', '待定', '1,2x0', '1e3', '元', '¥', '+5', '12元整', '(5)', '10,000,000,000.01', '90071992547409.92', '9'.repeat(70)]
    .map((spelling): Row => ['money', text(spelling), '!FORMAT']),
  ['money', number(1.005), '!FORMAT'],
  ['money', number(-5), '!FORMAT'],
  ['money', number(1e21), '!FORMAT'],
  ['money', date(43529), '!FORMAT'],
  ['money', boolean(true), '!FORMAT'],
  ['money', error, '!FORMAT'],
];

const YES_NO: readonly Row[] = [
  ...['是', '有', 'Y', '1', ' 是　', 'Ｙ', '１'].map((spelling): Row => ['yesNo', text(spelling), true]),
  ...['否', '无', 'N', '0', '０', '无\n'].map((spelling): Row => ['yesNo', text(spelling), false]),
  ['yesNo', number(1), true], ['yesNo', number(0), false], ['yesNo', boolean(true), true], ['yesNo', boolean(false), false],
  ...['y', 'n', '√', '是否', 'yes', '2', '是 的', '未备案'].map((spelling): Row => ['yesNo', text(spelling), '!FORMAT']),
  ['yesNo', number(2), '!FORMAT'], ['yesNo', number(0.5), '!FORMAT'], ['yesNo', error, '!FORMAT'],
];

const IDS: readonly Row[] = [
  ['id', text('　Ｈ3601 1100\u200b10001 '), 'H3601110010001'],
  ['id', text('0001013'), '0001013'],
  ['id', number(1013), '1013'],
  ['id', number(1013, '0001013'), '0001013'],
  ['id', text('abcx'), 'abcX'],
  ['id', text('xabc'), 'xabc'],
  ['id', text('ｘ'), 'X'],
  ['id', number(6.2170000000000005e18), '6217000000000000000'],
  ['id', number(6.2e18, '6217000000000000123'), '6217000000000000123'],
  ['id', number(-1e20), '-100000000000000000000'],
  ['id', number(1001.5), '1001.5'],
  ['id', error, '#N/A'],
  ['id', date(43529), '2019-03-05'],
  ['token', text(' dibao . max '), 'dibao.max'],
  ['town', text('3601 11001'), '360111001'], ['town', number(360111001), '360111001'], ['town', text('３６０１１１００１'), '360111001'],
  ['town', text('36011100'), '!FORMAT'], ['town', text('360111001001'), '!FORMAT'], ['town', text('36011100A'), '!FORMAT'], ['town', text('青山路'), '!FORMAT'],
  ['community', number(360111001013), '360111001013'], ['community', text('360111001'), '!FORMAT'],
  ['citizenId', text('11010519491231002x'), '11010519491231002X'],
  ['citizenId', text('110105 19491231　002Ｘ'), '11010519491231002X'],
  ['citizenId', text('110105194912310021'), '!ID_CHECKSUM'],
  ['citizenId', text('11010519490231002X'), '!ID_CHECKSUM'],
  ['citizenId', text('110105491231002'), '!ID_CHECKSUM'],
  ['citizenId', number(110105194912310000), '!ID_CHECKSUM'],
];

const OTHERS: readonly Row[] = [
  ['text', text(' 户　主 '), '户 主'], ['text', error, '#N/A'], ['text', number(12), '12'], ['text', boolean(true), 'TRUE'],
  ['code', text('低保　'), 'dibao'], ['code', text('低 保'), '!ENUM'], ['code', text('低保金'), '!ENUM'], ['code', text('constructor'), '!ENUM'], ['code', number(1), '!ENUM'],
  ['headcount', text('2'), 2], ['headcount', text('２'), 2], ['headcount', number(2), 2], ['headcount', text('2.0'), 2], ['headcount', number(0), 0],
  ['headcount', text('三'), '!FORMAT'], ['headcount', number(1.5), '!FORMAT'], ['headcount', text('-1'), '!FORMAT'], ['headcount', text('2人'), '!FORMAT'],
  ['ordinal', number(1), 1], ['ordinal', text('１'), 1], ['ordinal', number(0), '!FORMAT'], ['ordinal', text('第一次'), '!FORMAT'],
  ['grade', number(4), 4], ['grade', text('１'), 1], ['grade', number(5), '!ENUM'], ['grade', number(0), '!ENUM'], ['grade', text('一级'), '!ENUM'], ['grade', number(1.5), '!ENUM'],
  ['decimal', text('670'), '670'], ['decimal', text('1,670.50元'), '1670.5'], ['decimal', number(1.3), '1.3'], ['decimal', number(0.1 + 0.2), '0.3'], ['decimal', text('0.123456'), '0.123456'],
  ['decimal', text('00.50'), '0.5'], ['decimal', text('0.1234567'), '!FORMAT'], ['decimal', text('见文件'), '!FORMAT'], ['decimal', text('30%'), '!FORMAT'], ['decimal', number(-1), '!FORMAT'],
  ...(['text', 'id', 'token', 'citizenId', 'town', 'community', 'date', 'month', 'money', 'decimal', 'yesNo', 'headcount', 'ordinal', 'grade', 'code'] as const)
    .flatMap((type): Row[] => [[type, { kind: 'empty' }, null], [type, text(' \u3000\u00a0\u200b\ufeff'), null]]),
];

describe.each([['dates', DATES], ['months', MONTHS], ['money', MONEY], ['yes/no', YES_NO], ['ids', IDS], ['others', OTHERS]] as const)('%s', (_, rows) => {
  test.each(show(rows))('%s', (_title, [type, cell, expected]) => {
    expect(read(type, cell)).toBe(expected);
  });
});

const anyDate = fc.integer({ min: 0, max: 73_000 }).map((days) => addDays('1900-03-01' as CivilDate, days));
const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant<Cell>({ kind: 'empty' }),
  fc.string({ unit: 'binary' }).map(text),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => number(value)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(date),
  fc.boolean().map(boolean),
  fc.constant(error),
);
const anyType = fc.constantFrom<ColumnType>('text', 'id', 'token', 'citizenId', 'town', 'community', 'date', 'month', 'money', 'decimal', 'yesNo', 'headcount', 'ordinal', 'grade', 'code');

describe('laws', () => {
  test('any date in any allowed spelling is itself, and its month is its month', () => {
    const wide = (spelling: string): string => spelling.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    fc.assert(fc.property(anyDate, fc.nat({ max: 6 }), fc.boolean(), fc.boolean(), fc.constantFrom('', ' ', '　', '\n'), (day, form, padded, full, space) => {
      const [y, m, d] = day.split('-').map((part) => (padded ? part : String(Number(part)))) as [string, string, string];
      const serial = dateSerialOf(day, false) as number;
      const compact = day.replaceAll('-', '');
      const cell = form === 5 ? (day < '1950' ? date(serial) : number(serial)) : form === 6 ? number(Number(compact))
        : text(space + (full ? wide : String)([`${y}-${m}-${d}`, `${y}/${m}/${d}`, `${y}.${m}.${d}`, `${y}年${m}月${d}日`, compact][form] as string) + space);
      expect(read('date', cell)).toBe(day);
      expect(read('month', cell)).toBe(day.slice(0, 7));
    }));
  });

  test('a serial names the same day in both date systems, with or without a date format', () => {
    fc.assert(fc.property(anyDate.filter((day) => day >= '1904-01-01' && day < '2170-01-01'), fc.boolean(), fc.boolean(), (day, date1904, formatted) => {
      const serial = dateSerialOf(day, date1904) as number;
      expect(read('date', formatted || day < '1950' ? date(serial) : number(serial), date1904)).toBe(day);
    }));
  });

  test('a number without a date format that is no day of our time is none: 2019.02 is a month somebody typed', () => {
    for (const value of [2019, 2019.02, 2018.12, 18_263, 1]) {
      expect(read('month', number(value))).toBe('!FORMAT');
      expect(read('date', number(value))).toBe('!FORMAT');
    }
    expect(read('date', number(18_264))).toBe('1950-01-01');
    expect(read('date', number(18_264 - 1_462), true)).toBe('1950-01-01');
    expect(read('date', date(18_263))).toBe('1949-12-31');
  });

  test('any month in any allowed spelling is itself', () => {
    fc.assert(fc.property(fc.integer({ min: 1900, max: 9999 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const two = String(month).padStart(2, '0');
      for (const cell of [text(`${year}-${two}`), text(`${year}/${month}`), text(`${year}年${month}月`), text(`${year}${two}`), number(year * 100 + month)]) {
        expect(read('month', cell)).toBe(`${year}-${two}`);
      }
    }));
  });

  test('any amount in any allowed spelling is itself', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (fen) => {
      const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
      const grouped = yuan.replace(/\B(?=(\d{3})+\.)/g, ',');
      for (const cell of [text(yuan), text(grouped), text(`¥ ${grouped}`), text(`${yuan}元`), number(fen / 100)]) expect(read('money', cell)).toBe(fen);
    }));
  });

  test('every column reads every cell to a value of its kind or a code, and a value reads to itself', () => {
    fc.assert(fc.property(anyType, anyCell, (type, cell) => {
      const value = read(type, cell);
      if (value === null || (typeof value === 'string' && value.startsWith('!'))) return;
      if (type === 'date') expect(civilDateOf(Number(String(value).slice(0, 4)), Number(String(value).slice(5, 7)), Number(String(value).slice(8)))).toBe(value);
      if (type === 'money') expect(Number.isSafeInteger(value) && (value as number) >= 0).toBe(true);
      if (typeof value === 'string' && type !== 'code') expect(read(type, text(value))).toBe(value);
      expect(typeof originalText(cell, { date1904: false })).toBe('string');
    }), { numRuns: 2000 });
  });
});
