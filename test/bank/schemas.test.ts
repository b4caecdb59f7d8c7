/** An independent judge: libxml2 holds what is written, and what the double of a bank answers, against the published schemas. */
import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';
import { iso20022Format } from '#bank';
import { camt053, type Outcome, pain002 } from '../../libs/bank/testing/bank-double.js';
import { headOf, itemOf, streamOf, textOf } from '../../libs/bank/testing/batches.js';

/** `as` gives the schema the name of another edition of its message. */
async function faults(xml: string, schema: string, as = schema): Promise<readonly string[]> {
  const contents = readFileSync(`test/bank/schemas/${schema}.xsd`, 'utf8').replaceAll(schema, as);
  const { valid, errors } = await validateXML({ xml: [{ fileName: 'file.xml', contents: xml }], schema: [{ fileName: 'schema.xsd', contents }] });
  expect(valid).toBe(errors.length === 0);
  return errors.map(({ message }) => message);
}

const ITEMS = [
  itemOf(1), itemOf(2, { idNo: undefined, cnaps: undefined, remark: '' }), itemOf(3, { payeeName: '𠮷'.repeat(140), remark: '<&">]]>' }),
  itemOf(4, { itemNo: 'x'.repeat(35), accountNo: '9'.repeat(34), payeeName: '王\r\n"O\'Neil" ＆' }),
];

test('a batch is a valid pain.001.001.09', async () => {
  const xml = (await textOf(iso20022Format().write({ ...headOf(ITEMS), batchNo: 'x'.repeat(35) }, streamOf(ITEMS)))).toString();
  expect(await faults(xml, 'pain.001.001.09')).toEqual([]);
  // The judge judges.
  expect(await faults(xml.replace(/<PmtMtd>TRF<\/PmtMtd>/, ''), 'pain.001.001.09')).toHaveLength(1);
  expect(await faults(xml.replaceAll('SSBE', 'SSBEN'), 'pain.001.001.09')).not.toEqual([]);
});

test('the answers that the tests read are valid pain.002 and camt.053', async () => {
  const answers = ITEMS.map((item, index): Outcome => (index === 0 ? { item, status: 'S', txnNo: '1', date: '2019-03-11' } : { item, status: index === 1 ? 'P' : 'F', code: 'AC01', text: '账号不存在' }));
  const status = pain002('B-1', answers);
  expect(await faults(status, 'pain.002.001.12', 'pain.002.001.10')).toEqual([]);
  expect(await faults(status.replace('<OrgnlMsgId>B-1</OrgnlMsgId>', ''), 'pain.002.001.12', 'pain.002.001.10')).toHaveLength(1);
  const statement = camt053('36001111000052500888', 100, [
    { fen: 7, direction: 'DBIT', reference: 'T', batchNo: 'B-1', payments: [{ itemNo: 'I-1', fen: 3 }, { itemNo: 'I-2', fen: 4 }] }, { fen: 3, direction: 'CRDT', reference: 'U', payments: [{ itemNo: 'I-1', fen: 3, returnCode: 'AC04' }] },
  ]);
  expect(await faults(statement, 'camt.053.001.08')).toEqual([]);
  expect(await faults(statement.replace('<Cd>OPBD</Cd>', ''), 'camt.053.001.08')).not.toEqual([]);
});

test('the elements that are read stand in the grammar as in the schemas', async () => {
  const { CAMT_053, PAIN_002 } = await import('../../libs/bank/src/iso/grammar.js');
  for (const [grammar, schema] of [[PAIN_002, 'pain.002.001.12'], [CAMT_053, 'camt.053.001.08']] as const) {
    const xsd = readFileSync(`test/bank/schemas/${schema}.xsd`, 'utf8');
    const types = new Map([...xsd.matchAll(/<xs:complexType name="(\w+)">([^]*?)<\/xs:complexType>/g)].map(([, name, body = '']) => [name as string, {
      choice: body.includes('<xs:choice'),
      elements: [...body.matchAll(/<xs:element (.*?)\/>/g)].map(([, text = '']) => Object.fromEntries([...text.matchAll(/(\w+)="(.*?)"/g)].map(([, key, value]) => [key as string, value as string]))),
    }]));
    const lengths = new Map([...xsd.matchAll(/<xs:simpleType name="(\w+)">(?:(?!<\/xs:simpleType>)[^])*<xs:maxLength value="(\d+)"/g)].map(([, name, length]) => [name as string, Number(length)]));
    // The one difference of the two editions in what is read: since .12 an account may have no number.
    const mayLack = (type: string, name: string | undefined, minOccurs: string | undefined): boolean => minOccurs === '0' && !(type === 'CashAccount40' && name === 'Id');
    const compare = (group: typeof grammar.root, type: string): void => {
      const { choice, elements } = types.get(type) ?? { choice: false, elements: [] };
      expect([type, group.choice, group.elements.map(({ name, required, many }) => `${name}${choice ? '' : required ? '!' : '?'}${many ? '*' : ''}`)])
        .toEqual([type, choice, elements.map(({ name, minOccurs, maxOccurs = '1' }) => `${name}${choice ? '' : mayLack(type, name, minOccurs) ? '?' : '!'}${maxOccurs === '1' ? '' : '*'}`)]);
      for (const { name, leaf } of group.elements) {
        const length = lengths.get(elements.find((element) => element['name'] === name)?.['type'] ?? '');
        if (typeof leaf === 'number' && length !== undefined) expect([name, leaf]).toEqual([name, length]);
      }
      for (const { name, group: inner } of group.elements) if (inner !== undefined) compare(inner, elements.find((element) => element['name'] === name)?.['type'] ?? '');
    };
    const message = grammar.root.elements[0]?.group;
    if (message === undefined) throw new Error('a message has a document element');
    compare(message, 'Document');
  }
});
