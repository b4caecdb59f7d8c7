/** The closed years of each county, and the errors that came to light afterwards. */
import { type ClosedYear, type YearEvent, type YearState, yearStream } from '#accountability';
import type { CivilDate } from '#kernel';
import type { Projection, ViewReader } from '#projections';

export const years: Projection<YearState, YearEvent> = {
  name: 'years',
  version: 1,
  handles: yearStream.codec.types,
  key: ({ event }) => event.data.county,
  evolve: (row, { event }) => yearStream.decider.evolve(row ?? { closed: {} }, event),
};

/** The closing of a year in the county of a division, as of a day; a city's or province's year is never closed as a whole. */
export function closedYear(views: ViewReader, division: string, year: number, asOf: CivilDate | undefined): ClosedYear | undefined {
  const closed = views.get<YearState>('years', division.slice(0, 6))?.closed[String(year)];
  return closed === undefined || (asOf !== undefined && asOf < closed.on) ? undefined : closed;
}
