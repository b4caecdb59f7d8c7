/** docs/errors.md, "Tasks". */
import type { Refusals } from './refusals.js';

export const TASKS: Refusals = {
  TASKS_UNKNOWN: '程序中没有这份文件的任务。请从所列的文件中选用。',
  TASKS_ELSEWHERE: '文件的任务属于该文件所在地，不能登记到其他区划。请不填区划，或填写文件所在地的区划。',
  TASKS_NOT_SEEDED: '该区划没有登记任务。请先用 taizhang tasks seed --pack 登记当地文件的任务，或核对区划代码。',
  TASK_UNKNOWN: '没有这一编号的任务。请核对编号和区划；任务用 taizhang tasks seed 登记。',
  TASK_AMBIGUOUS: '几个地方都有这一编号的任务。请写明区划，例如 12@360111。',
  TASK_EXISTS: '该任务已经登记，内容与此不同，已登记的保持不变。请核对所用的文件和程序版本。',
  TASK_UNIT_UNKNOWN: '该单位不是相应任务的牵头单位或责任单位。请按任务清单所列的名称填写单位。',
  DIVISION_NEEDED: '账户涉及几个县，而任务按县登记。请写明要查的县，例如 division=360111。',
  TASK_FIELD_INVALID: '所填内容有缺项、过长、重复或写法不对。请更正所指的一项；责任部门、责任人员、时间进度缺一不可。',
  TASK_DATE_INVALID: '所填日期尚未到来、不在所属期间之内，或与其他日期矛盾。请更正所指的日期。',
  TASK_ASSIGNED: '该单位已就此任务落实责任人和时间进度，与此不同。如要替换，请写明理由；原记录留在账上。',
  REPORT_NOT_ASKED: '该季度早于首次应报送的季度，不需要报送。请核对季度。',
  REPORT_EXISTS: '该单位本季度已报送此任务，内容与此不同。如要更正，请注明 supersedes 并写明理由；原报告留在账上。',
  REPORT_UNKNOWN: '该单位该季度没有可以更正的报告。请去掉 supersedes，或核对单位和季度。',
  OVERSIGHT_EXISTS: '该期间的这项调度、通报、考核或评估已有记录，每期只记一次，原记录保持不变。请核对期间。',
};
