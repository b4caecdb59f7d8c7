/** Looks for texts in every file of a directory, as UTF-8 and as JSON writes them: databases, their logs and free pages too. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** `<text> in <file>` for every text that stands in a file. */
export function textsInFiles(directory: string, texts: readonly string[]): readonly string[] {
  const wanted = [...new Set(texts)].map((text) => ({ text, bytes: [Buffer.from(text), Buffer.from(text, 'utf16le')] }));
  const found: string[] = [];
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory, file);
    if (!statSync(path).isFile()) continue;
    const content = readFileSync(path);
    for (const { text, bytes } of wanted) if (bytes.some((one) => content.includes(one))) found.push(`${text} in ${file}`);
  }
  return found;
}
