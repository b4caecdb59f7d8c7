/** Where the master key is: a port, because an office may have a hardware module or a service for it; and the two adapters that need neither. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { DomainError } from '#kernel';

export const MASTER_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'taizhang-master-key-1';

export interface KeyManagement {
  /** For people: where the master key is. */
  readonly place: string;
  /** Encrypts keys of the vault under the master key. `about` must be told again to open them. */
  wrap(keys: Uint8Array, about: string): Promise<Buffer>;
  /** @throws DomainError `MASTER_KEY_WRONG` */
  unwrap(wrapped: Uint8Array, about: string): Promise<Buffer>;
}

/** AES-256-GCM: nonce, ciphertext, tag. */
export function wrapUnder(master: Uint8Array, keys: Uint8Array, about: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(keys), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error where the key or `about` is another, or a byte was changed */
export function unwrapUnder(master: Uint8Array, wrapped: Uint8Array, about: string): Buffer {
  const bytes = Buffer.from(wrapped);
  const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

function managementOf(master: Uint8Array, place: string): KeyManagement {
  return {
    place,
    wrap: (keys, about) => Promise.resolve(wrapUnder(master, keys, about)),
    unwrap: (wrapped, about) => {
      try {
        return Promise.resolve(unwrapUnder(master, wrapped, about));
      } catch (error) {
        return Promise.reject(new DomainError('MASTER_KEY_WRONG', 'unavailable',
          `The master key in ${place} does not open this vault: it is another one's, or was replaced. Put back the key that was in use when the vault was written last.`, {}, { cause: error }));
      }
    },
  };
}

/** @throws DomainError `MASTER_KEY_INVALID` */
export function environmentKeyManagement(name: string, value: string): KeyManagement {
  return managementOf(keyOfText(value.trim(), name), name);
}

/**
 * The key in a file of its owner only; made where `create` says so and there is none.
 * @throws DomainError `MASTER_KEY_MISSING` `MASTER_KEY_EXPOSED` `MASTER_KEY_INVALID`
 */
export function fileKeyManagement(file: string, { create }: { readonly create: boolean }): KeyManagement {
  if (create) writeOnce(file, `${FORMAT} ${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`);
  let text: string;
  try {
    const rights = statSync(file).mode & 0o777;
    if ((rights & 0o077) !== 0) {
      throw new DomainError('MASTER_KEY_EXPOSED', 'unavailable',
        `Others than its owner can read or change the master key ${file} (rights ${rights.toString(8)}). Find out who could read it, "chmod 600" it, then give the vault a new one with "taizhang keys rotate".`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new DomainError('MASTER_KEY_MISSING', 'unavailable', `The master key ${file} is not there. Put it back from where it is kept; without it nothing that the ledger says of persons can be read.`, {}, { cause: error });
  }
  const [format, key, ...more] = text.trim().split(' ');
  if (format !== FORMAT || key === undefined || more.length > 0) throw invalid(file);
  return managementOf(keyOfText(key, file), file);
}

function keyOfText(text: string, place: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== MASTER_KEY_BYTES || key.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) throw invalid(place);
  return key;
}

const invalid = (place: string): DomainError => new DomainError('MASTER_KEY_INVALID', 'invalid', `${place} holds no master key: 32 bytes in base64 are one. Put back the right one, or correct the setting.`);

/** Whole, durable, its owner's only; of two programs that begin at the same moment one wins. */
function writeOnce(file: string, text: string): void {
  const fresh = `${file}.${process.pid}`;
  writeDurably(fresh, text);
  try {
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh);
  }
  syncFolder(dirname(file));
}

/** Created or emptied, `rw-------`, and on the disk when this returns. */
export function writeDurably(file: string, text: string): void {
  const open = openSync(file, 'w', 0o600);
  try {
    chmodSync(file, 0o600);
    writeSync(open, text);
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

/** Takes the place of another file, durably. */
export function replaceFile(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

function syncFolder(folder: string): void {
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
