/** Who is a citizen with which number, and who lives and counts in which household. */
import type { HouseholdEvent, PersonEvent, SelfCareLevel } from '#casework';
import type { Projection } from '#projections';
import { entityKey } from './key.js';

export interface PersonRow {
  readonly idNo: string;
  /** As assessed last; absent where nobody did. */
  readonly selfCare?: SelfCareLevel | undefined;
}
export const people: Projection<PersonRow, Extract<PersonEvent, { type: 'PersonRegistered' | 'SelfCareAssessed' }>> = {
  name: 'people',
  version: 2,
  handles: ['PersonRegistered', 'SelfCareAssessed'],
  key: ({ event, metadata }) => entityKey(event.data.personId, metadata.jurisdiction.code6),
  evolve(row, { event }) {
    if (event.type === 'PersonRegistered') return { idNo: event.data.idNo };
    if (row === undefined) throw new Error('self-care of a person who was not registered');
    return { ...row, selfCare: event.data.level };
  },
};

export interface HouseholdRow {
  readonly headId: string;
  /** Person numbers that count (计入人口). */
  readonly countedIds: readonly string[];
}
type Handled = Extract<HouseholdEvent, { type: 'HouseholdComposed' | 'HouseholdMemberChanged' }>;

export const households: Projection<HouseholdRow, Handled> = {
  name: 'households',
  version: 1,
  handles: ['HouseholdComposed', 'HouseholdMemberChanged'],
  key: ({ event, metadata }) => entityKey(event.data.householdId, metadata.jurisdiction.code6),
  evolve(row, { event }) {
    if (event.type === 'HouseholdComposed') {
      return { headId: event.data.headId, countedIds: event.data.members.filter((member) => member.counted).map((member) => member.personId) };
    }
    if (row === undefined) throw new Error('a member joined a household that was not composed');
    return event.data.counted ? { ...row, countedIds: [...row.countedIds, event.data.personId] } : row;
  },
};
