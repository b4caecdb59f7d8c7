/** A person's key as it is used. */
import { type Hmac, hmacWith } from './hmac.js';

/** A person's key, and the hashes under it that give events their ids and boxes their keys. */
export interface PersonKey {
  readonly id: string;
  readonly key: Buffer;
  readonly idOf: Hmac;
  /** 32 bytes, of a box's place. */
  readonly boxKeyOf: Hmac;
}

export const personKey = (id: string, key: Buffer): PersonKey => new DerivedOnce(id, key);

/** Whoever only reads needs no ids. */
class DerivedOnce implements PersonKey {
  private ids: Hmac | undefined;
  private boxes: Hmac | undefined;

  constructor(readonly id: string, readonly key: Buffer) {}

  get idOf(): Hmac {
    return (this.ids ??= hmacWith(hmacWith(this.key)('taizhang event id')));
  }

  get boxKeyOf(): Hmac {
    return (this.boxes ??= hmacWith(hmacWith(this.key)('taizhang box key')));
  }
}

/** 122 bits of hex digits as a UUID, version 8 (RFC 9562). */
export function asUuid(hex: string): string {
  const variant = ((parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
