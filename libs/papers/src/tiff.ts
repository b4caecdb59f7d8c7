/**
 * The few fields of EXIF (a TIFF structure) that say when, where and by which device. Pictures come from anybody: every directory is read once,
 * at most `MAX_FIELDS` of its entries are looked at, texts and numbers have most lengths, and an offset that leads out of the block ends in "not there".
 */

/** Entries of one directory; cameras write some dozens. */
export const MAX_FIELDS = 512;
const MAX_ASCII = 200;

const ASCII = 2;
const LONG = 4;
const RATIONAL = 5;
const EXIF_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;

export interface ExifFields {
  readonly make?: string | undefined;
  readonly model?: string | undefined;
  readonly serial?: string | undefined;
  readonly dateTimeOriginal?: string | undefined;
  readonly offsetTimeOriginal?: string | undefined;
  readonly latitude?: Angle | undefined;
  readonly longitude?: Angle | undefined;
}
/** Degrees, minutes, seconds, and the letter of the half of the globe. */
export interface Angle {
  readonly parts: readonly number[];
  readonly half: string;
}

/** @param block from its byte order on: `II*\0` or `MM\0*` */
export function readExif(block: Buffer): ExifFields {
  const order = block.toString('latin1', 0, 4);
  if ((order !== 'II*\0' && order !== 'MM\0*') || block.length < 8) return {};
  const reader = new Tiff(block, order.startsWith('I'));
  const image = reader.directory(reader.u32(4));
  const exif = reader.directory(reader.pointer(image.get(EXIF_DIRECTORY)));
  const gps = reader.directory(reader.pointer(image.get(GPS_DIRECTORY)));
  const angle = (ref: number, value: number): Angle | undefined => {
    const [half, parts] = [reader.text(gps.get(ref)), reader.rationals(gps.get(value))];
    return half === undefined || parts === undefined ? undefined : { half, parts };
  };
  return {
    make: reader.text(image.get(0x010f)), model: reader.text(image.get(0x0110)), serial: reader.text(exif.get(0xa431)),
    dateTimeOriginal: reader.text(exif.get(0x9003)), offsetTimeOriginal: reader.text(exif.get(0x9011)),
    latitude: angle(1, 2), longitude: angle(3, 4),
  };
}

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where the value stands, or where its offset does. */
  readonly at: number;
}

class Tiff {
  constructor(private readonly block: Buffer, private readonly little: boolean) {}

  directory(offset: number | undefined): ReadonlyMap<number, Field> {
    const fields = new Map<number, Field>();
    const count = offset === undefined ? undefined : this.u16(offset);
    if (offset === undefined || count === undefined) return fields;
    for (let index = 0; index < Math.min(count, MAX_FIELDS); index += 1) {
      const start = offset + 2 + index * 12;
      const [tag, type, values] = [this.u16(start), this.u16(start + 2), this.u32(start + 4)];
      if (tag === undefined || type === undefined || values === undefined || start + 12 > this.block.length) break;
      if (!fields.has(tag)) fields.set(tag, { type, count: values, at: start + 8 });
    }
    return fields;
  }

  pointer(field: Field | undefined): number | undefined {
    return field?.type === LONG && field.count === 1 ? this.u32(field.at) : undefined;
  }

  /** Text up to its first NUL; bytes beyond ASCII are taken for UTF-8. */
  text(field: Field | undefined): string | undefined {
    if (field?.type !== ASCII || field.count > MAX_ASCII) return undefined;
    const at = field.count <= 4 ? field.at : this.u32(field.at);
    if (at === undefined || at + field.count > this.block.length) return undefined;
    return this.block.toString('utf8', at, at + field.count).split('\0')[0]?.trim();
  }

  rationals(field: Field | undefined): readonly number[] | undefined {
    const at = field?.type === RATIONAL && field.count === 3 ? this.u32(field.at) : undefined;
    if (at === undefined || at + 24 > this.block.length) return undefined;
    return [0, 8, 16].map((step) => (this.u32(at + step) as number) / (this.u32(at + step + 4) as number));
  }

  private u16(at: number): number | undefined {
    if (at + 2 > this.block.length) return undefined;
    return this.little ? this.block.readUInt16LE(at) : this.block.readUInt16BE(at);
  }

  u32(at: number): number | undefined {
    if (at + 4 > this.block.length) return undefined;
    return this.little ? this.block.readUInt32LE(at) : this.block.readUInt32BE(at);
  }
}
