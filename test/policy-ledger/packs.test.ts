/** Packs from files: those that come with the program, and what a file must not hold. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackText, shippedPacks } from '#application';
import { digestOf, type Json } from '#kernel';
import { PolicyBook } from '#policy';

const DIRECTORY = join('libs', 'policy', 'packs');
const XIAMEN = readFileSync(join(DIRECTORY, 'XM-2018.yaml'), 'utf8');

describe('the packs that come with the program', () => {
  it('are all read, one of each name, and make a book', () => {
    const packs = shippedPacks();
    expect(packs.map(({ pack }) => `${pack.pack}.yaml`)).toEqual(readdirSync(DIRECTORY).sort());
    expect(new PolicyBook(packs).packs).toHaveLength(packs.length);
    expect(shippedPacks()).toBe(packs);
  });
  it('are named by the hash of what they say, not of how they are written', () => {
    const [cn] = shippedPacks();
    expect(cn?.sha256).toBe(digestOf(cn?.pack as unknown as Json));
    const again = readPackText(readFileSync(join(DIRECTORY, 'CN.yaml'), 'utf8').replace(/^#.*\n/gm, '').replace('version: 1', 'version:   "1"'));
    expect(digestOf(again as unknown as Json)).toBe(cn?.sha256);
  });
  it('inherit from packs that come with the program, and quote sources that are here', () => {
    const packs = shippedPacks().map(({ pack }) => pack);
    for (const { inherits, document } of packs) {
      if (inherits !== undefined) expect(packs.map(({ pack }) => pack)).toContain(inherits);
      if (document.source !== undefined) expect(existsSync(join('docs', 'sources', document.source))).toBe(true);
    }
  });
  it('read numbers and dates as the texts they are', () => {
    const { parameters } = readPackText(XIAMEN.replace('value: 0.20', 'value: 0.200'));
    expect(parameters.find(({ key }) => key === 'empcost.share')?.value).toBe('0.200');
  });
});

describe('a file that is no pack', () => {
  const refused = (field: string) => expect.objectContaining({ name: 'DomainError', code: 'PACK_INVALID', details: { field } }) as Error;
  it.each([
    ['nothing', '', ''],
    ['a text', 'pack', ''],
    ['a list', '- pack', ''],
    ['half a mapping', 'pack: {', ''],
    ['two documents', `${XIAMEN}\n---\npack: XM-2018\n`, ''],
    ['a name twice', `${XIAMEN}\nversion: 2\n`, 'version'],
    ['an unknown field', `${XIAMEN}\nremark: none\n`, 'remark'],
    ['an anchor', XIAMEN.replace('version: 1', 'version: &v 1'), 'version'],
    ['an alias', XIAMEN.replace('version: 1', 'version: *v'), 'version'],
    ['a tag', XIAMEN.replace('version: 1', 'version: !!int 1'), ''],
    ['a tag of its own', XIAMEN.replace('version: 1', 'version: !number 1'), ''],
    ['bytes', XIAMEN.replace('version: 1', 'version: !!binary aGVsbG8='), 'version'],
    ['a name that is a list', `${XIAMEN}\n? [a]\n: b\n`, ''],
    ['an own __proto__', `${XIAMEN}\n__proto__: {version: 7}\n`, '__proto__'],
    ['an empty value', XIAMEN.replace('version: 1', 'version:'), 'version'],
    ['NUL', XIAMEN.replace('area: both', 'area: "bo\\0th"'), 'area'],
  ])('holds %s', (_what, text, field) => {
    expect(() => readPackText(text)).toThrow(refused(field));
  });
  it.each([
    ['lists in lists', '['.repeat(300_000)], ['lists in lists in one line of dashes', '- '.repeat(100_000)], ['mappings in mappings', '{a: '.repeat(100_000)],
    ['quotation marks without end', '"'.repeat(1_000_000)], ['directives without end', '%a\n'.repeat(300_000)], ['entries without end', '- a\n'.repeat(250_000)],
    ['a staircase of mappings', Array.from({ length: 200 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')],
  ])('is refused soon when it has %s', (_what, text) => {
    const before = performance.now();
    expect(() => readPackText(text)).toThrow(refused('') );
    expect(performance.now() - before).toBeLessThan(5_000);
  });
  it('is larger than 1 MiB, also in Chinese', () => {
    const refusal = expect.objectContaining({ code: 'PACK_TOO_LARGE' }) as Error;
    expect(() => readPackText(`#${'贫'.repeat(350_000)}`)).toThrow(refusal);
    expect(() => readPackText('#'.repeat(1_048_576))).not.toThrow(refusal);
  });
});
