/** Rebuilds read models from the first event, beside the running ones, and swaps when it has caught up. */
import { DomainError } from '#kernel';
import { catchUp, type FoldedStore, type FollowOptions, writing } from './follower.js';
import type { Projection } from './projection.js';
import type { Generation, ViewStore } from './view-store.js';

/** How often the built rows may have to catch up with the live ones before they take their place. */
const MAX_ATTEMPTS = 20;

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
 * @throws DomainError `FOLLOWING_STOPPED` when aborted, `REBUILD_SUPERSEDED` when another rebuild took over, `VIEWS_BUSY`
 */
export async function rebuild(store: FoldedStore, views: ViewStore, projections: readonly Projection[], names: readonly string[], options: RebuildOptions): Promise<readonly RebuiltProjection[]> {
  const startedAt = options.clock();
  const built = await writing(views, () => {
    for (const stale of views.generations()) if (stale.state === 'building' && names.includes(stale.projection)) views.drop(stale);
    return names.map((name) => views.create(name, 'building'));
  });
  const isBuilt = (generation: Generation): boolean => built.some((b) => b.projection === generation.projection && b.version === generation.version && b.generation === generation.generation);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    await catchUp(store, views, projections, isBuilt, options);
    const finished = views.generations().filter(isBuilt);
    const hashes = new Map<string, string>();
    for (const generation of finished) hashes.set(generation.projection, await views.contentHash(generation));
    // The live rows may have gone on while the hash was taken; then these must too, or the swap would take readers back in time.
    if (await writing(views, () => views.swap(built))) return reportOf(finished, hashes, Math.round(options.clock() - startedAt) / 1000);
  }
  throw new DomainError('VIEWS_BUSY', 'unavailable', 'Events arrive faster than the rebuilt read models can be checked. Try again when it is quieter; the running ones were left as they are.');
}

function reportOf(finished: readonly Generation[], hashes: ReadonlyMap<string, string>, seconds: number): readonly RebuiltProjection[] {
  return finished.map(({ projection, events }) => ({ name: projection, events, seconds, contentHash: hashes.get(projection) as string }));
}
