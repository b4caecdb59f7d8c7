/** From a recorded event to the message that leaves the house: only what the catalogue lets out. */
import type { RecordedEvent } from '#event-store';
import { DomainError, type EventMetadata } from '#kernel';
import { contextOf, type Context, dispositionOf } from './catalogue/index.js';
import { hasShape } from './catalogue/shapes.js';
import { JSON_TYPE, SPEC_VERSION } from './cloud-event.js';
import type { Pseudonyms } from './pseudonyms.js';
import type { Topics } from './topics.js';

export interface OutgoingMessage {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Bytes of the data of one message; more are left out whole. A broker refuses a megabyte. */
export const MAX_DATA_BYTES = 262_144;

export class Publisher {
  constructor(private readonly topics: Topics, private readonly source: string, private readonly pseudonyms: Pseudonyms) {}

  /** @throws DomainError `CONTEXT_UNKNOWN` for a category of streams the catalogue does not know: it was recorded by a newer program */
  messageOf({ eventId, type, data, metadata, streamId, revision, position }: RecordedEvent): OutgoingMessage {
    const category = streamId.slice(0, streamId.indexOf('-'));
    const context = contextOf(category);
    if (context === undefined) throw new DomainError('CONTEXT_UNKNOWN', 'unsupported', `The catalogue of what may be published knows no streams ${category}-…. They were written by a newer version: update the program.`, { category });
    const { schemaVer, recordedAt, occurredAt, effectiveFrom, jurisdiction } = metadata as unknown as EventMetadata;
    const subject = this.pseudonyms.nameOf(streamId);
    const { value, omitted } = published(context, category, type, data);
    const headers: Record<string, string> = {
      'content-type': JSON_TYPE, ce_specversion: SPEC_VERSION, ce_id: eventId, ce_source: this.source, ce_type: typeOf(context, type, schemaVer), ce_time: recordedAt, ce_subject: subject, ce_partitionkey: subject,
      ce_dataschema: schemaOf(category, type, schemaVer), ce_position: position, ce_revision: revision.toString(), ce_occurredat: occurredAt, ce_county: jurisdiction.code6,
    };
    if (effectiveFrom !== undefined) headers['ce_effectivefrom'] = effectiveFrom;
    if (omitted.length > 0) headers['ce_omitted'] = omitted.join(',');
    return { topic: this.topics.events(context), key: subject, value, headers };
  }
}

export const typeOf = (context: Context, type: string, schemaVer: number): string => `taizhang.${context}.${type}.v${schemaVer}`;
/** The same type may stand in two categories of a context with other fields; this names which. */
export const schemaOf = (category: string, type: string, schemaVer: number): string => `urn:taizhang:event:${category}:${type}:v${schemaVer}`;

/** The fields that may be published, as JSON, and the names of those that were there and may not. */
function published(context: Context, category: string, type: string, data: RecordedEvent['data']): { readonly value: string; readonly omitted: readonly string[] } {
  const { publish } = dispositionOf(context, category, type);
  const kept: Record<string, unknown> = {};
  const omitted: string[] = [];
  for (const field of Object.keys(data)) {
    const value = data[field];
    // The boxes of sealed values; the fields they belong to are named as left out.
    if (value === undefined || field === '$sealed') continue;
    const shape = Object.hasOwn(publish, field) ? publish[field] : undefined;
    if (shape !== undefined && hasShape(shape, value)) kept[field] = value;
    else omitted.push(safeName(field));
  }
  const value = JSON.stringify(kept);
  if (value.length * 3 <= MAX_DATA_BYTES || Buffer.byteLength(value) <= MAX_DATA_BYTES) return { value, omitted };
  return { value: '{}', omitted: Object.keys(data).map(safeName) };
}

/** Names of fields are the program's; should one not be, it is not told either. */
const safeName = (field: string): string => (/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(field) ? field : 'other');
