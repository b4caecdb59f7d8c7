/** The turnstile: so many at a time, so many waiting, in order. */
import { setImmediate as turn } from 'node:timers/promises';
import { Turnstile } from './turnstile.js';

test('runs a few at a time, in order, and refuses what would wait beyond the bound', async () => {
  const turnstile = new Turnstile({ running: 2, waiting: 2 });
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const pass = (n: number): Promise<number> => turnstile.pass(() => {
    begun.push(n);
    return new Promise((resolve) => ends.push(() => resolve(n)));
  });
  const [a, b, c, d] = [pass(1), pass(2), pass(3), pass(4)];
  await expect(pass(5)).rejects.toMatchObject({ code: 'QUEUE_FULL', kind: 'limit' });
  expect(begun).toEqual([1, 2]);
  ends[0]?.();
  await a;
  await turn();
  expect(begun).toEqual([1, 2, 3]);
  ends[1]?.();
  await b;
  await turn();
  expect(begun).toEqual([1, 2, 3, 4]);
  ends.slice(2).forEach((end) => end());
  expect(await Promise.all([c, d])).toEqual([3, 4]);
});

test('a failure gives its place back', async () => {
  const turnstile = new Turnstile({ running: 1, waiting: 0 });
  await expect(turnstile.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turnstile.pass(() => Promise.resolve(1))).toBe(1);
});
