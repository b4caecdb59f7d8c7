import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '#kernel';
import { spooled } from './spool.js';

async function* of(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
const elsewhere = process.env['TMPDIR'];
let directory: string;
beforeEach(() => { process.env['TMPDIR'] = directory = mkdtempSync(join(tmpdir(), 'taizhang-spool-')); });
afterEach(() => {
  if (elsewhere === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = elsewhere;
  rmSync(directory, { recursive: true });
});

test('what goes in comes out, and its hash is that of the whole', async () => {
  const long = 'x'.repeat(150_000);
  const { sha256, chunks } = await spooled(of('一', long, '', 'end'));
  expect(sha256).toBe(sha256Hex(`一${long}end`));
  const out: Buffer[] = [];
  for await (const chunk of chunks) out.push(chunk);
  expect(Buffer.concat(out).toString()).toBe(`一${long}end`);
});

test('nothing lies about under a name, neither while it is kept nor after a failure', async () => {
  const { discard } = await spooled(of('secret'));
  expect(readdirSync(directory)).toEqual([]);
  await discard();
  async function* failing(): AsyncGenerator<Buffer> {
    yield Buffer.from('secret');
    await Promise.reject(new Error('torn'));
  }
  await expect(spooled(failing())).rejects.toThrow('torn');
  expect(readdirSync(directory)).toEqual([]);
});
