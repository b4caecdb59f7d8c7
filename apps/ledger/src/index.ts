/** The server as a library: what the command line and tests start. */
export { type KafkaSettings, kafkaSettings } from './messaging/settings.js';
export { type RunningServer, type ServerOptions, startServer } from './server.js';
export { type AccessSettings, LIMITS, type OidcSettings, type ServerLimits } from './tokens.js';
export { announceFirstStart } from './access/first-start.js';
export { accessSettings } from './access/settings.js';
export { stopOnSignals } from './signals.js';
