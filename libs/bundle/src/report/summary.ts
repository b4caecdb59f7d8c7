/** 基本情况: whom and what the bundle is about, only from its events. */
import type { OpenedEvent } from '../contents.js';
import { type Book, byStream, numberKey, numberOf, occurredAt, textOf } from './book.js';
import { factsOf, valueText } from './facts.js';
import { dayText, monthText, yuan, yuanOnly } from './format.js';
import { type Household, householdsOf, type Member, type Person, personsOf } from './household.js';
import { type Content, html, type Html, joined, NOTHING, pairs, table, value } from './html.js';
import { benefitName, eventName } from './names.js';

const CHANGES: ReadonlySet<string> = new Set(['BenefitGranted', 'BenefitIncreased', 'BenefitReduced', 'BenefitSuspended', 'BenefitResumed', 'GraduatedExitStarted', 'BenefitStopped']);
/** Paid once (libs/casework, benefits.ts). */
const PAID_ONCE: ReadonlySet<string> = new Set(['temporaryRelief', 'medicalRelief', 'housing']);
const DECISIONS: ReadonlySet<string> = new Set(['AssistanceConfirmed', 'AssistanceDenied', 'ApplicationNotAccepted', 'ApplicationWithdrawn', 'ProcedureTerminated']);

/** The event in which a value stands, told as it tells it. */
const told = (book: Book, event: OpenedEvent, field: string, of = event.data): Content => (of[field] === undefined ? '' : valueText(book, event, field, of[field]));

function remarks(person: Person | undefined, member?: Member): string {
  return [
    ...(member?.left === true ? ['已离开'] : []), ...(person?.diedOn === undefined ? [] : [person.diedOn === '' ? '已死亡' : `${dayText(person.diedOn)}死亡`]),
    ...(person?.corrected === true || member?.corrected === true ? ['有更正'] : []), ...(person?.erasedBy === undefined ? [] : ['个人信息已删除']),
  ].join('；');
}
const personColumns = (book: Book) => {
  const of = (person: Person | undefined, field: string): Content => (person === undefined ? '' : told(book, person.events[0] as OpenedEvent, field, person.data));
  const column = (title: string, field: string, width: string) => ({ title, width, cell: ({ person }: { readonly person: Person | undefined }) => of(person, field) });
  return [column('姓名', 'name', '8.5%'), column('身份证号', 'idNo', '19.5%'), column('性别', 'sex', '7.5%'), column('出生日期', 'birth', '14.5%')];
};

function householdPart(book: Book, household: Household, persons: ReadonlyMap<string, Person>): Html {
  const { composed, key } = household;
  const headId = textOf(composed.data, 'headId');
  const rows = household.members.map((member) => ({ member, person: persons.get(numberKey(composed, member.personId)) }));
  return html`<h3>家庭 ${value(key)}</h3>
${pairs([['户主', headId === undefined ? '' : html`${told(book, persons.get(numberKey(composed, headId))?.events[0] ?? composed, 'name', persons.get(numberKey(composed, headId))?.data ?? {})}（${value(headId)}）`], ['镇街', told(book, composed, 'town')], ['社区', told(book, composed, 'community')], ['联系电话', told(book, composed, 'phone')], ['记录', book.ref(composed.index)]])}${
  rows.length === 0 ? NOTHING : table([
    { title: '人员编号', cell: ({ member }) => value(member.personId), width: '9%' }, ...personColumns(book),
    { title: '关系', cell: ({ member }) => told(book, member.events[0] as OpenedEvent, 'relation', member.data) }, { title: '计入人口', cell: ({ member }) => told(book, member.events[0] as OpenedEvent, 'counted', member.data) },
    { title: '备注', cell: ({ member, person }) => remarks(person, member) }, { title: '记录', cell: ({ member, person }) => book.refTo([...(person?.events ?? []), ...member.events.filter(({ index }) => index !== composed.index)]), width: '15%' },
  ], rows)}`;
}

/** Greatest month first, then the day of the decision, then the order of the log: the last of them up to a month is in force (formats of the office's ledger). */
function inForce(changes: readonly OpenedEvent[], month: string): OpenedEvent | undefined {
  const order = ({ data }: OpenedEvent): string => `${textOf(data, 'fromYm') ?? ''}|${textOf(data, 'decidedOn') ?? ''}`;
  return changes.filter(({ data }) => (textOf(data, 'fromYm') ?? '') <= month).reduce<OpenedEvent | undefined>((last, change) => (last === undefined || order(change) >= order(last) ? change : last), undefined);
}
function standing(change: OpenedEvent, benefit: string | undefined): string {
  const once = benefit !== undefined && PAID_ONCE.has(benefit);
  if (change.type === 'BenefitStopped') return once ? '一次性救助，没有后续待遇' : '已停发';
  if (change.type === 'BenefitSuspended') return '暂停发放';
  const persons = numberOf(change.data, 'persons');
  return `${once ? '一次性' : change.type === 'GraduatedExitStarted' ? '渐退期，每月' : '每月'} ${yuan(numberOf(change.data, 'newFen') ?? 0)}${persons === undefined ? '' : `，${persons} 人`}`;
}

function casePart(book: Book, key: string, events: readonly OpenedEvent[]): Html {
  const application = events.find(({ type }) => type === 'ApplicationSubmitted');
  const decisions = events.filter(({ type }) => DECISIONS.has(type));
  const changes = events.filter(({ type }) => CHANGES.has(type));
  const { on } = book.contents.manifest.inquiry;
  const now = inForce(changes, on.slice(0, 7));
  const benefit = textOf(application?.data ?? changes[0]?.data ?? {}, 'benefit');
  return html`<h3>案件 ${value(key)}</h3>
${pairs([
    ['救助类别', benefit === undefined ? '' : benefitName(benefit)],
    ['申请', application === undefined ? '' : html`${dayText(occurredAt(application))}，户 ${told(book, application, 'householdId')}${book.ref(application.index)}`],
    ['决定', joined(decisions.map((event) => html`${dayText(occurredAt(event))} ${eventName(event.type)}${textOf(event.data, 'decisionNo') === undefined ? '' : html`（${told(book, event, 'decisionNo')}）`}${book.ref(event.index)}`), '；')],
    [`${monthText(on.slice(0, 7))}待遇`, now === undefined ? (changes.length === 0 ? '' : '尚无') : html`<b>${standing(now, benefit)}</b>${book.ref(now.index)}`],
  ])}${changes.length === 0 ? NOTHING : table([
    { title: '待遇变动', cell: ({ type }) => eventName(type) }, { title: '起始年月', cell: (event) => told(book, event, 'fromYm'), look: 'k' }, { title: '金额（元）', cell: ({ data }) => yuanOnly(numberOf(data, 'newFen') ?? 0), look: 'n' },
    { title: '人数', cell: (event) => told(book, event, 'persons'), look: 'n' }, { title: '决定日期', cell: (event) => told(book, event, 'decidedOn'), look: 'k' }, { title: '决定文号', cell: (event) => told(book, event, 'decisionNo') },
    { title: '原因', cell: (event) => told(book, event, 'cause') }, { title: '记录', cell: ({ index }) => book.ref(index), look: 'k' },
  ], changes)}`;
}

/** Pay lists and tasks: every event about the whole of it. */
const WHOLE: readonly (readonly [category: string, name: string])[] = [['payList', '清册'], ['task', '任务']];
const OF_ITEMS: ReadonlySet<string> = new Set(['PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced']);

export function summarySection(book: Book): Html {
  const persons = personsOf(book);
  const households = householdsOf(book);
  const housed = new Set(households.flatMap(({ composed, members }) => members.map(({ personId }) => numberKey(composed, personId))));
  const others = [...persons.values()].filter(({ key }) => !housed.has(key));
  return html`${households.map((household) => householdPart(book, household, persons))}${
    others.length === 0 ? NOTHING : html`<h3>人员</h3>
${table([{ title: '人员', cell: ({ person }: { readonly person: Person }) => value(person.key), width: '20%' }, ...personColumns(book), { title: '备注', cell: ({ person }) => remarks(person) }, { title: '记录', cell: ({ person }) => book.refTo(person.events) }], others.map((person) => ({ person })))}`}${
    [...byStream(book.ofCategory('case'))].map(([key, events]) => casePart(book, key, events))}${
    WHOLE.flatMap(([category, name]) => [...byStream(book.ofCategory(category))].map(([key, all]) => {
      const events = all.filter(({ type }) => !OF_ITEMS.has(type));
      return events.length === 0 ? NOTHING : html`<h3>${name} ${value(key)}</h3>
${table([{ title: '日期', cell: (event) => dayText(occurredAt(event)), look: 'k' }, { title: '事件', cell: ({ type }) => eventName(type) }, { title: '内容', cell: (event) => factsOf(book, event), width: '55%' }, { title: '记录', cell: ({ index }) => book.ref(index), look: 'k' }], events)}`;
    }))}`;
}
