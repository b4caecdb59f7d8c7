/** Fastify as this server wants it: bounded, silent about itself, and with a log line per request that names no one. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import multipart from '@fastify/multipart';
import type { FastifyError, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { AccessService } from '#application';
import { guard } from '../access/guard.js';
import type { Log } from '../log/log.js';
import { sendProblem } from '../problem/problem.filter.js';
import { problem, ProblemException, problemOf, type ProblemContent } from '../problem/problem.js';
import type { ServerSettings } from '../tokens.js';
import { isLoopback, namesLoopback } from './loopback.js';
import type { Routes } from './routes.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads a multipart body. */
    acceptsUpload?: boolean;
    /** The route takes a longer JSON body than others: a document in one of its fields. */
    acceptsDocument?: boolean;
  }
}

/** A connection on which nothing moves. A question with `knownAt` is silent while a large ledger is folded. */
const CONNECTION_TIMEOUT_MS = 120_000;
/** From the first byte of a request to its last: 100 MB over a slow line. */
const REQUEST_TIMEOUT_MS = 300_000;
/** The longest number in a path, percent-encoded Chinese included. */
const MAX_PARAM_LENGTH = 1_500;

class LedgerAdapter extends FastifyAdapter {
  /** The server is being closed; what is under way is still answered. */
  stopping = false;
  private hook: ((request: FastifyRequest, response: FastifyReply['raw']) => unknown) | undefined;

  /** Hands Fastify's errors to the filter as they are: NestJS would replace them by its own, without their codes. */
  override mapException(error: unknown): unknown {
    return error;
  }

  override beforeClose(): void {
    super.beforeClose();
    this.stopping = true;
  }

  override registerSecurityHook(hook: Parameters<FastifyAdapter['registerSecurityHook']>[0]): void {
    super.registerSecurityHook(hook);
    this.hook = hook;
  }

  /** For what the router refuses before any hook runs. */
  setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
    this.hook?.(request, reply.raw);
  }
}

export function createAdapter({ limits, trustedProxies }: ServerSettings, log: Log, routes: Routes): FastifyAdapter {
  const adapter = new LedgerAdapter({
    bodyLimit: limits.bodyBytes,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Ids of our own: one from outside could carry anything into the log.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // Nobody's word about where a request came from is taken but that of the proxies that are named.
    trustProxy: trustedProxies === undefined ? false : [...trustedProxies],
    logger: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const { content } = problemOf(error);
      adapter.setSecurityHeaders(request, reply);
      log.info({ requestId: request.id, method: request.method, route: null, status: content.status }, 'request');
      sendProblem(reply, request.id, content);
    },
    clientErrorHandler: refuseBrokenRequest,
  });
  const fastify = adapter.getInstance();
  // JSON and, for uploads, multipart; anything else is 415.
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRoute', (route) => {
    routes.add(route.url, route.method, route.config?.access);
    if (route.config?.acceptsDocument === true) route.bodyLimit = limits.documentBytes;
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    // Answers hold personal data: no cache on the way or in the browser may keep them.
    void reply.header('cache-control', 'no-store');
    // Multipart is parsed by whoever asks for its parts, so Fastify lets it pass everywhere.
    const foreign = !request.is404 && /^multipart\//i.test(request.headers['content-type'] ?? '') && request.routeOptions.config.acceptsUpload !== true;
    done(foreign ? new ProblemException(problem(415, 'MEDIA_TYPE', 'Nothing is uploaded here. Send application/json; what takes multipart/form-data is listed at /docs.')) : undefined);
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    // Kept alive, the connection of a request that was under way would hold up the stop until it times out.
    if (adapter.stopping) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    // The template of the route, never the URL: paths hold case numbers, queries what is being looked into.
    log.info({ requestId: request.id, method: request.method, route: request.routeOptions.url ?? null, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    log.info({ requestId: request.id, method: request.method, route: request.routeOptions.url ?? null }, 'request abandoned by the client');
    done();
  });
  return adapter;
}

export async function secure(app: NestFastifyApplication, access: AccessService, host: string, publicUrl: string | undefined): Promise<void> {
  await app.register(multipart);
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: "'self'", baseUri: "'none'", formAction: "'self'", frameAncestors: "'none'", objectSrc: "'none'", imgSrc: ["'self'", 'data:'],
        // Swagger UI sets styles on its elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // Plain HTTP: whatever ends TLS before this server knows whether its name is served by HTTPS only.
    strictTransportSecurity: false,
  });
  // A browser sends the session's cookie by itself, so a page of any site a user visits could otherwise change the ledger in the user's name.
  app.enableCsrfProtection();
  const fastify = app.getHttpAdapter().getInstance();
  if (isLoopback(host)) fastify.addHook('onRequest', refuseOtherNames(publicUrl));
  fastify.addHook('onRequest', guard(access));
}

/** By giving its own name this machine's address (DNS rebinding) a page could read; a browser then sends that name. The name people use before a proxy is none of those. */
function refuseOtherNames(publicUrl: string | undefined): onRequestHookHandler {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  return (request, reply, done) => {
    const { host } = request.headers;
    if (namesLoopback(host) || (publicHost !== undefined && host?.toLowerCase() === publicHost)) return done();
    sendProblem(reply, request.id, problem(421, 'HOST_UNKNOWN', 'The server is bound to this machine and answers to localhost, 127.0.0.1 and [::1] only, and to the name in TAIZHANG_PUBLIC_URL. Use one of these names.'));
  };
}

/** What is no HTTP at all never becomes a request; the parser's words about it are not repeated. */
function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const content: ProblemContent = error.code === 'HPE_HEADER_OVERFLOW' ? problem(431, 'HEADERS_TOO_LARGE', 'The headers of the request are too large.')
    : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? problem(408, 'REQUEST_TIMEOUT', 'The request took too long to arrive. Send it again.')
      : problem(400, 'REQUEST_MALFORMED', 'What arrived is not a valid HTTP request.');
  const body = JSON.stringify({ ...content, instance: `urn:uuid:${randomUUID()}` });
  socket.end(`HTTP/1.1 ${content.status} ${STATUS_CODES[content.status] ?? ''}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}
