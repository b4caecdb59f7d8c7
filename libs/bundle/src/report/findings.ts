/** 疑点与认定: each finding from lead to closure. */
import type { OpenedEvent } from '../contents.js';
import { type Book, byStream, numberOf, occurredAt, textOf } from './book.js';
import { factsOf } from './facts.js';
import { dayText, yuan } from './format.js';
import { html, type Html, NOTHING, table, value } from './html.js';
import { eventName } from './names.js';
import { actorText } from './timeline.js';

const STAGES: Readonly<Record<string, string>> = {
  SuspicionRaised: '疑点', SuspicionFactsRecorded: '疑点', SuspicionAssigned: '核实', SuspicionVerified: '核实', ErrorDetermined: '认定', RecoveryOrdered: '追回', RecoveryServed: '追回', RecoveryPlanAgreed: '追回', RecoveryReceived: '追回', RecoveryRemitted: '追回', RecoveryFailed: '追回',
  RectificationOrdered: '整改', RectificationReported: '整改', RectificationClosed: '整改', LiabilityInvestigated: '责任', LiabilityDetermined: '责任', CaseTransferred: '责任', SanctionRecorded: '责任', ExemptionAssessed: '免责', ExemptionGranted: '免责', ExemptionRevoked: '免责', FindingClosed: '办结',
};
/** What stands in the heading, and what an exemption rests on, which has a section of its own. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['caseId', 'counts', 'evidence']);

const sum = (events: readonly OpenedEvent[], type: string): number => events.filter((event) => event.type === type).reduce((total, { data }) => total + (numberOf(data, 'fen') ?? 0), 0);
const last = (events: readonly OpenedEvent[], type: string): OpenedEvent | undefined => events.findLast((event) => event.type === type);

/** Where the finding stands, in a sentence; from the events of the bundle only. */
function standing(events: readonly OpenedEvent[]): string {
  const verified = last(events, 'SuspicionVerified');
  const [wrong, received, remitted] = [last(events, 'ErrorDetermined'), sum(events, 'RecoveryReceived'), sum(events, 'RecoveryRemitted')];
  const granted = last(events, 'ExemptionGranted');
  const revoked = last(events, 'ExemptionRevoked');
  const fen = wrong === undefined ? undefined : numberOf(wrong.data, 'fen');
  const ordered = events.some(({ type }) => type === 'RecoveryOrdered') ? sum(events, 'RecoveryOrdered') : undefined;
  return [
    verified === undefined ? '待核实' : verified.data['confirmed'] === true ? '核实属实' : verified.data['result'] === 'explained' ? '核实有合理解释' : '核实不属实', ...(wrong === undefined ? [] : [fen === undefined ? '已认定' : `认定金额 ${yuan(fen)}`]), ...(ordered === undefined ? [] : [`决定追回 ${yuan(ordered)}`]),
    ...(ordered === undefined && received === 0 ? [] : [`已收回 ${yuan(received)}`]), ...(remitted === 0 ? [] : [`已缴库 ${yuan(remitted)}`]),
    ...(granted === undefined ? [] : [revoked !== undefined && revoked.index > granted.index ? '免责已撤销' : '已免责']), ...(events.some(({ type }) => type === 'FindingClosed') ? ['已销号'] : []),
  ].join('；');
}

/** The case it is about, where there is one. */
function caseOf(events: readonly OpenedEvent[]): Html {
  const caseId = events.map(({ data }) => textOf(data, 'caseId')).find((id) => id !== undefined);
  return caseId === undefined ? NOTHING : html`（案件 ${value(caseId)}）`;
}

export const findingAnchor = (book: Book, key: string): string | undefined => {
  const at = [...byStream(book.ofCategory('finding')).keys()].indexOf(key);
  return at < 0 ? undefined : `f${at + 1}`;
};

export function findingsSection(book: Book): Html {
  const findings = [...byStream(book.ofCategory('finding'))];
  if (findings.length === 0) return NOTHING;
  return html`${findings.map(([key, events], index) => html`<h3 id="f${index + 1}">疑点 ${value(key)}${caseOf(events)}</h3>
<p class="standing">${standing(events)}。</p>
${table<OpenedEvent>([
    { title: '环节', cell: ({ type }) => STAGES[type] ?? '', look: 'k' }, { title: '日期', cell: (event) => dayText(occurredAt(event)), look: 'k' },
    { title: '事项和内容', cell: (event) => html`<b>${eventName(event.type)}</b> ${factsOf(book, event, (field) => !SAID_ELSEWHERE.has(field))}`, width: '52%' }, { title: '经办', cell: actorText }, { title: '记录', cell: (event) => book.ref(event.index), look: 'k' },
  ], events)}`)}`;
}
