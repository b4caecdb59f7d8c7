/** What is known of the follower that keeps the read models up to date: whether its last attempt failed. */
import { describeError, type Log } from '../log/log.js';

export class Follower {
  private failingSince: string | null = null;

  constructor(private readonly log: Log, private readonly now: () => string) {}

  /** For `Ledger.follow`: it tries again by itself. */
  failed(error: unknown): void {
    this.failingSince ??= this.now();
    this.log.error(describeError(error), 'the read models could not be brought up to date; trying again');
  }

  /** The follower does not report success; having nothing left to fold is the proof of it. */
  sawLag(since: string | null): void {
    if (since !== null || this.failingSince === null) return;
    this.failingSince = null;
    this.log.info('the read models are up to date again');
  }

  get failing(): string | null {
    return this.failingSince;
  }
}
