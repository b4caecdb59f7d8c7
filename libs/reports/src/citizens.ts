/** Who is a citizen with which number, and who lives and counts in which household. */
import type { HouseholdEvent, PersonEvent, SelfCareLevel } from '#casework';
import type { Projection } from '#projections';
import { entityKey } from './key.js';

export interface PersonRow {
  readonly idNo: string;
  /** As assessed last; absent where nobody did. */
  readonly selfCare?: SelfCareLevel | undefined;
}
export const people: Projection<PersonRow, Extract<PersonEvent, { type: 'PersonRegistered' | 'SelfCareAssessed' | 'CorrectionRecorded' }>> = {
  name: 'people',
  version: 4,
  handles: ['PersonRegistered', 'SelfCareAssessed', 'CorrectionRecorded'],
  // An assessment made in a case belongs to that case, and may name somebody who was never registered.
  key: ({ event, metadata, streamId }) => (streamId.startsWith('person-') ? entityKey(event.data.personId, metadata.jurisdiction.code6) : undefined),
  evolve(row, { event }) {
    if (event.type === 'PersonRegistered') return { idNo: event.data.idNo };
    if (row === undefined) throw new Error('self-care or a correction of a person who was not registered');
    if (event.type === 'CorrectionRecorded') return event.data.field === 'idNo' ? { ...row, idNo: String(event.data.new) } : row;
    return { ...row, selfCare: event.data.level };
  },
};

export interface HouseholdRow {
  readonly headId: string;
  /** Person numbers that count (计入人口). */
  readonly countedIds: readonly string[];
}
type Handled = Extract<HouseholdEvent, { type: 'HouseholdComposed' | 'HouseholdMemberChanged' | 'CorrectionRecorded' }>;

export const households: Projection<HouseholdRow, Handled> = {
  name: 'households',
  version: 3,
  handles: ['HouseholdComposed', 'HouseholdMemberChanged', 'CorrectionRecorded'],
  key: ({ event, metadata, streamId }) => (streamId.startsWith('household-') ? entityKey(event.data.householdId, metadata.jurisdiction.code6) : undefined),
  evolve(row, { event }) {
    if (event.type === 'HouseholdComposed') {
      return { headId: event.data.headId, countedIds: event.data.members.filter((member) => member.counted).map((member) => member.personId) };
    }
    if (row === undefined) throw new Error('a member joined a household that was not composed');
    if (event.type === 'CorrectionRecorded') {
      const { personId, field, new: counts } = event.data;
      if (field !== 'counted' || personId === undefined) return row;
      const others = row.countedIds.filter((id) => id !== personId);
      return { ...row, countedIds: counts === true ? [...others, personId] : others };
    }
    const { personId, counted, change } = event.data;
    if (change === 'joined') return counted ? { ...row, countedIds: [...row.countedIds, personId] } : row;
    const others = row.countedIds.filter((id) => id !== personId);
    return { ...row, countedIds: change === 'changed' && counted ? [...others, personId] : others };
  },
};
