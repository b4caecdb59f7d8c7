/**
 * What a published value means for what was put up for payment: the arrears per case and month (process.md §7, 6). Nothing is
 * written and nothing paid is touched; the answer is computed anew each time from what is known.
 */
import { type Benefit, changeInForce } from '#casework';
import { type CivilDate, type CivilMonth, contains, DomainError, firstDayOf } from '#kernel';
import { type DueTo, dueAmount, followsFrom, liesIn, type PolicyBook, type PublishedStandard, PublishedValues, tekunFollowsDibao } from '#policy';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow, PersonRow } from './citizens.js';
import { byColumns, entityKey } from './key.js';
import type { PaymentRow } from './payments.js';

/** Packs and published values as they are known. */
export interface KnownPolicy {
  readonly bookOn: (on: CivilDate) => PolicyBook;
  readonly standards: readonly PublishedStandard[];
}

export interface ArrearsRow {
  readonly caseId: string;
  /** Town, 9 digits. */
  readonly division: string;
  readonly benefit: Benefit;
  readonly month: string;
  /** Σ first attempts. */
  readonly listedFen: number;
  readonly dueFen: number;
  /** Negative where too much was listed. */
  readonly arrearsFen: number;
}
export interface ArrearsReport {
  /** Only months with a difference. */
  readonly rows: readonly ArrearsRow[];
  /** Each case and reason once: the codes below, or that of the refusal by which the rules say that they cannot give an amount. */
  readonly notComputed: readonly { readonly caseId: string; readonly code: string }[];
}

/** Why a case cannot be held against a value, beside what the rules refuse. */
export const NOT_COMPUTED = [
  'FIRST_ATTEMPT_MISSING', 'NO_ENTITLEMENT', 'STOPPED', 'GRADUATED_EXIT', 'PERSONS_NOT_ONE', 'INCOME_MISSING', 'MEMBERS_MISSING', 'MEMBERS_CHANGED', 'ORPHAN_PLACE_UNKNOWN', 'SELF_CARE_UNKNOWN',
] as const;
type NotComputed = (typeof NOT_COMPUTED)[number];

const ORPHAN_KEYS = ['orphan.dispersed', 'orphan.inst'] as const;
type OrphanKey = (typeof ORPHAN_KEYS)[number];

/** Whose care fee, which a 特困 case is paid too, depends on a key. */
const CARE_LEVELS: Readonly<Record<string, readonly string[]>> = { 'wage.min': ['partial', 'lost'], 'care.full': ['lost'], 'care.half': ['partial'] };

/** The benefits whose amount depends on a key; none where no monthly amount of a case is computed from it. */
export function benefitsOf(key: string): readonly Benefit[] {
  if (key.startsWith('dibao.tier.')) return ['dibao'];
  switch (key) {
    case 'dibao.std': return ['dibao', 'tekun'];
    case 'teku.std':
    case 'wage.min':
    case 'care.full':
    case 'care.half': return ['tekun'];
    case 'orphan.dispersed':
    case 'orphan.inst': return ['orphan'];
    case 'disab.living': return ['disabilityLiving'];
    case 'disab.nursing': return ['disabilityNursing'];
    default: return [];
  }
}

/** Whether a place lies in a division, which may also be a city or a province. */
export const within = (division: string, place: Parameters<typeof contains>[1]): boolean => (division.length === 6 ? liesIn(place.town, division) : contains(division, place));

/** Every listed month of every case of the division that depends on the key, held against what is due by what is known now. */
export async function arrearsReport(views: ViewReader, policy: KnownPolicy, key: string, division: string): Promise<ArrearsReport> {
  const benefits: readonly string[] = benefitsOf(key);
  const rows: ArrearsRow[] = [];
  const notComputed = new Map<string, { readonly caseId: string; readonly code: string }>();
  if (benefits.length === 0) return { rows, notComputed: [] };
  const due = new DueAmounts(policy, key);
  for await (const page of views.scan<PaymentRow>('payments')) {
    for (const { key: at, row } of page) {
      if (!benefits.includes(row.benefit) || !within(division, row)) continue;
      const separator = at.indexOf('|');
      const [month, caseKey] = [at.slice(0, separator) as CivilMonth, at.slice(separator + 1)];
      const of = views.get<CaseRow>('caseload', caseKey);
      if (of === undefined) throw new Error('a case was paid that never applied');
      const answer = due.of(views, of, row, month);
      if (answer === undefined) continue;
      if (typeof answer === 'string') notComputed.set(`${caseKey}|${answer}`, { caseId: of.caseId, code: answer });
      else if (answer.fen !== row.listedFen) {
        rows.push({ caseId: of.caseId, division: row.town, benefit: of.benefit, month, listedFen: row.listedFen, dueFen: answer.fen, arrearsFen: answer.fen - row.listedFen });
      }
    }
  }
  return {
    rows: rows.sort(byColumns((row) => row.caseId, (row) => row.month, (row) => row.division)),
    notComputed: [...notComputed.values()].sort(byColumns((row) => row.caseId, (row) => row.code)),
  };
}

type Due = { readonly fen: number } | string;

/** What cases are due by one key; amounts that do not depend on the case are computed once per town and month. */
class DueAmounts {
  private readonly published: PublishedValues;
  private readonly orphanStandards: readonly PublishedStandard[];
  private readonly flat = new Map<string, Due>();
  private readonly follows = new Map<string, boolean>();

  constructor(private readonly policy: KnownPolicy, private readonly key: string) {
    this.published = new PublishedValues(policy.standards);
    this.orphanStandards = policy.standards.filter((standard) => (ORPHAN_KEYS as readonly string[]).includes(standard.key));
  }

  /** Undefined where the case does not depend on the key; a code where it cannot be computed. */
  of(views: ViewReader, row: CaseRow, paid: PaymentRow, month: CivilMonth): Due | undefined {
    const place = paid.town;
    const on = firstDayOf(month);
    try {
      if (row.benefit === 'tekun' && this.key === 'dibao.std' && !this.followsDibao(place, on)) return undefined;
      const to = this.dueTo(views, row, paid, place, on);
      if (to === undefined || typeof to === 'string') return to;
      return to.benefit === 'dibao' ? this.amount(to, place, on) : this.once(to, place, on);
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  private dueTo(views: ViewReader, row: CaseRow, paid: PaymentRow, place: string, on: CivilDate): DueTo | NotComputed | undefined {
    const change = changeInForce(row.changes, on.slice(0, 7));
    if (change === undefined) return 'NO_ENTITLEMENT';
    // Decided for the months of leaving, or not owed at all: no standard says what they should be.
    if (change.kind === 'stop') return 'STOPPED';
    if (change.kind === 'graduatedExit') return 'GRADUATED_EXIT';
    if (paid.listedFen === 0 && paid.settledFen + paid.failedFen > 0) return 'FIRST_ATTEMPT_MISSING';
    if (row.benefit === 'dibao') {
      const members = views.get<HouseholdRow>('households', entityKey(row.householdId, row.code6))?.countedIds.length ?? 0;
      if (row.incomeFen === undefined) return 'INCOME_MISSING';
      if (members === 0) return 'MEMBERS_MISSING';
      // The register tells who counts now; for another number it does not tell the income either.
      return change.persons === members ? { benefit: 'dibao', incomeFen: row.incomeFen, members } : 'MEMBERS_CHANGED';
    }
    if (row.benefit === 'orphan') {
      const key = this.orphanKey(change.newFen, firstDayOf(change.fromYm as CivilMonth), place, on);
      if (key === undefined) return 'ORPHAN_PLACE_UNKNOWN';
      if (key !== this.key) return undefined;
    }
    if (change.persons !== 1) return 'PERSONS_NOT_ONE';
    if (row.benefit !== 'tekun') return { benefit: 'flat', key: this.key };
    const beneficiaryId = row.beneficiaryId ?? views.get<HouseholdRow>('households', entityKey(row.householdId, row.code6))?.headId ?? '';
    const selfCare = views.get<PersonRow>('people', entityKey(beneficiaryId, row.code6))?.selfCare;
    if (selfCare === undefined) return 'SELF_CARE_UNKNOWN';
    return CARE_LEVELS[this.key]?.includes(selfCare) === false ? undefined : { benefit: 'tekun', selfCare };
  }

  /** An imported case does not say where the child is raised; its decided amount does, where only one standard gives it. */
  private orphanKey(decidedFen: number, since: CivilDate, place: string, on: CivilDate): OrphanKey | undefined {
    const keys = ORPHAN_KEYS.filter((key) => followsFrom(decidedFen, since, key, this.policy.bookOn(on), this.orphanStandards, place, on));
    return keys.length === 1 ? keys[0] : undefined;
  }

  private followsDibao(place: string, on: CivilDate): boolean {
    return remembered(this.follows, `${place}|${on}`, () => tekunFollowsDibao(this.policy.bookOn(on), this.published, place, on));
  }

  private once(to: DueTo, place: string, on: CivilDate): Due {
    return remembered(this.flat, `${to.benefit}|${'selfCare' in to ? to.selfCare : ''}|${place}|${on}`, () => this.amount(to, place, on));
  }

  private amount(to: DueTo, place: string, on: CivilDate): Due {
    return { fen: dueAmount(this.policy.bookOn(on), this.published, to, place, on) };
  }
}

function remembered<T>(known: Map<string, T>, key: string, compute: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = compute();
  known.set(key, value);
  return value;
}
