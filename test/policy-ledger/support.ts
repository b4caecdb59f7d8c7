/** A real ledger in a directory of its own, for tests of policy. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Ledger, type StandardEntry } from '#application';
import type { RecordedEvent } from '#event-store';
import type { Actor } from '#kernel';
import type { Sheets } from '../support/workbooks.js';

export const ACTOR: Actor = { staffId: 'test' };

export class Office {
  private constructor(private readonly directory: string, public ledger: Ledger) {}

  static async open(): Promise<Office> {
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-policy-'));
    return new Office(directory, await Ledger.open({ dataDir: directory, mode: 'readWrite' }));
  }

  get policy(): Ledger['policy'] {
    return this.ledger.policy;
  }

  publish(...entries: readonly StandardEntry[]): ReturnType<Ledger['policy']['publishStandards']> {
    return this.policy.publishStandards(entries, ACTOR);
  }

  async events(): Promise<readonly RecordedEvent[]> {
    return (await this.ledger.store.readAll()).events;
  }

  /** Ends the program and starts it anew; without its read models, where asked. */
  async restart(withoutViews = false): Promise<void> {
    await this.ledger.close();
    if (withoutViews) for (const suffix of ['', '-wal', '-shm']) rmSync(join(this.directory, `views.db${suffix}`), { force: true });
    this.ledger = await Ledger.open({ dataDir: this.directory, mode: 'readWrite' });
    await this.ledger.catchUp();
  }

  async close(): Promise<void> {
    await this.ledger.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** An instant after everything recorded so far and before everything recorded later. */
export async function instant(): Promise<string> {
  await setTimeout(3);
  const now = new Date().toISOString();
  await setTimeout(3);
  return now;
}

export const standard = (key: string, division: string, value: string, from: string, further: Partial<StandardEntry> = {}): StandardEntry => ({ key, division, value, from, ...further });
export const refusal = (code: string) => expect.objectContaining({ name: 'DomainError', code }) as Error;
export const packFile = (pack: string): string => readFileSync(join('libs', 'policy', 'packs', `${pack}.yaml`), 'utf8');

/** A replacement that must find its place. */
export function replaced(text: string, ...pairs: readonly (readonly [string, string])[]): string {
  return pairs.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`there is no ${from}`);
    return changed.replace(from, to);
  }, text);
}

/** The little county as a county of Guangxi. */
export function inGuangxi(sheets: Sheets): void {
  sheets['说明'] = [['项目', '内容'], ['行政区划代码', '450103'], ['年度', '2019'], ['截止日期', '2019-12-31'], ['政策文件', 'GX-2019']];
  sheets['家庭'] = [['户编号', '户主人员编号', '街镇代码'], ['H1', '0001', '450103001'], ['H2', '0003', '450103002']];
}
