/** The later sections: rules, papers, who looked, how to verify. */
import type { Json } from '#kernel';
import type { OpenedEvent } from '../contents.js';
import { type Book, isObject, recordedAt, textOf } from './book.js';
import { valueText } from './facts.js';
import { countText, dayText, instantText } from './format.js';
import { html, type Html, NOTHING, table, value } from './html.js';
import { paperName, roleName } from './names.js';
import { staffText } from './timeline.js';

export function rulesSection(book: Book): Html {
  const { rules } = book.contents;
  if (rules.length === 0) return NOTHING;
  return table([
    { title: '规则编号', cell: ({ rule, at }) => html`<span id="r${at}">${value(rule.id)}</span><br><span class="small">${value(rule.title)}</span>`, width: '22%' },
    { title: '文件', cell: ({ rule: { document, pack } }) => html`${value(document.title)}${document.number === null ? '' : html`（${value(document.number)}）`}<br><span class="small">${document.issuedOn === null ? '' : `${dayText(document.issuedOn)}，`}文件包 ${value(pack)}</span>`, width: '30%' },
    { title: '条文原文', cell: ({ rule: { clause } }) => (clause === null ? '文件没有单独的条文' : html`“${value(clause)}”`) },
  ], rules.map((rule, index) => ({ rule, at: index + 1 })));
}

const MISSING: Readonly<Record<string, string>> = { notStored: '未附：内容没有存入材料库', damaged: '未附：内容已损坏', tooLarge: '未附：超过大小上限', unknown: '未附：台账中没有归档记录' };

export function papersSection(book: Book): Html {
  const { papers } = book.contents;
  if (papers.length === 0) return NOTHING;
  const usedBy = new Map<string, readonly OpenedEvent[]>();
  for (const event of book.events) {
    const { evidence } = event.metadata;
    const named = [textOf(event.data, 'sha256'), ...(Array.isArray(evidence) ? (evidence as readonly Json[]).map((paper) => (isObject(paper) ? textOf(paper, 'sha256') : undefined)) : [])];
    for (const sha256 of new Set(named)) if (sha256 !== undefined) usedBy.set(sha256, [...(usedBy.get(sha256) ?? []), event]);
  }
  return table([
    { title: '种类', cell: ({ paper, at }) => html`<span id="p${at}">${paperName(paper.kind)}</span>`, width: '16%' }, { title: 'SHA-256', cell: ({ paper }) => html`<code>${value(paper.sha256)}</code>`, width: '34%' },
    { title: '字节', cell: ({ paper }) => countText(paper.bytes), look: 'n' as const },
    { title: '内容', cell: ({ paper }) => (paper.missing === null && /^[0-9a-f]{64}$/.test(paper.sha256) ? html`<a href="papers/${paper.sha256}">在本包</a><br><span class="small">${value(paper.mediaType)}</span>` : (MISSING[paper.missing ?? ''] ?? '')) },
    { title: '记录', cell: ({ paper }) => book.refTo(usedBy.get(paper.sha256) ?? []), width: '19%' },
  ], papers.map((paper, index) => ({ paper, at: index + 1 })));
}

export function viewingsSection(book: Book): Html {
  const looks = book.events.filter(({ type }) => type === 'ArchiveAccessed');
  if (looks.length === 0) return NOTHING;
  const actor = ({ metadata }: OpenedEvent, part: string): string | undefined => (isObject(metadata['actor']) ? textOf(metadata['actor'], part) : undefined);
  const told = (event: OpenedEvent, field: string): ReturnType<typeof valueText> => (event.data[field] === undefined ? '' : valueText(book, event, field, event.data[field]));
  return table<OpenedEvent>([
    { title: '时间', cell: (event) => instantText(recordedAt(event)), width: '14%' }, { title: '查阅人', cell: (event) => staffText(actor(event, 'staffId') ?? ''), width: '9%' }, { title: '角色', cell: (event) => roleName(actor(event, 'role') ?? '') },
    { title: '所在区划', cell: (event) => told(event, 'from'), width: '11%' },
    { title: '查阅内容', cell: (event) => html`${told(event, 'scope')}<br><span class="small">${told(event, 'about')}</span>`, width: '20%' }, { title: '事由', cell: (event) => (event.data['purpose'] !== undefined ? told(event, 'purpose') : event.data['outcome'] === 'refused' ? '未载明' : '办理本职工作'), width: '16%' },
    { title: '结果', cell: (event) => told(event, 'outcome'), look: 'k' }, { title: '记录', cell: ({ index }) => book.ref(index), look: 'k' },
  ], looks);
}

export function verifySection(book: Book): Html {
  const { origin, inquiry, program, streams } = book.contents.manifest;
  const parts = streams.filter(({ whole }) => !whole).length;
  return html`<p>本报告只是阅读本，由证据包中的文件生成；有效的是 <code>entries/</code> 中的记录。核验不需要台账系统，步骤见包内 <a href="VERIFY.md">VERIFY.md</a>，要点如下：</p>
<ol>
<li>每条记录（<code>entries/</code>）连同它的证明（<code>proofs/</code>）对照日志 ${value(origin)} 的签名检查点（<code>checkpoint</code>）：证明相符，说明该记录入账后未被改动。日志公钥应另行从办理机关或见证单位取得，不以包内的为准。</li>
<li>各文件的 SHA-256 对照 <code>manifest.json</code>；<code>manifest.json</code> 的 SHA-256 随本次导出（调阅编号 ${value(inquiry.inquiryId)}）记入台账，该条记录和证明在 <code>export/</code>。</li>
<li>各案卷的记录序号从 0 起连续，没有缺号，即没有漏导${parts === 0 ? NOTHING : html`；只导出一部分的案卷（${parts} 个）列在封面，其余记录不在本包`}。</li>
<li>用同一版本的程序（${value(program)}）由本包重新生成本报告，应与本文件逐字节相同。</li>
</ol>
<p>显示为“〔未提供〕”的内容已加密入账，其密钥未随本包提供；显示为“已删除”的个人信息，其密钥已依法销毁（随之删除的数字显示为 0，是否显示为“否”），记录和证明不受影响。</p>
`;
}
