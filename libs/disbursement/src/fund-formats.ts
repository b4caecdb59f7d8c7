/** What finance states about indicators and the reserve of a town: one JSON Schema per step, for the command line, HTTP and the program's types. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';
import { FUND_SOURCES } from './fund-events.js';

const { count, division, money, number, object, on, oneOf, text } = stepFormat;

/** Codes of benefits as cases have them (libs/casework). */
const benefit = stepFormat.text('The benefit, by its code, for example dibao.', 40);

export const FUND_FORMATS = {
  issue: object({ on, indicatorNo: text('指标文号', 80), source: oneOf(FUND_SOURCES, 'Whose money.'), benefit, fen: money('The indicator.') }),
  adjust: object({
    on, indicatorNo: text('指标文号', 80), documentNo: text('The document that adjusts it.', 80), direction: oneOf(['up', 'down'] as const, 'More or less.'), fen: money('By how much.'), reason: text('Why.'),
  }),
  topUpReserve: object({ on, documentNo: number('拨入凭证号'), town: division('The town, 9 digits.'), indicatorNo: text('The indicator it is taken from, of temporaryRelief.', 80), fen: money('The advance.') }),
  returnUnspent: object({ on, documentNo: number('上缴文号'), year: count('Of which year.', 2000, 2100), source: oneOf(FUND_SOURCES, 'Whose money.'), benefit, fen: money('What goes back: of what came back from the bank, and of void payments.'), reason: text('The decision.') }),
} as const;

export type FundStep = keyof typeof FUND_FORMATS;
export type FundStated<Name extends FundStep> = Static<(typeof FUND_FORMATS)[Name]>;

export const FUND_STEPS: { readonly [Name in FundStep]: { readonly zh: string; readonly en: string; readonly permission: string } } = {
  issue: { zh: '登记指标', en: 'Record an indicator', permission: 'fund.issue' },
  adjust: { zh: '调整指标', en: 'Adjust an indicator', permission: 'fund.issue' },
  topUpReserve: { zh: '拨入备用金', en: 'Advance a reserve to a town', permission: 'fund.issue' },
  returnUnspent: { zh: '结余上缴', en: 'Return what is unspent to the treasury', permission: 'fund.issue' },
};
export const FUND_STEP_NAMES = Object.keys(FUND_STEPS) as readonly FundStep[];

/** A good example of each: invented. */
export const FUND_EXAMPLES: { readonly [Name in FundStep]: FundStated<Name> } = {
  issue: { on: '2019-02-01', indicatorNo: '青财社〔2019〕1号', source: 'county', benefit: 'dibao', fen: 100_000_000 },
  adjust: { on: '2019-06-01', indicatorNo: '青财社〔2019〕1号', documentNo: '青财社〔2019〕30号', direction: 'up', fen: 5_000_000, reason: '年中追加' },
  topUpReserve: { on: '2019-03-01', documentNo: 'BY-2019-01', town: '360111003', indicatorNo: '青财社〔2019〕9号', fen: 2_000_000 },
  returnUnspent: { on: '2019-12-31', documentNo: 'SJ-2019-01', year: 2019, source: 'county', benefit: 'dibao', fen: 100_000, reason: '对象死亡，不再发放，结余上缴国库' },
};
