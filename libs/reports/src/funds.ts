/** The funds ledger: the journal of a county by day, and what is asked of it: trial balance, statement of an account, indicators, reserves (docs/money.md). */
import { ACCOUNT_NAMES, ACCOUNTS, type Account, type MoneyEvent, type Posting, POSTED, postingsOf } from '#disbursement';
import { type CivilDate, sumFen } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import { byColumns, entityKey } from './key.js';

/** What events of one type and document moved on an account in a day. */
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
  debitFen: number;
  creditFen: number;
  postings: number;
}
/** A day of a county; keyed `<county>|<day>`. */
export interface FundDay {
  readonly entries: Record<string, FundEntry>;
}

export const funds: Projection<FundDay, MoneyEvent> = {
  name: 'funds',
  version: 1,
  handles: POSTED,
  key(projected) {
    const { metadata: { jurisdiction, occurredAt } } = projected;
    return postings(projected).length === 0 ? undefined : `${jurisdiction.code6}|${occurredAt}`;
  },
  // Adds to the row that it is given: a day may have a million postings, and copying it for each would be quadratic.
  evolve(row = { entries: {} }, projected) {
    const { event } = projected;
    const ref = refOf(event);
    let begun = false;
    for (const { account, side, division, benefit, source, fen } of postings(projected)) {
      const caseId = benefit === undefined ? (event.data as { readonly caseId?: string }).caseId : undefined;
      const key = [event.type, ref, account, division, benefit ?? '', source ?? ''].join('|');
      begun ||= row.entries[key] === undefined;
      const entry = (row.entries[key] ??= { type: event.type, ref, account, division, benefit, source, caseId, debitFen: 0, creditFen: 0, postings: 0 });
      if (side === 'debit') entry.debitFen = sumFen([entry.debitFen, fen]);
      else entry.creditFen = sumFen([entry.creditFen, fen]);
      entry.postings += 1;
    }
    // The same journal whatever order the streams of a day were written in.
    return begun ? { entries: Object.fromEntries(Object.entries(row.entries).sort(byColumns(([key]) => key))) } : row;
  },
};

const postings = ({ event, metadata: { jurisdiction: { code6, town9 } } }: Parameters<typeof funds.key>[0]): readonly Posting[] => postingsOf(event, { county: code6, town: town9 });

function refOf({ type, data }: MoneyEvent): string {
  switch (type) {
    case 'BudgetIndicatorIssued':
      return data.indicatorNo;
    case 'BudgetIndicatorAdjusted':
    case 'ReserveFundToppedUp':
      return data.documentNo;
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
  const lines: Omit<StatementLine, 'balanceFen'>[] = [];
  for await (const { on, entry } of journal(views, question)) {
    if (entry.account !== account) continue;
    const { type, ref, division, benefit = null, source = null, debitFen, creditFen, postings: count } = entry;
    lines.push({ on, type, ref, division, benefit, source, debitFen, creditFen, postings: count });
  }
  lines.sort(byColumns((row) => row.on, (row) => row.type, (row) => row.ref, (row) => row.division, (row) => row.benefit ?? '', (row) => row.source ?? ''));
  let balanceFen = 0;
  const rows = lines.map((line): StatementLine => ({ ...line, balanceFen: (balanceFen = sumFen([balanceFen, balanceOf(account, line)])) }));
  return { account, division: question.division, asOf: question.asOf ?? null, rows, balanceFen };
}

const balanceOf = (account: Account, { debitFen, creditFen }: { readonly debitFen: number; readonly creditFen: number }): number => (ACCOUNTS[account].side === 'debit' ? debitFen - creditFen : creditFen - debitFen);

const COUNTY_DIGITS = 6;
async function* journal(views: ViewReader, { division, benefit, source, asOf }: FundsQuestion): AsyncIterable<{ readonly on: string; readonly entry: FundEntry }> {
  const county = division.slice(0, COUNTY_DIGITS);
  for await (const page of views.scan<FundDay>('funds', `${county}|`)) {
    for (const { key, row } of page) {
      const on = key.slice(COUNTY_DIGITS + 1);
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
