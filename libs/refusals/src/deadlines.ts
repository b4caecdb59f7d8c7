/** docs/errors.md, "Deadlines". */
import type { Refusals } from './refusals.js';

export const DEADLINES: Refusals = {
  CLOCK_UNKNOWN: '没有这个名称的期限。请使用 docs/clocks.md 中的名称；可以延长的是 total。',
  CLOCK_NOT_EXTENDABLE: '该期限在本案中不能延长：可延长的只有适用民发〔2021〕57号的低保、支出型的 total。请继续办结，逾期如实记录。',
  EXTENSION_INVALID: '延长期限的日期不合规定。请在期限届满前决定，延至更晚的日期，自受理起最长 45 个工作日。',
};
