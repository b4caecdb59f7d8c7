/** What a rejected row tells the office: what is wrong and what to do, never what stood in the cell. */
import type { ColumnSchema } from './schema.js';
import type { ReferenceTarget } from './types.js';
import type { Unreadable } from './normalise.js';

export const requiredMessage = (column: ColumnSchema): string =>
  `“${column.header}”是必填项，此处为空。请补填后重新导入该行。`;

/** By type of column: the forms that can be read. */
const EXPECTED: Readonly<Partial<Record<ColumnSchema['type'], string>>> = {
  id: '编号不得超过100个字符',
  town: '应为9位数字的街镇代码',
  community: '应为12位数字的社区代码',
  date: '应为实际存在的日期，如 2019-03-05、2019/3/5 或 2019年3月5日',
  month: '应为年月，如 2019-03、201903 或 2019年3月',
  money: '应为不小于零、最多两位小数的金额（元），如 1,234.50',
  decimal: '应为不小于零、最多六位小数的数值，如 670 或 1.3',
  yesNo: '只能填 是、否、有、无、Y、N、1 或 0',
  headcount: '应为不小于零的整数，如 2',
  ordinal: '应为从1开始的整数，首次填 1',
  grade: '只能填 1、2、3 或 4',
};

export function unreadableMessage(column: ColumnSchema, code: Unreadable['unreadable']): string {
  switch (code) {
    case 'FORMAT':
      return `“${column.header}”无法识别：${EXPECTED[column.type] ?? '格式不符'}。请改正后重新导入该行。`;
    case 'ENUM': {
      const allowed = column.codes ? `只能填 ${Object.keys(column.codes).join('、')}` : EXPECTED[column.type] ?? '不在允许的取值之内';
      return `“${column.header}”的取值不在允许范围内：${allowed}。请改正后重新导入该行。`;
    }
    case 'ID_CHECKSUM':
      return `“${column.header}”未通过校验（须为18位，出生日期存在，校验码正确）。请对照证件核对后重新导入该行。`;
  }
}

const TARGETS: Readonly<Record<ReferenceTarget, string>> = {
  人员: '人员（“人员”表）', 家庭: '家庭（“家庭”表）', 案件: '案件（“申请”表）',
};

export const referenceMessage = (header: string, target: ReferenceTarget): string =>
  `“${header}”所指的${TARGETS[target]}尚未入账：编号有误，或其所在行被退回。请先核对编号、补录该${target}，再重新导入该行。`;

export const duplicateMessage = (headers: readonly string[]): string =>
  `本表前面已有“${headers.join('＋')}”相同的一行，以第一行为准。请删除重复行；确为另一笔的，请更正编号。`;

export const conflictMessage = (headers: readonly string[]): string =>
  `“${headers.join('＋')}”相同的记录此前已从其他文件入账，且内容不同。已入账的内容不能用导入覆盖，请通过更正程序处理。`;
