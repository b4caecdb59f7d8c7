/**
 * The file of a bundle: a ZIP that is determined by what it holds. Nothing is compressed, no time is kept, files stand in the order of their names, so the same
 * content is the same file, and a reader can tell by making it again that not a byte of it was changed.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import yazl from 'yazl';
import { DomainError } from '#kernel';

/** Files of a bundle; a ZIP of this form holds no more than 65,535. */
export const MAX_BUNDLE_FILES = 65_000;
/** Bytes of all files but papers: they are held in memory. */
export const MAX_BUNDLE_BYTES = 268_435_456;
/** Papers are read as they stream. */
export const PAPERS = 'papers/';
/** 1 January 1980, the first day a ZIP knows, on the wall clock of wherever it is written. */
const DAY = new Date(1980, 0, 1);
const PLAIN = { compress: false, mtime: DAY, mode: 0o100644, forceDosTimestamp: true } as const;

export interface ArchiveFile {
  readonly path: string;
  readonly bytes: number;
  readonly content: Buffer | (() => AsyncIterable<Uint8Array>);
}

/** @throws DomainError `BUNDLE_TOO_LARGE` */
export function archiveOf(files: readonly ArchiveFile[]): Readable {
  if (files.length > MAX_BUNDLE_FILES) throw tooLarge(`${files.length} files`, `${MAX_BUNDLE_FILES} files`);
  const zip = new yazl.ZipFile();
  for (const { path, bytes, content } of [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)))) {
    if (Buffer.isBuffer(content)) zip.addBuffer(content, path, PLAIN);
    else {
      zip.addReadStreamLazy(path, { ...PLAIN, size: bytes }, (give) => {
        const stream = Readable.from(content());
        stream.on('error', (error: Error) => (zip.outputStream as Readable).destroy(error));
        give(undefined, stream);
      });
    }
  }
  zip.on('error', (error: Error) => (zip.outputStream as Readable).destroy(error));
  zip.end();
  return zip.outputStream as Readable;
}

/** A bundle that lies on the disk. */
export interface Archive {
  /** Names and lengths, as the directory states them. */
  readonly sizes: ReadonlyMap<string, number>;
  /** @throws DomainError `BUNDLE_MALFORMED` */
  read(path: string): Promise<Buffer>;
  stream(path: string): AsyncIterable<Uint8Array>;
  /** Whether the file is what `archiveOf` makes of its content: anything else in it was put there. */
  isCanonical(): Promise<boolean>;
  close(): void;
}

/** @throws DomainError `BUNDLE_UNREADABLE` `BUNDLE_MALFORMED` `BUNDLE_TOO_LARGE` */
export async function openArchive(file: string): Promise<Archive> {
  let zip: ZipFile;
  try {
    zip = await yauzl.openPromise(file, { strictFileNames: true, autoClose: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined) throw new DomainError('BUNDLE_UNREADABLE', 'invalid', `The file ${file} cannot be read (${code}). Check the path and the permissions.`, {}, { cause: error });
    throw malformed('it is no ZIP file, or its end is missing', error);
  }
  try {
    return new ZipArchive(file, zip, await entriesOf(zip));
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > MAX_BUNDLE_FILES) throw tooLarge(`${zip.entryCount} files`, `${MAX_BUNDLE_FILES} files`);
  const entries = new Map<string, Entry>();
  let held = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName) || entry.compressionMethod !== 0 || entry.isEncrypted() || entry.uncompressedSize !== entry.compressedSize) throw malformed('it holds a file that no bundle holds so');
      if (!entry.fileName.startsWith(PAPERS)) held += entry.uncompressedSize;
      if (held > MAX_BUNDLE_BYTES) throw tooLarge('files beside its papers of more', `${MAX_BUNDLE_BYTES} bytes of them`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw error instanceof DomainError ? error : malformed('its directory cannot be read', error);
  }
  return entries;
}

class ZipArchive implements Archive {
  readonly sizes: ReadonlyMap<string, number>;

  constructor(private readonly file: string, private readonly zip: ZipFile, private readonly entries: ReadonlyMap<string, Entry>) {
    this.sizes = new Map([...entries].map(([path, { uncompressedSize }]) => [path, uncompressedSize]));
  }

  async read(path: string): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.stream(path)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async *stream(path: string): AsyncGenerator<Uint8Array, void, undefined> {
    const entry = this.entries.get(path);
    if (entry === undefined) throw malformed(`${path} is missing`);
    try {
      yield* (await this.zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    } catch (error) {
      throw malformed(`${path} cannot be read`, error);
    }
  }

  async isCanonical(): Promise<boolean> {
    const files = await Promise.all([...this.sizes].map(async ([path, bytes]) => ({ path, bytes, content: path.startsWith(PAPERS) ? () => this.stream(path) : await this.read(path) })));
    const [own, made] = await Promise.all([sha256Of(createReadStream(this.file)), sha256Of(archiveOf(files))]);
    return own === made;
  }

  close(): void {
    this.zip.close();
  }
}

async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

const malformed = (how: string, cause?: unknown): DomainError => new DomainError('BUNDLE_MALFORMED', 'invalid', `The file is no evidence bundle as this program makes it: ${how}. Take it again from where it was handed over.`, {}, { cause });
export const tooLarge = (what: string, most: string): DomainError => new DomainError('BUNDLE_TOO_LARGE', 'limit', `The bundle has ${what}, more than ${most}. Export less at once: a case or a person in the place of a list.`);
