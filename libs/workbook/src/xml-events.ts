/** XML as a run of element events with bounded memory: well-formed only, no DOCTYPE, no endless texts, no bottomless nesting. */
import { TextDecoder } from 'node:util';
import saxes from 'saxes';
import { DomainError } from '#kernel';
import { damaged, tooLarge, unsafe } from './refusals.js';

export type Attributes = Readonly<Record<string, string>>;

export interface ElementHandler {
  /** `name` is without the prefix of the document's own namespace; elements of other namespaces keep theirs and match nothing. */
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

/** More than any cell of the largest allowed text can take, written wholly in character references. */
const SILENCE_CHARS = 1024 * 1024;
const DEPTH = 100;

/**
 * Feeds the document to the handler. The parser buffers a text or tag until it ends, so the silence between two events is bounded here.
 * Namespaces are not resolved, which halves the time: the prefix of the root element stands for the document's own.
 * What the handler throws ends the reading and reaches the caller.
 * @throws DomainError `WORKBOOK_DAMAGED`, `WORKBOOK_UNSAFE`, `WORKBOOK_TOO_LARGE`
 */
export async function readXml(name: string, chunks: AsyncIterable<Buffer>, handler: ElementHandler): Promise<void> {
  const parser = new saxes.SaxesParser({ xmlns: false, position: false });
  let prefix: string | undefined;
  let depth = 0;
  let silence = 0;
  const localName = (tag: string): string => {
    if (prefix === '') return tag;
    return tag.startsWith(prefix as string) ? tag.slice((prefix as string).length) : `:${tag}`;
  };
  parser.on('error', (error) => { throw error; });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?(8|16)$/i.test(encoding)) throw damaged(`part ${name} is encoded as ${encoding}`);
  });
  parser.on('doctype', () => { throw unsafe(`a document type declaration in part ${name}`); });
  parser.on('opentag', (tag) => {
    silence = 0;
    prefix ??= tag.name.slice(0, tag.name.indexOf(':') + 1);
    depth += 1;
    if (depth > DEPTH) throw unsafe(`elements nested more than ${DEPTH} deep in part ${name}`);
    handler.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    silence = 0;
    depth -= 1;
    handler.close(localName(tag.name));
  });
  parser.on('text', (text) => {
    silence = 0;
    handler.text(text);
  });
  parser.on('cdata', (text) => {
    silence = 0;
    handler.text(text);
  });
  try {
    let decoder: TextDecoder | undefined;
    for await (const chunk of chunks) {
      decoder ??= decoderFor(chunk);
      parser.write(decoder.decode(chunk, { stream: true }));
      silence += chunk.length;
      if (silence > SILENCE_CHARS) throw tooLarge(`part ${name} holds a single text or tag of more than ${SILENCE_CHARS} characters`, SILENCE_CHARS);
    }
    parser.write(decoder?.decode() ?? '').close();
  } catch (error) {
    throw error instanceof DomainError ? error : damaged(`part ${name} is not well-formed XML`, error);
  }
}

/** By the byte order mark; spreadsheet programs write UTF-8, the standard also allows UTF-16. */
function decoderFor(chunk: Buffer): TextDecoder {
  const mark = chunk.length >= 2 ? chunk.readUInt16BE(0) : 0;
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal: true });
}
