/** What a trial leaves in the checkout is neither committed nor copied into an image: the ledger (README, `--data`), and beside it the vault with its master key. */
import { readFileSync } from 'node:fs';

test.each(['.gitignore', '.dockerignore'])('%s', (file) => {
  const ignored = readFileSync(file, 'utf8').split('\n').map((line) => line.replace(/\/$/, ''));
  expect(ignored).toEqual(expect.arrayContaining(['data', 'data-keys']));
});
