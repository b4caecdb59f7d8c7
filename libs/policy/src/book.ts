/** The policy book: the packs in force, found by place and day. */
import { areaOf, type CivilDate, DomainError } from '#kernel';
import type { PackRef } from './determination.js';
import { type Figure, HOUSEHOLD_KINDS, type HouseholdFigure, type Pack, type PackRule } from './pack.js';

/** A pack with the hash of its content. */
export interface BoundPack {
  readonly pack: Pack;
  /** SHA-256 of the canonical JSON of the pack, base64url. */
  readonly sha256: string;
}

export const packRef = ({ pack, sha256 }: BoundPack): PackRef => ({ pack: pack.pack, version: pack.version, sha256 });

/** Pack of the national rules, which lie beneath every other. */
export const NATIONAL = 'CN';

/** Whether a division of any level lies in another, also in a city or province. */
export const liesIn = (division: string, area: string): boolean => division.startsWith(areaOf(area));
/** The divisions that may publish for a place, narrowest first: itself, its town, county, city, province. */
export function publishersOf(division: string): readonly string[] {
  const codes = [12, 9].filter((length) => division.length >= length).map((length) => division.slice(0, length));
  return [...new Set([...codes, division.slice(0, 6), `${division.slice(0, 4)}00`, `${division.slice(0, 2)}0000`])];
}

export class PolicyBook {
  private readonly byName: ReadonlyMap<string, BoundPack>;
  private readonly figures = new Map<string, readonly Figure[]>();
  private readonly rules = new Map<string, { readonly rule: PackRule; readonly pack: BoundPack }>();

  /** One version of each pack. */
  constructor(readonly packs: readonly BoundPack[]) {
    this.byName = new Map(packs.map((bound) => [bound.pack.pack, bound]));
    if (this.byName.size !== packs.length) throw new Error('a book holds one version of each pack');
    for (const bound of packs) {
      for (const rule of bound.pack.rules) this.rules.set(rule.id, { rule, pack: bound });
      for (const figure of bound.pack.parameters) {
        const at = `${bound.pack.pack}/${figure.key}`;
        this.figures.set(at, [...(this.figures.get(at) ?? []), figure]);
      }
    }
  }

  get(name: string): BoundPack | undefined {
    return this.byName.get(name);
  }

  /** A rule by its id, with the pack it stands in. */
  ruleOf(id: string): { readonly rule: PackRule; readonly pack: BoundPack } | undefined {
    return this.rules.get(id);
  }

  /**
   * The packs that hold for a place on a day: the narrowest, then what it inherits, then the national rules.
   * @throws DomainError `DIVISION_NOT_COVERED`, `DATE_BEFORE_RULES`
   */
  chainFor(division: string, on: CivilDate): readonly BoundPack[] {
    const covering = this.packs
      .filter(({ pack }) => pack.pack !== NATIONAL && liesIn(division, pack.jurisdiction.code))
      .sort((a, b) => areaOf(b.pack.jurisdiction.code).length - areaOf(a.pack.jurisdiction.code).length);
    if (covering.length === 0) {
      throw new DomainError('DIVISION_NOT_COVERED', 'unsupported', `No policy pack covers division ${division}. Packs cover: ${this.coverage()}.`, { field: 'division', division });
    }
    const first = covering.find(({ pack }) => pack.validFrom <= on);
    if (first === undefined) {
      const earliest = covering.map(({ pack }) => pack.validFrom).sort()[0];
      throw new DomainError('DATE_BEFORE_RULES', 'unsupported', `No rule holds in division ${division} on ${on}: its policy begins on ${earliest}. Give a later day.`, { field: 'on', division, on });
    }
    const chain = [first];
    for (let parent = first.pack.inherits; parent !== undefined;) {
      const bound = this.byName.get(parent);
      if (bound === undefined) throw new Error(`${first.pack.pack} inherits from ${parent}, which the book does not hold`);
      chain.push(bound);
      parent = bound.pack.inherits;
    }
    const national = this.byName.get(NATIONAL);
    return national === undefined ? chain : [...chain, national];
  }

  /** The figure of one pack for a key on a day; the latest start wins. */
  figureOn(pack: string, key: string, on: string): Figure | undefined {
    let found: Figure | undefined;
    for (const figure of this.figures.get(`${pack}/${key}`) ?? []) {
      if (figure.from > on || (figure.to !== undefined && figure.to < on)) continue;
      if (found === undefined || figure.from > found.from) found = figure;
    }
    return found;
  }

  private coverage(): string {
    return this.packs.filter(({ pack }) => pack.pack !== NATIONAL).map(({ pack }) => `${pack.jurisdiction.code} ${pack.jurisdiction.name.zh}`).join(', ');
  }
}

const isForHouseholds = (figure: Figure): figure is HouseholdFigure => (HOUSEHOLD_KINDS as readonly string[]).includes(figure.kind);

/**
 * The one gate between the packs and a household's determination: a planning figure does not pass.
 * @throws DomainError `FIGURE_NOT_FOR_HOUSEHOLDS`
 */
export function forHouseholds(figure: Figure): HouseholdFigure {
  if (!isForHouseholds(figure)) {
    throw new DomainError('FIGURE_NOT_FOR_HOUSEHOLDS', 'invalid',
      `${figure.key} of ${figure.rule} is ${figure.kind === 'approx' ? 'a planning figure ("左右")' : 'a regional average'}: it must not decide about a household. Publish the local value.`, { key: figure.key, kind: figure.kind });
  }
  return figure;
}
