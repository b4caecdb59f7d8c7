/** How far the relay has published, kept per prefix of topics and per broker cluster: another cluster begins at the first event. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Bookmark, keepBookmark, readBookmark } from '#event-store';
import { sha256Hex } from '#kernel';

export interface Bookmarks {
  /** None where nothing was published, or where what is kept cannot be read: everything is then published again, under the same ids. */
  read(): Bookmark | undefined;
  /** Only what the brokers acknowledged. */
  keep(bookmark: Bookmark): void;
}

export function fileBookmarks(directory: string, prefix: string, clusterId: string): Bookmarks {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `relay-${sha256Hex(`${prefix}|${clusterId}`).slice(0, 16)}.json`);
  return {
    read: () => readBookmark(file),
    keep: (bookmark) => keepBookmark(file, bookmark, { prefix, clusterId }),
  };
}
