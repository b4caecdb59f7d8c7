/** The commands of papers: handed in, shown, got back. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaperDescription, PaperRecorded } from '#application';
import { jpeg, pdf } from '../../../libs/papers/src/testing/pictures.js';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

let directory: string;
let data: string;
const PHOTO = jpeg({ make: 'HUAWEI', model: 'P30', takenAt: '2019:03:05 09:30:15', latitude: [[28, 40, 55.56], 'N'], longitude: [[115, 57, 29.88], 'E'] });
const SHA256 = createHash('sha256').update(PHOTO).digest('hex');
const file = (name: string): string => join(directory, name);
const run = (...args: string[]) => runCli('papers', ...args, '--data', data);
const add = (name: string, kind: string, ...more: string[]) => run('add', file(name), '--kind', kind, '--division', '360111003', ...more);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-cli-papers-'));
  data = join(directory, 'data');
  // Called by names that say something else.
  writeFileSync(file('photo.pdf'), PHOTO);
  writeFileSync(file('form.jpg'), pdf());
  writeFileSync(file('program.jpg'), 'MZ\x90\0');
  expect((await add('photo.pdf', 'noticeStartPhoto')).stderr).toContain('[LEDGER_MISSING]');
  expect((await runCli('tasks', 'seed', '--pack', 'QS-2019', '--data', data)).code).toBe(0);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('hands in a photo, once, with what the device wrote', async () => {
  expect((await add('photo.pdf', 'noticeStartPhoto')).stdout).toBe(`公示开始照片：入账。JPEG，${PHOTO.length} 字节。\nSHA-256 ${SHA256}\n设备所记拍摄时间 2019-03-05T09:30:15（未记时区）；位置 28.682100,115.958300；设备 HUAWEI P30\n`);
  const again = await cliJson<PaperRecorded>('papers', 'add', file('photo.pdf'), '--kind', 'noticeStartPhoto', '--division', '360111003', '--data', data);
  expect(again).toEqual({ sha256: SHA256, bytes: PHOTO.length, mediaType: 'image/jpeg', outcome: 'alreadyRecorded', evidence: { sha256: SHA256, kind: 'noticeStartPhoto', capturedAt: '2019-03-05T09:30:15', gps: '28.682100,115.958300', deviceId: 'HUAWEI P30' } });
});
it('shows who handed it in as what, and what was stated apart from what the device wrote', async () => {
  expect((await add('photo.pdf', 'visitPhoto', '--captured-at', '2019-03-06T10:00:00+08:00', '--place', '塘山镇')).code).toBe(0);
  const { handedIn } = await cliJson<PaperDescription>('papers', 'show', SHA256, '--data', data);
  expect(handedIn).toMatchObject([
    { kind: 'noticeStartPhoto', division: '360111003', capturedAt: '2019-03-05T09:30:15', actor: { staffId: 'cli' } },
    { kind: 'visitPhoto', capturedAt: '2019-03-05T09:30:15', statedCapturedAt: '2019-03-06T02:00:00.000Z', statedPlace: '塘山镇' },
  ]);
  expect((await run('show', SHA256)).stdout).toContain('经办人所述地点 塘山镇');
});
it('gets the content back under its name only when it is whole', async () => {
  mkdirSync(file('out'));
  const out = join(file('out'), 'copy.jpg');
  const got = await run('get', SHA256, '-o', out);
  expect([got.code, got.stdout]).toEqual([0, `${out}：${PHOTO.length} 字节，JPEG，哈希相符。\n`]);
  expect(readFileSync(out).equals(PHOTO)).toBe(true);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  expect((await run('get', SHA256, '-o', out)).stderr).toContain('[OUTPUT_UNUSABLE]');
  writeFileSync(join(data, 'papers', SHA256.slice(0, 2), SHA256.slice(2, 4), SHA256), PHOTO.subarray(1));
  expect((await run('get', SHA256, '-o', `${out}2`)).stderr).toContain('[PAPER_DAMAGED]');
  expect(readdirSync(file('out'))).toEqual(['copy.jpg']);
});
it.each([
  [['form.jpg', 'noticeStartPhoto'], 'PAPER_TYPE_REFUSED'], [['program.jpg', 'application'], 'PAPER_TYPE_UNKNOWN'], [['nothing', 'application'], 'FILE_UNREADABLE'], [['form.jpg', 'letter'], 'PAPER_KIND_UNKNOWN'],
])('refuses %j with %s', async ([name, kind], code) => {
  const { code: exit, stderr } = await add(name as string, kind as string);
  expect([exit, stderr]).toEqual([3, expect.stringContaining(`[${code}]`)]);
});
it('says what is not there, and takes no path for a hash', async () => {
  expect((await run('show', '0'.repeat(64))).stderr).toContain('[PAPER_UNKNOWN]');
  expect((await run('get', '../../events.db', '-o', file('x'))).stderr).toContain('[PAPER_HASH_INVALID]');
});
it('lists the kinds without a ledger', async () => {
  const { stdout } = await runCli('papers', 'kinds', '--data', file('none'));
  expect(stdout).toMatch(/noticeStartPhoto +公示开始照片 +评议与公示 +JPEG, PNG, HEIC +20 +是/);
});
