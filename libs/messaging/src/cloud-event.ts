/** CloudEvents 1.0 over Kafka: attributes as headers (binary content mode), the data as the value. */
export const SPEC_VERSION = '1.0';
export const JSON_TYPE = 'application/json';
const STRUCTURED = 'application/cloudevents+json';

export type HeaderValue = Buffer | string | readonly (Buffer | string)[] | undefined;
export type Headers = Readonly<Record<string, HeaderValue>>;

/** A CloudEvent as it came; attributes by their names, without `ce_`. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** RFC 3339, where the sender said it. */
  readonly time?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: unknown;
}
export type ReadEvent = { readonly event: CloudEvent } | { readonly code: 'NOT_A_CLOUD_EVENT' | 'NOT_JSON'; readonly reason: string };

/** The text of a header; of one that came several times the first. */
export function headerText(value: HeaderValue): string | undefined {
  const first = Array.isArray(value) ? (value as readonly (Buffer | string)[])[0] : (value as Buffer | string | undefined);
  return first === undefined || typeof first === 'string' ? first : first.toString('utf8');
}

/** Reads a message in binary or in structured mode. Never throws: what it is not is said. */
export function readCloudEvent({ headers = {}, value }: { readonly headers?: Headers | undefined; readonly value: Buffer | null }): ReadEvent {
  const contentType = headerText(headers['content-type']) ?? JSON_TYPE;
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value ?? new Uint8Array()));
  } catch {
    return { code: 'NOT_JSON', reason: 'The value is no JSON in UTF-8.' };
  }
  if (contentType.startsWith(STRUCTURED)) {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return { code: 'NOT_A_CLOUD_EVENT', reason: 'The value of a structured event is an object.' };
    const { data, ...rest } = body as Record<string, unknown>;
    return eventOf(Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => typeof entry[1] === 'string')), data);
  }
  if (!contentType.startsWith(JSON_TYPE)) return { code: 'NOT_A_CLOUD_EVENT', reason: 'The data are to be application/json.' };
  return eventOf(Object.fromEntries(Object.entries(headers).flatMap(([name, header]) => {
    const text = headerText(header);
    return name.startsWith('ce_') && text !== undefined ? [[name.slice(3), text] as const] : [];
  })), body);
}

const MAX_ATTRIBUTE = 500;

function eventOf(attributes: Readonly<Record<string, string>>, data: unknown): ReadEvent {
  const { specversion, id = '', source = '', type = '', time } = attributes;
  if (specversion !== SPEC_VERSION) return { code: 'NOT_A_CLOUD_EVENT', reason: 'ce_specversion is to be 1.0.' };
  const wrong = Object.entries({ id, source, type }).find(([, text]) => text === '' || text.length > MAX_ATTRIBUTE);
  if (wrong !== undefined) return { code: 'NOT_A_CLOUD_EVENT', reason: `ce_${wrong[0]} is missing or longer than ${MAX_ATTRIBUTE} characters.` };
  if (time !== undefined && Number.isNaN(Date.parse(time))) return { code: 'NOT_A_CLOUD_EVENT', reason: 'ce_time is no RFC 3339 instant.' };
  return { event: { id, source, type, time, attributes, data } };
}
