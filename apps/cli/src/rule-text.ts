/** A rule as an official reads it: the clause as printed, how it is read, its figures, and what the program computes. */
import type { RuleExplanation } from '#application';
import { keyName, type Language, unitName } from '#policy';

interface Words {
  readonly pack: (name: string, version: number) => string;
  readonly clause: string;
  readonly noClause: string;
  readonly source: (file: string, line: number) => string;
  readonly reading: string;
  readonly garbled: string;
  readonly garble: (spun: string, read: string, why: string, line: number | undefined) => string;
  readonly figures: string;
  readonly since: (from: string, to: string | null, basis: string) => string;
  readonly functions: string;
  readonly carriedBy: string;
  readonly carriers: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly bases: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    pack: (name, version) => `政策文件 ${name} 第${version}版`,
    clause: '原文', noClause: '原文：无（文件未载）', source: (file, line) => `（${file} 第${line}行）`, reading: '读作', garbled: '原文有误之处', garble: (spun, read, why, line) => `“${spun}”${line === undefined ? '' : `（第${line}行）`}读作“${read}”：${why}`,
    figures: '数额', since: (from, to, basis) => `${from} 起${to === null ? '' : `至 ${to} 止`}（${basis}）`, functions: '计算', carriedBy: '落实', carriers: { step: '程序步骤', task: '任务', report: '报表', principle: '原则' },
    kinds: { exact: '确定数额', floor: '下限', cap: '上限', range: '区间', deadline: '期限', approx: '计划数“左右”，不用于个案', avgKPI: '平均数指标，不用于个案' },
    bases: { printed: '日期为文件所载', inferred: '日期为推定' },
  },
  en: {
    pack: (name, version) => `Pack ${name}, version ${version}`,
    clause: 'Clause', noClause: 'Clause: none printed', source: (file, line) => ` (${file}, line ${line})`, reading: 'Read as', garbled: 'Corrupted words', garble: (spun, read, why, line) => `"${spun}"${line === undefined ? '' : ` (line ${line})`} is read as "${read}": ${why}`,
    figures: 'Figures', since: (from, to, basis) => `from ${from}${to === null ? '' : ` to ${to}`} (${basis})`, functions: 'Computation', carriedBy: 'Carried by', carriers: {},
    kinds: { exact: 'exact', floor: 'floor', cap: 'cap', range: 'range', deadline: 'deadline', approx: 'planning figure, never used for a household', avgKPI: 'regional average, never used for a household' },
    bases: { printed: 'date printed', inferred: 'date inferred' },
  },
};

export function renderRule(rule: RuleExplanation, language: Language): string {
  const { id, pack, subject, title, clause, source, reading, garbled, figures, functions, carriedBy } = rule;
  const words = WORDS[language];
  const colon = language === 'zh' ? '：' : ': ';
  const section = (name: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [`${name}${colon.trimEnd()}`, ...lines.map((line) => `  · ${line}`)]);
  return [
    `${id}  ${title[language]}`,
    `${words.pack(pack.pack, pack.version)} · ${subject}`,
    clause === null ? words.noClause : `${words.clause}${source === null ? '' : words.source(source.file, source.line)}${colon}${clause}`,
    ...(reading === null ? [] : [`${words.reading}${colon}${reading[language]}`]),
    ...section(words.garbled, garbled.map(({ spun, read, why, line }) => words.garble(spun, read, why[language], line))),
    ...section(words.figures, figures.map(({ key, value, unit, kind, from, to, dateBasis }) => `${keyName(key)[language]} ${key} = ${value} ${unitName(unit)[language]} [${words.kinds[kind] ?? kind}] ${words.since(from, to, words.bases[dateBasis] ?? dateBasis)}`)),
    ...section(words.functions, functions.map(({ name, formula }) => `${name} = ${formula}`)),
    ...(carriedBy === null ? [] : [`${words.carriedBy}${colon}${carriedBy.replace(/^\w+(?=: )/, (kind) => words.carriers[kind] ?? kind)}`]),
  ].join('\n');
}
