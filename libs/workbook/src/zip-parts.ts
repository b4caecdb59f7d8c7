/** The parts of an .xlsx package: opens the zip from memory and inflates single entries within a budget, checking sizes and CRC. */
import { crc32, createInflateRaw } from 'node:zlib';
import { pipeline } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { DomainError } from '#kernel';
import type { WorkbookLimits } from './limits.js';
import { damaged, encrypted, notXlsx, oldXls, tooLarge } from './refusals.js';

const CFB_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
const CHUNK_BYTES = 64 * 1024;

export interface Package {
  /** The entry's own spelling of a part name, names being compared without regard to case (WPS); `undefined` if absent. */
  find(name: string): string | undefined;
  /** Own spellings of all part names. */
  readonly names: readonly string[];
  /** The inflated bytes of a part, in chunks. @throws DomainError `WORKBOOK_DAMAGED`, `WORKBOOK_TOO_LARGE`, `WORKBOOK_ENCRYPTED` */
  read(name: string): AsyncGenerator<Buffer, void, undefined>;
}

/** @throws DomainError `WORKBOOK_NOT_XLSX`, `WORKBOOK_OLD_XLS`, `WORKBOOK_ENCRYPTED`, `WORKBOOK_DAMAGED`, `WORKBOOK_TOO_LARGE` */
export async function openPackage(bytes: Buffer, limits: WorkbookLimits): Promise<Package> {
  refuseOtherFormats(bytes);
  const { zip, entries } = await listEntries(bytes, limits);
  const budget = { left: limits.totalBytes };
  return {
    names: [...entries.values()].map((entry) => entry.fileName),
    find: (name) => entries.get(name.toLowerCase())?.fileName,
    read: (name) => inflate(zip, entries.get(name.toLowerCase()), name, limits, budget),
  };
}

/** Password-protected workbooks and old .xls files share one container; the name of a stream tells them apart. */
function refuseOtherFormats(bytes: Buffer): void {
  if (bytes.subarray(0, CFB_MAGIC.length).equals(CFB_MAGIC)) throw bytes.includes(ENCRYPTED_PACKAGE) ? encrypted() : oldXls();
  if (bytes.length === 0) throw notXlsx('it is empty');
  if (bytes.length < 22 || bytes.readUInt16BE(0) !== 0x504b) throw notXlsx('it is not a zip package');
}

async function listEntries(bytes: Buffer, limits: WorkbookLimits): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  const entries = new Map<string, Entry>();
  try {
    const zip = await yauzl.fromBufferPromise(bytes);
    if (zip.entryCount > limits.zipEntries) throw tooLarge(`its package has ${zip.entryCount} entries, at most ${limits.zipEntries} are read`, limits.zipEntries);
    for await (const entry of zip.eachEntry()) {
      const key = entry.fileName.toLowerCase();
      // Programs differ in which of two parts of the same name they take: the file would not mean the same everywhere.
      if (entries.has(key)) throw damaged('its package holds two parts of the same name');
      entries.set(key, entry);
    }
    return { zip, entries };
  } catch (error) {
    throw error instanceof DomainError ? error : damaged('its zip directory cannot be read; the file may be cut off', error);
  }
}

/**
 * Counts what really comes out of the inflater, whatever the headers claim, and stops at the first byte too many.
 * The stream waits for its reader, so a bomb costs one chunk of memory and no more time than the budget allows.
 */
async function* inflate(
  zip: ZipFile, entry: Entry | undefined, name: string, limits: WorkbookLimits, budget: { left: number },
): AsyncGenerator<Buffer, void, undefined> {
  if (!entry) throw damaged(`part ${name} is missing`);
  if (entry.isEncrypted()) throw encrypted();
  const bound = Math.min(limits.entryBytes, budget.left);
  if (entry.uncompressedSize > bound) throw overBudget(name, limits);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw damaged(`part ${name} is compressed in an unknown way`);
  let size = 0;
  let crc = 0;
  try {
    const raw = await zip.openReadStreamPromise(entry, { decodeFileData: false });
    const stream = entry.compressionMethod === 0
      ? raw
      : pipeline(raw, createInflateRaw({ chunkSize: CHUNK_BYTES }), () => { /* reported by the reader below */ });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      budget.left -= chunk.length;
      if (size > limits.entryBytes || budget.left < 0) throw overBudget(name, limits);
      if (size > entry.uncompressedSize) break;
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof DomainError ? error : damaged(`part ${name} cannot be unpacked`, error);
  }
  if (size !== entry.uncompressedSize || crc !== entry.crc32) throw damaged(`part ${name} does not match its checksum; the file was altered or cut off`);
}

const overBudget = (name: string, limits: WorkbookLimits): DomainError => tooLarge(
  `unpacked, part ${name} or all parts together exceed ${Math.round(limits.entryBytes / 1048576)} MiB or ${Math.round(limits.totalBytes / 1048576)} MiB`,
  limits.entryBytes,
);
