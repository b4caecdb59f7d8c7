/**
 * A double of an S3-compatible service for tests: PUT, GET and HEAD of objects in one bucket, over HTTP, in files of a directory, so
 * that it takes no memory where a test measures it. It computes signatures (Version 4) by itself and refuses what is not signed, not the content that was signed, or cut off. The real service runs in test/s3.
 */
import { createHash, createHmac } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { S3Config } from '../requests.js';

export interface S3Double {
  readonly config: S3Config;
  /** Holds the objects of the bucket, by their keys. */
  readonly directory: string;
  /** Every request, as `PUT /bucket/key`. */
  readonly requests: string[];
  /** What the next requests get instead of an answer: a status, a dropped connection, half a body. */
  readonly faults: (number | 'drop' | 'half')[];
  readonly close: () => Promise<void>;
}

const hex = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export async function startS3Double(): Promise<S3Double> {
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-s3-double-'));
  let received = 0;
  const requests: string[] = [];
  const faults: (number | 'drop' | 'half')[] = [];
  const server = createServer((request, response) => { void serve(request, response); });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config: S3Config = { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bucket: 'papers', region: 'cn-test-1', accessKeyId: 'AKTEST', secretAccessKey: 'secret/of+test' };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    const fault = faults.shift();
    if (fault === 'drop') return void request.socket.destroy();
    const hash = createHash('sha256');
    const incoming = join(directory, `${received += 1}.part`);
    request.on('data', (part: Buffer) => hash.update(part));
    try {
      await pipeline(request, createWriteStream(incoming));
    } catch {
      return;
    }
    const answer = (status: number, code: string): void => void response.writeHead(status).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Key>hidden</Key></Error>`);
    if (typeof fault === 'number') return answer(fault, 'SlowDown');
    if (request.headers.authorization !== authorization(request)) return answer(403, 'SignatureDoesNotMatch');
    if (request.headers['x-amz-content-sha256'] !== hash.digest('hex')) return answer(400, 'XAmzContentSHA256Mismatch');
    const [, bucket, ...rest] = url.split('/');
    if (bucket !== config.bucket) return answer(404, 'NoSuchBucket');
    const object = join(directory, ...rest);
    if (method === 'PUT') {
      if (request.headers['content-length'] !== String(statSync(incoming).size)) return answer(411, 'MissingContentLength');
      mkdirSync(dirname(object), { recursive: true });
      renameSync(incoming, object);
      return void response.writeHead(200).end();
    }
    const size = statSync(object, { throwIfNoEntry: false })?.size;
    if (size === undefined) return answer(404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': size });
    if (method === 'HEAD') return void response.end();
    if (fault !== 'half') return void createReadStream(object).pipe(response);
    createReadStream(object, { end: Math.floor(size / 2) }).on('close', () => request.socket.destroy()).pipe(response, { end: false });
  }

  /** What the header must be, from the request as it arrived. */
  function authorization({ method = '', url = '', headers }: IncomingMessage): string {
    const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
    const canonical = [method, url, '', ...names.split(';').map((name) => `${name}:${String(headers[name])}`), '', names, headers['x-amz-content-sha256']].join('\n');
    const instant = String(headers['x-amz-date']);
    const scope = `${instant.slice(0, 8)}/${config.region}/s3/aws4_request`;
    const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${config.secretAccessKey}`) as Buffer;
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${instant}\n${scope}\n${hex(canonical)}`).toString('hex');
    return `AWS4-HMAC-SHA256 Credential=${config.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  }

  return {
    config, directory, requests, faults,
    close: () => new Promise((resolve) => {
      server.close(() => {
        rmSync(directory, { recursive: true });
        resolve();
      });
      server.closeAllConnections();
    }),
  };
}
