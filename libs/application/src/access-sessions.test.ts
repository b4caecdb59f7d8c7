/** Signing in: what opens a session, what ends it, what is counted, and what the files hold of it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { AccessDesk } from '../../../test/support/access-desk.js';
import { IDLE_S, LOCK_S, MAX_FAILURES, ONE_TIME_S, SESSION_S } from './access-sessions.js';
import { AccessStore, MAX_SESSIONS } from './access-store.js';
import type { AccountRequest, Session } from './index.js';

let desk: AccessDesk;
let first: string;
const BY = { staffId: 'admin', role: 'administrator' };
const WANG: AccountRequest = { accountId: 'wang', staffId: '002101', name: '王丽', role: 'countyOperator', division: '360111' };
const PASSWORD = '青山湖畔的一棵老樟树 1987';
const WRONG = 'not the password at all';

beforeEach(async () => {
  desk = AccessDesk.open();
  first = (await desk.access.createAccount(WANG, BY)).oneTimePassword as string;
});
afterEach(() => desk.close());

const refused = (code: string): Error => expect.objectContaining({ name: 'DomainError', code }) as Error;
/** The account with a password of its own. */
const settled = async (): Promise<Session> => desk.access.changePassword((await desk.access.signIn('wang', first)).token, first, PASSWORD);
const is = async (session: Session): Promise<boolean> => (await desk.access.session(session.token)) !== undefined;
const fail = async (times: number, accountId = 'wang'): Promise<void> => {
  for (let n = 0; n < times; n += 1) await expect(desk.access.signIn(accountId, WRONG)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
};

describe('signing in', () => {
  it('gives a token, until when it is good, and who it is', async () => {
    const session = await desk.access.signIn('wang', first);
    expect(session).toEqual({
      token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string, expiresAt: '2026-03-02T13:00:00.000Z', mustChangePassword: true,
      person: { accountId: 'wang', staffId: '002101', name: '王丽', role: 'countyOperator', division: '360111', orgUscc: undefined },
    });
    expect(await desk.access.session(session.token)).toEqual({ person: session.person, mustChangePassword: true });
    expect((await desk.access.signIn('wang', first)).token).not.toBe(session.token);
  });
  it('is refused with the same words whatever is wrong', async () => {
    await desk.access.createAccount({ ...WANG, accountId: 'external', externalOnly: true }, BY);
    const { oneTimePassword } = await desk.access.createAccount({ ...WANG, accountId: 'gone' }, BY);
    await desk.access.disableAccount('gone', '调离', BY);
    const said = new Set<string>();
    for (const [accountId, password] of [['wang', WRONG], ['wang', ''], ['wang', `${first} `], ['nobody', first], ['', ''], ['WANG', first], ['../etc', first], ['gone', oneTimePassword as string], ['external', ''], ['wang', 'x'.repeat(100_000)]] as const) {
      const error = await desk.access.signIn(accountId, password).then(() => undefined, (reason: unknown) => reason as Error & { code: string; kind: string; details: object });
      said.add(JSON.stringify([error?.code, error?.kind, error?.message, error?.details]));
    }
    expect([...said]).toEqual([expect.stringContaining('SIGN_IN_REFUSED')]);
    expect(said.size).toBe(1);
  });
  it('takes about as long for an account nobody has', async () => {
    const took = async (accountId: string): Promise<number> => {
      const times: number[] = [];
      for (let n = 0; n < 4; n += 1) {
        const from = performance.now();
        await desk.access.signIn(accountId, WRONG).catch(() => undefined);
        times.push(performance.now() - from);
      }
      return Math.min(...times);
    };
    await took('warm-up');
    const [known, unknown] = [await took('wang'), await took('nobody')];
    // Without the decoy the second is below a millisecond, the first some twenty.
    expect(unknown).toBeGreaterThan(known / 3);
  });
  it('forgives how the same letters were typed', async () => {
    await settled();
    expect((await desk.access.signIn('wang', '青山湖畔的一棵老樟树　１９８７'.replace('　', ' '))).mustChangePassword).toBe(false);
  });
});

describe('a one-time password', () => {
  it('must be changed, and then is none any more', async () => {
    const session = await desk.access.signIn('wang', first);
    const changed = await desk.access.changePassword(session.token, first, PASSWORD);
    expect([changed.mustChangePassword, await is(session), await is(changed)]).toEqual([false, false, true]);
    await expect(desk.access.signIn('wang', first)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
    expect((await desk.access.signIn('wang', PASSWORD)).mustChangePassword).toBe(false);
    expect((await desk.events()).at(-1)).toMatchObject({ type: 'PasswordChanged', metadata: { actor: { staffId: '002101', role: 'countyOperator' } } });
  });
  it('is over after its time', async () => {
    desk.clock.advance(ONE_TIME_S - 1);
    await desk.access.signIn('wang', first);
    desk.clock.advance(1);
    await expect(desk.access.signIn('wang', first)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
  });
  it('takes the place of the password, and of the one before', async () => {
    const session = await settled();
    const { oneTimePassword } = await desk.access.resetPassword('wang', BY);
    const again = (await desk.access.resetPassword('wang', BY)).oneTimePassword as string;
    for (const password of [first, PASSWORD, oneTimePassword as string]) await expect(desk.access.signIn('wang', password)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
    expect([await is(session), (await desk.access.signIn('wang', again)).mustChangePassword]).toEqual([false, true]);
  });
});

describe('changing the password', () => {
  it('wants the old one, and counts wrong ones', async () => {
    const { token } = await settled();
    for (let n = 0; n < MAX_FAILURES; n += 1) await expect(desk.access.changePassword(token, WRONG, 'another good password')).rejects.toThrow(expect.objectContaining({ code: 'PASSWORD_WRONG', kind: 'forbidden' }) as Error);
    await expect(desk.access.changePassword(token, PASSWORD, 'another good password')).rejects.toThrow(refused('SIGN_IN_LOCKED'));
    await expect(desk.access.signIn('wang', PASSWORD)).rejects.toThrow(refused('SIGN_IN_LOCKED'));
  });
  it('wants a session', async () => {
    await expect(desk.access.changePassword('x'.repeat(43), first, PASSWORD)).rejects.toThrow(expect.objectContaining({ code: 'SESSION_ENDED', kind: 'unauthenticated' }) as Error);
  });
  it('wants another password, and a good one; the old one then stays', async () => {
    const { token } = await desk.access.signIn('wang', first);
    for (const bad of [first, 'short', 'my name is Wang 7', '123456789012']) await expect(desk.access.changePassword(token, first, bad)).rejects.toThrow(refused('PASSWORD_INVALID'));
    expect((await desk.access.signIn('wang', first)).mustChangePassword).toBe(true);
  });
  it('twice at once ends with one of the two, and the other is told', async () => {
    const { token } = await settled();
    const other = desk.beside();
    const [one, two] = ['the first good password', 'the second good password'] as const;
    const results = await Promise.allSettled([desk.access.changePassword(token, PASSWORD, one), other.access.changePassword(token, PASSWORD, two)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((results.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason).toEqual(refused('CREDENTIAL_REPLACED'));
    const [right, wrong] = results[0].status === 'fulfilled' ? [one, two] : [two, one];
    expect((await desk.access.signIn('wang', right)).person.accountId).toBe('wang');
    await expect(desk.access.signIn('wang', wrong)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
    await other.stop();
  });
});

describe('a lock', () => {
  it('follows the fifth wrong password in a row, also for the right one, and ends by time', async () => {
    await fail(MAX_FAILURES);
    await expect(desk.access.signIn('wang', first)).rejects.toThrow(expect.objectContaining({ code: 'SIGN_IN_LOCKED', kind: 'limit', details: { retryAfterSeconds: LOCK_S } }) as Error);
    desk.clock.advance(LOCK_S - 1);
    await expect(desk.access.signIn('wang', first)).rejects.toThrow(expect.objectContaining({ details: { retryAfterSeconds: 1 } }) as Error);
    desk.clock.advance(1);
    expect((await desk.access.signIn('wang', first)).person.accountId).toBe('wang');
  });
  it('counts failures in a row only', async () => {
    await fail(MAX_FAILURES - 1);
    await desk.access.signIn('wang', first);
    await fail(MAX_FAILURES - 1);
    await desk.access.signIn('wang', first);
  });
  it('is of one name, and of a name nobody has just the same', async () => {
    await fail(MAX_FAILURES, 'nobody');
    await expect(desk.access.signIn('nobody', WRONG)).rejects.toThrow(expect.objectContaining({ code: 'SIGN_IN_LOCKED', details: { retryAfterSeconds: LOCK_S } }) as Error);
    await desk.access.signIn('wang', first);
  });
  it('outlives the program, and is lifted by a new password', async () => {
    await fail(MAX_FAILURES);
    desk = await desk.reopened();
    await expect(desk.access.signIn('wang', first)).rejects.toThrow(refused('SIGN_IN_LOCKED'));
    const { oneTimePassword } = await desk.access.resetPassword('wang', BY);
    expect((await desk.access.signIn('wang', oneTimePassword as string)).person.accountId).toBe('wang');
  });
  it('lets no more guesses through when they come at once, from two programs', async () => {
    const other = desk.beside();
    const guesses = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? desk : other).access.signIn('wang', `${WRONG} ${n}`)));
    const codes = guesses.map((guess) => (guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'in'));
    expect([codes.filter((code) => code === 'SIGN_IN_REFUSED').length, codes.filter((code) => code === 'SIGN_IN_LOCKED').length]).toEqual([MAX_FAILURES, 20 - MAX_FAILURES]);
    await other.stop();
  });
  it('does not fill the file with names that somebody makes up, nor forgets those there are', () => {
    const store = new AccessStore(join(desk.directory, 'attempts.db'), 3);
    const attempt = (name: string, known: boolean, at: number) => store.beginAttempt(name, known, at, 1, 1_000_000);
    attempt('wang', true, 1);
    for (let n = 0; n < 4; n += 1) attempt(`made-up-${n}`, false, 2 + n);
    expect([attempt('wang', true, 50_000), attempt('made-up-3', false, 50_000), attempt('made-up-0', false, 50_000)]).toEqual([1_000_001, 1_000_005, undefined]);
    store.close();
  });
});

describe('a session', () => {
  it('ends when nobody uses it, and at the latest after half a day', async () => {
    const session = await settled();
    desk.clock.advance(IDLE_S - 1);
    expect(await is(session)).toBe(true);
    desk.clock.advance(IDLE_S);
    expect(await is(session)).toBe(false);
    const kept = await desk.access.signIn('wang', PASSWORD);
    for (let passed = 0; passed < SESSION_S - 1_000; passed += 1_000) {
      expect(await is(kept)).toBe(true);
      desk.clock.advance(1_000);
    }
    desk.clock.instant = new Date(Date.parse(kept.expiresAt) - 1).toISOString();
    expect(await is(kept)).toBe(true);
    desk.clock.instant = kept.expiresAt;
    expect(await is(kept)).toBe(false);
  });
  it('ends when somebody signs out, and only that one', async () => {
    const [one, two] = [await desk.access.signIn('wang', first), await desk.access.signIn('wang', first)];
    await desk.access.signOut(one.token);
    await desk.access.signOut(one.token);
    expect([await is(one), await is(two)]).toEqual([false, true]);
  });
  it.each<[string, (from: AccessDesk) => Promise<unknown>]>([
    ['the account is disabled', (from) => from.access.disableAccount('wang', '调离', BY)],
    ['the role changes', (from) => from.access.changeAccount('wang', { role: 'countyAuditor' }, BY)],
    ['the division changes', (from) => from.access.changeAccount('wang', { division: '360112' }, BY)],
    ['the password is reset', (from) => from.access.resetPassword('wang', BY)],
  ])('ends when %s, also by another program; enabling does not bring it back', async (_what, act) => {
    const session = await settled();
    const other = desk.beside();
    expect(await is(session)).toBe(true);
    await act(other);
    expect(await is(session)).toBe(false);
    await desk.access.enableAccount('wang', BY);
    expect(await is(session)).toBe(false);
    await other.stop();
  });
  it('ends by the events alone, where the other program keeps its sessions elsewhere', async () => {
    const session = await settled();
    // A copy of the file from before the role changed: what an instance with a directory of its own still has.
    const copy = join(desk.directory, 'copy.db');
    desk = await desk.reopened(() => copyFileSync(desk.file, copy));
    await desk.access.changeAccount('wang', { role: 'countyAuditor' }, BY);
    desk = await desk.reopened(() => { for (const end of ['', '-wal', '-shm']) rmSync(`${desk.file}${end}`, { force: true }); copyFileSync(copy, desk.file); });
    expect(await is(session)).toBe(false);
  });
  it('goes on when the name is corrected, under the new name', async () => {
    const session = await settled();
    await desk.access.changeAccount('wang', { name: '王莉' }, BY);
    expect((await desk.access.session(session.token))?.person.name).toBe('王莉');
  });
  it('outlives the program', async () => {
    const session = await settled();
    desk = await desk.reopened();
    expect(await is(session)).toBe(true);
  });
  it('is not opened by what is no token', async () => {
    for (const token of ['', 'x', 'x'.repeat(43), "' OR 1=1 --", '\0', '\ud800', 'é'.repeat(10_000)]) expect(await desk.access.session(token)).toBeUndefined();
  });
  it('beyond the twentieth of an account ends the oldest', async () => {
    await settled();
    const sessions: Session[] = [];
    for (let n = 0; n <= MAX_SESSIONS; n += 1) {
      desk.clock.advance(1);
      sessions.push(await desk.access.signIn('wang', PASSWORD));
    }
    expect(await Promise.all(sessions.map(is))).toEqual([false, ...Array.from({ length: MAX_SESSIONS }, () => true)]);
  });
});

describe('the file access.db', () => {
  it('is for its owner only, with what SQLite puts beside it, whatever the umask', async () => {
    await desk.stop();
    const umask = process.umask(0);
    try {
      desk = desk.beside();
      rmSync(desk.file, { force: true });
      await desk.access.resetPassword('wang', BY);
      const files = readdirSync(desk.directory).filter((file) => file.startsWith('access.db'));
      expect(files).toEqual(expect.arrayContaining(['access.db', 'access.db-wal']));
      for (const file of files) expect([file, (statSync(join(desk.directory, file)).mode & 0o777).toString(8)]).toEqual([file, '600']);
    } finally {
      process.umask(umask);
    }
  });
  it('that was put back with wider permissions is made narrow again', async () => {
    desk = await desk.reopened(() => chmodSync(desk.file, 0o644));
    await desk.access.signIn('wang', first);
    expect((statSync(desk.file).mode & 0o777).toString(8)).toBe('600');
  });
  it('keeps nothing of a password that was made for a command which was refused', async () => {
    const hashes = (): number => ['', '-wal'].reduce((count, end) => count + (readFileSync(`${desk.file}${end}`, 'latin1').match(/\$argon2id\$[^\0]{60,}/g) ?? []).length, 0);
    await settled();
    expect(hashes()).toBe(1);
    await expect(desk.access.createAccount(WANG, BY)).rejects.toThrow(refused('ACCOUNT_EXISTS'));
    await expect(desk.access.createAccount({ ...WANG, accountId: 'li', role: 'mayor' }, BY)).rejects.toThrow(refused('ACCOUNT_INVALID'));
    expect(hashes()).toBe(1);
  });
  it('holds neither password nor token, nor do the events', async () => {
    const { token } = await settled();
    await fail(1);
    const { oneTimePassword } = await desk.access.createAccount({ ...WANG, accountId: 'li' }, BY);
    const files = readdirSync(desk.directory).filter((file) => file.startsWith('access.db')).map((file) => readFileSync(join(desk.directory, file), 'latin1')).join();
    const events = (await desk.events()).map(({ data, metadata }) => JSON.stringify([data, metadata])).join();
    expect(files).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(events).not.toContain('argon2');
    const utf8 = Buffer.from(PASSWORD).toString('latin1');
    for (const secret of [token, first, oneTimePassword as string, utf8, WRONG, Buffer.from(token, 'base64url').toString('latin1')]) expect([files.includes(secret), events.includes(secret)]).toEqual([false, false]);
  });
  it('does not keep a hash that was replaced', async () => {
    await settled();
    const hashes = (): readonly string[] => ['', '-wal'].flatMap((end) => readFileSync(`${desk.file}${end}`, 'latin1').match(/\$argon2id\$[^\0]{60,}/g) ?? []);
    expect(hashes()).toHaveLength(1);
    await desk.access.resetPassword('wang', BY);
    expect(hashes()).toHaveLength(1);
  });
  it('does not keep a one-time password that nobody used', async () => {
    desk.clock.advance(ONE_TIME_S);
    await desk.access.createAccount({ ...WANG, accountId: 'li' }, BY);
    const store = new AccessStore(desk.file);
    const ids = (await desk.events()).filter(({ type }) => type === 'CredentialIssued').map(({ data }) => data['credentialId'] as string);
    expect(ids.map((id) => store.credential(id) !== undefined)).toEqual([false, true]);
    store.close();
  });
  it('deleted: nobody can sign in but the accounts stand; a new password repairs it', async () => {
    const session = await settled();
    desk = await desk.reopened(() => { for (const end of ['', '-wal', '-shm']) rmSync(`${desk.file}${end}`, { force: true }); });
    expect(await desk.access.session(session.token)).toBeUndefined();
    await expect(desk.access.signIn('wang', PASSWORD)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
    expect([await desk.access.account('wang'), await desk.access.bootstrap()]).toEqual([expect.objectContaining({ role: 'countyOperator' }), undefined]);
    const { oneTimePassword } = await desk.access.resetPassword('wang', BY);
    expect((await desk.access.signIn('wang', oneTimePassword as string)).mustChangePassword).toBe(true);
  });
  it('put back from an old copy does not bring back an old password', async () => {
    await settled();
    const copy = join(desk.directory, 'copy.db');
    desk = await desk.reopened(() => copyFileSync(desk.file, copy));
    const { oneTimePassword } = await desk.access.resetPassword('wang', BY);
    desk = await desk.reopened(() => { for (const end of ['', '-wal', '-shm']) rmSync(`${desk.file}${end}`, { force: true }); copyFileSync(copy, desk.file); });
    for (const password of [PASSWORD, oneTimePassword as string]) await expect(desk.access.signIn('wang', password)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
  });
  it('that is damaged is named, with what to do', async () => {
    desk = await desk.reopened(() => { for (const end of ['', '-wal', '-shm']) rmSync(`${desk.file}${end}`, { force: true }); writeFileSync(desk.file, 'not a database, but long enough to look at'.repeat(100)); });
    await expect(desk.access.signIn('wang', first)).rejects.toThrow(expect.objectContaining({ code: 'ACCESS_STORE', kind: 'unavailable', message: expect.stringContaining('delete it') as string }) as Error);
    expect((await desk.access.account('wang')).name).toBe('王丽');
  });
  it('is not made by who only reads', async () => {
    const other = AccessDesk.open();
    expect([await other.access.accounts(), existsSync(other.file)]).toEqual([[], false]);
    await other.close();
  });
  it('counts for two processes as one', () => {
    const built = join('dist', 'libs', 'application', 'src', 'access-store.js');
    if (!existsSync(built)) throw new Error('this test runs the built program: run "npm run build" first');
    const file = join(desk.directory, 'shared.db');
    const script = `const { AccessStore } = await import(${JSON.stringify(join(process.cwd(), built))}); const store = new AccessStore(${JSON.stringify(file)}); console.log(store.beginAttempt('wang', true, 1000, 2, 60000) ?? 'try'); store.close();`;
    const outcomes = [1, 2, 3].map(() => spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }).stdout.trim());
    expect(outcomes).toEqual(['try', 'try', '61000']);
  });
});
