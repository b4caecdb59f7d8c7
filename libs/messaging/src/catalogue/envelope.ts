/** What of an event's envelope leaves the house: as an attribute of the CloudEvent, or not at all. */
import type { Withheld } from './disposition.js';

/** Fields of docs/events.md, Envelope, and the attribute they become. */
export const ENVELOPE_PUBLISHED = {
  schemaVer: 'type', occurredAt: 'occurredat', effectiveFrom: 'effectivefrom', recordedAt: 'time', jurisdiction: 'county',
} as const;
/** Not named in `omitted`: no event ever has them there. The digest of a command and the papers' hashes could be tried out against guesses. */
export const ENVELOPE_WITHHELD: Readonly<Record<string, Withheld>> = {
  actor: 'staff', ruleIds: 'bulk', evidence: 'bulk', reason: 'freeText', correlationId: 'bulk', causationId: 'bulk', commandDigest: 'bulk', source: 'bulk',
};
