/** The page of papers and the kinds of the program; and these and the documents of the procedure. */
import { readFileSync } from 'node:fs';
import { namesOf, PAPER_KINDS, PAPER_STEPS } from '#papers';
import { quoted, tableRows } from './sources.js';

test('the kinds are on the page as the program has them', () => {
  const rows = tableRows(readFileSync('docs/papers.md', 'utf8'), 'Kinds').map(([code, ...rest]) => [quoted(code as string)[0], ...rest]);
  expect(rows).toEqual(PAPER_KINDS.map(({ code, zh, step, mediaTypes, maxBytes, captureDemanded }) => [code, zh, PAPER_STEPS[step], namesOf(mediaTypes), String(maxBytes / 1024 / 1024), captureDemanded ? 'demanded' : '-']));
});

test('every document of the procedure has a kind', () => {
  const section = readFileSync('docs/domain/process.md', 'utf8').split('### 4.2 ')[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| [a-z /]+ \| (.+) \|$/gm)].map(([, documents]) => documents as string).filter((documents) => /\p{Script=Han}/u.test(documents));
  expect(rows).toHaveLength(8);
  // What stands in brackets explains; of "核对委托与核对报告" each is a paper.
  const named = rows.flatMap((row) => row.replace(/\([^)]*\)|\*/g, '').split(/[,/+与和]/)).map((text) => text.trim()).filter((text) => /\p{Script=Han}/u.test(text));
  expect(named.length).toBeGreaterThan(50);
  const without = named.filter((document) => !PAPER_KINDS.some(({ zh }) => zh.includes(document)));
  // 收入与财产声明 is one paper that its own 与 cuts in two; 死亡/服刑证明 are two, of which the first is cut short; 回函 and 核查 and 签到 stand with what they answer.
  expect(without).toEqual([]);
});

test('codes are camelCase and stand once', () => {
  const codes = PAPER_KINDS.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*$/);
});
