/**
 * A server with the sample county, for the fuzzer: prints one JSON line with its address and a token for each role, and serves until it is told to stop.
 * Built with the program: `node dist/test/fuzz/serve.js`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROLES, type Role } from '#identity';
import { startServer } from '#ledger';

const COUNTY = '360111';
const DIVISION: Partial<Record<Role, string>> = { communityWorker: '360111003001', townOperator: '360111003', townAuditor: '360111003', cityRegistrar: '360100', inspector: '000000', administrator: '000000' };
const ISSUER = 'https://identity.test';
const BY = { staffId: 'fuzz' };

const dataDir = mkdtempSync(join(tmpdir(), 'taizhang-fuzz-'));
const server = await startServer({ port: 0, dataDir, sampleFile: 'test/acceptance/qingshanhu-2019-small.xlsx', log: { write: () => undefined } });
const { access } = server.ledger;
const tokens: Record<string, string> = {};
for (const role of Object.keys(ROLES) as Role[]) {
  const accountId = role.toLowerCase();
  await access.createAccount({ accountId, staffId: accountId, name: '测试', role, division: DIVISION[role] ?? COUNTY, externalOnly: true }, BY);
  await access.linkIdentity(accountId, { issuer: ISSUER, subject: accountId }, BY);
  tokens[role] = (await access.signInExternal(ISSUER, accountId)).token;
}
process.stdout.write(`${JSON.stringify({ url: server.url, tokens })}\n`);
process.once('SIGTERM', () => void server.close());
await server.stopped;
rmSync(dataDir, { recursive: true, force: true });
