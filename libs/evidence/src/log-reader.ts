/** Where events stand in the log, and the proofs of it, read from the tiles of a signed tree. */
import { DomainError } from '#kernel';
import { entriesIn, entryOf, type LoggedEvent } from './entry.js';
import type { TileFolder } from './tile-folder.js';
import { inclusionProof, consistencyProof, type NodeReader, type Proof } from './tree/proofs.js';
import { nodesFromTiles, TILE_WIDTH, widthOf } from './tree/tiles.js';

/** Bundles of entries kept while events are looked up. */
const KEPT_BUNDLES = 64;

export interface PlacedEvent<Event extends LoggedEvent> {
  readonly event: Event;
  readonly index: number;
  readonly entry: Buffer;
}

export class LogReader {
  private readonly nodes: NodeReader;
  private readonly bundles = new Map<number, readonly Buffer[]>();

  constructor(private readonly folder: TileFolder, readonly size: number) {
    this.nodes = nodesFromTiles(size, folder.read);
  }

  /**
   * The entries of events, in the order of the log. Where the store counts positions from 1 they are found at once; else the log is gone through.
   * @throws DomainError `LOG_DAMAGED` `LOG_ENTRY_MISSING`
   */
  async placed<Event extends LoggedEvent & { readonly position: string }>(events: readonly Event[]): Promise<readonly PlacedEvent<Event>[]> {
    const placed: PlacedEvent<Event>[] = [];
    const sought = new Map<string, Event>();
    for (const event of events) {
      const entry = entryOf(event);
      const guess = Number(event.position) - 1;
      if (Number.isSafeInteger(guess) && guess >= 0 && guess < this.size && (await this.entryAt(guess))?.equals(entry) === true) placed.push({ event, index: guess, entry });
      else sought.set(entry.toString('latin1'), event);
    }
    if (sought.size > 0) await this.search(sought, placed);
    const [missing] = sought.values();
    if (missing !== undefined) {
      throw new DomainError('LOG_ENTRY_MISSING', 'unavailable', `An event of ${missing.streamId} (revision ${missing.revision}) is not in the transparency log as it is stored. "taizhang verify" names what was changed; restore the data directory as a whole.`, { streamId: missing.streamId, revision: String(missing.revision) });
    }
    return placed.sort((a, b) => a.index - b.index);
  }

  inclusion(index: number): Promise<Proof> {
    return inclusionProof(index, this.size, this.nodes);
  }

  consistency(older: number): Promise<Proof> {
    return consistencyProof(older, this.size, this.nodes);
  }

  private async search<Event extends LoggedEvent>(sought: Map<string, Event>, placed: PlacedEvent<Event>[]): Promise<void> {
    for (let bundle = 0; bundle * TILE_WIDTH < this.size && sought.size > 0; bundle += 1) {
      for (const [at, entry] of (await this.readBundle(bundle)).entries()) {
        const key = entry.toString('latin1');
        const event = sought.get(key);
        if (event === undefined) continue;
        placed.push({ event, index: bundle * TILE_WIDTH + at, entry: Buffer.from(entry) });
        sought.delete(key);
      }
    }
  }

  private async entryAt(index: number): Promise<Buffer | undefined> {
    const bundle = Math.floor(index / TILE_WIDTH);
    let entries = this.bundles.get(bundle);
    if (entries === undefined) {
      if (this.bundles.size >= KEPT_BUNDLES) this.bundles.clear();
      this.bundles.set(bundle, entries = await this.readBundle(bundle));
    }
    return entries[index % TILE_WIDTH];
  }

  private async readBundle(index: number): Promise<readonly Buffer[]> {
    return entriesIn(await this.folder.read({ level: 'entries', index, width: widthOf('entries', index, this.size) }));
  }
}
