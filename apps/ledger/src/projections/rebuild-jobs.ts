/** Rebuilds as jobs: one thread at a time, beside the serving one. */
import { systemClock } from '#application';
import type { RebuiltProjection } from '#projections';
import { type Job, JobQueue } from '../jobs/job-queue.js';
import { describeError, type Log } from '../log/log.js';
import type { ServerSettings } from '../tokens.js';
import { rebuildInThread } from './rebuild-thread.js';

export interface RebuildProgress {
  /** Events read so far. */
  readonly events: number;
}
export interface RebuildResult {
  readonly projections: readonly RebuiltProjection[];
}
export type RebuildJob = Job<readonly string[], RebuildProgress, RebuildResult>;

export class RebuildJobs {
  private readonly stopping = new AbortController();
  private readonly queue: JobQueue<readonly string[], RebuildProgress, RebuildResult>;

  constructor(log: Log, { dataDir, eventStoreUrl, keys, limits }: ServerSettings) {
    this.queue = new JobQueue({
      what: 'rebuilds', waiting: limits.waitingRebuilds, kept: limits.keptJobs, now: systemClock.now,
      run: async ({ input }, onProgress) => ({
        projections: await rebuildInThread({ config: { dataDir, eventStoreUrl, keys }, names: input }, this.stopping.signal, (events) => onProgress({ events })),
      }),
      onFinished: ({ id, error, result }) => {
        if (error !== undefined) log.warn({ job: id, ...describeError(error) }, 'rebuild failed');
        else log.info({ job: id, projections: result?.projections.length }, 'rebuild finished');
      },
    });
  }

  /** @param names all projections where empty. @throws DomainError `QUEUE_FULL` `STOPPING` */
  add(names: readonly string[]): RebuildJob {
    return this.queue.add(names);
  }

  find(id: string): RebuildJob | undefined {
    return this.queue.find(id);
  }

  stop(): Promise<void> {
    this.stopping.abort();
    return this.queue.stop();
  }
}
