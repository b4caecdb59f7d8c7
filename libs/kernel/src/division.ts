/** Administrative divisions: GB/T 2260 county (6 digits), town (9), community (12). */
import { DomainError } from './errors.js';

declare const divisionBrand: unique symbol;
/** 6, 9 or 12 digits. */
export type DivisionCode = string & { readonly [divisionBrand]: true };

/** @throws DomainError `DIVISION_INVALID` */
export function parseDivision(text: string): DivisionCode {
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(text)) {
    throw new DomainError('DIVISION_INVALID', 'invalid', `"${text}" is not a division code. Write 6 digits for a county, 9 for a town or 12 for a community.`);
  }
  return text as DivisionCode;
}

const TOWN_DIGITS = 9;

/** Where something lies: its town and, if known, its community. */
export interface Place {
  readonly town: string;
  readonly community?: string | undefined;
}

/**
 * A division contains every code it is a prefix of (formats.md, head). No division: everything.
 * A community is compared with the community, anything larger with the town: where the two contradict each other in a
 * household's row, the town is what reports show it under.
 */
export function contains(division: string | undefined, place: Place): boolean {
  if (division === undefined) return true;
  return division.length > TOWN_DIGITS ? place.community === division : place.town.startsWith(division);
}

/** What the codes of everything in a division begin with: 360111003 stays, 360100 → 3601, 360000 → 36; nothing for everywhere (000000). */
export const areaOf = (division: string): string => (division.length === 6 ? division.replace(/(00){1,3}$/, '') : division);

/** The county a town or community code lies in. */
export const countyOf = (code: string): string => code.slice(0, 6);
