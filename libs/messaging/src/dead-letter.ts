/** Dead letters: what the intake could not read, or what was refused, with the reason, as it came. They hold personal data like the topics they came from. */
import type { KafkaMessage } from 'kafkajs';
import { headerText } from './cloud-event.js';

export interface DeadLetter {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Bounds of what is kept of a message. */
export const MAX_DEAD_BYTES = 524_288;
const MAX_HEADERS = 40;
const MAX_HEADER_CHARACTERS = 2_000;

/** The message's own headers stay under their names; those that begin with `dl_` say what became of it. Place names it: one that comes twice has the same. */
export function deadLetterOf({ topic, partition, offset }: Place, { key, value, headers = {} }: Pick<KafkaMessage, 'key' | 'value' | 'headers'>, { code, reason }: { readonly code: string; readonly reason: string }, at: string): DeadLetter {
  const own = Object.entries(headers).filter(([name]) => !name.startsWith('dl_')).slice(0, MAX_HEADERS).map(([name, header]) => [name.slice(0, 200), (headerText(header) ?? '').slice(0, MAX_HEADER_CHARACTERS)] as const);
  const cut = value !== null && value.length > MAX_DEAD_BYTES;
  return {
    key: key?.subarray(0, 1_000) ?? null, value: cut ? value.subarray(0, MAX_DEAD_BYTES) : value,
    headers: { ...Object.fromEntries(own), dl_code: code, dl_reason: reason.slice(0, MAX_HEADER_CHARACTERS), dl_topic: topic, dl_partition: String(partition), dl_offset: offset, dl_at: at, ...(cut ? { dl_bytes: String(value.length) } : {}) },
  };
}
