/** The batch as pain.001.001.09: one payment instruction with all items. Elements stand in the order of the published schema. */
import { yuanOf } from '../amounts.js';
import { guarded, guardHead } from '../batch-guard.js';
import type { BankBatch, BankItem } from '../types.js';

const CHUNK = 65_536;
const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

/** A carriage return that is not written as a reference is read as a line feed. */
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' };
export const escapeXml = (text: string): string => text.replace(/[&<>"\r\n\t]/g, (character) => ESCAPES[character] as string);

const bankOf = (cnaps: string): string => `<FinInstnId><ClrSysMmbId><ClrSysId><Cd>CNAPS</Cd></ClrSysId><MmbId>${cnaps}</MmbId></ClrSysMmbId></FinInstnId>`;
const accountOf = (account: string): string => `<Id><Othr><Id>${account}</Id></Othr></Id>`;

/** @throws DomainError `BANK_BATCH_WRONG`, `BANK_ITEM_UNWRITABLE` */
export async function* writePain001(head: BankBatch, items: AsyncIterable<BankItem>): AsyncGenerator<Buffer, void, undefined> {
  guardHead(head);
  let text = opening(head);
  for await (const item of guarded(head, items)) {
    text += transaction(item);
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n`);
}

function opening({ batchNo, createdAt, count, sumFen, valueDate, payer }: BankBatch): string {
  const totals = `<NbOfTxs>${count}</NbOfTxs><CtrlSum>${yuanOf(sumFen)}</CtrlSum>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${NAMESPACE}">
<CstmrCdtTrfInitn>
<GrpHdr><MsgId>${batchNo}</MsgId><CreDtTm>${createdAt}</CreDtTm>${totals}<InitgPty><Nm>${escapeXml(payer.name)}</Nm></InitgPty></GrpHdr>
<PmtInf><PmtInfId>${batchNo}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>${totals}<PmtTpInf><CtgyPurp><Cd>SSBE</Cd></CtgyPurp></PmtTpInf>\
<ReqdExctnDt><Dt>${valueDate}</Dt></ReqdExctnDt><Dbtr><Nm>${escapeXml(payer.name)}</Nm></Dbtr><DbtrAcct>${accountOf(payer.account)}<Ccy>CNY</Ccy></DbtrAcct><DbtrAgt>${bankOf(payer.cnaps)}</DbtrAgt>
`;
}

function transaction({ seq, itemNo, fen, cnaps, payeeName, idNo, accountNo, remark }: BankItem): string {
  const agent = cnaps === undefined ? '' : `<CdtrAgt>${bankOf(cnaps)}</CdtrAgt>`;
  const identity = idNo === undefined ? '' : `<Id><PrvtId><Othr><Id>${idNo}</Id><SchmeNm><Cd>NIDN</Cd></SchmeNm></Othr></PrvtId></Id>`;
  const remittance = remark === '' ? '' : `<RmtInf><Ustrd>${escapeXml(remark)}</Ustrd></RmtInf>`;
  return `<CdtTrfTxInf><PmtId><InstrId>${seq}</InstrId><EndToEndId>${itemNo}</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">${yuanOf(fen)}</InstdAmt></Amt>${agent}\
<Cdtr><Nm>${escapeXml(payeeName)}</Nm>${identity}</Cdtr><CdtrAcct>${accountOf(accountNo)}</CdtrAcct>${remittance}</CdtTrfTxInf>
`;
}
