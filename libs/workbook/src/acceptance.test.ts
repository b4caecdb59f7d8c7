/** Both acceptance workbooks: rows per sheet and every rejection, references resolved within the file, equal the expected files. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { outcomeOf, type LedgerWorkbook, readWorkbook, type ReferenceTarget, type SheetName } from './index.js';

const FOLDER = new URL('../../../test/acceptance/', import.meta.url);
const DEFINES: Partial<Record<SheetName, ReferenceTarget>> = { 人员: '人员', 家庭: '家庭', 申请: '案件' };

interface Expected {
  readonly sheets: Readonly<Record<string, { readonly rows: number; readonly recorded: number; readonly rejected: number }>>;
  readonly rejections: readonly { readonly sheet: string; readonly row: number; readonly column: string; readonly code: string }[];
}

/** What an import does, with a set in place of the ledger. */
function judge(workbook: LedgerWorkbook): Expected {
  const recorded = new Set<string>();
  const sheets: Record<string, { rows: number; recorded: number; rejected: number }> = {};
  const rejections: Expected['rejections'][number][] = [];
  const exists = (target: ReferenceTarget, number: string): boolean => recorded.has(`${target}/${number}`);
  for (const sheet of workbook.sheets) {
    const seenKeys = new Set<string>();
    const totals = { rows: 0, recorded: 0, rejected: 0 };
    for (const row of sheet.rows()) {
      const fault = outcomeOf(row, { exists, seenKeys });
      if (row.key !== undefined) seenKeys.add(row.key);
      totals.rows += 1;
      if (fault) {
        totals.rejected += 1;
        rejections.push({ sheet: sheet.name, row: row.row, column: fault.column, code: fault.code });
        continue;
      }
      totals.recorded += 1;
      const target = DEFINES[sheet.name];
      if (target) recorded.add(`${target}/${(JSON.parse(row.key as string) as string[])[0] as string}`);
    }
    expect(totals.rows).toBe(sheet.rowCount);
    sheets[sheet.name] = totals;
  }
  return { sheets, rejections };
}

describe.each(['qingshanhu-2019-small', 'qingshanhu-2019'])('%s', (name) => {
  test('rows and rejections are the expected ones', async () => {
    const path = new URL(`${name}.xlsx`, FOLDER);
    const expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, FOLDER), 'utf8')) as Expected;
    const before = process.memoryUsage().rss;
    const fromPath = await readWorkbook(fileURLToPath(path));
    const { sheets, rejections } = judge(fromPath);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
    expect(sheets).toEqual(expected.sheets);
    expect(rejections).toEqual(expected.rejections);
    expect(fromPath.info).toEqual({ code6: '360111', year: 2019, office: '南昌市青山湖区民政局', cutoffOn: '2019-12-31', pack: 'QS-2019' });
    const fromBytes = await readWorkbook(readFileSync(path));
    expect(fromBytes.sha256).toBe(fromPath.sha256);
  });
});
