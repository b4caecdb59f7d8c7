/** A witness over HTTP (c2sp.org/tlog-witness): `POST /add-checkpoint`, and `GET /<origin hash>/checkpoint` for monitors. Requests are bounded; nobody signs in, the signature on the checkpoint is what counts. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError } from '#kernel';
import { MAX_REQUEST_BYTES } from './add-checkpoint.js';
import type { Witness } from './witness.js';

/** Milliseconds for a request to arrive. */
const REQUEST_MS = 30_000;
const MAX_CONNECTIONS = 200;
const TEXT = 'text/plain; charset=utf-8';

export interface WitnessServer {
  readonly url: string;
  /** Finishes what is under way. */
  close(): Promise<void>;
}
export interface WitnessServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly onError: (error: unknown) => void;
}

/** @throws DomainError `PORT_UNUSABLE` */
export async function serveWitness(witness: Pick<Witness, 'addCheckpoint' | 'checkpoint'>, { port, host, onError }: WitnessServerOptions): Promise<WitnessServer> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    answer(witness, request, response).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) send(response, 500, TEXT, 'the witness could not keep its state, so it has cosigned nothing\n');
      else response.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
    },
  };
}

async function answer(witness: Pick<Witness, 'addCheckpoint' | 'checkpoint'>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').replace(/\?.*$/s, '');
  if (path === '/add-checkpoint') {
    if (request.method !== 'POST') return send(response, 405, TEXT, 'add-checkpoint is a POST\n', { allow: 'POST' });
    const body = await bodyOf(request);
    if (body === undefined) return send(response, 413, TEXT, `a request has at most ${MAX_REQUEST_BYTES} bytes\n`, { connection: 'close' });
    const { status, contentType, body: text } = await witness.addCheckpoint(body);
    return send(response, status, contentType, text);
  }
  const [, hash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? [];
  const note = hash === undefined ? undefined : witness.checkpoint(hash);
  if (note === undefined) return send(response, 404, TEXT, 'there is POST /add-checkpoint, and GET /<SHA-256 of the origin>/checkpoint of a log that was cosigned\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, 405, TEXT, 'a checkpoint is read with GET\n', { allow: 'GET' });
  return send(response, 200, TEXT, note, { 'cache-control': 'no-cache' });
}

/** Undefined where there is more than is taken. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left open where it is too long: the answer goes out the same way.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_REQUEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, contentType: string, body: string, headers: Readonly<Record<string, string>> = {}): void {
  // Exactly the type of the specification: a client compares it whole.
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new DomainError('PORT_UNUSABLE', 'unavailable', `The witness cannot listen on ${host}, port ${port} (${error.code ?? error.message}). Choose another port or host, or stop the program that uses it.`, {}, { cause: error })));
    server.listen(port, host, resolve);
  });
}
