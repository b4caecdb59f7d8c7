/** 免责五项条件 (GX-2019-06-06): each condition as it was known at the decision and as it is known now, what it rests on, and the 2 % worked out. */
import { EXEMPTION_CONDITIONS, type ExemptionCondition, type ExemptionProof, type ExemptionState } from '../contents.js';
import type { Book } from './book.js';
import { findingAnchor } from './findings.js';
import { countText, instantText, shareText, withinTwoPercent } from './format.js';
import { type Content, html, type Html, isEmpty, joined, NOTHING, pairs, table, value } from './html.js';
import { conditionName } from './names.js';

const LEVELS: Readonly<Record<string, string>> = { county: '县级', town: '乡级' };
const holds = (state: ExemptionState | null, condition: ExemptionCondition): Content => (state === null ? '—' : state.conditions[condition] ? '符合' : html`<b>不符合</b>`);
const allHold = ({ conditions }: ExemptionState): boolean => EXEMPTION_CONDITIONS.every((condition) => conditions[condition]);

/** What the condition rests on; told apart where it was something else at the decision. */
function restsOn({ atDecision, now }: ExemptionProof, condition: ExemptionCondition): Content {
  if (atDecision === null || atDecision.evidence[condition] === now.evidence[condition]) return value(now.evidence[condition]);
  return html`<span class="f">决定时：</span>${value(atDecision.evidence[condition])}<br><span class="f">现在：</span>${value(now.evidence[condition])}`;
}

/** What differs between the two states, one sentence each. */
function differences({ atDecision, now }: ExemptionProof): readonly Html[] {
  if (atDecision === null) return [];
  const changed = EXEMPTION_CONDITIONS.filter((condition) => atDecision.conditions[condition] !== now.conditions[condition]);
  const counted = (state: ExemptionState): string => JSON.stringify([...state.counts].sort((a, b) => (a.division < b.division ? -1 : 1)).map(({ division, totalPersons, errorPersons, objectiveErrorPersons }) => [division, totalPersons, errorPersons, objectiveErrorPersons]));
  return [
    ...changed.map((condition) => html`“${conditionName(condition)}”决定时${atDecision.conditions[condition] ? '符合' : '不符合'}，现在${now.conditions[condition] ? '符合' : '不符合'}。`),
    ...(counted(atDecision) === counted(now) ? [] : [html`计算比例的人数已有变化，见下表。`]),
  ];
}

function counts(book: Book, state: ExemptionState, title: string): Html {
  const finding = (key: string): Content => {
    const anchor = findingAnchor(book, key);
    return anchor === undefined ? value(key) : html`<a href="#${anchor}">${key}</a>`;
  };
  return html`<h3>${title}</h3>
<p>截至 ${instantText(state.knownAt)} 台账所知<span class="small">（UTC ${state.knownAt}）</span>：</p>
${table([
    { title: '区划', cell: ({ division, level }) => html`${value(division)}<br><span class="small">${LEVELS[level] ?? level}</span>`, width: '13%' }, { title: '救助人数', cell: ({ totalPersons }) => countText(totalPersons), look: 'n' }, { title: '差错人数', cell: ({ errorPersons }) => countText(errorPersons), look: 'n' },
    { title: '其中客观原因', cell: ({ objectiveErrorPersons }) => countText(objectiveErrorPersons), look: 'n' }, { title: '客观原因人数 ÷ 救助人数', cell: ({ objectiveErrorPersons, totalPersons }) => shareText(objectiveErrorPersons, totalPersons), width: '35%' },
    { title: '结论', cell: ({ objectiveErrorPersons, totalPersons }) => (withinTwoPercent(objectiveErrorPersons, totalPersons) ? '未超' : html`<b>超过</b>`), look: 'k' },
    { title: '计入的疑点', cell: ({ division }) => joined(state.counted.filter((of) => of.division === division).flatMap(({ findings }) => findings).map(finding), '、') },
  ], state.counts)}`;
}

export function exemptionSection(book: Book): Html {
  const proof = book.contents.exemption;
  if (proof === null) return NOTHING;
  const { atDecision, now, findingKey, year } = proof;
  const differing = differences(proof);
  const decided = atDecision === null ? '尚未作出免责评估或决定' : html`${instantText(atDecision.knownAt)}${atDecision.entry === null ? NOTHING : book.ref(atDecision.entry)}`;
  const anchor = findingAnchor(book, findingKey);
  return html`${pairs([
    ['疑点', anchor === undefined ? value(findingKey) : html`<a href="#${anchor}">${findingKey}</a>`], ['容错年度', `${year} 年`], ['作出决定时', decided],
    ['现在', instantText(now.knownAt)], ['五项条件', html`${atDecision === null ? '' : `决定时${allHold(atDecision) ? '全部符合' : '不全部符合'}；`}现在${allHold(now) ? '全部符合' : '不全部符合'}。五项须同时具备。`],
  ])}${
    differing.length === 0 ? NOTHING : html`<div class="notice"><b>注意：现在的情况与作出决定时不同。</b><ul>${differing.map((sentence) => html`<li>${sentence}</li>`)}</ul></div>
`}${table<ExemptionCondition>([
    { title: '条件', cell: (condition) => html`<b>${conditionName(condition)}</b>`, look: 'k' }, { title: '决定时', cell: (condition) => holds(atDecision, condition), look: 'k' }, { title: '现在', cell: (condition) => holds(now, condition), look: 'k' },
    { title: '所依据的情况', cell: (condition) => restsOn(proof, condition) }, { title: '记录', cell: (condition) => { const behind = book.refs(proof.behind[condition]); return isEmpty(behind) ? '—' : behind; }, width: '26%' },
  ], EXEMPTION_CONDITIONS)}${atDecision === null ? NOTHING : counts(book, atDecision, '比例：作出决定时')}${counts(book, now, '比例：现在')}<p class="note">比例按整数比较：客观原因差错人数 × 50 ≤ 救助人数，含等于；县级、乡级都须符合。百分数仅供阅读。</p>
`;
}
