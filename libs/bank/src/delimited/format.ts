/** Delimited text as a bank's format. */
import type { BankFormat } from '../types.js';
import type { DelimitedLayout } from './layout.js';
import { readDelimited } from './read-return.js';
import { writeDelimited } from './write-batch.js';

export const delimitedFormat = (layout: DelimitedLayout): BankFormat => ({
  id: layout.id,
  mediaType: `text/${layout.batch.extension === 'csv' ? 'csv' : 'plain'}; charset=${layout.encoding === 'gb18030' ? 'gb18030' : 'utf-8'}`,
  extension: layout.batch.extension,
  write: (head, items) => writeDelimited(layout, head, items),
  readReturn: (source, options) => readDelimited(layout, source, options),
});
