/** Health: what a prober sees of a server that is well, and of one that is not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger, LogStatus, PublishingStatus, StuckFollowUp } from '#application';
import { DomainError } from '#kernel';
import { type StubServer, startStub } from '../testing/stub-server.js';
import { TestServer } from '../testing/test-server.js';
import { Follower } from './follower.js';
import type { HealthDto } from './health.dto.js';

test('a server that is well', async () => {
  const server = await TestServer.start();
  try {
    expect((await server.request<HealthDto>('/health/live')).body).toEqual({ status: 'ok', info: {}, error: {}, details: {} });
    const { status, body } = await server.request<HealthDto>('/health/ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ok', details: { store: { status: 'up' }, follower: { status: 'up', lagSeconds: 0 }, followUps: { status: 'up' }, log: { status: 'up' } } });
    // Without a trust policy there is nothing to say of witnesses.
    expect(body.details).not.toHaveProperty('logWitnesses');
    expect((await server.request('/health/ready?verbose=1')).status).toBe(400);
  } finally {
    await server.end();
  }
});

describe('a server that is not', () => {
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-health-'));
  let lag = (): Promise<{ since: string | null }> => Promise.resolve({ since: null });
  let stuck: StuckFollowUp | null = null;
  const NO_LOG: LogStatus = { entries: 5, failing: null, publishing: null };
  let logStatus = NO_LOG;
  let server: StubServer;
  const ready = async (): Promise<{ status: number; body: HealthDto }> => {
    const response = await fetch(`${server.url}/health/ready`);
    return { status: response.status, body: (await response.json()) as HealthDto };
  };

  beforeAll(async () => {
    server = await startStub({ lag: () => lag(), followUps: { status: () => ({ followUps: [], position: null, stuck }) } as unknown as Ledger['followUps'], log: { get status() { return logStatus; } } as Ledger['log'] }, directory);
  });
  afterAll(async () => {
    await server.app.close();
    rmSync(directory, { recursive: true });
  });

  test('the store cannot be read', async () => {
    lag = () => Promise.reject(new DomainError('STORE_UNAVAILABLE', 'unavailable', 'secret host name'));
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'error', error: { store: { status: 'down' } } });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test('the store does not answer', async () => {
    lag = () => new Promise(() => undefined);
    expect(await ready()).toMatchObject({ status: 503, body: { error: { store: { status: 'down' } } } });
  });

  test('the read models are far behind', async () => {
    lag = () => Promise.resolve({ since: new Date(Date.now() - 90_000).toISOString() });
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'degraded', details: { follower: { status: 'degraded' } } } });
  });

  test('the follower fails, and recovers', async () => {
    lag = () => Promise.resolve({ since: new Date().toISOString() });
    server.app.get(Follower).failed(new DomainError('EVENT_UNKNOWN', 'unsupported', 'case-QS2019DB00001@360111'));
    expect(await ready()).toMatchObject({ status: 503, body: { status: 'error', error: { follower: { status: 'down' } } } });
    lag = () => Promise.resolve({ since: null });
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok' } });
    const logged = server.lines.join('');
    expect(logged).toContain('EVENT_UNKNOWN');
    expect(logged).not.toContain('QS2019DB00001');
  });

  test('what follows by itself is stuck: said to anybody, without whose case it is', async () => {
    stuck = { followUp: 'death-payments', eventId: 'e', type: 'DeathReported', streamId: 'case-QS2019DB00001@360111', code: 'UNEXPECTED', message: 'QS2019DB00001', since: '2026-01-01T00:00:00.000Z', attempts: 3 };
    const { status, body } = await ready();
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', details: { followUps: { status: 'degraded', followUp: 'death-payments', code: 'UNEXPECTED', stuckSince: '2026-01-01T00:00:00.000Z', attempts: 3 } } });
    expect(JSON.stringify(body)).not.toContain('QS2019DB00001');
    stuck = null;
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  test('the log cannot be kept: people go on working, and it shows', async () => {
    logStatus = { entries: 5, failing: { since: '2026-01-01T00:00:00.000Z', code: 'LOG_WOULD_FORK' }, publishing: null };
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'degraded', details: { log: { status: 'degraded', entries: 5, code: 'LOG_WOULD_FORK', failingSince: '2026-01-01T00:00:00.000Z' } } } });
    logStatus = NO_LOG;
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  describe('the witnesses of the log', () => {
    const now = Date.now();
    const ago = (seconds: number): string => new Date(now - seconds * 1_000).toISOString();
    const report = (state: PublishingStatus['witnesses'][number]['state'], status: number | null = null): PublishingStatus['witnesses'][number] => ({ witness: '财政局', state, size: 5, since: ago(5), status });
    const good: PublishingStatus = { entries: 5, publishedAt: ago(10), pendingSince: null, failing: null, witnesses: [report('cosigned')] };
    afterAll(() => { logStatus = NO_LOG; });
    test.each<[string, string, Partial<PublishingStatus>]>([
      ['ok', 'all have cosigned', {}], ['ok', 'one is silent and the quorum does without it', { witnesses: [report('cosigned'), report('silent')] }], ['ok', 'something waits for its quorum since a moment', { pendingSince: ago(30) }],
      ['degraded', 'it has waited for more than a minute', { pendingSince: ago(90) }], ['degraded', 'one refuses', { witnesses: [report('cosigned'), report('refuses', 422)] }], ['degraded', 'one has seen more', { witnesses: [report('cosigned'), report('ahead')] }],
      ['degraded', 'it cannot be published at all', { failing: { since: ago(3), code: 'LOG_BEHIND_PUBLISHED' } }],
    ])('%s where %s', async (status, _what, told) => {
      logStatus = { ...NO_LOG, publishing: { ...good, ...told } };
      const { status: http, body } = await ready();
      expect([http, body.status]).toEqual([200, status]);
      expect(body.details['logWitnesses']).toMatchObject({ entries: 5, witnesses: logStatus.publishing?.witnesses, publishedSecondsAgo: expect.any(Number) as number });
    });
  });
});
