/** Lets a few through at a time and a bounded number wait: heavy reading must not pile up without end. */
import { DomainError } from '#kernel';
import type { ServerLimits } from '../tokens.js';

export class Turnstile {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limits: { readonly running: number; readonly waiting: number }) {}

  /** @throws DomainError `QUEUE_FULL` */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.limits.running) {
      if (this.waiting.length >= this.limits.waiting) {
        throw new DomainError('QUEUE_FULL', 'limit', 'Too many reports of this kind are being computed. Try again in a moment.', { waiting: this.limits.waiting });
      }
      // Whoever leaves hands its place over, so the count stays the same.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

/** One pair for the whole server: what is bounded is its work, whichever controller was asked. */
export class Turnstiles {
  readonly live: Turnstile;
  /** For what folds or searches much of the ledger anew. */
  readonly history: Turnstile;

  constructor(limits: Pick<ServerLimits, 'reports' | 'history'>) {
    this.live = new Turnstile(limits.reports);
    this.history = new Turnstile(limits.history);
  }
}
