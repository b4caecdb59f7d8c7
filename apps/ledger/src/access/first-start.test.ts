/** The first start: who can sign in, and where that is said. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Role, ROLES } from '#identity';
import { announceFirstStart, type RunningServer, startServer } from '../index.js';
import type { SessionDto, WhoAmIDto } from './session.dto.js';

interface Started { readonly server: RunningServer; readonly said: string; readonly log: string[] }
const directories: string[] = [];
const running: RunningServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

async function start(sample: boolean, { dataDir = mkdtempSync(join(tmpdir(), 'taizhang-first-')), host = '127.0.0.1' } = {}): Promise<Started> {
  directories.push(dataDir);
  const log: string[] = [];
  const server = await startServer({ port: 0, dataDir, host, log: { write: (line: string) => void log.push(line) } });
  running.push(server);
  let said = '';
  await announceFirstStart(server, (text) => (said += text), sample);
  return { server, said, log };
}
async function signIn({ url }: RunningServer, accountId: string, password: string): Promise<{ status: number; body: SessionDto }> {
  const response = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ accountId, password }) });
  return { status: response.status, body: (await response.json()) as SessionDto };
}
const administratorIn = (said: string): string => /账户 admin {2}密码 (\S+)/.exec(said)?.[1] as string;

test('an administrator with a one-time password, said once, and in no log', async () => {
  const { server, said, log } = await start(false);
  const password = administratorIn(said);
  const { status, body } = await signIn(server, 'admin', password);
  expect([status, body.person.role, body.person.division, body.mustChangePassword]).toEqual([201, 'administrator', '000000', true]);
  expect(log.join('')).not.toContain(password);
  expect(said).not.toContain('示例');
  expect((await server.ledger.access.accounts()).map(({ accountId }) => accountId)).toEqual(['admin']);
  const { dataDir } = server.ledger.config;
  await server.close();
  const again = await start(false, { dataDir });
  expect(again.said).toBe('');
  expect((await signIn(again.server, 'admin', password)).status).toBe(201);
});

test('with the sample, an account of every business role, that can look around at once', async () => {
  const { server, said, log } = await start(true);
  const password = /密码都是 (\S+?)）/.exec(said)?.[1] as string;
  expect(password.length).toBeGreaterThanOrEqual(20);
  const listed = [...said.matchAll(/^ {2}([a-z-]+) +(\d+) +(\S+)$/gm)].map(([, accountId = '', division = '', title = '']) => ({ accountId, division, title }));
  const roles = (Object.keys(ROLES) as Role[]).filter((role) => role !== 'administrator');
  expect(listed.map(({ title }) => title).sort()).toEqual(roles.map((role) => ROLES[role].zh).sort());
  for (const { accountId, division } of listed) {
    const { status, body } = await signIn(server, accountId, password);
    expect([accountId, status, body.person.division, body.mustChangePassword]).toEqual([accountId, 201, division, false]);
    const who = (await (await fetch(`${server.url}/api/v1/session`, { headers: { authorization: `Bearer ${body.token}` } })).json()) as WhoAmIDto;
    expect(accountId).toBe(who.person.role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  }
  expect(said).toContain(`"accountId":"county-operator","password":"${password}"`);
  expect(log.join('')).not.toContain(password);
});

test('accounts with one password are made where nobody else can reach the server, only', async () => {
  const { server, said } = await start(true, { host: '0.0.0.0' });
  expect(administratorIn(said)).toMatch(/^[a-z0-9-]{20,}$/);
  expect(said).not.toContain('示例');
  expect((await server.ledger.access.accounts()).map(({ accountId }) => accountId)).toEqual(['admin']);
});
