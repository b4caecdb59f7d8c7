/** The memory adapter keeps the whole contract. */
import { describeEventStoreContract } from '../contract.js';
import { MemoryLedger, openMemoryEventStore } from './memory-event-store.js';

describeEventStoreContract('memory', () => {
  const ledger = new MemoryLedger();
  return {
    open: async () => openMemoryEventStore(ledger),
    reopen: async () => openMemoryEventStore(ledger),
    destroy: async () => undefined,
  };
});
