/** What may leave the house of imports of workbooks: every event, every field of docs/events.md. */
import type { ContextCatalogue } from './disposition.js';

export const INTAKE: ContextCatalogue = {
  import: {
    ImportStarted: { publish: { sha256: 'hash', code6: 'division', year: 'count', cutoffOn: 'day', pack: 'code' }, withhold: { office: 'name' } },
    RowRejected: { publish: { sha256: 'hash', sheet: 'document', row: 'count', column: 'document', code: 'code' }, withhold: { message: 'freeText', cells: 'cells' } },
    ImportCompleted: { publish: { sha256: 'hash' }, withhold: { sheets: 'bulk' } },
  },
};
