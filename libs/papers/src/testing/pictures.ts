/** Pictures made byte by byte for tests: JPEG with EXIF as a telephone writes it (TIFF 6.0, EXIF 2.32), PNG, HEIC; and other small files. */
import { crc32, deflateSync } from 'node:zlib';

export interface Exif {
  readonly make?: string;
  readonly model?: string;
  readonly serial?: string;
  /** `YYYY:MM:DD HH:MM:SS`, as EXIF writes it. */
  readonly takenAt?: string;
  /** `+08:00` */
  readonly offset?: string;
  /** Degrees, minutes, seconds. */
  readonly latitude?: readonly [readonly [number, number, number], string];
  readonly longitude?: readonly [readonly [number, number, number], string];
}

const ASCII = 2;
const LONG = 4;
const RATIONAL = 5;
type Entry = readonly [tag: number, type: number, count: number, value: Buffer];

const ascii = (tag: number, text: string | undefined): Entry[] => (text === undefined ? [] : [[tag, ASCII, Buffer.byteLength(text) + 1, Buffer.from(`${text}\0`)]]);
const long = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};
/** Hundredths, so that seconds may have decimals. */
const rationals = (tag: number, values: readonly number[]): Entry => [tag, RATIONAL, values.length, Buffer.concat(values.flatMap((value) => [long(Math.round(value * 100)), long(100)]))];

/** One directory of a TIFF at `offset`: count, entries of 12 bytes, no next directory, then what is longer than 4 bytes. */
function directory(entries: readonly Entry[], offset: number): Buffer {
  const head = Buffer.alloc(2 + entries.length * 12 + 4);
  head.writeUInt16LE(entries.length, 0);
  const rest: Buffer[] = [];
  let at = offset + head.length;
  entries.forEach(([tag, type, count, value], index) => {
    const start = 2 + index * 12;
    head.writeUInt16LE(tag, start);
    head.writeUInt16LE(type, start + 2);
    head.writeUInt32LE(count, start + 4);
    if (value.length <= 4) value.copy(head, start + 8);
    else {
      head.writeUInt32LE(at, start + 8);
      rest.push(value);
      at += value.length;
    }
  });
  return Buffer.concat([head, ...rest]);
}

export function tiff({ make, model, serial, takenAt, offset, latitude, longitude }: Exif): Buffer {
  const exif = [...ascii(0x9003, takenAt), ...ascii(0x9011, offset), ...ascii(0xa431, serial)];
  const gps: Entry[] = [
    ...(latitude ? [...ascii(1, latitude[1]), rationals(2, latitude[0])] : []),
    ...(longitude ? [...ascii(3, longitude[1]), rationals(4, longitude[0])] : []),
  ];
  const ifd0 = (exifAt: number, gpsAt: number): Buffer => directory([...ascii(0x010f, make), ...ascii(0x0110, model), [0x8769, LONG, 1, long(exifAt)], [0x8825, LONG, 1, long(gpsAt)]], 8);
  const exifAt = 8 + ifd0(0, 0).length;
  const exifBlock = directory(exif, exifAt);
  const gpsAt = exifAt + exifBlock.length;
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), ifd0(exifAt, gpsAt), exifBlock, directory(gps, gpsAt)]);
}

function segment(marker: number, content: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** A JPEG with a frame of 8 × 8 points; `picture` stands for what the scan holds and makes two photos differ. */
export function jpeg(exif?: Exif, picture: string | Buffer = 'picture'): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(exif === undefined ? [] : [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(exif)]))]),
    segment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from(picture), Buffer.from([0xff, 0xd9]),
  ]);
}

export function png(exif?: Exif): Buffer {
  const chunk = (type: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    ...(exif === undefined ? [] : [chunk('eXIf', tiff(exif))]),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))), chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The head of an ISO base media file; what follows it does not matter to its type. */
export function isoMedia(major: string, ...compatible: readonly string[]): Buffer {
  const box = Buffer.concat([Buffer.alloc(4), Buffer.from(`ftyp${major}\0\0\0\0${compatible.join('')}`, 'latin1')]);
  box.writeUInt32BE(box.length, 0);
  return Buffer.concat([box, Buffer.alloc(32)]);
}

/** A zip whose entries are stored as they are. */
export function zip(entries: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const content = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, place, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directoryBytes = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directoryBytes.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directoryBytes, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

export const ofd = (): Buffer => zip({ 'OFD.xml': '<ofd:OFD/>', 'Doc_0/Document.xml': '<ofd:Document/>' });
export const xlsx = (more: Readonly<Record<string, string>> = {}): Buffer => zip({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>', ...more });
export const pdf = (text = ''): Buffer => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);
