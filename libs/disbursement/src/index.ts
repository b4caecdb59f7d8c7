/** Disbursement: pay lists, their items' fate, and the indicators they are paid from. */
export * from './pay-list.js';
export * from './fund.js';
