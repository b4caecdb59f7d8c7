/**
 * A DOUBLE of the EventStoreDB server, for tests: it speaks the real gRPC protocol over a real port, with the service definitions that
 * the client package ships, so that the adapter under test uses the very client it uses in production.
 *
 * What it cannot prove, because it is no server:
 * - durability: its log lives in memory, nothing is flushed, a power cut loses nothing because nothing was kept;
 * - clustering: elections, a change of leader in the middle of an append, reads from a follower that lags, gossip and discovery;
 * - scavenging, archiving, retention ($maxAge, $maxCount) and what they do to positions;
 * - real backpressure: the server's own queues and its falling back from live to catching up are not modelled;
 * - the server's own limits beyond the size of one append, its timeouts under load, and its expiry of reads;
 * - TLS, users and access rights; versions of the server other than the one modelled (24.10).
 * `test/eventstoredb/contract.eventstoredb.ts` runs the same contract against a real server for that reason.
 */
import { connect, createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { Server, ServerCredentials, type sendUnaryData, type ServerDuplexStream, type ServerReadableStream, type ServerUnaryCall } from '@grpc/grpc-js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { handleAppend, handleBatchAppend, type Address, type Faults } from './appends.js';
import { DoubleLog, type ProposedEvent } from './log.js';
import { streamIdOf, unavailable } from './messages.js';
import { handleRead, type ReadCall, type ReadContext } from './reads.js';

export interface DoubleOptions {
  /** Whether the server offers BatchAppend; the client then uses it. Default true, as every server since 21.10. */
  readonly batchAppend?: boolean;
  /** The log of another double: both then are nodes of one cluster, without its elections and its replication. */
  readonly log?: DoubleLog;
}

const HOST = '127.0.0.1';

/** The running double. Its log outlives every client, so "opening again" is a new client on the same double. */
export class EventStoreDbDouble {
  readonly log: DoubleLog;
  readonly faults: Faults = { dropAfterWrite: 0, dropBeforeWrite: 0, stallAppends: 0, stallWrites: false, lateAppends: 0, stallReads: 0, muteSubscriptions: false, unavailable: 0, notLeader: 0, leader: undefined };
  /** How often each call was received. */
  readonly calls = { append: 0, batchAppend: 0, read: 0, subscribe: 0 };
  private readonly late: (() => void)[] = [];
  private readonly subscriptions = new Set<ReadCall>();
  private readonly sockets = new Set<Socket>();
  private readonly grpc = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  private readonly front: TcpServer;
  private grpcPort = 0;

  private constructor(private readonly options: DoubleOptions) {
    this.log = options.log ?? new DoubleLog();
    this.grpc.addService(StreamsService, {
      append: (call: ServerReadableStream<streams.AppendReq, streams.AppendResp>, answer: sendUnaryData<streams.AppendResp>) => {
        this.calls.append += 1;
        handleAppend(this.context, call, answer);
      },
      batchAppend: (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => {
        this.calls.batchAppend += 1;
        handleBatchAppend(this.context, call);
      },
      read: (call: ReadCall) => {
        this.calls[call.request.getOptions()?.hasSubscription() === true ? 'subscribe' : 'read'] += 1;
        handleRead(this.context, call);
      },
      delete: (call: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>, answer: sendUnaryData<streams.DeleteResp>) => {
        this.log.softDelete(streamIdOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new streams.DeleteResp().setNoPosition(new shared.Empty()));
      },
      tombstone: (call: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>, answer: sendUnaryData<streams.TombstoneResp>) => {
        this.log.tombstone(streamIdOf(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new streams.TombstoneResp().setNoPosition(new shared.Empty()));
      },
    });
    this.grpc.addService(ServerFeaturesService, {
      getSupportedMethods: (_call: unknown, answer: sendUnaryData<serverFeatures.SupportedMethods>) => { answer(null, this.supportedMethods()); },
    });
    // A plain TCP front, so that a connection can really break instead of being closed politely.
    this.front = createServer((client) => {
      const upstream = connect(this.grpcPort, HOST);
      for (const [one, other] of [[client, upstream], [upstream, client]] as const) {
        one.setNoDelay(true);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => { other.destroy(); this.sockets.delete(one); });
        this.sockets.add(one);
      }
    });
  }

  static async start(options: DoubleOptions = {}): Promise<EventStoreDbDouble> {
    const double = new EventStoreDbDouble(options);
    double.grpcPort = await new Promise<number>((resolve, reject) => {
      double.grpc.bindAsync(`${HOST}:0`, ServerCredentials.createInsecure(), (error, port) => {
        if (error) reject(error);
        else resolve(port);
      });
    });
    await new Promise<void>((resolve) => { double.front.listen(0, HOST, resolve); });
    return double;
  }

  get address(): Address {
    return { host: HOST, port: (this.front.address() as AddressInfo).port };
  }

  get connectionString(): string {
    return `esdb://${HOST}:${this.address.port}?tls=false`;
  }

  private get context(): ReadContext {
    return { log: this.log, faults: this.faults, address: this.address, late: this.late, subscriptions: this.subscriptions, dropConnections: () => { this.dropConnections(); } };
  }

  /** Breaks every connection at once, as a failing network does. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Ends every subscription with Unavailable, as a server that shuts down does. */
  closeSubscriptions(): number {
    const calls = [...this.subscriptions];
    this.subscriptions.clear();
    for (const call of calls) call.emit('error', unavailable());
    return calls.length;
  }

  /** How many subscriptions are open. */
  get openSubscriptions(): number {
    return this.subscriptions.size;
  }

  /** Writes an event past every client, with whatever bytes; says `application/json` of them all the same. */
  writeRaw(streamId: string, event: { readonly data: string; readonly metadata?: string; readonly isJson?: boolean }): void {
    const proposed: ProposedEvent = {
      id: crypto.randomUUID(), type: 'WrittenRaw', isJson: event.isJson ?? true, data: Buffer.from(event.data), metadata: Buffer.from(event.metadata ?? '{}'),
    };
    this.log.append(streamId, 'any', [proposed]);
  }

  async stop(): Promise<void> {
    this.closeSubscriptions();
    this.dropConnections();
    this.grpc.forceShutdown();
    await new Promise<void>((resolve) => { this.front.close(() => { resolve(); }); });
  }

  private supportedMethods(): serverFeatures.SupportedMethods {
    const methods = new serverFeatures.SupportedMethods().setEventStoreServerVersion('24.10.4');
    for (const name of ['append', 'read', 'delete', 'tombstone', ...(this.options.batchAppend === false ? [] : ['batchappend'])]) {
      const method = new serverFeatures.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name);
      if (name === 'read') method.setFeaturesList(['position', 'events']);
      methods.addMethods(method);
    }
    return methods;
  }
}
