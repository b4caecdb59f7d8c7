/** What the health check says of the transparency log. Nobody is kept from working because the log or its witnesses fail, so nothing here makes the server unready. */
import type { LogStatus } from '#application';

/** What is signed and not published for longer waits for witnesses. */
const PENDING_SECONDS = 60;

export interface LogHealth {
  readonly degraded: boolean;
  readonly told: Readonly<Record<string, unknown>>;
}

export function logHealth({ entries, failing }: LogStatus): LogHealth {
  return { degraded: failing !== null, told: { entries, ...(failing === null ? {} : { failingSince: failing.since, code: failing.code }) } };
}

/** Undefined where the log is published without witnesses. A silent witness is told; it is a matter only where the quorum waits for it. */
export function witnessesHealth({ publishing }: LogStatus, now: string): LogHealth | undefined {
  if (publishing === null) return undefined;
  const { entries, publishedAt, pendingSince, failing, witnesses } = publishing;
  const secondsSince = (instant: string | null): number | null => (instant === null ? null : Math.max(0, Math.round((Date.parse(now) - Date.parse(instant)) / 1_000)));
  const pendingSeconds = secondsSince(pendingSince) ?? 0;
  const refused = witnesses.some(({ state }) => state === 'refuses' || state === 'ahead');
  return {
    degraded: failing !== null || refused || pendingSeconds > PENDING_SECONDS,
    told: { entries, publishedAt, publishedSecondsAgo: secondsSince(publishedAt), pendingSeconds, witnesses, ...(failing === null ? {} : { failingSince: failing.since, code: failing.code }) },
  };
}
