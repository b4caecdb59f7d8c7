/** Casework: persons, households and cases, from application through the handling steps to the entitlement. */
export * from './benefits.js';
export * from './person.js';
export * from './household.js';
export * from './case-events.js';
export * from './case.js';
export * from './entitlement.js';
export * from './procedure.js';
