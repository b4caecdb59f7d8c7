/** The server as a library: what the command line and tests start. */
export { type RunningServer, type ServerOptions, startServer } from './server.js';
export { LIMITS, type ServerLimits } from './tokens.js';
export { stopOnSignals } from './signals.js';
