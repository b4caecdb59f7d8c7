/**
 * The port of the store of papers: content under its own SHA-256, put once, never changed, never deleted.
 * An adapter keeps the promises of `contract.ts`; names and dates of papers are the ledger's, not the store's.
 */
import { DomainError } from '#kernel';
import type { DeviceRecord } from './device-record.js';
import type { MediaType } from './media-types.js';

/** What content must be like to be taken. */
export interface Demands {
  /** Most bytes. */
  readonly bytes: number;
  readonly mediaTypes: readonly MediaType[];
}

export interface StoredPaper {
  /** Of the content, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  /** By content, never by name. */
  readonly mediaType: MediaType;
  /** What the device wrote into a picture; empty for anything else. */
  readonly device: DeviceRecord;
}

export interface PaperStore {
  /**
   * Stores content, in memory that does not grow with it. When it resolves, the content is durable under its hash; before,
   * and whenever it rejects, nothing is there under the hash that was not whole before. The same content may be put again, also at the same time.
   * @throws DomainError `PAPER_TOO_LARGE` `PAPER_EMPTY` `PAPER_TYPE_UNKNOWN` `PAPER_TYPE_REFUSED` `PAPER_STORE_UNAVAILABLE`; what the content itself throws
   */
  put(content: AsyncIterable<Uint8Array>, demands: Demands): Promise<StoredPaper>;
  /**
   * The content, checked against its hash while it is read: where it is damaged, reading ends in `PAPER_DAMAGED` before the last chunk is handed out,
   * so nobody gets to the end of content that is not what was put. What was read until then must be thrown away.
   * @throws DomainError `PAPER_HASH_INVALID` `PAPER_MISSING` `PAPER_STORE_UNAVAILABLE`
   */
  open(sha256: string): Promise<AsyncIterable<Uint8Array>>;
  /** @throws DomainError `PAPER_HASH_INVALID` `PAPER_STORE_UNAVAILABLE` */
  has(sha256: string): Promise<boolean>;
}

/** The only names a store knows: nothing that could be a path. @throws DomainError `PAPER_HASH_INVALID` */
export function checkHash(sha256: string): string {
  if (/^[0-9a-f]{64}$/.test(sha256)) return sha256;
  throw new DomainError('PAPER_HASH_INVALID', 'invalid', 'That is not the SHA-256 of a paper. Write its 64 hexadecimal digits, in lower case.');
}

export const missing = (sha256: string): DomainError => new DomainError('PAPER_MISSING', 'unavailable',
  'The store holds nothing under this SHA-256. If the ledger knows the paper, its content was lost or the store is another one: check the configuration of papers, or restore the content from a backup.', { sha256 });

export const storeUnavailable = (why: string, cause?: unknown): DomainError =>
  new DomainError('PAPER_STORE_UNAVAILABLE', 'unavailable', `The store of papers cannot be used: ${why}. Correct that and send the same again; what was stored stays.`, {}, { cause });

/** @internal The system's code of a failed call on files, which names no path. */
export const fileFault = (error: unknown): DomainError => (error instanceof DomainError ? error : storeUnavailable((error as NodeJS.ErrnoException).code ?? 'a file could not be used', error));
