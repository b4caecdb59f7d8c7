/** Witnesses of other offices for tests: real ones, each in a folder of its own, over HTTP on this machine. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFiles } from '../files.js';
import type { Verifier } from '../note.js';
import { type ConflictKind } from '../witness/judge-request.js';
import { serveWitness, type WitnessServer } from '../witness/serve-witness.js';
import { Witness, type WitnessAnswer } from '../witness/witness.js';
import { WitnessFolder } from '../witness/witness-folder.js';
import { makeWitnessKey } from '../witness/witness-key.js';

export class WitnessOffice {
  private witness: Witness | undefined;
  private server: WitnessServer | undefined;
  readonly conflicts: ConflictKind[] = [];
  /** Runs before the witness looks at a request, and before its answer leaves. */
  before: () => Promise<void> = () => Promise.resolve();
  after: () => Promise<void> = () => Promise.resolve();
  requests = 0;

  private constructor(readonly name: string, readonly dir: string, readonly vkey: string, private port: number) {}

  static async found(root: string, name: string, log: Verifier): Promise<WitnessOffice> {
    const dir = join(root, name);
    mkdirSync(dir, { recursive: true });
    const office = new WitnessOffice(name, dir, await makeWitnessKey(dir, `${name}.example/witness`, nodeFiles), 0);
    await new WitnessFolder(dir, nodeFiles).trust(log.vkey, undefined);
    await office.open();
    return office;
  }

  /** Again at the same address, from what is on the disk. */
  async open(): Promise<void> {
    const witness = (this.witness = await Witness.open({ dir: this.dir, files: nodeFiles, now: () => new Date().toISOString(), onConflict: ({ kind }) => this.conflicts.push(kind) }));
    const addCheckpoint = async (body: Uint8Array): Promise<WitnessAnswer> => {
      this.requests += 1;
      await this.before();
      const answer = await witness.addCheckpoint(body);
      await this.after();
      return answer;
    };
    this.server = await serveWitness({ addCheckpoint, checkpoint: (hash) => witness.checkpoint(hash) }, { port: this.port, host: '127.0.0.1', onError: () => undefined });
    this.port = Number(new URL(this.server.url).port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The line of a policy. */
  get line(): string {
    return `witness ${this.name} ${this.vkey} ${this.url}\n`;
  }

  async close(): Promise<void> {
    await this.server?.close();
    await this.witness?.close();
    this.server = this.witness = undefined;
  }
}
