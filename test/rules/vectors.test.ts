/** The worked vectors that are no household: tolerance, the factor of 特困, growth, arrears. V10 through a ledger is in test/policy-ledger. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { withinLimit } from '#accountability';
import { parseCivilDate } from '#kernel';
import { dueAmount, exactOf, exactText, multiply, PublishedValues, roundHalfUp, type Standard, targets } from '#policy';
import { examplesOf, fenOf, shippedBook } from '../support/policy.js';

interface Vectors {
  readonly tolerance: readonly { readonly vector: string; readonly errors: string; readonly persons: string; readonly within: string }[];
  readonly tekun: readonly { readonly vector: string; readonly standard: string; readonly yuan: string }[];
  readonly growth: readonly { readonly vector: string; readonly before: string; readonly after: string; readonly percent: string }[];
  readonly arrears: readonly { readonly vector: string; readonly paid: string; readonly months: string; readonly yuan: string }[];
}
const vectors = parse(readFileSync('test/rules/vectors.yaml', 'utf8'), { schema: 'failsafe' }) as Vectors;
const standard = (key: string, code6: string, value: string, validFrom: string): Standard => ({ key, code6, value, validFrom });

test.each(vectors.tolerance.map((row) => [row.errors, row.persons, row.within] as const))('%s errors among %s persons: within the limit %s', (errors, persons, within) => {
  expect(withinLimit({ objectiveErrorPersons: Number(errors), totalPersons: Number(persons) })).toBe(within === 'yes');
});

test.each(vectors.tekun.map((row) => [row.standard, row.yuan] as const))('1.3 × %s is %s', (value, yuan) => {
  const published = new PublishedValues([standard('dibao.std', '450103', value, '2019-01-01'), standard('teku.std', '450103', '1', '2019-01-01')]);
  expect(dueAmount(shippedBook(), published, { benefit: 'tekun', selfCare: 'full' }, '450103', parseCivilDate('2019-06-01'))).toBe(fenOf(yuan));
});

test.each(vectors.growth.map((row) => [row.before, row.after, row.percent] as const))('%s to %s is a growth of %s %%', (before, after, percent) => {
  const published = new PublishedValues([standard('dibao.std', '360111', before, '2018-01-01'), standard('dibao.std', '360111', after, '2019-01-01')]);
  const row = targets(shippedBook(), { published, divisions: ['360111'], paid: () => undefined, jobServices: () => undefined }, '360111', 2019).find(({ ruleId, key }) => ruleId === 'QS-2019-T01a' && key === 'dibao.growth');
  expect({ percentTimes100: exactText(roundHalfUp(multiply(exactOf(String(row?.actual)) ?? 0, 10_000))), met: row?.met }).toEqual({ percentTimes100: fenOf(percent), met: null });
});

test.each(vectors.arrears.map((row) => [row.paid, row.months, row.yuan] as const))('a dispersed orphan paid %s for %s months is owed %s', (paid, months, yuan) => {
  const due = Array.from({ length: Number(months) }, (_, month) => dueAmount(shippedBook(), new PublishedValues([]), { benefit: 'flat', key: 'orphan.dispersed' }, '450103', parseCivilDate(`2019-0${month + 1}-01`)));
  expect(due.reduce((sum, fen) => sum + fen - fenOf(paid), 0)).toBe(fenOf(yuan));
});

test('every vector of policy-facts.md §7 stands in a YAML file', () => {
  const here = Object.values(vectors).flatMap((rows: readonly { readonly vector: string }[]) => rows.map(({ vector }) => vector));
  const there = ['CN', 'JX-2018', 'QS-2019', 'XM-2018', 'KS-2020', 'GX-2019'].flatMap((pack) => examplesOf(pack).map(({ vector }) => vector ?? ''));
  const printed = [...readFileSync('docs/domain/policy-facts.md', 'utf8').matchAll(/^\| ([VC]\d+) \|/gm)].map(([, id]) => id as string);
  expect(printed).toHaveLength(16);
  expect(printed.filter((id) => !here.includes(id) && !there.includes(id))).toEqual([]);
});
