/** Whether a file is text as banks and offices exchange it: UTF-8 or GB18030, lines, nothing a system would run. */
import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;
/** Control characters that no text has; tab and line ends it has. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** Scripts name their interpreter; HTML, SVG and XML begin with a tag and may bring scripts of their own. */
const RUNS = /^\uFEFF?\s*(?:#!|<)/;

export async function isPlainText(file: FileHandle): Promise<boolean> {
  return (await decodes(file, 'utf-8')) || decodes(file, 'gb18030');
}

async function decodes(file: FileHandle, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const buffer = Buffer.alloc(CHUNK_BYTES);
  try {
    for (let position = 0; ;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position);
      const text = decoder.decode(buffer.subarray(0, bytesRead), { stream: bytesRead > 0 });
      if (CONTROL.test(text) || (position === 0 && RUNS.test(text))) return false;
      if (bytesRead === 0) return position > 0;
      position += bytesRead;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}
