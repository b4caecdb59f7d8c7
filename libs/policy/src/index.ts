/** Policy: packs, published values, and the rules that determine a household with them. */
export * from './standards.js';
export * from './dibao-amount.js';
export * from './pack.js';
export * from './book.js';
export * from './facts.js';
export { FACTS_SCHEMA, readFacts } from './facts-schema.js';
export * from './determination.js';
export { determine } from './determine.js';
export { LOCAL_KEYS, type LocalKey, listItems } from './local-keys.js';
export { PublishedValues } from './values.js';
export { RULES, type Rule } from './rule.js';
export { verifyTrace } from './verify-trace.js';
export { benefitName, type Language, renderDetermination, sentenceOf } from './explain.js';
