/** Ends a server when the operating system asks for it. */
import type { RunningServer } from './server.js';

/**
 * On SIGTERM or SIGINT the server is stopped in order and the process ends with 0.
 * A second signal, from someone who does not want to wait, ends it at once with 1.
 */
export function stopOnSignals(server: RunningServer): void {
  let asked = false;
  const stop = (): void => {
    if (asked) process.exit(1);
    asked = true;
    // `exit` rather than waiting for the loop to empty: what was abandoned must not keep the process.
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
