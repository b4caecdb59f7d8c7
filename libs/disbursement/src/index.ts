/** Disbursement: pay lists, their items' fate, the indicators they are paid from, and the funds ledger. */
export * from './fund.js';
export { FUND_SOURCES, type FundEvent, type FundSource, type TreasuryOrder } from './fund-events.js';
export * from './fund-formats.js';
export * from './lines.js';
export * from './list-events.js';
export * from './list-formats.js';
export { fixed as listFixed, isPosted, type ListContext, type LiveList, type TakeListStep } from './list-head.js';
export * from './list-line.js';
export * from './pay-case.js';
export * from './pay-case-formats.js';
export * from './pay-item.js';
export * from './pay-list.js';
export * from './pay-part.js';
export * from './postings.js';
export * from './postings-check.js';
