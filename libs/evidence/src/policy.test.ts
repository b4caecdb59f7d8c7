/** Trust policies: the example of the specification, what each of its sentences forbids, and quorums counted by hand. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { isQuorum, MAX_POLICY_PARTS, nameText, parsePolicy, printPolicy, type TrustPolicy } from './policy.js';
import { signerOf } from './note.js';
import { keyOf, witnessOf } from './testing/signed-log.js';

const LOG = signerOf(keyOf('taizhang.example/360111')).verifier.vkey;
const key = (name: string): string => witnessOf(`witness.example/${name}`).verifier.vkey;
const parse = (text: string): TrustPolicy => parsePolicy(Buffer.from(text));
const WITNESSES = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'];

/** "Example policy" of c2sp.org/tlog-policy, with keys. */
const EXAMPLE = `log ${LOG}

witness X1 ${key('X1')}
witness X2 ${key('X2')}
witness X3 ${key('X3')}
group X-witnesses 2 X1 X2 X3

witness Y1 ${key('Y1')}
witness Y2 ${key('Y2')}
witness Y3 ${key('Y3')}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

test('the example of the specification', () => {
  const policy = parse(EXAMPLE);
  expect(policy.logs.map(({ verifier, url }) => [verifier.name, url])).toEqual([['taizhang.example/360111', undefined]]);
  expect(policy.witnesses.map(({ name, verifier }) => [name, verifier.name])).toEqual(WITNESSES.map((name) => [name, `witness.example/${name}`]));
  expect(policy.groups).toEqual([
    { name: 'X-witnesses', threshold: 2, members: ['X1', 'X2', 'X3'] }, { name: 'Y-witnesses', threshold: 1, members: ['Y1', 'Y2', 'Y3'] }, { name: 'X-and-Y', threshold: 2, members: ['X-witnesses', 'Y-witnesses'] },
  ]);
});

test('its quorum, for every set of witnesses: two of the X and one of the Y', () => {
  const policy = parse(EXAMPLE);
  let satisfied = 0;
  for (let set = 0; set < 64; set += 1) {
    const cosigned = WITNESSES.filter((_, at) => (set & (1 << at)) !== 0);
    const expected = cosigned.filter((name) => name.startsWith('X')).length >= 2 && cosigned.some((name) => name.startsWith('Y'));
    expect([cosigned, isQuorum(policy, cosigned)]).toEqual([cosigned, expected]);
    if (expected) satisfied += 1;
  }
  // (3 + 1) ways to have two X or more, times 7 to have a Y.
  expect(satisfied).toBe(28);
  // Who is not named counts nothing, and a group cannot be cosigned for.
  expect(isQuorum(policy, ['Z1', 'Z2', 'Z3'])).toBe(false);
});

test('a single witness, none, and spaces, tabs and comments wherever they may stand', () => {
  const one = parse(`\n  # 财政局\n\twitness\t czj  ${key('czj')}   https://czj.example/w/ \t\nquorum czj\n\n#quorum none\n`);
  expect(one.witnesses[0]).toMatchObject({ name: 'czj', url: 'https://czj.example/w/' });
  expect([isQuorum(one, ['czj']), isQuorum(one, [])]).toEqual([true, false]);
  expect(isQuorum(parse('quorum none\n'), [])).toBe(true);
  // Words of the syntax are names like others, where a name stands.
  const odd = parse(`witness all ${key('all')}\ngroup any any all\nquorum any\n`);
  expect(isQuorum(odd, ['all'])).toBe(true);
});

test('names are octets: letters that look the same are not, and Chinese is read as it was written', () => {
  const policy = parse(`witness K ${key('a')}\nwitness \u212a ${key('b')}\nwitness 财政局 ${key('c')}\ngroup g 2 K \u212a\nquorum g\n`);
  expect([isQuorum(policy, ['K']), isQuorum(policy, policy.witnesses.map(({ name }) => name))]).toEqual([false, true]);
  expect(policy.witnesses.map(({ name }) => nameText(name))).toEqual(['K', '\u212a', '财政局']);
  // No UTF-8, and still a name.
  const opaque = parsePolicy(Buffer.concat([Buffer.from('witness '), Buffer.of(0xff, 0x80), Buffer.from(` ${key('a')}\nquorum `), Buffer.of(0xff, 0x80), Buffer.from('\n')]));
  expect(isQuorum(opaque, ['\u00ff\u0080'])).toBe(true);
});

const W = `witness a ${key('a')}\nwitness b ${key('b')}\n`;
test.each<[string, string, number]>([
  ['no quorum', W, 2], ['two quorums', `${W}quorum a\nquorum a\n`, 4], ['a quorum before its witness', `quorum a\n${W}`, 1], ['a quorum of two names', `${W}quorum a b\n`, 3], ['an empty quorum', `${W}quorum\n`, 3],
  ['a group before its member', `${W}group g all a h\ngroup h all b\nquorum g\n`, 3], ['a group that is its own member', `${W}group g all a g\nquorum g\n`, 3], ['a member of two groups', `${W}group g any a b\ngroup h any b\nquorum g\n`, 4],
  ['a member twice', `${W}group g all a a\nquorum g\n`, 3], ['a group without members', `${W}group g all\nquorum a\n`, 3], ['a group of none', `${W}group g any none\nquorum g\n`, 3],
  ['more than there are', `${W}group g 3 a b\nquorum g\n`, 3], ['no member', `${W}group g 0 a b\nquorum g\n`, 3], ['a number that is none', `${W}group g -1 a b\nquorum g\n`, 3], ['a leading zero', `${W}group g 01 a b\nquorum g\n`, 3], ['hexadecimal', `${W}group g 0x1 a b\nquorum g\n`, 3],
  ['a name twice', `${W}witness a ${key('c')}\nquorum a\n`, 3], ['a group with the name of a witness', `${W}group a any b\nquorum a\n`, 3], ['a witness called none', `witness none ${key('a')}\nquorum none\n`, 1],
  ['a key twice', `witness a ${key('a')}\nwitness b ${key('a')}\nquorum a\n`, 2], ['a log twice', `log ${LOG}\nlog ${LOG} https://elsewhere.example/\nquorum none\n`, 2],
  ['a log with the key of a witness', `log ${key('a')}\nquorum none\n`, 1], ['a witness with the key of a log', `witness a ${LOG}\nquorum a\n`, 1], ['a key that is cut', `witness a ${key('a').slice(0, -2)}\nquorum a\n`, 1],
  ['a word too many', `witness a ${key('a')} https://a.example/ more\nquorum a\n`, 1], ['a log of three words', `log ${LOG} https://a.example/ more\nquorum none\n`, 1], ['another keyword', `Quorum none\n`, 1],
  ['carriage returns', W.replaceAll('\n', '\r\n'), 1], ['a form feed', `quorum none\n\f\n`, 2], ['no last newline', `${W}quorum a`, 3], ['nothing', '', 1],
])('%s is refused, with the line', (_what, text, line) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'POLICY_MALFORMED', details: { line } }) as Error);
});

test('the same public key under two names is one key', () => {
  const other = witnessOf('x').verifier.vkey.split('+').slice(2).join('+');
  const renamed = `y+${witnessKeyId('y', other)}+${other}`;
  expect(() => parse(`witness a ${witnessOf('x').verifier.vkey}\nwitness b ${renamed}\nquorum a\n`)).toThrow(expect.objectContaining({ details: { line: 2 } }) as Error);
});

test('thirty-two of each are taken, as the specification asks; more than the limit is not', () => {
  const many = (count: number): string => `${Array.from({ length: count }, (_, n) => `witness w${n} ${key(`w${n}`)}\ngroup g${n} all w${n}\n`).join('')}group q 1 ${Array.from({ length: count }, (_, n) => `g${n}`).join(' ')}\nquorum q\n`;
  expect(parse(many(32)).witnesses).toHaveLength(32);
  expect(() => parse(many(MAX_POLICY_PARTS + 1))).toThrow(expect.objectContaining({ code: 'POLICY_MALFORMED' }) as Error);
});

test('what is printed says the same', () => {
  const names = WITNESSES.map((name, at) => (at === 2 ? '发改委' : name));
  fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.boolean(), (count, k, url) => {
    const chosen = names.slice(0, count);
    const policy = parse(`log ${LOG}${url ? ' https://taizhang.example/log/' : ''}\n${chosen.map((name) => `witness ${name} ${key(name)}${url ? ` https://${key(name).slice(-8, -4)}.example/` : ''}\n`).join('')}group g ${Math.min(k, count)} ${chosen.join(' ')}\nquorum g\n`);
    const strip = ({ logs, witnesses, ...rest }: TrustPolicy): unknown => ({ ...rest, logs: logs.map(({ verifier, url: at }) => [verifier.vkey, at]), witnesses: witnesses.map(({ name, verifier, url: at }) => [name, verifier.vkey, at]) });
    expect(strip(parsePolicy(printPolicy(policy)))).toEqual(strip(policy));
  }), { numRuns: 40 });
});

/** The id of a key under another name, by the formula of c2sp.org/signed-note. */
function witnessKeyId(name: string, material: string): string {
  return createHash('sha256').update(`${name}\n`).update(Buffer.from(material, 'base64')).digest('hex').slice(0, 8);
}
