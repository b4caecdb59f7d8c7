/** Requests over HTTP of which nothing can take forever or fill the memory: a time, a size, no redirections. */
import { DomainError } from '#kernel';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Buffer;
}
export type Http = (url: string, request: HttpRequest) => Promise<HttpAnswer>;

/** @throws DomainError `HTTP_UNREACHABLE` */
export const nodeHttp: Http = async (url, { method, body, timeoutMs, maxBytes, signal }) => {
  const ends = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
  try {
    const response = await fetch(url, { method, redirect: 'error', signal: ends, ...(body === undefined ? {} : { body, headers: { 'content-type': 'text/plain; charset=utf-8' } }) });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`the answer has more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return { status: response.status, contentType: response.headers.get('content-type'), body: Buffer.concat(chunks) };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: unknown } };
    const why = typeof cause?.code === 'string' ? cause.code : message;
    throw new DomainError('HTTP_UNREACHABLE', 'unavailable', `${url} gave no usable answer: ${why}. Check the address, the network between the two offices, and whether the program there runs; whoever follows tries again.`, {}, { cause: error });
  }
};

/** A prefix with one slash between it and what follows. */
export const urlUnder = (prefix: string, path: string): string => `${prefix.replace(/\/+$/, '')}/${path}`;

/** @throws DomainError `URL_INVALID` */
export function checkUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '') {
    throw new DomainError('URL_INVALID', 'invalid', `${url} is not an address to send to: it must begin with http:// or https:// and hold neither a password nor a question mark. Correct it.`);
  }
  return url;
}
