/** A tree that grows leaf by leaf, of which only the right edge is held: one unfinished tile per level. */
import { EMPTY_ROOT, HASH_BYTES, nodeHash, rootOfRow } from './hash.js';
import { hashesAt, partialTiles, type Tile, TILE_WIDTH, type TileReader } from './tiles.js';

export interface WrittenTile {
  readonly tile: Tile;
  readonly bytes: Buffer;
}

export class GrowingTree {
  /** Hashes of the unfinished tile of each level; full ones have been handed out. */
  private readonly edge: Buffer[][] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  /** The tree of a size whose tiles are kept elsewhere. */
  static async resume(size: number, read: TileReader): Promise<GrowingTree> {
    const tree = new GrowingTree();
    tree.leaves = size;
    for (const tile of partialTiles(size)) tree.edge[tile.level as number] = rowOf(await read(tile));
    for (let level = 0; hashesAt(level, size) > 0; level += 1) tree.edge[level] ??= [];
    return tree;
  }

  /** @returns the tiles that this leaf completes, from level 0 up */
  append(leaf: Buffer): readonly WrittenTile[] {
    this.leaves += 1;
    const full: WrittenTile[] = [];
    let hash = leaf;
    for (let level = 0; ; level += 1) {
      const row = (this.edge[level] ??= []);
      row.push(hash);
      if (row.length < TILE_WIDTH) return full;
      const bytes = Buffer.concat(row);
      full.push({ tile: { level, index: hashesAt(level, this.leaves) / TILE_WIDTH - 1, width: TILE_WIDTH }, bytes });
      this.edge[level] = [];
      hash = rootOfRow(bytes);
    }
  }

  /** The unfinished tiles, from level 0 up. */
  partials(): readonly WrittenTile[] {
    return partialTiles(this.leaves).map((tile) => ({ tile, bytes: Buffer.concat(this.edge[tile.level as number] as Buffer[]) }));
  }

  /** MTH over all leaves: the perfect trees that make it up, hashed together from the right. */
  root(): Buffer {
    let root: Buffer | undefined;
    for (const row of this.edge) {
      for (let [end, count] = [row.length, 1]; end > 0; count *= 2) {
        if (Math.floor(row.length / count) % 2 === 0) continue;
        const peak = rootOfRow(Buffer.concat(row.slice(end - count, end)));
        root = root === undefined ? peak : nodeHash(peak, root);
        end -= count;
      }
    }
    return root ?? EMPTY_ROOT;
  }
}

function rowOf(bytes: Uint8Array): Buffer[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) => Buffer.from(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)));
}
