/**
 * Consumes the topics of the intake: one message after the other, its effect first, its offset afterwards. What cannot be done now pauses its partition and is
 * tried again; a consumer that crashed, or that does not move although there is something to do, is made anew.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Consumer, type EachBatchPayload, type Kafka, Partitioners, type Producer } from 'kafkajs';
import { deadLetterOf } from './dead-letter.js';
import type { Intake, IntakeOutcome } from './intake.js';
import { withAdmin } from './kafka.js';
import type { IntakeName, Topics } from './topics.js';

export interface IntakeStatus {
  readonly topics: readonly string[];
  /** Messages since the program started. */
  readonly counts: { readonly recorded: number; readonly alreadyRecorded: number; readonly nothingToDo: number; readonly deadLetters: number };
  /** Messages that wait, by topic; as of the last look. */
  readonly lag: Readonly<Record<string, number>>;
  /** Why a partition waits, since when and how often it was tried. */
  readonly waiting: { readonly code: string; readonly since: string; readonly attempts: number } | null;
  /** There is lag and nothing moved for the time that was set. */
  readonly stuck: boolean;
  /** How often the consumer was made anew. */
  readonly restarts: number;
}
export interface IntakeConsumerOptions {
  readonly kafka: Kafka;
  readonly topics: Topics;
  readonly intake: Intake;
  readonly now: () => string;
  /** Makes the topics that are missing; before every consumer. */
  readonly prepare?: (() => Promise<void>) | undefined;
  readonly stuckMs: number;
  readonly watchMs?: number | undefined;
  /** How long the group waits for a sign of life before it gives a consumer up. */
  readonly sessionMs?: number | undefined;
  readonly firstRetryMs?: number | undefined;
  /** Told what the log should know; never what a message held. */
  readonly onEvent?: ((what: 'crashed' | 'stuck' | 'waiting' | 'deadLetter', particulars: Readonly<Record<string, unknown>>) => void) | undefined;
}

const SESSION_MS = 30_000;
const HEARTBEAT_MS = 3_000;
const COMMIT_EVERY = 50;
const MAX_RETRY_MS = 30_000;
const STOP_MS = 5_000;

export class IntakeConsumer {
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private watch: Promise<void> | undefined;
  private again: AbortController = new AbortController();
  private readonly counts = { recorded: 0, alreadyRecorded: 0, nothingToDo: 0, deadLetters: 0 };
  private lag: Readonly<Record<string, number>> = {};
  private waiting: IntakeStatus['waiting'] = null;
  private movedAt = Date.now();
  private stuck = false;
  private restarts = 0;
  private readonly names: ReadonlyMap<string, IntakeName>;

  constructor(private readonly options: IntakeConsumerOptions) {
    this.names = new Map(options.intake.names.map((name) => [options.topics.intake(name), name]));
  }

  start(): void {
    this.loop ??= this.run();
    this.watch ??= this.look();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.again.abort();
    await Promise.race([Promise.all([this.loop, this.watch]), sleep(STOP_MS, undefined, { ref: false })]);
  }

  status(): IntakeStatus {
    return { topics: [...this.names.keys()], counts: { ...this.counts }, lag: this.lag, waiting: this.waiting, stuck: this.stuck, restarts: this.restarts };
  }

  /** One consumer after the other, until it is stopped. */
  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let delayMs = this.options.firstRetryMs ?? 1_000; !signal.aborted;) {
      this.again = new AbortController();
      const began = Date.now();
      try {
        await this.consumeUntil(this.again.signal);
      } catch (error) {
        if (!signal.aborted) this.options.onEvent?.('crashed', { error });
      }
      if (signal.aborted) return;
      this.restarts += 1;
      delayMs = Date.now() - began > MAX_RETRY_MS ? (this.options.firstRetryMs ?? 1_000) : Math.min(delayMs * 2, MAX_RETRY_MS);
      await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async consumeUntil(ended: AbortSignal): Promise<void> {
    const { kafka, topics, prepare } = this.options;
    await prepare?.();
    const consumer = kafka.consumer({ groupId: topics.group, sessionTimeout: this.options.sessionMs ?? SESSION_MS, heartbeatInterval: HEARTBEAT_MS, allowAutoTopicCreation: false });
    const producer = kafka.producer({ maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
    try {
      await producer.connect();
      await consumer.connect();
      await consumer.subscribe({ topics: [...this.names.keys()], fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        ended.addEventListener('abort', () => resolve(), { once: true });
        // kafkajs restarts by itself after what it thinks passes; after anything else it stays down.
        consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => { if (!restart) reject(error); });
        consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => this.takeBatch(payload, producer, ended) }).catch(reject);
      });
    } finally {
      await disconnect(consumer, producer);
    }
  }

  private async takeBatch(payload: EachBatchPayload, producer: Producer, ended: AbortSignal): Promise<void> {
    const { batch } = payload;
    // A message may take longer than the group waits for a sign of life.
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      let uncommitted = 0;
      for (const message of batch.messages) {
        if (!payload.isRunning() || payload.isStale() || ended.aborted) break;
        const place = { topic: batch.topic, partition: batch.partition, offset: message.offset };
        const outcome = await this.options.intake.take(this.names.get(batch.topic) as IntakeName, message, `${place.topic}/${place.partition}/${place.offset}`);
        if (outcome.status === 'later') {
          this.wait(outcome.code, payload.pause());
          break;
        }
        if (outcome.status === 'refused') {
          await producer.send({ topic: this.options.topics.deadLetter, acks: -1, messages: [deadLetterOf(place, message, outcome, this.options.now())] });
          this.options.onEvent?.('deadLetter', { ...place, code: outcome.code });
        }
        this.moved(outcome);
        payload.resolveOffset(message.offset);
        uncommitted += 1;
        if (uncommitted % COMMIT_EVERY === 0) await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
        await payload.heartbeat();
      }
      await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    } finally {
      clearInterval(beat);
    }
  }

  private moved(outcome: Exclude<IntakeOutcome, { status: 'later' }>): void {
    this.counts[outcome.status === 'applied' ? outcome.applied : 'deadLetters'] += 1;
    this.waiting = null;
    this.movedAt = Date.now();
    this.stuck = false;
  }

  private wait(code: string, resume: () => void): void {
    const attempts = (this.waiting?.attempts ?? 0) + 1;
    if (this.waiting === null) this.options.onEvent?.('waiting', { code });
    this.waiting = { code, since: this.waiting?.since ?? this.options.now(), attempts };
    const delayMs = Math.min((this.options.firstRetryMs ?? 1_000) * 2 ** Math.min(attempts - 1, 10), MAX_RETRY_MS);
    setTimeout(resume, delayMs).unref();
  }

  /** Looks at the lag now and then. */
  private async look(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.measure().catch(() => undefined);
      const behind = Object.values(this.lag).some((count) => count > 0);
      if (!behind) this.movedAt = Date.now();
      const still = behind && Date.now() - this.movedAt > this.options.stuckMs;
      if (still && !this.stuck) this.options.onEvent?.('stuck', { lag: this.lag });
      this.stuck = behind && (still || this.stuck);
      // A partition that waits knows why; another consumer would wait like this one.
      if (still && this.waiting === null) {
        this.movedAt = Date.now();
        this.again.abort();
      }
      await sleep(this.options.watchMs ?? 10_000, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async measure(): Promise<void> {
    const { kafka, topics } = this.options;
    const names = [...this.names.keys()];
    this.lag = await withAdmin(kafka, async (admin) => {
      const done = new Map((await admin.fetchOffsets({ groupId: topics.group, topics: names })).map(({ topic, partitions }) => [topic, new Map(partitions.map(({ partition, offset }) => [partition, offset]))]));
      return Object.fromEntries(await Promise.all(names.map(async (topic) => {
        const waits = (await admin.fetchTopicOffsets(topic)).map(({ partition, high, low }) => {
          const offset = Number(done.get(topic)?.get(partition) ?? -1);
          return Number(high) - Math.max(offset, Number(low));
        });
        return [topic, waits.reduce((sum, count) => sum + count, 0)] as const;
      })));
    });
  }
}

/** Neither may keep the other, or whoever stops, waiting. */
async function disconnect(consumer: Consumer, producer: Producer): Promise<void> {
  await Promise.race([Promise.allSettled([consumer.disconnect(), producer.disconnect()]), sleep(STOP_MS, undefined, { ref: false })]);
}
