/**
 * Evidence bundles verified by programs that share nothing with this one: `npm run test:interop`.
 * The Python script that stands in the bundle checks and opens everything in it; torchwood and transparency-dev/formats take its policy and every proof.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jest } from '@jest/globals';
import { Ledger, signedCheckpoint } from '#application';
import type { Manifest } from '#bundle';
import { verifierOf } from '#evidence';
import { WitnessOffice } from '../../libs/evidence/src/testing/witness-office.js';
import { filesOf, jsonIn, save } from '../evidence/unpacked.js';
import { everyEvent } from '../personal-data/vaults.js';
import { person } from '../support/money-office.js';

jest.setTimeout(300_000);
const TOOLS = execFileSync('test/interop/build-verifiers.sh', { encoding: 'utf8' }).trim();

let root: string;
let folder: string;
let key: string;
let manifest: Manifest;
let named: readonly string[];
let office: WitnessOffice;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-bundle-interop-'));
  folder = join(root, 'bundle');
  const dataDir = join(root, 'data');
  const begun = await Ledger.open({ dataDir, mode: 'readWrite' });
  await begun.importWorkbook(join('test', 'acceptance', 'qingshanhu-2019-small.xlsx'), { staffId: 'test' });
  await begun.log.catchUp();
  const { vkey, note } = await signedCheckpoint(begun.config);
  await begun.close();
  key = vkey;
  office = await WitnessOffice.found(root, 'finance', verifierOf(key));
  const witnessPolicy = join(root, 'policy');
  writeFileSync(witnessPolicy, `log ${key}\n${office.line}quorum finance\n`);
  const ledger = await Ledger.open({ dataDir, mode: 'readWrite', witnessPolicy });
  const file = join(root, 'bundle.zip');
  await save((await ledger.evidence.export({ scope: 'case', about: 'QS2016DB00002', organ: '区纪委监委', docNo: '调〔2026〕3号', since: note }, person('inspector', 'J-1'))).content, file);
  const files = await filesOf(file);
  manifest = jsonIn(files, 'manifest.json') as Manifest;
  named = (await everyEvent(ledger.store)).filter(({ type, data }) => type === 'PersonRegistered' && manifest.persons.includes(`${data['personId'] as string}@360111`)).map(({ data }) => data['name'] as string);
  await ledger.close();
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const [, script] = /```python\n(.*?)```/s.exec(readFileSync(join(folder, 'VERIFY.md'), 'utf8')) ?? [];
  writeFileSync(join(root, 'verify.py'), script as string);
});
afterAll(async () => {
  await office.close();
  rmSync(root, { recursive: true });
});

const run = (program: string, ...args: string[]): Promise<{ code: number; output: string }> => new Promise((resolve) => {
  execFile(program, args, { timeout: 60_000, maxBuffer: 16_777_216 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }));
});
const python = (): Promise<{ code: number; output: string }> => run(join(TOOLS, 'python', 'bin', 'python3'), join(root, 'verify.py'), folder, key);

test('the script in the bundle proves every entry and file, and opens what the bundle gives keys for', async () => {
  const { code, output } = await python();
  expect([code, output.split('\n').at(-2)]).toEqual([0, `${manifest.entries.length} entries, ${manifest.files.length} files: all proved by a checkpoint of ${readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n')[1]} entries that ${verifierOf(key).name} signed`]);
  expect(named.length).toBe(2);
  for (const name of named) expect(output).toContain(`name=${name}`);
});

test.each(['entries', 'proofs', 'export', 'report.html', 'keys.json', 'manifest.json'])('and finds a changed byte in %s', async (where) => {
  const path = where.includes('.') ? join(folder, where) : join(folder, where, readdirSync(join(folder, where))[0] as string);
  const content = readFileSync(path);
  const changed = Buffer.from(content);
  const at = Math.floor(content.length / 2);
  changed[at] = (changed[at] as number) ^ 1;
  writeFileSync(path, changed);
  expect((await python()).code).toBe(1);
  writeFileSync(path, content);
});

test('torchwood and formats take the policy of the bundle and the proof of every entry, cosigned by its witness', async () => {
  for (const { index } of manifest.entries) {
    const number = String(index).padStart(10, '0');
    const { code, output } = await run(join(TOOLS, 'witnessing'), 'proof', join(folder, 'policy.txt'), join(folder, 'proofs', `${number}.tlog-proof`), join(folder, 'entries', `${number}.json`));
    expect([code, output]).toEqual([0, expect.stringContaining('finance.example/witness')]);
  }
});
