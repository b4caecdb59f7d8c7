/** How often one address may try to sign in: whoever guesses passwords of many accounts is slowed down, beside the lock on each account. */
import { DomainError } from '#kernel';

/** Attempts that did not succeed, per address, within the window. */
export const MAX_FAILED_SIGN_INS = 30;
/** Milliseconds. */
export const SIGN_IN_WINDOW_MS = 300_000;
/** Addresses remembered; past that the oldest are forgotten. */
export const SIGN_IN_ADDRESSES = 10_000;

interface Attempts { count: number; readonly endsAt: number }

export class SignInAttempts {
  private readonly byAddress = new Map<string, Attempts>();

  constructor(private readonly now: () => number) {}

  /**
   * Does the work as an attempt of the address. It counts from its beginning, so that many at once are no way around, and is given back where nothing was
   * guessed: when it succeeds, or fails for another reason than who asks.
   * @throws DomainError `SIGN_IN_TOO_OFTEN`, and what the work throws
   */
  async of<T>(address: string, work: () => Promise<T>): Promise<T> {
    const attempts = this.current(networkOf(address));
    if (attempts.count >= MAX_FAILED_SIGN_INS) {
      const retryAfterSeconds = Math.ceil((attempts.endsAt - this.now()) / 1000);
      throw new DomainError('SIGN_IN_TOO_OFTEN', 'limit', `Signing in failed ${MAX_FAILED_SIGN_INS} times from this address. Wait ${retryAfterSeconds} seconds, then try again.`, { retryAfterSeconds });
    }
    attempts.count += 1;
    try {
      const result = await work();
      attempts.count -= 1;
      return result;
    } catch (error) {
      if (!isWrongGuess(error)) attempts.count -= 1;
      throw error;
    }
  }

  private current(address: string): Attempts {
    const known = this.byAddress.get(address);
    if (known !== undefined && known.endsAt > this.now()) return known;
    const fresh = { count: 0, endsAt: this.now() + SIGN_IN_WINDOW_MS };
    // As the last one: in the order of their ends the oldest comes first.
    this.byAddress.delete(address);
    this.byAddress.set(address, fresh);
    if (this.byAddress.size > SIGN_IN_ADDRESSES) this.byAddress.delete(this.byAddress.keys().next().value as string);
    return fresh;
  }
}

/** `limit`: the account is locked, which is no reason to go on trying it. */
const isWrongGuess = (error: unknown): boolean => error instanceof DomainError && (error.kind === 'unauthenticated' || error.kind === 'forbidden' || error.kind === 'limit');

/** An IPv6 host usually has a whole /64 to choose its address from, so that is what counts. */
function networkOf(address: string): string {
  if (!address.includes(':') || /^::ffff:\d/i.test(address)) return address;
  const [head = '', tail = ''] = address.split('%', 1)[0]?.split('::', 2) ?? [];
  const before = head.split(':').filter((part) => part !== '');
  const after = tail.split(':').filter((part) => part !== '');
  const groups = address.includes('::') ? [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after] : before;
  return groups.slice(0, 4).join(':');
}
