/** “112”就业服务: what each person was given in a year (XM-2018-03-01: one visit, one training offered, two jobs recommended). */
import type { JobService, PersonEvent } from '#casework';
import { liesIn } from '#policy';
import type { Projection, ViewReader } from '#projections';

export interface JobServicesRow {
  readonly personId: string;
  readonly delivered: Readonly<Record<JobService, number>>;
}
const NONE: Readonly<Record<JobService, number>> = { VISIT: 0, TRAINING: 0, REFERRAL: 0 };
const keyOf = (year: number, personId: string, county: string): string => `${year}|${personId}@${county}`;

/** Keyed by year and person: `2021|<person>@<county>`. */
export const jobServices: Projection<JobServicesRow, Extract<PersonEvent, { type: 'JobServiceDelivered' }>> = {
  name: 'jobServices',
  version: 1,
  handles: ['JobServiceDelivered'],
  key: ({ event: { data: { year, personId } }, metadata }) => keyOf(year, personId, metadata.jurisdiction.code6),
  evolve: (row, { event: { data: { personId, kind } } }) => {
    const delivered = row?.delivered ?? NONE;
    return { personId, delivered: { ...delivered, [kind]: delivered[kind] + 1 } };
  },
};

export const deliveredTo = (views: ViewReader, personId: string, county: string, year: number): JobServicesRow['delivered'] => views.get<JobServicesRow>('jobServices', keyOf(year, personId, county))?.delivered ?? NONE;

/** Of everybody in a division who was given anything in a year, the least of each kind; undefined where nobody was. */
export async function leastDelivered(views: ViewReader, division: string, year: number): Promise<{ readonly persons: number; readonly visits: number; readonly trainings: number; readonly referrals: number } | undefined> {
  let persons = 0;
  let [visits, trainings, referrals] = [Infinity, Infinity, Infinity];
  for await (const page of views.scan<JobServicesRow>('jobServices', `${year}|`)) {
    for (const { key, row: { delivered } } of page) {
      if (!liesIn(key.slice(key.lastIndexOf('@') + 1), division)) continue;
      persons += 1;
      [visits, trainings, referrals] = [Math.min(visits, delivered.VISIT), Math.min(trainings, delivered.TRAINING), Math.min(referrals, delivered.REFERRAL)];
    }
  }
  return persons === 0 ? undefined : { persons, visits, trainings, referrals };
}
