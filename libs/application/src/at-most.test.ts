import { setTimeout as sleep } from 'node:timers/promises';
import { atMost } from './at-most.js';

describe('atMost', () => {
  it('never runs more than the limit, runs everything and gives what the body gives', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const given = await atMost(3, async (start) => {
      for (let n = 0; n < 20; n += 1) {
        await start(async () => {
          most = Math.max(most, running += 1);
          await sleep(n % 4);
          running -= 1;
          done += 1;
        });
      }
      return 'given';
    });
    expect({ given, most, done }).toEqual({ given: 'given', most: 3, done: 20 });
  });

  it('throws the first failure when all that ran has ended, starts nothing after it, and leaves no rejection unhandled', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => { unhandled.push(reason); };
    process.on('unhandledRejection', note);
    let started = 0;
    let ended = 0;
    const work = (n: number) => async (): Promise<void> => {
      started += 1;
      await sleep(n === 1 ? 1 : 20);
      ended += 1;
      throw new Error(`failure ${n}`);
    };
    await expect(atMost(3, async (start) => {
      for (let n = 0; n < 10; n += 1) await start(work(n));
    })).rejects.toThrow('failure 1');
    await sleep(30);
    process.off('unhandledRejection', note);
    expect({ started, ended, unhandled }).toEqual({ started: 3, ended: 3, unhandled: [] });
  });

  it('throws a failure of the last one, after the body has ended', async () => {
    await expect(atMost(2, (start) => start(async () => { await sleep(1); throw new Error('late'); }))).rejects.toThrow('late');
  });

  it('waits for what runs when the body itself fails', async () => {
    let ended = false;
    await expect(atMost(2, async (start) => {
      await start(async () => { await sleep(10); ended = true; });
      throw new Error('body');
    })).rejects.toThrow('body');
    expect(ended).toBe(true);
  });
});
