/** What a measurement says of itself. */
export interface Timed {
  readonly seconds: number;
  /** Seconds of processor time, of all threads. */
  readonly processor: number;
  readonly count: number;
}
/** A measurement that works in a directory of its own, or in one that others have filled. */
export type Task = (directory: string) => Promise<Timed>;

export async function timed(count: number, work: () => unknown): Promise<Timed> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - startedAt) / 1000, processor: (user + system) / 1e6, count };
}
/** As `timed`, of work that says itself how much it was. */
export async function counted(work: () => Promise<number>): Promise<Timed> {
  let count = 0;
  const measured = await timed(0, async () => { count = await work(); });
  return { ...measured, count };
}
