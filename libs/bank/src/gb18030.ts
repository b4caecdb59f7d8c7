/**
 * GB 18030 out: the inverse of Node's own decoder, so that what is written is what is read. Node decodes but does not encode;
 * a table made from the decoder cannot disagree with it, also where the editions of 2000, 2005 and 2022 do.
 */
const LINEAR_FROM = 0x10000;

let table: Uint32Array | undefined;

/** The bytes of each character of the basic plane as one big-endian number; 0 where there are none. */
function bytesByUnit(): Uint32Array {
  const decoder = new TextDecoder('gb18030');
  const made = new Uint32Array(LINEAR_FROM);
  const enter = (bytes: readonly number[], value: number): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const unit = text.charCodeAt(0);
    // Where two sequences mean the same character the first, shorter one is written.
    if (text.length === 1 && unit !== 0xfffd && made[unit] === 0) made[unit] = value;
  };
  for (let a = 0x81; a <= 0xfe; a += 1) for (let b = 0x40; b <= 0xfe; b += 1) if (b !== 0x7f) enter([a, b], a << 8 | b);
  for (let a = 0x81; a <= 0x84; a += 1) {
    for (let b = 0x30; b <= 0x39; b += 1) {
      for (let c = 0x81; c <= 0xfe; c += 1) for (let d = 0x30; d <= 0x39; d += 1) enter([a, b, c, d], (a << 24 | b << 16 | c << 8 | d) >>> 0);
    }
  }
  return made;
}

/** The bytes of a text, or `undefined` where a character has none: half a surrogate pair, a few private ones. */
export function gb18030Of(text: string): Buffer | undefined {
  table ??= bytesByUnit();
  const bytes = Buffer.allocUnsafe(text.length * 4);
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) {
      bytes[length] = code;
      length += 1;
    } else if (code >= LINEAR_FROM) {
      const linear = code - LINEAR_FROM;
      bytes[length] = 0x90 + Math.floor(linear / 12600);
      bytes[length + 1] = 0x30 + Math.floor(linear / 1260) % 10;
      bytes[length + 2] = 0x81 + Math.floor(linear / 10) % 126;
      bytes[length + 3] = 0x30 + linear % 10;
      length += 4;
    } else {
      const value = table[code] as number;
      if (value === 0) return undefined;
      length = value > 0xffff ? bytes.writeUInt32BE(value, length) : bytes.writeUInt16BE(value, length);
    }
  }
  return bytes.subarray(0, length);
}
