/** 封面: what the bundle is about, who asked under which document, who exported it and when, and what it holds. */
import type { BundledStream } from '../contents.js';
import type { Book } from './book.js';
import { countText, dayText, instantText } from './format.js';
import { type Content, html, type Html, joined, pairs, table, value } from './html.js';
import { roleName, scopeName, streamName } from './names.js';
import { staffText } from './timeline.js';

/** Streams by name up to here; of more there is only the number of those that are whole, and every other by name. */
const LISTED_STREAMS = 60;

function streamsPart(streams: readonly BundledStream[]): Html {
  const parts = streams.filter(({ whole }) => !whole);
  const shown = streams.length <= LISTED_STREAMS ? streams : parts;
  return html`${streams.length <= LISTED_STREAMS ? '' : html`<p>案卷 ${countText(streams.length)} 个，其中完整 ${countText(streams.length - parts.length)} 个；${parts.length === 0 ? '' : '不完整的列明如下：'}</p>
`}${shown.length === 0 ? '' : table([{ title: '案卷', cell: ({ streamId }) => value(streamName(streamId)) }, { title: '记录数', cell: ({ events }) => events, look: 'n', width: '14%' }, { title: '范围', cell: ({ whole }) => (whole ? '完整：从第一条到导出时的最后一条' : html`<b>部分</b>：只有与本次调阅有关的记录`), width: '46%' }], shown)}`;
}

export const titleText = (book: Book): string => {
  const { scope, about } = book.contents.manifest.inquiry;
  return `${scopeName(scope)} ${about} 证据报告`;
};

export function cover(book: Book): Html {
  const { inquiry, origin, entries, streams, persons, program } = book.contents.manifest;
  const { exportedBy, scope, about, organ, docNo, on, at, inquiryId } = inquiry;
  const closed = book.events.reduce((sum, event) => sum + event.closed, 0);
  const by: readonly Content[] = [staffText(exportedBy.staffId), ...(exportedBy.role === undefined ? [] : [roleName(exportedBy.role)]), ...(exportedBy.orgUscc === undefined ? [] : [html`单位 ${value(exportedBy.orgUscc)}`])];
  return html`<header>
<p class="kicker">社会救助台账 · 证据包</p>
<h1>证据报告</h1>
<p class="about">${scopeName(scope)} ${value(about)}</p>
${pairs([
    ['调阅机关', value(organ)], ['调阅文号', value(docNo)], ['导出人', joined(by, '，')], ['导出日期', dayText(on)], ['导出时刻', html`${instantText(at)}（北京时间）<span class="small">UTC ${value(at)}</span>`], ['调阅编号', value(inquiryId)],
    ['日志名称', value(origin)], ['记录', `${countText(entries.length)} 条，分属 ${countText(streams.length)} 个案卷${closed === 0 ? '' : `；其中 ${countText(closed)} 处内容未提供密钥`}`],
    ['涉及人员', persons.length === 0 ? '无' : html`${countText(persons.length)} 人：${joined(persons.map((person) => value(person)), '、')}`], ['生成程序', value(program)],
  ])}<p class="note">本报告只陈述包内记录所载的内容，以导出时台账所知为准。每项陈述后的〔记录号·原文〕分别指向时间线中的该条记录和包内原始文件。</p>
</header>
<section class="streams"><h3>包内案卷</h3>
${streamsPart(streams)}</section>
`;
}

/** Who hands the bundle over and who takes it. */
export const HANDOVER = html`<table class="sign"><tbody><tr><th>移交人（签字）</th><td></td><th>接收人（签字）</th><td></td></tr><tr><th>移交单位（盖章）</th><td></td><th>接收单位（盖章）</th><td></td></tr><tr><th>移交日期</th><td>　　年　　月　　日</td><th>接收日期</th><td>　　年　　月　　日</td></tr></tbody></table>
`;
