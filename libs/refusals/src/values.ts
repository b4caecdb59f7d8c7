/** docs/errors.md, "Values". */
import type { Refusals } from './refusals.js';

export const VALUES: Refusals = {
  DATE_INVALID: '日期写法不对，或没有这一天。请按 YYYY-MM-DD 填写，例如 2019-12-31。',
  MONTH_INVALID: '月份写法不对。请按 YYYY-MM 填写，例如 2019-03。',
  YEAR_INVALID: '年度写法不对。请填写四位数字，不早于 1900 年。',
  INSTANT_INVALID: '时刻写法不对。请按 RFC 3339 填写并带时区，如 2019-12-31T17:00:00+08:00；网址中 + 写作 %2B。',
  DIVISION_INVALID: '行政区划代码写法不对。请填写：县 6 位、镇街 9 位、社区 12 位；公布标准和任务只用 6 位代码。',
  FEN_INVALID: '金额不是整数分，或合计超出程序可以计算的范围。请将此情况报程序维护人员处理。',
  CALENDAR_UNPUBLISHED: '该年度不在程序的工作日历之内，期限无法计算。请待国务院公布放假安排后，更新程序所用的 chinese-days。',
  QUARTER_INVALID: '季度写法不对。请写年份、Q 和 1 至 4，例如 2019Q2。',
  HALF_YEAR_INVALID: '半年写法不对。请写年份、H 和 1 或 2，例如 2019H1。',
  PERIOD_INVALID: '期间写法不对。请填写季度、半年或年度，例如 2019Q2、2019H1 或 2019。',
  WHOLE_NUMBER_INVALID: '所填不是从 0 起的整数。请只填数字，至多 15 位。',
  YUAN_INVALID: '金额写法不对。请以元为单位填写数字，角分写在小数点后，例如 2000 或 2000.50。',
  PORT_INVALID: '端口号不对。请填写 0 至 65535 之间的数字。',
  OUT_KIND: '清单只能保存为 .csv 或 .xlsx。请将文件名的后缀改为其中一种。',
  NAME_INVALID: '编号或名称为空、超过 120 个字符，或含有换行等不应有的字符。请更正。',
};
