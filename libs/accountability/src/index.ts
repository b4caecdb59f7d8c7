/** Accountability: leads and findings, the 2 % tolerance and the exemption; tasks with their units and reports, and the oversight of them. */
export * from './finding.js';
export * from './oversight.js';
export * from './period.js';
export * from './reporting.js';
export * from './task.js';
export * from './tolerance.js';
