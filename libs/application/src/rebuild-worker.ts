/** The thread that rebuilds read models beside a running server: its own connections, so that folding never holds up a request. */
import { parentPort, workerData } from 'node:worker_threads';
import { DomainError, type ErrorKind } from '#kernel';
import type { RebuiltProjection } from '#projections';
import type { LedgerConfig } from './config.js';
import { Ledger } from './ledger.js';

/** What the thread is started with, as `workerData`. */
export interface RebuildRequest {
  readonly config: Omit<LedgerConfig, 'mode'>;
  /** Projections to rebuild; all where empty. */
  readonly names: readonly string[];
}

/** What the thread tells; `done`, `failed` or `stopped` is the last message. */
export type RebuildMessage =
  | { readonly kind: 'progress'; readonly events: number }
  | { readonly kind: 'done'; readonly projections: readonly RebuiltProjection[] }
  | { readonly kind: 'stopped' }
  /** `refusal` is absent for an error that only the program's authors can act on; its text may name people and stays here. */
  | { readonly kind: 'failed'; readonly name: string; readonly frames: readonly string[]; readonly refusal?: { readonly code: string; readonly kind: ErrorKind; readonly message: string } };

/** The only message the thread understands: end at the next page, leaving the running read models as they are. */
export type StopRebuild = 'stop';

if (parentPort) await run(parentPort, workerData as RebuildRequest);

async function run(port: NonNullable<typeof parentPort>, { config, names }: RebuildRequest): Promise<void> {
  const tell = (message: RebuildMessage): void => port.postMessage(message);
  let stopping = false;
  try {
    // Read-only: the events belong to the process that serves; only the read models are written here.
    const ledger = await Ledger.open({ ...config, mode: 'readOnly' });
    let closed: Promise<void> | undefined;
    const close = (): Promise<void> => (closed ??= ledger.close());
    port.on('message', (message) => {
      if ((message as StopRebuild) !== 'stop') return;
      stopping = true;
      void close();
    });
    try {
      const projections = await ledger.rebuild(names, (events) => tell({ kind: 'progress', events }));
      tell(stopping ? { kind: 'stopped' } : { kind: 'done', projections });
    } finally {
      await close();
    }
  } catch (error) {
    tell(stopping ? { kind: 'stopped' } : failure(error));
  } finally {
    // The listener would keep the thread alive.
    port.close();
  }
}

function failure(error: unknown): RebuildMessage {
  // What follows the message, which could quote a row.
  const frames = error instanceof Error && error.stack !== undefined ? error.stack.slice(error.stack.indexOf(error.message) + error.message.length).split('\n').filter((line) => line.startsWith('    at ')) : [];
  const name = error instanceof Error ? error.name : typeof error;
  if (!(error instanceof DomainError)) return { kind: 'failed', name, frames };
  return { kind: 'failed', name, frames, refusal: { code: error.code, kind: error.kind, message: error.message } };
}
