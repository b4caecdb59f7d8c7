/** CloudEvents over Kafka: the relay out, the intake in, dead letters. Off unless brokers are named. */
export * from './bookmark.js';
export * from './catalogue/index.js';
export * from './catalogue/disposition.js';
export * from './catalogue/envelope.js';
export * from './catalogue/shapes.js';
export * from './cloud-event.js';
export * from './kafka.js';
export * from './pseudonyms.js';
export * from './publish.js';
export * from './relay.js';
export * from './topics.js';
export * from './dead-letter.js';
export * from './intake.js';
export * from './intake-consumer.js';
export * from './intake-formats.js';
export * from './asyncapi.js';
