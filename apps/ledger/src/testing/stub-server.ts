/** The application around a ledger that does what a test says, for failures a real one does not have. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Ledger } from '#application';
import { createLog } from '../log/log.js';
import { createApp } from '../server.js';
import { LIMITS } from '../tokens.js';

export interface StubServer {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly lines: string[];
}

/** A double: everybody who sends any token may do everything. */
export const everybody = {
  session: () => Promise.resolve({ person: { accountId: 'anybody', staffId: 'anybody', name: '测试', role: 'inspector', division: '000000' }, mustChangePassword: false }),
  authorise: () => Promise.resolve({ actor: { staffId: 'anybody' } }),
} as unknown as Ledger['access'];
export const ANY_TOKEN = { authorization: 'Bearer any-token-is-good-here' };

export async function startStub(ledger: Partial<Ledger>, dataDir: string): Promise<StubServer> {
  const lines: string[] = [];
  const app = await createApp({ access: everybody, ...ledger } as Ledger, createLog({ write: (line: string) => void lines.push(line) }), { dataDir, eventStoreUrl: undefined, limits: LIMITS }, '127.0.0.1');
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl(), lines };
}
