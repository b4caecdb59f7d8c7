/** One client for each connection string in the process, shared by all stores opened with it. */
import { EventStoreDBClient } from '@eventstore/db-client';
import { DomainError } from '#kernel';

interface SharedClient {
  readonly client: EventStoreDBClient;
  users: number;
}

export interface ClientLease {
  readonly client: EventStoreDBClient;
  /** Idempotent; with the last user the client's calls are ended. */
  release(): Promise<void>;
}

const clients = new Map<string, SharedClient>();

/**
 * @param connectionString `esdb://…`, `esdb+discover://…`; the names KurrentDB uses, `kurrentdb://…`, mean the same
 * @throws DomainError `CONNECTION_STRING_INVALID`; the message leaves the string out, for it may hold a password
 */
export function leaseClient(connectionString: string): ClientLease {
  const normal = connectionString.trim().replace(/^(?:kurrentdb|kurrent|kdb)(\+discover)?:/, 'esdb$1:');
  const shared = clients.get(normal) ?? { client: connect(normal), users: 0 };
  clients.set(normal, shared);
  shared.users += 1;
  let released = false;
  return {
    client: shared.client,
    async release() {
      if (released) return;
      released = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      clients.delete(normal);
      await shared.client.dispose();
    },
  };
}

function connect(connectionString: string): EventStoreDBClient {
  let client: EventStoreDBClient;
  try {
    client = EventStoreDBClient.connectionString(connectionString);
  } catch {
    throw new DomainError('CONNECTION_STRING_INVALID', 'invalid',
      'The connection string of the event store is not valid. Write it as esdb://host:2113?tls=false or esdb://user:password@host1:2113,host2:2113,host3:2113.');
  }
  // Switched off, the client reports a conflict with a wrong revision instead of an error.
  if (!client['throwOnAppendFailure']) {
    throw new DomainError('CONNECTION_STRING_INVALID', 'invalid', 'The connection string of the event store sets throwOnAppendFailure=false, which hides conflicts. Leave the setting out.');
  }
  avoidBatchAppends(client);
  return client;
}

/**
 * Makes the client append with one call for each append instead of its shared batch stream.
 * In db-client 6.2.1 the batch streams of the whole process share one table of pending appends: when the connection to a former leader
 * breaks, appends under way to the new leader are failed too, and their answers then throw in an event handler, which ends the process
 * (batchAppend.js: `const [resolve, reject] = promiseBank.get(…)`). Batch appends have no deadline of the call either.
 */
function avoidBatchAppends(client: EventStoreDBClient): void {
  const supports = client['supports'];
  client['supports'] = async (method, feature) => !method.path.endsWith('/BatchAppend') && supports(method, feature);
}
