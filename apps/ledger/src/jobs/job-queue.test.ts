/** The job queue: one at a time, bounded, forgetting old jobs, stopping in order. */
import { setImmediate as turn } from 'node:timers/promises';
import { JobQueue } from './job-queue.js';

/** Matches a `DomainError` by its code. */
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

interface Gate { readonly finish: (value: string) => void; readonly fail: (error: Error) => void }

function queue(waiting: number, kept = 10) {
  const gates: Gate[] = [];
  const finished: string[] = [];
  const made = new JobQueue<string, number, string>({
    what: 'jobs', waiting, kept, now: () => '2026-01-01T00:00:00.000Z',
    run: (_job, onProgress) => new Promise((finish, fail) => {
      onProgress(1);
      gates.push({ finish, fail });
    }),
    onFinished: ({ input }) => void finished.push(input),
  });
  return { made, gates, finished };
}

test('runs one at a time and bounds those that wait', async () => {
  const { made, gates, finished } = queue(1);
  const [a, b] = [made.add('a'), made.add('b')];
  expect([a.status, a.progress, b.status]).toEqual(['running', 1, 'waiting']);
  expect(() => made.add('c')).toThrow(refusal('QUEUE_FULL'));
  gates[0]?.finish('done');
  await turn();
  expect([a.status, a.result, b.status]).toEqual(['succeeded', 'done', 'running']);
  gates[1]?.fail(new Error('no'));
  await turn();
  expect([b.status, (b.error as Error).message]).toEqual(['failed', 'no']);
  expect(finished).toEqual(['a', 'b']);
  expect(made.add('d').status).toBe('running');
});

test('with no room to wait, an idle queue still takes a job', () => {
  const { made } = queue(0);
  expect(made.add('a').status).toBe('running');
  expect(() => made.add('b')).toThrow(refusal('QUEUE_FULL'));
});

test('forgets the oldest finished jobs, never those that wait or run', async () => {
  const { made, gates } = queue(5, 1);
  const jobs = ['a', 'b', 'c', 'd'].map((input) => made.add(input));
  gates[0]?.finish('');
  await turn();
  gates[1]?.finish('');
  await turn();
  expect(jobs.map(({ id }) => made.find(id) !== undefined)).toEqual([false, true, true, true]);
});

test('stopping fails those that wait, and waits for the one that runs', async () => {
  const { made, gates, finished } = queue(5);
  const [a, b] = [made.add('a'), made.add('b')];
  let stopped = false;
  const stopping = made.stop().then(() => (stopped = true));
  await turn();
  expect([stopped, a.status, b.status, (b.error as { code?: string }).code]).toEqual([false, 'running', 'failed', 'STOPPING']);
  expect(() => made.add('c')).toThrow(refusal('STOPPING'));
  gates[0]?.finish('done');
  await stopping;
  expect(a.status).toBe('succeeded');
  expect(finished).toEqual(['b', 'a']);
});
