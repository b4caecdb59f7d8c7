/** Where somebody may act: divisions of any level, and which lies in which. */
import { areaOf, DomainError } from '#kernel';

/** The whole country, for who is bound by the role alone. */
export const EVERYWHERE = '000000';

/**
 * Whether a place lies in a division, or is it: 2, 4, 6, 9 or 12 digits, a city or province also as 6 digits with zeros at the end.
 * @throws DomainError `DIVISION_INVALID`
 */
export function liesIn(place: string, division: string): boolean {
  for (const code of [place, division]) {
    if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code)) {
      throw new DomainError('DIVISION_INVALID', 'invalid', 'It is not a division code. Write 6 digits for a province, city or county, 9 for a town or 12 for a community.', { field: 'division' });
    }
  }
  return areaOf(place).startsWith(areaOf(division));
}

/** What a division is, by its form: `EVERYWHERE` is of no level. */
export function levelOf(division: string): 'province' | 'city' | 'county' | 'town' | 'community' | undefined {
  if (/^\d{12}$/.test(division)) return 'community';
  if (/^\d{9}$/.test(division)) return 'town';
  if (!/^\d{6}$/.test(division) || division === EVERYWHERE) return undefined;
  if (division.endsWith('0000')) return 'province';
  return division.endsWith('00') ? 'city' : 'county';
}
