/** A file as it arrives: counted, hashed, in pieces of bounded size. */
import { createHash, hash } from 'node:crypto';
import { BANK_LIMITS } from './limits.js';
import { changedFile, repeatedFile, tooLarge, truncated } from './refusals.js';
import type { FileLimits, FileOptions, FileRead } from './types.js';

const PIECE = 65_536;
/** What is compared with the first pass before anything in it is handed on. */
export const BLOCK_BYTES = 1_048_576;

export class BankSource {
  readonly limits: FileLimits;
  readonly #hash = createHash('sha256');
  readonly #blocks: string[] = [];
  #bytes = 0;

  constructor(private readonly source: AsyncIterable<Buffer>, private readonly options: FileOptions) {
    this.limits = { ...BANK_LIMITS, ...options.limits };
  }

  /** @throws DomainError `BANK_FILE_TOO_LARGE` `BANK_FILE_TRUNCATED`, and `BANK_FILE_CHANGED` before a block is handed on that the first pass did not read so */
  async* pieces(): AsyncGenerator<Buffer, void, undefined> {
    const { blocks } = this.options;
    for await (const block of this.blocks()) {
      this.#hash.update(block);
      this.#blocks.push(hash('sha256', block, 'hex'));
      if (blocks !== undefined && this.#blocks.at(-1) !== blocks[this.#blocks.length - 1]) throw changedFile();
      for (let from = 0; from < block.length; from += PIECE) yield block.subarray(from, from + PIECE);
    }
    if (this.#bytes === 0) throw truncated('it is empty');
    if (blocks !== undefined && blocks.length !== this.#blocks.length) throw changedFile();
  }

  /** Once, at the end. @throws DomainError `BANK_FILE_REPEATED` */
  async finish(): Promise<FileRead> {
    const sha256 = this.#hash.digest('hex');
    if (await this.options.seen(sha256)) throw repeatedFile(sha256);
    return { sha256, bytes: this.#bytes, blocks: this.#blocks };
  }

  /** The file in blocks of the same size, whatever sizes it comes in; the last one may be shorter. */
  private async* blocks(): AsyncGenerator<Buffer, void, undefined> {
    let parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.source) {
      this.#bytes += chunk.length;
      if (this.#bytes > this.limits.bytes) throw tooLarge('bytes', this.limits.bytes);
      for (let rest = chunk; rest.length > 0;) {
        const part = rest.subarray(0, BLOCK_BYTES - size);
        parts.push(part);
        size += part.length;
        rest = rest.subarray(part.length);
        if (size < BLOCK_BYTES) continue;
        yield Buffer.concat(parts);
        [parts, size] = [[], 0];
      }
    }
    if (size > 0) yield Buffer.concat(parts);
  }
}
