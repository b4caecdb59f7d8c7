/** The bank of the benchmark of a month: its return and its statement, made line by line from the batch file it was sent. One item in 2,000 fails. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { EACH_FEN } from './month-county.js';

export const BATCH = 'PC-201902-1';
export const PAYER = { payerName: '青山湖区民政局', payerAccount: '36001111000052500888', payerCnaps: '105421000018' } as const;
const DAY = '2019-02-18';
const yuan = (amount: number): string => (amount / 100).toFixed(2);
const failsAt = (seq: number): boolean => seq % 2_000 === 1;
export const failuresOf = (payees: number): number => Math.ceil(payees / 2_000);

/** Number and account of each item of a batch file with bars. */
async function* itemsIn(batchFile: string): AsyncGenerator<readonly [seq: number, itemNo: string, accountNo: string]> {
  for await (const line of createInterface({ input: createReadStream(batchFile, 'latin1'), crlfDelay: Infinity })) {
    if (!line.startsWith('D|')) continue;
    const [, seq, itemNo = '', accountNo = ''] = line.split('|');
    yield [Number(seq), itemNo, accountNo];
  }
}
/** In pieces of some size. */
async function* pieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const line of lines) if ((text += line).length > 60_000) {
    yield text;
    text = '';
  }
  yield text;
}

/** All of it is ASCII. */
export async function writeReturn(batchFile: string, file: string, payees: number): Promise<void> {
  const hash = createHash('sha256');
  const failed = failuresOf(payees);
  const line = (text: string): string => {
    hash.update(text);
    return text;
  };
  await pipeline(pieces(async function* () {
    yield line(`H|${BATCH}|${payees}|${yuan(payees * EACH_FEN)}|${payees - failed}|${yuan((payees - failed) * EACH_FEN)}|${failed}|${yuan(failed * EACH_FEN)}|0|0.00\r\n`);
    for await (const [seq, itemNo, accountNo] of itemsIn(batchFile)) yield line(`D|${itemNo}|${accountNo}|${yuan(EACH_FEN)}|${failsAt(seq) ? 'F|E003|closed||' : `S|||${DAY.replaceAll('-', '')}${String(seq).padStart(8, '0')}|${DAY}`}\r\n`);
    yield `T|${payees}|${yuan(payees * EACH_FEN)}|${hash.digest('hex')}\r\n`;
  }()), createWriteStream(file));
}

/** One debit with a line for every item that was paid. */
export async function writeStatement(batchFile: string, file: string, payees: number): Promise<void> {
  const paid = (payees - failuresOf(payees)) * EACH_FEN;
  const balance = (code: string, direction: string, amount: number): string => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${yuan(amount)}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>${DAY}</Dt></Dt></Bal>`;
  await pipeline(pieces(async function* () {
    yield `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>ST</MsgId><CreDtTm>2019-02-19T06:00:00+08:00</CreDtTm></GrpHdr><Stmt><Id>ST-1</Id><Acct><Id><Othr><Id>${PAYER.payerAccount}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>`
      + `${balance('OPBD', 'CRDT', paid)}${balance('CLBD', 'CRDT', 0)}<Ntry><Amt Ccy="CNY">${yuan(paid)}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${DAY}</Dt></BookgDt><AcctSvcrRef>D1</AcctSvcrRef><BkTxCd><Prtry><Cd>PAYROLL</Cd></Prtry></BkTxCd>`
      + `<NtryDtls><Btch><PmtInfId>${BATCH}</PmtInfId><NbOfTxs>${payees - failuresOf(payees)}</NbOfTxs><TtlAmt Ccy="CNY">${yuan(paid)}</TtlAmt></Btch>\n`;
    for await (const [seq, itemNo] of itemsIn(batchFile)) if (!failsAt(seq)) yield `<TxDtls><Refs><EndToEndId>${itemNo}</EndToEndId></Refs><Amt Ccy="CNY">${yuan(EACH_FEN)}</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>\n`;
    yield '</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>\n';
  }()), createWriteStream(file));
}
