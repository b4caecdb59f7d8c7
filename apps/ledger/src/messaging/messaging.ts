/** The relay and the intake beside a running server, and what the health check tells of them. */
import { join } from 'node:path';
import type { Ledger } from '#application';
import { fileBookmarks, Intake, IntakeConsumer, type IntakeStatus, kafkaClient, kafkaOutlet, prepareTopics, Pseudonyms, Publisher, Relay, type RelayStatus, Topics } from '#messaging';
import { describeError, type Log } from '../log/log.js';
import { intakeHandlers } from './handlers.js';
import type { KafkaSettings } from './settings.js';

export interface RelayHealth extends RelayStatus {
  readonly lagSeconds: number;
  readonly stuck: boolean;
}
export interface MessagingHealth {
  readonly relay?: RelayHealth | undefined;
  readonly intake?: IntakeStatus | undefined;
}

/** Nothing where Kafka is off. */
export class Messaging {
  private relay: Relay | undefined;
  private intake: IntakeConsumer | undefined;
  private stuckMs = 0;

  constructor(private readonly log: Log, private readonly now: () => string) {}

  /** Neither waits for a broker: what cannot be reached is tried again. */
  start(ledger: Ledger, dataDir: string, settings: KafkaSettings): void {
    const { log } = this;
    this.stuckMs = settings.stuckMs;
    const topics = new Topics(settings.prefix);
    const kafka = kafkaClient(settings, `taizhang-${settings.prefix}`, (level, message) => log[level === 'error' ? 'warn' : 'debug']({ component: 'kafka' }, message));
    const directory = join(dataDir, 'kafka');
    if (settings.relay) {
      // Made before the first publication; the directory is that of the bookmarks.
      const bookmarks = (clusterId: string) => fileBookmarks(directory, settings.prefix, clusterId);
      const publisher = new Publisher(topics, settings.source, Pseudonyms.open(join(dataDir, 'kafka-pseudonyms.key')));
      this.relay = new Relay({
        // As it is stored: what is sealed never comes near the relay.
        store: ledger.store.stored, publisher, now: this.now,
        link: async () => ({ bookmarks: bookmarks(await prepareTopics(kafka, topics.allEvents, { forever: true })), outlet: await kafkaOutlet(kafka) }),
        onFailure: (error) => log.warn(describeError(error), 'events could not be published; trying again from the bookmark'),
      });
      this.relay.start();
      log.info({ brokers: settings.brokers.length, prefix: settings.prefix }, 'events are published to Kafka');
    }
    if (settings.intake) {
      const intake = new Intake(intakeHandlers(ledger, { intake: settings.intakeAccount as string, bank: settings.bankAccount }));
      const names = intake.names.map((name) => topics.intake(name));
      this.intake = new IntakeConsumer({
        kafka, topics, intake, now: this.now, stuckMs: settings.stuckMs,
        prepare: async () => void (await prepareTopics(kafka, [...names, topics.deadLetter], { forever: false })),
        onEvent: (what, { error, ...particulars }) => log.warn({ ...particulars, ...(error === undefined ? {} : describeError(error)) }, SAID[what]),
      });
      this.intake.start();
      log.info({ topics: names }, 'messages are taken in from Kafka');
    }
  }

  async health(): Promise<MessagingHealth> {
    return { relay: this.relay === undefined ? undefined : await this.relayHealth(this.relay), intake: this.intake?.status() };
  }

  private async relayHealth(relay: Relay): Promise<RelayHealth> {
    const since = await relay.behindSince();
    const now = Date.parse(this.now());
    const status = relay.status();
    return { ...status, lagSeconds: since === null ? 0 : Math.max(0, Math.round((now - Date.parse(since)) / 1_000)), stuck: since !== null && now - Date.parse(status.progressAt) > this.stuckMs };
  }

  /** Before the ledger is closed under them. */
  async stop(): Promise<void> {
    await Promise.all([this.relay?.stop(), this.intake?.stop()]);
  }
}

const SAID = {
  crashed: 'the consumer of the intake ended and is made anew', stuck: 'the intake does not move although messages wait', waiting: 'a message cannot be applied now and is tried again', deadLetter: 'a message was refused and is a dead letter',
} as const;
