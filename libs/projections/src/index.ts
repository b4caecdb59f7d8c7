/** Projections: pure folds, the followers that run them, and the store of their rows. */
export * from './projection.js';
export * from './view-store.js';
export * from './follower.js';
export * from './rebuild.js';
