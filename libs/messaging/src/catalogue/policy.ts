/** What may leave the house of published values, packs, determinations: every event, every field of docs/events.md. */
import type { ContextCatalogue } from './disposition.js';

export const POLICY: ContextCatalogue = {
  policy: {
    StandardPublished: { publish: { key: 'code', code6: 'division', value: 'decimal', unit: 'document', validFrom: 'day', validTo: 'day', basis: 'document' }, withhold: {} },
    StandardCorrected: {
      publish: { key: 'code', code6: 'division', validFrom: 'day', field: 'code', old: 'decimal', new: 'decimal' },
      withhold: { reason: 'freeText', approver: 'staff' },
    },
  },
  pack: {
    PackAdopted: { publish: { pack: 'code', version: 'count', sha256: 'hash', effectiveFrom: 'day', basis: 'document' }, withhold: { content: 'bulk' } },
  },
  determination: {
    DeterminationRecorded: { publish: { determinationId: 'number', caseId: 'number' }, withhold: { facts: 'means', determination: 'means', read: 'bulk' } },
  },
};
