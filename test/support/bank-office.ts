/** An agent bank as the county sees it: reads the batch file it was sent, and writes what it answers. A double; the files are those that libs/bank reads. All invented. */
import type { Ledger } from '#application';
import { type BankItem, CSV_LAYOUT, PIPE_LAYOUT } from '#bank';
import { batchStream } from '#disbursement';
import { type EventStore, handleCommand } from '#event-store';
import { fen, parseCivilDate, uuidOf } from '#kernel';
import { camt053, delimitedReturn, type Movement, type Outcome, pain002 } from '../../libs/bank/testing/bank-double.js';
import { FINANCE } from './money-office.js';

export const PAYER = { payerName: '青山湖区民政局', payerAccount: '36001111000052500888', payerCnaps: '105421000018' } as const;
export type Says = Pick<Outcome, 'status' | 'code' | 'txnNo' | 'date'>;

export const fileOf = (bytes: Buffer | string) => ({ open: async function* () { yield Buffer.from(bytes); } });

/** The items of a delimited batch file with bars, as the bank reads them. */
export async function readBatch(ledger: Ledger, batchNo: string): Promise<readonly BankItem[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await ledger.batches.content(batchNo, FINANCE)).chunks) chunks.push(chunk);
  const text = new TextDecoder('gb18030').decode(Buffer.concat(chunks));
  if (text.startsWith('<?xml')) {
    return [...text.matchAll(/<InstrId>(\d+)<\/InstrId><EndToEndId>([^<]+)<\/EndToEndId><\/PmtId><Amt><InstdAmt Ccy="CNY">([\d.]+)<\/InstdAmt>.*?<Cdtr><Nm>([^<]+)<\/Nm>.*?<CdtrAcct><Id><Othr><Id>([^<]+)</g)]
      .map(([, seq, itemNo = '', yuan = '', payeeName = '', accountNo = '']) => ({ seq: Number(seq), itemNo, payeeName, accountNo, fen: fen(Math.round(Number(yuan) * 100)), remark: '' }));
  }
  return text.split('\r\n').filter((line) => line.startsWith('D|')).map((line) => {
    const [, seq, itemNo = '', accountNo = '', payeeName = '', , yuan = ''] = line.split('|');
    return { seq: Number(seq), itemNo, accountNo, payeeName, fen: fen(Math.round(Number(yuan) * 100)), remark: '' };
  });
}

/** The return of a batch: what is said of each case, `S` with a transaction number of its own where nothing is said. */
export function outcomesOf(items: readonly BankItem[], date: string, says: Readonly<Record<string, Says>> = {}): readonly Outcome[] {
  return items.map((item) => {
    const said = says[item.itemNo.split('/')[0] as string];
    return { item, ...(said ?? { status: 'S' as const, txnNo: `T${item.itemNo}`, date }) };
  });
}
export const pipeReturn = (batchNo: string, outcomes: readonly Outcome[]): Buffer => delimitedReturn(PIPE_LAYOUT, batchNo, outcomes);
export const csvReturn = (batchNo: string, outcomes: readonly Outcome[]): Buffer => delimitedReturn(CSV_LAYOUT, batchNo, outcomes);
export const isoReturn = (batchNo: string, outcomes: readonly Outcome[]): string => pain002(batchNo, outcomes).replaceAll('<CreDtTm>2019-03-11', `<CreDtTm>${outcomes[0]?.date ?? '2019-03-11'}`);

/** A statement of one day with a number of its own. */
export const statement = (statementNo: string, on: string, movements: readonly Movement[]): string => camt053(PAYER.payerAccount, 100_000_000, movements).replaceAll('2019-03-11', on).replaceAll('ST-20190311-1', statementNo);

/** A batch that was sent, of a list nobody ordered: for questions about who may see it. */
export async function batchIn(store: EventStore, batchKey: string): Promise<void> {
  const day = { on: parseCivilDate('2019-12-19'), today: parseCivilDate('2026-01-01') };
  const head = { batchNo: batchKey.split('@')[0] as string, listNo: 'dibao-2019-12', orderNo: 'ZF1', benefit: 'dibao', ym: '2019-12', source: 'county' as const, format: 'iso20022', valueDate: '2019-12-20', createdAt: '2019-12-19T01:00:00.000Z', ...PAYER, parts: [1] };
  for (const command of [{ type: 'PrepareBatch', head, by: 'test', ...day }, { type: 'SendBatch', fileHash: 'a'.repeat(64), n: 1, fen: 100, by: 'test', ...day }] as const) {
    await handleCommand(store, batchStream, batchKey, { command, context: { commandId: uuidOf(`${batchKey}/${command.type}`), actor: { staffId: 'test' }, jurisdiction: { code6: batchKey.slice(-6) }, now: '2026-01-01T00:00:00.000Z', correlationId: uuidOf('batch') } });
  }
}
