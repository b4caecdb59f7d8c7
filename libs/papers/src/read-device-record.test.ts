/** What a device wrote is read as it stands, from pictures made byte by byte; what it did not write is not there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { DeviceRecord } from './device-record.js';
import type { MediaType } from './media-types.js';
import { readDeviceRecord } from './read-device-record.js';
import { type Exif, isoMedia, jpeg, pdf, png, tiff } from './testing/pictures.js';

let directory: string;
beforeAll(() => { directory = mkdtempSync(join(tmpdir(), 'taizhang-device-')); });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function recordOf(content: Buffer, type: MediaType = 'image/jpeg'): Promise<DeviceRecord> {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  return readDeviceRecord(path, type);
}

// 28 + 40/60 + 55.56/3600 = 28.682100; 115 + 57/60 + 29.88/3600 = 115.958300
const NOTICE: Exif = {
  make: 'HUAWEI', model: 'P30', serial: 'SN-7', takenAt: '2019:03:05 09:30:15', offset: '+08:00',
  latitude: [[28, 40, 55.56], 'N'], longitude: [[115, 57, 29.88], 'E'],
};

it('reads time with offset, place, make, model and serial number', async () => {
  expect(await recordOf(jpeg(NOTICE))).toEqual({ capturedAt: '2019-03-05T09:30:15+08:00', gps: '28.682100,115.958300', deviceId: 'HUAWEI P30 SN-7' });
});
it('reads a PNG that carries EXIF', async () => {
  expect(await recordOf(png(NOTICE), 'image/png')).toEqual({ capturedAt: '2019-03-05T09:30:15+08:00', gps: '28.682100,115.958300', deviceId: 'HUAWEI P30 SN-7' });
});
it('reads a HEIC as telephones write it, and ends on one that leads nowhere', async () => {
  const head = isoMedia('heic', 'mif1', 'heic');
  expect(await recordOf(Buffer.concat([head, Buffer.from('\0\0\0\x06Exif\0\0', 'latin1'), tiff(NOTICE), Buffer.alloc(99)]), 'image/heic')).toMatchObject({ capturedAt: '2019-03-05T09:30:15+08:00', gps: '28.682100,115.958300' });
  // Boxes of length nought: a reader that walks them does not get on.
  expect(await recordOf(head, 'image/heic')).toEqual({});
});
it('reads the other byte order', async () => {
  // MM, directory at 8 with one field: Make, ASCII, four bytes "ABC".
  const block = Buffer.from('4d4d002a00000008' + '0001' + '010f' + '0002' + '00000004' + '41424300' + '00000000', 'hex');
  const length = Buffer.from([0, block.length + 8]);
  expect(await recordOf(Buffer.concat([Buffer.from('ffd8ffe1', 'hex'), length, Buffer.from('Exif\0\0', 'latin1'), block, Buffer.from('ffda', 'hex')]))).toEqual({ deviceId: 'ABC' });
});
it('ends on segments that have no length', async () => {
  expect(await recordOf(Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.from('ffe10000'.repeat(5_000), 'hex')]))).toEqual({});
});
it('adds no zone where the device wrote none', async () => {
  expect(await recordOf(jpeg({ takenAt: '2019:03:05 23:59:59' }))).toEqual({ capturedAt: '2019-03-05T23:59:59' });
});
it('knows south and west by their letters, and no place without them', async () => {
  expect((await recordOf(jpeg({ latitude: [[33, 30, 0], 'S'], longitude: [[70, 15, 0], 'W'] }))).gps).toBe('-33.500000,-70.250000');
  expect((await recordOf(jpeg({ latitude: [[28, 0, 0], 'N'] }))).gps).toBeUndefined();
  expect((await recordOf(jpeg({ latitude: [[28, 0, 0], 'X'], longitude: [[115, 0, 0], 'E'] }))).gps).toBeUndefined();
  expect((await recordOf(jpeg({ latitude: [[91, 0, 0], 'N'], longitude: [[115, 0, 0], 'E'] }))).gps).toBeUndefined();
});
it.each(['0000:00:00 00:00:00', '    :  :     :  :  ', '2019:02:30 10:00:00', '2019:03:05 24:00:00', '2019-03-05 10:00:00', ''])('takes %j for no time', async (takenAt) => {
  expect(await recordOf(jpeg({ takenAt, make: 'X' }))).toEqual({ deviceId: 'X' });
});
it('drops an offset that is none, and keeps the time', async () => {
  expect((await recordOf(jpeg({ takenAt: '2019:03:05 09:30:15', offset: '+8' }))).capturedAt).toBe('2019-03-05T09:30:15');
});
it('drops a device name that is too long for one or holds control characters', async () => {
  expect(await recordOf(jpeg({ make: 'M'.repeat(121) }))).toEqual({});
  expect(await recordOf(jpeg({ make: 'A\u001bB' }))).toEqual({});
});
it('gives nothing for a picture without EXIF, and never looks into what is no picture', async () => {
  expect(await recordOf(jpeg())).toEqual({});
  expect(await recordOf(png(), 'image/png')).toEqual({});
  expect(await recordOf(pdf(), 'application/pdf')).toEqual({});
});
it('survives EXIF that is cut off or changed anywhere', async () => {
  const whole = jpeg(NOTICE);
  await fc.assert(fc.asyncProperty(fc.integer({ min: 2, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), fc.boolean(), async (at, byte, cut) => {
    const broken = Buffer.from(whole);
    broken[at] = byte;
    const record = await recordOf(cut ? broken.subarray(0, at) : broken);
    for (const [name, value] of Object.entries(record)) expect([name, typeof value]).toEqual([expect.stringMatching(/^(capturedAt|gps|deviceId)$/), 'string']);
    if (record.gps !== undefined) expect(record.gps).toMatch(/^-?\d{1,2}\.\d{6},-?\d{1,3}\.\d{6}$/);
  }), { numRuns: 300 });
});
