/** Kernel: the values and shapes every context shares. Depends on nothing but Node, the holiday table and the builder of JSON Schemas. */
export * from './errors.js';
export * from './fen.js';
export * from './civil-date.js';
export * from './working-days.js';
export * from './division.js';
export * from './citizen-id.js';
export * from './envelope.js';
export * from './decider.js';
export * from './canonical.js';
export * from './digest.js';
export * from './step-guard.js';
export * as stepFormat from './step-format.js';
