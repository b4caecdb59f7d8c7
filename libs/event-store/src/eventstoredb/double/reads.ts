/** Read of the EventStoreDB double: streams, the whole log, and subscriptions to the whole log. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { takeFault, type AppendContext } from './appends.js';
import type { LogRecord } from './log.js';
import { invalidPosition, notLeader, readEvent, streamDeleted, streamIdOf, streamNotFound, unavailable } from './messages.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

export interface ReadContext extends AppendContext {
  readonly subscriptions: Set<ReadCall>;
}

/** Reads ask for at most this many records; "all" is a number beyond it. */
const MANY = 1_000_000;

export function handleRead(context: ReadContext, call: ReadCall): void {
  if (takeFault(context.faults, 'unavailable')) call.emit('error', unavailable());
  else if (takeFault(context.faults, 'notLeader')) call.emit('error', notLeader(context.faults.leader ?? context.address));
  else if (!takeFault(context.faults, 'stallReads')) {
    serve(context, call).catch((error: unknown) => {
      if (!call.cancelled) call.emit('error', error);
    });
  }
}

async function serve(context: ReadContext, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  if (!options) throw new Error('a read request has options');
  if (options.hasSubscription()) {
    await follow(context, call, options);
    return;
  }
  const backward = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const count = Math.min(Number(options.getCount()), MANY);
  const stream = options.getStream();
  if (stream) {
    const streamId = streamIdOf(stream.getStreamIdentifier());
    const from = stream.hasStart() ? 'start' : stream.hasEnd() ? 'end' : BigInt(stream.getRevision());
    const records = context.log.readStream(streamId, from, backward, count);
    if (records === 'deleted') throw streamDeleted(streamId);
    if (records === 'notFound') await send(call, streamNotFound(streamId));
    else for (const record of records) await send(call, readEvent(record));
  } else {
    const records = context.log.readAll(positionOf(options), backward, count);
    if (!records) throw invalidPosition();
    for (const record of records) await send(call, readEvent(record));
  }
  call.end();
}

/** Catch-up, one `caughtUp`, then live, until the client goes away; from a position exclusive. */
async function follow(context: ReadContext, call: ReadCall, options: streams.ReadReq.Options): Promise<void> {
  const from = positionOf(options);
  const first = from === 'start' ? 0 : from === 'end' ? context.log.size : context.log.indexAfter(from);
  if (first === undefined) throw invalidPosition();
  let next = first;
  const allows = filterOf(options);
  let wake: () => void = () => undefined;
  const isMute = context.faults.muteSubscriptions;
  const stop = context.log.onAppend(() => { if (!isMute) wake(); });
  call.on('cancelled', () => { wake(); });
  context.subscriptions.add(call);
  try {
    await send(call, new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID())));
    for (let live = false; !call.cancelled && context.subscriptions.has(call);) {
      const record = context.log.at(next);
      if (record) {
        next += 1;
        if (allows(record)) await send(call, readEvent(record));
        continue;
      }
      if (!live) {
        live = true;
        const last = context.log.at(next - 1);
        if (last) await send(call, new streams.ReadResp().setCheckpoint(new streams.ReadResp.Checkpoint().setCommitPosition(String(last.position)).setPreparePosition(String(last.position))));
        await send(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        // Written, cancelled or closed between the last look and this line?
        if (context.log.at(next) !== undefined || call.cancelled || !context.subscriptions.has(call)) resolve();
      });
    }
  } finally {
    stop();
    context.subscriptions.delete(call);
  }
}

async function send(call: ReadCall, message: streams.ReadResp): Promise<void> {
  if (call.cancelled || call.write(message)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      call.off('drain', go).off('cancelled', go);
      resolve();
    };
    call.on('drain', go).on('cancelled', go);
  });
}

function positionOf(options: streams.ReadReq.Options): bigint | 'start' | 'end' {
  const all = options.getAll();
  if (!all) throw new Error('neither a stream nor all');
  if (all.hasStart()) return 'start';
  return all.hasEnd() ? 'end' : BigInt(all.getPosition()?.getCommitPosition() ?? '0');
}

function filterOf(options: streams.ReadReq.Options): (record: LogRecord) => boolean {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!filter || !expression) return () => true;
  const textOf = (record: LogRecord): string => (filter.hasStreamIdentifier() ? record.streamId : record.type);
  const prefixes = expression.getPrefixList();
  if (expression.getRegex() === '') return (record) => prefixes.some((prefix) => textOf(record).startsWith(prefix));
  const pattern = new RegExp(expression.getRegex(), 'u');
  return (record) => pattern.test(textOf(record));
}
