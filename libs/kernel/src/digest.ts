/** Digests of plain JSON and names made from them. */
import { hash } from 'node:crypto';
import { canonicalJson } from './canonical.js';
import type { Json } from './envelope.js';

/** SHA-256 of the canonical JSON, base64url (43 characters): it stands in every event, where hex would be half as long again. */
export const digestOf = (value: Json): string => hash('sha256', canonicalJson(value), 'base64url');

/** A deterministic UUID (version 8, SHA-256 based, RFC 9562) for a name: the same name always gives the same id. */
export function uuidOf(name: string): string {
  const hex = hash('sha256', name, 'hex');
  const variant = ((parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** SHA-256 of a text in UTF-8, hex: what `printf %s TEXT | sha256sum` prints. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');
