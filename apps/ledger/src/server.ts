/** Starts the server around a ledger, and stops it without losing anything. */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import { type KeysConfig, Ledger, type PapersConfig, PROGRAM_VERSION } from '#application';
import { DomainError } from '#kernel';
import { AppModule } from './app.module.js';
import { serveDocs } from './docs/openapi.js';
import { serveStartPage } from './docs/start-page.js';
import { Follower } from './health/follower.js';
import { createAdapter, secure } from './http/adapter.js';
import { isLoopback } from './http/loopback.js';
import { Routes } from './http/routes.js';
import { ImportJobs } from './imports/import-jobs.js';
import { createLog, describeError, type Log, nestLog } from './log/log.js';
import { Messaging } from './messaging/messaging.js';
import type { KafkaSettings } from './messaging/settings.js';
import { RebuildJobs } from './projections/rebuild-jobs.js';
import { type AccessSettings, LIMITS, type ServerLimits, type ServerSettings } from './tokens.js';

export interface ServerOptions extends AccessSettings {
  /** 0 takes any free port. */
  readonly port: number;
  /** Directory of the embedded stores. */
  readonly dataDir: string;
  /** EventStoreDB or KurrentDB, where the events are not embedded. */
  readonly eventStoreUrl?: string | undefined;
  /** Where the content of papers is kept; beside the ledger where absent. */
  readonly papers?: PapersConfig | undefined;
  /** Brokers to publish to and to take in from; none where absent. */
  readonly kafka?: KafkaSettings | undefined;
  /** Names the transparency log when it begins. */
  readonly logOrigin?: string | undefined;
  readonly keys?: KeysConfig | undefined;
  readonly retentionYears?: number | undefined;
  /** File of the trust policy whose witnesses cosign the log; none where absent. */
  readonly witnessPolicy?: string | undefined;
  /** A workbook that is imported at start if the ledger is empty. */
  readonly sampleFile?: string | undefined;
  /** Default 127.0.0.1: passwords and tokens cross the network as they are unless a proxy ends TLS. */
  readonly host?: string | undefined;
  /** Where log lines go; standard output where absent. */
  readonly log?: DestinationStream | undefined;
  /** Other bounds than the usual ones. */
  readonly limits?: Partial<ServerLimits> | undefined;
}

export interface RunningServer {
  readonly url: string;
  /** Whether nobody but this machine reaches it; the url does not tell. */
  readonly local: boolean;
  /** What it serves, for whoever started it. */
  readonly ledger: Ledger;
  /** Stops accepting, finishes what is under way (bounded), closes the ledger. Idempotent; never throws. */
  close(): Promise<void>;
  /** Fulfilled when the server has been closed, by whomever. */
  readonly stopped: Promise<void>;
}

/** @throws DomainError `PORT_UNUSABLE` `POLICY_UNREADABLE` `POLICY_MALFORMED`, and whatever `Ledger.open` says */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { dataDir, eventStoreUrl, papers, logOrigin, keys, retentionYears, witnessPolicy, host = '127.0.0.1' } = options;
  const log = createLog(options.log);
  const { publicUrl, oidc, trustedProxies } = options;
  const settings: ServerSettings = { dataDir, eventStoreUrl, keys, publicUrl, oidc, trustedProxies, limits: { ...LIMITS, ...options.limits } };
  const ledger = await Ledger.open({ dataDir, eventStoreUrl, papers, logOrigin, keys, retentionYears, witnessPolicy, mode: 'readWrite' });
  if (ledger.keys.made) log.warn(ledger.keys.places, 'the keys of what the ledger says of persons were made: back them up, apart from the ledger; without them every name in it is lost');
  let app: NestFastifyApplication | undefined;
  try {
    await ledger.log.checkPolicy();
    // Before anybody is served: reports from read models that are still being built would be wrong.
    await ledger.catchUp();
    if (options.sampleFile !== undefined) await importSample(options.sampleFile, ledger, log);
    app = await createApp(ledger, log, settings, host);
    await listen(app, options.port, host);
  } catch (error) {
    await app?.close();
    await ledger.close();
    throw error;
  }
  const url = await app.getUrl();
  log.info({ url, node: process.version }, 'listening');
  if (isLoopback(host)) log.info('only this machine is served; put a proxy that ends TLS on it, or set HOST, to serve others');
  else log.warn('passwords, tokens and answers cross the network as they are: a proxy must end TLS before this address. Set TAIZHANG_PUBLIC_URL to its https address');
  const follower = app.get(Follower);
  ledger.follow(
    (error) => follower.failed(error),
    (error) => log.error(describeError(error), 'the transparency log could not be brought up to date; trying again'),
    (error) => log.error(describeError(error), 'the transparency log could not be published; trying again'),
  );
  watchFollowUps(ledger, log);
  if (options.kafka !== undefined) app.get(Messaging).start(ledger, dataDir, options.kafka);

  const running = app;
  const { promise: stopped, resolve } = deferred();
  let closed: Promise<void> | undefined;
  return { url, local: isLoopback(host), ledger, stopped, close: () => (closed ??= stop(running, ledger, log, settings.limits.stopMs).then(resolve)) };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}

/** The application without a port; tests put another ledger into it. */
export async function createApp(ledger: Ledger, log: Log, settings: ServerSettings, host: string): Promise<NestFastifyApplication> {
  const routes = new Routes();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.around({ ledger, log, settings, routes }),
    createAdapter(settings, log, routes),
    // Fastify's own JSON parser stays; the other forms NestJS would add are of no use here.
    { logger: nestLog(log), abortOnError: false, bodyParser: false },
  );
  await secure(app, ledger.access, host, settings.publicUrl);
  serveDocs(app, PROGRAM_VERSION);
  serveStartPage(app, ledger.access);
  return app;
}

async function listen(app: NestFastifyApplication, port: number, host: string): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND' && code !== 'ERR_SOCKET_BAD_PORT') throw error;
    throw new DomainError('PORT_UNUSABLE', 'unavailable', `The server cannot listen on ${host}, port ${port} (${code}). Choose another port or host, or stop the program that uses it.`, {}, { cause: error });
  }
}

/** Whose case it is stays out of the log; GET /api/v1/follow-ups tells it to those who may know. */
function watchFollowUps({ followUps }: Ledger, log: Log): void {
  followUps.watch((stuck) => {
    if (stuck === null) return void log.info('what follows from events by itself is no longer stuck');
    const { followUp, type, code, eventId } = stuck;
    log.error({ followUp, type, code, eventId }, 'what follows from an event by itself is stuck; nothing behind it is done, and it is tried again');
  });
}

/** Before the server listens, so that whoever looks first sees the county. */
async function importSample(file: string, ledger: Ledger, log: Log): Promise<void> {
  try {
    if (!(await ledger.isEmpty())) return void log.info('the ledger is not empty, so the sample workbook is not imported');
    log.info('the ledger is empty: importing the sample workbook');
    const { events, rejections } = await ledger.importWorkbook(file, { staffId: 'sample', role: 'operator' });
    log.info({ events, rejected: rejections.length }, 'the sample workbook is imported');
  } catch (error) {
    log.error(describeError(error), 'the sample workbook could not be imported');
  }
}

/** What is left after the running requests were cut off: closing files. */
const AFTERMATH_MS = 2_000;

async function stop(app: NestFastifyApplication, ledger: Ledger, log: Log, limitMs: number): Promise<void> {
  log.info('stopping: finishing what is under way');
  const orderly = async (): Promise<void> => {
    await app.get(Messaging).stop();
    const jobs = Promise.all([app.get(ImportJobs).stop(), app.get(RebuildJobs).stop()]);
    await app.close();
    // Ends a running import between two batches; it is completed by importing the file again.
    await ledger.close();
    await jobs;
  };
  const finished = orderly().then(() => true, (error: unknown) => {
    log.error(describeError(error), 'stopping did not go as it should; nothing recorded is lost');
    return true;
  });
  const within = (ms: number): Promise<boolean> => Promise.race([finished, sleep(ms, false, { ref: false })]);
  if (!(await within(limitMs))) {
    log.warn({ ms: limitMs }, 'not everything ended in time and is abandoned; nothing recorded is lost');
    app.getHttpServer().closeAllConnections();
    // Without the requests that held it up, the rest usually ends in order after all.
    await within(AFTERMATH_MS);
  }
  log.info('stopped');
}
