/**
 * Turns for others. A read of the file is done when its promise is made, so whoever reads a thousand streams one after the other would never let go of the event
 * loop: no request would be answered, no timer go off, and native memory that the garbage collector has given up would not be freed before the end.
 */

/** For so long one piece of work has the event loop for itself. */
const LONGEST_MS = 10;

let since = performance.now();
let turn: Promise<void> | undefined;

/** What to wait for before going on; undefined while nobody has waited long. All who ask wait for the same. */
export function turnOfOthers(): Promise<void> | undefined {
  if (turn === undefined && performance.now() - since >= LONGEST_MS) {
    turn = new Promise((resolve) => {
      setImmediate(() => {
        turn = undefined;
        since = performance.now();
        resolve();
      });
    });
  }
  return turn;
}
