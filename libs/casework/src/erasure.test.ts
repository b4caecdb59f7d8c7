/** Two people erase, and only what was asked for. */
import type { CivilDate, DomainError } from '#kernel';
import { type ErasureCommand, erasureDecider, type ErasureState } from './erasure.js';

const on = '2056-01-02' as CivilDate;
const ask: ErasureCommand = { type: 'RequestErasure', personId: 'R1', on, basis: '保存期满', by: '003' };
const approve = (by: string, day = on): ErasureCommand => ({ type: 'ApproveErasure', personId: 'R1', on: day, by });
const done: ErasureCommand = { type: 'CompleteErasure', personId: 'R1', on, keys: 2 };

function after(...commands: readonly ErasureCommand[]): ErasureState {
  return commands.reduce<ErasureState>((state, command) => erasureDecider.decide(command, state).reduce(erasureDecider.evolve, state), erasureDecider.initialState());
}
const refused = (command: ErasureCommand, ...before: readonly ErasureCommand[]): string => {
  try {
    erasureDecider.decide(command, after(...before));
    return 'taken';
  } catch (error) {
    return (error as DomainError).code;
  }
};

test('asked for, approved by somebody else, done; approving again changes nothing, and asking again begins anew when it is done', () => {
  expect(erasureDecider.decide(ask, after())).toEqual([{ type: 'ErasureRequested', data: { personId: 'R1', on, basis: '保存期满', requestedBy: '003' }, occurredAt: on }]);
  expect(erasureDecider.decide(approve('004'), after(ask))).toEqual([{ type: 'ErasureApproved', data: { personId: 'R1', on, approvedBy: '004' }, occurredAt: on }]);
  expect(erasureDecider.decide(approve('004'), after(ask, approve('004')))).toEqual([]);
  expect(erasureDecider.decide(done, after(ask, approve('004')))).toEqual([{ type: 'PersonDataErased', data: { personId: 'R1', on, keys: 2 }, occurredAt: on }]);
  expect(refused(ask, ask, approve('004'), done)).toBe('taken');
});

test('refused: twice, unasked, by the same person, before it was asked for, without approval', () => {
  expect(refused(ask, ask)).toBe('ERASURE_EXISTS');
  expect(refused(approve('004'))).toBe('ERASURE_UNREQUESTED');
  expect(refused(approve('003'), ask)).toBe('ERASURE_SAME_PERSON');
  expect(refused(approve('004', '2056-01-01' as CivilDate), ask)).toBe('ERASURE_BEFORE_REQUEST');
  expect(refused(done, ask)).toBe('ERASURE_UNAPPROVED');
  expect(refused(approve('004'), ask, approve('004'), done)).toBe('ERASURE_UNREQUESTED');
});
