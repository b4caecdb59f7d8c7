/** Records as docs/asyncapi.yaml describes them: channel, message, headers and data. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { header, type TopicRecord } from './topics.js';

interface Document {
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: Readonly<Record<string, object>> }>>;
  readonly components: { readonly messages: Readonly<Record<string, { readonly name: string; readonly title?: string }>> };
}

/** What is not as the document says, in words; the document's prefix is `taizhang`. */
export function strangers(records: readonly TopicRecord[]): readonly string[] {
  const document = parse(readFileSync('docs/asyncapi.yaml', 'utf8')) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: true });
  ajv.addSchema(document, 'doc');
  const compiled = new Map<string, ValidateFunction>();
  const check = (path: string): ValidateFunction => {
    const known = compiled.get(path) ?? ajv.compile({ $ref: `doc#/${path}` });
    compiled.set(path, known);
    return known;
  };
  const found: string[] = [];
  for (const record of records) {
    const channel = Object.values(document.channels).find(({ address }) => address === record.topic.replace(/^[^.]+/, 'taizhang'));
    const [, , , category = '', type = ''] = (header(record, 'ce_dataschema') ?? '').split(':');
    const name = `${category}.${type}`;
    if (channel?.messages[name] === undefined || document.components.messages[name]?.name !== header(record, 'ce_type')) found.push(`${record.topic} ${name}`);
    const headers = Object.fromEntries(Object.keys(record.message.headers ?? {}).map((key) => [key, header(record, key)]));
    const headersRight = check('components/schemas/eventHeaders');
    if (!headersRight(headers)) found.push(`${name} headers ${ajv.errorsText(headersRight.errors)}`);
    const dataRight = check(`components/schemas/${name}`);
    if (!dataRight(JSON.parse(record.message.value?.toString() ?? ''))) found.push(`${name} data ${ajv.errorsText(dataRight.errors)}`);
  }
  return [...new Set(found)];
}
