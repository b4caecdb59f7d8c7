/** What every command needs: the ledger it works on, the streams it prints to, the exit code it ends with. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Ledger, type LedgerConfig } from '#application';
import { DomainError } from '#kernel';

export const ExitCode = { Done: 0, Differs: 1, Usage: 2, Failed: 3 } as const;

interface GlobalOptions {
  readonly data: string;
  readonly json?: boolean;
}

export class Cli {
  exitCode: number = ExitCode.Done;

  constructor(private readonly stdout: NodeJS.WriteStream, readonly stderr: NodeJS.WriteStream) {}

  config(command: Command, mode: LedgerConfig['mode']): LedgerConfig {
    return { dataDir: this.options(command).data, eventStoreUrl: process.env['EVENTSTORE_URL'] || undefined, mode };
  }

  /** Opens the ledger, runs `work` and closes it, whatever happens. */
  async withLedger<T>(command: Command, mode: LedgerConfig['mode'], work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const config = this.config(command, mode);
    if (mode === 'readOnly' && config.eventStoreUrl === undefined && !existsSync(join(config.dataDir, 'events.db'))) {
      throw new DomainError('LEDGER_MISSING', 'notFound', `There is no ledger in ${config.dataDir}. Import a workbook first ("taizhang import FILE.xlsx"), or name the right directory with --data.`);
    }
    const ledger = await Ledger.open(config);
    try {
      if (mode === 'readOnly') await ledger.catchUp();
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  }

  /** Prints the JSON document, or what a person reads. */
  print(command: Command, json: unknown, text: () => string): void {
    this.stdout.write(`${this.options(command).json === true ? JSON.stringify(json, null, 2) : text()}\n`);
  }

  private options(command: Command): GlobalOptions {
    const own = command.opts<Partial<GlobalOptions>>();
    const root = command.parent?.parent ?? command.parent ?? command;
    const global = root.opts<GlobalOptions>();
    return { data: own.data ?? global.data, json: own.json ?? global.json ?? false };
  }
}
