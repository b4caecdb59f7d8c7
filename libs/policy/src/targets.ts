/** Targets of the documents held against what was published and paid: reports for supervisors, never a test of a household. */
import { type CivilDate, parseCivilDate } from '#kernel';
import { liesIn, type PolicyBook } from './book.js';
import type { TraceInput, TraceValue } from './determination.js';
import { evaluate } from './formula.js';
import type { Figure } from './pack.js';
import type { PublishedValues } from './values.js';

/** What the ledger knows of a year that targets need. */
export interface TargetFacts {
  readonly published: PublishedValues;
  /** Divisions (6 digits) that published something. */
  readonly divisions: readonly string[];
  /** 低保 paid in a year and the persons it was paid for, summed over the months; undefined where nothing was paid. */
  readonly paid: (division: string, year: number) => { readonly settledFen: number; readonly personMonths: number } | undefined;
  /** Job services of a year (XM-2018-03-01): of everybody who was given any, the least of each kind; undefined where nobody was. */
  readonly jobServices: (division: string, year: number) => { readonly persons: number; readonly visits: number; readonly trainings: number; readonly referrals: number } | undefined;
}

export interface TargetRow {
  readonly ruleId: string;
  readonly pack: string;
  /** The division it is held against: the jurisdiction, or a city of it. */
  readonly division: string;
  readonly key: string;
  /** `approx` and `avgKPI` are aims of planning: `met` says how things stand, nobody passes or fails by it. */
  readonly kind: Figure['kind'];
  readonly target: string;
  readonly unit: string;
  readonly formula: string | null;
  readonly inputs: Readonly<Record<string, TraceInput>>;
  /** Money in fen, ratios as exact fractions; null where the ledger does not hold what is needed. */
  readonly actual: TraceValue | null;
  /** Null where there is no actual figure, and for `approx`, which sets no bound. */
  readonly met: boolean | null;
}

interface Measure {
  readonly formula: string;
  /** Whether the target is money in yuan, so that it is compared in fen. */
  readonly money: boolean;
  readonly inputs: (facts: TargetFacts, division: string, year: number, figure: Figure, pack: string) => Readonly<Record<string, TraceInput>> | undefined;
}

const lastDay = (year: number): string => `${year}-12-31`;
function value({ published }: TargetFacts, key: string, division: string, year: number): TraceInput | undefined {
  const standard = published.find(key, division, lastDay(year));
  return standard === undefined ? undefined : { value: standard.value, from: `local:${standard.code6}/${key}@${standard.validFrom}` };
}
function all(inputs: Readonly<Record<string, TraceInput | undefined>>): Readonly<Record<string, TraceInput>> | undefined {
  return Object.values(inputs).includes(undefined) ? undefined : (inputs as Readonly<Record<string, TraceInput>>);
}
/** Who published inside a jurisdiction: its cities, and counties whose city did not. */
function publishersIn({ divisions }: TargetFacts, area: string): readonly string[] {
  const inside = divisions.filter((code) => code !== area && liesIn(code, area));
  return inside.filter((code) => !inside.some((other) => other !== code && liesIn(code, other))).sort();
}
/** Their values of a key in force at the year's end. */
function valuesIn(facts: TargetFacts, key: string, area: string, year: number): TraceInput | undefined {
  const found = publishersIn(facts, area)
    .map((division) => value(facts, key, division, year))
    // What only the region published is not a city's own.
    .filter((input) => input !== undefined && !input.from.startsWith(`local:${area}/`)) as readonly TraceInput[];
  return found.length === 0 ? undefined : { value: found.map(({ value: one }) => one) as TraceValue, from: found.map(({ from }) => from).join(' ') };
}
const growth = (key: string): Measure => ({
  formula: 'now / before - 1', money: false,
  inputs: (facts, division, year) => all({ now: value(facts, key, division, year), before: value(facts, key, division, year - 1) }),
});
const topUp = (facts: TargetFacts, division: string, year: number): Readonly<Record<'paid' | 'persons', TraceInput>> | undefined => {
  const paid = facts.paid(division, year);
  if (paid === undefined || paid.personMonths === 0) return undefined;
  return { paid: { value: paid.settledFen, from: `paid:${division}/${year}` }, persons: { value: paid.personMonths, from: `paid:${division}/${year}` } };
};
const average = (key: string): Measure => ({
  formula: 'sum(values) / count * 100', money: true,
  inputs(facts, division, year) {
    const values = valuesIn(facts, key, division, year);
    return values === undefined ? undefined : { values, count: { value: (values.value as readonly unknown[]).length, from: 'rule' } };
  },
});
const published = (key: string): Measure => ({ formula: 'published * 100', money: true, inputs: (facts, division, year) => all({ published: value(facts, key, division, year) }) });
const ratio = (key: string): Measure => ({ formula: 'published', money: false, inputs: (facts, division, year) => all({ published: value(facts, key, division, year) }) });

/** A floor for each person and year: held by the one who got least, of those who are known to be unemployed because they got something. */
const service = (kind: 'visits' | 'trainings' | 'referrals'): Measure => ({
  formula: 'least', money: false,
  inputs(facts, division, year) {
    const delivered = facts.jobServices(division, year);
    return delivered && { least: { value: delivered[kind], from: `jobServices:${division}/${year}` } };
  },
});

/** How each target is measured; a target that is not here needs what the ledger does not hold. */
const MEASURES: Readonly<Record<string, Measure>> = {
  'dibao.std': published('dibao.std'),
  'teku.std': published('teku.std'),
  'dibao.growth': growth('dibao.std'),
  'teku.factor': {
    formula: 'support / standard', money: false,
    inputs: (facts, division, year) => all({ support: value(facts, 'teku.std', division, year), standard: value(facts, 'dibao.std', division, year) }),
  },
  'dibao.topup.avg': { formula: 'paid / persons', money: true, inputs: topUp },
  'topup.growth': {
    formula: 'paid / persons / (paidBefore / personsBefore) - 1', money: false,
    inputs(facts, division, year) {
      const [now, before] = [topUp(facts, division, year), topUp(facts, division, year - 1)];
      return now && before && { ...now, paidBefore: before.paid, personsBefore: before.persons };
    },
  },
  'dibao.avg': average('dibao.std'),
  'teku.avg': average('teku.std'),
  'care.full': ratio('care.full'),
  'care.half': ratio('care.half'),
  'job.112.visits': service('visits'),
  'job.112.trainings': service('trainings'),
  'job.112.referrals': service('referrals'),
};
/** Measured city by city: "各设区市" (GX-2019-05-05), and the standards that each city sets. */
const BY_CITY = new Set(['dibao.growth', 'teku.factor', 'care.full', 'care.half']);
/** Figures that are targets of a year, whatever else they are used for; the rest of a pack are terms of a benefit. */
const isTarget = ({ key, kind }: Figure): boolean => kind === 'approx' || kind === 'avgKPI' || kind === 'deadline' || key in MEASURES || key === 'job.min' || key.startsWith('job.112') || key.startsWith('dividend.') || key.endsWith('.perYear');

/**
 * The targets of the documents that hold in a division, for a year; figures in force at its end.
 * @throws DomainError `DIVISION_NOT_COVERED`, `DATE_BEFORE_RULES`
 */
export function targets(book: PolicyBook, facts: TargetFacts, division: string, year: number): readonly TargetRow[] {
  const day: CivilDate = parseCivilDate(lastDay(year));
  const rows: TargetRow[] = [];
  for (const { pack } of book.chainFor(division, day)) {
    const seen = new Set<string>();
    for (const { key } of pack.parameters) {
      const figure = book.figureOn(pack.pack, key, day);
      if (figure === undefined || seen.has(key) || !isTarget(figure)) continue;
      seen.add(key);
      const cities = BY_CITY.has(key) && division === pack.jurisdiction.code ? publishersIn(facts, division) : [];
      for (const at of cities.length > 0 ? cities : [division]) rows.push(rowOf(facts, pack.pack, figure, at, year));
    }
  }
  return rows;
}

function rowOf(facts: TargetFacts, pack: string, figure: Figure, division: string, year: number): TargetRow {
  const { key, kind, value: target, unit, rule: ruleId } = figure;
  const measure = Object.hasOwn(MEASURES, key) ? MEASURES[key] : undefined;
  const inputs = measure?.inputs(facts, division, year, figure, pack);
  const shared = { ruleId, pack, division, key, kind, target, unit };
  if (measure === undefined || inputs === undefined) return { ...shared, formula: measure?.formula ?? null, inputs: {}, actual: null, met: null };
  const actual = evaluate(measure.formula, inputs);
  const compared: Readonly<Record<string, TraceInput>> = { actual: { value: actual, from: 'actual' }, target: { value: target, from: 'target' } };
  const bound = measure.money ? 'target * 100' : 'target';
  const met = kind === 'approx' ? null : evaluate(kind === 'exact' ? `actual == ${bound}` : kind === 'cap' ? `actual <= ${bound}` : `actual >= ${bound}`, compared) as boolean;
  return { ...shared, formula: measure.formula, inputs, actual, met };
}
