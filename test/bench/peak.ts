/** Most memory this program took, in MiB. Where the kernel tells, since it began: `maxRSS` of a child also counts what its parent held when it was forked. */
import { readFileSync } from 'node:fs';

export function peakMiB(): number {
  const own = process.platform === 'linux' ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] : undefined;
  return Math.round((own === undefined ? process.resourceUsage().maxRSS : Number(own)) / 1024);
}
