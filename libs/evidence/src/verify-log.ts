/**
 * Verification of a ledger against its log, by whoever has the key of the log: every tile against the signed root, every stored event against its leaf.
 * Tiles are proved from the top: the right edge gives the signed root, and each full tile the hash that stands for it above. So every leaf is known for certain
 * before an event is compared with it, and whichever of event, entry and tile is wrong can be named. Memory is flat: a bundle's worth at a time.
 */
import { DomainError } from '#kernel';
import type { EventStore } from '#event-store';
import { type Checkpoint, openCheckpoint } from './checkpoint.js';
import { entriesIn, identityIn } from './entry.js';
import { asStored, EventWindow, isEntry, leafOf, nameDeviation } from './event-window.js';
import type { FileFinding, Finding } from './findings.js';
import type { Judgement } from './judge-checkpoint.js';
import type { Verifier } from './note.js';
import type { TileFolder } from './tile-folder.js';
import { ProvenTiles } from './proven-tiles.js';
import { leafHash, sameHash } from './tree/hash.js';
import { consistencyProof } from './tree/proofs.js';
import { nodesFromTiles, tilePath, TILE_WIDTH, widthOf } from './tree/tiles.js';
import { verifyConsistency } from './tree/verify.js';
import { BEGINNING, placeReached, type ReachedPlace, type VerifyProgress } from './verify-progress.js';
import { checkPublished, type PublishedUnder } from './verify-published.js';

export interface VerifyOptions {
  readonly key: Verifier;
  /** Notes that were signed earlier and kept elsewhere. */
  readonly earlier?: string | undefined;
  /** Whom the verifier trusts; with `published`, the checkpoint that the log has published under it, or undefined where there is none. */
  readonly trust?: PublishedUnder | undefined;
  /** Where an earlier run of the same verifier ended: what it compared is not compared again. */
  readonly resume?: VerifyProgress | undefined;
  /** Told after every bundle as long as nothing was found. */
  readonly onReached?: ((progress: VerifyProgress) => Promise<void>) | undefined;
  /** Told the number of events compared. */
  readonly onProgress?: ((events: number, of: number) => void) | undefined;
  /** Called when events follow that are not in the log yet; the checkpoint is read again afterwards. */
  readonly patience?: (() => Promise<void>) | undefined;
}
export interface Verification {
  readonly origin: string | null;
  /** Entries of the log, all of which were compared where nothing was found. */
  readonly size: number;
  readonly root: string | null;
  /** Events compared, with those of the run that was resumed. */
  readonly events: number;
  /** Of these, events that an earlier run has compared. */
  readonly resumedAt: number;
  /** Who cosigned what was published; null where no trust policy was given, or nothing was published. */
  readonly published: Judgement | null;
  readonly findings: readonly Finding[];
}
/** So many files are named; where more are wrong, the folder is lost. */
const MOST_FILES = 20;

/** @throws DomainError what the store and the disk say when they cannot be read at all */
export async function verifyLog(store: EventStore, folder: TileFolder, options: VerifyOptions): Promise<Verification> {
  const findings: Finding[] = [];
  const checkpoint = await signedHead(folder, options.key, findings);
  if (checkpoint === undefined) return { origin: null, size: 0, root: null, events: 0, resumedAt: 0, published: null, findings };
  const files = new Set<string>();
  const tiles = new ProvenTiles(folder, checkpoint.head, (path) => files.add(path));
  const { size, root, origin } = checkpoint.head;
  await tiles.proveEdge([() => leavesOfBundles(folder, size), () => leavesOfEvents(store)]);
  const continues = (note: string, what: string): Promise<void> => checkContinues(note, what, options.key, checkpoint.head, folder, findings);
  const from = options.resume && (await placeReached(options.resume, { store, tiles, continues: () => continues(options.resume?.checkpoint as string, 'that the verification was interrupted at'), findings, key: options.key }));
  const comparison: Comparison = { store, folder, tiles, ...checkpoint, findings, files, from: from ?? BEGINNING, options };
  const events = await compareEvents(comparison);
  if (options.earlier !== undefined) await continues(options.earlier, 'that was brought along');
  const published = options.trust === undefined ? null : await checkPublished(options.trust, options.key, findings, (note) => continues(note, 'that was published'));
  findings.push(...[...files].slice(0, MOST_FILES).map((path): FileFinding => ({ kind: 'logFile', path })));
  return { origin, size, root: root.toString('base64'), events, resumedAt: comparison.from.bundles * TILE_WIDTH, published, findings };
}

interface Comparison {
  readonly store: EventStore;
  readonly folder: TileFolder;
  readonly tiles: ProvenTiles;
  readonly head: Checkpoint;
  readonly note: string;
  readonly findings: Finding[];
  /** Those that are not what was signed. */
  readonly files: Set<string>;
  readonly from: ReachedPlace;
  readonly options: VerifyOptions;
}

async function* leavesOfBundles(folder: TileFolder, size: number): AsyncGenerator<Buffer, void, undefined> {
  for (let index = 0; widthOf(0, index, size) > 0; index += 1) yield* (await entriesOf(folder, { level: 'entries', index, width: widthOf(0, index, size) })).map(leafHash);
}

async function* leavesOfEvents(store: EventStore): AsyncGenerator<Buffer, void, undefined> {
  const window = new EventWindow(store);
  for (let [event] = await window.ahead(1); event !== undefined; [event] = await window.ahead(1)) {
    yield leafOf(event);
    window.pass();
  }
}

async function signedHead(folder: TileFolder, key: Verifier, findings: Finding[]): Promise<{ readonly head: Checkpoint; readonly note: string } | undefined> {
  const note = await folder.readCheckpoint();
  if (note === undefined) return void findings.push({ kind: 'checkpoint', message: 'There is no checkpoint: the log has not begun, or its folder is gone.' });
  try {
    return { head: openCheckpoint(note, key), note };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return void findings.push({ kind: 'checkpoint', code: error.code, message: error.message });
  }
}

/** Until the first event that is not the one that was logged; bundles and tiles to their end. @returns events compared */
async function compareEvents({ store, folder, tiles, head: { size }, note, findings, files, from, options: { key, onProgress, onReached, patience } }: Comparison): Promise<number> {
  const wrongFile = (path: string): void => void files.add(path);
  const window = new EventWindow(store, from.place);
  const leavesAfter = async (index: number): Promise<readonly Buffer[]> => {
    const entries = await entriesOf(folder, { level: 'entries', index: index + 1, width: widthOf(0, index + 1, size) });
    return tiles.leaves(index + 1, [() => entries.map(leafHash)]);
  };
  let compared = from.bundles * TILE_WIDTH;
  let deviates = false;
  for (let index = from.bundles; widthOf(0, index, size) > 0; index += 1) {
    const width = widthOf(0, index, size);
    const bundle = { level: 'entries', index, width } as const;
    const entries = await entriesOf(folder, bundle);
    const written = entries.map(leafHash);
    const events = deviates ? [] : await window.ahead(width);
    const leaves = await tiles.leaves(index, [() => written, () => events.map(leafOf)]);
    if (entries.length !== width || written.some((leaf, n) => leaves[n] === undefined || !sameHash(leaf, leaves[n]))) wrongFile(tilePath(bundle));
    for (const narrower of await folder.partialWidths(bundle)) {
      // One of more entries than were signed may be what is being written just now.
      if (narrower < width && !(await isBeginning(folder, { ...bundle, width: narrower }, leaves))) wrongFile(tilePath({ ...bundle, width: narrower }));
    }
    for (let n = 0; n < width && !deviates; n += 1) {
      const [event, entry, leaf] = [events[n], entries[n], leaves[n]];
      const isWhole = entry !== undefined && leaf !== undefined && sameHash(written[n] as Buffer, leaf);
      // The same bytes need not be hashed again.
      if (event !== undefined && leaf !== undefined && ((isWhole && isEntry(event, entry)) || sameHash(leafOf(event), leaf))) {
        window.pass();
        compared += 1;
        continue;
      }
      deviates = true;
      const logged = isWhole ? identityIn(entry) : {};
      const next = widthOf(0, index + 1, size) > 0 ? await leavesAfter(index) : [];
      findings.push(await nameDeviation({ index: index * TILE_WIDTH + n, logged, leaves: [...leaves.slice(n), ...next], window, store }));
    }
    onProgress?.(compared, size);
    if (width === TILE_WIDTH && findings.length === 0 && files.size === 0) await onReached?.({ checkpoint: note, bundles: index + 1, place: window.place });
  }
  if (!deviates) await checkEnd(window, folder, key, size, findings, patience);
  return compared;
}

interface BundleTile {
  readonly level: 'entries';
  readonly index: number;
  readonly width: number;
}
async function entriesOf(folder: TileFolder, tile: BundleTile): Promise<readonly Buffer[]> {
  try {
    return entriesIn(await folder.read(tile));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'LOG_DAMAGED') return [];
    throw error;
  }
}

/** Bundles of earlier checkpoints hold the first of the same entries; one that is gone meanwhile became a full one. */
async function isBeginning(folder: TileFolder, tile: BundleTile, leaves: readonly Buffer[]): Promise<boolean> {
  if ((await folder.find(tile)) === undefined) return true;
  const entries = await entriesOf(folder, tile);
  return entries.length === tile.width && entries.every((entry, n) => leaves[n] !== undefined && sameHash(leafHash(entry), leaves[n]));
}

/** What the ledger holds beyond the log was recorded a moment ago, or put there by somebody who does not keep the log. */
async function checkEnd(window: EventWindow, folder: TileFolder, key: Verifier, size: number, findings: Finding[], patience: (() => Promise<void>) | undefined): Promise<void> {
  const [event] = await window.ahead(1);
  if (event === undefined) return;
  await patience?.();
  const again = await signedHead(folder, key, findings);
  if (again !== undefined && again.head.size > size) return;
  findings.push({ kind: 'unlogged', index: size, ...asStored(event) });
}


/** The tiles are proved to be those of the signed root, so what follows from them is what the log says of its past. @param what which checkpoint it is, for the message */
async function checkContinues(note: string, what: string, key: Verifier, { size, root }: Checkpoint, folder: TileFolder, findings: Finding[]): Promise<void> {
  const earlier = openCheckpoint(note, key);
  if (earlier.size > size) {
    findings.push({ kind: 'rewound', message: `The checkpoint ${what} is of ${earlier.size} entries, the log has ${size}: it was taken back.` });
    return;
  }
  const proof = await consistencyProof(earlier.size, size, nodesFromTiles(size, folder.read)).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'LOG_DAMAGED') return undefined;
    throw error;
  });
  if (proof !== undefined && verifyConsistency(earlier.size, size, earlier.root, root, proof)) return;
  findings.push({ kind: 'forked', message: `The log does not continue the checkpoint ${what}: its first ${earlier.size} entries are others. Both are signed by the same key; keep both as proof.` });
}
