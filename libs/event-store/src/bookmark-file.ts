/** A bookmark in a small file, replaced whole. It may be deleted while nothing runs. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Bookmark } from './following.js';

/** None where there is no file, or where it was cut off. */
export function readBookmark(file: string): Bookmark | undefined {
  try {
    const { position, eventId, before } = JSON.parse(readFileSync(file, 'utf8')) as Bookmark;
    return { position, eventId, before };
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** `about` is written beside it, for whoever looks at the file. */
export function keepBookmark(file: string, bookmark: Bookmark, about: Readonly<Record<string, string>> = {}): void {
  writeFileSync(`${file}.new`, JSON.stringify({ ...about, ...bookmark }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
