import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Column } from './output.js';
import { saveTable } from './save-table.js';

interface Row { readonly no: string; readonly n: number; readonly fen: number }
const COLUMNS: readonly Column<Row>[] = [{ title: '账号', cell: (row) => row.no }, { title: '笔数', cell: (row) => row.n }, { title: '金额（元）', fen: (row) => row.fen }];
const ROWS: readonly Row[] = [{ no: '0062010000000000018', n: 2, fen: 123_456 }, { no: '=1+1', n: 0, fen: -5 }];
let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'taizhang-out-')); });
afterEach(() => rmSync(directory, { recursive: true }));

it('a CSV keeps leading zeros, runs nothing, and has amounts without separators', async () => {
  const file = join(directory, 'list.csv');
  await saveTable(file, '清册', COLUMNS, ROWS);
  expect(readFileSync(file, 'utf8')).toBe('\uFEFF"账号","笔数","金额（元）"\r\n"0062010000000000018","2","1234.56"\r\n"\'=1+1","0","-0.05"\r\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
it('a workbook has accounts as texts and amounts as numbers: read back by another reader', async () => {
  const file = join(directory, 'list.xlsx');
  await saveTable(file, '清册', COLUMNS, ROWS);
  // Python's standard library only: the parts of the sheet, as they are stored.
  const script = 'import sys,zipfile,re\nz=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\nx=z.read("xl/worksheets/sheet1.xml").decode()\nprint([[(c[0] or "n", re.sub("<[^>]*>","",c[1])) for c in re.findall(r\'<c r="[A-Z]+[0-9]+" s="[0-9]"(?: t="([a-zA-Z]+)")?>(.*?)</c>\',row)] for row in re.findall("<row [^>]*>(.*?)</row>",x)])';
  const read = execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }).trim();
  expect(read).toBe("[[('inlineStr', '账号'), ('inlineStr', '笔数'), ('inlineStr', '金额（元）')], [('inlineStr', '0062010000000000018'), ('n', '2'), ('n', '1234.56')], [('inlineStr', '=1+1'), ('n', '0'), ('n', '-0.05')]]");
});
it('another kind of file and a place that cannot be written are refused, and nothing is left', async () => {
  await expect(saveTable(join(directory, 'list.txt'), '清册', COLUMNS, ROWS)).rejects.toMatchObject({ code: 'OUT_KIND' });
  await expect(saveTable(join(directory, 'none', 'list.csv'), '清册', COLUMNS, ROWS)).rejects.toMatchObject({ code: 'OUT_UNWRITABLE' });
  writeFileSync(join(directory, 'old.csv'), 'old');
  await saveTable(join(directory, 'old.csv'), '清册', COLUMNS, []);
  expect(readFileSync(join(directory, 'old.csv'), 'utf8')).not.toContain('old');
});
