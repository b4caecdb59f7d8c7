/** The AsyncAPI 3 document, made from the catalogue: topics, messages, the fields of each event and their shapes. */
import { CATALOGUE, CONTEXTS } from './catalogue/index.js';
import { SHAPES } from './catalogue/shapes.js';
import { INTAKE_FORMATS, INTAKE_TYPES } from './intake-formats.js';
import { schemaOf, typeOf } from './publish.js';
import { INTAKES, Topics } from './topics.js';

type Doc = Readonly<Record<string, unknown>>;

const text = (description: string): Doc => ({ type: 'string', description });
const HEADERS: Doc = {
  type: 'object', required: ['content-type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_subject', 'ce_partitionkey', 'ce_dataschema', 'ce_position', 'ce_revision', 'ce_occurredat', 'ce_county'],
  properties: {
    'content-type': { const: 'application/json' }, ce_specversion: { const: '1.0' }, ce_id: text('Id of the event. The same event may come again: take each id once.'), ce_source: text('The ledger, KAFKA_SOURCE.'),
    ce_type: text('taizhang.<context>.<event>.v<version>'), ce_time: { type: 'string', format: 'date-time', description: 'When the ledger learned of it.' }, ce_subject: text('The stream; the key of the record, too.'), ce_partitionkey: text('The same.'),
    ce_dataschema: text('Which category of streams the event belongs to: a type may stand in two.'), ce_position: text('Opaque place in the ledger.'), ce_revision: { type: 'string', pattern: '^\\d+$', description: 'Place in the stream, from 0.' },
    ce_occurredat: { type: 'string', format: 'date', description: 'The day on which it happened, in China.' }, ce_effectivefrom: text('From which day or month it has effect, where that differs.'), ce_county: { type: 'string', pattern: '^\\d{6}$', description: 'The county that keeps the ledger.' },
    ce_omitted: text('Fields of the event that are not published, parted by commas.'),
  },
};
const INTAKE_HEADERS: Doc = { type: 'object', required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type'], properties: { ce_specversion: { const: '1.0' }, ce_id: text('With the source names the message: the same again records nothing.'), ce_source: text('Who sends.'), ce_type: text('As the topic takes it.') } };
const DEAD_HEADERS: Doc = {
  type: 'object', required: ['dl_code', 'dl_reason', 'dl_topic', 'dl_partition', 'dl_offset', 'dl_at'],
  properties: { dl_code: text('Stable code.'), dl_reason: text('What was wrong, and what to do.'), dl_topic: text('Where it came from.'), dl_partition: text('Partition.'), dl_offset: text('Offset: with topic and partition names the letter, which may come twice.'), dl_at: text('When.'), dl_bytes: text('Length of the value, where it was cut.') },
};

const DATA_MEDIA = 'application/json';
const nameOf = (category: string, type: string): string => `${category}.${type}`;
const ref = (path: string): Doc => ({ $ref: `#/${path}` });

/** `prefix` stands for KAFKA_TOPIC_PREFIX. */
export function asyncApi(prefix: string, version: string): Doc {
  const topics = new Topics(prefix);
  const channels: Record<string, Doc> = {};
  const messages: Record<string, Doc> = {};
  const schemas: Record<string, Doc> = {};
  const operations: Record<string, Doc> = {};
  for (const context of CONTEXTS) {
    const inChannel: Record<string, Doc> = {};
    for (const [category, types] of Object.entries(CATALOGUE[context])) {
      for (const [type, { publish, withhold }] of Object.entries(types)) {
        const name = nameOf(category, type);
        schemas[name] = { type: 'object', 'x-dataschema': schemaOf(category, type, 1), additionalProperties: false, properties: Object.fromEntries(Object.entries(publish).map(([field, shape]) => [field, ref(`components/schemas/${shape}`)])) };
        messages[name] = { name: typeOf(context, type, 1), title: name, contentType: DATA_MEDIA, headers: ref('components/schemas/eventHeaders'), payload: ref(`components/schemas/${name}`), ...(Object.keys(withhold).length === 0 ? {} : { 'x-withheld': withhold }) };
        inChannel[name] = ref(`components/messages/${name}`);
      }
    }
    channels[`${context}Events`] = { address: topics.events(context), description: `Every event of ${context}, in the order of each stream; kept for ever where the ledger made the topic.`, messages: inChannel };
    operations[`publish${context}`] = { action: 'send', channel: ref(`channels/${context}Events`) };
  }
  for (const name of INTAKES) {
    schemas[name] = JSON.parse(JSON.stringify(INTAKE_FORMATS[name])) as Doc;
    messages[name] = { name: INTAKE_TYPES[name], contentType: DATA_MEDIA, headers: ref('components/schemas/intakeHeaders'), payload: ref(`components/schemas/${name}`) };
    channels[name] = { address: topics.intake(name), messages: { [name]: ref(`components/messages/${name}`) }, ...(name === 'bank-results' ? { description: 'Not consumed yet: nothing applies the results.' } : {}) };
    operations[`take-${name}`] = { action: 'receive', channel: ref(`channels/${name}`) };
  }
  messages['deadLetter'] = { name: 'deadLetter', contentType: 'application/octet-stream', headers: ref('components/schemas/deadHeaders'), payload: { description: 'The value as it came.' } };
  channels['deadLetter'] = { address: topics.deadLetter, description: 'What the intake could not read, or what was refused. Holds personal data.', messages: { deadLetter: ref('components/messages/deadLetter') } };
  operations['refuse'] = { action: 'send', channel: ref('channels/deadLetter') };
  return {
    asyncapi: '3.0.0', info: { title: 'Taizhang over Kafka', version, description: 'Made from the catalogue in libs/messaging by test/docs/asyncapi.test.ts. CloudEvents 1.0, binary content mode. How to consume: docs/kafka.md.' },
    defaultContentType: DATA_MEDIA, channels, operations,
    components: { messages, schemas: { ...SHAPES, eventHeaders: HEADERS, intakeHeaders: INTAKE_HEADERS, deadHeaders: DEAD_HEADERS, ...schemas } },
  };
}
