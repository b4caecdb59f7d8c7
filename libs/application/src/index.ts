/** Application services: one `Ledger` over its stores, used in process by the command line and by the server. */
export { AccessService } from './access-service.js';
export type * from './access-types.js';
export { takesRequests } from './case-formats.js';
export { CaseService } from './case-service.js';
export type * from './case-types.js';
export { ComplaintService } from './complaint-service.js';
export * from './config.js';
export { FindingService } from './finding-service.js';
export type * from './finding-types.js';
export type { FollowUpStatus, StuckFollowUp } from './follow-ups.js';
export { LeadService } from './lead-service.js';
export { YearService } from './year-service.js';
export * from './ledger.js';
export { readPackText, shippedPacks } from './packs.js';
export { papersConfigOf, type PapersConfig } from './papers-config.js';
export { type OpenedPaper, type PaperDescription, type PaperHandedIn, type PaperRecorded, PapersService, type PaperStatement } from './papers-service.js';
export type { RuleEntry } from './packs-service.js';
export { RegisterService } from './register-service.js';
export { PolicyService } from './policy-service.js';
export type * from './policy-types.js';
export type { StandardsQuestion } from './standards-service.js';
export { readTaskBook, shippedTaskBooks, type TaskBook } from './task-books.js';
export { type QuarterQuestion, TaskService, type TasksQuestion } from './task-service.js';
export type * from './task-types.js';
/** Types only: importing the thread's own file would start it. */
export type { RebuildMessage, RebuildRequest, StopRebuild } from './rebuild-worker.js';
