/** A bounded queue of long work, one job at a time; jobs live as long as the process and are found by their id. */
import { randomUUID } from 'node:crypto';
import { DomainError } from '#kernel';

export type JobStatus = 'waiting' | 'running' | 'succeeded' | 'failed';

export interface Job<Input, Progress, Result> {
  readonly id: string;
  readonly input: Input;
  readonly createdAt: string;
  status: JobStatus;
  progress: Progress | null;
  result: Result | null;
  /** What was thrown, while `failed`. */
  error: unknown;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface JobQueueOptions<Input, Progress, Result> {
  /** What the jobs are, in the plural, for messages. */
  readonly what: string;
  /** Jobs waiting beside the one that runs. */
  readonly waiting: number;
  /** Finished jobs that are remembered. */
  readonly kept: number;
  readonly now: () => string;
  readonly run: (job: Job<Input, Progress, Result>, onProgress: (progress: Progress) => void) => Promise<Result>;
  /** Called once for each job that was accepted, whatever became of it. Must not throw. */
  readonly onFinished?: (job: Job<Input, Progress, Result>) => Promise<void> | void;
}

export class JobQueue<Input, Progress, Result> {
  private readonly jobs = new Map<string, Job<Input, Progress, Result>>();
  private readonly line: Job<Input, Progress, Result>[] = [];
  private working: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: JobQueueOptions<Input, Progress, Result>) {}

  /** @throws DomainError `QUEUE_FULL` `STOPPING` */
  ensureRoom(): void {
    const { what, waiting } = this.options;
    if (this.stopped) throw new DomainError('STOPPING', 'unavailable', 'The server is stopping and takes no more work. Try again when it is back.');
    // Idle, the next job does not wait at all.
    if (this.working !== undefined && this.line.length >= waiting) {
      throw new DomainError('QUEUE_FULL', 'limit', `${waiting} ${what} are waiting already, the most there may be. Try again when one of them is done.`, { waiting });
    }
  }

  /** @throws DomainError `QUEUE_FULL` `STOPPING` */
  add(input: Input): Job<Input, Progress, Result> {
    this.ensureRoom();
    const job: Job<Input, Progress, Result> = {
      id: randomUUID(), input, createdAt: this.options.now(), status: 'waiting', progress: null, result: null, error: undefined, startedAt: null, finishedAt: null,
    };
    this.jobs.set(job.id, job);
    this.line.push(job);
    this.working ??= this.work();
    return job;
  }

  find(id: string): Job<Input, Progress, Result> | undefined {
    return this.jobs.get(id);
  }

  /** Those that wait or run, and the finished ones that are remembered; oldest first. */
  list(): readonly Job<Input, Progress, Result>[] {
    return [...this.jobs.values()];
  }

  /** Takes no more jobs, fails those that wait, and waits for the one that runs; whoever runs it must end it. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const job of this.line.splice(0)) {
      await this.finish(job, 'failed', new DomainError('STOPPING', 'unavailable', 'The server stopped before the job began; nothing of it was done. Send it again.'));
    }
    await this.working;
  }

  private async work(): Promise<void> {
    for (let job = this.line.shift(); job !== undefined; job = this.line.shift()) {
      const current = job;
      current.status = 'running';
      current.startedAt = this.options.now();
      try {
        current.result = await this.options.run(current, (progress) => (current.progress = progress));
        await this.finish(current, 'succeeded');
      } catch (error) {
        await this.finish(current, 'failed', error);
      }
    }
    this.working = undefined;
  }

  private async finish(job: Job<Input, Progress, Result>, status: 'succeeded' | 'failed', error?: unknown): Promise<void> {
    job.error = error;
    job.finishedAt = this.options.now();
    await this.options.onFinished?.(job);
    // Last, so that whoever sees the status sees all that belongs to it.
    job.status = status;
    const finished = this.list().filter((other) => other.finishedAt !== null);
    for (const old of finished.slice(0, Math.max(0, finished.length - this.options.kept))) this.jobs.delete(old.id);
  }
}
