/** Reports: the questions the ledger answers. One file per question holds its fold and its report. */
import { findingStream, oversightStream, taskStream } from '#accountability';
import { caseStream, householdStream, personStream } from '#casework';
import { fundStream, payListStream } from '#disbursement';
import type { RecordedEvent } from '#event-store';
import { importStream } from '#intake';
import { type DomainEvent, DomainError, type StreamType } from '#kernel';
import { determinationStream, packStream, standardsStream } from '#policy';
import type { Projection } from '#projections';
import { caseload } from './caseload.js';
import { households, people } from './citizens.js';
import { findings } from './findings.js';
import { payments } from './payments.js';
import { determinations, packs, standards } from './policy.js';
import { procedure } from './procedure.js';
import { imports, rejections } from './rejections.js';
import { oversight, tasks } from './tasks.js';
import { timeline } from './timeline.js';

export * from './amounts.js';
export * from './caseload.js';
export * from './impact.js';
export * from './key.js';
export * from './payments.js';
export * from './policy.js';
export * from './procedure.js';
export * from './rejections.js';
export * from './replay.js';
export * from './targets.js';
export * from './tasks.js';
export * from './tolerance.js';

/** Every projection, in the order in which they are shown. */
export const PROJECTIONS = [caseload, payments, procedure, people, households, findings, standards, packs, determinations, tasks, oversight, timeline, rejections, imports]
  .map((projection) => projection as unknown as Projection);

const STREAMS = [personStream, householdStream, caseStream, standardsStream, packStream, determinationStream, payListStream, fundStream, findingStream, taskStream, oversightStream, importStream]
  .map((stream) => stream as unknown as StreamType<unknown, object, DomainEvent>);
/** The codec of every category of streams. */
export const CODECS = new Map(STREAMS.map(({ category, codec }) => [category, codec]));

/** Decodes any stored event with the codec of its stream. @throws DomainError `EVENT_UNKNOWN` */
export function decodeAny(recorded: RecordedEvent): DomainEvent {
  const category = recorded.streamId.slice(0, recorded.streamId.indexOf('-'));
  const codec = CODECS.get(category);
  if (codec === undefined) {
    throw new DomainError('EVENT_UNKNOWN', 'unsupported', `The ledger holds a stream ${recorded.streamId} of a category this program does not know. It was written by a newer version: update the program.`);
  }
  return codec.decode(recorded.type, recorded.metadata['schemaVer'] as number, recorded.data);
}
