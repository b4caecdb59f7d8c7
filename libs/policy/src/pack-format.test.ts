import { readPack } from './index.js';

type Tree = { [key: string]: Tree } & { [index: number]: Tree };
const FUNCTIONS = new Set(['gapAmount', 'careFee']);

/** A pack as a file holds it: every scalar a text. */
const text = () => ({
  pack: 'TE-2020', version: '3', jurisdiction: { code: '450100', name: { zh: '试', en: 'Trial' } }, inherits: 'GX-2019',
  document: { title: '文', number: '试〔2020〕1号', issuedOn: '2020-01-31', source: 'trial-2020.txt', force: { zh: '效力', en: 'force' } },
  validFrom: '2020-02-01', validFromBasis: 'printed', plannedUntil: '2020-12-31', area: 'both',
  parameters: [
    { key: 'dibao.std', value: '700', unit: 'yuan/person·month', kind: 'exact', from: '2020-02-01', to: '2020-06-30', dateBasis: 'printed', rule: 'TE-1', clause: '700元' },
    { key: 'dibao.std', value: '720.50', unit: 'yuan/person·month', kind: 'floor', from: '2020-07-01', dateBasis: 'inferred', rule: 'TE-1', clause: '720.5元以上', note: { zh: '注', en: 'note' } },
    { key: 'exit.months', value: '6..12', unit: 'months', kind: 'range', from: '2020-02-01', dateBasis: 'printed', rule: 'TE-2', clause: '6至12个月' },
    { key: 'milestone.x', value: '2020-12-31', unit: 'date', kind: 'deadline', from: '2020-02-01', dateBasis: 'printed', rule: 'TE-2', clause: '年底' },
    { key: 'report.due', value: '20', unit: 'day of Mar, Jun, Sep, Dec', kind: 'deadline', from: '2020-02-01', dateBasis: 'printed', rule: 'TE-2', clause: '20日前' },
  ],
  rules: [
    { id: 'TE-1', subject: 'benefit', title: { zh: '低保', en: 'living' }, clause: '700元', line: '7', reading: { zh: '读', en: 'read' }, garbled: [{ spun: '高', read: '低', line: '8', why: { zh: '因', en: 'why' } }], disposition: { executes: ['gapAmount', 'careFee'] } },
    { id: 'TE-2', subject: 'exit', title: { zh: '退出', en: 'exit' }, disposition: { step: 'GraduatedExitStarted' } },
  ],
});

/** The pack with one place changed; `undefined` takes the place away. */
function changed(path: string, value: unknown): unknown {
  const pack = text() as unknown as Tree;
  const parts = path.split('.');
  const last = parts.pop() as string;
  const holder = parts.reduce<Tree>((tree, part) => tree[part] as Tree, pack);
  if (value === undefined) delete holder[last];
  else holder[last] = value as Tree;
  return pack;
}
const refusal = (field: string) => expect.objectContaining({ name: 'DomainError', code: 'PACK_INVALID', kind: 'invalid', details: { field } }) as Error;
const figure = (index: number, change: object) => ({ ...text().parameters[index], ...change });

it('reads a pack: numbers where they count, everything else as written', () => {
  const pack = readPack(text(), FUNCTIONS);
  expect([pack.version, pack.rules[0]?.line, pack.rules[0]?.garbled?.[0]?.line]).toEqual([3, 7, 8]);
  expect(JSON.parse(JSON.stringify(pack))).toEqual({
    ...text(), version: 3,
    rules: text().rules.map((rule, index) => (index === 0 ? { ...rule, line: 7, garbled: [{ spun: '高', read: '低', line: 8, why: { zh: '因', en: 'why' } }] } : rule)),
  });
});
it('reads a pack without what may be left out', () => {
  for (const path of ['inherits', 'plannedUntil', 'document.number', 'document.source', 'rules.0.clause', 'rules.0.line', 'rules.0.reading', 'rules.0.garbled', 'rules.0.garbled.0.line', 'parameters.1.note', 'parameters.1.to']) {
    expect(() => readPack(changed(path, undefined), FUNCTIONS)).not.toThrow();
  }
  expect(readPack(changed('parameters', []), FUNCTIONS).parameters).toEqual([]);
});

describe('a pack is refused', () => {
  const REQUIRED = ['pack', 'version', 'jurisdiction', 'document', 'validFrom', 'validFromBasis', 'area', 'parameters', 'rules', 'jurisdiction.code', 'jurisdiction.name', 'jurisdiction.name.zh', 'jurisdiction.name.en', 'document.title', 'document.issuedOn',
    'document.force', 'document.force.en', 'rules.1.id', 'rules.1.subject', 'rules.1.title', 'rules.1.disposition', 'rules.0.garbled.0.spun', 'rules.0.garbled.0.read', 'rules.0.garbled.0.why',
    'parameters.1.key', 'parameters.1.value', 'parameters.1.unit', 'parameters.1.kind', 'parameters.1.from', 'parameters.1.dateBasis', 'parameters.1.rule', 'parameters.1.clause'];
  it.each(REQUIRED)('without %s', (path) => {
    expect(() => readPack(changed(path, undefined), FUNCTIONS)).toThrow(refusal(path));
  });
  it.each(REQUIRED)('where %s is empty', (path) => {
    expect(() => readPack(changed(path, ''), FUNCTIONS)).toThrow(refusal(path));
  });
  it.each(['remark', 'document.date', 'jurisdiction.name.fr', 'parameters.0.form', 'rules.0.reading.fr', 'rules.1.garble', 'rules.0.garbled.0.note', 'rules.1.disposition.steps'])('with the unknown field %s', (path) => {
    expect(() => readPack(changed(path, 'x'), FUNCTIONS)).toThrow(refusal(path));
  });
  it.each([
    ['pack', 'te-2020'], ['pack', 'TE 2020'], ['pack', 'TE@2020'], ['version', '0'], ['version', '1.5'], ['version', 'v1'], ['version', '-1'], ['jurisdiction.code', '4501'], ['inherits', 'gx'], ['document.source', '../secret.txt'],
    ['validFrom', '2020-02-30'], ['validFrom', '2020-2-1'], ['document.issuedOn', '2019-13-01'], ['plannedUntil', '2019-12-31'], ['validFromBasis', 'guessed'], ['area', 'rural'], ['parameters', 'none'], ['rules', {}],
    ['parameters.0.kind', 'around'], ['parameters.0.kind', 'EXACT'], ['parameters.0.unit', 'fen/person·month'], ['parameters.0.unit', 'share'], ['parameters.0.value', '-1'], ['parameters.0.value', '1/2'], ['parameters.0.value', '1.1234567'], ['parameters.0.value', '七百'], ['parameters.2.value', '6'], ['parameters.3.value', '2020-12-32'],
    ['parameters.4.value', '32'], ['parameters.0.from', '2020-06-31'], ['parameters.0.to', '2020-01-31'], ['parameters.0.dateBasis', 'none'], ['parameters.0.rule', 'TE-3'], ['parameters.0.key', '../x'], ['parameters.0.clause', 'a\0b'], ['parameters.0.clause', 'x'.repeat(10_001)],
    ['rules.0.line', '0'], ['rules.0.line', 'seven'], ['rules.0.id', '-'], ['rules.1.id', 'TE-1'], ['rules.1.disposition', {}], ['rules.1.disposition', { step: 'A', task: 'B' }], ['rules.1.disposition', 'step'],
    ['rules.0.title', '低保'], ['rules.0.title', ['低保']], ['rules.0.subject', ['x']], ['rules.0', 'x'], ['parameters.0', []],
  ])('where %s is %j', (path, value) => {
    expect(() => readPack(changed(path, value), FUNCTIONS)).toThrow(refusal(path));
  });
  it.each([['range', '6..12'], ['deadline', '20']])('where a figure of a key that is also published is a %s', (kind, value) => {
    expect(() => readPack(changed('parameters.0', figure(0, { kind, value })), FUNCTIONS)).toThrow(refusal('parameters.0.kind'));
  });
  it.each(['exact', 'floor', 'cap', 'approx', 'avgKPI'])('not where such a figure is %s', (kind) => {
    expect(() => readPack(changed('parameters.0', figure(0, { kind })), FUNCTIONS)).not.toThrow();
  });
  it.each([[[], 'rules.0.disposition.executes'], [['gapAmount', 'unheardOf'], 'rules.0.disposition.executes.1'], [[{}], 'rules.0.disposition.executes.0'], ['gapAmount', 'rules.0.disposition.executes']])('where a rule is executed by %j', (executes, path) => {
    expect(() => readPack(changed('rules.0.disposition', { executes }), FUNCTIONS)).toThrow(refusal(path));
  });
  it('where a key starts twice on a day, wherever the two stand', () => {
    expect(() => readPack(changed('parameters.5', figure(0, { value: '1' })), FUNCTIONS)).toThrow(refusal('parameters.5.from'));
  });
  it.each([
    ['into one that starts later', figure(0, { from: '2020-01-01', to: '2020-02-01' }), 'parameters.0.from'],
    ['over the start of a later one', figure(0, { from: '2020-06-30', to: '2020-06-30' }), 'parameters.5.from'],
    ['without end before another', figure(0, { from: '2020-01-01', to: undefined }), 'parameters.0.from'],
    ['after one without end', figure(0, { from: '2021-01-01', to: '2021-12-31' }), 'parameters.5.from'],
  ])('where a period of a key reaches %s', (_what, further, path) => {
    expect(() => readPack(changed('parameters.5', JSON.parse(JSON.stringify(further))), FUNCTIONS)).toThrow(refusal(path));
  });
  it('for anything that is no mapping, naming the file', () => {
    for (const nothing of [undefined, null, '', 'pack', 7, [], [text()]]) expect(() => readPack(nothing, FUNCTIONS)).toThrow(refusal(''));
  });
});
