/** ISO 20022 as a bank's format: pain.001.001.09 out, pain.002.001.10 and camt.053.001.08 in. */
import { type FailureCodes, ISO_REASONS } from '../house-codes.js';
import type { BankFormat } from '../types.js';
import { readCamt053 } from './read-camt053.js';
import { readPain002 } from './read-pain002.js';
import { writePain001 } from './write-pain001.js';

const ID = 'iso20022';

/** `ownCodes`: proprietary reasons of one bank (`Prtry`), which go before those of the standard. */
export function iso20022Format(ownCodes: FailureCodes = {}): BankFormat {
  const codes = { ...ISO_REASONS, ...ownCodes };
  return {
    id: ID, mediaType: 'application/xml', extension: 'xml',
    write: writePain001,
    readReturn: (source, options) => readPain002(ID, codes, source, options),
    readStatement: (source, options) => readCamt053(ID, codes, source, options),
  };
}
