/** Append and BatchAppend of the EventStoreDB double, with the faults that tests switch on. */
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { DoubleLog, LogAppend, LogExpectation, ProposedEvent } from './log.js';
import {
  appendSuccess, appendTooLarge, batchNotReady, batchStreamDeleted, batchSuccess, batchTooLarge, batchWrongExpectedVersion,
  MAX_APPEND_SIZE, notLeader, streamDeleted, streamIdentifier, streamIdOf, unavailable, wrongExpectedVersion,
} from './messages.js';

/** Faults for the next calls; every counter counts down to 0. */
export interface Faults {
  /** Appends that are written, whereupon the connection breaks before the answer. */
  dropAfterWrite: number;
  /** Appends upon which the connection breaks before anything is written. */
  dropBeforeWrite: number;
  /** Appends that never get an answer; `stallWrites` says whether they are written. */
  stallAppends: number;
  stallWrites: boolean;
  /** Appends that never get an answer and are carried out late, after the next append of anybody. */
  lateAppends: number;
  /** Calls of any kind answered with Unavailable. */
  unavailable: number;
  /** Reads and subscriptions that never get an answer. */
  stallReads: number;
  /** Subscriptions opened now never tell of anything written later. */
  muteSubscriptions: boolean;
  /** Calls of any kind answered with "not leader". */
  notLeader: number;
  /** The leader named then; this very server when there is none. */
  leader: Address | undefined;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface AppendContext {
  readonly log: DoubleLog;
  readonly faults: Faults;
  readonly address: Address;
  /** Appends that wait to be carried out late. */
  readonly late: (() => void)[];
  dropConnections(): void;
}

type Fault = 'unavailable' | 'notLeader' | 'dropAfterWrite' | 'dropBeforeWrite' | 'stallAppends' | 'lateAppends' | 'stallReads';

/** Takes one fault of this kind if any is due. */
export function takeFault(faults: Faults, kind: Fault): boolean {
  if (faults[kind] <= 0) return false;
  faults[kind] -= 1;
  return true;
}

interface Proposal {
  readonly streamId: string;
  readonly expected: LogExpectation;
  readonly events: ProposedEvent[];
  size: number;
}

/** Carries an append out under the faults that are due; `undefined` when there will be no answer. */
function carryOut(context: AppendContext, proposal: Proposal): LogAppend | undefined {
  const { faults, log } = context;
  if (takeFault(faults, 'dropBeforeWrite')) {
    context.dropConnections();
    return undefined;
  }
  const stalled = takeFault(faults, 'stallAppends');
  if (stalled && !faults.stallWrites) return undefined;
  if (takeFault(faults, 'lateAppends')) {
    context.late.push(() => { log.append(proposal.streamId, proposal.expected, proposal.events); });
    return undefined;
  }
  const outcome = log.append(proposal.streamId, proposal.expected, proposal.events);
  for (const arrive of context.late.splice(0)) arrive();
  if (stalled) return undefined;
  if (takeFault(faults, 'dropAfterWrite')) {
    context.dropConnections();
    return undefined;
  }
  return outcome;
}

export function handleAppend(context: AppendContext, call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, answer: sendUnaryData<streams.AppendResp>): void {
  let proposal: Proposal | undefined;
  let refused = false;
  const refuse = (error: ReturnType<typeof unavailable>): void => {
    refused = true;
    answer(error);
  };
  if (takeFault(context.faults, 'unavailable')) refuse(unavailable());
  else if (takeFault(context.faults, 'notLeader')) refuse(notLeader(context.faults.leader ?? context.address));
  call.on('data', (request: streams.AppendReq) => {
    if (refused) return;
    const options = request.getOptions();
    if (options) proposal = { streamId: streamIdOf(options.getStreamIdentifier()), expected: appendExpectation(options), events: [], size: 0 };
    const message = request.getProposedMessage();
    if (!message || !proposal) return;
    propose(proposal, message);
    if (proposal.size > MAX_APPEND_SIZE) refuse(appendTooLarge());
  });
  call.on('end', () => {
    if (refused || !proposal) return;
    const outcome = carryOut(context, proposal);
    if (outcome === undefined) return;
    if (outcome.kind === 'success') answer(null, appendSuccess(outcome.revision, outcome.position));
    else if (outcome.kind === 'streamDeleted') answer(streamDeleted(proposal.streamId));
    else answer(null, wrongExpectedVersion(proposal.expected, outcome.current));
  });
}

export function handleBatchAppend(context: AppendContext, call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>): void {
  const pending = new Map<string, Proposal>();
  call.on('data', (request: streams.BatchAppendReq) => {
    const correlation = request.getCorrelationId();
    const id = correlation?.getString() ?? '';
    const options = request.getOptions();
    if (options) pending.set(id, { streamId: streamIdOf(options.getStreamIdentifier()), expected: batchExpectation(options), events: [], size: 0 });
    const proposal = pending.get(id);
    if (!proposal) return;
    for (const message of request.getProposedMessagesList()) propose(proposal, message);
    const tooLarge = proposal.size > MAX_APPEND_SIZE;
    if (!tooLarge && !request.getIsFinal()) return;
    pending.delete(id);
    if (takeFault(context.faults, 'notLeader')) {
      call.emit('error', notLeader(context.faults.leader ?? context.address));
      return;
    }
    const response = tooLarge ? batchTooLarge() : takeFault(context.faults, 'unavailable') ? batchNotReady() : batchResponse(context, proposal);
    if (response) call.write(response.setCorrelationId(correlation).setStreamIdentifier(streamIdentifier(proposal.streamId)));
  });
  call.on('end', () => { call.end(); });
}

function batchResponse(context: AppendContext, proposal: Proposal): streams.BatchAppendResp | undefined {
  const outcome = carryOut(context, proposal);
  if (outcome === undefined) return undefined;
  if (outcome.kind === 'success') return batchSuccess(outcome.revision, outcome.position);
  if (outcome.kind === 'streamDeleted') return batchStreamDeleted(proposal.streamId);
  return batchWrongExpectedVersion(proposal.expected, outcome.current);
}

interface ProposedMessage {
  getId(): shared.UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

function propose(proposal: Proposal, message: ProposedMessage): void {
  const type = message.getMetadataMap().get('type') ?? '';
  const [data, metadata] = [message.getData_asU8(), message.getCustomMetadata_asU8()];
  proposal.size += data.length + metadata.length + 2 * type.length;
  proposal.events.push({
    id: message.getId()?.getString() ?? '',
    type,
    isJson: message.getMetadataMap().get('content-type') === 'application/json',
    // The message's own bytes may be views of a larger buffer.
    data: Uint8Array.from(data),
    metadata: Uint8Array.from(metadata),
  });
}

function appendExpectation(options: streams.AppendReq.Options): LogExpectation {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return options.hasAny() ? 'any' : BigInt(options.getRevision());
}

function batchExpectation(options: streams.BatchAppendReq.Options): LogExpectation {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return options.hasAny() ? 'any' : BigInt(options.getStreamPosition());
}
