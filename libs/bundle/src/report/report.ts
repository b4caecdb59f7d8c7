/** The report of an evidence bundle: one page that an inspector reads, prints and signs. Pure: whoever has the bundle makes the same page again, byte for byte. */
import type { BundleContents } from '../contents.js';
import { papersSection, rulesSection, verifySection, viewingsSection } from './annexes.js';
import { Book } from './book.js';
import { cover, HANDOVER, titleText } from './cover.js';
import { exemptionSection } from './exemption.js';
import { findingsSection } from './findings.js';
import { html, Html, isEmpty } from './html.js';
import { paymentsSection } from './payments.js';
import { procedureSection } from './procedure.js';
import { STYLE } from './style.js';
import { summarySection } from './summary.js';
import { timelineSection } from './timeline.js';

const SECTIONS: readonly (readonly [title: string, section: (book: Book) => Html])[] = [
  ['基本情况', summarySection], ['时间线', timelineSection], ['程序与时限', procedureSection], ['发放', paymentsSection], ['疑点与认定', findingsSection],
  ['免责五项条件', exemptionSection], ['所依据的规则', rulesSection], ['纸质材料', papersSection], ['查阅记录', viewingsSection], ['怎样核验', verifySection],
];
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const;

/** HTML5, UTF-8, self-contained: no script, nothing fetched. Sections without content are left out. */
export function renderReport(contents: BundleContents): string {
  const book = new Book(contents);
  const sections = SECTIONS.map(([title, section]) => ({ title, content: section(book) })).filter(({ content }) => !isEmpty(content)).map(({ title, content }, index) => ({ title: `${NUMERALS[index] as string}、${title}`, content }));
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleText(book)}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${cover(book)}<nav><h3>目录</h3><ol>
${sections.map(({ title }, index) => html`<li><a href="#s${index + 1}">${title}</a></li>
`)}</ol></nav>
${sections.map(({ title, content }, index) => html`<section><h2 id="s${index + 1}">${title}</h2>
${content}</section>
`)}${HANDOVER}</body>
</html>
`.markup;
}
