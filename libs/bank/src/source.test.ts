/** A file read twice: what differs from the first pass is never handed on, wherever it differs and in whatever sizes it arrives. */
import { createHash, randomBytes } from 'node:crypto';
import { BankSource, BLOCK_BYTES } from './source.js';
import type { FileOptions } from './types.js';

const FILE = randomBytes(2 * BLOCK_BYTES + 12_345);

async function* inSizes(file: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let [at, n] = [0, 0]; at < file.length; n += 1) {
    const size = sizes[n % sizes.length] as number;
    yield Buffer.from(file.subarray(at, at + size));
    at += size;
  }
}

/** What was handed on before the end, or before the refusal. */
async function read(file: Buffer, { blocks, sizes = [65_536] }: { readonly blocks?: readonly string[] | undefined; readonly sizes?: readonly number[] } = {}) {
  const options: FileOptions = { seen: () => false, blocks };
  const source = new BankSource(inSizes(file, sizes), options);
  const pieces: Buffer[] = [];
  try {
    for await (const piece of source.pieces()) pieces.push(piece);
    return { handedOn: Buffer.concat(pieces), file: await source.finish() };
  } catch (error) {
    return { handedOn: Buffer.concat(pieces), refused: (error as { code: string }).code };
  }
}
const altered = (at: number): Buffer => {
  const file = Buffer.from(FILE);
  file[at] = (file[at] as number) ^ 1;
  return file;
};

test.each([[[65_536]], [[1]], [[BLOCK_BYTES]], [[3 * BLOCK_BYTES]], [[1_000_003, 7]]])('in chunks of %j the same file is the same', async (sizes) => {
  const small = sizes[0] === 1 ? FILE.subarray(0, 5_000) : FILE;
  const { handedOn, file } = await read(small, { sizes });
  expect(handedOn.equals(small)).toBe(true);
  expect(file).toMatchObject({ sha256: createHash('sha256').update(small).digest('hex'), bytes: small.length });
  expect(file?.blocks.length).toBe(Math.ceil(small.length / BLOCK_BYTES));
  expect(await read(small, { sizes: [9_999, 70_000], blocks: file?.blocks })).toMatchObject({ file: { sha256: file?.sha256 } });
});

test.each([
  ['its first byte is another', altered(0), 0],
  ['a byte of the second block is another', altered(BLOCK_BYTES), BLOCK_BYTES],
  ['its last byte is another', altered(FILE.length - 1), 2 * BLOCK_BYTES],
  ['a byte follows', Buffer.concat([FILE, Buffer.of(0)]), 2 * BLOCK_BYTES],
  ['it ends sooner', FILE.subarray(0, -1), 2 * BLOCK_BYTES],
  ['whole blocks are missing at its end', FILE.subarray(0, BLOCK_BYTES), BLOCK_BYTES],
  ['whole blocks follow', Buffer.concat([FILE.subarray(0, 2 * BLOCK_BYTES), FILE]), 2 * BLOCK_BYTES],
])('where %s, only what the first pass read so is handed on', async (_how, file, handed) => {
  const { file: checked } = await read(FILE);
  const second = await read(file, { blocks: checked?.blocks });
  expect(second.refused).toBe('BANK_FILE_CHANGED');
  expect(second.handedOn.equals(FILE.subarray(0, handed))).toBe(true);
});
