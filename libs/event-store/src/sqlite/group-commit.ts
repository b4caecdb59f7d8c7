/**
 * Collects what is to be committed and commits it together: one write to the disk serves everybody who waits.
 * While a commit runs nothing else does, so the next group is whoever came meanwhile; a lone writer waits for nobody.
 */
import { DomainError } from '#kernel';

/** What became of one job of a group. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: Error };

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly size: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

export interface Bounds {
  /** Most jobs that wait; the next is refused. */
  readonly waitingJobs: number;
  /** Most of their sizes together. */
  readonly waitingSize: number;
  /** A group is closed when it reaches this size, so that other work gets its turn; a larger job is a group of its own. */
  readonly groupSize: number;
}

export class GroupCommit<Job, Result> {
  readonly #bounds: Bounds;
  readonly #commit: (jobs: readonly Job[]) => readonly Outcome<Result>[];
  #waiting: Waiting<Job, Result>[] = [];
  #size = 0;
  #scheduled = false;

  /** @param commit makes all jobs of a group durable; throws when none of them is */
  constructor(bounds: Bounds, commit: (jobs: readonly Job[]) => readonly Outcome<Result>[]) {
    this.#bounds = bounds;
    this.#commit = commit;
  }

  /** Resolves after the commit that holds the job. @throws DomainError `STORE_UNAVAILABLE` when too many wait already */
  submit(job: Job, size: number): Promise<Result> {
    if (this.#waiting.length >= this.#bounds.waitingJobs || (this.#waiting.length > 0 && this.#size + size > this.#bounds.waitingSize)) {
      return Promise.reject(new DomainError('STORE_UNAVAILABLE', 'unavailable',
        `${this.#waiting.length} appends are waiting to be written, as many as may. Wait for earlier ones, then append again.`, { waiting: this.#waiting.length }));
    }
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ job, size, resolve, reject });
      this.#size += size;
      this.#schedule();
    });
  }

  /** Commits everything that waits, now. */
  drain(): void {
    while (this.#waiting.length > 0) this.#commitGroup();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // After the requests that have arrived: they join this group instead of waiting for the next.
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#waiting.length === 0) return;
      this.#commitGroup();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commitGroup(): void {
    const group = this.#takeGroup();
    let outcomes: readonly Outcome<Result>[];
    try {
      outcomes = this.#commit(group.map(({ job }) => job));
    } catch (error) {
      for (const { reject } of group) reject(error as Error);
      return;
    }
    group.forEach(({ resolve, reject }, n) => {
      const outcome = outcomes[n];
      if (outcome && 'result' in outcome) resolve(outcome.result);
      else reject(outcome?.error ?? new Error('a commit must give an outcome for every job'));
    });
  }

  #takeGroup(): Waiting<Job, Result>[] {
    let size = 0;
    let count = 0;
    for (const { size: next } of this.#waiting) {
      if (count > 0 && size + next > this.#bounds.groupSize) break;
      size += next;
      count += 1;
    }
    this.#size -= size;
    return this.#waiting.splice(0, count);
  }
}
