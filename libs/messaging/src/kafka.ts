/** Kafka behind the ports of this lib, by kafkajs: how it is reached, the producer, the topics. */
import { readFileSync } from 'node:fs';
import { type Admin, Kafka, logLevel, Partitioners, type SASLOptions } from 'kafkajs';
import { DomainError } from '#kernel';
import type { OutgoingMessage } from './publish.js';
import type { Outlet } from './relay.js';

export interface KafkaConnection {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  /** TLS; with `caFile` the authority that signed the brokers' certificates, PEM. */
  readonly tls?: { readonly caFile?: string | undefined } | undefined;
  readonly sasl?: { readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; readonly username: string; readonly password: string } | undefined;
}

/** Milliseconds. A request that takes longer has failed; a broker that restarts takes seconds. */
const CONNECT_MS = 3_000;
const REQUEST_MS = 15_000;
/** Within one call; whoever called tries again from where it was. */
const RETRY = { retries: 4, initialRetryTime: 200, maxRetryTime: 3_000 } as const;
const PARTITIONS = 6;
const MOST_REPLICAS = 3;

/** What kafkajs says goes to `onLog`, without particulars: those can quote what was sent. @throws DomainError `SETTING_INVALID` */
export function kafkaClient({ brokers, tls, sasl }: KafkaConnection, clientId: string, onLog: (level: 'warn' | 'error', message: string) => void = () => undefined): Kafka {
  return new Kafka({
    clientId, brokers: [...brokers], connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS, enforceRequestTimeout: true, retry: RETRY,
    ...(tls === undefined ? {} : { ssl: tls.caFile === undefined ? true : { ca: [authority(tls.caFile)] } }),
    ...(sasl === undefined ? {} : { sasl: sasl as SASLOptions }),
    logLevel: logLevel.WARN,
    logCreator: () => ({ level, log: { message } }) => {
      // Said of every producer with bounded retries; why they are bounded: the relay begins anew from its bookmark, and consumers tell repetitions by their ids.
      if (message.startsWith('Limiting retries')) return;
      onLog(level === logLevel.ERROR ? 'error' : 'warn', message.slice(0, 200));
    },
  });
}

function authority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new DomainError('SETTING_INVALID', 'invalid', `KAFKA_SSL_CA_FILE cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}). Name the file with the certificate of the authority, PEM.`, { setting: 'KAFKA_SSL_CA_FILE' }, { cause: error });
  }
}

/**
 * A producer of its own. Idempotent with one request at a time: concurrent sends of an idempotent kafkajs producer end in OUT_OF_ORDER_SEQUENCE_NUMBER.
 * After a failed send nobody knows what the broker has; close it and make another.
 */
export async function kafkaOutlet(kafka: Kafka): Promise<Outlet> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner, retry: RETRY });
  await producer.connect();
  return {
    send: async (messages) => {
      const byTopic = new Map<string, OutgoingMessage[]>();
      for (const message of messages) {
        const known = byTopic.get(message.topic);
        if (known === undefined) byTopic.set(message.topic, [message]);
        else known.push(message);
      }
      await producer.sendBatch({ acks: -1, topicMessages: [...byTopic].map(([topic, list]) => ({ topic, messages: list })) });
    },
    close: () => producer.disconnect(),
  };
}

/** Works with an administrative connection of its own. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Makes the topics that are missing, kept for ever where `forever`; leaves those that are there as they are. The id of the cluster. */
export function prepareTopics(kafka: Kafka, topics: readonly string[], { forever }: { readonly forever: boolean }): Promise<string> {
  return withAdmin(kafka, async (admin) => {
    const { brokers, clusterId } = await admin.describeCluster();
    const there = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !there.has(topic));
    if (missing.length > 0) {
      const configEntries = forever ? [{ name: 'retention.ms', value: '-1' }] : [];
      await admin.createTopics({ waitForLeaders: true, topics: missing.map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: Math.min(MOST_REPLICAS, brokers.length), configEntries })) });
    }
    return clusterId;
  });
}
