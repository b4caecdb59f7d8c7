/** A zip file written as it is made: sizes and checksums follow each part, nothing is held but the names. */
import { crc32, createDeflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';

export interface Part {
  readonly name: string;
  readonly content: AsyncIterable<Buffer>;
}

const VERSION = 20;
/** Sizes follow the content; names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** 1 January 1980, the first day there is: equal content makes equal files. */
const DAY = 0x21;
/** More needs another form of zip. */
const MOST_BYTES = 0xffff_ffff;

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

export async function* zipOf(parts: readonly Part[]): AsyncGenerator<Buffer, void, undefined> {
  const directory: Written[] = [];
  let at = 0;
  for (const { name, content } of parts) {
    const fileName = Buffer.from(name);
    const head = record(0x04034b50, [[2, VERSION], [2, FLAGS], [2, DEFLATED], [2, 0], [2, DAY], [4, 0], [4, 0], [4, 0], [2, fileName.length], [2, 0]]);
    yield Buffer.concat([head, fileName]);
    let [crc, size, packed] = [0, 0, 0];
    const counted = async function* (): AsyncGenerator<Buffer, void, undefined> {
      for await (const chunk of content) {
        crc = crc32(chunk, crc);
        size += chunk.length;
        yield chunk;
      }
    };
    const source = Readable.from(counted(), { objectMode: false });
    const deflate = createDeflateRaw();
    source.on('error', (error) => deflate.destroy(error));
    try {
      for await (const chunk of source.pipe(deflate) as AsyncIterable<Buffer>) {
        packed += chunk.length;
        yield chunk;
      }
    } finally {
      source.destroy();
      deflate.destroy();
    }
    yield record(0x08074b50, [[4, crc], [4, packed], [4, size]]);
    directory.push({ name: fileName, offset: at, crc, packed, size });
    at += head.length + fileName.length + packed + 16;
    if (at > MOST_BYTES || size > MOST_BYTES) throw new RangeError('a zip file of more than 4 GiB');
  }
  const entries = directory.map(({ name, offset, crc, packed, size }) => Buffer.concat([
    record(0x02014b50, [[2, VERSION], [2, VERSION], [2, FLAGS], [2, DEFLATED], [2, 0], [2, DAY], [4, crc], [4, packed], [4, size], [2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), name,
  ]));
  const bytes = entries.reduce((sum, entry) => sum + entry.length, 0);
  yield Buffer.concat([...entries, record(0x06054b50, [[2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, bytes], [4, at], [2, 0]])]);
}

/** A signature and little-endian numbers of two or four bytes. */
function record(signature: number, fields: readonly (readonly [2 | 4, number])[]): Buffer {
  const bytes = Buffer.alloc(4 + fields.reduce((sum, [width]) => sum + width, 0));
  let at = bytes.writeUInt32LE(signature, 0);
  for (const [width, value] of fields) at = bytes.writeUIntLE(value, at, width);
  return bytes;
}
