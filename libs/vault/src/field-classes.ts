/**
 * Which fields of an event are sealed, and how: by what the catalogue of what may leave the house (libs/messaging) says they are.
 * A category, type or field that nobody catalogued is sealed like free text: forgetting one hides too much, never too little.
 */
import { contextOf, dispositionOf } from '#messaging/catalogue/index';
import type { Withheld } from '#messaging/catalogue/disposition';
import { hasShape } from '#messaging/catalogue/shapes';

/**
 * `clear`: stands in the event as it is.
 * `erasable`: under the key of the person it is about; gone with it.
 * `kept`: what figures and findings rest on (amounts, grades, grounds, days), under a key of the ledger: nothing in a copy of the file, and still there when the person's name is not.
 *   A text in such a field that is no code of the program is erasable all the same.
 */
export type FieldClass = 'clear' | 'erasable' | 'kept';

const CLASS_OF_KIND: Readonly<Record<Withheld, FieldClass>> = {
  name: 'erasable', citizenNumber: 'erasable', birth: 'erasable', phone: 'erasable', account: 'erasable', address: 'erasable', freeText: 'erasable', cells: 'erasable',
  health: 'kept', means: 'kept', person: 'kept', reason: 'kept',
  staff: 'clear', device: 'clear', bulk: 'clear',
};

/** Categories that speak of offices, rules, money in sums and numbers of cases: nothing of them is sealed. */
export const OFFICE: Readonly<Record<string, string>> = {
  policy: 'published values', pack: 'published documents', task: 'what offices do for a task', oversight: 'what offices do for their tasks', delegation: 'what a county delegates to a town',
  batch: 'files to the bank, in sums', statement: 'the office\'s own account',
  fund: 'indicators, orders and reserves of offices', year: 'counts, and numbers of findings', sample: 'numbers of cases', inquiry: 'which organ asked for what, and the hash of what it was given', erasure: 'that a number was erased, on whose word and basis: it must outlive the keys', citizen: 'numbers of cases; whose the stream is stands in its name, a keyed hash',
};

interface Override {
  readonly class: FieldClass;
  readonly because: string;
}
/** `<category>.<field>`, where the kind of the catalogue does not tell how the field is sealed. */
export const FIELD_OVERRIDES: Readonly<Record<string, Override>> = {
  'household.community': { class: 'clear', because: 'the code of a division, which the envelope names too' },
  'payList.payee': { class: 'clear', because: 'the place of the event that registered the account' },
  'payPart.payee': { class: 'clear', because: 'the place of the event that registered the account' },
  'import.office': { class: 'clear', because: 'the name of an office' },
  'case.participants': { class: 'erasable', because: 'names of those who took part' },
  'case.subject': { class: 'erasable', because: 'who was asked' },
  'case.byRef': { class: 'erasable', because: 'who objected' },
  'complaint.reporter': { class: 'erasable', because: 'name of the reporter, and how to reach them' },
};

/** Sealed as one value however it is built: large, of coded facts, and computed again as a whole. */
const WHOLE: ReadonlySet<string> = new Set(['determination.facts', 'determination.determination']);

export interface ClassedField {
  readonly class: FieldClass;
  /** As the catalogue calls it. */
  readonly kind: string;
  /** Of a clear field that may hold codes of the program and nothing else: an office may have written anything there. */
  readonly codes?: 'code' | 'codes' | undefined;
  /** Taken out as one value, however it is built. */
  readonly whole?: true | undefined;
}
const CLEAR: ClassedField = { class: 'clear', kind: '' };
const CODES = { code: { ...CLEAR, codes: 'code' }, codes: { ...CLEAR, codes: 'codes' } } as const satisfies Readonly<Record<string, ClassedField>>;
const UNKNOWN: ClassedField = { class: 'erasable', kind: 'freeText' };
const WORDS = { code: { class: 'kept', kind: 'reason', whole: true }, codes: UNKNOWN } as const satisfies Readonly<Record<string, ClassedField>>;

/** How the fields of one type of event are sealed, as far as they were met. */
export type TypeClasses = Map<string, ClassedField>;
const KNOWN = new Map<string, TypeClasses>();
/** Types remembered, and fields of each; an office cannot make more than the program has, a defect could. */
const MOST_KNOWN = 1_000;

export function classesOf(category: string, type: string): TypeClasses {
  const name = `${category} ${type}`;
  let known = KNOWN.get(name);
  if (known === undefined) {
    if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
    KNOWN.set(name, known = new Map<string, ClassedField>());
  }
  return known;
}

export function classOf(category: string, type: string, field: string, known = classesOf(category, type)): ClassedField {
  let classed = known.get(field);
  if (classed === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(field, classed = lookUp(category, type, field));
  }
  return classed;
}

function lookUp(category: string, type: string, field: string): ClassedField {
  if (Object.hasOwn(OFFICE, category)) return CLEAR;
  const context = contextOf(category);
  if (context === undefined) return UNKNOWN;
  const { publish, withhold } = dispositionOf(context, category, type);
  if (Object.hasOwn(publish, field)) {
    const shape = publish[field];
    return shape === 'code' || shape === 'codes' ? CODES[shape] : CLEAR;
  }
  if (!Object.hasOwn(withhold, field)) return UNKNOWN;
  const kind = withhold[field] as Withheld;
  const override = FIELD_OVERRIDES[`${category}.${field}`];
  return { class: override?.class ?? CLASS_OF_KIND[kind], kind, whole: WHOLE.has(`${category}.${field}`) ? true : undefined };
}

/** Most codes: letters alone, in which no number hides; spares the whole check. */
const isPlainCode = (value: unknown): boolean => typeof value === 'string' && /^[A-Za-z]{1,79}$/.test(value);

/** How a value is sealed. Words in the place of a code are sealed too: one word (a result, a kind) is kept, because figures may rest on it; a list (papers handed in) is free text. */
export function classOfValue(classed: ClassedField, value: unknown): ClassedField {
  return classed.codes === undefined || isPlainCode(value) || hasShape(classed.codes, value) ? classed : WORDS[classed.codes];
}
