/**
 * What a file is, by its content. Seven types are known and their signatures must stand where they belong, at the very beginning:
 * a program renamed to .jpg, or a picture behind something else, is none of them.
 */
import { type FileHandle, open } from 'node:fs/promises';
import yauzl from 'yauzl';
import { DomainError } from '#kernel';
import type { MediaType } from './media-types.js';
import { isPlainText } from './plain-text.js';

/** Entries of a zip package that are looked at. */
export const MAX_ENTRIES = 4_096;

const SIGNATURES: readonly (readonly [MediaType, Buffer])[] = [
  ['image/jpeg', Buffer.from('ffd8ff', 'hex')],
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['application/pdf', Buffer.from('%PDF-', 'latin1')],
];
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** Major brands of pictures in HEIF containers whose content is HEVC; `mif1` leaves that to the compatible brands. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis']);

/** @throws DomainError `PAPER_TYPE_UNKNOWN` */
export async function detectMediaType(path: string): Promise<MediaType> {
  const file = await open(path, 'r');
  try {
    const head = await headOf(file);
    const plain = SIGNATURES.find(([, signature]) => head.subarray(0, signature.length).equals(signature))?.[0];
    if (plain !== undefined) return plain;
    if (isHeic(head)) return 'image/heic';
    const found = head.subarray(0, ZIP.length).equals(ZIP) ? await packageType(path) : (await isPlainText(file)) ? 'text/plain' as const : undefined;
    if (found !== undefined) return found;
  } finally {
    await file.close();
  }
  throw new DomainError('PAPER_TYPE_UNKNOWN', 'invalid',
    'The content is none of JPEG, PNG, HEIC, PDF, OFD, XLSX (without macros) and plain text in UTF-8 or GB18030, whatever the name of the file says. Save or scan it as one of these and hand it in again.');
}

async function headOf(file: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
  return buffer.subarray(0, bytesRead);
}

/** ISO base media: a box `ftyp` with major brand, minor version, compatible brands. */
function isHeic(head: Buffer): boolean {
  if (head.length < 16 || head.toString('latin1', 4, 8) !== 'ftyp') return false;
  const brands = head.subarray(16, Math.min(head.readUInt32BE(0), head.length)).toString('latin1').match(/.{4}/gs) ?? [];
  const major = head.toString('latin1', 8, 12);
  return HEIC_BRANDS.has(major) || (major === 'mif1' && brands.some((brand) => HEIC_BRANDS.has(brand)));
}

/** OFD (GB/T 33190) and XLSX are zip packages; their directory tells them apart, and nothing is inflated. */
async function packageType(path: string): Promise<MediaType | undefined> {
  const names = new Set<string>();
  try {
    const zip = await yauzl.openPromise(path);
    try {
      if (zip.entryCount > MAX_ENTRIES) return undefined;
      for await (const { fileName } of zip.eachEntry()) names.add(fileName.toLowerCase());
    } finally {
      zip.close();
    }
  } catch {
    // A directory that cannot be read, or with names that lead out of the package: no package of either type.
    return undefined;
  }
  if (names.has('ofd.xml')) return 'application/ofd';
  // With macros it is another type, and runs.
  const isSheet = names.has('[content_types].xml') && names.has('xl/workbook.xml') && ![...names].some((name) => name.endsWith('vbaproject.bin'));
  return isSheet ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : undefined;
}
