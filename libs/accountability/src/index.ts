/** Accountability: from lead to closure, the 2 % tolerance and the exemption, complaints, data matches, closed years; tasks with their units and reports, and the oversight of them. */
export * from './complaint.js';
export * from './complaint-formats.js';
export * from './fine.js';
export * from './finding.js';
export * from './finding-events.js';
export { FINDING_EXAMPLES } from './finding-examples.js';
export { type FindingStep, FINDING_FORMATS, IRRECOVERABLE_GROUNDS, SANCTIONS, type Stated as FindingStated } from './finding-formats.js';
export type { FindingContext } from './finding-guard.js';
export type { FindingFile, FindingState, Liability, Rectification } from './finding-state.js';
export { FINDING_STEP_NAMES, FINDING_STEPS, type FindingStepDefinition } from './finding-steps.js';
export * from './lead-kinds.js';
export * from './match.js';
export * from './oversight.js';
export * from './period.js';
export * from './reporting.js';
export * from './task.js';
export * from './tolerance.js';
export * from './year.js';
