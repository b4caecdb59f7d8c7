/** What is hostile in a value is shown, and does nothing. */
import { escapeText, html, Html, isEmpty, joined, NOTHING, pairs, table, value } from './html.js';

test('markup and quotes are text', () => {
  expect(escapeText(`<script>alert("a" & 'b')</script>`)).toBe('&lt;script&gt;alert(&quot;a&quot; &amp; &#39;b&#39;)&lt;/script&gt;');
  expect(html`<td title="${'"><img src=x onerror=alert(1)>'}">${'&lt;'}</td>`.markup).toBe('<td title="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;">&amp;lt;</td>');
});

test.each([
  ['a right-to-left override', '林\u202e甲', '林⟨U+202E⟩甲'], ['an isolate', '\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'], ['a zero width space', 'P\u200b1', 'P⟨U+200B⟩1'], ['NUL and escape', '\u0000\u001b[0m', '⟨U+0000⟩⟨U+001B⟩[0m'], ['a carriage return', 'a\rb', 'a⟨U+000D⟩b'],
  ['half a character', 'a\ud800b', 'a⟨U+D800⟩b'], ['a tag character', '\u{e0041}', '⟨U+E0041⟩'], ['an invisible filler', '\u3164', '⟨U+3164⟩'], ['a byte order mark', '\ufeff1', '⟨U+FEFF⟩1'], ['soft hyphen', 'a\u00adb', 'a⟨U+00AD⟩b'],
])('%s is seen', (_name, text, shown) => {
  expect(escapeText(text)).toBe(shown);
});

test('what an office writes stays as it is', () => {
  for (const text of ['赣办发〔2018〕1号', '𠮷野家', '“112”就业服务', '一行\n二行\t三', 'Ölüm ئۇيغۇر', '①　×÷≤％']) expect(escapeText(text)).toBe(text);
});

test('markup passes once, text never', () => {
  expect(html`<b>${html`<i>${'<'}</i>`}</b>`.markup).toBe('<b><i>&lt;</i></b>');
  expect(html`${['a', new Html('<hr>'), 3]}`.markup).toBe('a<hr>3');
  expect(joined(['<', '>'], '、').markup).toBe('&lt;、&gt;');
  expect(value('<').markup).toBe('<span class="v">&lt;</span>');
});

test('a long text is whole', () => {
  const text = '长'.repeat(10_000);
  expect(html`${text}`.markup).toBe(text);
});

test('empty is what shows nothing', () => {
  expect([isEmpty(NOTHING), isEmpty([]), isEmpty(''), isEmpty(['', html``]), isEmpty(0), isEmpty('x')]).toEqual([true, true, true, true, false, false]);
});

test('a table has a header to repeat, numbers to the right, and a foot', () => {
  const { markup } = table([{ title: '月', cell: (row: number) => row, look: 'n' }, { title: '名', cell: () => '<', width: '20%' }], [1, 2], ['合计', '']);
  expect(markup.replace(/\n/g, '')).toBe('<table><colgroup><col><col style="width:20%"></colgroup><thead><tr><th class="n">月</th><th>名</th></tr></thead><tbody><tr><td class="n">1</td><td>&lt;</td></tr><tr><td class="n">2</td><td>&lt;</td></tr></tbody><tfoot><tr><td class="n">合计</td><td></td></tr></tfoot></table>');
});

test('a pair without a value is left out', () => {
  expect(pairs([['甲', '1'], ['乙', ''], ['丙', NOTHING]]).markup.replace(/\n/g, '')).toBe('<table class="pairs"><tbody><tr><th>甲</th><td>1</td></tr></tbody></table>');
});
