/** A batch of any size and the bank's answers to it, made as they are read: nothing of them is ever held. Every tenth item fails. */
import { createHash } from 'node:crypto';
import { fen } from '#kernel';
import type { BankBatch, BankItem, ReturnOptions } from '../src/types.js';
import { headFor, itemOf } from './batches.js';

const fails = (seq: number): boolean => seq % 10 === 0;
const yuan = (amount: number): string => (amount / 100).toFixed(2);
const BATCH_NO = '360111-DB-201903-1';
export const ACCOUNT = '36001111000052500888';

/** 400.00 yuan and the number of the item in fen each. */
export const largeHead = (count: number): BankBatch => headFor(count, 40_000 * count + count * (count + 1) / 2);

export async function* largeItems(count: number): AsyncGenerator<BankItem, void, undefined> {
  for (let seq = 1; seq <= count; seq += 1) yield itemOf(seq);
}

export function largeOptions(count: number): ReturnOptions {
  const { batchNo, sumFen } = largeHead(count);
  return {
    batch: { batchNo, count, sumFen }, partial: false, seen: () => false,
    lookup: (itemNo) => {
      const { seq, fen: amount, accountNo } = itemOf(Number(itemNo.split('-')[1]));
      return { seq, fen: amount, accountNo };
    },
  };
}

function tallies(count: number): { readonly settled: readonly [number, number]; readonly rejected: readonly [number, number]; readonly sum: number } {
  let failed = 0;
  for (let seq = 10; seq <= count; seq += 10) failed += 40_000 + seq;
  const number = Math.floor(count / 10);
  const { sumFen } = largeHead(count);
  return { settled: [count - number, sumFen - failed], rejected: [number, failed], sum: sumFen };
}

/** Lines in pieces of some size, as a file is read. */
async function* pieces(lines: Iterable<string>): AsyncGenerator<Buffer, void, undefined> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < 60_000) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/** In the sample layout with bars; all of it is ASCII. */
export function largePipeReturn(count: number): AsyncIterable<Buffer> {
  return pieces(function* () {
    const { settled, rejected, sum } = tallies(count);
    const hash = createHash('sha256');
    const line = (text: string): string => {
      hash.update(text);
      return text;
    };
    yield line(`H|${BATCH_NO}|${count}|${yuan(sum)}|${settled[0]}|${yuan(settled[1])}|${rejected[0]}|${yuan(rejected[1])}|0|0.00\r\n`);
    for (let seq = 1; seq <= count; seq += 1) {
      const { itemNo, accountNo, fen: amount } = itemOf(seq);
      yield line(`D|${itemNo}|${accountNo}|${yuan(amount)}|${fails(seq) ? 'F|E003|closed' : 'S||'}|${seq}|20190311\r\n`);
    }
    yield `T|${count}|${yuan(sum)}|${hash.digest('hex')}\r\n`;
  }());
}

export function largePain002(count: number): AsyncIterable<Buffer> {
  return pieces(function* () {
    const { settled, rejected, sum } = tallies(count);
    const perStatus = (code: string, [number, amount]: readonly [number, number]): string => `<NbOfTxsPerSts><DtldNbOfTxs>${number}</DtldNbOfTxs><DtldSts>${code}</DtldSts><DtldCtrlSum>${yuan(amount)}</DtldCtrlSum></NbOfTxsPerSts>`;
    yield `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>R</MsgId><CreDtTm>2019-03-11T08:00:00+08:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${BATCH_NO}</OrgnlMsgId>`
      + `<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><OrgnlNbOfTxs>${count}</OrgnlNbOfTxs><OrgnlCtrlSum>${yuan(sum)}</OrgnlCtrlSum><GrpSts>PART</GrpSts>${perStatus('ACSC', settled)}${perStatus('RJCT', rejected)}</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>${BATCH_NO}</OrgnlPmtInfId>\n`;
    for (let seq = 1; seq <= count; seq += 1) {
      const { itemNo, accountNo, fen: amount } = itemOf(seq);
      yield `<TxInfAndSts><OrgnlEndToEndId>${itemNo}</OrgnlEndToEndId><TxSts>${fails(seq) ? 'RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>' : 'ACSC</TxSts>'}<AcctSvcrRef>${seq}</AcctSvcrRef>`
        + `<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">${yuan(amount)}</InstdAmt></Amt><CdtrAcct><Id><Othr><Id>${accountNo}</Id></Othr></Id></CdtrAcct></OrgnlTxRef></TxInfAndSts>\n`;
    }
    yield '</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>';
  }());
}

/** One debit of the whole batch with a line for each payment. */
export function largeCamt053(count: number): AsyncIterable<Buffer> {
  return pieces(function* () {
    const sum = largeHead(count).sumFen;
    const balance = (code: string, direction: string): string => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${code === 'OPBD' ? '0.00' : yuan(sum)}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>2019-03-11</Dt></Dt></Bal>`;
    yield `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>S</MsgId><CreDtTm>2019-03-12T06:00:00+08:00</CreDtTm></GrpHdr><Stmt><Id>S-1</Id><Acct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id></Acct>`
      + `${balance('OPBD', 'CRDT')}${balance('CLBD', 'DBIT')}<Ntry><Amt Ccy="CNY">${yuan(sum)}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BkTxCd/><NtryDtls><Btch><PmtInfId>${BATCH_NO}</PmtInfId><NbOfTxs>${count}</NbOfTxs></Btch>\n`;
    for (let seq = 1; seq <= count; seq += 1) yield `<TxDtls><Refs><EndToEndId>${itemOf(seq).itemNo}</EndToEndId></Refs><Amt Ccy="CNY">${yuan(fen(40_000 + seq))}</Amt></TxDtls>\n`;
    yield '</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>';
  }());
}
