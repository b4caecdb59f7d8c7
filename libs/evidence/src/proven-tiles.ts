/** Tiles of hashes, each proved from the signed root downwards before anything is believed of it. */
import { DomainError } from '#kernel';
import type { Checkpoint } from './checkpoint.js';
import type { TileFolder } from './tile-folder.js';
import { GrowingTree } from './tree/growing.js';
import { HASH_BYTES, rootOfRow, sameHash } from './tree/hash.js';
import { partialTiles, type Tile, tilePath, TILE_WIDTH, widthOf } from './tree/tiles.js';

export class ProvenTiles {
  /** Of each level the tile proved last: the way from the root to a leaf. */
  private readonly way = new Map<number, { readonly index: number; readonly bytes: Buffer | undefined }>();
  private readonly edge = new Map<number, Buffer>();

  /** @param wrongFile told the path of each file that is not what was signed */
  constructor(private readonly folder: TileFolder, private readonly checkpoint: Checkpoint, private readonly wrongFile: (path: string) => void) {}

  /**
   * The partial tiles give the root, all together. Where they do not, the edge of the tree is built anew from the leaves of a source that does give it, and the files that differ are named.
   * Where none does, nothing below can be proved, and what is compared is compared with the tiles as they are.
   */
  async proveEdge(sources: readonly (() => AsyncIterable<Buffer>)[]): Promise<void> {
    const { size, root } = this.checkpoint;
    const found = await Promise.all(partialTiles(size).map(async (tile) => ({ tile, bytes: await this.bytesOf(tile) })));
    const own = found.some(({ bytes }) => bytes === undefined) ? undefined : await GrowingTree.resume(size, async (tile) => found.find((one) => one.tile.level === tile.level)?.bytes as Buffer);
    const tree = own !== undefined && sameHash(own.root(), root) ? own : await this.firstWithRoot(sources);
    for (const { tile, bytes } of tree?.partials() ?? []) this.edge.set(tile.level as number, bytes);
    for (const { tile, bytes } of found) {
      const proved = this.edge.get(tile.level as number);
      if (bytes === undefined || proved === undefined || !sameHash(bytes, proved)) this.wrongFile(tilePath(tile));
      if (proved !== undefined) await this.checkNarrower(tile, proved);
    }
  }

  private async firstWithRoot(sources: readonly (() => AsyncIterable<Buffer>)[]): Promise<GrowingTree | undefined> {
    for (const source of sources) {
      const tree = new GrowingTree();
      for await (const leaf of source()) {
        tree.append(leaf);
        if (tree.size === this.checkpoint.size) break;
      }
      if (tree.size === this.checkpoint.size && sameHash(tree.root(), this.checkpoint.root)) return tree;
    }
    return undefined;
  }

  /**
   * The leaves of a bundle, as they were signed: from the tile, else from whichever candidate gives the hash that stands for them above.
   * Where nothing does, the tile's own, unproved, or none; the file has been named.
   */
  async leaves(index: number, candidates: readonly (() => readonly Buffer[])[]): Promise<readonly Buffer[]> {
    const width = widthOf(0, index, this.checkpoint.size);
    const bytes = await this.prove({ level: 0, index, width }, candidates.map((leaves) => () => Buffer.concat(leaves())));
    return Array.from({ length: (bytes?.length ?? 0) / HASH_BYTES }, (_, n) => (bytes as Buffer).subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES));
  }

  private async prove(tile: Tile, candidates: readonly (() => Buffer)[]): Promise<Buffer | undefined> {
    const level = tile.level as number;
    if (tile.width < TILE_WIDTH) return this.edge.get(level) ?? rowsOf(tile, candidates)[0] ?? this.bytesOf(tile);
    const known = this.way.get(level);
    if (known?.index === tile.index) return known.bytes;
    const bytes = await this.proveFull(tile, candidates);
    this.way.set(level, { index: tile.index, bytes });
    return bytes;
  }

  private async proveFull(tile: Tile, candidates: readonly (() => Buffer)[]): Promise<Buffer | undefined> {
    const level = (tile.level as number) + 1;
    const above = Math.floor(tile.index / TILE_WIDTH);
    const parent = await this.prove({ level, index: above, width: widthOf(level, above, this.checkpoint.size) }, []);
    const at = (tile.index % TILE_WIDTH) * HASH_BYTES;
    const wanted = parent?.subarray(at, at + HASH_BYTES);
    const own = await this.bytesOf(tile);
    const isSigned = (bytes: Buffer): boolean => wanted !== undefined && sameHash(rootOfRow(bytes), wanted);
    if (own !== undefined && isSigned(own)) {
      await this.checkNarrower(tile, own);
      return own;
    }
    if (own === undefined || wanted !== undefined) this.wrongFile(tilePath(tile));
    const rows = rowsOf(tile, candidates);
    return rows.find(isSigned) ?? own ?? rows[0];
  }

  /** Partial forms from earlier checkpoints are beginnings of the tile. */
  private async checkNarrower(tile: Tile, bytes: Buffer): Promise<void> {
    for (const width of await this.folder.partialWidths(tile)) {
      const partial = await this.folder.find({ ...tile, width });
      // One that is gone meanwhile became a full one; one wider than what was signed is being written just now.
      if (partial !== undefined && width < tile.width && (partial.length !== width * HASH_BYTES || !sameHash(partial, bytes.subarray(0, partial.length)))) this.wrongFile(tilePath({ ...tile, width }));
    }
  }

  private async bytesOf(tile: Tile): Promise<Buffer | undefined> {
    try {
      return await this.folder.read(tile);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'LOG_DAMAGED') return undefined;
      throw error;
    }
  }
}

/** The candidates that have as many hashes as the tile. */
const rowsOf = ({ width }: Tile, candidates: readonly (() => Buffer)[]): readonly Buffer[] => candidates.map((bytes) => bytes()).filter(({ length }) => length === width * HASH_BYTES);
