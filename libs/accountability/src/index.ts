/** Accountability: leads and findings, the 2 % tolerance and the exemption. */
export * from './finding.js';
export * from './tolerance.js';
