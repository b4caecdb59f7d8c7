/**
 * What a message may consist of, in the order of its published schema, as far down as the house reads; the rest is passed over.
 *
 *     GrpHdr: 'MsgId=35! CreDtTm=time! InitgPty? StsRsnInf*'      // ! once, ? at most once, * any number, + at least once
 *     Rsn: '|Cd=4 Prtry=35'                                       // one of them
 *
 * `=` gives a leaf its type: a number is a text of 1 to that many characters. A name without a line of its own and without a type is
 * passed over with all that is in it. `Parent/Name` goes before `Name`.
 */
export type LeafType = number | 'time' | 'date' | 'count' | 'decimal' | 'money' | 'bool' | 'direction';

export interface ElementRule {
  readonly name: string;
  readonly required: boolean;
  readonly many: boolean;
  readonly leaf?: LeafType | undefined;
  readonly group?: GroupRule | undefined;
}

export interface GroupRule {
  readonly choice: boolean;
  readonly elements: readonly ElementRule[];
  readonly indexes: ReadonlyMap<string, number>;
}

export interface Grammar {
  readonly message: string;
  readonly namespace: string;
  readonly root: GroupRule;
}

/** `lines` must not be recursive. */
export function grammarOf(message: string, lines: Readonly<Record<string, string>>): Grammar {
  const group = (name: string, line: string): GroupRule => {
    const choice = line.startsWith('|');
    const elements = line.slice(choice ? 1 : 0).trim().split(/\s+/).map((token) => element(name, token));
    return { choice, elements, indexes: new Map(elements.map((rule, index) => [rule.name, index])) };
  };
  const element = (parent: string, token: string): ElementRule => {
    const match = /^(\w+)(?:=(\w+))?([!?*+]?)$/.exec(token);
    if (!match) throw new Error(`the grammar of ${message} has no valid ${token}`);
    const [, name = '', type, occurs = ''] = match;
    const line = lines[`${parent}/${name}`] ?? lines[name];
    return {
      name, required: occurs === '!' || occurs === '+', many: occurs === '*' || occurs === '+',
      ...(type !== undefined ? { leaf: /^\d+$/.test(type) ? Number(type) : type as LeafType } : line !== undefined && { group: group(name, line) }),
    };
  };
  return { message, namespace: `urn:iso:std:iso:20022:tech:xsd:${message}`, root: group('', 'Document!') };
}

const REASON = { 'StsRsnInf': 'Orgtr? Rsn? AddtlInf=105*', 'Rsn': '|Cd=4 Prtry=35' } as const;
const ACCOUNT = { 'CdtrAcct/Id': '|IBAN=34 Othr', 'Acct/Id': '|IBAN=34 Othr', 'Id/Othr': 'Id=34! SchmeNm? Issr=35?' } as const;
const ON = '|Dt=date DtTm=time';

export const PAIN_002 = grammarOf('pain.002.001.10', {
  Document: 'CstmrPmtStsRpt!',
  CstmrPmtStsRpt: 'GrpHdr! OrgnlGrpInfAndSts! OrgnlPmtInfAndSts* SplmtryData*',
  GrpHdr: 'MsgId=35! CreDtTm=time! InitgPty? FwdgAgt? DbtrAgt? CdtrAgt?',
  OrgnlGrpInfAndSts: 'OrgnlMsgId=35! OrgnlMsgNmId=35! OrgnlCreDtTm=time? OrgnlNbOfTxs=count? OrgnlCtrlSum=decimal? GrpSts=4? StsRsnInf* NbOfTxsPerSts*',
  ...REASON,
  NbOfTxsPerSts: 'DtldNbOfTxs=count! DtldSts=4! DtldCtrlSum=decimal?',
  OrgnlPmtInfAndSts: 'OrgnlPmtInfId=35! OrgnlNbOfTxs=count? OrgnlCtrlSum=decimal? PmtInfSts=4? StsRsnInf* NbOfTxsPerSts* TxInfAndSts*',
  TxInfAndSts: 'StsId=35? OrgnlInstrId=35? OrgnlEndToEndId=35? OrgnlUETR=36? TxSts=4? StsRsnInf* ChrgsInf* TrckrData? AccptncDtTm=time? AcctSvcrRef=35? ClrSysRef=35? OrgnlTxRef? SplmtryData*',
  OrgnlTxRef: 'IntrBkSttlmAmt? Amt? IntrBkSttlmDt=date? ReqdColltnDt? ReqdExctnDt? CdtrSchmeId? SttlmInf? PmtTpInf? PmtMtd? MndtRltdInf? RmtInf? UltmtDbtr? Dbtr? DbtrAcct? DbtrAgt? DbtrAgtAcct? CdtrAgt? CdtrAgtAcct? Cdtr? CdtrAcct? UltmtCdtr? Purp?',
  Amt: '|InstdAmt=money EqvtAmt',
  CdtrAcct: 'Id! Tp? Ccy=3? Nm=70? Prxy?',
  ...ACCOUNT,
});

export const CAMT_053 = grammarOf('camt.053.001.08', {
  Document: 'BkToCstmrStmt!',
  BkToCstmrStmt: 'GrpHdr! Stmt+ SplmtryData*',
  GrpHdr: 'MsgId=35! CreDtTm=time! MsgRcpt? MsgPgntn? OrgnlBizQry? AddtlInf=500?',
  MsgPgntn: 'PgNb=count! LastPgInd=bool!',
  Stmt: 'Id=35! StmtPgntn? ElctrncSeqNb=count? RptgSeq? LglSeqNb=count? CreDtTm=time? FrToDt? CpyDplctInd=4? RptgSrc? Acct! RltdAcct? Intrst* Bal+ TxsSummry? Ntry* AddtlStmtInf=500?',
  StmtPgntn: 'PgNb=count! LastPgInd=bool!',
  FrToDt: 'FrDtTm=time! ToDtTm=time!',
  Acct: 'Id! Tp? Ccy=3? Nm=70? Prxy? Ownr? Svcr?',
  ...ACCOUNT,
  Bal: 'Tp! CdtLine* Amt=money! CdtDbtInd=direction! Dt! Avlbty*',
  'Bal/Tp': 'CdOrPrtry! SubTp?',
  CdOrPrtry: '|Cd=4 Prtry=35',
  'Bal/Dt': ON,
  TxsSummry: 'TtlNtries? TtlCdtNtries? TtlDbtNtries? TtlNtriesPerBkTxCd*',
  TtlNtries: 'NbOfNtries=count? Sum=decimal? TtlNetNtry?',
  TtlCdtNtries: 'NbOfNtries=count? Sum=decimal?',
  TtlDbtNtries: 'NbOfNtries=count? Sum=decimal?',
  Ntry: 'NtryRef=35? Amt=money! CdtDbtInd=direction! RvslInd=bool? Sts! BookgDt? ValDt? AcctSvcrRef=35? Avlbty* BkTxCd! ComssnWvrInd=bool? AddtlInfInd? AmtDtls? Chrgs? TechInptChanl? Intrst? CardTx? NtryDtls* AddtlNtryInf=500?',
  Sts: '|Cd=4 Prtry=35',
  BookgDt: ON,
  ValDt: ON,
  NtryDtls: 'Btch? TxDtls*',
  Btch: 'MsgId=35? PmtInfId=35? NbOfTxs=count? TtlAmt=money? CdtDbtInd=direction?',
  TxDtls: 'Refs? Amt=money? CdtDbtInd=direction? AmtDtls? Avlbty* BkTxCd? Chrgs? Intrst? RltdPties? RltdAgts? LclInstrm? Purp? RltdRmtInf* RmtInf? RltdDts? RltdPric? RltdQties* FinInstrmId? Tax? RtrInf? CorpActn? SfkpgAcct? CshDpst* CardTx? AddtlTxInf=500? SplmtryData*',
  Refs: 'MsgId=35? AcctSvcrRef=35? PmtInfId=35? InstrId=35? EndToEndId=35? UETR=36? TxId=35? MndtId=35? ChqNb=35? ClrSysRef=35? AcctOwnrTxId=35? AcctSvcrTxId=35? MktInfrstrctrTxId=35? PrcgId=35? Prtry*',
  RtrInf: 'OrgnlBkTxCd? Orgtr? Rsn? AddtlInf=105*',
  Rsn: '|Cd=4 Prtry=35',
});
