/** Names of the topics under a prefix. */
import { DomainError } from '#kernel';
import { CONTEXTS, type Context } from './catalogue/index.js';

export const INTAKES = ['data-match', 'deaths', 'bank-results'] as const;
export type IntakeName = (typeof INTAKES)[number];

export class Topics {
  /** @throws DomainError `SETTING_INVALID` */
  constructor(readonly prefix: string) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(prefix)) throw new DomainError('SETTING_INVALID', 'invalid', 'KAFKA_TOPIC_PREFIX has 1 to 100 letters, digits, dots, dashes or underscores. Correct it.', { setting: 'KAFKA_TOPIC_PREFIX' });
  }

  events(context: Context): string {
    return `${this.prefix}.${context}.events`;
  }

  get allEvents(): readonly string[] {
    return CONTEXTS.map((context) => this.events(context));
  }

  intake(name: IntakeName): string {
    return `${this.prefix}.intake.${name}`;
  }

  get deadLetter(): string {
    return `${this.prefix}.dead-letter`;
  }

  /** The consumer group of the intake. */
  get group(): string {
    return `${this.prefix}.intake`;
  }
}
