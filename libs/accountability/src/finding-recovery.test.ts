import fc from 'fast-check';
import { attempt, but, ERROR, fileAfter, fold, given, S, SERVED, take } from './testing/finding-story.js';
import type { FindingEvent, FindingFile, FindingState } from './index.js';

describe('orderRecovery', () => {
  it('after the error, once, no more than was wrongly paid', () => {
    given(...ERROR).when(S.order).then({ type: 'RecoveryOrdered', data: S.order.stated });
    given(S.raise, S.assign, S.verify).when(S.order).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the determination of the error (determineError)'] });
    given(...ERROR, S.order).when(S.order).thenRefused('STEP_DONE');
    given(...ERROR).when(but(S.order, { fen: 100_001 })).thenRefused('RECOVERY_ABOVE_ERROR', { orderedFen: 100_001, errorFen: 100_000 });
    given(...ERROR).when(but(S.order, { on: '2022-09-19' })).thenRefused('STEP_TOO_EARLY');
    given(...ERROR).when(but(S.order, { due: '2022-09-20' })).thenRefused('DUE_BEFORE_STEP');
  });
  it('an omission owes nothing back', () => {
    given(S.raise, S.assign, S.verify, but(S.determine, { kind: 'omission' })).when(S.order).thenRefused('NOTHING_TO_RECOVER');
  });
});

describe('serveRecovery, agreePlan', () => {
  it('serve once, after the order', () => {
    given(...ERROR, S.order).when(S.serve).then({ type: 'RecoveryServed', data: { on: '2022-09-22', method: '直接' } });
    given(...ERROR).when(S.serve).thenRefused('STEP_OUT_OF_ORDER');
    given(...SERVED).when(S.serve).thenRefused('STEP_DONE');
  });
  it('a plan covers what is still owed, in the order of its days', () => {
    given(...SERVED).when(S.plan).then({ type: 'RecoveryPlanAgreed', data: S.plan.stated });
    given(...SERVED).when(but(S.plan, { instalments: [{ due: '2022-10-31', fen: 99_999 }] })).thenRefused('PLAN_DOES_NOT_COVER', { agreedFen: 99_999, owedFen: 100_000 });
    given(...SERVED, but(S.receive, { fen: 30_000 })).when(but(S.plan, { on: '2022-11-01', instalments: [{ due: '2022-11-30', fen: 70_000 }] })).thenAccepted();
    given(...SERVED).when(but(S.plan, { instalments: [{ due: '2022-11-30', fen: 60_000 }, { due: '2022-10-31', fen: 40_000 }] })).thenRefused('PLAN_DAYS_INVALID');
    given(...SERVED).when(but(S.plan, { instalments: [{ due: '2022-09-25', fen: 100_000 }] })).thenRefused('PLAN_DAYS_INVALID');
    given(...ERROR, S.order).when(S.plan).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the service of the order (serveRecovery)'] });
    given(...SERVED, S.fail).when(but(S.plan, { on: '2022-12-02', instalments: [{ due: '2022-12-30', fen: 100_000 }] })).thenRefused('RECOVERY_GIVEN_UP');
  });
});

describe('receiveRecovery, remitRecovery', () => {
  it('more than was ordered only with the reason said', () => {
    given(...SERVED).when(S.receive).then({ type: 'RecoveryReceived', data: { fen: 100_000, channel: 'bank', receiptNo: 'SJ-1', receivedOn: '2022-10-31' } });
    given(...SERVED).when(but(S.receive, { fen: 100_001 })).thenRefused('RECOVERY_EXCEEDS_ORDER', { orderedFen: 100_000, totalFen: 100_001 });
    given(...SERVED, S.receive).when(but(S.receive, { fen: 1 })).thenRefused('RECOVERY_EXCEEDS_ORDER');
    expect(given(...SERVED, S.receive).when(but(S.receive, { fen: 1, excess: '多退一分' })).thenAccepted().receivedFen).toBe(100_001);
    given(...ERROR).when(S.receive).thenRefused('STEP_OUT_OF_ORDER');
  });
  it('never remits more than came in', () => {
    given(...SERVED, S.receive).when(S.remit).then({ type: 'RecoveryRemitted', data: S.remit.stated });
    given(...SERVED).when(S.remit).thenRefused('STEP_OUT_OF_ORDER', { missing: ['money received (receiveRecovery)'] });
    given(...SERVED, but(S.receive, { fen: 60_000 })).when(but(S.remit, { fen: 60_001 })).thenRefused('REMITTANCE_EXCEEDS_RECEIPTS', { receivedFen: 60_000, totalFen: 60_001 });
    given(...SERVED, S.receive, S.remit).when(but(S.remit, { fen: 1 })).thenRefused('REMITTANCE_EXCEEDS_RECEIPTS');
  });
});

describe('failRecovery', () => {
  it('gives up the rest, on a ground', () => {
    given(...SERVED, but(S.receive, { fen: 30_000 })).when(S.fail).then({ type: 'RecoveryFailed', data: { on: '2022-12-01', ground: 'noAssets', text: '无财产', fen: 70_000 } });
    given(...SERVED, S.receive).when(S.fail).thenRefused('RECOVERY_COMPLETE');
    given(...SERVED, S.fail).when(S.fail).thenRefused('RECOVERY_GIVEN_UP');
    given(...SERVED).when(but(S.fail, { ground: 'planBroken' })).thenRefused('PLAN_MISSING');
    given(...SERVED, S.plan).when(but(S.fail, { ground: 'planBroken' })).thenAccepted();
    given(...ERROR, S.order).when(S.fail).thenRefused('STEP_OUT_OF_ORDER');
  });
  it('is neither a penalty nor an exemption: an exemption leaves the debt as it was (process.md §12.7)', () => {
    const exempt = [...SERVED, S.plan, S.assess, S.grant];
    expect(fileAfter(...exempt)).toMatchObject({ order: { fen: 100_000 }, receivedFen: 0 });
    given(...exempt).when(S.close).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the recovery (receiveRecovery), or why it fails (failRecovery)'] });
  });
});

it('at no time more is received than ordered unless it was said, nor remitted than received', () => {
  const move = fc.record({ kind: fc.constantFrom('receive', 'remit', 'fail', 'plan'), fen: fc.integer({ min: 1, max: 80_000 }), excess: fc.boolean() });
  const seen = { receive: 0, remit: 0, exceeds: 0, over: 0 };
  fc.assert(fc.property(fc.array(move, { minLength: 4, maxLength: 12 }), (moves) => {
    let state: FindingState = fileAfter(...SERVED);
    // A second account, kept from the events alone.
    let [received, remitted, said] = [0, 0, false];
    for (const { kind, fen, excess } of moves) {
      const day = { on: '2022-12-01' };
      const command = kind === 'receive' ? but(S.receive, { ...day, fen, ...(excess ? { excess: '多收' } : {}) }) : kind === 'remit' ? but(S.remit, { ...day, fen }) : kind === 'fail' ? S.fail
        : take('agreePlan', { ...day, agreementNo: 'HK-2', instalments: [{ due: '2023-01-31', fen: Math.max(1, 100_000 - received) }] }, '001203');
      const answer = attempt(command, state);
      if (typeof answer === 'string') {
        if (answer.includes('EXCEEDS')) seen.exceeds += 1;
        continue;
      }
      for (const { type, data } of answer as readonly FindingEvent[]) {
        if (type === 'RecoveryReceived') {
          received += data.fen;
          seen.receive += 1;
          if (received > 100_000) {
            expect(data.excess).toBeDefined();
            said = true;
            seen.over += 1;
          }
        }
        if (type === 'RecoveryRemitted') {
          remitted += data.fen;
          seen.remit += 1;
        }
      }
      expect(remitted).toBeLessThanOrEqual(received);
      if (!said) expect(received).toBeLessThanOrEqual(100_000);
      state = fold(state, answer);
      expect(state as FindingFile).toMatchObject({ receivedFen: received, remittedFen: remitted });
    }
  }), { numRuns: 300, seed: 20_221_122 });
  // The walk reached what it is about.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
