/** What the measured programs work on: events like an imported year's, and ledgers of many counties. */
import { join } from 'node:path';
import type { EventStore, NewEvent } from '#event-store';
import { importWorkbook } from '#intake';
import { type JsonObject, uuidOf } from '#kernel';
import { type LedgerWorkbook, readWorkbook } from '#workbook';

export const WORKBOOK = join('test', 'acceptance', 'qingshanhu-2019.xlsx');
/** Events of one import of `WORKBOOK`. */
export const COUNTY_EVENTS = 101_942;

const DATA: JsonObject = { itemNo: 'QS2019DB00001/2019-01/1', listNo: 'FF201901-DB-001', caseId: 'QS2019DB00001', benefit: 'dibao', ym: '2019-01', attempt: 1, fen: 113_400, valueDate: '2019-01-10', bankTxnNo: '201901100000000127' };
const METADATA: JsonObject = {
  schemaVer: 1, occurredAt: '2019-01-10', recordedAt: '2026-01-01T00:00:00.000Z', actor: { staffId: '002103', role: '街镇受理' },
  jurisdiction: { code6: '360111', town9: '360111001', village12: '360111001008' }, correlationId: uuidOf('correlation'), causationId: uuidOf('causation'),
  commandDigest: 'A'.repeat(43), source: { file: 'a'.repeat(64), sheet: '发放', row: 1234 },
};

/** The n-th of many events of the size an import writes. */
export const eventOf = (n: number): NewEvent => ({ eventId: uuidOf(`bench/${n}`), type: 'PaymentSettled', data: DATA, metadata: METADATA });

/** A ledger of as many counties as it takes for so many events: the same year under different county codes. */
export async function fillLedger(store: EventStore, events: number): Promise<number> {
  const workbook = await readWorkbook(WORKBOOK);
  let written = 0;
  for (let county = 0; written < events; county += 1) {
    const code6 = String(360_101 + county);
    const other: LedgerWorkbook = { ...workbook, sha256: `${String(county).padStart(4, '0')}${workbook.sha256.slice(4)}`, info: { ...workbook.info, code6 } };
    written += (await importWorkbook(store, other, { actor: { staffId: 'bench' }, now: () => new Date().toISOString() })).events;
    process.stderr.write(`\r${written} events`);
  }
  process.stderr.write('\n');
  await store.close();
  return written;
}
