/** R57 22, R83: what can be extended, on whose ground, until when. A case accepted on 2 September 2021: 30 working days end on 20 October, 45 on 10 November (counted by hand). */
import type { Benefit } from './index.js';
import { but, given, path, script } from './steps/testing/story.js';

const until = (from: string, benefit: Benefit = 'dibao') => path({ from, benefit }, 'submit', 'accept');
const extension = (stated: object) => but(script().extendDeadline, { on: '2021-09-20', clock: 'total', to: '2021-11-05', ground: 'crossProvince', ...stated });
const running = until('2021-09-01');

describe('an extension', () => {
  it('is recorded with its ground', () => {
    given(running).when(extension({})).then({ type: 'DeadlineExtended', data: { on: '2021-09-20', clock: 'total', to: '2021-11-05', ground: 'crossProvince' } });
  });
  it.each([
    ['of a clock nobody knows', { clock: 'totall' }, 'CLOCK_UNKNOWN'],
    ['of a name every object has', { clock: 'constructor' }, 'CLOCK_UNKNOWN'],
    ['of the survey', { clock: 'survey' }, 'CLOCK_NOT_EXTENDABLE'],
    ['of a notice', { clock: 'townNotice' }, 'CLOCK_NOT_EXTENDABLE'],
    ['to a day that is not later than the decision to extend', { to: '2021-09-20' }, 'EXTENSION_INVALID'],
    ['to the day on which it is due anyway', { to: '2021-10-20' }, 'EXTENSION_INVALID'],
    ['beyond 45 working days', { to: '2021-11-11' }, 'EXTENSION_INVALID'],
    ['after it ran out', { on: '2021-10-21' }, 'EXTENSION_INVALID'],
  ])('is refused %s', (_what, stated, code) => {
    given(running).when(extension(stated)).thenRefused(code);
  });
  it.each([['2021-10-21', '2021-09-20'], ['2021-11-10', '2021-10-20']])('goes to %s, decided on %s', (to, on) => {
    expect(given(running).when(extension({ to, on })).thenFile().extendedTo).toEqual({ total: to });
  });
  it('can be extended again while it runs, further only', () => {
    const once = [...running, extension({ on: '2021-10-20', to: '2021-11-01' })];
    given(once).when(extension({ on: '2021-10-28', to: '2021-11-01' })).thenRefused('EXTENSION_INVALID', { field: 'to', dueOn: '2021-11-01' });
    expect(given(once).when(extension({ on: '2021-11-01', to: '2021-11-05' })).thenFile().extendedTo).toEqual({ total: '2021-11-05' });
    given(once).when(extension({ on: '2021-11-02' })).thenRefused('EXTENSION_INVALID', { field: 'on' });
  });
  it('is not known under R220, nor for benefits that R57 22 does not speak of', () => {
    given(until('2021-06-01')).when(extension({ on: '2021-06-10', to: '2021-07-20' })).thenRefused('CLOCK_NOT_EXTENDABLE');
    given(until('2021-09-01', 'tekun')).when(extension({})).thenRefused('CLOCK_NOT_EXTENDABLE');
    expect(given(until('2021-09-01', 'lowIncome')).when(extension({})).thenFile().extendedTo).toEqual({ total: '2021-11-05' });
  });
  it('of a town that decides must come within its 20 working days', () => {
    // 3 (1), 6-10 (6), 13-18 (12), 22-24 (15), 26-30 (20): due on 30 September.
    given(running).when(but(extension({ to: '2021-10-08' }), {}, undefined, { delegated: true })).then({ type: 'DeadlineExtended', data: { on: '2021-09-20', clock: 'total', to: '2021-10-08', ground: 'crossProvince' } });
    given(running).when(but(extension({ on: '2021-10-08' }), {}, undefined, { delegated: true })).thenRefused('EXTENSION_INVALID', { field: 'on', dueOn: '2021-09-30' });
  });
});
