/** Runs a rebuild in a thread of its own and listens to what it tells. */
import { Worker } from 'node:worker_threads';
import type { RebuildMessage, RebuildRequest, StopRebuild } from '#application';
import { DomainError } from '#kernel';
import type { RebuiltProjection } from '#projections';

const FILE = 'libs/application/src/rebuild-worker.js';
/** A thread cannot load TypeScript: run from source, under Jest, it takes what the last build made. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? `../../../../dist/${FILE}` : `../../../../${FILE}`, import.meta.url);
/** After being told to stop, a thread gets this long to end at its next page. */
const STOP_MS = 5_000;

/** An error in the thread, without its text. */
export class RebuildCrashed extends Error {
  override readonly name = 'RebuildCrashed';

  constructor(name: string, frames: readonly string[]) {
    super(`the rebuild thread failed with ${name}`);
    this.stack = [`${this.name}: ${this.message}`, ...frames].join('\n');
  }
}

/** @throws DomainError as `Ledger.rebuild`, or `STOPPING` when the signal ended it; `RebuildCrashed` */
export async function rebuildInThread(request: RebuildRequest, signal: AbortSignal, onProgress: (events: number) => void): Promise<readonly RebuiltProjection[]> {
  signal.throwIfAborted();
  const worker = new Worker(WORKER, { workerData: request, name: 'rebuild' });
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    worker.postMessage('stop' satisfies StopRebuild);
    timer = setTimeout(() => void worker.terminate(), STOP_MS);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      let last: RebuildMessage | undefined;
      worker.on('message', (message: RebuildMessage) => {
        if (message.kind === 'progress') onProgress(message.events);
        else last = message;
      });
      worker.on('error', reject);
      // Only when the thread is gone are its connections closed: then, and not before, the next may begin.
      worker.on('exit', (code) => {
        if (last?.kind === 'done') resolve(last.projections);
        else if (last?.kind === 'failed') reject(last.refusal ? new DomainError(last.refusal.code, last.refusal.kind, last.refusal.message) : new RebuildCrashed(last.name, last.frames));
        else if (signal.aborted) reject(new DomainError('STOPPING', 'unavailable', 'The server stopped during the rebuild; the running read models are as they were. Start it again.'));
        else reject(new RebuildCrashed(`exit code ${code}`, []));
      });
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
