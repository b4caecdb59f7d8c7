/** Where in the ledger the log is: behind the event of its last entry. Positions belong to the store, so the place is found by counting, from a bookmark where there is one. */
import { DomainError } from '#kernel';
import type { EventStore } from '#event-store';
import { type LedgerEntry, readEntries } from './entry.js';
import type { LogFiles } from './files.js';
import { leafHash, sameHash } from './tree/hash.js';

/** `before` is the position in front of the event, by which it is found again. */
interface Bookmark {
  readonly size: number;
  readonly position: string;
  readonly before: string | null;
}
/** Events counted at once. */
const PAGE = 256;

export class LedgerPlace {
  private constructor(private current: string | undefined, private before: string | undefined, private readonly file: string, private readonly files: LogFiles) {}

  get position(): string | undefined {
    return this.current;
  }

  /**
   * The place behind so many events, the last of which is the one that was logged.
   * @throws DomainError `LOG_BEYOND_LEDGER` where the ledger has fewer, or another event there
   */
  static async behind(size: number, store: EventStore, leaf: (index: number) => Promise<Buffer>, file: string, files: LogFiles): Promise<LedgerPlace> {
    const isLogged = async (event: LedgerEntry, index: number): Promise<boolean> => sameHash(leafHash(event.entry()), await leaf(index));
    const bookmark = await found(size, store, isLogged, file, files);
    const place = new LedgerPlace(bookmark?.position, bookmark?.before ?? undefined, file, files);
    let last: LedgerEntry | undefined;
    for (let count = bookmark?.size ?? 0; count < size;) {
      const { events } = await readEntries(store, { after: place.current, limit: Math.min(PAGE, size - count) });
      if (events.length === 0) throw beyond(size, `the ledger ends after ${count}`);
      for (const event of events) place.passed(last = event);
      count += events.length;
    }
    if (last !== undefined && !(await isLogged(last, size - 1))) throw beyond(size, 'the last of them is another one in the ledger');
    return place;
  }

  passed({ position }: LedgerEntry): void {
    this.before = this.current;
    this.current = position;
  }

  /** A bookmark is behind a checkpoint, never ahead of it. */
  async keep(size: number): Promise<void> {
    const bookmark: Bookmark = { size, position: this.current as string, before: this.before ?? null };
    await this.files.write(`${this.file}.new`, Buffer.from(JSON.stringify(bookmark)));
    await this.files.rename(`${this.file}.new`, this.file);
  }
}

/** The bookmark, where it is one of this log and of this ledger. */
async function found(size: number, store: EventStore, isLogged: (event: LedgerEntry, index: number) => Promise<boolean>, file: string, files: LogFiles): Promise<Bookmark | undefined> {
  try {
    const text = await files.read(file);
    if (text === undefined) return undefined;
    const bookmark = JSON.parse(text.toString('utf8')) as Bookmark;
    if (!(bookmark.size >= 1 && bookmark.size <= size)) return undefined;
    const [event] = (await readEntries(store, { after: bookmark.before ?? undefined, limit: 1 })).events;
    return event?.position === bookmark.position && (await isLogged(event, bookmark.size - 1)) ? bookmark : undefined;
  } catch (error) {
    // Cut off, or of another ledger: the events are counted.
    if (error instanceof SyntaxError || (error instanceof DomainError && error.code === 'POSITION_INVALID')) return undefined;
    throw error;
  }
}

function beyond(size: number, how: string): DomainError {
  return new DomainError('LOG_BEYOND_LEDGER', 'unavailable', `The log has signed ${size} events, but ${how}: the ledger was rolled back, replaced or changed. Nothing is signed. "taizhang verify" names the event; restore the whole data directory from one backup that is not older.`, { size });
}
