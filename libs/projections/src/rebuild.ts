/** Rebuilds read models from the first event, beside the running ones, and swaps when it has caught up. */
import type { EventStore } from '#event-store';
import { catchUp, type FollowOptions, writing } from './follower.js';
import type { Projection } from './projection.js';
import type { Generation, ViewStore } from './view-store.js';

export interface RebuiltProjection {
  readonly name: string;
  /** Events folded. */
  readonly events: number;
  /** Wall-clock seconds of the whole rebuild, which folds all projections in one reading. */
  readonly seconds: number;
  readonly contentHash: string;
}

export interface RebuildOptions extends FollowOptions {
  /** A clock in milliseconds, for `seconds`. */
  readonly clock: () => number;
}

/**
 * Folds the named projections into new generations and swaps them in.
 * A rebuild that was interrupted is thrown away and started again: its rows were never seen by anyone.
 */
export async function rebuild(store: EventStore, views: ViewStore, projections: readonly Projection[], names: readonly string[], options: RebuildOptions): Promise<readonly RebuiltProjection[]> {
  const startedAt = options.clock();
  const built = await writing(views, () => {
    for (const stale of views.generations()) if (stale.state === 'building' && names.includes(stale.projection)) views.drop(stale);
    return names.map((name) => views.create(name, 'building'));
  });
  const isBuilt = (generation: Generation): boolean => built.some((b) => b.projection === generation.projection && b.version === generation.version && b.generation === generation.generation);
  await catchUp(store, views, projections, isBuilt, options);
  if (options.signal?.aborted ?? false) return [];
  const finished = views.generations().filter(isBuilt);
  const hashes = new Map<string, string>();
  for (const generation of finished) hashes.set(generation.projection, await views.contentHash(generation));
  await writing(views, () => {
    for (const generation of finished) views.swap(generation);
  });
  const seconds = Math.round(options.clock() - startedAt) / 1000;
  return finished.map(({ projection, events }) => ({ name: projection, events, seconds, contentHash: hashes.get(projection) as string }));
}
