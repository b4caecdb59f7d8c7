/** The funds ledger: the journal of a county, and what is asked of it: trial balance, statement of an account, indicators, reserves (docs/money.md). */
import { ACCOUNT_NAMES, ACCOUNTS, type Account, type MoneyEvent, type Posting, POSTED, postingsOf } from '#disbursement';
import { type CivilDate, sumFen } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import { byColumns, entityKey } from './key.js';

/** What they moved on one account. */
export interface FundEntry {
  readonly type: string;
  /** The document: indicator, order, list, finding or case. */
  readonly ref: string;
  readonly account: Account;
  readonly division: string;
  readonly benefit?: string | undefined;
  readonly source?: string | undefined;
  /** Where only the case tells the benefit. */
  readonly caseId?: string | undefined;
  readonly debitFen: number;
  readonly creditFen: number;
  readonly postings: number;
}
/**
 * What events of one kind and document came to in one place on one day; keyed `<county>|<day>|<type>|<document>|<town>|<benefit, or case>|<source>`.
 * So small that it is cheap to write again for each of a list's thousands of payments.
 */
export interface FundMovement {
  /** By account and division, in the order of their names: the same whatever order the streams were written in. */
  readonly entries: Readonly<Record<string, FundEntry>>;
}

export const funds: Projection<FundMovement, MoneyEvent> = {
  name: 'funds',
  version: 1,
  handles: POSTED,
  key(projected) {
    const { event, metadata: { jurisdiction: { code6, town9 = '' }, occurredAt } } = projected;
    const { benefit, caseId = '', source = '' } = event.data as { readonly benefit?: string; readonly caseId?: string; readonly source?: string };
    return postings(projected).length === 0 ? undefined : [code6, occurredAt, event.type, refOf(event), town9, benefit ?? caseId, source].join('|');
  },
  evolve(row = { entries: {} }, projected) {
    const { event } = projected;
    const entries: Record<string, FundEntry> = { ...row.entries };
    for (const { account, side, division, benefit, source, fen } of postings(projected)) {
      const key = `${account}|${division}|${source ?? ''}`;
      const before = entries[key] ?? {
        type: event.type, ref: refOf(event), account, division, benefit, source, caseId: benefit === undefined ? (event.data as { readonly caseId?: string }).caseId : undefined, debitFen: 0, creditFen: 0, postings: 0,
      };
      const { debitFen, creditFen } = before;
      entries[key] = { ...before, debitFen: side === 'debit' ? sumFen([debitFen, fen]) : debitFen, creditFen: side === 'credit' ? sumFen([creditFen, fen]) : creditFen, postings: before.postings + 1 };
    }
    // Mostly the same accounts as before, which keep their places.
    if (Object.keys(entries).length === Object.keys(row.entries).length) return { entries };
    return { entries: Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))) };
  },
};

const postings = ({ event, metadata: { jurisdiction: { code6, town9 } } }: Parameters<typeof funds.key>[0]): readonly Posting[] => postingsOf(event, { county: code6, town: town9 });

function refOf({ type, data }: MoneyEvent): string {
  switch (type) {
    case 'BudgetIndicatorIssued':
      return data.indicatorNo;
    case 'BudgetIndicatorAdjusted':
    case 'ReserveFundToppedUp':
    case 'UnspentReturned':
      return data.documentNo;
    case 'BatchFileAccepted':
    case 'BatchFileRejected':
      return data.batchNo;
    case 'TreasuryPaymentOrdered':
      return data.orderNo;
    case 'RecoveryOrdered':
    case 'RecoveryReceived':
    case 'RecoveryRemitted':
    case 'RecoveryFailed':
      return data.findingId;
    case 'ReservePaid':
    case 'ReliefFiled':
      return data.caseId;
    default:
      return data.listNo;
  }
}

/** What a question about the ledger is limited to. `division`: a county, or one of its towns, whose own postings are then shown. */
export interface FundsQuestion {
  readonly division: string;
  readonly benefit?: string | undefined;
  readonly source?: string | undefined;
  /** Up to this day; absent: everything. */
  readonly asOf?: CivilDate | undefined;
}

export interface BalanceRow {
  readonly account: Account;
  readonly benefit: string | null;
  readonly source: string | null;
  readonly debitFen: number;
  readonly creditFen: number;
  /** On the side on which the account stands; negative on the other. */
  readonly balanceFen: number;
}
export interface TrialBalance {
  readonly division: string;
  readonly asOf: CivilDate | null;
  /** By account in the order of the ledger, benefit and source. */
  readonly rows: readonly BalanceRow[];
  /** Debits and credits of all accounts are the same for a county; those of a town alone need not be. */
  readonly total: { readonly debitFen: number; readonly creditFen: number };
}

export async function trialBalance(views: ViewReader, question: FundsQuestion): Promise<TrialBalance> {
  const sums = new Map<string, { account: Account; benefit: string | null; source: string | null; debitFen: number; creditFen: number }>();
  for await (const { entry } of journal(views, question)) {
    const { account, benefit = null, source = null } = entry;
    const key = `${account}|${benefit}|${source}`;
    const sum = sums.get(key) ?? { account, benefit, source, debitFen: 0, creditFen: 0 };
    sum.debitFen = sumFen([sum.debitFen, entry.debitFen]);
    sum.creditFen = sumFen([sum.creditFen, entry.creditFen]);
    sums.set(key, sum);
  }
  const rows = [...sums.values()].map((sum): BalanceRow => ({ ...sum, balanceFen: balanceOf(sum.account, sum) }))
    .sort(byColumns((row) => ACCOUNT_NAMES.indexOf(row.account), (row) => row.benefit ?? '', (row) => row.source ?? ''));
  return { division: question.division, asOf: question.asOf ?? null, rows, total: { debitFen: sumFen(rows.map(({ debitFen }) => debitFen)), creditFen: sumFen(rows.map(({ creditFen }) => creditFen)) } };
}

export interface StatementLine {
  readonly on: string;
  readonly type: string;
  readonly ref: string;
  readonly division: string;
  readonly benefit: string | null;
  readonly source: string | null;
  readonly debitFen: number;
  readonly creditFen: number;
  /** How many postings the line adds up. */
  readonly postings: number;
  /** After it. */
  readonly balanceFen: number;
}
export interface AccountStatement {
  readonly account: Account;
  readonly division: string;
  readonly asOf: CivilDate | null;
  readonly rows: readonly StatementLine[];
  readonly balanceFen: number;
}

/** An account, line by line: by day, type, document, division, benefit and source. */
export async function accountStatement(views: ViewReader, account: Account, question: FundsQuestion): Promise<AccountStatement> {
  const sums = new Map<string, Omit<StatementLine, 'balanceFen'>>();
  for await (const { on, entry } of journal(views, question)) {
    if (entry.account !== account) continue;
    const { type, ref, division, benefit = null, source = null, debitFen, creditFen, postings: count } = entry;
    const key = [on, type, ref, division, benefit, source].join('|');
    const sum = sums.get(key);
    sums.set(key, { on, type, ref, division, benefit, source, debitFen: sumFen([sum?.debitFen ?? 0, debitFen]), creditFen: sumFen([sum?.creditFen ?? 0, creditFen]), postings: (sum?.postings ?? 0) + count });
  }
  const lines = [...sums.values()].sort(byColumns((row) => row.on, (row) => row.type, (row) => row.ref, (row) => row.division, (row) => row.benefit ?? '', (row) => row.source ?? ''));
  let balanceFen = 0;
  const rows = lines.map((line): StatementLine => ({ ...line, balanceFen: (balanceFen = sumFen([balanceFen, balanceOf(account, line)])) }));
  return { account, division: question.division, asOf: question.asOf ?? null, rows, balanceFen };
}

const balanceOf = (account: Account, { debitFen, creditFen }: { readonly debitFen: number; readonly creditFen: number }): number => (ACCOUNTS[account].side === 'debit' ? debitFen - creditFen : creditFen - debitFen);

const COUNTY_DIGITS = 6;
const DAY_CHARACTERS = 'YYYY-MM-DD'.length;
async function* journal(views: ViewReader, { division, benefit, source, asOf }: FundsQuestion): AsyncIterable<{ readonly on: string; readonly entry: FundEntry }> {
  const county = division.slice(0, COUNTY_DIGITS);
  for await (const page of views.scan<FundMovement>('funds', `${county}|`)) {
    for (const { key, row } of page) {
      const on = key.slice(COUNTY_DIGITS + 1, COUNTY_DIGITS + 1 + DAY_CHARACTERS);
      if (asOf !== undefined && on > asOf) return;
      for (const recorded of Object.values(row.entries)) {
        if (division.length > COUNTY_DIGITS && recorded.division !== division) continue;
        const entry = { ...recorded, benefit: recorded.benefit ?? benefitOf(views, county, recorded.caseId) };
        if ((benefit === undefined || entry.benefit === benefit) && (source === undefined || entry.source === source)) yield { on, entry };
      }
    }
  }
}

const benefitOf = (views: ViewReader, county: string, caseId: string | undefined): string | undefined => (caseId === undefined ? undefined : views.get<CaseRow>('caseload', entityKey(caseId, county))?.benefit);

export interface ReserveRow {
  readonly town: string;
  readonly advancedFen: number;
  readonly paidFen: number;
  readonly filedFen: number;
  /** Advances less what was filed: what the town accounts for, in cash or as paid relief that is not filed yet. */
  readonly balanceFen: number;
  readonly unfiledFen: number;
  /** In cash. */
  readonly cashFen: number;
}

/** The reserve of each town (QS-2019-T30). */
export async function reservesReport(views: ViewReader, division: string, asOf: CivilDate | undefined): Promise<readonly ReserveRow[]> {
  const towns = new Map<string, { advancedFen: number; paidFen: number; filedFen: number }>();
  for await (const { entry } of journal(views, { division, asOf })) {
    const town = towns.get(entry.division) ?? { advancedFen: 0, paidFen: 0, filedFen: 0 };
    if (entry.account === 'reserveAdvances') Object.assign(town, { advancedFen: town.advancedFen + entry.debitFen, paidFen: town.paidFen + entry.creditFen });
    else if (entry.account === 'reserveUnfiled') town.filedFen += entry.creditFen;
    else continue;
    towns.set(entry.division, town);
  }
  return [...towns].map(([town, { advancedFen, paidFen, filedFen }]) => ({ town, advancedFen, paidFen, filedFen, balanceFen: advancedFen - filedFen, unfiledFen: paidFen - filedFen, cashFen: advancedFen - paidFen }))
    .sort(byColumns((row) => row.town));
}
