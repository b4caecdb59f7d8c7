/**
 * Papers in a bucket of an S3-compatible service: key `ab/cd/<sha256>`. Content is staged on this machine first, so that the request names its hash,
 * which is part of the signature: the service refuses a body that is not that content. A key is there when the whole body was received, or not at all.
 */
import { checkHash, type Demands, missing, type PaperStore, storeUnavailable, type StoredPaper } from '../port.js';
import { stage } from '../staging.js';
import { verified } from '../verified.js';
import { type S3Config, S3Requests } from './requests.js';

/** @param staging a directory of this machine for content on its way; papers are personal, so not one that others can read */
export function s3PaperStore(config: S3Config, staging: string): PaperStore {
  return new S3PaperStore(new S3Requests(config), staging);
}

class S3PaperStore implements PaperStore {
  constructor(private readonly requests: S3Requests, private readonly staging: string) {}

  put(content: AsyncIterable<Uint8Array>, demands: Demands): Promise<StoredPaper> {
    return stage(content, demands, this.staging, async (path, { sha256, bytes, mediaType }) => {
      await this.requests.put(keyOf(sha256), { path, sha256, bytes, mediaType });
    });
  }

  async open(sha256: string): Promise<AsyncIterable<Uint8Array>> {
    if (!(await this.has(sha256))) throw missing(sha256);
    return verified(sha256, this.read(sha256));
  }

  async has(sha256: string): Promise<boolean> {
    return this.requests.exists(keyOf(sha256));
  }

  /** Asked for when it is read, so that an answer nobody reads holds no connection. */
  private async *read(sha256: string): AsyncGenerator<Uint8Array, void, undefined> {
    const body = await this.requests.get(keyOf(sha256));
    if (body === undefined) throw missing(sha256);
    try {
      yield* body;
    } catch (error) {
      throw storeUnavailable('the connection to the S3 service ended while content was read', error);
    }
  }
}

function keyOf(sha256: string): string {
  checkHash(sha256);
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
