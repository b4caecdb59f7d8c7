/** How far the relay has published, kept per prefix of topics and per broker cluster: another cluster begins at the first event. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '#kernel';

/** `before` is the position in front of the event, by which it is found again: another ledger in its place is noticed. */
export interface Bookmark {
  readonly position: string;
  readonly eventId: string;
  readonly before: string | null;
}

export interface Bookmarks {
  /** None where nothing was published, or where what is kept cannot be read: everything is then published again, under the same ids. */
  read(): Bookmark | undefined;
  /** Only what the brokers acknowledged. */
  keep(bookmark: Bookmark): void;
}

/** A small file, replaced whole. It may be deleted while nothing runs. */
export function fileBookmarks(directory: string, prefix: string, clusterId: string): Bookmarks {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `relay-${sha256Hex(`${prefix}|${clusterId}`).slice(0, 16)}.json`);
  return {
    read: () => {
      try {
        const { position, eventId, before } = JSON.parse(readFileSync(file, 'utf8')) as Bookmark;
        return { position, eventId, before };
      } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    keep: (bookmark) => {
      writeFileSync(`${file}.new`, JSON.stringify({ prefix, clusterId, ...bookmark }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}
