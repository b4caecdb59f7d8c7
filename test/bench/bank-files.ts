/**
 * Bank files of a million lines: seconds and the most memory the process took, per format.
 *
 *     npm run build && node dist/test/bench/bank-files.js [LINES]
 */
import { BANK_LIMITS, checkReturn, checkStatement, CSV_LAYOUT, delimitedFormat, iso20022Format, PIPE_LAYOUT, workbookFormat, XLSX_LAYOUT } from '#bank';
import { readSheetTexts } from '#workbook';
import { ACCOUNT, largeCamt053, largeHead, largeItems, largeOptions, largePain002, largePipeReturn } from '../../libs/bank/testing/large.js';
import { peakMiB } from './peak.js';

const lines = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(lines) || lines < 1 || lines > BANK_LIMITS.items) throw new Error(`lines from 1 to ${BANK_LIMITS.items}`);

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.length;
  return bytes;
}

const [iso, pipe, csv] = [iso20022Format(), delimitedFormat(PIPE_LAYOUT), delimitedFormat(CSV_LAYOUT)];
const RUNS: readonly (readonly [string, () => Promise<number>])[] = [
  ['pain.001 out', () => bytesOf(iso.write(largeHead(lines), largeItems(lines)))],
  ['bars out', () => bytesOf(pipe.write(largeHead(lines), largeItems(lines)))],
  ['csv out', () => bytesOf(csv.write(largeHead(lines), largeItems(lines)))],
  ['xlsx out', () => bytesOf(workbookFormat(XLSX_LAYOUT, readSheetTexts).write(largeHead(lines), largeItems(lines)))],
  ['bars in', async () => (await checkReturn(pipe, largePipeReturn(lines), largeOptions(lines))).bytes],
  ['pain.002 in', async () => (await checkReturn(iso, largePain002(lines), largeOptions(lines))).bytes],
  ['camt.053 in', async () => (await checkStatement(iso, largeCamt053(lines), { account: ACCOUNT, seen: () => false })).bytes],
];

const MIB = 1024 * 1024;
for (const [name, run] of RUNS) {
  const started = performance.now();
  const bytes = await run();
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`${name.padEnd(14)} ${lines} lines, ${(bytes / MIB).toFixed(0)} MiB, ${seconds.toFixed(1)} s, most memory so far ${peakMiB()} MiB\n`);
}
