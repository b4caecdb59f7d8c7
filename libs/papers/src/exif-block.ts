/** Finds the EXIF block of a picture: in JPEG and PNG by their structure, in HEIC by the mark that begins it. */
import { type FileHandle, open } from 'node:fs/promises';
import type { MediaType } from './media-types.js';

/** Bytes of an EXIF block; in JPEG it cannot have more than 65,533. */
const MAX_BLOCK = 256 * 1024;
/** Segments or chunks that are passed on the way to it. */
const MAX_PARTS = 1_000;
/** How far into a HEIC it is looked for; telephones write it right behind the directory of the file. */
const MAX_HEIC_BYTES = 4 * 1024 * 1024;

const MARK = Buffer.from('Exif\0\0', 'latin1');

export async function findExif(path: string, mediaType: MediaType): Promise<Buffer | undefined> {
  if (mediaType !== 'image/jpeg' && mediaType !== 'image/png' && mediaType !== 'image/heic') return undefined;
  const file = await open(path, 'r');
  try {
    if (mediaType === 'image/jpeg') return await inJpeg(file);
    return mediaType === 'image/png' ? await inPng(file) : await inHeic(file);
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Segments of marker and length, up to the scan: EXIF is an APP1 that begins with the mark. */
async function inJpeg(file: FileHandle): Promise<Buffer | undefined> {
  for (let at = 2, part = 0; part < MAX_PARTS; part += 1) {
    const head = await read(file, at, 4 + MARK.length);
    if (head.length < 4 + MARK.length || head[0] !== 0xff || head[1] === 0xda) return undefined;
    const length = head.readUInt16BE(2);
    if (head[1] === 0xe1 && head.subarray(4).equals(MARK)) return read(file, at + 4 + MARK.length, Math.max(0, length - 2 - MARK.length));
    at += 2 + length;
  }
  return undefined;
}

/** Chunks of length, type, content and checksum: EXIF is `eXIf`. */
async function inPng(file: FileHandle): Promise<Buffer | undefined> {
  for (let at = 8, part = 0; part < MAX_PARTS; part += 1) {
    const head = await read(file, at, 8);
    if (head.length < 8) return undefined;
    const length = head.readUInt32BE(0);
    if (head.toString('latin1', 4) === 'eXIf') return length > MAX_BLOCK ? undefined : read(file, at + 8, length);
    at += 12 + length;
  }
  return undefined;
}

async function inHeic(file: FileHandle): Promise<Buffer | undefined> {
  const head = await read(file, 0, MAX_HEIC_BYTES);
  for (let at = head.indexOf(MARK); at >= 0; at = head.indexOf(MARK, at + 1)) {
    const order = head.toString('latin1', at + MARK.length, at + MARK.length + 4);
    if (order === 'II*\0' || order === 'MM\0*') return head.subarray(at + MARK.length, at + MARK.length + MAX_BLOCK);
  }
  return undefined;
}
