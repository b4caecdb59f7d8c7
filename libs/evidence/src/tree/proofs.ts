/** Proofs of RFC 6962 §2.1.1 and §2.1.2, built from nodes of the tree wherever they are kept. */
import { EMPTY_ROOT, nodeHash } from './hash.js';

/** The hash over the leaves [index * 2^height, (index + 1) * 2^height), all of which are there. */
export type NodeReader = (height: number, index: number) => Promise<Buffer>;
/** Hashes from the leaf's side to the root's. */
export type Proof = readonly Buffer[];

/** MTH(D[0:size]). */
export const rootFromNodes = async (size: number, node: NodeReader): Promise<Buffer> => (size === 0 ? EMPTY_ROOT : hashOfRange(0, size, node));

/** PATH(index, D[0:size]). @throws RangeError where there is no such leaf */
export async function inclusionProof(index: number, size: number, node: NodeReader): Promise<Proof> {
  checkOrder(index, size - 1);
  const proof: Buffer[] = [];
  for (let [low, high] = [0, size]; high - low > 1;) {
    const middle = low + split(high - low);
    const left = index < middle;
    proof.unshift(await (left ? hashOfRange(middle, high, node) : hashOfRange(low, middle, node)));
    if (left) high = middle;
    else low = middle;
  }
  return proof;
}

/** PROOF(older, D[0:newer]); empty for an empty older tree, which everything extends. @throws RangeError where the older tree is the larger */
export async function consistencyProof(older: number, newer: number, node: NodeReader): Promise<Proof> {
  checkOrder(older, newer);
  const proof: Buffer[] = [];
  if (older === 0 || older === newer) return proof;
  let [low, high] = [0, newer];
  while (high !== older) {
    const middle = low + split(high - low);
    const left = older <= middle;
    proof.unshift(await (left ? hashOfRange(middle, high, node) : hashOfRange(low, middle, node)));
    if (left) high = middle;
    else low = middle;
  }
  // What was never split off is the older root itself, which the verifier has.
  if (low > 0) proof.unshift(await hashOfRange(low, high, node));
  return proof;
}

function checkOrder(smaller: number, larger: number): void {
  if (!Number.isSafeInteger(smaller) || !Number.isSafeInteger(larger) || smaller < 0 || smaller > larger) throw new RangeError(`no proof leads from ${smaller} to ${larger}`);
}

/** Largest power of two below n, for n > 1. */
function split(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

/** MTH(D[low:high]), where low is a multiple of the largest power of two not above high - low, as in every split of RFC 6962. */
async function hashOfRange(low: number, high: number, node: NodeReader): Promise<Buffer> {
  const count = high - low;
  const height = Math.log2(count);
  if (Number.isInteger(height) && 2 ** height === count) return node(height, low / count);
  const middle = low + split(count);
  return nodeHash(await hashOfRange(low, middle, node), await hashOfRange(middle, high, node));
}
