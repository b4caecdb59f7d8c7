/** Synthetic workbooks of other counties, nasty on purpose, against the figures of the independent model in test/oracle. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareImport, compareLedger, readExpected } from '../support/expected.js';
import { cliJson } from '../support/run-cli.js';

const FOLDER = join('test', 'acceptance', 'generated');
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.xlsx')).map((file) => file.slice(0, -'.xlsx'.length));

describe.each(names)('%s', (name) => {
  it('imports and reports as the independent model does', async () => {
    const data = mkdtempSync(join(tmpdir(), 'taizhang-generated-'));
    try {
      const expected = readExpected(join(FOLDER, `${name}.expected.json`));
      compareImport(await cliJson<Parameters<typeof compareImport>[0]>('import', join(FOLDER, `${name}.xlsx`), '--data', data), expected);
      await compareLedger(data, expected);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

it('all counties live in one ledger without mixing', async () => {
  const data = mkdtempSync(join(tmpdir(), 'taizhang-counties-'));
  try {
    for (const name of names) await cliJson('import', join(FOLDER, `${name}.xlsx`), '--data', data);
    for (const name of names) {
      const expected = readExpected(join(FOLDER, `${name}.expected.json`));
      const division = name.slice(0, 6);
      for (const [asOf, wanted] of Object.entries(expected.caseload)) {
        const { rows } = await cliJson<{ rows: { division: string }[] }>('report', 'caseload', '--as-of', asOf, '--division', division, '--data', data);
        expect([asOf, rows]).toEqual([asOf, (wanted as { rows: object[] }).rows]);
      }
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
