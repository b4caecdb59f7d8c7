/** The sheet 说明: which county, year and policy the workbook is about. */
import type { CivilDate } from '#kernel';
import type { Cell, RawRow } from './cell.js';
import { isBlank, type NormaliseContext, readCell } from './normalise.js';
import { compactText } from './plain-text.js';
import { infoInvalid } from './refusals.js';
import type { ColumnType } from './schema.js';
import type { WorkbookInfo } from './types.js';

const NAMES = ['行政区划代码', '年度', '编制单位', '截止日期', '政策文件'] as const;
type Name = (typeof NAMES)[number];

export interface InfoCollector {
  /** @throws DomainError `INFO_INVALID` */
  readonly take: (row: RawRow) => void;
  /** @throws DomainError `INFO_INVALID` */
  readonly finish: (context: NormaliseContext) => WorkbookInfo;
}

/** The first filled cell of a row is the name, the next one the value; rows with other names, such as the title, are remarks. */
export function collectInfo(): InfoCollector {
  const found = new Map<Name, Cell>();
  return {
    take: ({ cells }) => {
      const [first, value] = cells.filter((cell) => !isBlank(cell));
      const name = first?.kind === 'text' ? compactText(first.text).replace(/:$/, '') : '';
      const known = NAMES.find((candidate) => candidate === name);
      if (!known || !value) return;
      if (found.has(known)) throw infoInvalid(known, 'stands twice');
      found.set(known, value);
    },
    finish: (context) => infoOf(found, context),
  };
}

function infoOf(found: ReadonlyMap<Name, Cell>, context: NormaliseContext): WorkbookInfo {
  const read = (name: Name, type: ColumnType): string | undefined => {
    const cell = found.get(name);
    const reading = cell === undefined ? null : readCell(cell, { type }, context);
    return typeof reading === 'string' ? reading : undefined;
  };
  const required = (name: Name, type: ColumnType, form: RegExp, expected: string): string => {
    if (!found.has(name)) throw infoInvalid(name, 'is missing or empty');
    const value = read(name, type);
    if (value === undefined || !form.test(value)) throw infoInvalid(name, `is not ${expected}`);
    return value;
  };
  return {
    code6: required('行政区划代码', 'id', /^\d{6}$/, 'a code of six digits, for example 360111'),
    // Offices also write 2019年 and 2019年度.
    year: Number(required('年度', 'token', /^(?:19|[2-9]\d)\d{2}(?:年|年度)?$/, 'a year of four digits, for example 2019').slice(0, 4)),
    office: read('编制单位', 'text') ?? null,
    cutoffOn: required('截止日期', 'date', /./, 'an existing date, for example 2019-12-31') as CivilDate,
    pack: required('政策文件', 'token', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'the id of a policy pack, for example QS-2019').toUpperCase(),
  };
}
