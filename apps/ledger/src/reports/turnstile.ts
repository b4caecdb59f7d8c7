/** Lets a few through at a time and a bounded number wait: heavy reading must not pile up without end. */
import { DomainError } from '#kernel';

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
