/**
 * A log in a folder, laid out as it is served (c2sp.org/tlog-tiles): `checkpoint`, `tile/<level>/…`, `tile/entries/…`.
 * A file appears whole or not at all to whoever reads: it is written beside the tiles and renamed. Nothing in it is ever changed; the partial forms of a
 * tile go when the full one is there. Files and folders are made durable together by `settle`, which comes before every checkpoint: a checkpoint never speaks of
 * what could still vanish, and what a power cut leaves half written behind the last one is written again.
 */
import { dirname, join } from 'node:path';
import { DomainError } from '#kernel';
import { entriesIn, framed } from './entry.js';
import type { LogFiles } from './files.js';
import { HASH_BYTES } from './tree/hash.js';
import { partialsPath, type Tile, tilePath, TILE_WIDTH } from './tree/tiles.js';

const CHECKPOINT = 'checkpoint';
/** What is being written; one at a time, and what a crash left is written over. */
const INCOMING = 'incoming';
/** Waits for the disk under way at the same time: it takes many in the time of one. */
const AT_ONCE = 32;

export class TileFolder {
  private readonly unsettledFiles = new Set<string>();
  private readonly unsettledFolders = new Set<string>();

  constructor(readonly root: string, private readonly files: LogFiles) {}

  /** The tile or bundle at exactly this width, or undefined. */
  find(tile: Tile): Promise<Buffer | undefined> {
    return this.files.read(join(this.root, tilePath(tile)));
  }

  /** The tile or bundle at this width: itself, or the beginning of the full one. @throws DomainError `LOG_DAMAGED` where it is not there or of another length */
  readonly read = async (tile: Tile): Promise<Buffer> => {
    const exact = await this.find(tile);
    if (exact !== undefined) return whole(tile, exact);
    const full = tile.width < TILE_WIDTH ? await this.find({ ...tile, width: TILE_WIDTH }) : undefined;
    if (full === undefined) throw damaged(tile, 'is missing');
    if (tile.level !== 'entries') return whole({ ...tile, width: TILE_WIDTH }, full).subarray(0, tile.width * HASH_BYTES);
    return Buffer.concat(entriesIn(full).slice(0, tile.width).map(framed));
  };

  /** Widths of the partial forms of a tile that are there. */
  async partialWidths(tile: Pick<Tile, 'level' | 'index'>): Promise<readonly number[]> {
    return (await this.files.list(join(this.root, partialsPath(tile)))).map(Number).filter((width) => width >= 1 && width < TILE_WIDTH).sort((a, b) => a - b);
  }

  async write(tile: Tile, bytes: Uint8Array): Promise<void> {
    const target = await this.place(tilePath(tile), (incoming) => this.files.writeSoon(incoming, bytes));
    this.unsettledFiles.add(target);
    if (tile.width < TILE_WIDTH || (await this.partialWidths(tile)).length === 0) return;
    const partials = join(this.root, partialsPath(tile));
    // The full tile first, for good: then nobody misses the others.
    await this.settle();
    await this.files.removeFolder(partials);
    this.unsettledFolders.add(dirname(partials));
  }

  async readCheckpoint(): Promise<string | undefined> {
    return (await this.files.read(join(this.root, CHECKPOINT)))?.toString('utf8');
  }

  /** Everything written before is durable first. */
  async writeCheckpoint(note: string): Promise<void> {
    await this.settle();
    // It takes the place of the one before, so all of it is on the disk by then.
    await this.place(CHECKPOINT, (incoming) => this.files.write(incoming, Buffer.from(note)));
    await this.settle();
  }

  /** Makes everything written so far durable: contents first, then names. */
  private async settle(): Promise<void> {
    await eachAtOnce(this.unsettledFiles, (file) => this.files.sync(file));
    await eachAtOnce(this.unsettledFolders, (folder) => this.files.syncFolder(folder));
  }

  private async place(path: string, write: (incoming: string) => Promise<void>): Promise<string> {
    const target = join(this.root, path);
    const incoming = join(this.root, INCOMING);
    for (const changed of await this.files.makeFolder(dirname(target))) this.unsettledFolders.add(changed);
    await write(incoming);
    await this.files.rename(incoming, target);
    this.unsettledFolders.add(dirname(target));
    return target;
  }
}

/** What is done is taken out; what fails stays in, with all that were under way beside it. */
async function eachAtOnce(paths: Set<string>, work: (path: string) => Promise<void>): Promise<void> {
  for (let some = [...paths].slice(0, AT_ONCE); some.length > 0; some = [...paths].slice(0, AT_ONCE)) {
    await Promise.all(some.map(work));
    for (const path of some) paths.delete(path);
  }
}

function whole(tile: Tile, bytes: Buffer): Buffer {
  if (tile.level !== 'entries' && bytes.length !== tile.width * HASH_BYTES) throw damaged(tile, `has ${bytes.length} bytes instead of ${tile.width * HASH_BYTES}`);
  return bytes;
}

export function damaged(tile: Tile, how: string): DomainError {
  return new DomainError('LOG_DAMAGED', 'unavailable', `The file ${tilePath(tile)} of the log ${how}. Restore the folder "log" from a backup; "taizhang verify" says what else is wrong. The ledger itself is not affected.`, { path: tilePath(tile) });
}
