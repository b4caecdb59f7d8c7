/**
 * Every id of policy-facts.md has a disposition, every quoted clause stands in its source, and what is said to be executed
 * is executed by a worked example. docs/coverage.md is the table; `UPDATE_COVERAGE=1 npm run jest -- test/rules/coverage` writes it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseCivilDate } from '#kernel';
import { CODECS } from '#reports';
import { determine, type Disposition, type PackRule, PublishedValues, readFacts, RULES, type Standard } from '#policy';
import { examplesOf, shippedBook } from '../support/policy.js';

const book = shippedBook();
const FACTS = readFileSync('docs/domain/policy-facts.md', 'utf8');
const TABLE = 'docs/coverage.md';
const PACKS = ['JX-2018', 'KS-2020', 'QS-2019', 'XM-2018', 'GX-2019', 'CN'];
const lines = new Map(readdirSync('docs/sources').filter((file) => file.endsWith('.txt')).map((file) => [file, readFileSync(`docs/sources/${file}`, 'utf8').split('\n')]));
const ruleFiles = readdirSync('libs/policy/src/rules').map((file) => `libs/policy/src/rules/${file}`);

/** Ids of the tables of rules and of tasks; the 59 tasks of Qingshanhu have numbers only. */
const idsOfFacts = (): readonly string[] => [
  ...[...FACTS.matchAll(/^\| ((?:JX|KS|QS|XM|GX)-(?:\d{4}|T)-[\w.-]+) \|/gm)].map(([, id]) => id as string),
  ...[...FACTS.matchAll(/^\| (\d{1,2}) \| (?:切实|\(|加强|层层|优化|加大|注重)/gm)].map(([, task]) => `QS-2019-TASK-${(task as string).padStart(2, '0')}`),
];

/** `rule name → ids` of every step that the worked examples reach. */
function executed(): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, Set<string>>();
  for (const file of readdirSync('test/rules/examples')) {
    for (const { division, on, published = [], facts, expect: expected } of examplesOf(file.replace('.yaml', ''))) {
      if (expected.refused !== undefined) continue;
      const standards = published.map(({ key, division: code6, value, from: validFrom, to: validTo, basis }): Standard => ({ key, code6, value, validFrom, validTo, basis }));
      for (const { rule, ruleIds } of determine(book, new PublishedValues(standards), readFacts(facts), division, parseCivilDate(on)).trace) {
        const ids = reached.get(rule) ?? new Set<string>();
        reached.set(rule, ids);
        for (const id of ruleIds) ids.add(id);
      }
    }
  }
  return reached;
}

const fileOf = (name: string): string => ruleFiles.find((file) => readFileSync(file, 'utf8').includes(`name: '${name}'`)) ?? 'libs/policy/src/values.ts';
const RECORDED = new Set<string>([...CODECS.values()].flatMap(({ types }) => [...types]));
/** Events that the program does not record yet are marked. */
const marked = (text: string): string => text.replaceAll(/\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b/g, (name) => (RECORDED.has(name) ? name : `${name}†`));
function carried(disposition: Disposition): string {
  if ('executes' in disposition) return disposition.executes.map((name) => `[\`${name}\`](../${fileOf(name)})`).join(', ');
  if ('step' in disposition) return `step: ${marked(disposition.step)}`;
  if ('task' in disposition) return `task: ${marked(disposition.task)}`;
  if ('report' in disposition) return `report: ${disposition.report}`;
  return `principle: ${disposition.principle}`;
}
function row({ id, title, disposition, line }: PackRule, source: string | undefined): string {
  const where = source === undefined || line === undefined ? '-' : `[${source}:${line}](sources/${source}#L${line})`;
  return `| ${id} | ${title.zh} · ${title.en} | ${carried(disposition)} | ${where} |`;
}
const table = (): string => [
  '# Coverage: what carries each rule', '',
  'Every id of [policy-facts.md](domain/policy-facts.md), the function that executes it, the step, task or report that carries it, or why nothing does. Written and checked by `test/rules/coverage.test.ts`: a function named here is reached by a worked example that cites the id, and each clause stands word for word on its line. Events marked † belong to the procedure and are not recorded by the program yet.',
  ...PACKS.flatMap((name) => {
    const { pack } = book.get(name) as NonNullable<ReturnType<typeof book.get>>;
    return ['', `## ${name}: ${pack.jurisdiction.name.zh} ${pack.jurisdiction.name.en}`, '', '| id | rule | carried by | source |', '|---|---|---|---|', ...pack.rules.map((rule) => row(rule, pack.document.source))];
  }), '',
].join('\n');

test('policy-facts.md has the ids that are looked for: rules and tasks of five documents, 59 tasks of Qingshanhu', () => {
  const ids = idsOfFacts();
  expect(ids.filter((id) => id.includes('TASK'))).toHaveLength(59);
  expect(new Set(ids).size).toBe(ids.length);
  for (const start of ['JX-2018-', 'KS-2020-', 'KS-T-', 'QS-2019-', 'XM-2018-', 'GX-2019-']) expect(ids.filter((id) => id.startsWith(start)).length).toBeGreaterThan(15);
});

test('every id has a rule in its pack, and no pack has another', () => {
  const held = book.packs.filter(({ pack }) => pack.pack !== 'CN').flatMap(({ pack }) => pack.rules.map(({ id }) => id));
  expect([...held].sort()).toEqual([...idsOfFacts()].sort());
});

test('every clause stands word for word on its line, every figure’s clause in its source', () => {
  const wrong: string[] = [];
  for (const { pack } of book.packs) {
    const { source } = pack.document;
    if (source === undefined) continue;
    const text = lines.get(source) as readonly string[];
    for (const { id, clause, line, garbled = [] } of pack.rules) {
      if (clause === undefined || line === undefined || !(text[line - 1] ?? '').includes(clause)) wrong.push(`${id}: ${clause ?? 'no clause'}`);
      for (const garble of garbled) if (!(text[(garble.line ?? line ?? 0) - 1] ?? '').includes(garble.spun)) wrong.push(`${id}: ${garble.spun} is not on its line`);
    }
    for (const { key, from, clause } of pack.parameters) if (!text.some((line) => line.includes(clause))) wrong.push(`${key} from ${from}: ${clause}`);
  }
  expect(wrong).toEqual([]);
});

/** Spun words of the glossary that the source holds; a word in brackets is a remark, `…` stands for what varies. */
function glossary(): readonly string[] {
  const section = FACTS.slice(FACTS.indexOf('## 8. Garble glossary'));
  const words = [...section.matchAll(/^\| (.+) \|$/gm)].flatMap(([, line]) => (line as string).split(' | ').filter((_cell, index) => index % 2 === 0));
  const text = (lines.get('guangxi-2019.txt') as readonly string[]).join('\n');
  return words.flatMap((cell) => cell.replaceAll(/\([^)]*\)|（[^）]*）/g, '').split(/[/、]/)).map((word) => word.trim()).filter((word) => word.length > 1 && /^\p{Script=Han}+$/u.test(word) && text.includes(word));
}

test('the garble glossary is explained: every spun word of policy-facts.md §8 that the source holds is corrected at a rule', () => {
  const corrected = (book.get('GX-2019')?.pack.rules ?? []).flatMap(({ garbled = [] }) => garbled);
  expect(glossary().length).toBeGreaterThan(50);
  expect(glossary().filter((word) => !corrected.some(({ spun }) => spun.includes(word) || word.includes(spun)))).toEqual([]);
  for (const { spun, read, why } of corrected) expect({ spun, differs: spun !== read, zh: why.zh.length > 1, en: why.en.length > 3 }).toEqual({ spun, differs: true, zh: true, en: true });
});

test('what is said to be executed exists and is executed with that id by a worked example', () => {
  const reached = executed();
  const missing: string[] = [];
  for (const { pack } of book.packs) {
    for (const { id, disposition } of pack.rules) {
      if (!('executes' in disposition)) continue;
      for (const name of disposition.executes) {
        if (!RULES.has(name)) missing.push(`${id}: there is no function ${name}`);
        else if (!reached.get(name)?.has(id)) missing.push(`${id}: no worked example executes ${name} with it`);
      }
    }
  }
  expect(missing).toEqual([]);
});

test('every rule function is reached by a worked example, and every id a step cites is a rule', () => {
  const reached = executed();
  expect([...RULES.keys()].filter((name) => !reached.has(name))).toEqual([]);
  const cited = [...new Set([...reached.values()].flatMap((ids) => [...ids]))];
  expect(cited.filter((id) => book.ruleOf(id) === undefined)).toEqual([]);
});

test('docs/coverage.md is this table', () => {
  if (process.env['UPDATE_COVERAGE'] === '1') writeFileSync(TABLE, table());
  expect(readFileSync(TABLE, 'utf8')).toBe(table());
});
