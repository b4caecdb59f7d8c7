/** Followers: read the ledger from a bookmark, fold each event into the rows it belongs to, write rows and bookmark together. */
import type { DomainEvent, EventMetadata } from '#kernel';
import type { EventStore, RecordedEvent } from '#event-store';
import type { ProjectedEvent, Projection } from './projection.js';
import { type Generation, tableOf, type ViewStore } from './view-store.js';

/** Events of one read and one transaction: long enough to fold many events of a row at once, short enough to give others their turn. */
const PAGE = 2_000;
const BUSY_RETRY_MS = 10;
const BUSY_LIMIT_MS = 60_000;

export interface FollowOptions {
  /** Turns a stored event into one of the program's; throws for a type it does not know. */
  readonly decode: (recorded: RecordedEvent) => DomainEvent;
  /** Only these events exist for the followers, e.g. those recorded by an instant. */
  readonly accept?: ((metadata: EventMetadata) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly page?: number | undefined;
  /** Told after each page. */
  readonly onProgress?: ((events: number) => void) | undefined;
}

/**
 * Brings the wanted generations up to the present.
 * Generations at the same bookmark share one reading of the ledger. Safe beside other processes that follow the same
 * file: the bookmark is read again inside the transaction that moves it.
 */
export async function catchUp(
  store: EventStore, views: ViewStore, projections: readonly Projection[], wanted: (generation: Generation) => boolean, options: FollowOptions,
): Promise<void> {
  let busyMs = 0;
  let read = 0;
  while (!(options.signal?.aborted ?? false)) {
    const group = await furthestBehind(store, views.generations().filter(wanted), options.page ?? PAGE);
    if (group === undefined) return;
    const written = views.tryWrite(() => foldPage(views, projections, group.generations, group.events, options));
    if (written.done) {
      busyMs = 0;
      read += group.events.length;
      options.onProgress?.(read);
      // Folding is synchronous; requests get their turn between two pages.
      await new Promise((resolve) => setImmediate(resolve));
    } else {
      if (busyMs > BUSY_LIMIT_MS) throw new Error('the read models have been locked by another process for a minute; stop it or try again later');
      await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS));
      busyMs += BUSY_RETRY_MS;
    }
  }
}

/** Generations that share a bookmark and have events to read, with the next page. */
async function furthestBehind(store: EventStore, generations: readonly Generation[], limit: number): Promise<{ generations: Generation[]; events: readonly RecordedEvent[] } | undefined> {
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
    const projection = projections.find(({ name }) => name === planned.projection);
    if (projection) folds.push(new Fold(views, generation, projection));
  }
  if (folds.length === 0) return;
  const byType = new Map<string, Fold[]>();
  for (const fold of folds) for (const type of fold.projection.handles) byType.set(type, [...(byType.get(type) ?? []), fold]);
  for (const recorded of events) {
    const event = options.decode(recorded);
    const handlers = byType.get(event.type);
    if (handlers === undefined) continue;
    const metadata = recorded.metadata as unknown as EventMetadata;
    if (options.accept && !options.accept(metadata)) continue;
    const projected: ProjectedEvent = { event, metadata, streamId: recorded.streamId, revision: recorded.revision.toString() };
    for (const fold of handlers) fold.apply(projected);
  }
  const { position } = events.at(-1) as RecordedEvent;
  for (const fold of folds) fold.write(position);
}

/** The rows one page of events touches, loaded once and written once. */
class Fold {
  private readonly rows = new Map<string, object | undefined>();
  private readonly select;
  private folded = 0;

  constructor(private readonly views: ViewStore, private readonly generation: Generation, readonly projection: Projection) {
    this.select = views.database.prepare<{ row: string }>(`SELECT row FROM ${tableOf(generation)} WHERE key = ?`);
  }

  apply(event: ProjectedEvent): void {
    const key = this.projection.key(event);
    let row = this.rows.get(key);
    if (row === undefined && !this.rows.has(key)) {
      const stored = this.select.get(key);
      row = stored && (JSON.parse(stored.row) as object);
    }
    this.rows.set(key, this.projection.evolve(row, event));
    this.folded += 1;
  }

  write(position: string): void {
    const upsert = this.views.database.prepare(`INSERT INTO ${tableOf(this.generation)} (key, row) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET row = excluded.row`);
    for (const [key, row] of this.rows) upsert.run(key, JSON.stringify(row));
    this.views.setBookmark(this.generation, position, this.generation.events + this.folded);
  }
}
