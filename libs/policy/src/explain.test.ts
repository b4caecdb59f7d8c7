/** Explanations a caseworker can read to a household: what was counted, the line it was held against, the clause. */
import { parseCivilDate } from '#kernel';
import { shippedBook } from '../../../test/support/policy.js';
import { determine, PublishedValues, readFacts, renderDetermination, RULES } from './index.js';

const household = { assets: { compliant: true }, causes: ['illness'], members: [{ id: '甲', birthOn: '1970-01-01', income: { wagesFen: 100_000 } }, { id: '乙', birthOn: '1972-01-01', income: {} }, { id: '丙', birthOn: '2010-01-01', income: {} }] };
const published = new PublishedValues([{ key: 'dibao.std', code6: '360111', value: '670', validFrom: '2019-01-01', basis: '洪民字〔2019〕3号' }]);
const made = () => determine(shippedBook(), published, readFacts(household), '360111', parseCivilDate('2019-06-15'));

const ruleOf = (id: string) => shippedBook().ruleOf(id);

test('in Chinese', () => {
  const text = renderDetermination(made(), 'zh', ruleOf);
  // 1,000 ÷ 3 = 333.33…; 670 × 3 − 1,000 = 1,010.
  for (const sentence of [
    '认定结果（360111，2019-06-15）：最低生活保障对象', '最低生活保障金：符合，每月 1,010.00 元', '家庭月收入 1,000.00 元 ÷ 计入人口 3 人 = 人均 约333.33 元', '城镇低保标准：公布的 670.00 元 与文件规定的下限 670.00 元 取高者，为 670.00 元〔QS-2019-T01a〕',
    '人均月收入 约333.33 元低于低保标准 670.00 元，家庭财产符合规定：符合低保条件〔JX-2018-02-03〕', '城镇低保标准：670 元/人·月（当地公布，自 2019-01-01）：洪民字〔2019〕3号', 'JX-2018-02-03 城镇低保对象：“家庭人均月收入低于当地城镇最低生活保障标准', '政策文件：QS-2019 第1版、JX-2018 第1版、CN 第1版',
  ]) expect(text).toContain(sentence);
});
test('in English', () => {
  const text = renderDetermination(made(), 'en', ruleOf);
  for (const sentence of ['Determination (360111, 2019-06-15): 低保 (minimum-living security)', '低保 allowance: eligible, 1,010.00 yuan a month', 'Household income 1,000.00 yuan ÷ 3 counted members = ≈333.33 yuan a head', 'Packs: QS-2019 version 1, JX-2018 version 1, CN version 1']) expect(text).toContain(sentence);
});
test('nothing is left unfilled, in any language, of any rule function', () => {
  for (const language of ['zh', 'en'] as const) expect(renderDetermination(made(), language, ruleOf)).not.toMatch(/\{\w+|undefined|\[object/);
});
test.each([...RULES.values()].map((rule) => [rule.name, rule] as const))('%s says what it does with its own inputs, in both languages', (_name, { formula, says }) => {
  const inputs = new Set([...formula.replaceAll(/"[^"]*"/g, '').matchAll(/[A-Za-z_]\w*/g)].map(([word]) => word));
  for (const text of 'yes' in says ? [says.yes, says.no] : [says]) {
    for (const language of ['zh', 'en'] as const) {
      expect(text[language].length).toBeGreaterThan(2);
      for (const [, name] of text[language].matchAll(/\{(\w+)/g)) expect(['member', 'key', 'result', ...inputs]).toContain(name);
    }
  }
});

test('no corrupted word of Guangxi reaches a household: the corrected reading is quoted', () => {
  const facts = readFacts({
    assets: { compliant: true }, members: [{ id: '甲', birthOn: '1940-01-01', supporters: 'none', labour: 'none', incomeSource: false, selfCare: 'lost', care: 'dispersed', disability: { type: 'limb', grade: 1 } }],
    requests: { oneCaseRelief: { proposedFen: 100_000, paidThisYearFen: 0 }, medicalContribution: {}, pensionContribution: {} },
  });
  const values = ['dibao.std', 'teku.std', 'wage.min', 'care.full', 'med.contrib.amount'].map((key, index) => ({ key, code6: '450103', value: ['700', '950', '1680', '0.6', '250'][index] as string, validFrom: '2019-01-01' }));
  const determination = determine(shippedBook(), new PublishedValues(values), facts, '450103', parseCivilDate('2019-09-10'));
  const text = renderDetermination(determination, 'zh', ruleOf);
  const cited = [...new Set(determination.trace.flatMap(({ ruleIds }) => ruleIds))].flatMap((id) => ruleOf(id)?.rule.garbled ?? []);
  expect(cited.length).toBeGreaterThan(10);
  // Whole phrases that the source inverts; a short word may also stand rightly in a corrected sentence.
  for (const { spun } of cited.filter((garble) => garble.spun.length > 3)) expect(text).not.toContain(spun);
  expect(text).toContain('GX-2019-05-03');
  expect(text).toContain('不低于当地最低工资标准的60%和30%');
  expect(text).not.toContain('不高于');
  expect(text).not.toContain('最低救助5万元');
});
