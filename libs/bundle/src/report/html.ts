/** HTML in which every value is escaped: text becomes markup nowhere but here. */

/** Markup that may be put into a page as it stands. */
export class Html {
  constructor(readonly markup: string) {}
}
export type Content = string | number | Html | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/**
 * What a reader cannot see, and what turns the order of what he sees: controls, bidirectional marks, zero widths, fillers, halves of
 * characters. Listed, not taken from Unicode's classes: those grow, and the page must come out the same on every machine.
 */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}\ud800-\udfff]/gu;

/** Text as markup: special characters as entities, unseen ones by their number, as ⟨U+202E⟩. */
export const escapeText = (text: string): string =>
  text.replace(UNSEEN, (character) => `⟨U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟩`).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);

function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (typeof content === 'string') return escapeText(content);
  return typeof content === 'number' ? String(content) : content.map(markupOf).join('');
}

/** `html\`<td>${value}</td>\``: what is put in is escaped, unless it is markup itself. */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Html => new Html(parts.reduce((page, part, index) => `${page}${markupOf(values[index - 1] ?? '')}${part}`));

export const NOTHING = new Html('');
export const isEmpty = (content: Content): boolean => markupOf(content) === '';

/** Pieces with a mark between them. */
export const joined = (pieces: readonly Content[], mark: Content): Html => html`${pieces.map((piece, index) => (index === 0 ? piece : [mark, piece]))}`;
/** A value: kept apart from the direction of the text around it. */
export const value = (content: Content): Html => html`<span class="v">${content}</span>`;

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Content;
  /** `n`: a number, to the right; `k`: kept on one line. */
  readonly look?: 'n' | 'k';
  /** Width, as CSS has it. */
  readonly width?: string;
}
/** A table with a header that is repeated on every printed page. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], foot?: readonly Content[]): Html {
  const cell = (tag: 'td' | 'th', content: Content, look: string | undefined): Html => (tag === 'th'
    ? html`<th${look === undefined ? '' : new Html(` class="${look}"`)}>${content}</th>`
    : html`<td${look === undefined ? '' : new Html(` class="${look}"`)}>${content}</td>`);
  const widths = columns.some(({ width }) => width !== undefined) ? html`<colgroup>${columns.map(({ width }) => new Html(width === undefined ? '<col>' : `<col style="width:${width}">`))}</colgroup>` : NOTHING;
  return html`<table>${widths}<thead><tr>${columns.map(({ title, look }) => cell('th', title, look))}</tr></thead><tbody>
${rows.map((row) => html`<tr>${columns.map((column) => cell('td', column.cell(row), column.look))}</tr>
`)}</tbody>${foot === undefined ? NOTHING : html`<tfoot><tr>${foot.map((content, index) => cell('td', content, columns[index]?.look))}</tr></tfoot>`}</table>
`;
}
/** Names and their values; what has none is left out. */
export const pairs = (rows: readonly (readonly [name: string, content: Content])[]): Html =>
  html`<table class="pairs"><tbody>
${rows.filter(([, content]) => !isEmpty(content)).map(([name, content]) => html`<tr><th>${name}</th><td>${content}</td></tr>
`)}</tbody></table>
`;
