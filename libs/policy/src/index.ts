/** Policy: dated standards and the rules that compute with them. */
export * from './standards.js';
export * from './dibao-amount.js';
