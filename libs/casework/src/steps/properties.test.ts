/** What holds of every history that the procedure accepts, whoever tried whatever on whatever day. */
import fc from 'fast-check';
import { activeChange, changeInForce, type CaseFile, type ChangeKind, CHANGE_OF_EVENT, type EntitlementChange } from '../index.js';
import { nameOf, WAYS } from './testing/owed.js';
import type { ScriptStep } from './testing/story.js';
import { type Accepted, type Move, namedIn, walk, type Walked } from './testing/walk.js';

const SEED = 20211001;
const RUNS = 400;
const move: fc.Arbitrary<Move> = fc.record({ kind: fc.nat(99), which: fc.nat(999), who: fc.nat(99), days: fc.integer({ min: -3, max: 12 }), how: fc.nat(99) });
const way = fc.constantFrom(...WAYS);

/** Walks are made once and looked at by every property: a failure names the way and the steps. */
const WALKS: readonly (Walked & { readonly name: string; readonly owed: readonly ScriptStep[] })[] = fc
  .sample(fc.tuple(way, fc.array(move, { minLength: 25, maxLength: 90, size: 'max' })), { seed: SEED, numRuns: RUNS })
  .map(([taken, moves]) => ({ ...walk(taken, moves), name: nameOf(taken), owed: taken.owed }));

/** Cheaper than an `expect` for each of many thousand steps. */
const must = (holds: boolean, ...where: readonly unknown[]): void => {
  if (!holds) throw new Error(`does not hold: ${JSON.stringify(where)}`);
};
const eachAccepted = (look: (accepted: Accepted, walked: (typeof WALKS)[number]) => void): void => {
  for (const walked of WALKS) for (const one of walked.accepted) look(one, walked);
};
const confirmations = WALKS.flatMap((walked) => walked.accepted.filter(({ step }) => step === 'confirm').map((one) => ({ one, walked })));
const DELEGABLE: ReadonlySet<ScriptStep> = new Set(['forward', 'draw', 'postCountyNotice', 'closeCountyNotice']);
const KIN_MAY: ReadonlySet<ScriptStep> = new Set(['supplement', 'declareKin', 'fileNearRelative', 'authoriseCheck', 'disputeCheck', 'raiseObjection', 'withdraw', 'reportChange', 'reportDeath', 'draw']);

it('the walks go everywhere: every way is confirmed at least once, most steps are taken, most refusals are met', () => {
  expect(new Set(confirmations.map(({ walked }) => walked.name)).size).toBe(WAYS.length);
  expect(confirmations.length).toBeGreaterThan(RUNS / 4);
  expect(new Set(WALKS.flatMap(({ accepted }) => accepted.map(({ step }) => step))).size).toBeGreaterThan(50);
  expect(new Set(WALKS.flatMap(({ refusals }) => refusals)).size).toBeGreaterThan(20);
});

it('a DomainError is all the decider ever throws', () => {
  fc.assert(fc.property(way, fc.array(move, { maxLength: 60 }), (taken, moves) => void walk(taken, moves)), { seed: SEED + 1, numRuns: 200 });
});

it('nothing is confirmed without what it owes, done since the last return', () => {
  for (const { one: { account, command }, walked: { name, owed } } of confirmations) {
    const delegated = command.context.delegated === true;
    const missing = owed.filter((step) => !account.done.has(step) && !(delegated && DELEGABLE.has(step)));
    must(missing.length === 0, name, missing);
    must(account.openObjections === 0, name, 'objection');
    must(account.opinion !== 'deny', name, 'opinion');
  }
});

it('nobody decides who accepted, visited, drafted or gave an opinion, ever', () => {
  eachAccepted(({ step, command, account }, { name }) => {
    if (step === 'confirm' || step === 'deny') must(!account.handled.has(command.context.by), name, command.context.by);
  });
});

it('near kin whose relation is not registered handle nothing, and nothing is decided while there are any', () => {
  eachAccepted(({ step, command, account }, { name }) => {
    const people = [...(KIN_MAY.has(step) ? [] : [command.context.by]), ...namedIn({ command })];
    must(!people.some((one) => account.unfiledKin.has(one)), name, step, people);
    if (step === 'confirm' || step === 'deny' || step === 'forward') must(account.unfiledKin.size === 0, name, step);
  });
});

it('there is at most one decision', () => {
  for (const { accepted, name } of WALKS) must(accepted.filter(({ step }) => step === 'confirm' || step === 'deny').length < 2, name);
});

it('every event happens on the day of its step, which has come', () => {
  eachAccepted(({ events, command }) => {
    const { on } = command.type === 'TakeStep' ? command.stated : command.sampled;
    must(on <= command.context.today && events.every(({ occurredAt }) => occurredAt === on), on);
  });
});

it('after an end without a benefit only papers move: told, served, reported', () => {
  const ends: ReadonlySet<ScriptStep> = new Set(['refuseAcceptance', 'deny', 'withdraw', 'terminate']);
  const allowed: ReadonlySet<ScriptStep> = new Set(['serve', 'reportChange', 'reportDeath']);
  let ended = 0;
  for (const { accepted, name } of WALKS) {
    const end = accepted.findIndex(({ step }) => ends.has(step));
    if (end < 0) continue;
    ended += 1;
    for (const { step } of accepted.slice(end + 1)) must(allowed.has(step), name, step);
  }
  expect(ended).toBeGreaterThan(20);
});

describe('what is owed', () => {
  const BACKDATED = new Set(['death', 'fraud']);
  const changesOf = ({ events }: Accepted): readonly (EntitlementChange & { readonly cause?: string | undefined })[] =>
    events.filter(({ type }) => CHANGE_OF_EVENT.has(type)).map(({ type, data }) => ({ ...(data as unknown as EntitlementChange), kind: CHANGE_OF_EVENT.get(type) as ChangeKind }));
  /** What was owed; before a stop that moves an earlier one back, that stop. */
  const before = ({ before: state, step }: Accepted): EntitlementChange | undefined => (step === 'stop' ? changeInForce : activeChange)((state as CaseFile).changes, '9999-12');
  const changed = WALKS.flatMap(({ accepted, name }) => accepted.filter(({ step }) => step !== 'confirm').flatMap((one) => changesOf(one).map((change) => ({ one, change, name, was: before(one) as EntitlementChange }))));

  it('is changed in many ways in the walks', () => {
    expect(new Set(changed.map(({ change }) => change.kind))).toEqual(new Set<ChangeKind>(['increase', 'reduce', 'suspend', 'resume', 'graduatedExit', 'stop']));
    expect(changed.some(({ change }) => change.cause !== undefined && BACKDATED.has(change.cause))).toBe(true);
  });
  it('is granted by a confirmation and by nothing else, and changed only while it is owed', () => {
    eachAccepted((one, { name }) => {
      const grants = changesOf(one).filter(({ kind }) => kind === 'grant').length;
      must(grants === (one.step === 'confirm' ? 1 : 0), name, one.step, grants);
    });
    for (const { name, one, was } of changed) must(was !== undefined, name, one.step);
  });
  it('changes from a month after that of the decision, never before what was decided earlier, unless a stop reaches back', () => {
    for (const { name, one, change, was } of changed) {
      const backdated = change.kind === 'stop' && BACKDATED.has(change.cause ?? '');
      must(change.decidedOn >= was.decidedOn, name, one.step, change, was);
      must(backdated || (change.fromYm > change.decidedOn.slice(0, 7) && change.fromYm >= was.fromYm), name, one.step, change, was);
    }
  });
  it('an increase is more, a reduction less, a suspension and a stop nothing, a resumption what was before', () => {
    for (const { name, one, change, was } of changed) {
      const more = change.newFen - was.newFen || change.persons - was.persons;
      switch (change.kind) {
        case 'increase': must(more > 0, name, one.step, change, was); break;
        case 'reduce': must(more < 0, name, one.step, change, was); break;
        case 'suspend': case 'stop': must(change.newFen === 0, name, one.step, change); break;
        case 'resume': {
          const last = (one.before as CaseFile).changes.filter(({ kind }) => kind !== 'suspend').at(-1);
          must(change.newFen === last?.newFen && change.persons === last.persons && was.kind === 'suspend', name, change, last);
          break;
        }
        default: must(change.kind === 'graduatedExit', name, change);
      }
    }
  });
  it('is nothing from the month of a stop on, whatever was decided before', () => {
    for (const { accepted, state, name } of WALKS) {
      for (const one of accepted) for (const { kind, fromYm } of changesOf(one)) {
        if (kind === 'stop') must(activeChange((state as CaseFile).changes, fromYm) === undefined && activeChange((state as CaseFile).changes, '9999-12') === undefined, name, one.step, fromYm);
      }
    }
  });
  it('and nothing changes after a stop but its month, to an earlier one', () => {
    for (const { accepted, name } of WALKS) {
      const end = accepted.findIndex((one) => changesOf(one).some(({ kind }) => kind === 'stop'));
      for (const one of end < 0 ? [] : accepted.slice(end + 1)) {
        const [first] = changesOf(one);
        must(first === undefined || (first.kind === 'stop' && BACKDATED.has(first.cause ?? '') && first.fromYm < (before(one) as EntitlementChange).fromYm), name, one.step, first);
      }
    }
  });
});
