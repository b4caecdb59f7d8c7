/** The key of a witness: a file of its owner only, made once. It signs cosignatures and nothing else. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { DomainError } from '#kernel';
import type { LogFiles } from '../files.js';
import { writeLogKey } from '../log-key.js';
import { cosignerOf, isKeyName, privateKeyText, type Signer } from '../note.js';

export const witnessKeyFile = (dir: string): string => join(dir, 'witness.key');

/** @param now seconds since 1970; @throws DomainError `WITNESS_KEY_MISSING` `WITNESS_KEY_EXPOSED` `LOG_KEY_INVALID` */
export async function readWitnessKey(dir: string, files: LogFiles, now: () => number): Promise<Signer> {
  const file = witnessKeyFile(dir);
  const text = await files.read(file);
  if (text === undefined) throw new DomainError('WITNESS_KEY_MISSING', 'notFound', `There is no witness in ${dir}: it has no key. Make one with "taizhang witness keygen NAME --dir DIR", or name the right folder.`);
  const rights = await files.rights(file);
  if ((rights & 0o077) !== 0) {
    throw new DomainError('WITNESS_KEY_EXPOSED', 'unavailable', `Others than its owner can read or change the key of the witness, ${file} (rights ${rights.toString(8)}). Whoever had it may have cosigned in its name: find out who could read it, then "chmod 600" it, or begin a new witness.`);
  }
  return cosignerOf(text.toString('utf8'), now);
}

/** @returns the public key, for the policies of those who trust this witness; @throws DomainError `WITNESS_NAME_INVALID` `WITNESS_KEY_EXISTS` */
export async function makeWitnessKey(dir: string, name: string, files: LogFiles): Promise<string> {
  if (!isKeyName(name)) throw new DomainError('WITNESS_NAME_INVALID', 'invalid', 'That is not a name for a witness: it must not be empty and hold no spaces and plus signs, for example czj.example.cn/witness.');
  const file = witnessKeyFile(dir);
  if ((await files.read(file)) !== undefined) throw new DomainError('WITNESS_KEY_EXISTS', 'conflict', `There is a witness in ${dir} already, and its key stays: policies name it. Name another folder.`);
  const seed = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const text = privateKeyText(name, seed);
  await files.makeFolder(dir);
  await writeLogKey(file, dir, text, files);
  return cosignerOf(text, () => 0).verifier.vkey;
}
