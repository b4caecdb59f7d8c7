/** 时间线: every event of the bundle in the order in which it happened, with when the ledger learned of it. */
import type { JsonObject } from '#kernel';
import type { OpenedEvent } from '../contents.js';
import { type Book, isClosed, isObject, numberOf, occurredAt, recordedAt, tenDigits, textOf } from './book.js';
import { CLOSED, factsOf } from './facts.js';
import { chinaDay, dayText, daysFrom, instantText, monthText } from './format.js';
import { type Content, html, type Html, isEmpty, joined, NOTHING, value } from './html.js';
import { eventName, paperName, roleName, streamName } from './names.js';

/** An event the ledger learned of later than this many days after it happened is marked. */
export const LATE_DAYS = 30;
/** Who acts where nobody signed in (docs/events.md). */
const ACTORS: Readonly<Record<string, string>> = { unrecorded: '账簿未载', cli: '命令行操作人', 'first-start': '首次启动', 'follow-up': '系统自动' };

export const staffText = (staffId: string): Content => (Object.hasOwn(ACTORS, staffId) ? ACTORS[staffId] as string : value(staffId));
/** Staff number, role, organisation, delegation of whoever acted. */
export function actorText({ metadata }: OpenedEvent): Html {
  const actor = metadata['actor'];
  if (!isObject(actor)) return NOTHING;
  const [staffId, role, org, delegation] = [textOf(actor, 'staffId'), textOf(actor, 'role'), textOf(actor, 'orgUscc'), textOf(actor, 'delegationId')];
  const lines: readonly Content[] = [
    staffId === undefined ? CLOSED : staffText(staffId), role === undefined ? '' : roleName(role), org === undefined ? '' : html`<span class="small">${value(org)}</span>`, delegation === undefined ? '' : html`<span class="small">受托 ${value(delegation)}</span>`,
  ];
  return joined(lines.filter((line) => !isEmpty(line)), html`<br>`);
}

export const inOrderOfOccurrence = (events: readonly OpenedEvent[]): readonly OpenedEvent[] =>
  [...events].sort((a, b) => (occurredAt(a) === occurredAt(b) ? a.index - b.index : occurredAt(a) < occurredAt(b) ? -1 : 1));

/** How many days after it happened it was recorded, where that is late. */
export function lateDays(event: OpenedEvent): number | undefined {
  const days = daysFrom(occurredAt(event), chinaDay(recordedAt(event)));
  return days !== undefined && days > LATE_DAYS ? days : undefined;
}

function times(event: OpenedEvent): Html {
  const effective = textOf(event.metadata, 'effectiveFrom');
  const late = lateDays(event);
  return html`<span class="t">发生</span>${dayText(occurredAt(event))}${
    effective === undefined || effective === occurredAt(event) ? NOTHING : html`<br><span class="t">起效</span>${effective.length === 7 ? monthText(effective) : dayText(effective)}`}<br><span class="t">入账</span>${instantText(recordedAt(event))}${
    late === undefined ? NOTHING : html`<br><span class="late">补录：晚 ${late} 天</span>`}`;
}

function papersOf(book: Book, { metadata }: OpenedEvent): readonly Html[] {
  const evidence = metadata['evidence'];
  if (!Array.isArray(evidence)) return [];
  return (evidence as readonly JsonObject[]).filter(isObject).map((paper) => {
    const sha256 = textOf(paper, 'sha256') ?? '';
    const captured = isClosed(paper['capturedAt']) ? CLOSED : textOf(paper, 'capturedAt');
    return html`${paperName(textOf(paper, 'kind') ?? '')} ${book.paper(sha256, html`<code>${sha256.slice(0, 12)}</code>`)}${captured === undefined ? '' : html`（拍摄 ${typeof captured === 'string' ? value(instantText(captured)) : captured}）`}`;
  });
}

/** What stands about an event beside its data: papers, rules, reason, the row of the workbook, what stays closed. */
function besides(book: Book, event: OpenedEvent): readonly Html[] {
  const { metadata, closed } = event;
  const rules = Array.isArray(metadata['ruleIds']) ? (metadata['ruleIds'] as readonly unknown[]).filter((id) => typeof id === 'string') : [];
  const papers = papersOf(book, event);
  const { source } = metadata;
  const reason = textOf(metadata, 'reason');
  return [
    ...(papers.length === 0 ? [] : [html`<span class="f">材料：</span>${joined(papers, '；')}`]),
    ...(rules.length === 0 ? [] : [html`<span class="f">依据规则：</span>${book.rules(rules)}`]),
    ...(reason === undefined ? [] : [html`<span class="f">理由：</span>${value(reason)}`]),
    ...(isObject(source) && typeof source['sheet'] === 'string' ? [html`<span class="f">来源：</span>台账工作簿“${value(source['sheet'])}”第 ${numberOf(source, 'row') ?? ''} 行`] : []),
    ...(closed === 0 ? [] : [html`<span class="f">本条有 ${closed} 处内容未提供密钥。</span>`]),
  ];
}

function row(book: Book, event: OpenedEvent): Html {
  const number = tenDigits(event.index);
  const facts = factsOf(book, event);
  return html`<tr id="e${event.index}"><td class="k">${times(event)}</td><td><b>${eventName(event.type)}</b> <span class="small">${value(streamName(event.streamId))} 序号 ${event.revision}</span>${isEmpty(facts) ? NOTHING : html`<div class="facts">${facts}</div>`}${
    besides(book, event).map((line) => html`<div class="facts">${line}</div>`)}</td><td>${actorText(event)}</td><td><b class="no">${event.index}</b><br><a href="entries/${number}.json">原文</a> <a href="proofs/${number}.tlog-proof">证明</a></td></tr>
`;
}

export function timelineSection(book: Book): Html {
  const events = inOrderOfOccurrence(book.events);
  if (events.length === 0) return NOTHING;
  const late = events.filter((event) => lateDays(event) !== undefined).length;
  return html`<p class="note">按发生日期排列，共 ${events.length} 条。每条列明两个时间：发生日期（事情何时发生）和入账时间（台账何时得知，北京时间）；入账比发生晚 ${LATE_DAYS} 天以上的标为“补录”，共 ${late} 条。经办一栏依次为工号、角色、单位。与发生日期、所在案卷编号相同的字段不再重复。</p>
<table class="timeline"><colgroup><col style="width:24%"><col><col style="width:18%"><col style="width:10%"></colgroup><thead><tr><th>时间</th><th>事件和内容</th><th>经办</th><th>记录</th></tr></thead><tbody>
${events.map((event) => row(book, event))}</tbody></table>
`;
}
