/** A month in which more does not agree than is kept at a time: what is known takes no place among what is new, so every discrepancy is told in the end and the month can be closed. */
import { parseCivilDate as d } from '#kernel';
import { type Discrepancy, discrepancy, MAX_KEPT_DISCREPANCIES, newsOf, type PeriodNow, type PeriodState, periodStream } from './index.js';

const { decide, evolve, initialState } = periodStream.decider;
const context = { listNo: 'dibao-2019-02', benefit: 'dibao', ym: '2019-02', by: 'clerk', today: d('2019-04-01') } as const;
const found: readonly Discrepancy[] = Array.from({ length: MAX_KEPT_DISCREPANCIES + 500 }, (_, n) => discrepancy('unanswered', `C${n}/2019-02/base/1`, 100));
const now = { totals: {}, hash: 'h', found } as unknown as PeriodNow;

/** A run, and whatever of its news is kept, as the service sends them. */
function run(state: PeriodState): { readonly state: PeriodState; readonly kept: number; readonly truncated: unknown } {
  const news = newsOf(state, found).slice(0, MAX_KEPT_DISCREPANCIES);
  const [ran] = decide({ type: 'TakePeriodStep', step: 'run', stated: { on: '2019-03-01' }, context, now, run: state.runs } as never, state);
  const kept = decide({ type: 'KeepDiscrepancies', found: news, on: d('2019-03-01'), context }, state);
  const events = [...kept, ...(ran === undefined ? [] : [ran])];
  return { state: events.reduce((at, event) => evolve(at, event as never), state), kept: kept.length, truncated: (ran?.data as { truncated?: number } | undefined)?.truncated };
}

test('the first run keeps as many as fit and says how many it left, the next one keeps those, a third has no news', () => {
  const first = run(initialState());
  expect([first.kept, first.truncated, first.state.discrepancies.size]).toEqual([MAX_KEPT_DISCREPANCIES, 500, MAX_KEPT_DISCREPANCIES]);
  const second = run(first.state);
  expect([second.kept, second.truncated, second.state.discrepancies.size]).toEqual([500, undefined, found.length]);
  expect(run(second.state)).toMatchObject({ kept: 0, truncated: undefined });
});
