/** The tree against published vectors, against RFC 6962 written down a second time, and against proofs that must not hold. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { mth, path, subproof } from '../testing/rfc6962.js';
import { TreeInMemory } from '../testing/tree-in-memory.js';
import { GrowingTree } from './growing.js';
import { EMPTY_ROOT, leafHash, nodeHash } from './hash.js';
import { consistencyProof, inclusionProof, rootFromNodes } from './proofs.js';
import { hashesAt, parseTilePath, partialTiles, tilePath, widthOf } from './tiles.js';
import { verifyConsistency, verifyInclusion } from './verify.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const entriesOf = (count: number): Buffer[] => Array.from({ length: count }, (_, n) => Buffer.from(`entry ${n}`));

/** The test tree of Certificate Transparency's reference implementation: its leaves, and the roots of its first 1 … 8 leaves. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex);
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(hex);

describe('published vectors', () => {
  test('the empty tree, a leaf, a node', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leafHash(new Uint8Array(0))).toEqual(ROOTS[0]);
    // A vector of the reference implementation.
    expect(leafHash(Buffer.from('L123456')).toString('hex')).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56');
    expect(nodeHash(ROOTS[0] as Buffer, leafHash(Buffer.of(0)))).toEqual(ROOTS[1]);
    // A node is no leaf, whatever its children are.
    expect(leafHash(Buffer.concat([ROOTS[0] as Buffer, leafHash(Buffer.of(0))]))).not.toEqual(ROOTS[1]);
  });

  test.each(ROOTS.map((root, at) => [at + 1, root] as const))('the root of %i leaves', async (size, root) => {
    const memory = new TreeInMemory().grow(LEAVES.slice(0, size));
    expect(memory.tree.root()).toEqual(root);
    expect(await rootFromNodes(size, memory.nodes())).toEqual(root);
  });

  test('proofs', async () => {
    const memory = new TreeInMemory().grow(LEAVES);
    const inHex = async (proof: Promise<readonly Buffer[]>): Promise<string[]> => (await proof).map((hash) => hash.toString('hex'));
    expect(await inHex(inclusionProof(0, 8, memory.nodes(8)))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(await inHex(consistencyProof(6, 8, memory.nodes(8)))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });
});

test('entries of any length, the longest a bundle takes and a short one after it', () => {
  for (const length of [0, 4_095, 4_096, 65_535, 3]) {
    const entry = Buffer.alloc(length, 0xa7);
    expect(leafHash(entry)).toEqual(createHash('sha256').update(Buffer.of(0)).update(entry).digest());
  }
});

describe('paths of tiles', () => {
  test('as the specification writes them', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 'entries', index: 0, width: 7 })).toBe('tile/entries/000.p/7');
    expect(tilePath({ level: 2, index: 1_000, width: 256 })).toBe('tile/2/x001/000');
  });

  test('are read back, and nothing else is', () => {
    fc.assert(fc.property(fc.oneof(fc.constant('entries' as const), fc.nat(63)), fc.nat(2 ** 40), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
      expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
    }));
    for (const wrong of ['tile/00/001', 'tile/64/001', 'tile/0/1', 'tile/0/x000/001', 'tile/0/001.p/0', 'tile/0/001.p/256', 'tile/0/001.p/257', 'tile/0/001.p/07', 'tile/0/001.p/', 'tile/0/../001', 'tile/-1/001', 'tile/data/001', 'tile/0/x01/001', '/tile/0/001', 'tile/0/001/', 'tile/0/001\n']) {
      expect([wrong, parseTilePath(wrong)]).toEqual([wrong, undefined]);
    }
  });

  test('the trees of 70,000 and of 256 leaves have the tiles that the specification tells', () => {
    expect([hashesAt(0, 70_000), widthOf(0, 272, 70_000), widthOf(0, 273, 70_000), widthOf(0, 274, 70_000), widthOf(1, 0, 70_000)]).toEqual([70_000, 256, 112, 0, 256]);
    expect(partialTiles(70_000)).toEqual([{ level: 0, index: 273, width: 112 }, { level: 1, index: 1, width: 17 }, { level: 2, index: 0, width: 1 }]);
    expect(partialTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(partialTiles(0)).toEqual([]);
  });
});

/** Sizes around the widths of tiles, where mistakes are, and any others. The tree of 66,000 has three levels. */
const sizes = fc.oneof(fc.constantFrom(1, 2, 3, 255, 256, 257, 511, 512, 513, 767, 768, 1_023, 1_024, 1_025), fc.integer({ min: 1, max: 1_100 }));

describe('against RFC 6962', () => {
  const all = entriesOf(1_100);
  const tree = (size: number): TreeInMemory => new TreeInMemory().grow(all.slice(0, size));

  test('every size gives the root of the definition, grown at once, resumed from its tiles, or read from them', async () => {
    await fc.assert(fc.asyncProperty(sizes, sizes, async (size, more) => {
      const expected = mth(all.slice(0, size));
      const memory = tree(size);
      expect(memory.tree.root()).toEqual(expected);
      expect(await rootFromNodes(size, memory.nodes())).toEqual(expected);
      const first = Math.min(size, more);
      const resumed = await GrowingTree.resume(first, tree(first).read);
      for (const entry of all.slice(first, size)) for (const { tile, bytes } of resumed.append(leafHash(entry))) expect(bytes).toEqual(memory.tiles.get(tilePath(tile)));
      expect([resumed.size, resumed.root()]).toEqual([size, expected]);
      expect(resumed.partials()).toEqual(memory.tree.partials());
    }), { numRuns: 60 });
  });

  test('every leaf is included, and its proof is the one of the definition', async () => {
    await fc.assert(fc.asyncProperty(sizes, fc.nat(), async (size, any) => {
      const index = any % size;
      const entries = all.slice(0, size);
      const proof = await inclusionProof(index, size, tree(size).nodes());
      expect(proof).toEqual(path(index, entries));
      expect(verifyInclusion(leafHash(entries[index] as Buffer), index, size, proof, mth(entries))).toBe(true);
    }), { numRuns: 60 });
  });

  test('any two sizes are consistent, and the proof is the one of the definition', async () => {
    await fc.assert(fc.asyncProperty(sizes, sizes, async (a, b) => {
      const [older, newer] = [Math.min(a, b), Math.max(a, b)];
      const proof = await consistencyProof(older, newer, tree(newer).nodes());
      expect(proof).toEqual(subproof(older, all.slice(0, newer), true));
      expect(verifyConsistency(older, newer, mth(all.slice(0, older)), mth(all.slice(0, newer)), proof)).toBe(true);
    }), { numRuns: 60 });
  });

  test('all sizes up to 40, exhaustively', async () => {
    for (let newer = 0; newer <= 40; newer += 1) {
      const [nodes, root] = [tree(newer).nodes(), mth(all.slice(0, newer))];
      for (let older = 0; older <= newer; older += 1) {
        expect(verifyConsistency(older, newer, mth(all.slice(0, older)), root, await consistencyProof(older, newer, nodes))).toBe(true);
        if (older < newer) expect(verifyInclusion(leafHash(all[older] as Buffer), older, newer, await inclusionProof(older, newer, nodes), root)).toBe(true);
      }
    }
  });

  test('a tree of three levels', async () => {
    const many = entriesOf(66_000);
    const memory = new TreeInMemory().grow(many);
    const root = memory.tree.root();
    expect(root).toEqual(mth(many));
    expect(verifyInclusion(leafHash(many[65_999] as Buffer), 65_999, 66_000, await inclusionProof(65_999, 66_000, memory.nodes()), root)).toBe(true);
    expect(verifyConsistency(65_537, 66_000, mth(many.slice(0, 65_537)), root, await consistencyProof(65_537, 66_000, memory.nodes()))).toBe(true);
  });
});

describe('nothing else is proved', () => {
  const flip = (bytes: Buffer, bit: number): Buffer => {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
    return changed;
  };
  const all = entriesOf(300);
  const proofOf = (size: number) => new TreeInMemory().grow(all.slice(0, size)).nodes();

  test('not another leaf, index, size, root or proof of inclusion', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(255), fc.nat(), async (size, any, bit, other) => {
      const index = any % size;
      const [leaf, root] = [leafHash(all[index] as Buffer), mth(all.slice(0, size))];
      const proof = await inclusionProof(index, size, proofOf(size));
      const at = other % proof.length;
      expect(verifyInclusion(flip(leaf, bit), index, size, proof, root)).toBe(false);
      expect(verifyInclusion(leaf, index, size, proof, flip(root, bit))).toBe(false);
      expect(verifyInclusion(leaf, index, size, proof.map((hash, n) => (n === at ? flip(hash, bit) : hash)), root)).toBe(false);
      expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(false);
      expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
      const wrong = other % size;
      if (wrong !== index) expect(verifyInclusion(leaf, wrong, size, proof, root)).toBe(false);
      for (const invalid of [-1, size, 0.5, NaN, 2 ** 53]) expect(verifyInclusion(leaf, invalid, size, proof, root)).toBe(false);
    }), { numRuns: 60 });
  });

  test('not another older or newer tree, nor a fork', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 299 }), fc.integer({ min: 1, max: 200 }), fc.nat(255), fc.nat(), async (older, more, bit, other) => {
      const newer = Math.min(300, older + more);
      const [from, to] = [mth(all.slice(0, older)), mth(all.slice(0, newer))];
      const proof = await consistencyProof(older, newer, proofOf(newer));
      expect(verifyConsistency(older, newer, flip(from, bit), to, proof)).toBe(false);
      expect(verifyConsistency(older, newer, from, flip(to, bit), proof)).toBe(false);
      const at = other % proof.length;
      expect(verifyConsistency(older, newer, from, to, proof.map((hash, n) => (n === at ? flip(hash, bit) : hash)))).toBe(false);
      expect(verifyConsistency(older, newer, from, to, proof.slice(0, -1))).toBe(false);
      expect(verifyConsistency(older, newer, from, to, [...proof, to])).toBe(false);
      // A newer tree in which one of the older leaves reads otherwise has no proof, whatever is sent.
      const fork = [...all.slice(0, newer)];
      fork[other % older] = Buffer.from('another');
      const forked = new TreeInMemory().grow(fork);
      expect(verifyConsistency(older, newer, from, forked.tree.root(), await consistencyProof(older, newer, forked.nodes()))).toBe(false);
    }), { numRuns: 60 });
  });

  test('an empty tree is the beginning of all, another root of nothing is of none', () => {
    expect(verifyConsistency(0, 5, EMPTY_ROOT, mth(all.slice(0, 5)), [])).toBe(true);
    expect(verifyConsistency(0, 5, mth(all.slice(0, 1)), mth(all.slice(0, 5)), [])).toBe(false);
    expect(verifyConsistency(5, 4, mth(all.slice(0, 5)), mth(all.slice(0, 4)), [])).toBe(false);
  });

  test('no proof is made that there cannot be', async () => {
    await expect(inclusionProof(3, 3, proofOf(3))).rejects.toThrow(RangeError);
    await expect(consistencyProof(4, 3, proofOf(3))).rejects.toThrow(RangeError);
  });
});
