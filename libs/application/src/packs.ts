/** The policy packs that come with the program, and packs from files: YAML in which every scalar is a text, so that no number or date is read into anything. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CST, isMap, isScalar, isSeq, Lexer, type Node, parseDocument } from 'yaml';
import { digestOf, DomainError, type Json } from '#kernel';
import { type BoundPack, type Pack, packInvalid, type PackText, readPack, RULES } from '#policy';

const MIB = 1024 * 1024;
/** The largest pack so far has a tenth of it. */
const MAX_PACK_BYTES = 1 * MIB;
/** What a reader of YAML takes time for; texts within the size that have more are no packs. */
const MAX_TOKENS = 200_000;
/** Mappings and lists within each other. */
const MAX_DEPTH = 20;

/** A pack with the hash of its canonical JSON. */
export const boundPack = (pack: Pack): BoundPack => ({ pack, sha256: digestOf(pack as unknown as Json) });

/** @throws DomainError `PACK_TOO_LARGE` `PACK_INVALID` naming the path */
export function readPackText(yaml: string): Pack {
  if (Buffer.byteLength(yaml) > MAX_PACK_BYTES) {
    throw new DomainError('PACK_TOO_LARGE', 'limit', `The pack is larger than ${MAX_PACK_BYTES / MIB} MiB. A pack holds the figures and rules of one document; leave everything else out.`, { bytes: MAX_PACK_BYTES });
  }
  checkShape(yaml);
  const document = parseDocument(yaml, { schema: 'failsafe', strict: true, uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw packInvalid('', `is not YAML as packs are written in: ${problem.message.split('\n')[0]} (at character ${problem.pos[0] + 1})`);
  return readPack(plainOf(document.contents, ''), new Set(RULES.keys()));
}

/** Before anything is built: parsing is recursive and slow where a text nests or breaks off without end. */
function checkShape(yaml: string): void {
  let tokens = 0;
  let depth = 0;
  let inLine = 0;
  for (const token of new Lexer().lex(yaml)) {
    tokens += 1;
    switch (CST.tokenType(token)) {
      case 'flow-map-start':
      case 'flow-seq-start':
        depth += 1;
        break;
      case 'flow-map-end':
      case 'flow-seq-end':
        depth -= 1;
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
        inLine += 1;
        break;
      case 'newline':
        inLine = 0;
        break;
      default:
    }
    if (depth > MAX_DEPTH || inLine > MAX_DEPTH) throw packInvalid('', `nests deeper than ${MAX_DEPTH} levels`);
    if (tokens > MAX_TOKENS) throw packInvalid('', 'has more parts than a pack can have');
  }
}

/** Texts, lists and mappings; nothing that stands for something else. */
function plainOf(node: Node | null, path: string, depth = 1): PackText {
  if (depth > MAX_DEPTH) throw packInvalid('', `nests deeper than ${MAX_DEPTH} levels`);
  if (node === null) return '';
  if ((isScalar(node) || isMap(node) || isSeq(node)) && (node.anchor !== undefined || node.tag !== undefined)) throw packInvalid(path, 'holds an anchor or a tag. Write the text itself');
  if (isScalar(node)) {
    if (typeof node.value !== 'string') throw packInvalid(path, 'is not a text');
    return node.value;
  }
  const at = (part: string | number): string => (path === '' ? String(part) : `${path}.${part}`);
  if (isSeq(node)) return node.items.map((item, index) => plainOf(item as Node, at(index), depth + 1));
  if (!isMap(node)) throw packInvalid(path, 'refers to another place of the file. Write the text itself');
  const members = new Map<string, PackText>();
  for (const { key, value } of node.items) {
    if (!isScalar(key) || typeof key.value !== 'string') throw packInvalid(path, 'has a name that is not a text');
    if (members.has(key.value)) throw packInvalid(at(key.value.slice(0, 60)), 'stands twice');
    members.set(key.value, plainOf(value as Node | null, at(key.value.slice(0, 60)), depth + 1));
  }
  return Object.fromEntries(members);
}

let shipped: readonly BoundPack[] | undefined;

/** Every pack that comes with the program, by name. Read once. */
export function shippedPacks(): readonly BoundPack[] {
  return (shipped ??= readShipped());
}

function readShipped(): readonly BoundPack[] {
  const directory = packsDirectory();
  return readdirSync(directory).filter((file) => file.endsWith('.yaml')).sort().map((file) => {
    try {
      return boundPack(readPackText(readFileSync(join(directory, file), 'utf8')));
    } catch (error) {
      throw new Error(`the shipped pack ${file} cannot be used: ${(error as Error).message}`, { cause: error });
    }
  });
}

/** From the sources and from the compiled program alike: the package root is above both. */
function packsDirectory(): string {
  for (let directory = dirname(fileURLToPath(import.meta.url)); ; directory = dirname(directory)) {
    const packs = join(directory, 'libs', 'policy', 'packs');
    if (existsSync(packs)) return packs;
    if (dirname(directory) === directory) throw new Error('libs/policy/packs is not there: the program is not installed whole');
  }
}
