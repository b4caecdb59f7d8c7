/** A message as a run of checked leaves and groups, in bounded memory. Everything unexpected is a refusal. */
import saxes from 'saxes';
import { DomainError } from '#kernel';
import { BANK_XML_DEPTH } from '../limits.js';
import { tooLarge, trailingData, truncated, unsafeXml, wrongEncoding, wrongFormat } from '../refusals.js';
import type { BankSource } from '../source.js';
import type { ElementRule, Grammar, GroupRule } from './grammar.js';
import { leafText } from './leaf.js';

/** What is told of a message; `path` is that of the names below the message element, joined by `/`. What is returned is handed on. */
export interface MessageReader<T> {
  open?(path: string): void;
  leaf(path: string, text: string): void;
  close(path: string): T | undefined;
}

interface Level {
  readonly group: GroupRule | undefined;
  readonly rule: ElementRule | undefined;
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** How often each element of the group was seen. */
  readonly seen: number[];
  at: number;
}

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** @throws DomainError `BANK_XML_UNSAFE`, `BANK_ENCODING_WRONG`, `BANK_FORMAT_WRONG`, `BANK_VALUE_INVALID`, `BANK_FILE_TOO_LARGE`, `BANK_FILE_TRUNCATED`, `BANK_TRAILING_DATA` */
export async function* readMessage<T>(source: BankSource, grammar: Grammar, reader: MessageReader<T>): AsyncGenerator<T, void, undefined> {
  const parser = new MessageParser(grammar, reader, source.limits.recordBytes);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (piece?: Buffer): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (error) {
      throw parser.ended ? trailingData() : piece === undefined ? truncated('its last character is incomplete') : wrongEncoding('it is not utf-8', error);
    }
  };
  for await (const piece of source.pieces()) yield* parser.write(decode(piece), piece.length);
  yield* parser.write(decode(), 0);
  parser.finish();
}

class MessageParser<T> {
  readonly #parser = new saxes.SaxesParser({ xmlns: false, position: false });
  readonly #stack: Level[];
  #out: T[] = [];
  #prefix = '';
  #text = '';
  #skipped = 0;
  #silence = 0;
  /** Whether the document element was closed. */
  ended = false;

  constructor(private readonly grammar: Grammar, private readonly reader: MessageReader<T>, private readonly longest: number) {
    this.#stack = [{ group: grammar.root, rule: undefined, path: '', attributes: {}, seen: [0], at: 0 }];
    this.#parser.on('error', (error) => { throw error; });
    this.#parser.on('xmldecl', ({ encoding }) => { if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw wrongEncoding(`it says that it is ${encoding.slice(0, 20)} and should be utf-8`); });
    this.#parser.on('doctype', () => { throw unsafeXml('a document type declaration'); });
    this.#parser.on('opentag', (tag) => { this.#silence = 0; this.#open(tag.name, tag.attributes); });
    this.#parser.on('closetag', () => { this.#silence = 0; this.#close(); });
    this.#parser.on('text', (text) => { this.#silence = 0; this.#add(text); });
    this.#parser.on('cdata', (text) => { this.#silence = 0; this.#add(text); });
  }

  write(text: string, bytes: number): readonly T[] {
    this.#silence += bytes;
    this.#guard(() => this.#parser.write(text));
    // A piece is no longer than a record: what is silent for two has one tag or text that is longer.
    if (this.#silence > this.longest * 2) throw tooLarge('bytes in one text or tag', this.longest);
    const out = this.#out;
    this.#out = [];
    return out;
  }

  finish(): void {
    if (!this.ended) throw truncated('its last element is not closed');
    this.#guard(() => this.#parser.close());
  }

  #guard(step: () => unknown): void {
    try {
      step();
    } catch (error) {
      if (error instanceof DomainError) throw error;
      if (this.ended) throw trailingData();
      const message = error instanceof Error ? error.message : '';
      if (/entity/i.test(message)) throw unsafeXml('an entity of its own');
      throw wrongFormat('as XML', 'it is not well-formed', error);
    }
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.ended) throw trailingData();
    if (this.#stack.length + this.#skipped > BANK_XML_DEPTH) throw unsafeXml(`elements nested more than ${BANK_XML_DEPTH} deep`);
    const parent = this.#stack.at(-1) as Level;
    if (this.#skipped > 0 || (parent.rule !== undefined && parent.group === undefined && parent.rule.leaf === undefined)) {
      this.#skipped += 1;
      return;
    }
    this.#noText(parent);
    const rule = this.#place(parent, parent.path === '' && parent.rule === undefined ? this.#root(name, attributes) : this.#local(name, parent));
    if (parent.rule !== undefined && rule.group !== undefined && Object.keys(attributes).length > 0) throw wrongFormat(where(parent), `${rule.name} has attributes`);
    const path = parent.path === '' ? rule.name : `${parent.path}/${rule.name}`;
    this.#stack.push({ group: rule.group, rule, path, attributes, seen: rule.group?.elements.map(() => 0) ?? [], at: 0 });
    this.reader.open?.(path);
  }

  /** The document element declares the one namespace of the message; nothing else is declared. */
  #root(name: string, attributes: Readonly<Record<string, string>>): string {
    this.#prefix = name.slice(0, name.indexOf(':') + 1);
    const declares = this.#prefix === '' ? 'xmlns' : `xmlns:${this.#prefix.slice(0, -1)}`;
    const others = Object.entries(attributes).filter(([key, value]) => key !== declares && !(key === 'xmlns:xsi' && value === XSI) && key !== 'xsi:schemaLocation');
    if (attributes[declares] !== this.grammar.namespace || others.length > 0) throw wrongFormat('in its first element', `it is not a ${this.grammar.message}`);
    return name.slice(this.#prefix.length);
  }

  #local(name: string, parent: Level): string {
    if (!name.startsWith(this.#prefix) || name.includes(':', this.#prefix.length)) throw wrongFormat(where(parent), 'it has an element of another namespace');
    return name.slice(this.#prefix.length);
  }

  #place(parent: Level, name: string): ElementRule {
    const index = parent.group?.indexes.get(name);
    const rule = index === undefined ? undefined : parent.group?.elements[index];
    if (index === undefined || rule === undefined) throw wrongFormat(where(parent), 'it has an element that the schema does not know there');
    const repeated = (parent.seen[index] as number) > 0;
    const second = parent.group?.choice === true && parent.seen.some((count) => count > 0);
    if (index < parent.at || (repeated && !rule.many) || second) throw wrongFormat(where(parent), `${name} does not stand there in the schema`);
    parent.at = index;
    parent.seen[index] = (parent.seen[index] as number) + 1;
    return rule;
  }

  #close(): void {
    if (this.#skipped > 0) {
      this.#skipped -= 1;
      return;
    }
    const level = this.#stack.pop() as Level;
    const { rule, group, path } = level;
    if (rule?.leaf !== undefined) this.reader.leaf(path, leafText(rule.leaf, this.#text, level.attributes, rule.name, where(level)));
    else if (group !== undefined) {
      this.#noText(level);
      const lacking = group.choice ? level.seen.every((count) => count === 0) : group.elements.some((element, index) => element.required && level.seen[index] === 0);
      if (lacking) throw wrongFormat(where(level), 'it lacks what the schema demands');
      const made = this.reader.close(path);
      if (made !== undefined) this.#out.push(made);
    }
    this.#text = '';
    if (this.#stack.length === 1) this.ended = true;
  }

  #add(text: string): void {
    if (this.#skipped > 0) return;
    if (this.ended) {
      if (text.trim() !== '') throw trailingData();
      return;
    }
    const level = this.#stack.at(-1) as Level;
    if (level.rule !== undefined && level.group === undefined && level.rule.leaf === undefined) return;
    this.#text += text;
    if (this.#text.length > this.longest) throw tooLarge('characters in one text', this.longest);
  }

  /** Between elements only spaces may stand. */
  #noText(level: Level): void {
    if (/[^ \t\r\n]/.test(this.#text) || level.rule?.leaf !== undefined) throw wrongFormat(where(level), 'it has text where elements should be');
    this.#text = '';
  }
}

const where = ({ path }: Level): string => (path === '' ? 'in the document' : `in ${path}`);
