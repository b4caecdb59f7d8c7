/**
 * From the scalars, lists and mappings of a pack file to a pack. A pack decides about people, so nothing in it is guessed or passed
 * over: a field that is not known is a slip of the pen and refused like a missing one.
 */
import { DomainError, parseCivilDate } from '#kernel';
import { LOCAL_KEYS } from './local-keys.js';
import { type Bilingual, type Disposition, type Figure, type Garble, HOUSEHOLD_KINDS, type HouseholdKind, type Pack, type PackRule, PLANNING_KINDS, type PlanningKind } from './pack.js';

/** What a file of YAML or JSON holds when every scalar is read as a text. */
export type PackText = string | readonly PackText[] | { readonly [key: string]: PackText };

const KINDS: readonly (HouseholdKind | PlanningKind)[] = [...HOUSEHOLD_KINDS, ...PLANNING_KINDS];
/** Kinds of figures that are combined with a published value, or stand in its place. */
const LOCAL_KINDS: readonly Figure['kind'][] = ['exact', 'floor', 'cap', ...PLANNING_KINDS];
const DATE_BASES = ['printed', 'inferred'] as const;
const AREAS = ['urban', 'both'] as const;
const DISPOSITIONS = ['step', 'task', 'report', 'principle'] as const;
/** Also the id part of a stream's name. */
const PACK_NAME = /^[A-Z][A-Z0-9-]{0,39}$/;
const DECIMAL = /^\d{1,10}(?:\.\d{1,6})?$/;
const MAX_TEXT = 10_000;

/**
 * @param functions names of the rule functions that exist; a rule must not claim to be executed by another
 * @throws DomainError `PACK_INVALID` naming the path
 */
export function readPack(text: unknown, functions: ReadonlySet<string>): Pack {
  const top = new Fields(text, '', ['pack', 'version', 'jurisdiction', 'document', 'validFrom', 'validFromBasis', 'area', 'parameters', 'rules'], ['inherits', 'plannedUntil']);
  const jurisdiction = top.fields('jurisdiction', ['code', 'name']);
  const document = top.fields('document', ['title', 'issuedOn', 'force'], ['number', 'source']);
  const rules = top.list('rules').map((item, index) => ruleOf(item, `rules.${index}`, functions));
  const figures = top.list('parameters').map((item, index) => figureOf(item, `parameters.${index}`));
  const pack: Pack = {
    pack: top.matching('pack', PACK_NAME, 'must be capitals, digits and hyphens, for example QS-2019'),
    version: top.whole('version'),
    jurisdiction: { code: jurisdiction.matching('code', /^\d{6}$/, 'must be a division code of six digits'), name: jurisdiction.bilingual('name') },
    ...top.given('inherits', () => top.matching('inherits', PACK_NAME, 'must name a pack, for example JX-2018')),
    document: {
      title: document.text('title'), ...document.given('number', () => document.text('number')), issuedOn: document.date('issuedOn'),
      ...document.given('source', () => document.matching('source', /^[\w-]+\.txt$/, 'must be the name of a text file')), force: document.bilingual('force'),
    },
    validFrom: top.date('validFrom'),
    validFromBasis: top.oneOf('validFromBasis', DATE_BASES),
    ...top.given('plannedUntil', () => top.date('plannedUntil')),
    area: top.oneOf('area', AREAS),
    parameters: figures,
    rules,
  };
  checkRuleIds(rules);
  checkFigures(figures, new Set(rules.map(({ id }) => id)));
  if (pack.plannedUntil !== undefined && pack.plannedUntil < pack.validFrom) throw invalid('plannedUntil', 'is before validFrom');
  return pack;
}

function ruleOf(text: PackText, path: string, functions: ReadonlySet<string>): PackRule {
  const rule = new Fields(text, path, ['id', 'subject', 'title', 'disposition'], ['clause', 'line', 'reading', 'garbled']);
  return {
    id: rule.matching('id', /^[A-Z][\w.-]{0,59}$/, 'must be letters, digits, hyphens and points, for example QS-2019-T07'),
    subject: rule.text('subject'),
    title: rule.bilingual('title'),
    ...rule.given('clause', () => rule.text('clause')),
    ...rule.given('line', () => rule.whole('line')),
    ...rule.given('reading', () => rule.bilingual('reading')),
    ...rule.given('garbled', () => rule.list('garbled').map((item, index) => garbleOf(item, `${path}.garbled.${index}`))),
    disposition: dispositionOf(rule, functions),
  };
}

function garbleOf(text: PackText, path: string): Garble {
  const garble = new Fields(text, path, ['spun', 'read', 'why'], ['line']);
  return { spun: garble.text('spun'), ...garble.given('line', () => garble.whole('line')), read: garble.text('read'), why: garble.bilingual('why') };
}

/** Exactly one of the ways in which a rule is carried. */
function dispositionOf(rule: Fields, functions: ReadonlySet<string>): Disposition {
  const disposition = rule.fields('disposition', [], ['executes', ...DISPOSITIONS]);
  const [name, second] = disposition.names;
  if (name === undefined || second !== undefined) throw invalid(disposition.path, `must hold exactly one of executes, ${DISPOSITIONS.join(', ')}`);
  if (name !== 'executes') return { [name]: disposition.text(name) } as unknown as Disposition;
  const executes = disposition.list('executes').map((item, index) => textAt(item, `${disposition.path}.executes.${index}`));
  if (executes.length === 0) throw invalid(`${disposition.path}.executes`, 'names no function');
  const unknown = executes.findIndex((executed) => !functions.has(executed));
  if (unknown >= 0) throw invalid(`${disposition.path}.executes.${unknown}`, 'names a function that this program does not have');
  return { executes };
}

function figureOf(text: PackText, path: string): Figure {
  const figure = new Fields(text, path, ['key', 'value', 'unit', 'kind', 'from', 'dateBasis', 'rule', 'clause'], ['to', 'note']);
  const kind = figure.oneOf('kind', KINDS);
  const [from, to] = [figure.date('from'), figure.names.includes('to') ? figure.date('to') : undefined];
  if (to !== undefined && to < from) throw invalid(`${path}.to`, 'is before from');
  const key = figure.matching('key', /^[A-Za-z][\w.]{0,59}$/, 'must be a key such as dibao.std');
  const local = LOCAL_KEYS.get(key);
  if (local !== undefined && figure.text('unit') !== local.unit) throw invalid(`${path}.unit`, `must be ${local.unit}, as ${key} is published`);
  if (local !== undefined && !LOCAL_KINDS.includes(kind)) throw invalid(`${path}.kind`, `must be one of ${LOCAL_KINDS.join(', ')} for ${key}, which is also published`);
  return {
    key,
    value: figureValue(figure, kind),
    unit: figure.text('unit'),
    kind,
    from,
    ...(to === undefined ? {} : { to }),
    dateBasis: figure.oneOf('dateBasis', DATE_BASES),
    rule: figure.text('rule'),
    clause: figure.text('clause'),
    ...figure.given('note', () => figure.bilingual('note')),
  };
}

function figureValue(figure: Fields, kind: HouseholdKind | PlanningKind): string {
  switch (kind) {
    case 'deadline':
      // A day of its own, or a day that comes again: the 20th of a quarter's last month.
      return figure.text('unit') === 'date' ? figure.date('value') : figure.matching('value', /^(?:[1-9]|[12]\d|3[01])$/, 'of a deadline that comes again must be a day of the month');
    case 'range':
      return figure.matching('value', /^\d{1,10}(?:\.\d{1,6})?\.\.\d{1,10}(?:\.\d{1,6})?$/, 'of a range must be two numbers, for example 6..12');
    default:
      return figure.matching('value', DECIMAL, 'must be a decimal number from 0 with at most six digits behind the point');
  }
}

function checkRuleIds(rules: readonly PackRule[]): void {
  const ids = new Set<string>();
  rules.forEach(({ id }, index) => {
    if (ids.has(id)) throw invalid(`rules.${index}.id`, `stands twice (${id})`);
    ids.add(id);
  });
}

/** On one day a key has one figure: which of two is meant nobody could tell. */
function checkFigures(figures: readonly Figure[], rules: ReadonlySet<string>): void {
  const byKey = new Map<string, { readonly figure: Figure; readonly path: string }[]>();
  figures.forEach((figure, index) => {
    const path = `parameters.${index}`;
    if (!rules.has(figure.rule)) throw invalid(`${path}.rule`, `names ${figure.rule}, which is not among the rules`);
    byKey.set(figure.key, [...(byKey.get(figure.key) ?? []), { figure, path }]);
  });
  for (const entries of byKey.values()) {
    entries.sort((a, b) => (a.figure.from < b.figure.from ? -1 : a.figure.from > b.figure.from ? 1 : 0));
    entries.forEach(({ figure: { key, from }, path }, index) => {
      const before = entries[index - 1]?.figure;
      if (before === undefined) return;
      if (before.from === from) throw invalid(`${path}.from`, `starts ${key} on ${from} a second time`);
      if (before.to === undefined || before.to >= from) throw invalid(`${path}.from`, `starts ${key} on ${from}, while the figure from ${before.from} still holds`);
    });
  }
}

/** The fields of one mapping, with the path to them. */
class Fields {
  private readonly map: ReadonlyMap<string, PackText>;

  constructor(text: unknown, readonly path: string, required: readonly string[], optional: readonly string[] = []) {
    if (text === null || typeof text !== 'object' || Array.isArray(text)) throw invalid(path, `must hold ${[...required, ...optional].join(', ')}`);
    this.map = new Map(Object.entries(text as Readonly<Record<string, PackText>>));
    const unknown = this.names.find((name) => !required.includes(name) && !optional.includes(name));
    if (unknown !== undefined) throw invalid(this.at(unknown.slice(0, 60)), 'is not a field this format knows');
    const missing = required.find((name) => !this.map.has(name));
    if (missing !== undefined) throw invalid(this.at(missing), 'is missing');
  }

  get names(): readonly string[] {
    return [...this.map.keys()];
  }

  /** An optional field, left out where it is not there. */
  given<Name extends string, Value>(name: Name, read: () => Value): { readonly [key in Name]?: Value } {
    return (this.map.has(name) ? { [name]: read() } : {}) as { readonly [key in Name]?: Value };
  }

  fields(name: string, required: readonly string[], optional: readonly string[] = []): Fields {
    return new Fields(this.map.get(name), this.at(name), required, optional);
  }

  list(name: string): readonly PackText[] {
    const value = this.map.get(name);
    if (!Array.isArray(value)) throw invalid(this.at(name), 'must be a list');
    return value as readonly PackText[];
  }

  text(name: string): string {
    return textAt(this.map.get(name), this.at(name));
  }

  bilingual(name: string): Bilingual {
    const both = this.fields(name, ['zh', 'en']);
    return { zh: both.text('zh'), en: both.text('en') };
  }

  matching(name: string, pattern: RegExp, what: string): string {
    const text = this.text(name);
    if (!pattern.test(text)) throw invalid(this.at(name), what);
    return text;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[]): Value {
    const text = this.text(name);
    const value = values.find((known) => known === text);
    if (value === undefined) throw invalid(this.at(name), `must be one of ${values.join(', ')}`);
    return value;
  }

  date(name: string): string {
    const text = this.text(name);
    try {
      return parseCivilDate(text);
    } catch {
      throw invalid(this.at(name), 'is not a day that exists; write YYYY-MM-DD');
    }
  }

  /** 1, 2, 3, … */
  whole(name: string): number {
    return Number(this.matching(name, /^[1-9]\d{0,8}$/, 'must be a whole number from 1'));
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

function textAt(value: PackText | undefined, path: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw invalid(path, 'must be a text and not empty');
  if (value.length > MAX_TEXT) throw invalid(path, `is longer than ${MAX_TEXT} characters`);
  if (!value.isWellFormed() || /[^\P{Cc}\n\t]/u.test(value)) throw invalid(path, 'holds control characters');
  return value;
}

/** What makes a pack unusable, and where. */
export const packInvalid = (field: string, what: string): DomainError =>
  new DomainError('PACK_INVALID', 'invalid', `The pack cannot be used: ${field === '' ? 'the file' : field} ${what}. Correct it and adopt the pack again; nothing was recorded.`, { field });
const invalid = packInvalid;
