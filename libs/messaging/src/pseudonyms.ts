/** Names of streams that would tell who somebody is, replaced by ones that only this ledger can make. */
import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { PERSONAL_DIGITS } from './catalogue/shapes.js';

/** `citizen-…` is made from the citizen number, so that all numbers could be tried out; `account-…` is what somebody signs in with. */
const ALWAYS: ReadonlySet<string> = new Set(['citizen', 'account']);
/** Named by the hash of a content, in which any row of digits may stand. */
const NEVER: ReadonlySet<string> = new Set(['import', 'paper']);
const PERSONAL = new RegExp(PERSONAL_DIGITS);
const SECRET_BYTES = 32;

export class Pseudonyms {
  constructor(private readonly secret: Uint8Array) {}

  /** The secret of a data directory, made when it is first asked for. Whoever loses it gives every such stream another name. */
  static open(file: string): Pseudonyms {
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, randomBytes(SECRET_BYTES), { mode: 0o600 });
    try {
      // Of two processes that begin at the same moment one wins, and both read what it wrote.
      linkSync(fresh, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(fresh);
    }
    return new Pseudonyms(readFileSync(file));
  }

  /** The stream's own id, or `<category>-<32 hex digits>` in its place: the same for the same stream, always. */
  nameOf(streamId: string): string {
    const category = streamId.slice(0, streamId.indexOf('-'));
    if (!ALWAYS.has(category) && (NEVER.has(category) || !PERSONAL.test(streamId))) return streamId;
    return `${category}-${createHmac('sha256', this.secret).update(streamId).digest('hex').slice(0, 32)}`;
  }
}
