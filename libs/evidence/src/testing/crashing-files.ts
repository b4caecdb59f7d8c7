/**
 * A DOUBLE of the disk, for tests: files in memory that die at a chosen operation, by the end of the process or by a power cut.
 * After a power cut only names whose folder was synced are there: what a file system may do, though few do all of it. Contents are as when `write` or `sync` returned;
 * a write that was under way, or was not synced, leaves half of its bytes. What it does not model: disks that lie about having synced, and files that share blocks.
 */
import { basename, dirname } from 'node:path';
import type { LogFiles } from '../files.js';

export type Death = 'process' | 'power';
/** Nothing of the operation is done, it is half done where it can be, or it is done and nobody hears of it. */
export type Moment = 'before' | 'half' | 'after';

export class Died extends Error {}

type Node = Buffer | 'folder';

export class CrashingFiles implements LogFiles {
  private live = new Map<string, Node>();
  private durable = new Map<string, Node>();
  /** What `writeSoon` wrote and nobody waited for. */
  private readonly unsynced = new Set<Buffer>();
  /** Operations that change something, counted. */
  operations = 0;
  /** Those that can be half done. */
  readonly halvable = new Set<number>();
  private deathAt: { readonly operation: number; readonly moment: Moment; readonly kind: Death } | undefined;
  private dead = false;

  constructor(root: string) {
    for (let folder = root; ; folder = dirname(folder)) {
      this.live.set(folder, 'folder');
      this.durable.set(folder, 'folder');
      if (dirname(folder) === folder) return;
    }
  }

  dieAt(operation: number, moment: Moment, kind: Death): void {
    this.deathAt = { operation, moment, kind };
  }

  /** The machine is on again; what follows does not die. */
  restart(): void {
    if (this.deathAt?.kind === 'power') {
      const kept = (node: Node): Node => (node !== 'folder' && this.unsynced.has(node) ? Buffer.from(node.subarray(0, node.length / 2)) : node);
      this.live = new Map([...this.durable].filter(([path]) => this.reachable(path)).map(([path, node]) => [path, kept(node)]));
    }
    this.unsynced.clear();
    this.durable = new Map(this.live);
    this.deathAt = undefined;
    this.dead = false;
  }

  /** Every file, by its path. */
  get contents(): ReadonlyMap<string, Buffer> {
    return new Map([...this.live].filter((entry): entry is [string, Buffer] => entry[1] !== 'folder').sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  copy(from: CrashingFiles): this {
    this.live = new Map(from.live);
    this.durable = new Map(from.live);
    return this;
  }

  read = async (path: string): Promise<Buffer | undefined> => {
    const node = this.live.get(path);
    return node === undefined || node === 'folder' ? undefined : Buffer.from(node);
  };

  write = (path: string, bytes: Uint8Array): Promise<void> => this.change(
    () => { this.live.set(path, Buffer.from(bytes)); },
    () => { this.live.set(path, Buffer.from(bytes.subarray(0, bytes.length / 2))); },
  );

  writeSoon = (path: string, bytes: Uint8Array): Promise<void> => {
    const soon = (some: Uint8Array): void => {
      const node = Buffer.from(some);
      this.unsynced.add(node);
      this.live.set(path, node);
    };
    return this.change(() => soon(bytes), () => soon(bytes.subarray(0, bytes.length / 2)));
  };

  sync = (path: string): Promise<void> => this.change(() => {
    const node = this.live.get(path);
    if (node === undefined) throw new Error(`no file ${path}`);
    if (node !== 'folder') this.unsynced.delete(node);
  });

  rename = (from: string, to: string): Promise<void> => this.change(() => {
    const node = this.live.get(from);
    if (node === undefined) throw new Error(`no file ${from}`);
    this.live.delete(from);
    this.live.set(to, node);
  });

  makeFolder = async (path: string): Promise<readonly string[]> => {
    if (this.live.has(path)) return [];
    const above = await this.makeFolder(dirname(path));
    await this.change(() => { this.live.set(path, 'folder'); });
    return [...above, dirname(path)];
  };

  syncFolder = (path: string): Promise<void> => this.change(() => {
    const names = (from: Map<string, Node>): string[] => [...from.keys()].filter((name) => name !== path && dirname(name) === path);
    for (const name of names(this.durable)) if (!this.live.has(name)) this.durable.delete(name);
    for (const name of names(this.live)) this.durable.set(name, this.live.get(name) as Node);
  });

  removeFolder = (path: string): Promise<void> => {
    const inside = [...this.live.keys()].filter((name) => name === path || name.startsWith(`${path}/`)).reverse();
    const remove = (names: readonly string[]): void => { for (const name of names) this.live.delete(name); };
    return this.change(() => remove(inside), () => remove(inside.slice(0, 1)));
  };

  list = async (path: string): Promise<readonly string[]> => [...this.live.keys()].filter((name) => name !== path && dirname(name) === path).map((name) => basename(name));
  rights = async (): Promise<number> => 0o600;

  private async change(whole: () => void, half?: () => void): Promise<void> {
    if (this.dead) throw new Died('the machine is off');
    this.operations += 1;
    if (half !== undefined) this.halvable.add(this.operations);
    if (this.deathAt?.operation !== this.operations) return whole();
    if (this.deathAt.moment === 'half') half?.();
    if (this.deathAt.moment === 'after') whole();
    this.dead = true;
    throw new Died(`died at operation ${this.operations}`);
  }

  private reachable(path: string): boolean {
    return dirname(path) === path || (this.durable.get(dirname(path)) === 'folder' && this.reachable(dirname(path)));
  }
}
