/** Followers: read the ledger from a bookmark, fold each event into the rows it belongs to, write rows and bookmark together. */
import { type DomainEvent, DomainError } from '#kernel';
import type { Bookmark, EventStore, RecordedEvent } from '#event-store';
import type { FoldedMetadata, ProjectedEvent, Projection } from './projection.js';
import { type Generation, tableOf, type ViewStore } from './view-store.js';

/** Events of one read and one transaction: long enough to fold many events of a row at once, short enough to give others their turn. */
const PAGE = 2_000;
const BUSY_RETRY_MS = 10;
const BUSY_LIMIT_MS = 60_000;

/** What followers need of a ledger. */
export type FoldedStore = Pick<EventStore, 'readAll'>;

export interface FollowOptions {
  /** Turns a stored event into one of the program's; throws for a type it does not know. */
  readonly decode: (recorded: RecordedEvent) => DomainEvent;
  /** Only these events exist for the followers, e.g. those recorded by an instant. */
  readonly accept?: ((metadata: FoldedMetadata) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly page?: number | undefined;
  /** Told after each page. */
  readonly onProgress?: ((events: number) => void) | undefined;
}

/**
 * Brings the wanted generations up to the present.
 * Generations at the same bookmark share one reading of the ledger. Safe beside other processes that follow the same
 * file: the bookmark is read again inside the transaction that moves it.
 * @throws DomainError `FOLLOWING_STOPPED` when it was aborted before the present was reached; `VIEWS_BUSY`
 */
export async function catchUp(
  store: FoldedStore, views: ViewStore, projections: readonly Projection[], wanted: (generation: Generation) => boolean, options: FollowOptions,
): Promise<void> {
  let read = 0;
  for (;;) {
    // Never silently: who asked would take half of the ledger for the whole.
    if (options.signal?.aborted ?? false) throw new DomainError('FOLLOWING_STOPPED', 'unavailable', 'The program is stopping, so the read models were left as they are. Ask again when it has started anew.');
    const group = await furthestBehind(store, views.generations().filter((generation) => wanted(generation) && projections.some(({ name, version }) => name === generation.projection && version === generation.version)), options.page ?? PAGE);
    if (group === undefined) return;
    await writing(views, () => foldPage(views, projections, group.generations, group.events, options));
    read += group.events.length;
    options.onProgress?.(read);
    // Folding is synchronous; requests get their turn between two pages.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Writes as soon as no other process does, waiting without blocking. @throws DomainError `VIEWS_BUSY` after a minute */
export async function writing<T>(views: ViewStore, work: () => T): Promise<T> {
  for (let waitedMs = 0; waitedMs < BUSY_LIMIT_MS; waitedMs += BUSY_RETRY_MS) {
    const result = views.tryWrite(work);
    if (result.done) return result.value;
    await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS));
  }
  throw new DomainError('VIEWS_BUSY', 'unavailable', 'Another process has been writing the read models for a minute. Stop it, or try again when it is done.');
}

/** Generations that share a bookmark and have events to read, with the next page. */
async function furthestBehind(store: FoldedStore, generations: readonly Generation[], limit: number): Promise<{ generations: Generation[]; events: readonly RecordedEvent[] } | undefined> {
  const byPosition = new Map<string | null, Generation[]>();
  for (const generation of generations) byPosition.set(generation.position, [...(byPosition.get(generation.position) ?? []), generation]);
  for (const [position, group] of byPosition) {
    const { events } = await store.readAll({ after: position ?? undefined, limit });
    if (events.length > 0) return { generations: group, events };
  }
  return undefined;
}

function foldPage(views: ViewStore, projections: readonly Projection[], generations: readonly Generation[], events: readonly RecordedEvent[], options: FollowOptions): void {
  const current = new Map(views.generations().map((generation) => [tableOf(generation), generation]));
  const folds: Fold[] = [];
  for (const planned of generations) {
    const generation = current.get(tableOf(planned));
    // Another process was faster, or swapped the generation away: its page is not ours to fold again.
    if (generation === undefined || generation.position !== planned.position) continue;
    const projection = projections.find(({ name, version }) => name === planned.projection && version === planned.version);
    if (projection) folds.push(new Fold(views, generation, projection));
  }
  if (folds.length === 0) return;
  const byType = new Map<string, Fold[]>();
  for (const fold of folds) for (const type of fold.projection.handles) byType.set(type, [...(byType.get(type) ?? []), fold]);
  for (const recorded of events) {
    const event = options.decode(recorded);
    const handlers = byType.get(event.type);
    if (handlers === undefined) continue;
    const metadata = recorded.metadata as unknown as FoldedMetadata;
    if (options.accept && !options.accept(metadata)) continue;
    const projected: ProjectedEvent = { event, metadata, streamId: recorded.streamId, revision: recorded.revision.toString() };
    for (const fold of handlers) fold.add(projected);
  }
  const last = events.at(-1) as RecordedEvent;
  for (const fold of folds) fold.write({ position: last.position, eventId: last.eventId, before: events.at(-2)?.position ?? fold.generation.position });
}

/** Rows written by one statement: fewer calls into SQLite, which cost more than the rows. */
const UPSERT_ROWS = 50;

/** The events of one page for one generation, and the rows they touch: loaded together, folded, written together. */
class Fold {
  private readonly events: { readonly key: string; readonly event: ProjectedEvent }[] = [];

  constructor(private readonly views: ViewStore, readonly generation: Generation, readonly projection: Projection) {}

  add(event: ProjectedEvent): void {
    const key = this.projection.key(event);
    if (key !== undefined) this.events.push({ key, event });
  }

  write(bookmark: Bookmark): void {
    const rows = this.load();
    for (const { key, event } of this.events) rows.set(key, this.projection.evolve(rows.get(key), event));
    this.store(rows);
    this.views.setBookmark(this.generation, bookmark, this.generation.events + this.events.length);
  }

  private load(): Map<string, object> {
    const rows = new Map<string, object>();
    const keys = [...new Set(this.events.map(({ key }) => key))];
    if (keys.length === 0) return rows;
    const select = this.views.prepare<{ key: string; row: string }>(`SELECT key, row FROM ${tableOf(this.generation)} WHERE key IN (SELECT value FROM json_each(?))`);
    for (const { key, row } of select.all(JSON.stringify(keys))) rows.set(key, JSON.parse(row) as object);
    return rows;
  }

  /** In key order, which is the order of the table: neighbouring rows share pages. */
  private store(rows: ReadonlyMap<string, object>): void {
    const upsert = (count: number) => this.views.prepare(
      `INSERT INTO ${tableOf(this.generation)} (key, row) VALUES ${Array<string>(count).fill('(?, ?)').join(', ')} ON CONFLICT (key) DO UPDATE SET row = excluded.row`);
    const keys = [...rows.keys()].sort();
    for (let from = 0; from < keys.length; from += UPSERT_ROWS) {
      const batch = keys.slice(from, from + UPSERT_ROWS);
      const parameters = batch.flatMap((key) => [key, JSON.stringify(rows.get(key))]);
      if (batch.length === UPSERT_ROWS) upsert(UPSERT_ROWS).run(...parameters);
      else for (let index = 0; index < parameters.length; index += 2) upsert(1).run(parameters[index] as string, parameters[index + 1] as string);
    }
  }
}
