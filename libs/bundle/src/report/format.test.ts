/** Days, instants, amounts, shares as they are printed. */
import { chinaDay, countText, dayText, daysFrom, instantText, monthText, periodText, ppmText, shareText, withinTwoPercent, yuan, yuanOnly } from './format.js';

test('days, months, periods', () => {
  expect([dayText('2019-03-05'), dayText('2019年'), monthText('2019-12'), monthText('2019-03-05'), periodText('2019Q2'), periodText('2019H1'), periodText('2019H2'), periodText('2019'), periodText('x')])
    .toEqual(['2019年3月5日', '2019年', '2019年12月', '2019-03-05', '2019年第2季度', '2019年上半年', '2019年下半年', '2019年', 'x']);
});

test('an instant is told in China, eight hours ahead of UTC', () => {
  expect([instantText('2022-12-04T18:05:09.120Z'), instantText('2021-09-07T10:12:00+08:00'), instantText('2021-12-31T23:30:00+00:00')]).toEqual(['2022年12月5日 02:05:09', '2021年9月7日 10:12:00', '2022年1月1日 07:30:00']);
  expect([chinaDay('2022-12-04T18:05:09.120Z'), chinaDay('2022-12-04T15:59:59.000Z')]).toEqual(['2022-12-05', '2022-12-04']);
});

test('a time without an offset is nobody\'s to move', () => {
  expect([instantText('2019-03-05T09:30:15'), instantText('2019-13-05T09:30:15Z'), instantText('')]).toEqual(['2019-03-05T09:30:15', '2019-13-05T09:30:15Z', '']);
});

test('days between days, over a leap day', () => {
  expect([daysFrom('2020-02-28', '2020-03-01'), daysFrom('2022-09-08', '2022-12-01'), daysFrom('2022-09-08', '2022-09-08'), daysFrom('', '2022-01-01'), daysFrom('2022-01-01', '2022-02')]).toEqual([2, 84, 0, undefined, undefined]);
});

test('fen, counts, parts per million', () => {
  expect([yuan(108050), yuan(5), yuan(-1), yuan(0.5), yuanOnly(123456789), countText(2381004), countText(7), ppmText(300000), ppmText(25000)]).toEqual(['1,080.50 元', '0.05 元', '-0.01 元', '0.5 分', '1,234,567.89', '2,381,004', '7', '30 %', '2.5 %']);
});

/** Worked by hand: 3/412 = 0.7281…, 7/350 and 1/50 are exactly 2 %, 8/350 = 2.2857…, 6/299 = 2.0066…, 20001/1000000 = 2.0001, 19999/1000000 = 1.9999. */
test.each([
  [3, 412, '3 ÷ 412 = 0.73 % ≤ 2 %（3 × 50 = 150 ≤ 412）'], [7, 350, '7 ÷ 350 = 2.00 % ≤ 2 %（7 × 50 = 350 ≤ 350）'], [8, 350, '8 ÷ 350 = 2.29 % > 2 %（8 × 50 = 400 > 350）'], [6, 299, '6 ÷ 299 = 2.01 % > 2 %（6 × 50 = 300 > 299）'],
  [0, 12, '0 ÷ 12 = 0.00 % ≤ 2 %（0 × 50 = 0 ≤ 12）'], [1, 49, '1 ÷ 49 = 2.04 % > 2 %（1 × 50 = 50 > 49）'], [20001, 1000000, '20001 ÷ 1000000 = 2.0001 % > 2 %（20001 × 50 = 1000050 > 1000000）'],
  [19999, 1000000, '19999 ÷ 1000000 = 1.9999 % ≤ 2 %（19999 × 50 = 999950 ≤ 1000000）'], [0, 0, '救助人数为 0，不计算比例（0 × 50 = 0 ≤ 0）'], [12, 12, '12 ÷ 12 = 100.00 % > 2 %（12 × 50 = 600 > 12）'],
])('%i of %i', (errors, total, text) => {
  expect(shareText(errors, total)).toBe(text);
  expect(withinTwoPercent(errors, total)).toBe(text.includes('≤'));
});

test('what is no number of persons is not computed with', () => {
  expect([shareText(0.5, 10), shareText(-1, 10), shareText(1, Number.NaN), shareText(1e300, 10)]).toEqual(['0.5 ÷ 10', '-1 ÷ 10', '1 ÷ NaN', '1e+300 ÷ 10']);
});
