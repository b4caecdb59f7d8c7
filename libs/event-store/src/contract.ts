/**
 * The one contract suite of the event store port: an adapter's test calls `describeEventStoreContract` and thereby runs all of it.
 * There is nothing to pick from and nothing to skip; what an adapter promises beyond it, it tests beside its own code.
 *
 * The ledger under test may be shared with others (a server): tests make their stream ids unique and look only at their own events,
 * so an adapter need not start empty.
 */
/// <reference types="jest" />
import { provesAppends } from './contract/appends.js';
import { provesFollowing } from './contract/following.js';
import { provesLifecycle } from './contract/lifecycle.js';
import { provesLimits } from './contract/limits.js';
import { provesModel } from './contract/model.js';
import { provesReads } from './contract/reads.js';
import { provesRepetition } from './contract/repetition.js';
import type { Bench, MakeHarness } from './contract/support.js';
import { provesTexts } from './contract/texts.js';
import type { EventStore } from './port.js';

export type { EventStoreHarness, MakeHarness } from './contract/support.js';

/**
 * Runs the whole contract.
 * @param makeHarness called once per test; see `EventStoreHarness`
 */
export function describeEventStoreContract(name: string, makeHarness: MakeHarness): void {
  describe(`event store contract: ${name}`, () => {
    const bench = { } as { -readonly [K in keyof Bench]: Bench[K] };

    beforeEach(async () => {
      const harness = await makeHarness();
      let store: EventStore | undefined;
      bench.destroy = async () => {
        await store?.close();
        await harness.destroy();
      };
      store = await harness.open();
      bench.store = store;
      bench.reopen = async () => {
        await store?.close();
        store = await harness.reopen();
        bench.store = store;
        return store;
      };
    });
    afterEach(async () => {
      await bench.destroy();
    });

    describe('appending', () => provesAppends(bench));
    describe('repeating an append', () => provesRepetition(bench));
    describe('reading', () => provesReads(bench));
    describe('following the whole ledger', () => provesFollowing(bench));
    describe('texts', () => provesTexts(bench));
    describe('limits', () => provesLimits(bench));
    describe('closing and opening again', () => provesLifecycle(bench));
    describe('against a model', () => provesModel(bench));
  });
}
