/** Casework: persons, households and cases, from application through the handling steps to the entitlement. */
export * from './benefits.js';
export * from './person.js';
export * from './household.js';
export * from './citizen.js';
export * from './case-events.js';
export * from './case-file.js';
export * from './case.js';
export * from './chain.js';
export * from './clock.js';
export * from './clock-book.js';
export { addMonths, type ClockFacts, dueOn, termOf } from './clock-limits.js';
export * from './clocks.js';
export * from './register-formats.js';
export * from './sample.js';
export * from './steps/index.js';
export * from './entitlement.js';
export * from './procedure.js';
export { missed, type OpenItem, openItems } from './open-items.js';
