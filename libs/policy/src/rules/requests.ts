/** What every place or several documents answer requests with: the child standard, contributions, medical relief, yearly limits. */
import { DomainError } from '#kernel';
import type { TraceInput } from '../determination.js';
import type { Examination } from '../examination.js';
import type { Member } from '../facts.js';
import { rule } from '../rule.js';

const contributionDue = rule({
  name: 'contributionDue', formula: 'contains(statuses, status)',
  says: { yes: { zh: '成员{member}属补助对象', en: '{member} is among those subsidised' }, no: { zh: '成员{member}不属补助对象', en: '{member} is not among those subsidised' } },
});
export const medicalContribution = rule({
  name: 'medicalContribution', formula: 'round(share * contribution)',
  says: { zh: '居民医保个人缴费 {contribution:yuan} 元 × {share} = 补助 {result:yuan} 元', en: 'Personal contribution {contribution:yuan} yuan × {share} = {result:yuan} yuan paid' },
});
const medicalReliefDue = rule({
  name: 'medicalReliefDue', formula: 'contains(statuses, status)',
  says: { yes: { zh: '成员{member}属医疗救助对象', en: '{member} is entitled to medical relief' }, no: { zh: '成员{member}不属本条医疗救助对象', en: '{member} is not entitled to medical relief under this clause' } },
});
const medicalRelief = rule({
  name: 'medicalRelief', formula: 'round(min(min(1, ratio + delta) * cost, cap - paid))',
  says: {
    zh: '医疗救助：比例 {ratio} + {delta} × 费用 {cost:yuan} 元，年度限额 {cap:yuan} 元、本年已救助 {paid:yuan} 元：{result:yuan} 元',
    en: 'Medical relief: ratio {ratio} + {delta} × cost {cost:yuan}, yearly limit {cap:yuan}, already paid {paid:yuan}: {result:yuan} yuan',
  },
});
/** Nothing left under a yearly limit: nothing more is paid. */
export const limitLeft = rule({
  name: 'limitLeft', formula: 'cap - paid > 0',
  says: { yes: { zh: '年度限额 {cap:yuan} 元，已救助 {paid:yuan} 元：尚有余额', en: 'Of the yearly limit {cap:yuan} yuan, {paid:yuan} are paid: something is left' }, no: { zh: '年度限额 {cap:yuan} 元，已救助 {paid:yuan} 元：已用尽', en: 'Of the yearly limit {cap:yuan} yuan, {paid:yuan} are paid: nothing is left' } },
});
export const isDue = rule({
  name: 'isDue', formula: 'amount > 0',
  says: { yes: { zh: '属发放对象', en: 'Among those paid' }, no: { zh: '不属发放对象', en: 'Not among those paid' } },
});

/** A benefit for each member whose category is in a list. */
export function forStatuses(exam: Examination, statusOf: (member: Member) => string, statuses: readonly string[], ids: readonly string[], grant: (member: Member, eligible: TraceInput) => void): void {
  for (const member of exam.facts.members) {
    grant(member, exam.step(contributionDue, ids, { statuses: { value: statuses, from: 'rule' }, status: { value: statusOf(member), from: 'category' } }, member));
  }
}

/** Medical relief of one member: ratio and what the clause adds, within the yearly limit. */
export function medicalReliefOf(exam: Examination, statusOf: (member: Member) => string, statuses: readonly string[], delta: TraceInput, ids: readonly string[]): void {
  const request = exam.facts.requests?.medicalRelief;
  const member = request && exam.facts.members.find(({ id }) => id === request.member);
  if (request === undefined || member === undefined) return;
  const eligible = exam.step(medicalReliefDue, ids, { statuses: { value: statuses, from: 'rule' }, status: { value: statusOf(member), from: 'category' } }, member);
  if (eligible.value !== true) {
    exam.found({ benefit: 'medicalRelief', unit: 'person', members: [member], eligible });
    return;
  }
  const at = 'requests.medicalRelief';
  const [cap, paid] = [exam.values.of('med.relief.cap'), exam.fact(`${at}.paidThisYearFen`, request.paidThisYearFen)];
  const left = exam.step(limitLeft, ids, { cap, paid }, member);
  if (left.value !== true) {
    exam.found({ benefit: 'medicalRelief', unit: 'person', members: [member], eligible: left });
    return;
  }
  const amount = exam.step(medicalRelief, ids, { ratio: exam.values.of('med.relief.ratio'), delta, cost: exam.fact(`${at}.costFen`, request.costFen), cap, paid }, member);
  exam.found({ benefit: 'medicalRelief', unit: 'person', members: [member], eligible: left, amount, per: 'once' });
}

/** A request that neither the documents of this place nor the national rules answer is refused, never answered with another place's rule. */
export function refuseUnprinted(exam: Examination, printed: readonly string[] = []): void {
  for (const name of Object.keys(exam.facts.requests ?? {})) {
    if (printed.includes(name) || name === 'unsupportedChildren') continue;
    throw new DomainError('REQUEST_NOT_COVERED', 'unsupported',
      `The documents that hold in division ${exam.division} (${exam.chain.map(({ pack }) => pack.pack).join(', ')}) print no rule for ${name}. Leave requests.${name} out; it is decided by its own rules.`, { field: `requests.${name}`, division: exam.division });
  }
}

const childConfirmed = rule({
  name: 'childConfirmed', formula: 'confirmed && orphan == "no" && age(birth, on) < 18',
  says: {
    yes: { zh: '成员{member}为认定的事实无人抚养儿童，未满18周岁', en: '{member} is a confirmed unsupported child under 18' },
    no: { zh: '成员{member}不是事实无人抚养儿童，或已满18周岁', en: '{member} is no unsupported child, or 18 already' },
  },
});
const childShare = rule({
  name: 'childShare', formula: 'amount / members',
  says: { zh: '成员{member}在已有待遇 {amount:yuan} 元中的份额（{members} 人）：{result:yuan} 元', en: 'Share of {member} in the {amount:yuan} yuan already paid for {members}: {result:yuan} yuan' },
});
const childTopUp = rule({
  name: 'childTopUp', formula: 'round(max(0, standard - share))',
  says: { zh: '补足到儿童标准：{standard:yuan} 元 − 已享受 {share:yuan} 元 = 每月 {result:yuan} 元', en: 'Topped up to the child standard: {standard:yuan} yuan − {share:yuan} already paid = {result:yuan} yuan a month' },
});
const CHILD = ['CN-R62-1'];

/**
 * 事实无人抚养儿童: paid up to the standard of dispersed orphans, and no more than what 特困 or 低保 leaves of it (process.md §7, 4).
 * Last of the living benefits, for it counts them. The share in a household's 低保 is an equal one.
 */
export function childTopUps(exam: Examination): void {
  if (exam.facts.requests?.unsupportedChildren === undefined) return;
  for (const member of exam.facts.members) {
    const path = `members.${member.id}`;
    const confirmed = exam.step(childConfirmed, CHILD, {
      confirmed: exam.factOr(`${path}.unsupportedChild`, member.unsupportedChild, false), orphan: exam.factOr(`${path}.orphan`, member.orphan, 'no'), birth: exam.memberFact(member, 'birthOn', member.birthOn), on: exam.day,
    }, member);
    if (confirmed.value !== true) continue;
    const paid = exam.benefits.find(({ benefit, eligible, members }) => (benefit === 'tekun' || benefit === 'dibao') && eligible === 'yes' && members.includes(member.id));
    const share: TraceInput = paid?.amountFen === undefined ? { value: 0, from: 'category' }
      : exam.step(childShare, CHILD, { amount: { value: paid.amountFen, from: `step:${paid.steps.amount}` }, members: { value: paid.members.length, from: 'category' } }, member);
    const amount = exam.step(childTopUp, CHILD, { standard: exam.values.of('orphan.dispersed'), share }, member);
    const due = exam.step(isDue, CHILD, { amount }, member);
    exam.found({ benefit: 'unsupportedChild', unit: 'person', members: [member], eligible: due, ...(due.value === true ? { amount, per: 'month' as const } : {}) });
  }
}
