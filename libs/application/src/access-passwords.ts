/** Passwords: hashed with argon2id, made at random for the first time, and refused where anybody would try them first. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '#kernel';

/** Argon2id at the strength the OWASP Password Storage Cheat Sheet asks for at least: KiB of memory, passes, lanes. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Characters of a password. Length is what protects; composition is not asked for (NIST SP 800-63B). */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;
/** Hashes computed or waited for at once: each takes 19 MiB. */
export const MAX_HASHING = 64;
/** Different characters a password has at least. */
const MIN_DISTINCT = 5;

/** The commonest of at least twelve characters; runs and repetitions are found by their form. */
const COMMON: ReadonlySet<string> = new Set([
  'password1234', 'password12345', 'password123456', 'passw0rd1234', 'p@ssw0rd1234', 'administrator', 'administrator1', 'qwertyuiop12', 'qwertyuiop123', 'qwertyuiopasdf',
  'qwertyuiop[]', 'asdfghjkl123', '1q2w3e4r5t6y', '1qaz2wsx3edc', 'zaq12wsxcde3', 'qazwsxedcrfv', 'q1w2e3r4t5y6', 'iloveyou1234', 'woaini1314520', 'woaini5201314',
  'a1b2c3d4e5f6', 'abc123456789', 'a123456789012', 'admin1234567', 'admin12345678', 'admin123456789', 'welcome12345', 'letmein12345', 'changeme1234', 'taizhang1234',
  'taizhang12345', 'minzheng1234', 'minzheng12345', 'shehuijiuzhu',
]);

/** The same text however it was typed: full-width letters and composed ones are one. */
const normal = (password: string): string => password.toWellFormed().normalize('NFKC');

/** @throws DomainError `PASSWORD_INVALID` */
export function checkPassword(password: string, accountId: string): void {
  const text = normal(password);
  const length = [...text].length;
  if (length < MIN_PASSWORD || length > MAX_PASSWORD) throw invalid(`A password has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters; several words make a good one.`);
  const lower = text.toLowerCase();
  if (lower.includes(accountId)) throw invalid('The password contains the account id, which anybody would try first. Choose another.');
  if (COMMON.has(lower) || new Set(lower).size < MIN_DISTINCT || isPredictable(lower)) throw invalid('The password is one of those that are tried first: a common one, a run such as 123456 or a repetition. Choose another.');
}

/** One run upwards or downwards, such as 0123456789ab and 987654321098, or a short piece over and over. */
function isPredictable(text: string): boolean {
  const steps = [...text].map((character, n) => (n === 0 ? 1 : (character.codePointAt(0) as number) - (text.codePointAt(n - 1) as number)));
  const up = steps.filter((step) => step === 1).length;
  const down = steps.filter((step) => step === -1).length;
  if (Math.max(up, down) >= text.length - 2) return true;
  for (let size = 1; size <= text.length / 2; size += 1) if (text.slice(0, size).repeat(Math.ceil(text.length / size)).startsWith(text)) return true;
  return false;
}

const invalid = (message: string): DomainError => new DomainError('PASSWORD_INVALID', 'invalid', message, { field: 'newPassword' });

/** Without letters and digits that are taken for each other on paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of five, some 99 bits: kx7mq-3hd9v-... */
export function oneTimePassword(): string {
  const letters: string[] = [];
  // Bytes of the last, incomplete round through the letters are not used: every letter is as likely.
  while (letters.length < 20) for (const byte of randomBytes(32)) if (byte < 256 - (256 % LETTERS.length) && letters.length < 20) letters.push(LETTERS[byte % LETTERS.length] as string);
  return [0, 5, 10, 15].map((at) => letters.slice(at, at + 5).join('')).join('-');
}

export class PasswordHasher {
  private running = 0;
  private decoy: Promise<string> | undefined;

  /** @throws DomainError `SIGN_IN_BUSY` */
  hash(password: string): Promise<string> {
    return this.bounded(() => hash(normal(password), ARGON2));
  }

  /** Without a hash it takes as long and is wrong: how long an answer takes must not tell whether there is such an account. @throws DomainError `SIGN_IN_BUSY` */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const given = password.length > MAX_PASSWORD * 4 ? '' : normal(password);
    return this.bounded(async () => {
      const right = await verify(stored ?? await (this.decoy ??= hash(oneTimePassword(), ARGON2)), given);
      return right && stored !== undefined;
    });
  }

  private async bounded<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= MAX_HASHING) throw new DomainError('SIGN_IN_BUSY', 'unavailable', 'Too many are signing in at this moment. Try again in some seconds.');
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
    }
  }
}
