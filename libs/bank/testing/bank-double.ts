/** A double of an agent bank: answers a batch with the files that such a bank sends. Written apart from the code that reads them. */
import { createHash } from 'node:crypto';
import type { DelimitedLayout } from '../src/delimited/layout.js';
import { bytesOf, UTF8_BOM } from '../src/text.js';
import type { BankItem } from '../src/types.js';

/** What the bank does with one item, in its own words. */
export interface Outcome {
  readonly item: BankItem;
  /** `S`, `F` or `P`. */
  readonly status: 'S' | 'F' | 'P';
  readonly code?: string;
  readonly text?: string;
  readonly txnNo?: string;
  readonly date?: string;
}

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const sum = (outcomes: readonly Outcome[], status?: string): number => outcomes.filter((outcome) => status === undefined || outcome.status === status).reduce((total, { item }) => total + item.fen, 0);
const count = (outcomes: readonly Outcome[], status: string): number => outcomes.filter((outcome) => outcome.status === status).length;

/** In one of the two sample layouts. */
export function delimitedReturn(layout: DelimitedLayout, batchNo: string, outcomes: readonly Outcome[]): Buffer {
  const csv = layout.quoting === 'csv';
  const words = csv ? { S: '成功', F: '失败', P: '处理中' } : { S: 'S', F: 'F', P: 'P' };
  const cell = (text: string): string => (csv && /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (cells: readonly string[]): Buffer => {
    const bytes = bytesOf(`${cells.map(cell).join(layout.separator)}\r\n`, layout.encoding);
    if (bytes === undefined) throw new Error('the double writes what can be written');
    return bytes;
  };
  const all = [batchNo, String(outcomes.length), yuan(sum(outcomes))];
  const by = (status: 'S' | 'F' | 'P'): readonly string[] => [String(count(outcomes, status)), yuan(sum(outcomes, status))];
  const body = outcomes.map(({ item, status, code = '', text = '', txnNo = '', date = '' }) => (csv
    ? line([item.itemNo, item.payeeName, item.accountNo, yuan(item.fen), words[status], code, text, txnNo, date])
    : line(['D', item.itemNo, item.accountNo, yuan(item.fen), words[status], code, text, txnNo, date])));
  if (csv) {
    const headings = ['明细号', '姓名', '账号', '金额(元)', '处理结果', '失败代码', '失败原因', '银行流水号', '入账日期'];
    return Buffer.concat([layout.encoding === 'utf-8-bom' ? UTF8_BOM : Buffer.alloc(0), line([...all, ...by('S'), ...by('F')]), line(headings), ...body]);
  }
  const before = Buffer.concat([line(['H', ...all, ...by('S'), ...by('F'), ...by('P')]), ...body]);
  return Buffer.concat([before, line(['T', String(outcomes.length), yuan(sum(outcomes)), createHash('sha256').update(before).digest('hex')])]);
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
const STATUS = { S: 'ACSC', F: 'RJCT', P: 'PDNG' } as const;

/** pain.002.001.10. */
export function pain002(batchNo: string, outcomes: readonly Outcome[], batch: { readonly count: number; readonly sumFen: number } = { count: outcomes.length, sumFen: sum(outcomes) }): string {
  const totals = (['S', 'F', 'P'] as const).filter((status) => count(outcomes, status) > 0)
    .map((status) => `<NbOfTxsPerSts><DtldNbOfTxs>${count(outcomes, status)}</DtldNbOfTxs><DtldSts>${STATUS[status]}</DtldSts><DtldCtrlSum>${yuan(sum(outcomes, status))}</DtldCtrlSum></NbOfTxsPerSts>`).join('');
  const items = outcomes.map(({ item, status, code, text, txnNo, date }) => [
    `<TxInfAndSts><OrgnlInstrId>${item.seq}</OrgnlInstrId><OrgnlEndToEndId>${item.itemNo}</OrgnlEndToEndId><TxSts>${STATUS[status]}</TxSts>`,
    code === undefined ? '' : `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${text === undefined ? '' : `<AddtlInf>${escape(text)}</AddtlInf>`}</StsRsnInf>`,
    txnNo === undefined ? '' : `<AcctSvcrRef>${txnNo}</AcctSvcrRef>`,
    `<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">${yuan(item.fen)}</InstdAmt></Amt>${date === undefined ? '' : `<IntrBkSttlmDt>${date}</IntrBkSttlmDt>`}`,
    `<Cdtr><Pty><Nm>${escape(item.payeeName)}</Nm></Pty></Cdtr><CdtrAcct><Id><Othr><Id>${item.accountNo}</Id></Othr></Id></CdtrAcct></OrgnlTxRef></TxInfAndSts>\n`,
  ].join('')).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R-${batchNo}</MsgId><CreDtTm>2019-03-11T08:00:00+08:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${batchNo}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><OrgnlNbOfTxs>${batch.count}</OrgnlNbOfTxs><OrgnlCtrlSum>${yuan(batch.sumFen)}</OrgnlCtrlSum><GrpSts>PART</GrpSts>${totals}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${batchNo}</OrgnlPmtInfId>
${items}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>
`;
}

/** A movement on the payer's account. */
export interface Movement {
  readonly fen: number;
  readonly direction: 'CRDT' | 'DBIT';
  readonly reference: string;
  readonly status?: string;
  readonly batchNo?: string;
  readonly payments?: readonly { readonly itemNo: string; readonly fen: number; readonly returnCode?: string }[];
}

/** camt.053.001.08 of one account, whose closing balance follows from the movements unless it is given. */
export function camt053(account: string, openingFen: number, movements: readonly Movement[], closingFen?: number): string {
  const signed = ({ fen, direction, status = 'BOOK' }: Movement): number => (status !== 'BOOK' ? 0 : direction === 'CRDT' ? fen : -fen);
  const closing = closingFen ?? movements.reduce((total, movement) => total + signed(movement), openingFen);
  const balance = (code: string, fen: number): string => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${yuan(Math.abs(fen))}</Amt><CdtDbtInd>${fen < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>2019-03-11</Dt></Dt></Bal>`;
  const summary = (name: string, of: readonly Movement[]): string => `<${name}><NbOfNtries>${of.length}</NbOfNtries><Sum>${yuan(of.reduce((total, { fen }) => total + fen, 0))}</Sum></${name}>`;
  const kind = '<BkTxCd><Prtry><Cd>PAYROLL</Cd></Prtry></BkTxCd>';
  const entries = movements.map(({ fen, direction, reference, status = 'BOOK', batchNo, payments = [] }) => {
    const batch = batchNo === undefined ? '' : `<Btch><PmtInfId>${batchNo}</PmtInfId><NbOfTxs>${Math.max(payments.length, 1)}</NbOfTxs><TtlAmt Ccy="CNY">${yuan(fen)}</TtlAmt></Btch>`;
    const lines = payments.map((payment) => `<TxDtls><Refs><EndToEndId>${payment.itemNo}</EndToEndId></Refs><Amt Ccy="CNY">${yuan(payment.fen)}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${payment.returnCode === undefined ? '' : `<RtrInf><Rsn><Cd>${payment.returnCode}</Cd></Rsn></RtrInf>`}</TxDtls>`).join('');
    const details = batch === '' && lines === '' ? '' : `<NtryDtls>${batch}${lines}</NtryDtls>`;
    return `<Ntry><Amt Ccy="CNY">${yuan(fen)}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>${status}</Cd></Sts><BookgDt><Dt>2019-03-11</Dt></BookgDt><ValDt><Dt>2019-03-11</Dt></ValDt><AcctSvcrRef>${reference}</AcctSvcrRef>${kind}${details}</Ntry>\n`;
  }).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>ST-20190311</MsgId><CreDtTm>2019-03-12T06:00:00+08:00</CreDtTm></GrpHdr>
<Stmt><Id>ST-20190311-1</Id><CreDtTm>2019-03-12T06:00:00+08:00</CreDtTm><FrToDt><FrDtTm>2019-03-11T00:00:00+08:00</FrDtTm><ToDtTm>2019-03-11T23:59:59+08:00</ToDtTm></FrToDt>
<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>
${balance('OPBD', openingFen)}${balance('CLBD', closing)}
<TxsSummry>${summary('TtlNtries', movements)}${summary('TtlCdtNtries', movements.filter(({ direction }) => direction === 'CRDT'))}${summary('TtlDbtNtries', movements.filter(({ direction }) => direction === 'DBIT'))}</TxsSummry>
${entries}</Stmt>
</BkToCstmrStmt></Document>
`;
}
