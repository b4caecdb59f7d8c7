/** Kernel: the values and shapes every context shares. Depends on nothing but Node and the holiday table. */
export * from './errors.js';
export * from './fen.js';
export * from './civil-date.js';
export * from './working-days.js';
export * from './division.js';
export * from './citizen-id.js';
export * from './envelope.js';
export * from './decider.js';
export * from './digest.js';
