/**
 * How far a verification has come, so that an interrupted one goes on. It is the verifier's own note: whoever can change it decides what is not looked at again.
 * It goes on only where the log still continues the checkpoint of that time, and where the last event that was compared still stands where it stood and as it was logged.
 */
import { DomainError } from '#kernel';
import type { EventStore } from '#event-store';
import { openCheckpoint } from './checkpoint.js';
import { readEntries } from './entry.js';
import { leafOf, type WindowPlace } from './event-window.js';
import type { Verifier } from './note.js';
import type { ProvenTiles } from './proven-tiles.js';
import { sameHash } from './tree/hash.js';
import { TILE_WIDTH } from './tree/tiles.js';
import type { Finding } from './findings.js';

const FORMAT = 'taizhang-verify-progress/1';
export const MAX_PROGRESS_BYTES = 65_536;

export interface ReachedPlace {
  /** Full bundles whose events were compared, from the beginning. */
  readonly bundles: number;
  readonly place: WindowPlace;
}
export interface VerifyProgress extends ReachedPlace {
  /** The signed note that the log was verified against. */
  readonly checkpoint: string;
}
export const BEGINNING: ReachedPlace = { bundles: 0, place: { before: null, position: null } };

export const progressText = ({ checkpoint, bundles, place: { before, position } }: VerifyProgress): string => `${JSON.stringify({ format: FORMAT, bundles, before, position, checkpoint }, null, 2)}\n`;

/** @throws DomainError `PROGRESS_MALFORMED` */
export function parseProgress(text: string): VerifyProgress {
  try {
    const { format, bundles, before, position, checkpoint } = JSON.parse(text) as Record<string, unknown>;
    const positions = typeof position === 'string' && (before === null || typeof before === 'string');
    if (format === FORMAT && Number.isSafeInteger(bundles) && (bundles as number) > 0 && positions && typeof checkpoint === 'string') return { checkpoint, bundles: bundles as number, place: { before, position } };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw new DomainError('PROGRESS_MALFORMED', 'invalid', 'The file does not say how far a verification has come. Name the one that "taizhang verify --progress FILE" wrote, or delete it to begin anew.');
}

export interface ProgressCheck {
  readonly store: EventStore;
  readonly tiles: ProvenTiles;
  readonly key: Verifier;
  readonly findings: Finding[];
  /** Adds a finding where the log does not continue the checkpoint. */
  readonly continues: () => Promise<void>;
}

/** Where to go on; undefined where everything is compared again. @throws DomainError `PROGRESS_FOREIGN` */
export async function placeReached({ checkpoint, bundles, place }: VerifyProgress, { store, tiles, key, findings, continues }: ProgressCheck): Promise<ReachedPlace | undefined> {
  let size: number;
  try {
    size = openCheckpoint(checkpoint, key).size;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('PROGRESS_FOREIGN', 'invalid', `The file says how far the verification of another log has come, or of this one under another key (${error.code}). Name the right file, or delete it to begin anew.`, {}, { cause: error });
  }
  const before = findings.length;
  await continues();
  if (findings.length > before || size < bundles * TILE_WIDTH) return undefined;
  const [event] = await readEntries(store, { after: place.before ?? undefined, limit: 1 }).then(({ events }) => events, () => []);
  const leaf = (await tiles.leaves(bundles - 1, []))[TILE_WIDTH - 1];
  return event !== undefined && event.position === place.position && leaf !== undefined && sameHash(leafOf(event), leaf) ? { bundles, place } : undefined;
}
