/** The edge's clock. */
export const systemClock = { now: (): string => new Date().toISOString(), milliseconds: (): number => performance.now() };
