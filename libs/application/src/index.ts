/** Application services: one `Ledger` over its stores, used in process by the command line and by the server. */
export * from './config.js';
export * from './ledger.js';
export { readPackText, shippedPacks } from './packs.js';
export type { RuleEntry } from './packs-service.js';
export { PolicyService } from './policy-service.js';
export type * from './policy-types.js';
export type { StandardsQuestion } from './standards-service.js';
export { readTaskBook, shippedTaskBooks, type TaskBook } from './task-books.js';
export { type QuarterQuestion, TaskService, type TasksQuestion } from './task-service.js';
export type * from './task-types.js';
/** Types only: importing the thread's own file would start it. */
export type { RebuildMessage, RebuildRequest, StopRebuild } from './rebuild-worker.js';
