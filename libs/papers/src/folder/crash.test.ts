/** Writers killed at any moment leave nothing half under a hash, and lose nothing they acknowledged. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles, wrongFiles } from '../testing/folder-harness.js';
import { killedWriters } from '../testing/killed-writers.js';

test('two processes putting the same papers, killed eight times', async () => {
  const root = mkdtempSync(join(tmpdir(), 'taizhang-papers-'));
  try {
    const acknowledged = await killedWriters({ root }, 8, 40);
    expect(wrongFiles(root)).toEqual([]);
    const stored = new Set(hashFiles(root));
    expect([...acknowledged].filter((sha256) => !stored.has(sha256))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(8);
  } finally {
    rmSync(root, { recursive: true });
  }
});
