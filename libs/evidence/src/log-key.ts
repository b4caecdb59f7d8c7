/** The private key of a log: a file of its owner only, made when the log begins. */
import { createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { DomainError } from '#kernel';
import type { LogFiles } from './files.js';
import { isKeyName, privateKeyText, type Signer, signerOf } from './note.js';

/** @throws DomainError `LOG_KEY_EXPOSED` `LOG_KEY_INVALID`; undefined where there is none yet */
export async function readLogKey(file: string, files: LogFiles): Promise<Signer | undefined> {
  const text = await files.read(file);
  if (text === undefined) return undefined;
  const rights = await files.rights(file);
  if ((rights & 0o077) !== 0) {
    throw new DomainError('LOG_KEY_EXPOSED', 'unavailable',
      `Others than its owner can read or change the key of the log, ${file} (rights ${rights.toString(8)}). Whoever had it may have signed in the log's name: find out who could read it, then "chmod 600" it, or begin a new log.`, {});
  }
  const key = text.toString('utf8');
  // The file is looked at each time; making key objects of the same text again takes longer than signing.
  if (last?.key !== key) last = { key, signer: signerOf(key) };
  return last.signer;
}
let last: { readonly key: string; readonly signer: Signer } | undefined;

/** A new key; a log that is given no name takes one that only it has, from its key. @throws DomainError `LOG_ORIGIN_INVALID` */
export function newLogKey(origin: string | undefined): { readonly text: string; readonly signer: Signer } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const name = origin ?? `taizhang.local/${fingerprint(privateKey)}`;
  if (!isKeyName(name)) throw new DomainError('LOG_ORIGIN_INVALID', 'invalid', 'TAIZHANG_LOG_ORIGIN is not a name for a log: it must not be empty and hold no spaces and plus signs, for example taizhang.example.cn/360111.');
  const text = privateKeyText(name, seed);
  return { text, signer: signerOf(text) };
}

const fingerprint = (privateKey: KeyObject): string => hash('sha256', createPublicKey(privateKey).export({ format: 'der', type: 'spki' }), 'hex').slice(0, 16);

/** Whole or not at all, and durable. */
export async function writeLogKey(file: string, folder: string, text: string, files: LogFiles): Promise<void> {
  await files.write(`${file}.new`, Buffer.from(`${text}\n`));
  await files.rename(`${file}.new`, file);
  await files.syncFolder(folder);
}
