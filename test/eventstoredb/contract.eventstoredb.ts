/**
 * The event store contract and the adapter's assumptions against a real EventStoreDB or KurrentDB: `npm run test:eventstoredb`.
 * The server is named by EVENTSTORE_URL. Tests write streams of random names and delete nothing else's, but they do write:
 * use a server for development (`docker compose up -d eventstore`), never the ledger's own.
 */
import { jest } from '@jest/globals';
import { describeEventStoreContract } from '#event-store/contract';
import { describeServerAssumptions } from '#event-store/eventstoredb/double/assumptions';
import { openEventStoreDb } from '#event-store/eventstoredb/eventstoredb-event-store';

const connectionString = process.env['EVENTSTORE_URL'] ?? '';
if (connectionString === '') {
  throw new Error('EVENTSTORE_URL is not set: name the server to test against, for example\n  docker compose up -d --wait eventstore\n  EVENTSTORE_URL="esdb://127.0.0.1:2113?tls=false" npm run test:eventstoredb');
}

jest.setTimeout(600_000);

describeEventStoreContract('EVENTSTORE_URL', () => {
  const open = () => openEventStoreDb(connectionString);
  return { open, reopen: open, destroy: () => Promise.resolve() };
});

describeServerAssumptions('EVENTSTORE_URL', () => Promise.resolve({ connectionString, end: () => Promise.resolve() }));
