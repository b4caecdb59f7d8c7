/** The three requests to an S3-compatible service, signed (AWS Signature Version 4) and tried again where that may help. */
import { createReadStream } from 'node:fs';
import { type IncomingMessage, request as http } from 'node:http';
import { request as https } from 'node:https';
import { pipeline } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { AwsV4Signer } from 'aws4fetch';
import { storeUnavailable } from '../port.js';

/** How often a request is sent before the caller hears of it. */
export const S3_ATTEMPTS = 4;
/** Most ms for a request with its body and answer. */
export const S3_TIMEOUT_MS = 300_000;
const FIRST_DELAY_MS = 200;
/** Characters of a refusal that are looked at. */
const MAX_REFUSAL = 10_000;

export interface S3Config {
  /** URL of the service, to which `/<bucket>/` is added; or with `{bucket}` in its host name, where the service wants that. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface File {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
}

export class S3Requests {
  private readonly base: string;

  constructor(private readonly config: S3Config) {
    const endpoint = config.endpoint.replace(/\/+$/, '');
    this.base = endpoint.includes('{bucket}') ? endpoint.replace('{bucket}', config.bucket) : `${endpoint}/${config.bucket}`;
  }

  async put(key: string, { path, sha256, bytes, mediaType }: File): Promise<void> {
    const answer = await this.send('PUT', key, { 'x-amz-content-sha256': sha256, 'content-type': mediaType, 'content-length': String(bytes) }, path);
    if (statusOf(answer) !== 200) throw await refused('PUT', answer);
    answer.resume();
  }

  async exists(key: string): Promise<boolean> {
    const answer = await this.send('HEAD', key, { 'x-amz-content-sha256': EMPTY_SHA256 });
    const status = statusOf(answer);
    if (status !== 200 && status !== 404) throw await refused('HEAD', answer);
    answer.resume();
    return status === 200;
  }

  /** The body, or `undefined` where there is no such key. */
  async get(key: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const answer = await this.send('GET', key, { 'x-amz-content-sha256': EMPTY_SHA256 });
    if (statusOf(answer) === 200) return answer;
    if (statusOf(answer) !== 404) throw await refused('GET', answer);
    answer.resume();
    return undefined;
  }

  private async send(method: string, key: string, headers: Readonly<Record<string, string>>, file?: string): Promise<IncomingMessage> {
    const { region, accessKeyId, secretAccessKey } = this.config;
    for (let attempt = 1, delay = FIRST_DELAY_MS; ; attempt += 1, delay *= 2) {
      // Signed anew each time: a signature holds for minutes.
      const signed = await new AwsV4Signer({ method, url: `${this.base}/${key}`, headers, region, accessKeyId, secretAccessKey, service: 's3' }).sign();
      const answer = await exchange(signed.url, { method, headers: Object.fromEntries(signed.headers) }, file).catch((error: unknown) => (isNativeError(error) ? error : new Error(String(error))));
      const status = isNativeError(answer) ? undefined : statusOf(answer);
      if (!isNativeError(answer) && !(statusOf(answer) >= 500 || status === 429 || status === 408)) return answer;
      if (attempt >= S3_ATTEMPTS) throw isNativeError(answer) ? storeUnavailable(`the S3 service does not answer (${(answer as NodeJS.ErrnoException).code ?? answer.name})`, answer) : await refused(method, answer);
      if (!isNativeError(answer)) answer.resume();
      await setTimeout(delay);
    }
  }
}

/** One request and the head of its answer. Not `fetch`: that takes in a whole file that it is to send, however large. */
function exchange(url: URL, options: { readonly method: string; readonly headers: Record<string, string> }, file: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? https : http)(url, { ...options, signal: AbortSignal.timeout(S3_TIMEOUT_MS) });
    // An answer may come before the body has gone, and end the connection.
    outgoing.on('response', resolve).on('error', reject);
    if (file === undefined) outgoing.end();
    else pipeline(createReadStream(file), outgoing, (error) => { if (error) reject(error); });
  });
}

const statusOf = ({ statusCode = 0 }: IncomingMessage): number => statusCode;

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The code stands in an XML document, of which nothing else is repeated: it may name keys and hosts. */
async function refused(method: string, answer: IncomingMessage): Promise<Error> {
  let text = '';
  try {
    for await (const part of answer.setEncoding('utf8') as AsyncIterable<string>) if (text.length < MAX_REFUSAL) text += part;
  } catch {
    // The status says enough.
  }
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(text)?.[1];
  return storeUnavailable(`the S3 service answers ${method} with ${statusOf(answer)}${code === undefined ? '' : ` ${code}`}; check endpoint, bucket, region, keys and what they may do (GetObject, PutObject, ListBucket)`);
}
