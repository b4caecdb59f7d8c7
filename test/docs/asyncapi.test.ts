/** docs/asyncapi.yaml is what the catalogue gives, and is AsyncAPI 3; `UPDATE_ASYNCAPI=1 npm run jest -- test/docs/asyncapi` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type AnySchema } from 'ajv';
import { parse, stringify } from 'yaml';
import { asyncApi } from '#messaging';

const FILE = 'docs/asyncapi.yaml';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };

test('the document is what the catalogue gives', () => {
  const text = stringify(asyncApi('taizhang', version), { aliasDuplicateObjects: false, lineWidth: 0 });
  if (process.env['UPDATE_ASYNCAPI'] !== undefined) writeFileSync(FILE, text);
  expect(readFileSync(FILE, 'utf8')).toBe(text);
});

test('it is AsyncAPI 3', () => {
  const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as AnySchema;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(schema);
  void validate(parse(readFileSync(FILE, 'utf8')));
  expect((validate.errors ?? []).slice(0, 5)).toEqual([]);
});

test('every reference leads somewhere', () => {
  const document = parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;
  const references = [...readFileSync(FILE, 'utf8').matchAll(/\$ref: "?#\/([^"\n]+)"?/g)].map(([, path]) => path as string);
  expect(references.length).toBeGreaterThan(300);
  const lost = references.filter((path) => path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document) === undefined);
  expect(lost).toEqual([]);
});
