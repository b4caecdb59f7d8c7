/** The whole contract, over real gRPC, against the EventStoreDB double. */
import { describeEventStoreContract } from '../contract.js';
import { EventStoreDbDouble } from './double/server.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

describeEventStoreContract('EventStoreDB double', async () => {
  const double = await EventStoreDbDouble.start();
  const open = () => openEventStoreDb(double.connectionString);
  return { open, reopen: open, destroy: () => double.stop() };
});
