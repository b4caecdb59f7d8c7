/**
 * The one contract suite of the store of papers: an adapter's test calls `describePaperStoreContract` and thereby runs all of it.
 * What an adapter promises beyond it, it tests beside its own code.
 */
/// <reference types="jest" />
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MEDIA_TYPES, type MediaType } from './media-types.js';
import type { Demands, PaperStore } from './port.js';
import { isoMedia, jpeg, ofd, pdf, png, xlsx, zip } from './testing/pictures.js';

export interface PaperStoreHarness {
  /** A store on the storage under test, which begins empty; each call opens another one, as another process would. */
  readonly open: () => PaperStore;
  /** Where content stands on its way in. */
  readonly staging: string;
  /** Every hash under which something is stored. */
  readonly hashes: () => Promise<readonly string[]>;
  /** Changes what is stored, behind the store's back. */
  readonly damage: (sha256: string, change: (content: Buffer) => Buffer) => Promise<void>;
  readonly destroy: () => Promise<void>;
}

const ANY: Demands = { bytes: 1024 * 1024, mediaTypes: Object.keys(MEDIA_TYPES) as MediaType[] };
const MIB = 1024 * 1024;
const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const refusal = (code: string): unknown => expect.objectContaining({ name: 'DomainError', code });

async function* chunks(content: Buffer, size = 64 * 1024): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

/** Watches what is really held, garbage being collected first; the function returned ends it and gives the most that was added, in bytes. */
function watchMemory(): () => number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const held = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  let most = 0;
  const sample = (): void => { most = Math.max(most, held() - before); };
  // Collecting takes long in a process full of tests.
  const timer = setInterval(sample, 700);
  return () => {
    sample();
    clearInterval(timer);
    return most;
  };
}

export function describePaperStoreContract(name: string, makeHarness: () => Promise<PaperStoreHarness>): void {
  describe(`paper store contract: ${name}`, () => {
    let harness: PaperStoreHarness;
    let store: PaperStore;
    beforeEach(async () => {
      harness = await makeHarness();
      store = harness.open();
    });
    afterEach(() => harness.destroy());

    const isUntouched = async (): Promise<void> => {
      expect(await harness.hashes()).toEqual([]);
      expect(existsSync(harness.staging) ? readdirSync(harness.staging) : []).toEqual([]);
    };

    describe('putting and opening', () => {
      it('answers with hash, size, type and what the device wrote, and gives the content back', async () => {
        const photo = jpeg({ takenAt: '2019:03:05 09:30:15', offset: '+08:00' });
        expect(await store.put(chunks(photo), ANY)).toEqual({ sha256: sha256Of(photo), bytes: photo.length, mediaType: 'image/jpeg', device: { capturedAt: '2019-03-05T09:30:15+08:00' } });
        expect(await harness.open().has(sha256Of(photo))).toBe(true);
        expect((await collect(await harness.open().open(sha256Of(photo)))).equals(photo)).toBe(true);
        expect(await harness.hashes()).toEqual([sha256Of(photo)]);
        expect(readdirSync(harness.staging)).toEqual([]);
      });

      it('does not care how the content is cut into chunks', async () => {
        const content = pdf('页'.repeat(50_000));
        for (const size of [content.length, 1_000, 65_537]) expect((await store.put(chunks(content, size), ANY)).sha256).toBe(sha256Of(content));
        expect(await harness.hashes()).toEqual([sha256Of(content)]);
        expect((await collect(await store.open(sha256Of(content)))).equals(content)).toBe(true);
      });

      it.each<[string, MediaType, Buffer]>([
        ['JPEG', 'image/jpeg', jpeg()], ['PNG', 'image/png', png()], ['HEIC', 'image/heic', isoMedia('heic', 'mif1', 'heic')], ['HEIC under a general brand', 'image/heic', isoMedia('mif1', 'mif1', 'heic')],
        ['PDF', 'application/pdf', pdf()], ['OFD', 'application/ofd', ofd()], ['XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', xlsx()],
        ['UTF-8 text', 'text/plain', Buffer.from('序号|户名|金额\r\n1|示例|610.00\r\n')], ['GB18030 text', 'text/plain', Buffer.from('d0f2bac57cbba7c3fb0d0a', 'hex')],
      ])('knows %s by its content', async (_, mediaType, content) => {
        const { sha256, mediaType: found } = await store.put(chunks(content), ANY);
        expect(found).toBe(mediaType);
        expect((await collect(await store.open(sha256))).equals(content)).toBe(true);
      });

      it('gives content to several readers at the same time', async () => {
        const content = pdf('x'.repeat(300_000));
        const { sha256 } = await store.put(chunks(content), ANY);
        const read = await Promise.all(Array.from({ length: 5 }, async () => collect(await store.open(sha256))));
        expect(read.map((one) => one.equals(content))).toEqual([true, true, true, true, true]);
      });

      it('takes the same content from several at the same time', async () => {
        const content = jpeg({ make: 'X' }, 'p'.repeat(200_000));
        const stores = [store, harness.open(), harness.open()];
        const put = await Promise.all(Array.from({ length: 12 }, (_, n) => (stores[n % 3] as PaperStore).put(chunks(content, 1_000 + n), ANY)));
        expect(new Set(put.map(({ sha256 }) => sha256))).toEqual(new Set([sha256Of(content)]));
        expect(await harness.hashes()).toEqual([sha256Of(content)]);
        expect((await collect(await store.open(sha256Of(content)))).equals(content)).toBe(true);
        expect(readdirSync(harness.staging)).toEqual([]);
      });
    });

    describe('refusing', () => {
      it('takes content of exactly the limit, and not one byte more', async () => {
        const content = jpeg();
        await store.put(chunks(content), { ...ANY, bytes: content.length });
        const more = jpeg(undefined, 'picture+');
        await expect(store.put(chunks(more, 7), { ...ANY, bytes: more.length - 1 })).rejects.toEqual(refusal('PAPER_TOO_LARGE'));
        expect(await harness.hashes()).toEqual([sha256Of(content)]);
      });

      it('refuses a gigabyte at the limit, in flat memory, without taking the rest', async () => {
        const chunk = Buffer.alloc(MIB, 7);
        let taken = 0;
        let ended = false;
        const peak = watchMemory();
        async function* gigabyte(): AsyncGenerator<Uint8Array, void, undefined> {
          try {
            yield jpeg();
            for (; taken < 1024; taken += 1) yield chunk;
          } finally {
            ended = true;
          }
        }
        await expect(store.put(gigabyte(), { ...ANY, bytes: 200 * MIB })).rejects.toEqual(refusal('PAPER_TOO_LARGE'));
        expect([taken, ended]).toEqual([199, true]);
        expect(peak()).toBeLessThan(40 * MIB);
        await isUntouched();
      });

      it('refuses what is empty', async () => {
        await expect(store.put(chunks(Buffer.alloc(0)), ANY)).rejects.toEqual(refusal('PAPER_EMPTY'));
        await isUntouched();
      });

      it.each<[string, Buffer]>([
        ['a Windows program', Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(100)])], ['an ELF program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(100)])],
        ['a self-extracting archive', Buffer.concat([Buffer.from('MZ', 'latin1'), xlsx()])], ['a shell script', Buffer.from('#!/bin/sh\nrm -rf /\n')], ['a page with a script', Buffer.from('\n <html><script>alert(1)</script>')],
        ['a drawing with a script', Buffer.from('\uFEFF<svg onload="alert(1)"/>')], ['a picture behind an ID3 tag', Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x10', 'latin1'), Buffer.alloc(16), jpeg()])],
        ['a PDF that begins later', Buffer.concat([Buffer.from('\n'), Buffer.alloc(3), pdf()])], ['a workbook with macros', xlsx({ 'xl/vbaProject.bin': 'x' })], ['a zip of anything', zip({ 'a.exe': 'MZ' })],
        ['a zip that leads out of itself', zip({ '../OFD.xml': 'x' })], ['a zip that is cut off', ofd().subarray(0, 60)], ['a film', isoMedia('mp42', 'isom')], ['an AVIF picture', isoMedia('avif', 'mif1')],
        ['text with control characters', Buffer.from('a\u0000b')], ['text in no known encoding', Buffer.from([0x61, 0xff, 0xff, 0x61])], ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')], ['two bytes of a JPEG', Buffer.from('ffd8', 'hex')],
      ])('refuses %s, whatever it is called', async (_, content) => {
        await expect(store.put(chunks(content), ANY)).rejects.toEqual(refusal('PAPER_TYPE_UNKNOWN'));
        await isUntouched();
      });

      it('refuses a type that is not asked for', async () => {
        await expect(store.put(chunks(pdf()), { ...ANY, mediaTypes: ['image/jpeg'] })).rejects.toEqual(refusal('PAPER_TYPE_REFUSED'));
        await isUntouched();
      });

      it('stores nothing of content that fails on its way, and hands its failure on', async () => {
        const failure = new Error('the sender went away');
        async function* failing(): AsyncGenerator<Uint8Array, void, undefined> {
          yield jpeg();
          yield Buffer.alloc(100_000);
          throw failure;
        }
        await expect(store.put(failing(), ANY)).rejects.toBe(failure);
        await isUntouched();
      });

      it.each([
        '', '..', '../../etc/passwd', 'a'.repeat(63), 'a'.repeat(65), 'A'.repeat(64), 'g'.repeat(64), `${'a'.repeat(63)}/`, `../${'a'.repeat(61)}`, `${'a'.repeat(64)}\n`, `${'a'.repeat(64)}\0`, `%2e%2e%2f${'a'.repeat(55)}`,
      ])('takes %j for no hash', async (sha256) => {
        await expect(store.open(sha256)).rejects.toEqual(refusal('PAPER_HASH_INVALID'));
        await expect(store.has(sha256)).rejects.toEqual(refusal('PAPER_HASH_INVALID'));
      });

      it('says what is not there', async () => {
        const { sha256 } = await store.put(chunks(jpeg()), ANY);
        for (const other of ['0'.repeat(64), `${sha256.slice(0, 63)}${sha256.endsWith('0') ? '1' : '0'}`]) {
          expect(await store.has(other)).toBe(false);
          await expect(store.open(other)).rejects.toEqual(refusal('PAPER_MISSING'));
        }
      });
    });

    describe('damaged content', () => {
      const content = pdf('页'.repeat(100_000));
      const flip = (at: number) => (whole: Buffer): Buffer => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] as number) ^ 1;
        return changed;
      };

      it.each<[string, (whole: Buffer) => Buffer]>([
        ['its first bit flipped', flip(0)], ['a bit in the middle flipped', flip(150_000)], ['its last bit flipped', flip(content.length - 1)], ['its last byte cut off', (whole) => whole.subarray(0, -1)],
        ['all but a chunk cut off', (whole) => whole.subarray(0, 65_536)], ['a byte more', (whole) => Buffer.concat([whole, Buffer.from('x')])], ['nothing in it', () => Buffer.alloc(0)],
      ])('with %s is an error, never an answer', async (_, change) => {
        const { sha256 } = await store.put(chunks(content), ANY);
        await harness.damage(sha256, change);
        let received = 0;
        const read = async (): Promise<void> => {
          for await (const chunk of await store.open(sha256)) received += chunk.length;
        };
        await expect(read()).rejects.toEqual(refusal('PAPER_DAMAGED'));
        expect(received).toBeLessThan(content.length);
      });

      it('is repaired by handing the same content in again', async () => {
        const { sha256 } = await store.put(chunks(content), ANY);
        await harness.damage(sha256, flip(9));
        await store.put(chunks(content), ANY);
        expect((await collect(await store.open(sha256))).equals(content)).toBe(true);
      });
    });

    it('stores and reads in memory that does not grow with the content', async () => {
      const peak = watchMemory();
      const chunk = Buffer.alloc(MIB, 3);
      async function* large(): AsyncGenerator<Uint8Array, void, undefined> {
        yield jpeg();
        for (let n = 0; n < 240; n += 1) yield chunk;
      }
      const { sha256, bytes } = await store.put(large(), { ...ANY, bytes: 256 * MIB });
      expect(bytes).toBe(jpeg().length + 240 * MIB);
      let read = 0;
      for await (const part of await store.open(sha256)) read += part.length;
      expect(read).toBe(bytes);
      // A store that gathers the content holds 240 MiB. Buffers that one collection found to be garbage are given back beside the program, by the next one: up to 50 MiB of them were seen.
      expect(peak()).toBeLessThan(120 * MIB);
    });
  });
}
