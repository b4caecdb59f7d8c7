/** Protobuf messages and errors of the EventStoreDB double, shaped as the real server shapes them. */
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import type { LogExpectation, LogRecord } from './log.js';

/** The server's limit of one append: data, metadata and the type in UTF-16. */
export const MAX_APPEND_SIZE = 1_024 * 1_024;

/** A gRPC error with the trailers by which the client tells its own error types apart. */
export function serviceError(code: status, details: string, exception?: string, trailers: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const unavailable = (): ServiceError => serviceError(status.UNAVAILABLE, 'Server Is Not Ready');
export const invalidPosition = (): ServiceError => serviceError(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition');
export const streamDeleted = (streamId: string): ServiceError =>
  serviceError(status.FAILED_PRECONDITION, `Event stream '${streamId}' is deleted.`, 'stream-deleted', { 'stream-name': encodeURIComponent(streamId) });
export const appendTooLarge = (): ServiceError =>
  serviceError(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_SIZE} Exceeded.`, 'maximum-append-size-exceeded', { 'maximum-append-size': String(MAX_APPEND_SIZE) });
export const notLeader = ({ host, port }: { readonly host: string; readonly port: number }): ServiceError =>
  serviceError(status.NOT_FOUND, 'Leader info available', 'not-leader', { 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) });

export function streamIdentifier(streamId: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(streamId, 'utf8'));
}

export function streamIdOf(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

export function readEvent(record: LogRecord): streams.ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(streamIdentifier(record.streamId))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(String(record.position))
    .setPreparePosition(String(record.position))
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  recorded.getMetadataMap()
    .set('type', record.type)
    .set('created', '17000000000000000')
    .set('content-type', record.isJson ? 'application/json' : 'application/octet-stream');
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(record.position)));
}

export function streamNotFound(streamId: string): streams.ReadResp {
  return new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(streamId)));
}

export function wrongExpectedVersion(expected: LogExpectation, current: bigint | undefined): streams.AppendResp {
  const body = new streams.AppendResp.WrongExpectedVersion();
  if (expected === 'any') body.setExpectedAny(new shared.Empty());
  else if (expected === 'stream_exists') body.setExpectedStreamExists(new shared.Empty());
  else if (expected === 'no_stream') body.setExpectedNoStream(new shared.Empty());
  else body.setExpectedRevision(String(expected));
  if (current === undefined) body.setCurrentNoStream(new shared.Empty());
  else body.setCurrentRevision(String(current));
  return new streams.AppendResp().setWrongExpectedVersion(body);
}

export function appendSuccess(revision: bigint, position: bigint): streams.AppendResp {
  const place = new streams.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position));
  return new streams.AppendResp().setSuccess(new streams.AppendResp.Success().setCurrentRevision(String(revision)).setPosition(place));
}

export function batchSuccess(revision: bigint, position: bigint): streams.BatchAppendResp {
  const place = new shared.AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position));
  return new streams.BatchAppendResp().setSuccess(new streams.BatchAppendResp.Success().setCurrentRevision(String(revision)).setPosition(place));
}

interface Packable {
  serializeBinary(): Uint8Array;
}

function batchError(typeName: string, details: Packable): streams.BatchAppendResp {
  const any = new anyPb.Any();
  any.pack(details.serializeBinary(), typeName);
  return new streams.BatchAppendResp().setError(new statusPb.Status().setMessage(typeName).setDetails(any));
}

export function batchWrongExpectedVersion(expected: LogExpectation, current: bigint | undefined): streams.BatchAppendResp {
  const body = new shared.WrongExpectedVersion();
  if (expected === 'any') body.setExpectedAny(new emptyPb.Empty());
  else if (expected === 'stream_exists') body.setExpectedStreamExists(new emptyPb.Empty());
  else if (expected === 'no_stream') body.setExpectedNoStream(new emptyPb.Empty());
  else body.setExpectedStreamPosition(String(expected));
  if (current === undefined) body.setCurrentNoStream(new emptyPb.Empty());
  else body.setCurrentStreamRevision(String(current));
  return batchError('event_store.client.WrongExpectedVersion', body);
}

export const batchStreamDeleted = (streamId: string): streams.BatchAppendResp =>
  batchError('event_store.client.StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(streamIdentifier(streamId)));
export const batchTooLarge = (): streams.BatchAppendResp =>
  batchError('event_store.client.MaximumAppendSizeExceeded', new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_SIZE));
/** In a batch the server packs "not ready" as details the client does not know, so that it arrives as an unknown error. */
export const batchNotReady = (): streams.BatchAppendResp => batchError('google.protobuf.Empty', new emptyPb.Empty());
