/** Reads content and holds it against its hash. */
import { createHash } from 'node:crypto';
import { DomainError } from '#kernel';

/** Hands chunks on one behind: the last only once the hash is right. @throws DomainError `PAPER_DAMAGED` at the end */
export async function* verified(sha256: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const chunk of content) {
    hash.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (hash.digest('hex') !== sha256) {
    throw new DomainError('PAPER_DAMAGED', 'unavailable', 'What is stored under this SHA-256 is not the content that was put: it was cut off or changed. Restore it from a backup, or hand the same file in again, which repairs it.', { sha256 });
  }
  if (held !== undefined) yield held;
}
