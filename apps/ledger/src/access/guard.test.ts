/** Every route that is registered says who may use it; one that does not is refused. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isPermission } from '#identity';
import { AppModule } from '../app.module.js';
import { createAdapter, secure } from '../http/adapter.js';
import { Routes } from '../http/routes.js';
import { createLog } from '../log/log.js';
import { ANY_TOKEN, everybody, startStub, type StubServer } from '../testing/stub-server.js';
import { LIMITS, ROUTES } from '../tokens.js';
import { tokenIn } from './session-cookie.js';

const directory = mkdtempSync(join(tmpdir(), 'taizhang-guard-'));
let server: StubServer;
beforeAll(async () => {
  server = await startStub({}, directory);
});
afterAll(async () => {
  await server.app.close();
  rmSync(directory, { recursive: true });
});

test('every registered route declares who may use it, by a permission that exists', () => {
  const { all } = server.app.get<Routes>(ROUTES);
  expect(all.length).toBeGreaterThan(50);
  for (const { template, methods, access } of all) {
    expect([template, methods, access?.kind]).toEqual([template, methods, expect.stringMatching(/^(public|signedIn|permission)$/)]);
    if (access?.kind === 'permission') expect([template, isPermission(access.permission)]).toEqual([template, true]);
  }
});

test('what is public is this and nothing else', () => {
  const open = server.app.get<Routes>(ROUTES).all.filter(({ access, methods }) => access?.kind === 'public' && !methods.includes('HEAD'));
  expect(open.map(({ template, methods }) => `${methods.join()} ${template}`).sort()).toEqual([
    'GET /', 'GET /api/v1/session/oidc', 'GET /api/v1/session/oidc/callback', 'GET /docs', 'GET /docs/favicon-32x32.png', 'GET /docs/init.js', 'GET /docs/json', 'GET /docs/swagger-ui-bundle.js',
    'GET /docs/swagger-ui.css', 'GET /health/live', 'GET /health/ready', 'GET /log/checkpoint', 'GET /log/tile/:level/*', 'POST /api/v1/session',
  ]);
});

test('a route that declares nothing is refused to everybody', async () => {
  @Controller('undeclared')
  class Undeclared {
    @Get()
    answer(): object {
      return {};
    }
  }
  @Module({ controllers: [Undeclared] })
  class WithIt {}

  const log = createLog({ write: () => undefined });
  const settings = { dataDir: directory, eventStoreUrl: undefined, limits: LIMITS };
  const routes = new Routes();
  const ledger = { access: everybody } as Parameters<typeof AppModule.around>[0]['ledger'];
  const around = AppModule.around({ ledger, log, settings, routes });
  const app = await NestFactory.create<NestFastifyApplication>({ ...around, imports: [...(around.imports ?? []), WithIt] }, createAdapter(settings, log, routes), { logger: false });
  try {
    await secure(app, ledger.access, '127.0.0.1', undefined);
    await app.listen(0, '127.0.0.1');
    const answer = await fetch(`${await app.getUrl()}/undeclared`, { headers: ANY_TOKEN });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'ROUTE_UNDECLARED']);
  } finally {
    await app.close();
  }
});

test.each<[what: string, headers: Record<string, string>, token: string | undefined]>([
  ['a header', { authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaaa' }, 'aaaaaaaaaaaaaaaaaaaaaaaa'],
  ['its scheme in any case', { authorization: 'bEARER aaaaaaaaaaaaaaaaaaaaaaaa' }, 'aaaaaaaaaaaaaaaaaaaaaaaa'],
  ['a cookie among others', { cookie: 'a=b; taizhang_session=bbbbbbbbbbbbbbbbbbbbbbbb; c' }, 'bbbbbbbbbbbbbbbbbbbbbbbb'],
  ['a header that is no token, and a cookie', { authorization: 'Basic x', cookie: 'taizhang_session=bbbbbbbbbbbbbbbbbbbbbbbb' }, undefined],
  ['a cookie whose name only ends so', { cookie: 'x_taizhang_session=bbbbbbbbbbbbbbbbbbbbbbbb' }, undefined],
  ['two tokens in a header', { authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbb' }, undefined],
  ['what no token is made of', { authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaaa\u0027--' }, undefined],
  ['nothing', {}, undefined],
])('a token in %s', (_what, headers, token) => {
  expect(tokenIn({ headers } as unknown as Parameters<typeof tokenIn>[0])).toBe(token);
});
