/** The vault: made once, opened with its master key alone, rotated, and nothing left of a key that was destroyed. */
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#event-store/sqlite/database';
import { environmentKeyManagement, fileKeyManagement, masterKeyFileOf, openVault, rotateMasterKey, type Unlinked, type Vault, vaultFile, type VaultPlace } from '#vault';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'taizhang-vault-')); });
afterEach(() => rmSync(root, { recursive: true }));

const place = (): VaultPlace => ({ directory: join(root, 'keys'), dataDir: root });
const NOW = '2026-01-01T00:00:00.000Z';
const ledgerWith = (more: Partial<Unlinked> = {}) => (): Promise<Unlinked> => Promise.resolve({ isEmpty: true, now: NOW, keyId: () => Promise.resolve(undefined), ...more });
const openAt = async (where: VaultPlace = place(), ledger = ledgerWith()): Promise<Vault> => (await openVault(where, ledger)).vault;
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
/** One key as hex, for comparing. */
const keyNamed = (vault: Vault, name: string): string => vault.keysOf([[name]])[0]?.key.toString('hex') as string;

test('made with the ledger, for its owner only, and told of once', async () => {
  const { vault, made } = await openVault(place(), ledgerWith());
  expect([made, vault.ledger.since, vault.ledger.citizenNames]).toEqual([true, null, 'keyed']);
  const key = keyNamed(vault, 'citizen/1');
  vault.close();
  expect(readdirSync(join(root, 'keys')).map((file) => (statSync(join(root, 'keys', file)).mode & 0o777).toString(8)).filter((rights) => rights !== '600')).toEqual([]);
  expect((statSync(join(root, 'keys')).mode & 0o777).toString(8)).toBe('700');
  const again = await openVault(place(), () => Promise.reject(new Error('it is known')));
  expect([again.made, keyNamed(again.vault, 'citizen/1')]).toEqual([false, key]);
  again.vault.close();
});

test('a ledger that had events before keeps the plain names of citizens, and says since when it is encrypted', async () => {
  const vault = await openAt(place(), ledgerWith({ isEmpty: false }));
  expect(vault.ledger).toMatchObject({ since: NOW, citizenNames: 'plain' });
  // UUID version 8 of SHA-256('citizen/360111199003077758'), as uuidOf of the kernel always made it.
  expect(vault.citizenName('360111199003077758')).toBe((await import('#kernel')).uuidOf('citizen/360111199003077758'));
  vault.close();
});

test('keyed names are the same each time, and another vault makes others', async () => {
  const vault = await openAt();
  const other = await openAt({ directory: join(root, 'others'), dataDir: join(root, 'keys') });
  const name = vault.citizenName('360111199003077758');
  expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([vault.citizenName('360111199003077758'), vault.citizenName('110105194912310025') === name, other.citizenName('360111199003077758') === name]).toEqual([name, false, false]);
  vault.close();
  other.close();
});

test('a ledger is not opened without its vault, with another one, with another master key, or with one that others can read', async () => {
  (await openAt()).close();
  renameSync(vaultFile(join(root, 'keys')), join(root, 'away'));
  await expect(openAt()).rejects.toThrow(refusal('VAULT_MISSING'));
  renameSync(join(root, 'away'), vaultFile(join(root, 'keys')));

  (await openAt({ directory: join(root, 'others'), dataDir: join(root, 'keys') })).close();
  await expect(openAt({ directory: join(root, 'others'), dataDir: root })).rejects.toThrow(refusal('VAULT_FOREIGN'));
  await expect(openAt({ ...place(), masterKeyFile: join(root, 'others', 'master.key') })).rejects.toThrow(refusal('MASTER_KEY_WRONG'));

  chmodSync(masterKeyFileOf(place()), 0o640);
  await expect(openAt()).rejects.toThrow(refusal('MASTER_KEY_EXPOSED'));
  rmSync(masterKeyFileOf(place()));
  await expect(openAt()).rejects.toThrow(refusal('MASTER_KEY_MISSING'));
});

test('a sealed ledger whose sealed.json is gone finds its own vault, and no other', async () => {
  const vault = await openAt();
  const [key] = vault.keysOf([['citizen/1']]);
  vault.close();
  rmSync(join(root, 'sealed.json'));
  await expect(openAt(place(), ledgerWith({ isEmpty: false, keyId: () => Promise.resolve('AAAAAAAAAAAAAAAA') }))).rejects.toThrow(refusal('VAULT_FOREIGN'));
  await expect(openAt({ ...place(), directory: join(root, 'new') }, ledgerWith({ isEmpty: false, keyId: () => Promise.resolve(key?.id) }))).rejects.toThrow(refusal('VAULT_MISSING'));
  (await openAt(place(), ledgerWith({ isEmpty: false, keyId: () => Promise.resolve(key?.id) }))).close();
  expect(existsSync(join(root, 'sealed.json'))).toBe(true);
});

test('stopped while it was made, at any step, it is made at the next start', async () => {
  (await openAt()).close();
  // The master key alone; an empty file; a vault that no ledger names yet.
  for (const left of [['master.key'], ['master.key', 'keys.db'], ['master.key', 'keys.db', 'sealed.json']]) {
    const copy = mkdtempSync(join(root, 'copy-'));
    cpSync(join(root, 'keys', 'master.key'), join(copy, 'keys', 'master.key'));
    if (left.includes('sealed.json')) cpSync(vaultFile(join(root, 'keys')), vaultFile(join(copy, 'keys')));
    else if (left.includes('keys.db')) openDatabase(vaultFile(join(copy, 'keys'))).close();
    const vault = await openAt({ directory: join(copy, 'keys'), dataDir: copy });
    expect(keyNamed(vault, 'citizen/1')).toHaveLength(64);
    vault.close();
  }
});

test('the master key in the environment: 32 bytes in base64, nothing else', async () => {
  const bytes = Buffer.alloc(32, 7).toString('base64');
  const vault = await openAt({ ...place(), management: environmentKeyManagement('TAIZHANG_MASTER_KEY', bytes) });
  const key = keyNamed(vault, 'citizen/1');
  vault.close();
  expect(existsSync(masterKeyFileOf(place()))).toBe(false);
  const again = await openAt({ ...place(), management: environmentKeyManagement('TAIZHANG_MASTER_KEY', bytes) });
  expect(keyNamed(again, 'citizen/1')).toBe(key);
  again.close();
  for (const wrong of ['', 'secret', Buffer.alloc(31).toString('base64'), `${bytes}!`]) expect(() => environmentKeyManagement('TAIZHANG_MASTER_KEY', wrong)).toThrow(refusal('MASTER_KEY_INVALID'));
});

describe('rotation', () => {
  test('every key stays what it was, the old master key opens nothing any more', async () => {
    const vault = await openAt();
    const names = Array.from({ length: 2_500 }, (_, n) => `citizen/${n}`);
    const before = vault.keysOf(names.map((name) => [name])).map(({ key }) => key.toString('hex'));
    const citizen = vault.citizenName('360111199003077758');
    const old = readFileSync(masterKeyFileOf(place()));
    await rotateMasterKey(vault, place());
    expect(keyNamed(vault, 'citizen/17')).toBe(before[17]);
    vault.close();
    expect(readFileSync(masterKeyFileOf(place())).equals(old)).toBe(false);
    const again = await openAt();
    expect(again.keysOf(names.map((name) => [name])).map(({ key }) => key.toString('hex'))).toEqual(before);
    expect(again.citizenName('360111199003077758')).toBe(citizen);
    again.close();
  });

  test('stopped between the vault and the file of the master key, it is completed at the next start', async () => {
    const vault = await openAt();
    const key = keyNamed(vault, 'citizen/1');
    await vault.rotate(fileKeyManagement(`${masterKeyFileOf(place())}.next`, { create: true }));
    vault.close();
    const again = await openAt();
    expect(keyNamed(again, 'citizen/1')).toBe(key);
    again.close();
    expect(existsSync(`${masterKeyFileOf(place())}.next`)).toBe(false);
    (await openAt()).close();
  });

  test('stopped before the vault was written, the old key goes on, and the next rotation completes', async () => {
    const vault = await openAt();
    fileKeyManagement(`${masterKeyFileOf(place())}.next`, { create: true });
    vault.close();
    const again = await openAt();
    const key = keyNamed(again, 'citizen/1');
    await rotateMasterKey(again, place());
    again.close();
    const last = await openAt();
    expect(keyNamed(last, 'citizen/1')).toBe(key);
    last.close();
  });
});

test('of a key that was destroyed nothing is left in any file, its names lead nowhere, and a new one is made for who comes again', async () => {
  const vault = await openAt();
  const [kept, gone] = vault.keysOf([['citizen/kept'], ['citizen/gone', 'stream/person-1']]);
  const reading = openDatabase(vaultFile(join(root, 'keys')));
  const { wrapped } = reading.prepare<{ wrapped: Buffer }>('SELECT wrapped FROM keys WHERE id = ?').get(gone?.id as string) as { wrapped: Buffer };
  reading.close();
  const files = (): readonly Buffer[] => readdirSync(join(root, 'keys')).map((file) => readFileSync(join(root, 'keys', file)));
  expect(files().some((bytes) => bytes.includes(wrapped))).toBe(true);
  vault.destroy([gone?.id as string], '2026-07-01');
  expect(files().some((bytes) => bytes.includes(wrapped.subarray(12, 44)))).toBe(false);
  expect([vault.keyOf(gone?.id as string), vault.keyOf(kept?.id as string), vault.keyOf('AAAAAAAAAAAAAAAA')]).toEqual(['destroyed', expect.objectContaining({ id: kept?.id }), 'unknown']);
  expect(vault.idsOf(['citizen/gone', 'stream/person-1', 'citizen/kept'])).toEqual([kept?.id]);
  expect(vault.count()).toEqual({ held: 1, destroyed: 1 });
  expect(vault.keysOf([['citizen/gone']])[0]?.id).not.toBe(gone?.id);
  vault.close();
});

test('what another program destroys is noticed before the next page', async () => {
  const vault = await openAt();
  const [key] = vault.keysOf([['citizen/1']]);
  const other = await openAt();
  vault.refresh();
  expect(vault.keyOf(key?.id as string)).toMatchObject({ id: key?.id });
  other.destroy([key?.id as string], '2026-07-01');
  vault.refresh();
  expect(vault.keyOf(key?.id as string)).toBe('destroyed');
  vault.close();
  other.close();
});
