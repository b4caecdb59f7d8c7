/** The whole contract, over real gRPC, against the EventStoreDB double; and the double against what the adapter assumes of a server. */
import { jest } from '@jest/globals';
import { describeEventStoreContract } from '../../libs/event-store/src/contract.js';
import { describeServerAssumptions } from '../../libs/event-store/src/eventstoredb/double/assumptions.js';
import { EventStoreDbDouble } from '../../libs/event-store/src/eventstoredb/double/server.js';
import { openEventStoreDb } from '../../libs/event-store/src/eventstoredb/eventstoredb-event-store.js';

// Server and client share this process, and every event passes protobuf four times: a hundred thousand of them take their time.
jest.setTimeout(300_000);

describeEventStoreContract('EventStoreDB double', async () => {
  const double = await EventStoreDbDouble.start();
  const open = () => openEventStoreDb(double.connectionString);
  return { open, reopen: open, destroy: () => double.stop() };
});

describeServerAssumptions('EventStoreDB double', async () => {
  const double = await EventStoreDbDouble.start();
  return { connectionString: double.connectionString, end: () => double.stop() };
});
