/**
 * The ledger matched with itself (process.md §9): what its own facts give reason to look at. A hit is a lead, never a finding, and stops no payment.
 * Pure over read models; a match has a number of its own, so that it is raised once.
 */
import type { LeadKindCode } from '#accountability';
import { changeInForce, HOUSEHOLD_BENEFITS } from '#casework';
import { type CivilDate, contains, sha256Hex } from '#kernel';
import { photoFlags } from '#papers';
import type { ViewReader } from '#projections';
import { amountsReport } from './amounts.js';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow, PersonRow } from './citizens.js';
import { overlaps } from './duplicates.js';
import { byColumns, entityKey } from './key.js';
import type { DeathRow, DecisionsRow, PayeeRow, PostingsRow } from './match-facts.js';
import type { PaymentRow } from './payments.js';
import { assistedPersons } from './tolerance-counts.js';

/** From how many on something is a match. */
export const SELF_MATCH_RULES = {
  /** Confirmations of one person on one day above this number: nobody reads so many files in a day (ours, no clause prints a number). */
  sameDayLimit: 20,
  /** Households paid to one account, from this number on. */
  householdsOfAccount: 2,
} as const;
export type SelfMatchRules = { readonly [Rule in keyof typeof SELF_MATCH_RULES]: number };

export interface SelfMatch {
  readonly leadNo: string;
  readonly kind: LeadKindCode;
  readonly county: string;
  /** Absent where it is about several cases and none first. */
  readonly caseId?: string | undefined;
  readonly idNo?: string | undefined;
  readonly relatedCases: readonly string[];
  readonly fromYm?: string | undefined;
  readonly toYm?: string | undefined;
  readonly fenAtRisk?: number | undefined;
  /** Chinese, for who verifies it. */
  readonly facts: string;
}

/** The staff number of a row that names nobody (libs/intake). */
const UNRECORDED = 'unrecorded';

/** The same match has the same number, in any scan. */
const numbered = (key: string, match: Omit<SelfMatch, 'leadNo'>): SelfMatch => ({ leadNo: `ZC-${sha256Hex(`${match.kind}|${match.county}|${key}`).slice(0, 16)}`, ...match });
const yuan = (fen: number): string => (fen / 100).toFixed(2);

/** Every match in a division, by kind and number. `secretName` stands for an account in the number of a lead, so that accounts cannot be tried out. */
export async function selfMatches(views: ViewReader, division: string, secretName: (text: string) => string, rules: SelfMatchRules = SELF_MATCH_RULES): Promise<readonly SelfMatch[]> {
  const cases = await casesOf(views, division);
  const parts = await Promise.all([sharedAccounts(views, cases, rules, secretName), amountsThatDiffer(views, division, cases), paidWrongly(views, cases), sameDayBatches(views, cases, rules), reusedPhotos(views, cases), duplicates(views, cases)]);
  return parts.flat().sort(byColumns((match) => match.kind, (match) => match.leadNo));
}

/** Only what was paid after a stop or a death, for who follows one of these. */
export async function paidWronglyMatches(views: ViewReader, division: string): Promise<readonly SelfMatch[]> {
  return paidWrongly(views, await casesOf(views, division));
}

/** Cases of a division by their key. */
type Cases = ReadonlyMap<string, CaseRow>;
async function casesOf(views: ViewReader, division: string): Promise<Cases> {
  const cases = new Map<string, CaseRow>();
  for await (const page of views.scan<CaseRow>('caseload')) for (const { key, row } of page) if (contains(division, row)) cases.set(key, row);
  return cases;
}
const countyOfKey = (key: string): string => key.slice(key.lastIndexOf('@') + 1);
const idOf = (key: string): string => key.slice(0, key.lastIndexOf('@'));
const isOwed = (row: CaseRow): boolean => row.changes.length > 0 && changeInForce(row.changes, '9999-12')?.kind !== 'stop';

/** 一号多户: one account of several households that are owed something. */
async function sharedAccounts(views: ViewReader, cases: Cases, { householdsOfAccount }: SelfMatchRules, secretName: (text: string) => string): Promise<SelfMatch[]> {
  const owed = new Map<string, string[]>();
  for (const row of cases.values()) {
    const household = entityKey(row.householdId, row.code6);
    if (isOwed(row)) owed.set(household, [...(owed.get(household) ?? []), row.caseId]);
  }
  const accounts = new Map<string, string[]>();
  for await (const page of views.scan<PayeeRow>('payees')) {
    for (const { key, row: { accountNo } } of page) {
      if (accountNo === undefined || !owed.has(key)) continue;
      const account = `${countyOfKey(key)}|${accountNo}`;
      accounts.set(account, [...(accounts.get(account) ?? []), key]);
    }
  }
  return [...accounts].filter(([, households]) => households.length >= householdsOfAccount).map(([account, households]) => {
    const [county = '', accountNo = ''] = account.split('|');
    const caseIds = households.flatMap((household) => owed.get(household) ?? []).sort();
    return numbered(`${secretName(accountNo)}|${households.join()}`, { kind: 'sharedAccount', county, caseId: caseIds[0], relatedCases: caseIds.slice(1), facts: `尾号${accountNo.slice(-4)}的账户登记在${households.length}户名下：${households.map(idOf).join('、')}` });
  });
}

/** 金额与规则不符: the report of amounts, county by county because its rows name none. */
async function amountsThatDiffer(views: ViewReader, division: string, cases: Cases): Promise<SelfMatch[]> {
  const counties = division.length > 6 || (division.length === 6 && !division.endsWith('00')) ? [division] : [...new Set([...cases.values()].map(({ code6 }) => code6))];
  const matches: SelfMatch[] = [];
  for (const place of counties) {
    for (const { caseId, effectiveMonth, decidedFen, expectedFen } of (await amountsReport(views, place)).rows) {
      matches.push(numbered(`${caseId}|${effectiveMonth}|${decidedFen}`, {
        kind: 'amountDiffers', county: place.slice(0, 6), caseId, relatedCases: [], fromYm: effectiveMonth, ...(decidedFen > expectedFen ? { fenAtRisk: decidedFen - expectedFen } : {}),
        facts: `${effectiveMonth}起决定${yuan(decidedFen)}元，按规则应为${yuan(expectedFen)}元`,
      }));
    }
  }
  return matches;
}

interface Wrong {
  readonly kind: 'paidAfterDeath' | 'paidAfterStop';
  readonly caseKey: string;
  readonly personKey?: string | undefined;
  readonly since: string;
  fromYm: string;
  toYm: string;
  fen: number;
}

/** Months settled after a stop, or after the death of somebody the benefit was paid for. */
async function paidWrongly(views: ViewReader, cases: Cases): Promise<SelfMatch[]> {
  const wrong = new Map<string, Wrong>();
  const note = (kind: Wrong['kind'], caseKey: string, personKey: string | undefined, since: string, ym: string, fen: number): void => {
    const key = `${kind}|${caseKey}|${personKey ?? since}`;
    const known = wrong.get(key);
    if (known === undefined) wrong.set(key, { kind, caseKey, personKey, since, fromYm: ym, toYm: ym, fen });
    else Object.assign(known, { toYm: ym, fen: known.fen + fen });
  };
  // Keys begin with the month, so months come in order.
  for await (const page of views.scan<PaymentRow>('payments')) {
    for (const { key, row: { settledFen } } of page) {
      const [ym = '', caseKey = ''] = key.split('|');
      const row = cases.get(caseKey);
      if (row === undefined || settledFen === 0) continue;
      const change = changeInForce(row.changes, ym);
      if (change?.kind === 'stop') note('paidAfterStop', caseKey, undefined, change.fromYm, ym, settledFen);
      for (const [personKey, diedOn] of diedOf(views, row)) {
        const died = diedOn.slice(0, 7);
        // A household's amount that was decided anew after the death does not count the dead any more.
        if (ym > died && change?.kind !== 'stop' && (!HOUSEHOLD_BENEFITS.has(row.benefit) || (change !== undefined && change.fromYm <= died))) note('paidAfterDeath', caseKey, personKey, diedOn, ym, settledFen);
      }
    }
  }
  return [...wrong.values()].map((found) => wrongMatch(views, found, cases.get(found.caseKey) as CaseRow));
}

function diedOf(views: ViewReader, row: CaseRow): readonly (readonly [personKey: string, diedOn: string])[] {
  return assistedPersons(row, views.get<HouseholdRow>('households', entityKey(row.householdId, row.code6))).flatMap((personId) => {
    const key = entityKey(personId, row.code6);
    const death = views.get<DeathRow>('deaths', key);
    return death === undefined ? [] : [[key, death.diedOn] as const];
  });
}

function wrongMatch(views: ViewReader, { kind, caseKey, personKey, since, fromYm, toYm, fen }: Wrong, row: CaseRow): SelfMatch {
  const about = { kind, county: row.code6, caseId: row.caseId, relatedCases: [], fromYm, toYm } as const;
  if (kind === 'paidAfterStop') return numbered(`${caseKey}|${since}`, { ...about, fenAtRisk: fen, facts: `${since}起停发，${fromYm}至${toYm}仍到账${yuan(fen)}元` });
  const person = personKey === undefined ? undefined : views.get<PersonRow>('people', personKey);
  const whole = HOUSEHOLD_BENEFITS.has(row.benefit);
  return numbered(`${caseKey}|${personKey}`, {
    ...about, idNo: person?.idNo, ...(whole ? {} : { fenAtRisk: fen }),
    facts: `${idOf(personKey ?? '')}于${since}死亡，${fromYm}至${toYm}仍到账${yuan(fen)}元${whole ? '（全户，金额未按减少的人口调整）' : ''}`,
  });
}

/** 同日批量. */
async function sameDayBatches(views: ViewReader, cases: Cases, { sameDayLimit }: SelfMatchRules): Promise<SelfMatch[]> {
  const matches: SelfMatch[] = [];
  for await (const page of views.scan<DecisionsRow>('decisions')) {
    for (const { key, row: { staffId, on, caseIds } } of page) {
      const county = key.slice(0, key.indexOf('|'));
      const here = caseIds.filter((caseId) => cases.has(entityKey(caseId, county)));
      // An office's book need not say who.
      if (here.length <= sameDayLimit || staffId === UNRECORDED) continue;
      matches.push(numbered(`${on}|${staffId}`, { kind: 'sameDayBatch', county, relatedCases: here, fromYm: on.slice(0, 7), facts: `${staffId}于${on}一天确认${here.length}件` }));
    }
  }
  return matches;
}

/** 重复享受: one lead per pair of cases, in the county of the first that is asked about; the number of another county's case is not told, its county is. */
async function duplicates(views: ViewReader, cases: Cases): Promise<SelfMatch[]> {
  return (await overlaps(views, new Set(cases.keys()))).map(({ cases: pair, idNos, fromYm, toYm }) => {
    const [own, other] = cases.has(pair[0]) ? pair : [pair[1], pair[0]];
    const county = countyOfKey(own);
    const beside = countyOfKey(other) === county;
    return numbered(pair.join('|'), {
      kind: 'duplicate', county, caseId: idOf(own), relatedCases: beside ? [idOf(other)] : [], ...(idNos.length === 1 ? { idNo: idNos[0] } : {}), fromYm, toYm,
      facts: `${idNos.length}人自${fromYm}${toYm === undefined ? '起' : `至${toYm}`}同时由${idOf(own)}和${beside ? idOf(other) : `${countyOfKey(other)}的一件`}救助，两项待遇不能同时享受`,
    });
  });
}

/** 照片复用: one lead per photo. */
async function reusedPhotos(views: ViewReader, cases: Cases): Promise<SelfMatch[]> {
  const hung = [];
  for await (const page of views.scan<PostingsRow>('postings')) {
    for (const { key, row } of page) {
      if (cases.has(key)) hung.push(...row.postings.map(({ posting, from, to, evidence }) => ({ posting, caseId: key, from: from as CivilDate, to: to as CivilDate | undefined, evidence })));
    }
  }
  const photos = new Map<string, Set<string>>();
  for (const { code, sha256, caseId } of photoFlags(hung)) if (code === 'PHOTO_REUSED') photos.set(sha256, (photos.get(sha256) ?? new Set()).add(caseId));
  return [...photos].map(([sha256, keys]) => {
    const [first = '', ...others] = [...keys].sort();
    return numbered(sha256, { kind: 'photoReused', county: countyOfKey(first), caseId: idOf(first), relatedCases: others.map(idOf), facts: `同一张照片（${sha256.slice(0, 12)}）用于${keys.size}件的公示` });
  });
}
