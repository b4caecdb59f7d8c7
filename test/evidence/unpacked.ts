/** A bundle taken apart and put together again, for tests. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { type ArchiveFile, archiveOf } from '#bundle';

export async function save(content: Readable, file: string): Promise<void> {
  await pipeline(content, createWriteStream(file));
}

export async function filesOf(file: string): Promise<Map<string, Buffer>> {
  const zip = await yauzl.openPromise(file, { autoClose: false });
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk);
    files.set(entry.fileName, Buffer.concat(chunks));
  }
  zip.close();
  return files;
}

export const jsonIn = (files: ReadonlyMap<string, Buffer>, path: string): unknown => JSON.parse((files.get(path) as Buffer).toString('utf8')) as unknown;

/** As the program would write them. */
export function packed(files: ReadonlyMap<string, Buffer>, file: string): Promise<void> {
  return save(archiveOf([...files].map(([path, content]): ArchiveFile => ({ path, bytes: content.length, content: path.startsWith('papers/') ? async function* () { yield await Promise.resolve(content); } : content }))), file);
}
