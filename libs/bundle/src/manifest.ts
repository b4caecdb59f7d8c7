/** Reading the JSON files of a bundle. Their hashes are proved; that they make sense is not. */
import { Ajv, type ValidateFunction } from 'ajv';
import { DomainError } from '#kernel';
import { BUNDLE_FORMAT, BUNDLE_SCOPES, type BundledKeys, type Manifest } from './contents.js';

/** Events of a bundle: two files each. */
export const MAX_BUNDLE_EVENTS = 30_000;

const text = { type: 'string', maxLength: 1_000 } as const;
const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const object = (properties: Readonly<Record<string, unknown>>, optional: readonly string[] = []) =>
  ({ type: 'object', additionalProperties: false, properties, required: Object.keys(properties).filter((name) => !optional.includes(name)) }) as const;
const list = (items: unknown, maxItems: number) => ({ type: 'array', items, maxItems }) as const;

const ajv = new Ajv({ strict: true });
const isManifest = ajv.compile<Manifest>(object({
  format: { const: BUNDLE_FORMAT }, program: text, origin: text, ledgerId: text,
  inquiry: object({
    inquiryId: text, scope: { enum: BUNDLE_SCOPES }, about: text, organ: text, docNo: text, on: text, at: text,
    exportedBy: object({ staffId: text, role: text, orgUscc: text }, ['role', 'orgUscc']),
  }),
  streams: list(object({ streamId: text, whole: { type: 'boolean' }, events: count }), MAX_BUNDLE_EVENTS),
  entries: list(object({ index: count, streamId: text, revision: text }), MAX_BUNDLE_EVENTS),
  persons: list(text, MAX_BUNDLE_EVENTS),
  files: list(object({ path: text, bytes: count, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } }), 65_000),
}));
const isKeys = ajv.compile<BundledKeys>({ type: 'object', additionalProperties: list({ type: ['string', 'null'], maxLength: 64 }, 1_000) });

/** @throws DomainError `BUNDLE_MALFORMED` */
export const parseManifest = (bytes: Buffer): Manifest => parsed('manifest.json', bytes, isManifest);
/** @throws DomainError `BUNDLE_MALFORMED` */
export const parseKeys = (bytes: Buffer): BundledKeys => parsed('keys.json', bytes, isKeys);

function parsed<T>(path: string, bytes: Buffer, is: ValidateFunction<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw notAs(path, 'is no JSON');
  }
  if (is(value)) return value;
  const [error] = is.errors ?? [];
  throw notAs(path, `${error?.instancePath === '' || error === undefined ? '' : `${error.instancePath.slice(0, 200)} `}${error?.message ?? 'is not as the format asks'}`);
}

const notAs = (path: string, how: string): DomainError => new DomainError('BUNDLE_MALFORMED', 'invalid', `The file is no evidence bundle as this program makes it: ${path} ${how}. Take it again from where it was handed over.`);
