/** Kafka's settings, and a server whose brokers cannot be reached: people work on, and the health check says so. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthDto } from '../health/health.dto.js';
import { TestServer } from '../testing/test-server.js';
import { kafkaSettings } from './settings.js';

const KAFKA_BROKERS = 'kafka-1:9092, kafka-2:9092';

test('off without brokers; the relay alone by default', () => {
  expect(kafkaSettings({ KAFKA_ROLES: 'intake', KAFKA_BROKERS: ' ' })).toBeUndefined();
  expect(kafkaSettings({ KAFKA_BROKERS })).toEqual({
    brokers: ['kafka-1:9092', 'kafka-2:9092'], tls: undefined, sasl: undefined, prefix: 'taizhang', source: 'urn:taizhang:ledger', relay: true, intake: false, intakeAccount: undefined, bankAccount: undefined, stuckMs: 60_000,
  });
  expect(kafkaSettings({
    KAFKA_BROKERS, KAFKA_ROLES: 'relay,intake', KAFKA_INTAKE_ACCOUNT: 'kafka', KAFKA_BANK_ACCOUNT: 'kafka-bank', KAFKA_TOPIC_PREFIX: 'qs', KAFKA_SOURCE: 'urn:taizhang:360111', KAFKA_SSL: 'true', KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'u', KAFKA_SASL_PASSWORD: 'p', KAFKA_STUCK_SECONDS: '5',
  })).toMatchObject({ tls: {}, sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' }, prefix: 'qs', source: 'urn:taizhang:360111', relay: true, intake: true, intakeAccount: 'kafka', bankAccount: 'kafka-bank', stuckMs: 5_000 });
});

test.each([
  ['KAFKA_BROKERS', { KAFKA_BROKERS: 'https://kafka' }], ['KAFKA_ROLES', { KAFKA_ROLES: 'relay,other' }], ['KAFKA_INTAKE_ACCOUNT', { KAFKA_ROLES: 'intake' }], ['KAFKA_SOURCE', { KAFKA_SOURCE: 'no uri' }],
  ['KAFKA_TOPIC_PREFIX', { KAFKA_TOPIC_PREFIX: 'a b' }], ['KAFKA_SSL', { KAFKA_SSL: 'yes' }], ['KAFKA_SSL_CA_FILE', { KAFKA_SSL_CA_FILE: 'ca.pem' }], ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_PASSWORD: 'p' }],
  ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_MECHANISM: 'oauthbearer' }], ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u' }], ['KAFKA_STUCK_SECONDS', { KAFKA_STUCK_SECONDS: '0' }],
])('a wrong %s is named', (setting, environment) => {
  expect(() => kafkaSettings({ KAFKA_BROKERS, ...environment })).toThrow(expect.objectContaining({ code: 'SETTING_INVALID', details: { setting } }) as Error);
});

test('brokers that cannot be reached: ready, degraded, and stopped in time', async () => {
  // A port nobody listens on.
  const kafka = kafkaSettings({ KAFKA_BROKERS: '127.0.0.1:1', KAFKA_ROLES: 'relay,intake', KAFKA_INTAKE_ACCOUNT: 'kafka', KAFKA_STUCK_SECONDS: '1' });
  const server = await TestServer.start({ kafka });
  try {
    let answer = await server.request<HealthDto>('/health/ready');
    for (let tries = 0; answer.body.status !== 'degraded' && tries < 100; tries += 1) {
      await sleep(200);
      answer = await server.request<HealthDto>('/health/ready');
    }
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'degraded', details: { store: { status: 'up' }, kafkaRelay: { status: 'degraded' }, kafkaIntake: { recorded: 0, deadLetters: 0 } } });
  } finally {
    const began = Date.now();
    await server.end();
    expect(Date.now() - began).toBeLessThan(15_000);
  }
});
