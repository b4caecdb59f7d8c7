/**
 * Runs what `body` starts, at most `limit` at the same time: `start` waits for room. After the first failure nothing more is started,
 * what runs is waited for, and that failure is thrown; nothing is left running or unhandled.
 */
export async function atMost<T>(limit: number, body: (start: (work: () => Promise<void>) => Promise<void>) => Promise<T>): Promise<T> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const start = async (work: () => Promise<void>): Promise<void> => {
    if (running.size >= limit) await Promise.race(running);
    if (failures.length > 0) throw failures[0];
    const one: Promise<void> = work().catch((error: unknown) => { failures.push(error); }).finally(() => running.delete(one));
    running.add(one);
  };
  const result = await body(start).catch((error: unknown) => { failures.push(error); });
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return result as T;
}
