/** The folder of papers: the whole contract, and what only a folder promises. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePaperStoreContract } from '../contract.js';
import type { Demands } from '../port.js';
import { folderHarness, pathOf } from '../testing/folder-harness.js';
import { jpeg } from '../testing/pictures.js';
import { folderPaperStore } from './folder-paper-store.js';

describePaperStoreContract('folder', folderHarness);

const PHOTO: Demands = { bytes: 1_000_000, mediaTypes: ['image/jpeg'] };
async function* one(content: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> { yield content; }

describe('a folder', () => {
  let parent: string;
  let root: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'taizhang-papers-'));
    root = join(parent, 'papers');
  });
  afterEach(() => {
    chmodSync(parent, 0o700);
    rmSync(parent, { recursive: true });
  });

  it('is its owner\'s alone', async () => {
    const { sha256 } = await folderPaperStore(root).put(one(jpeg()), PHOTO);
    const modes = [root, join(root, sha256.slice(0, 2)), pathOf(root, sha256)].map((path) => (statSync(path).mode & 0o777).toString(8));
    expect(modes).toEqual(['700', '700', '600']);
  });

  it('is not made by who only reads', async () => {
    expect(await folderPaperStore(root).has('0'.repeat(64))).toBe(false);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('sweeps what a killed program left a day ago, and nothing younger', async () => {
    const incoming = join(root, 'incoming');
    mkdirSync(incoming, { recursive: true });
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const name of ['old.part', 'young.part', 'other']) writeFileSync(join(incoming, name), 'x');
    for (const name of ['old.part', 'other']) utimesSync(join(incoming, name), yesterday, yesterday);
    await folderPaperStore(root).put(one(jpeg()), PHOTO);
    expect(readdirSync(incoming).sort()).toEqual(['other', 'young.part']);
  });

  it('says that it cannot be used, with the system\'s code', async () => {
    writeFileSync(root, 'a file where the folder should be');
    await expect(folderPaperStore(root).put(one(jpeg()), PHOTO)).rejects.toMatchObject({ code: 'PAPER_STORE_UNAVAILABLE', kind: 'unavailable', message: expect.stringMatching(/ENOTDIR|EEXIST/) as string });
    await expect(folderPaperStore(root).has('0'.repeat(64))).rejects.toMatchObject({ code: 'PAPER_STORE_UNAVAILABLE' });
  });
});
