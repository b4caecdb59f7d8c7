/** Reads topics as they are, from their first record to the last that is there now. */
import { type Kafka, type KafkaMessage } from 'kafkajs';
import { headerText, withAdmin } from '#messaging';

export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly message: KafkaMessage;
}
export const header = ({ message }: TopicRecord, name: string): string | undefined => headerText(message.headers?.[name]);
export const idOf = (record: TopicRecord): string => header(record, 'ce_id') as string;

let groups = 0;

/** In the order of topics and partitions; within a partition in that of the offsets. */
export async function readTopics(kafka: Kafka, topics: readonly string[]): Promise<readonly TopicRecord[]> {
  const ends = await withAdmin(kafka, async (admin) => new Map(await Promise.all(topics.map(async (topic) => [topic, await admin.fetchTopicOffsets(topic)] as const))));
  const wanted = new Map<string, bigint>([...ends].flatMap(([topic, partitions]) => partitions.filter(({ high, low }) => BigInt(high) > BigInt(low)).map(({ partition, high }) => [`${topic}/${partition}`, BigInt(high) - 1n] as const)));
  const records: TopicRecord[] = [];
  if (wanted.size === 0) return records;
  const consumer = kafka.consumer({ groupId: `reader-${process.pid}-${groups += 1}`, sessionTimeout: 10_000 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => { if (!restart) reject(error); });
    consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const message of batch.messages) records.push({ topic: batch.topic, partition: batch.partition, offset: BigInt(message.offset), message });
        const key = `${batch.topic}/${batch.partition}`;
        if (BigInt(batch.lastOffset()) >= (wanted.get(key) ?? 0n)) wanted.delete(key);
        if (wanted.size === 0) resolve();
      },
    }).catch(reject);
  });
  await consumer.disconnect();
  return records.sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition || (a.offset < b.offset ? -1 : 1)));
}
