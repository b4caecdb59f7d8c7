/** Which program this is. */
import { readFileSync } from 'node:fs';

/** As package.json says. */
export const PROGRAM_VERSION = versionAbove(import.meta.url);

function versionAbove(url: string): string {
  // One level further up when run from dist.
  for (const up of ['../../../package.json', '../../../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(up, url), 'utf8')) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return '0.0.0';
}
