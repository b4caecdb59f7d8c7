/** Reads what a command is given as a file or on standard input: bounded, UTF-8, JSON or YAML. What stands in it is never repeated in a message. */
import { createReadStream } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { Lexer, parseDocument } from 'yaml';
import { DomainError } from '#kernel';

export type Bytes = AsyncIterable<Uint8Array | string>;

/** Facts of a household are a few kilobytes, a policy pack some dozens. */
const INPUT_BYTES = 1024 * 1024;

/** What a reader of YAML takes time for; a file within the size that has more is no list anybody wrote. */
const MAX_TOKENS = 200_000;

/** The name that means standard input. */
const STANDARD_INPUT = '-';

/**
 * The text of a file, or of standard input where it is called `-`.
 * @throws DomainError `FILE_UNREADABLE` `INPUT_TOO_LARGE` `INPUT_MALFORMED`
 */
export async function readInput(file: string, stdin: () => Bytes): Promise<string> {
  const fromStdin = file === STANDARD_INPUT;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of fromStdin ? stdin() : (createReadStream(file) as Bytes)) {
      const part = Buffer.from(chunk);
      bytes += part.length;
      if (bytes > INPUT_BYTES) {
        throw new DomainError('INPUT_TOO_LARGE', 'limit', `${nameOf(file)} is larger than ${INPUT_BYTES / 1024} KiB, the most that is taken. Check that it is the right file, or split it.`, { limit: INPUT_BYTES });
      }
      chunks.push(part);
    }
  } catch (error) {
    if (!isNativeError(error) || error instanceof DomainError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : code;
    throw new DomainError('FILE_UNREADABLE', 'notFound', `${nameOf(file)} cannot be read: ${why}. Check the path and the permissions.`, {}, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw malformed(file, 'UTF-8 text', '', 'Save it as UTF-8', error);
  }
}

/** @throws DomainError `INPUT_MALFORMED` */
export function parseJson(file: string, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (error) {
    // The engine's own words quote the text.
    const [, position] = /at position (\d+)/.exec((error as Error).message) ?? [];
    throw malformed(file, 'JSON', position === undefined ? '' : lineAt(text, Number(position)), 'Correct its syntax', error);
  }
  const twice = duplicateName(text);
  if (twice !== undefined) throw malformed(file, 'JSON with every name once', lineAt(text, twice), 'A name stands twice in it: remove one of the two', undefined);
  return value;
}

/** Where a name stands a second time in one object: JSON.parse keeps the last of the two, and which was meant nobody can know. */
function duplicateName(text: string): number | undefined {
  try {
    return parseDocument(text, { schema: 'json', uniqueKeys: true, prettyErrors: false, logLevel: 'error' }).errors.find(({ code }) => code === 'DUPLICATE_KEY')?.pos[0];
  } catch {
    // Nested deeper than the parser goes; no document of this program is, and its own check refuses it.
    return undefined;
  }
}

/** YAML, and with it JSON, in which every scalar is the text that was written: `0.30` stays so. @throws DomainError `INPUT_MALFORMED` */
export function parseTexts(file: string, text: string): unknown {
  const refusal = (where: string, cause?: unknown): DomainError => malformed(file, 'YAML or JSON', where, 'Correct its syntax, name every field once and write values out in full', cause);
  let tokens = 0;
  for (const _token of new Lexer().lex(text)) if ((tokens += 1) > MAX_TOKENS) throw refusal(' as it is needed here: it has too many parts');
  let fault: { readonly pos: readonly [number, number] } | undefined;
  let cause: unknown;
  try {
    // Without pretty errors, whose time grows with the square of their number; they would also quote the text.
    const document = parseDocument(text, { schema: 'failsafe', logLevel: 'error', prettyErrors: false });
    cause = fault = document.errors[0];
    if (fault === undefined) return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (error) {
    // Aliases, which could multiply without end, and nesting that is deeper than the parser goes.
    cause = error;
  }
  throw refusal(fault === undefined ? '' : lineAt(text, fault.pos[0]), cause);
}

const lineAt = (text: string, position: number): string => ` (line ${text.slice(0, position).split('\n').length})`;

function malformed(file: string, what: string, where: string, advice: string, cause: unknown): DomainError {
  return new DomainError('INPUT_MALFORMED', 'invalid', `${nameOf(file)} is not ${what}${where}. ${advice}; nothing was recorded.`, {}, { cause });
}

export const nameOf = (file: string): string => (file === STANDARD_INPUT ? 'Standard input' : file);
