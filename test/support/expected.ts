/** Holds everything an `*.expected.json` says against what the command line prints. */
import { readFileSync } from 'node:fs';
import { cliJson } from './run-cli.js';

interface Totals {
  readonly rows: number;
  readonly recorded: number;
  readonly rejected: number;
}
export interface Expected {
  readonly sheets: Readonly<Record<string, Totals>>;
  readonly rejections: readonly object[];
  readonly caseload: Readonly<Record<string, object>>;
  readonly payments: Readonly<Record<string, object>>;
  readonly procedure: Readonly<Record<string, object>>;
  readonly tolerance: readonly { readonly division: string; readonly year: number }[];
  readonly amounts: { readonly rows: readonly object[] };
  readonly activeCaseSample?: readonly { readonly caseId: string; readonly asOf: string; readonly persons: number; readonly monthlyFen: number; readonly effectiveMonth: string; readonly benefit: string }[];
}

export const readExpected = (file: string): Expected => JSON.parse(readFileSync(file, 'utf8')) as Expected;

const only = (row: object, ...names: string[]): object => Object.fromEntries(names.map((name) => [name, (row as Record<string, unknown>)[name]]));

/** Figures that differ, as [what, got, expected]; none when everything agrees. */
export async function compareLedger(dataDir: string, expected: Expected): Promise<void> {
  const report = (...args: string[]) => cliJson<Record<string, unknown>>('report', ...args, '--data', dataDir);
  for (const [asOf, wanted] of Object.entries(expected.caseload)) {
    expect({ asOf, ...only(await report('caseload', '--as-of', asOf), 'rows', 'total') }).toEqual({ asOf, ...only(wanted, 'rows', 'total') });
  }
  for (const [period, wanted] of Object.entries(expected.payments)) {
    expect({ period, ...only(await report('payments', '--period', period), 'rows', 'total') }).toEqual({ period, ...only(wanted, 'rows', 'total') });
  }
  for (const [year, wanted] of Object.entries(expected.procedure)) {
    expect({ year, ...(await report('procedure', ...(year === 'all' ? [] : ['--year', year]))) }).toEqual({ year, ...wanted });
  }
  for (const wanted of expected.tolerance) {
    expect(await report('tolerance', '--division', wanted.division, '--year', String(wanted.year))).toEqual(wanted);
  }
  const amounts = (await report('amounts')) as { rows: object[] };
  expect(amounts.rows.map((row) => only(row, 'caseId', 'effectiveMonth', 'decidedFen', 'expectedFen'))).toEqual(expected.amounts.rows);
  for (const sample of expected.activeCaseSample ?? []) {
    const { state } = await cliJson<{ state: { benefit: string; entitlement: object } }>('replay', 'case', sample.caseId, '--as-of', sample.asOf, '--data', dataDir);
    expect([sample.caseId, state.benefit, only(state.entitlement, 'effectiveMonth', 'persons', 'monthlyFen')]).toEqual([sample.caseId, sample.benefit, only(sample, 'effectiveMonth', 'persons', 'monthlyFen')]);
  }
}

/** The import's own figures. */
export function compareImport(report: { sheets: Readonly<Record<string, Totals>>; rejections: readonly object[] }, expected: Expected): void {
  for (const [sheet, totals] of Object.entries(expected.sheets)) {
    expect([sheet, report.sheets[sheet]]).toEqual([sheet, { ...only(totals, 'rows', 'recorded', 'rejected'), alreadyRecorded: 0 }]);
  }
  for (const [sheet, totals] of Object.entries(report.sheets)) if (!(sheet in expected.sheets)) expect([sheet, totals.rows]).toEqual([sheet, 0]);
  expect(report.rejections.map((row) => only(row, 'sheet', 'row', 'column', 'code'))).toEqual(expected.rejections);
}
