/** Event store: the port, its limits and the command handler; adapters are imported by their own path. */
export * from './port.js';
export * from './command-handler.js';
export * from './following.js';
export * from './bookmark-file.js';
export { turnOfOthers } from './turns.js';
