/** What was published, adopted and determined: where the events about policy stand, and what they say. */
import { countyOf } from '#kernel';
import { type Adoption, type Bilingual, type Category, type DeterminationEvent, type PackEvent, type PublishedStandard, type StandardEvent, withStandardEvent } from '#policy';
import type { Projection } from '#projections';
import { entityKey } from './key.js';

export interface StandardsRow {
  /** In the order of publication, each as it was corrected last and with what it was before. */
  readonly standards: readonly PublishedStandard[];
}

/** Everything a county, city or province published, one row each. */
export const standards: Projection<StandardsRow, StandardEvent> = {
  name: 'standards',
  version: 2,
  handles: ['StandardPublished', 'StandardCorrected'],
  key: ({ event }) => event.data.code6,
  evolve: (row, { event }) => ({ standards: withStandardEvent(row?.standards ?? [], event) }),
};

export interface PackRow {
  readonly pack: string;
  /** In the order of adoption. */
  readonly adoptions: readonly (Adoption & { readonly name: Bilingual; readonly title: string })[];
}

/** The versions of each pack that were adopted. Their content stays in the events. */
export const packs: Projection<PackRow, PackEvent> = {
  name: 'packs',
  version: 1,
  handles: ['PackAdopted'],
  key: ({ event }) => event.data.pack,
  evolve(row, { event: { data: { pack, version, sha256, effectiveFrom, content } } }) {
    return { pack, adoptions: [...(row?.adoptions ?? []), { version, sha256, effectiveFrom, name: content.jurisdiction.name, title: content.document.title }] };
  },
};

export interface DeterminationRow {
  readonly determinationId: string;
  readonly caseId?: string | undefined;
  readonly division: string;
  readonly on: string;
  readonly category: Category;
  /** The values it used, as sources of a trace name them (`local:450103/orphan.dispersed@2019-01-01`). */
  readonly used: readonly { readonly from: string; readonly key: string; readonly value: string }[];
}

/** Every recorded determination, by its number and county: what is needed to find those that a value entered. */
export const determinations: Projection<DeterminationRow, DeterminationEvent> = {
  name: 'determinations',
  version: 1,
  handles: ['DeterminationRecorded'],
  key: ({ event: { data } }) => entityKey(data.determinationId, countyOf(data.determination.division)),
  evolve(_row, { event: { data: { determinationId, caseId, determination } } }) {
    const { division, on, category, values } = determination;
    return { determinationId, caseId, division, on, category, used: values.map(({ from, key, value }) => ({ from, key, value })) };
  },
};
