/** A tree of the program for tests, with the tiles it hands out kept in a map. */
import { GrowingTree } from '../tree/growing.js';
import { leafHash } from '../tree/hash.js';
import { type NodeReader } from '../tree/proofs.js';
import { nodesFromTiles, type Tile, tilePath, type TileReader } from '../tree/tiles.js';

export class TreeInMemory {
  readonly tiles = new Map<string, Buffer>();
  readonly tree = new GrowingTree();

  /** Grows by entries and keeps the full tiles and, as after a checkpoint, the partial ones. */
  grow(entries: readonly Uint8Array[]): this {
    for (const entry of entries) for (const { tile, bytes } of this.tree.append(leafHash(entry))) this.tiles.set(tilePath(tile), bytes);
    for (const { tile, bytes } of this.tree.partials()) this.tiles.set(tilePath(tile), bytes);
    return this;
  }

  readonly read: TileReader = async (tile: Tile) => {
    const bytes = this.tiles.get(tilePath(tile)) ?? this.tiles.get(tilePath({ ...tile, width: 256 }))?.subarray(0, tile.width * 32);
    if (bytes === undefined) throw new Error(`no tile ${tilePath(tile)}`);
    return bytes;
  };

  nodes(size = this.tree.size): NodeReader {
    return nodesFromTiles(size, this.read);
  }
}
