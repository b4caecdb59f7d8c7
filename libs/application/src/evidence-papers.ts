/** The papers that events of a bundle refer to: listed each, with their content where it is whole. */
import { type ArchiveFile, type BundledPaper, paperPath } from '#bundle';
import type { RecordedEvent } from '#event-store';
import { DomainError, type EventMetadata } from '#kernel';
import type { PapersService } from './papers-service.js';

/** Bytes of all papers of a bundle. */
export const MAX_BUNDLE_PAPER_BYTES = 2_147_483_648;

export async function papersBehind(papers: PapersService, events: readonly RecordedEvent[]): Promise<{ readonly list: readonly BundledPaper[]; readonly files: readonly ArchiveFile[] }> {
  const kinds = new Map<string, string>();
  for (const { metadata } of events) for (const { sha256, kind } of (metadata as unknown as EventMetadata).evidence ?? []) if (!kinds.has(sha256)) kinds.set(sha256, kind);
  const list: BundledPaper[] = [];
  const files: ArchiveFile[] = [];
  let total = 0;
  for (const [sha256, kind] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const found = await looked(papers, sha256);
    const tooLarge = found.missing === null && total + found.bytes > MAX_BUNDLE_PAPER_BYTES;
    list.push({ sha256, kind, ...found, ...(tooLarge ? { missing: 'tooLarge' as const } : {}) });
    if (found.missing !== null || tooLarge) continue;
    total += found.bytes;
    files.push({ path: paperPath(sha256), bytes: found.bytes, content: () => contentOf(papers, sha256) });
  }
  return { list, files };
}

/** Read once before it is promised: a paper that was damaged is named in the bundle, and does not break it. */
async function looked(papers: PapersService, sha256: string): Promise<Pick<BundledPaper, 'mediaType' | 'bytes' | 'missing'>> {
  try {
    const { mediaType, bytes, content } = await papers.open(sha256);
    for await (const _chunk of content);
    return { mediaType, bytes, missing: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const missing = MISSING[error.code];
    if (missing === undefined) throw error;
    return { mediaType: '', bytes: 0, missing };
  }
}
const MISSING: Readonly<Partial<Record<string, NonNullable<BundledPaper['missing']>>>> = { PAPER_UNKNOWN: 'unknown', PAPER_MISSING: 'notStored', PAPER_DAMAGED: 'damaged' };

async function* contentOf(papers: PapersService, sha256: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield* (await papers.open(sha256)).content;
}
