/**
 * Tampering with an evidence bundle: a small one byte by byte (TAMPER_STRIDE=1: every one of them); of a larger one a bit in every one of its files, bits anywhere in the ZIP at places drawn from a seed, every file left out, cut off, doubled or exchanged.
 * Each attempt must be found; attempts and detections are printed and must be equal. TAMPER_SEED draws others.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, signedCheckpoint, verifyEvidence } from '#application';
import { filesOf, packed, save } from '../evidence/unpacked.js';
import { person } from '../support/money-office.js';
import { numbersOf } from './numbers.js';

const SEED = Number(process.env['TAMPER_SEED'] ?? 1);
const BITS = 300;
/** 1 takes every byte, which takes some minutes. */
const STRIDE = Number(process.env['TAMPER_STRIDE'] ?? 4);

let root: string;
let file: string;
/** Of one event: small enough for every byte. */
let small: string;
let key: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-tamper-bundle-'));
  const ledger = await Ledger.open({ dataDir: join(root, 'data'), mode: 'readWrite' });
  await ledger.importWorkbook(join('test', 'acceptance', 'qingshanhu-2019-small.xlsx'), { staffId: 'test' });
  await ledger.log.catchUp();
  const since = (await signedCheckpoint(ledger.config)).note;
  file = join(root, 'bundle.zip');
  await save((await ledger.evidence.export({ scope: 'case', about: 'QS2019DB00005', organ: '区纪委监委', docNo: '调〔2026〕3号', since }, person('inspector', 'J-1'))).content, file);
  await ledger.tasks.seed('QS-2019', undefined, { staffId: 'test' });
  small = join(root, 'task.zip');
  await save((await ledger.evidence.export({ scope: 'task', about: '7', organ: '区纪委监委', docNo: '调〔2026〕3号' }, person('inspector', 'J-1'))).content, small);
  key = (await signedCheckpoint(ledger.config)).vkey;
  await ledger.close();
}, 60_000);
afterAll(() => { rmSync(root, { recursive: true }); });

test('every attempt is found', async () => {
  expect((await verifyEvidence({ file, key })).findings).toEqual([]);
  const [bytes, files, random] = [readFileSync(file), await filesOf(file), numbersOf(SEED)];
  const other = join(root, 'tampered.zip');
  const unseen: string[] = [];
  let attempts = 0;
  const attempt = async (what: string): Promise<void> => {
    attempts += 1;
    if ((await verifyEvidence({ file: other, key })).findings.length === 0) unseen.push(what);
  };
  const flipped = (content: Buffer, bit: number): Buffer => {
    const changed = Buffer.from(content);
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
    return changed;
  };
  const repacked = async (what: string, change: (all: Map<string, Buffer>) => void): Promise<void> => {
    const all = new Map(files);
    change(all);
    await packed(all, other);
    await attempt(what);
  };

  for (let n = 0; n < BITS; n += 1) {
    const bit = random(bytes.length * 8);
    writeFileSync(other, flipped(bytes, bit));
    await attempt(`bit ${bit} of the ZIP`);
  }
  const paths = [...files.keys()];
  for (const path of paths) {
    const content = files.get(path) as Buffer;
    // Written as the program writes it: nothing but the content gives it away.
    await repacked(`a bit of ${path}`, (all) => void all.set(path, flipped(content, random(content.length * 8))));
    await repacked(`${path} left out`, (all) => void all.delete(path));
    await repacked(`${path} cut off`, (all) => void all.set(path, content.subarray(0, random(content.length))));
    await repacked(`${path} twice`, (all) => void all.set(`${path}.2`, content));
    const another = paths[random(paths.length)] as string;
    if (!(files.get(another) as Buffer).equals(content)) await repacked(`${path} exchanged with ${another}`, (all) => { all.set(path, files.get(another) as Buffer).set(another, content); });
  }
  for (let n = 0; n < 30; n += 1) {
    writeFileSync(other, bytes.subarray(0, random(bytes.length)));
    await attempt('the ZIP cut off');
  }
  process.stderr.write(`  bundle of ${paths.length} files, ${bytes.length} bytes, seed ${SEED}: ${attempts} attempts to tamper, ${attempts - unseen.length} found\n`);
  expect(unseen).toEqual([]);
}, 900_000);

test('byte after byte of a small bundle; of its two long texts every hundredth', async () => {
  const bytes = readFileSync(small);
  expect((await verifyEvidence({ file: small, key })).findings).toEqual([]);
  const files = await filesOf(small);
  const texts = ['VERIFY.md', 'report.html'].map((path) => {
    const content = files.get(path) as Buffer;
    return { from: bytes.indexOf(content), bytes: content.length };
  });
  const other = join(root, 'flipped.zip');
  const unseen: number[] = [];
  let attempts = 0;
  // Another beginning for each byte of the seed, so that seeds cover what a stride leaves out.
  for (let at = SEED % STRIDE; at < bytes.length; at += 1) {
    const text = texts.find(({ from, bytes: length }) => at >= from && at < from + length);
    if (text === undefined ? (at - SEED) % STRIDE !== 0 : (at - text.from) % 100 !== 0) continue;
    attempts += 1;
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] as number) ^ (1 << (at % 8));
    writeFileSync(other, changed);
    if ((await verifyEvidence({ file: other, key })).findings.length === 0) unseen.push(at);
  }
  process.stderr.write(`  bundle of one event, ${bytes.length} bytes: ${attempts} attempts to tamper, ${attempts - unseen.length} found\n`);
  expect(unseen).toEqual([]);
}, 900_000);
