/**
 * What the device wrote into a picture (EXIF): when, where, which device. It is kept as it stands: no zone is added to a time that has none,
 * nothing is guessed from the file's name or date. What cannot be read is left out. All of it can be forged; it is a lead, not a proof.
 */
import { civilDateOf } from '#kernel';
import { type DeviceRecord, MAX_DEVICE_ID } from './device-record.js';
import { findExif } from './exif-block.js';
import type { MediaType } from './media-types.js';
import { type Angle, type ExifFields, readExif } from './tiff.js';

/** A picture whose EXIF is absent or cannot be read gives an empty record: it is a picture all the same. */
export async function readDeviceRecord(path: string, mediaType: MediaType): Promise<DeviceRecord> {
  const block = await findExif(path, mediaType);
  if (block === undefined) return {};
  const fields = readExif(block);
  const record: DeviceRecord = { capturedAt: timeOf(fields), gps: placeOf(fields), deviceId: deviceOf(fields) };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** DateTimeOriginal is `YYYY:MM:DD HH:MM:SS`; zeros or blanks stand for a clock that was never set. */
function timeOf({ dateTimeOriginal = '', offsetTimeOriginal = '' }: ExifFields): string | undefined {
  const [, year, month, day, time] = /^(\d{4}):(\d{2}):(\d{2}) ((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)$/.exec(dateTimeOriginal) ?? [];
  const date = civilDateOf(Number(year), Number(month), Number(day));
  if (date === undefined || time === undefined) return undefined;
  return `${date}T${time}${/^[+-](?:0\d|1[0-4]):[0-5]\d$/.exec(offsetTimeOriginal)?.[0] ?? ''}`;
}

function placeOf({ latitude, longitude }: ExifFields): string | undefined {
  const [north, east] = [degreesOf(latitude, { N: 1, S: -1 }, 90), degreesOf(longitude, { E: 1, W: -1 }, 180)];
  return north === undefined || east === undefined ? undefined : `${north.toFixed(6)},${east.toFixed(6)}`;
}

/** Without the letter nobody knows which half of the globe it is. */
function degreesOf(angle: Angle | undefined, signs: Readonly<Record<string, number>>, most: number): number | undefined {
  if (angle === undefined || !Object.hasOwn(signs, angle.half)) return undefined;
  const [degrees = Number.NaN, minutes = Number.NaN, seconds = Number.NaN] = angle.parts;
  const value = degrees + minutes / 60 + seconds / 3600;
  return value >= 0 && value <= most ? (signs[angle.half] as number) * value : undefined;
}

function deviceOf({ make, model, serial }: ExifFields): string | undefined {
  const text = [make, model, serial].filter((part) => part !== undefined && part !== '').join(' ');
  return text === '' || [...text].length > MAX_DEVICE_ID || /[\p{Cc}\p{Cs}\p{Co}\uFFFD]/u.test(text) ? undefined : text;
}
