/** Evidence: the ledger as a transparency log that standard tools verify. */
export * from './tree/hash.js';
export * from './tree/tiles.js';
export * from './tree/proofs.js';
export * from './tree/verify.js';
export * from './tree/growing.js';
export * from './canonical.js';
export * from './entry.js';
export * from './note.js';
export * from './checkpoint.js';
export * from './files.js';
export * from './tile-folder.js';
export { readLogKey } from './log-key.js';
export * from './log-follower.js';
export { verifyLog, type Verification, type VerifyOptions, type Finding, type FileFinding, type CheckpointFinding } from './verify-log.js';
export type { EventFinding } from './event-window.js';
