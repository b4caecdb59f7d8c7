/** The look of a report, on a screen and on A4. */
export const STYLE = `
@page { size: A4; margin: 16mm 14mm 16mm; @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font-size: 8pt; color: #444; } }
* { box-sizing: border-box; }
html { color: #1a1a1a; background: #fff; font: 14px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", sans-serif; }
body { max-width: 960px; margin: 0 auto; padding: 24px 20px 48px; }
h1, h2, h3, .about { font-family: "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", serif; }
h1 { margin: 0; font-size: 32px; letter-spacing: .3em; text-indent: .3em; text-align: center; }
h2 { margin: 36px 0 10px; padding-bottom: 4px; border-bottom: 2px solid #8c1c13; font-size: 20px; }
h3 { margin: 20px 0 6px; font-size: 15px; }
p { margin: 6px 0; }
a { color: #1b4f8a; text-decoration: none; }
a:hover { text-decoration: underline; }
code { font: 12px/1.5 "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
ol, ul { margin: 6px 0; padding-left: 1.8em; }
.kicker { margin: 12px 0 4px; text-align: center; letter-spacing: .15em; color: #8c1c13; }
.about { margin: 8px 0 20px; text-align: center; font-size: 18px; }
.note { color: #444; font-size: 12.5px; }
.small { font-size: 11.5px; color: #444; }
.v { unicode-bidi: isolate; white-space: pre-line; overflow-wrap: anywhere; }
.f { color: #555; }
.t { display: inline-block; width: 2.6em; color: #555; }
.facts { margin-top: 1px; }
.ref { font-size: 11.5px; white-space: nowrap; color: #555; }
.closed { color: #8c1c13; white-space: nowrap; }
.late { border: 1px solid #8c1c13; border-radius: 2px; padding: 0 4px; color: #8c1c13; font-weight: 600; }
.no { font-size: 15px; }
.standing { font-weight: 600; }
.notice { margin: 10px 0; padding: 8px 12px; border: 1.5px solid #8c1c13; }
nav ol { columns: 2; margin: 4px 0 0; padding: 0; list-style: none; }
table { width: 100%; margin: 6px 0 12px; border-collapse: collapse; font-size: 12.5px; line-height: 1.5; }
thead th { white-space: nowrap; }
th, td { padding: 4px 7px; border: 1px solid #b9b9b9; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #f1efea; font-weight: 600; vertical-align: bottom; }
tfoot td { font-weight: 600; border-top: 2px solid #777; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.k { white-space: nowrap; }
.pairs th { width: 10em; background: #f1efea; font-weight: 600; }
.timeline { table-layout: fixed; }
.timeline tr:target td, [id]:target { outline: 2px solid #c9a227; outline-offset: -2px; }
.sign { margin-top: 28px; }
.sign th { width: 18%; background: #f1efea; font-weight: 600; }
.sign td { width: 32%; height: 3.2em; vertical-align: bottom; }
footer { margin-top: 32px; padding-top: 6px; border-top: 1px solid #b9b9b9; }
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0 1px; }
  table { font-size: 8pt; }
  .small, .ref, code { font-size: 7pt; }
  .note { font-size: 8pt; }
  a { color: inherit; }
  h2, h3, p { break-after: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  tr, .notice, .sign { break-inside: avoid; }
  h1 { margin-top: 12mm; }
  thead th, .pairs th, .sign th { background: none; }
}
`;
