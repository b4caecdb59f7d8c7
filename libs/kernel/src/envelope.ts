/** The envelope of every event (process.md §6): who did what, where, when it held and when it was recorded. */
import type { CivilDate, CivilMonth } from './civil-date.js';

/** Plain JSON, the only thing that is stored. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Who acted. Absent parts are unknown, never invented. */
export interface Actor {
  readonly staffId: string;
  readonly role?: string | undefined;
  /** Unified social credit code of the organisation (GB 32100). */
  readonly orgUscc?: string | undefined;
  readonly delegationId?: string | undefined;
}

/** Where the event lies. `code6` is the ledger-keeping county. */
export interface Jurisdiction {
  readonly code6: string;
  readonly town9?: string | undefined;
  readonly village12?: string | undefined;
}

/** A piece of evidence by content hash. */
export interface EvidenceRef {
  readonly sha256: string;
  readonly kind: string;
  readonly capturedAt?: string | undefined;
  readonly gps?: string | undefined;
  readonly deviceId?: string | undefined;
}

/** The workbook row an imported fact was read from. */
export interface ImportSource {
  /** SHA-256 of the file, hex. */
  readonly file: string;
  readonly sheet: string;
  /** Spreadsheet row number, from 1. */
  readonly row: number;
}

/**
 * Everything about an event but its type and data. `eventId`, `streamId` and the revision (`seq` of process.md) belong to the store.
 * `prevHash` of process.md is not kept: the transparency log makes tampering evident for the whole ledger (docs/adr/0002).
 */
export interface EventMetadata {
  readonly schemaVer: number;
  /** The date on which it happened, in China; what held. */
  readonly occurredAt: CivilDate;
  /** From when it has effect, where that differs from when it happened. */
  readonly effectiveFrom?: CivilDate | CivilMonth | undefined;
  /** RFC 3339 UTC instant at which the ledger learned of it; what was known. */
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly jurisdiction: Jurisdiction;
  readonly ruleIds?: readonly string[] | undefined;
  readonly evidence?: readonly EvidenceRef[] | undefined;
  readonly reason?: string | undefined;
  /** The larger undertaking: an import, a request, a case conference. */
  readonly correlationId: string;
  /** The command that caused the event; makes repeated commands recognisable. */
  readonly causationId: string;
  /** SHA-256 of the command's payload: the same id with another payload is an error. */
  readonly commandDigest: string;
  readonly source?: ImportSource | undefined;
}

/** What a decider emits and folds. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}
