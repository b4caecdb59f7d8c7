/** The commands of policy: determine, explain, standards, packs, replay determination; their text, JSON and exit codes. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { type DeterminationReplay, type Impact, openStore, type PackStatus, type RecordedDetermination, type RuleExplanation, type StandardRow, type StandardsList, type StandardsPublished } from '#application';
import { type Determination, LOCAL_KEYS } from '#policy';
import { cliJson, runCli } from '../../../test/support/run-cli.js';
import { workbookOf } from '../../../test/support/workbooks.js';
import { main } from './main.js';

const person = (id: string, wagesFen?: number) => ({ id, birthOn: '1970-01-01', employed: wagesFen !== undefined, labour: 'full', income: wagesFen === undefined ? {} : { wagesFen } });
/** Kunshan prints its standard until 2020-06-30: 995 × 2 − 500 = 1,490.00 yuan. */
const KUNSHAN = { division: '320583', on: '2020-05-20', consent: true, assets: { compliant: true }, members: [person('A', 50_000), person('B')] };
/** Qingshanhu needs a published standard: 670 × 2 − 500 = 840.00 yuan. */
const QINGSHANHU = { division: '360111', on: '2019-06-01', assets: { compliant: true }, members: [person('A', 50_000), person('B')] };
const STANDARDS = '- key: dibao.std\n  division: 360111\n  value: 670.00\n  unit: 元\n  from: 2019-01-01\n  to:\n  basis: 示例文件〔2019〕1号\n- {key: teku.std, division: 360111, value: 880, from: 2019-01-01}\n';

let directory: string;
let data: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-policy-'));
  data = join(directory, 'data');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(...args, '--data', data);
const json = <T>(...args: string[]): Promise<T> => cliJson<T>(...args, '--data', data);
function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}
async function eventsInLedger(): Promise<number> {
  if (!existsSync(join(data, 'events.db'))) return 0;
  const store = await openStore({ dataDir: data, mode: 'readOnly' });
  try {
    return (await store.readAll({ limit: 10_000 })).events.length;
  } finally {
    await store.close();
  }
}
const publish = () => run('standards', 'import', file('standards.yaml', STANDARDS));

describe('determine', () => {
  it('works without a ledger where the document prints the figures, and makes none', async () => {
    const { code, stdout, stderr } = await run('determine', file('facts.json', KUNSHAN));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('最低生活保障金：符合，每月 1,490.00 元');
    expect(stdout).toContain('KS-2020-01-01');
    expect(existsSync(data)).toBe(false);
    const determination = await json<Determination>('determine', file('facts.json', KUNSHAN));
    expect(determination).toMatchObject({ division: '320583', on: '2020-05-20', category: 'dibao' });
    expect(determination.benefits).toContainEqual(expect.objectContaining({ benefit: 'dibao', eligible: 'yes', amountFen: 149_000 }));
    expect(existsSync(data)).toBe(false);
  });

  it('explains in English', async () => {
    const { code, stdout } = await run('determine', file('facts.json', KUNSHAN), '--lang', 'en');
    expect(code).toBe(0);
    expect(stdout).toContain('1,490.00 yuan a month');
  });

  it('takes place and day of the options before those of the facts', async () => {
    const { on: _on, division: _division, ...facts } = KUNSHAN;
    const path = file('facts.json', { ...facts, on: '1999-01-01', division: '110101' });
    expect(await json<Determination>('determine', path, '--date', '2020-05-20', '--division', '320583')).toEqual(await json<Determination>('determine', file('same.json', KUNSHAN)));
  });

  it('reads standard input', async () => {
    let stdout = '';
    const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => ((stdout += chunk.toString()), done()) }) as unknown as NodeJS.WriteStream;
    const text = Buffer.from(JSON.stringify({ ...KUNSHAN, members: [person('甲', 50_000), person('乙')] }));
    // Cut in the middle of a character.
    const cut = text.indexOf(Buffer.from('甲')) + 1;
    const code = await main(['determine', '-', '--data', data], { stdout: stream, stderr: stream, stdin: Readable.from([text.subarray(0, cut), text.subarray(cut)]) });
    expect([code, stdout]).toEqual([0, expect.stringContaining('成员甲')]);
  });

  it('needs what is not printed to be published, and then decides with it', async () => {
    const path = file('facts.json', QINGSHANHU);
    const refused = await run('determine', path);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toMatch(/dibao\.std.*360111.*2019-06-01.*设区市.*\[STANDARD_NOT_PUBLISHED\]\n$/);
    expect((await publish()).code).toBe(0);
    const { code, stdout } = await run('determine', path);
    expect([code, stdout]).toEqual([0, expect.stringContaining('每月 840.00 元')]);
    expect((await run('determine', path, '--known-at', '2020-01-01T00:00:00+08:00')).stderr).toContain('[STANDARD_NOT_PUBLISHED]');
  });

  it.each<[what: string, content: unknown, code: string, mentions: string]>([
    ['malformed JSON', '{"members": [\n{"id": "某甲",]}', 'INPUT_MALFORMED', 'JSON'],
    ['an empty file', '', 'INPUT_MALFORMED', 'JSON'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), 'INPUT_MALFORMED', 'UTF-8'],
    ['more than a mebibyte', ' '.repeat(1024 * 1024 + 1), 'INPUT_TOO_LARGE', '1024 KiB'],
    ['no object', '[]', 'FACTS_INVALID', 'the document'],
    ['no members', { ...KUNSHAN, members: undefined }, 'FACTS_INVALID', 'members'],
    ['negative income', { ...KUNSHAN, members: [person('A', -1)] }, 'FACTS_INVALID', 'members.A.income.wagesFen'],
    ['a member twice', { ...KUNSHAN, members: [person('A'), person('A')] }, 'FACTS_INVALID', 'members.A'],
    ['a fact nobody knows', { ...KUNSHAN, wealth: 1 }, 'FACTS_INVALID', 'wealth'],
    ['a fact the rules need', { ...KUNSHAN, members: [{ id: 'A', birthOn: '1970-01-01' }] }, 'FACT_MISSING', 'members.A.income'],
    ['a day before any rule', { ...KUNSHAN, on: '2010-01-01' }, 'DATE_BEFORE_RULES', '2010-01-01'],
    ['a day that does not exist', { ...KUNSHAN, on: '2020-02-30' }, 'DATE_INVALID', '2020-02-30'],
    ['a division no pack covers', { ...KUNSHAN, division: '110101' }, 'DIVISION_NOT_COVERED', '110101'],
  ])('refuses %s, and records nothing', async (_what, content, code, mentions) => {
    await publish();
    const events = await eventsInLedger();
    const path = file('facts.json', content);
    for (const extra of [[], ['--record', 'RD-1']]) {
      const refused = await run('determine', path, ...extra, '--json');
      expect([refused.code, refused.stdout]).toEqual([3, '']);
      expect(refused.stderr).toMatch(new RegExp(`^taizhang: [^\\n]+。\\n  [^\\n]+\\[${code}\\]\\n$`));
      expect(refused.stderr).toContain(mentions);
      expect(refused.stderr).not.toMatch(/某甲|1970-01-01/);
    }
    expect(await eventsInLedger()).toBe(events);
  });

  it.each([['none.json', 'there is no such file'], ['.', 'it is a directory']])('cannot read %s', async (name, why) => {
    const { code, stderr } = await run('determine', join(directory, name));
    expect(code).toBe(3);
    expect(stderr).toContain(why);
    expect(stderr).toContain('[FILE_UNREADABLE]');
  });

  it.each<[what: string, facts: object, args: string[], mentions: string]>([
    ['no day', { ...KUNSHAN, on: undefined }, [], '--date'],
    ['no division', { ...KUNSHAN, division: undefined }, [], '--division'],
    ['a date that is none', KUNSHAN, ['--date', '2020-02-30'], '2020-02-30'],
    ['a division of four digits', KUNSHAN, ['--division', '3205'], '3205'],
    ['an unknown language', KUNSHAN, ['--lang', 'fr'], 'fr'],
    ['a case without a number to record under', KUNSHAN, ['--case', 'C1'], '--record'],
    ['recording what was known earlier', KUNSHAN, ['--record', 'RD-1', '--known-at', '2020-01-01T00:00:00Z'], '--known-at'],
    ['a number that is none', KUNSHAN, ['--record', 'a\nb'], '--record'],
  ])('%s is wrong usage', async (_what, facts, args, mentions) => {
    const { code, stdout, stderr } = await run('determine', file('facts.json', facts), ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(mentions);
    expect(existsSync(data)).toBe(false);
  });
});

describe('determine --record', () => {
  it('does not begin a ledger', async () => {
    const { code, stderr } = await run('determine', file('facts.json', KUNSHAN), '--record', 'RD-1');
    expect([code, stderr]).toEqual([3, expect.stringContaining('[LEDGER_MISSING]')]);
    expect(existsSync(data)).toBe(false);
  });

  it('records once, and is replayed: as it was, and as it would be today', async () => {
    await publish();
    const path = file('facts.json', QINGSHANHU);
    const first = await json<RecordedDetermination>('determine', path, '--record', 'RD-1', '--case', 'QS2019DB00001');
    expect(first).toMatchObject({ determinationId: 'RD-1', outcome: 'recorded', determination: { category: 'dibao' } });
    const events = await eventsInLedger();
    const again = await run('determine', path, '--record', 'RD-1', '--case', 'QS2019DB00001');
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('每月 840.00 元');
    expect(again.stdout.trimEnd().split('\n').at(-1)).toBe('此前已入账，内容相同，认定编号 RD-1。');
    const other = await run('determine', path, '--date', '2019-07-01', '--record', 'RD-1', '--case', 'QS2019DB00001');
    expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('[DETERMINATION_EXISTS]')]);
    expect(await eventsInLedger()).toBe(events);

    const same = await run('replay', 'determination', 'RD-1');
    expect(same.code).toBe(0);
    expect(same.stdout).toContain('重算，结果一致。');
    expect(same.stdout).toContain('按今日所知认定，结果相同。');

    expect((await run('standards', 'correct', '--key', 'dibao.std', '--division', '360111', '--from', '2019-01-01', '--value', '680', '--reason', '录入有误', '--approver', '示例')).code).toBe(0);
    const differs = await runCli('replay', 'determination', 'RD-1', '--data', data, '--json');
    expect(differs.code).toBe(1);
    const replay = JSON.parse(differs.stdout) as DeterminationReplay;
    expect(replay).toMatchObject({ recorded: first.determination, reproduced: true, problems: [], refusal: null });
    expect(replay.differences).toContainEqual({ of: 'dibao', before: 'yes 840.00/month', after: 'yes 860.00/month' });
    expect((await run('replay', 'determination', 'RD-1')).stdout).toMatch(/^最低生活保障金 +符合，每月 840\.00 元 +符合，每月 860\.00 元$/m);
  });

  it('says in the language that was asked for that it is recorded', async () => {
    await publish();
    const { stdout } = await run('determine', file('facts.json', KUNSHAN), '--record', 'RD-2', '--lang', 'en');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Recorded as determination RD-2.');
  });

  it('knows no other', async () => {
    await publish();
    const { code, stdout, stderr } = await run('replay', 'determination', 'NONE', '--json');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('[DETERMINATION_NOT_FOUND]');
  });
});

describe('explain', () => {
  it('shows a rule as an official reads it, without a ledger', async () => {
    const { code, stdout } = await run('explain', 'QS-2019-T03');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^QS-2019-T03 {2}特困人员供养标准\n/);
    expect(stdout).toContain('原文（qingshanhu-2019.txt 第33行）：城镇特困人员救助供养标准');
    expect(stdout).toContain('teku.std = 793 元/人·月 [确定数额] 2018-01-01 起至 2018-12-31 止（日期为推定）');
    expect(stdout).toContain('tekunStandard = ');
    expect(existsSync(data)).toBe(false);
    expect(await json<RuleExplanation>('explain', 'QS-2019-T03')).toMatchObject({ id: 'QS-2019-T03', pack: { pack: 'QS-2019', version: 1 }, source: { file: 'qingshanhu-2019.txt', line: 33 } });
  });
  it('in English too', async () => {
    expect((await run('explain', 'QS-2019-T03', '--lang', 'en')).stdout).toContain('Clause (qingshanhu-2019.txt, line 33): ');
  });
  it('lists all rules by pack', async () => {
    const { stdout } = await run('explain');
    for (const pack of ['CN', 'GX-2019', 'JX-2018', 'KS-2020', 'QS-2019', 'XM-2018']) expect(stdout).toMatch(new RegExp(`^${pack}$`, 'm'));
    expect(stdout).toMatch(/^QS-2019-T03 +特困人员供养标准$/m);
    const { rows } = await json<{ rows: { id: string; pack: string; title: { zh: string } }[] }>('explain');
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(200);
  });
  it('knows no other, and no other language', async () => {
    const unknown = await run('explain', 'QS-2019-X99');
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('[RULE_NOT_FOUND]')]);
    expect((await run('explain', 'QS-2019-T03', '--lang', 'fr')).code).toBe(2);
  });
});

describe('standards', () => {
  it('are imported from YAML, once', async () => {
    const { code, stdout } = await publish();
    expect(code).toBe(0);
    expect(stdout).toContain('入账 2 条，已在账 0 条，拒绝 0 条。');
    const events = await eventsInLedger();
    expect(await json<StandardsPublished>('standards', 'import', file('standards.yaml', STANDARDS))).toMatchObject({ recorded: 0, alreadyRecorded: 2, rejected: 0 });
    expect(await eventsInLedger()).toBe(events);
    const { rows } = await json<StandardsList>('standards', 'list', '--key', 'dibao.std');
    expect(rows).toMatchObject([{ key: 'dibao.std', division: '360111', unit: '元', from: '2019-01-01', basis: '示例文件〔2019〕1号', corrections: [] }]);
    expect(Number(rows[0]?.value)).toBe(670);
    expect(rows[0]?.to).toBeUndefined();
    expect((await run('standards', 'list')).stdout).toContain('共 2 条。');
    expect((await json<StandardsList>('standards', 'list', '--on', '2018-12-31')).rows).toEqual([]);
    expect((await json<StandardsList>('standards', 'list', '--known-at', '2020-01-01T00:00:00Z')).rows).toEqual([]);
  });

  it('are imported from JSON, and from standard input', async () => {
    const text = JSON.stringify([{ key: 'dibao.std', division: 360111, value: 670, from: '2019-01-01', to: null, basis: '示例文件〔2019〕1号', unit: '元' }]);
    expect((await json<StandardsPublished>('standards', 'import', file('standards.json', text))).recorded).toBe(1);
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() }) as unknown as NodeJS.WriteStream;
    expect(await main(['standards', 'import', '-', '--data', data], { stdout: sink, stderr: sink, stdin: Readable.from([Buffer.from(STANDARDS)]) })).toBe(0);
    expect((await json<StandardsList>('standards', 'list')).rows).toHaveLength(2);
  });

  it.each<[what: string, line: string, code: string]>([
    ['an unknown key', '{key: dibao.standard, division: 360111, value: 670, from: 2019-01-01}', 'STANDARD_KEY_UNKNOWN'],
    ['a town', '{key: dibao.std, division: 360111001, value: 670, from: 2019-01-01}', 'DIVISION_INVALID'],
    ['a value that is no number', '{key: dibao.std, division: 360111, value: 六百七十, from: 2019-01-01}', 'STANDARD_VALUE_INVALID'],
    ['a negative value', '{key: dibao.std, division: 360111, value: -670, from: 2019-01-01}', 'STANDARD_VALUE_INVALID'],
    ['a day that does not exist', '{key: dibao.std, division: 360111, value: 670, from: 2019-02-30}', 'DATE_INVALID'],
    ['a last day before the first', '{key: dibao.std, division: 360111, value: 670, from: 2019-01-01, to: 2018-12-31}', 'STANDARD_PERIOD_INVALID'],
    ['another value of what is published', '{key: teku.std, division: 360111, value: 881, from: 2019-01-01}', 'CONFLICT'],
  ])('%s is rejected by name, the others are recorded, and the exit code says so', async (_what, line, code) => {
    await publish();
    const events = await eventsInLedger();
    const path = file('more.yaml', `- ${line}\n- {key: wage.min, division: 360000, value: 1680, from: 2018-01-01}\n`);
    const { code: exit, stdout } = await run('standards', 'import', path);
    expect(exit).toBe(1);
    expect(stdout).toContain('入账 1 条，已在账 0 条，拒绝 1 条。');
    expect(stdout).toContain(code);
    expect(await eventsInLedger()).toBe(events + 1);
  });

  it.each<[what: string, content: string, code: string]>([
    ['malformed YAML', '- {key: dibao.std', 'INPUT_MALFORMED'],
    ['a field twice', '- {key: dibao.std, key: teku.std, division: 360111, value: 670, from: 2019-01-01}', 'INPUT_MALFORMED'],
    ['aliases', '- &a {key: dibao.std, division: 360111, value: 670, from: 2019-01-01}\n- *a\n', 'INPUT_MALFORMED'],
    ['nesting without end', '['.repeat(20_000), 'INPUT_MALFORMED'],
    ['more than a mebibyte', ' '.repeat(1024 * 1024 + 1), 'INPUT_TOO_LARGE'],
    ['nothing', '', 'STANDARDS_MALFORMED'],
    ['no list', 'key: dibao.std', 'STANDARDS_MALFORMED'],
    ['an entry that is a text', '- dibao.std', 'STANDARDS_MALFORMED'],
    ['a missing field', '- {key: dibao.std, division: 360111, from: 2019-01-01}', 'STANDARDS_MALFORMED'],
    ['an empty field', '- {key: dibao.std, division: 360111, value: , from: 2019-01-01}', 'STANDARDS_MALFORMED'],
    ['a field nobody knows', '- {key: dibao.std, division: 360111, value: 670, from: 2019-01-01, amount: 1}', 'STANDARDS_MALFORMED'],
    ['a list as a value', '- {key: disease.list, division: 320583, value: [尿毒症], from: 2019-01-01}', 'STANDARDS_MALFORMED'],
  ])('a file that holds %s is refused, and leaves no ledger behind', async (_what, content, code) => {
    const { code: exit, stdout, stderr } = await run('standards', 'import', file('standards.yaml', content));
    expect([exit, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(new RegExp(`^taizhang: [^\\n]+。\\n  [^\\n]+\\[${code}\\]\\n$`));
    expect(existsSync(data)).toBe(false);
  });

  it('are corrected, and what was published stays', async () => {
    await publish();
    const row = await json<StandardRow>('standards', 'correct', '--key', 'dibao.std', '--division', '360111', '--from', '2019-01-01', '--value', '680', '--to', '2019-12-31', '--reason', '录入有误', '--approver', '示例');
    expect(row).toMatchObject({ value: '680', to: '2019-12-31', corrections: [{ field: 'value', old: '670', new: '680', reason: '录入有误', approver: '示例' }, { field: 'to', old: null, new: '2019-12-31' }] });
    expect((await run('standards', 'list', '--key', 'dibao.std')).stdout).toContain('670→680（录入有误，示例）');
  });

  const CORRECTION = ['standards', 'correct', '--key', 'dibao.std', '--division', '360111', '--from', '2019-01-01', '--reason', '录入有误', '--approver', '示例'];
  it.each<[what: string, args: string[], exit: number, mentions: string]>([
    ['nothing to correct', CORRECTION, 2, '--value'],
    ['what is recorded already', [...CORRECTION, '--value', '670'], 3, 'CORRECTION_EMPTY'],
    ['what was not published', [...CORRECTION.map((word) => word.replace('2019-01-01', '2020-01-01')), '--value', '680'], 3, 'STANDARD_UNKNOWN'],
    ['a value that is no number', [...CORRECTION, '--value', '六百八十'], 3, 'STANDARD_VALUE_INVALID'],
    ['a last day before the first', [...CORRECTION, '--to', '2018-12-31'], 3, 'STANDARD_PERIOD_INVALID'],
    ['a last day that does not exist', [...CORRECTION, '--to', '2019-02-30'], 2, '2019-02-30'],
    ['no reason', [...CORRECTION.filter((word) => word !== '--reason' && word !== '录入有误'), '--value', '680'], 2, '--reason'],
    ['no approver', [...CORRECTION.filter((word) => word !== '--approver' && word !== '示例'), '--value', '680'], 2, '--approver'],
  ])('%s is refused', async (_what, args, exit, mentions) => {
    await publish();
    const events = await eventsInLedger();
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([exit, '']);
    expect(stderr).toContain(mentions);
    expect(await eventsInLedger()).toBe(events);
  });

  it('are not corrected where there is no ledger', async () => {
    expect((await run(...CORRECTION, '--value', '680')).stderr).toContain('[LEDGER_MISSING]');
    expect(existsSync(data)).toBe(false);
  });

  it('have an impact: the determinations that rest on a corrected one', async () => {
    await publish();
    await run('determine', file('facts.json', QINGSHANHU), '--record', 'RD-1');
    const before = await run('standards', 'impact', '--key', 'dibao.std', '--division', '360111');
    expect(before.code).toBe(0);
    await run(...CORRECTION, '--value', '680');
    const events = await eventsInLedger();
    const { code, stdout } = await run('standards', 'impact', '--key', 'dibao.std', '--division', '360111');
    expect(code).toBe(1);
    expect(stdout).toContain('RD-1（2019-06-01，所用 670）：最低生活保障金 符合，每月 840.00 元→符合，每月 860.00 元');
    const impact = await json<Impact>('standards', 'impact', '--key', 'dibao.std', '--division', '360111');
    expect(impact).toMatchObject({ key: 'dibao.std', division: '360111', rows: [], notComputed: [], determinations: [{ determinationId: 'RD-1', used: '670' }], total: { arrearsFen: 0, cases: 0 } });
    expect(await eventsInLedger()).toBe(events);
  });

  it('have an impact: what is owed to cases, month by month', async () => {
    // C1: listed 1,140 for 2019-01; with 680 it is 680 × 2 − 200 = 1,160.
    expect((await run('import', file('book.xlsx', workbookOf()))).code).toBe(0);
    await run(...CORRECTION, '--value', '680');
    const { code, stdout } = await run('standards', 'impact', '--key', 'dibao.std', '--division', '360111');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^C1 +360111001 +低保 +2019-01 +1,140\.00 +1,160\.00 +20\.00$/m);
    expect(stdout).toContain('共 1 个案件，差额合计 20.00 元。');
    const impact = await json<Impact>('standards', 'impact', '--key', 'dibao.std', '--division', '360111');
    expect(impact.rows).toEqual([{ caseId: 'C1', division: '360111001', benefit: 'dibao', month: '2019-01', listedFen: 114_000, dueFen: 116_000, arrearsFen: 2_000 }]);
  });

  it('have an impact: determinations only, where the value gives no monthly amount of a case', async () => {
    await publish();
    const { code, stdout } = await run('standards', 'impact', '--key', 'lowinc.line', '--division', '360111');
    expect([code, stdout.trimEnd()]).toEqual([0, 'lowinc.line，360111：\n该标准不直接决定案件月金额，只列认定。']);
    expect(await json<Impact>('standards', 'impact', '--key', 'lowinc.line', '--division', '360111')).toMatchObject({ arrearsComputed: false, rows: [] });
  });

  it('have an unknown key refused, and need one', async () => {
    await publish();
    const unknown = await run('standards', 'impact', '--key', 'dibao', '--division', '360111');
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('[STANDARD_KEY_UNKNOWN]')]);
    expect((await run('standards', 'impact', '--division', '360111')).code).toBe(2);
    expect((await run('standards', 'impact', '--key', 'dibao.std')).code).toBe(2);
  });

  it('have a catalogue, which needs no ledger', async () => {
    const { code, stdout } = await run('standards', 'keys');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^dibao\.std +yuan\/person·month +城镇低保标准 +设区市/m);
    expect(await json('standards', 'keys')).toEqual({ rows: [...LOCAL_KEYS.values()] });
    expect(existsSync(data)).toBe(false);
  });

  it('are not listed where there is no ledger', async () => {
    expect((await run('standards', 'list')).stderr).toContain('[LEDGER_MISSING]');
  });
});

describe('packs', () => {
  const KS = readFileSync('libs/policy/packs/KS-2020.yaml', 'utf8');
  const SECOND = KS.replace('version: 1', 'version: 2').replace('value: 995', 'value: 1000');

  it('are listed without a ledger', async () => {
    const { rows } = await json<{ rows: PackStatus[] }>('packs', 'list');
    expect(rows.map(({ pack, version, adopted, effectiveFrom }) => [pack, version, adopted, effectiveFrom])).toContainEqual(['KS-2020', 1, false, null]);
    expect((await run('packs', 'list')).stdout).toMatch(/^KS-2020 +1 +昆山市 +否 /m);
    expect(existsSync(data)).toBe(false);
  });

  it('are adopted from a day on, and decide from then', async () => {
    const path = file('KS.yaml', SECOND);
    expect(await json<PackStatus>('packs', 'adopt', path, '--from', '2020-05-01')).toMatchObject({ pack: 'KS-2020', version: 2, adopted: true, effectiveFrom: '2020-05-01' });
    const events = await eventsInLedger();
    expect((await run('packs', 'adopt', path, '--from', '2020-05-01')).code).toBe(0);
    expect(await eventsInLedger()).toBe(events);
    expect((await run('packs', 'list')).stdout).toMatch(/^KS-2020 +2 +昆山市 +是 +2020-05-01/m);
    const amount = async (day: string) => (await json<Determination>('determine', file('facts.json', KUNSHAN), '--date', day)).benefits.find(({ benefit }) => benefit === 'dibao')?.amountFen;
    expect([await amount('2020-04-30'), await amount('2020-05-01')]).toEqual([149_000, 150_000]);
    const conflict = await run('packs', 'adopt', file('other.yaml', SECOND.replace('value: 1000', 'value: 1001')), '--from', '2020-05-01');
    expect([conflict.code, conflict.stderr]).toEqual([3, expect.stringContaining('[PACK_VERSION_CONFLICT]')]);
    expect(await eventsInLedger()).toBe(events);
  });

  it.each<[what: string, content: string | Buffer, code: string]>([
    ['no YAML', 'pack: [KS', 'PACK_INVALID'],
    ['something else', '今天天气很好', 'PACK_INVALID'],
    ['a missing field', KS.replace(/^validFrom: .*$/m, ''), 'PACK_INVALID'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe]), 'INPUT_MALFORMED'],
    ['more than a mebibyte', '#'.repeat(1024 * 1024 + 1), 'INPUT_TOO_LARGE'],
  ])('are refused where the file holds %s, and nothing is recorded', async (_what, content, code) => {
    const { code: exit, stdout, stderr } = await run('packs', 'adopt', file('pack.yaml', content));
    expect([exit, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`[${code}]`);
    expect(await eventsInLedger()).toBe(0);
  });

  it('are refused from a day that does not exist', async () => {
    expect((await run('packs', 'adopt', file('KS.yaml', SECOND), '--from', '2020-02-30')).code).toBe(2);
  });
});

describe('usage', () => {
  it.each([
    [['standards']], [['packs']], [['standards', 'import']], [['packs', 'adopt']], [['determine']], [['explain', 'a', 'b']], [['replay', 'determination']], [['standards', 'list', '--on', '2019-13-01']],
    [['standards', 'list', '--division', '3601']],
  ])('%j is wrong usage', async (args) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
  it.each([['determine'], ['explain'], ['standards'], ['packs'], ['replay']])('helps: %s', async (command) => {
    const { code, stdout } = await runCli(command, '--help');
    expect([code, stdout]).toEqual([0, expect.stringContaining(`用法： taizhang ${command}`)]);
  });
});
