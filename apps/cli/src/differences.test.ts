import { itemOf, shown } from './differences.js';

it.each([
  [null, '无'], ['dibao', '低保'], ['yes 1,140.00/month', '符合，每月 1,140.00 元'], ['yes 500.00/once', '符合，一次性 500.00 元'], ['manual', '由经办机关决定'],
  ['no', '不符合'], ['yes 60.00/year (A,B)', '符合，每年 60.00 元（A、B）'], ['yes 60.00', '符合，60.00 元'], ['yes (A)', '符合（A）'],
])('shows %j as %s', (value, text) => {
  expect(shown(value)).toBe(text);
});
it('names what differs', () => {
  expect(itemOf({ of: 'careFee/A,B', before: null, after: null })).toMatch(/（A、B）$/);
});
