/** What every command needs: the ledger it works on, the streams it reads and prints to, the exit code it ends with. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { keysConfigOf, Ledger, type LedgerConfig, logOriginOf, papersConfigOf, retentionYearsOf, witnessPolicyOf } from '#application';
import { type Actor, DomainError } from '#kernel';
import type { Bytes } from './input.js';
import { type Column, table } from './output.js';
import { refusalText } from './refusal-text.js';
import { saveTable } from './save-table.js';

export const ExitCode = { Done: 0, Differs: 1, Usage: 2, Failed: 3 } as const;

/** Nobody has signed in, so the ledger can only say which door it came through. */
export const ACTOR: Actor = { staffId: 'cli', role: 'operator' };

/** `process`, or what a test puts in its place. */
export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly stdin?: Bytes;
}

interface GlobalOptions {
  readonly data: string;
  readonly json?: boolean;
}

export class Cli {
  exitCode: number = ExitCode.Done;
  /** What was recorded is recorded, but nobody outside can verify it until the log has it. */
  logFailed = false;

  constructor(private readonly streams: Streams) {}

  get stdout(): NodeJS.WriteStream {
    return this.streams.stdout;
  }

  get stderr(): NodeJS.WriteStream {
    return this.streams.stderr;
  }

  /** Touched only by who reads it: opening it would keep the process waiting for its end. */
  readonly stdin = (): Bytes => this.streams.stdin ?? process.stdin;

  config(command: Command, mode: LedgerConfig['mode']): LedgerConfig {
    return { dataDir: this.options(command).data, eventStoreUrl: process.env['EVENTSTORE_URL'] || undefined, papers: papersConfigOf(process.env), logOrigin: logOriginOf(process.env), keys: keysConfigOf(process.env), retentionYears: retentionYearsOf(process.env), witnessPolicy: witnessPolicyOf(process.env), mode };
  }

  /** Opens the ledger, runs `work` and closes it, whatever happens. */
  async withLedger<T>(command: Command, mode: LedgerConfig['mode'], work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const config = this.config(command, mode);
    if (mode === 'readOnly') ensureThere(config);
    return run(config, mode === 'readOnly' ? work : this.logged(this.toldOfKeys(work)));
  }

  /** Writes to a ledger that is there already: a slip in --data must not begin another one. */
  async withExistingLedger<T>(command: Command, work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const config = this.config(command, 'readWrite');
    ensureThere(config);
    return run(config, this.logged(this.toldOfKeys(work)));
  }

  /** Reads the ledger, or an empty one where there is none: what the program itself brings can be asked without. */
  async withLedgerOrNone<T>(command: Command, work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const config = this.config(command, 'readOnly');
    if (!isMissing(config)) return run(config, work);
    const dataDir = mkdtempSync(join(tmpdir(), 'taizhang-'));
    try {
      return await run({ dataDir: join(dataDir, 'data'), mode: 'readWrite' }, work);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }

  /** Prints the JSON document, or what a person reads. */
  print(command: Command, json: unknown, text: () => string): void {
    this.streams.stdout.write(`${this.options(command).json === true ? JSON.stringify(json, null, 2) : text()}\n`);
  }

  /** Prints a list, and saves it where `--out` says. `below` stands under the table. @throws DomainError `OUT_KIND` `OUT_UNWRITABLE` */
  async printTable<Row>(command: Command, json: unknown, title: string, columns: readonly Column<Row>[], rows: readonly Row[], { out, below }: { readonly out?: string | undefined; readonly below?: string } = {}): Promise<void> {
    if (out !== undefined) await saveTable(out, title, columns, rows);
    this.print(command, json, () => [table(columns, rows), ...(below === undefined ? [] : [below]), ...(out === undefined ? [] : [`已保存到 ${out}。`])].join('\n'));
  }

  /** Who makes the keys of a ledger is told so, once. */
  private toldOfKeys<T>(work: (ledger: Ledger) => Promise<T>): (ledger: Ledger) => Promise<T> {
    return (ledger) => {
      if (ledger.keys.made) this.streams.stderr.write(`${keysMade(ledger)}\n`);
      return work(ledger);
    };
  }

  /** Whatever the work did or failed to do, what it recorded goes into the transparency log; where another process keeps it, that one does it. */
  private logged<T>(work: (ledger: Ledger) => Promise<T>): (ledger: Ledger) => Promise<T> {
    return async (ledger) => {
      try {
        return await work(ledger);
      } finally {
        await ledger.log.catchUp().catch((error: unknown) => {
          this.logFailed = true;
          const why = error instanceof DomainError ? refusalText(error) : error instanceof Error ? error.message : String(error);
          this.streams.stderr.write(`taizhang: 已记录的内容没有丢失，但透明日志未能更新：${why}\n`);
        });
      }
    };
  }

  private options(command: Command): GlobalOptions {
    const own = command.opts<Partial<GlobalOptions>>();
    const root = command.parent?.parent ?? command.parent ?? command;
    const global = root.opts<GlobalOptions>();
    return { data: own.data ?? global.data, json: own.json ?? global.json ?? false };
  }
}

function keysMade({ keys }: Ledger): string {
  const { since } = keys.status();
  return `个人信息以每人一把密钥加密。密钥库 ${keys.places.keys}，主密钥 ${keys.places.masterKey}。请与台账分开备份：丢失即无法恢复。${since === null ? '' : `${since} 之前记录的事件未加密。`}`;
}

const isMissing = ({ eventStoreUrl, dataDir }: LedgerConfig): boolean => eventStoreUrl === undefined && !existsSync(join(dataDir, 'events.db'));

function ensureThere(config: LedgerConfig): void {
  if (!isMissing(config)) return;
  throw new DomainError('LEDGER_MISSING', 'notFound',
    `There is no ledger in ${config.dataDir}. Import a workbook or published values first ("taizhang import FILE.xlsx", "taizhang standards import FILE.yaml"), or name the right directory with --data.`);
}

async function run<T>(config: LedgerConfig, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await Ledger.open(config);
  try {
    if (config.mode === 'readOnly') await ledger.catchUp();
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
