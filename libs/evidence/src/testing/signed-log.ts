/** A log for tests, in memory: signed heads of any of its sizes, and proofs between them. Two with the same key and other entries are a fork. */
import { createHash } from 'node:crypto';
import { type Checkpoint, signCheckpoint } from '../checkpoint.js';
import { cosignerOf, privateKeyText, type Signer, signerOf } from '../note.js';
import { leafHash } from '../tree/hash.js';
import { consistencyProof, inclusionProof, type Proof, rootFromNodes } from '../tree/proofs.js';
import { addCheckpointText } from '../witness/add-checkpoint.js';
import { TreeInMemory } from './tree-in-memory.js';

export const ORIGIN = 'taizhang.example/360111';
/** A key that is the same each time. */
export const keyOf = (name: string): string => privateKeyText(name, createHash('sha256').update(name).digest());
export const witnessOf = (name: string, at = 1_679_315_147): Signer => cosignerOf(keyOf(name), () => at);

export class SignedLog {
  readonly signer: Signer;
  private readonly tree: TreeInMemory;

  /** @param forksAt from this entry on it is another past */
  constructor(readonly entries: number, { forksAt = Infinity, origin = ORIGIN } = {}) {
    this.signer = signerOf(keyOf(origin));
    this.tree = new TreeInMemory();
    // A tile of every width, so that there are proofs to every size.
    for (let n = 0; n < entries; n += 1) this.tree.grow([this.entry(n, forksAt)]);
  }

  entry(n: number, forksAt = Infinity): Buffer {
    return Buffer.from(`entry ${n}${n >= forksAt ? ' of another past' : ''}`);
  }

  leaf(n: number): Buffer {
    return leafHash(this.entry(n));
  }

  async head(size: number): Promise<Checkpoint> {
    return { origin: this.signer.name, size, root: await rootFromNodes(size, this.tree.nodes(size)) };
  }

  async note(size: number): Promise<string> {
    return signCheckpoint(await this.head(size), this.signer);
  }

  consistency(older: number, newer: number): Promise<Proof> {
    return consistencyProof(older, newer, this.tree.nodes(newer));
  }

  inclusion(index: number, size: number): Promise<Proof> {
    return inclusionProof(index, size, this.tree.nodes(size));
  }

  /** The body of `add-checkpoint` with the right proof. */
  async request(oldSize: number, size: number): Promise<Buffer> {
    return Buffer.from(addCheckpointText({ oldSize, proof: await this.consistency(oldSize, size), note: await this.note(size) }));
  }
}
