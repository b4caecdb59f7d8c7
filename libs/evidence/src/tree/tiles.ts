/** Tiles of c2sp.org/tlog-tiles: which there are, what they are called, which of them holds a node of the tree. Sizes and indexes are whole numbers below 2^53. */
import { HASH_BYTES, rootOfRow } from './hash.js';
import type { NodeReader } from './proofs.js';

/** Hashes of a full tile, and entries of a full bundle. */
export const TILE_WIDTH = 256;
/** Binary heights that one level of tiles spans. */
const TILE_HEIGHT = 8;
const MAX_LEVEL = 63;

export interface Tile {
  /** 0 holds the hashes of leaves, each level above those of the full tiles below; `entries` are the bundles of the entries themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 … 256; less than 256 is a partial tile, of the right edge of the tree. */
  readonly width: number;
}

/** Relative to the log's prefix: `tile/0/x001/234`, partial `tile/0/x001/234.p/7`. */
export const tilePath = ({ level, index, width }: Tile): string => `tile/${level}/${indexPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;

/** The folder of all partial forms of a tile. */
export const partialsPath = ({ level, index }: Pick<Tile, 'level' | 'index'>): string => `tile/${level}/${indexPath(index)}.p`;

function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) as string[];
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
}

const PATH = /^tile\/(0|[1-9]\d?|entries)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile a path names, or undefined where it is none, or is not written as the specification writes it. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, groups, partial] = PATH.exec(path) ?? [];
  if (level === undefined || groups === undefined) return undefined;
  const tile: Tile = { level: level === 'entries' ? level : Number(level), index: Number(groups.replaceAll(/[x/]/g, '')), width: partial === undefined ? TILE_WIDTH : Number(partial) };
  const valid = tile.width <= TILE_WIDTH && (tile.level === 'entries' || tile.level <= MAX_LEVEL) && Number.isSafeInteger(tile.index) && tilePath(tile) === path;
  return valid ? tile : undefined;
}

/** Hashes that level `level` of a tree has, in all its tiles. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How wide a tile is in a tree of this size; 0 where there is none. */
export const widthOf = (level: number | 'entries', index: number, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, hashesAt(level === 'entries' ? 0 : level, size) - index * TILE_WIDTH));

/** The partial tiles of hashes of a tree, from level 0 up: its right edge, from which its root follows. */
export function partialTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const width = hashesAt(level, size) % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashesAt(level, size) / TILE_WIDTH), width });
  }
  return tiles;
}

/** Bytes of a tile of hashes as it stands in a tree. */
export type TileReader = (tile: Tile) => Promise<Uint8Array>;

/** Most nodes and tiles that are remembered: a proof takes some twenty. */
const REMEMBERED = 50_000;

/** Nodes of a tree of this size, computed from its tiles; each tile is read once, and each node computed once: proofs of many leaves share most of theirs. */
export function nodesFromTiles(size: number, read: TileReader): NodeReader {
  const known = new Map<string, Promise<Uint8Array>>();
  const nodes = new Map<string, Promise<Buffer>>();
  const node: NodeReader = (height, index) => {
    const name = `${height}/${index}`;
    let computed = nodes.get(name);
    if (computed === undefined) {
      if (nodes.size >= REMEMBERED) for (const all of [nodes, known]) all.clear();
      nodes.set(name, computed = compute(height, index));
    }
    return computed;
  };
  const compute = async (height: number, index: number): Promise<Buffer> => {
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    const first = index * count;
    const tileIndex = Math.floor(first / TILE_WIDTH);
    const tile = { level, index: tileIndex, width: widthOf(level, tileIndex, size) };
    const path = tilePath(tile);
    const reading = known.get(path) ?? read(tile);
    known.set(path, reading);
    const start = (first % TILE_WIDTH) * HASH_BYTES;
    return rootOfRow((await reading).subarray(start, start + count * HASH_BYTES));
  };
  return node;
}
