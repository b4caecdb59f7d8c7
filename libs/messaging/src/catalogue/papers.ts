/** What may leave the house of papers: every event, every field of docs/events.md. */
import type { ContextCatalogue } from './disposition.js';

export const PAPERS: ContextCatalogue = {
  paper: {
    DocumentArchived: {
      publish: { sha256: 'hash', kind: 'code', mediaType: 'code', bytes: 'count', division: 'division' },
      withhold: { capturedAt: 'device', gps: 'address', deviceId: 'device', statedCapturedAt: 'device', statedPlace: 'address' },
    },
  },
};
