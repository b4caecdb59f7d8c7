/** Which value holds for a key at a place on a day: printed figures combined with published ones (docs/rules.md, "Which value"). */
import { DomainError } from '#kernel';
import { type BoundPack, forHouseholds, type PolicyBook, publishersOf } from './book.js';
import type { Note, TraceInput, UsedValue } from './determination.js';
import { compare, exactOf } from './exact.js';
import { LOCAL_KEYS, listItems } from './local-keys.js';
import type { HouseholdFigure } from './pack.js';
import { rule, type Tracer } from './rule.js';
import type { Standard } from './standards.js';

/** Published values by key and division, so that finding one does not look through all. */
export class PublishedValues {
  private readonly byKey = new Map<string, Standard[]>();

  constructor(standards: Iterable<Standard>) {
    for (const standard of standards) {
      const at = `${standard.key}@${standard.code6}`;
      const list = this.byKey.get(at);
      if (list === undefined) this.byKey.set(at, [standard]);
      else list.push(standard);
    }
  }

  /** In force on a day: of the narrowest division that has one, the latest start, then the latest published. */
  find(key: string, division: string, on: string): Standard | undefined {
    for (const code of publishersOf(division)) {
      let found: Standard | undefined;
      for (const standard of this.byKey.get(`${key}@${code}`) ?? []) {
        if (standard.validFrom > on || (standard.validTo !== undefined && standard.validTo < on)) continue;
        if (found === undefined || standard.validFrom >= found.validFrom) found = standard;
      }
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

const higher = rule({
  name: 'higherOf', formula: 'max(published, floor)',
  says: { zh: '{key}：公布的 {published:key} 与文件规定的下限 {floor:key} 取高者，为 {result:key}', en: '{key}: the higher of the published {published:key} and the printed floor {floor:key} is {result:key}' },
});
const lower = rule({
  name: 'lowerOf', formula: 'min(published, cap)',
  says: { zh: '{key}：公布的 {published:key} 与文件规定的上限 {cap:key} 取低者，为 {result:key}', en: '{key}: the lower of the published {published:key} and the printed cap {cap:key} is {result:key}' },
});

/** Keys a document prints as a cap, which a local publication may lower. */
const PRINTED_LIMITS: ReadonlySet<string> = new Set(['temp.uplift', 'temp.onecase.cap', 'housing.repair']);

/** Order of two decimal texts. */
const order = (a: string, b: string): number => compare(exactOf(a) ?? 0, exactOf(b) ?? 0);

/** Decimal text moved two places: yuan to fen, exactly. Whole results are numbers. */
function yuanToFen(text: string): number | string {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const digits = decimals.padEnd(2, '0');
  const fen = `${sign}${whole}${digits.slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, '$1');
  const rest = digits.slice(2).replace(/0+$/, '');
  return rest === '' ? Number(fen) : `${fen}.${rest}`;
}

/** As a formula's input: money in fen, lists as lists, the rest as written. */
export function inputValue(value: string, unit: string): TraceInput['value'] {
  if (unit === 'list') return listItems(value);
  return unit.startsWith('yuan') ? yuanToFen(value) : value;
}

/** Finds, combines and remembers the values of one determination. */
export class Values {
  private readonly used = new Map<string, UsedValue>();
  private readonly inForce = new Map<string, TraceInput>();
  private fromInstrument = false;

  constructor(
    private readonly book: PolicyBook, private readonly chain: readonly BoundPack[], private readonly published: PublishedValues,
    private readonly division: string, private readonly on: string, private readonly tracer: Tracer, private readonly note: (code: Note['code'], particulars?: string) => void,
  ) {}

  /** Every value that was used, in the order of first use. */
  list(): readonly UsedValue[] {
    return [...this.used.values()];
  }

  /** Whether any value rests on a local instrument that was named when it was published. */
  get restsOnInstrument(): boolean {
    return this.fromInstrument;
  }

  /** The printed figure in force, narrowest pack first. @throws DomainError `FIGURE_NOT_FOR_HOUSEHOLDS` */
  figure(key: string): { readonly figure: HouseholdFigure; readonly pack: string } | undefined {
    for (const { pack: { pack } } of this.chain) {
      const figure = this.book.figureOn(pack, key, this.on);
      if (figure !== undefined) return { figure: forHouseholds(figure), pack };
    }
    return undefined;
  }

  /** A printed figure as an input, as it stands. @throws DomainError `RULE_NOT_IN_FORCE` when none is printed for the day. */
  printed(key: string): TraceInput {
    const found = this.figure(key);
    if (found === undefined) {
      throw new DomainError('RULE_NOT_IN_FORCE', 'unsupported',
        `The documents that hold in division ${this.division} print no ${key} for ${this.on}, so the rule that needs it is not in force on that day. Give a day on which it is, or leave the request out.`, { key, division: this.division, on: this.on });
    }
    return this.useFigure(found.figure, found.pack);
  }

  /**
   * The value that holds, combined as its kind demands.
   * @throws DomainError `STANDARD_NOT_PUBLISHED` naming key, division, day and publisher.
   */
  of(key: string): TraceInput {
    const known = this.inForce.get(key);
    if (known !== undefined) return known;
    const value = this.combine(key);
    this.inForce.set(key, value);
    return value;
  }

  /** Whether a value is published. */
  has(key: string): boolean {
    return this.published.find(key, this.division, this.on) !== undefined;
  }

  private combine(key: string): TraceInput {
    const found = this.figure(key);
    const standard = this.published.find(key, this.division, this.on);
    if (found === undefined) {
      if (standard !== undefined) return this.useStandard(standard);
      // A limit that a document prints is no value an authority could be asked for where none is printed.
      return PRINTED_LIMITS.has(key) ? this.printed(key) : this.refuse(key);
    }
    const { figure, pack } = found;
    switch (figure.kind) {
      case 'exact':
        if (standard !== undefined && order(standard.value, figure.value) !== 0) this.note('LOCAL_DIFFERS_FROM_PRINTED', key);
        return this.useFigure(figure, pack);
      case 'floor': {
        if (standard === undefined) return this.refuse(key);
        const value = this.tracer.step(higher, [figure.rule], { published: this.useStandard(standard), floor: this.useFigure(figure, pack) });
        if (order(standard.value, figure.value) < 0) this.note('LOCAL_BELOW_FLOOR', key);
        return value;
      }
      case 'cap': {
        if (standard === undefined) return this.useFigure(figure, pack);
        const value = this.tracer.step(lower, [figure.rule], { published: this.useStandard(standard), cap: this.useFigure(figure, pack) });
        if (order(standard.value, figure.value) > 0) this.note('LOCAL_ABOVE_CAP', key);
        return value;
      }
      default:
        throw new Error(`${key} of ${pack} is a ${figure.kind}, not a value`);
    }
  }

  private useFigure(figure: HouseholdFigure, pack: string): TraceInput {
    const from = `param:${pack}/${figure.key}@${figure.from}`;
    if (!this.used.has(from)) {
      const { key, value, unit, kind, to: validTo, from: validFrom, dateBasis, clause, rule: ruleId } = figure;
      this.used.set(from, { from, key, value, unit, kind, validFrom, ...(validTo === undefined ? {} : { validTo }), dateBasis, clause, rule: ruleId });
    }
    return { value: inputValue(figure.value, figure.unit), from };
  }

  private useStandard(standard: Standard): TraceInput {
    const from = `local:${standard.code6}/${standard.key}@${standard.validFrom}`;
    // The unit of the catalogue: what a publication calls its unit is kept with it and not interpreted.
    const unit = LOCAL_KEYS.get(standard.key)?.unit ?? '';
    if (standard.basis !== undefined) this.fromInstrument = true;
    if (!this.used.has(from)) {
      const { key, value, validFrom, validTo, basis } = standard;
      this.used.set(from, { from, key, value, unit, kind: 'published', validFrom, ...(validTo === undefined ? {} : { validTo }), ...(basis === undefined ? {} : { basis }) });
    }
    return { value: inputValue(standard.value, unit), from };
  }

  private refuse(key: string): never {
    const local = LOCAL_KEYS.get(key);
    if (local === undefined) throw new Error(`${key} is no key a local authority publishes`);
    const day = this.on;
    throw new DomainError('STANDARD_NOT_PUBLISHED', 'conflict',
      `${local.name.zh} (${key}) is not published for division ${this.division} on ${day}. It is set by ${local.publisher.en} (${local.publisher.zh}). Publish it with its instrument, then determine again.`,
      { key, division: this.division, on: day, publisher: local.publisher.zh });
  }
}
