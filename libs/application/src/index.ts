/** Application services: one `Ledger` over its stores, used in process by the command line and by the server. */
export * from './config.js';
export * from './ledger.js';
