/** A file as it arrives: counted, hashed, in pieces of bounded size. */
import { createHash } from 'node:crypto';
import { BANK_LIMITS } from './limits.js';
import { changedFile, repeatedFile, tooLarge, truncated } from './refusals.js';
import type { FileLimits, FileOptions } from './types.js';

const PIECE = 65_536;

export class BankSource {
  readonly limits: FileLimits;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(private readonly source: AsyncIterable<Buffer>, private readonly options: FileOptions) {
    this.limits = { ...BANK_LIMITS, ...options.limits };
  }

  /** @throws DomainError `BANK_FILE_TOO_LARGE` */
  async* pieces(): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of this.source) {
      this.#bytes += chunk.length;
      if (this.#bytes > this.limits.bytes) throw tooLarge('bytes', this.limits.bytes);
      this.#hash.update(chunk);
      for (let from = 0; from < chunk.length; from += PIECE) yield chunk.subarray(from, from + PIECE);
    }
    if (this.#bytes === 0) throw truncated('it is empty');
  }

  /** Once, at the end. @throws DomainError `BANK_FILE_CHANGED`, `BANK_FILE_REPEATED` */
  async finish(): Promise<{ readonly sha256: string; readonly bytes: number }> {
    const sha256 = this.#hash.digest('hex');
    if (this.options.sha256 !== undefined && this.options.sha256 !== sha256) throw changedFile();
    if (await this.options.seen(sha256)) throw repeatedFile(sha256);
    return { sha256, bytes: this.#bytes };
  }
}
