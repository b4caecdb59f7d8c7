/** The server as a process: settings from the environment, an end on SIGTERM or SIGINT. */
import { keepHeapSmall, keysConfigOf, logOriginOf, retentionYearsOf, witnessPolicyOf } from '#application';
import { DomainError } from '#kernel';
import { accessSettings, announceFirstStart, kafkaSettings, startServer, stopOnSignals } from './index.js';

/** An empty variable is an unset one, as compose files have it. */
const setting = (name: string): string | undefined => process.env[name] || undefined;

function portSetting(): number {
  const text = setting('PORT') ?? '3000';
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new DomainError('PORT_INVALID', 'invalid', 'PORT is not a port number. Set it to a number from 0 to 65535.');
  return Number(text);
}

keepHeapSmall();
try {
  const server = await startServer({
    port: portSetting(), dataDir: setting('TAIZHANG_DATA') ?? './data', eventStoreUrl: setting('EVENTSTORE_URL'), host: setting('HOST'), kafka: kafkaSettings(process.env), logOrigin: logOriginOf(process.env), witnessPolicy: witnessPolicyOf(process.env), keys: keysConfigOf(process.env), retentionYears: retentionYearsOf(process.env), ...accessSettings(process.env),
  });
  stopOnSignals(server);
  await announceFirstStart(server, (text) => void process.stdout.write(text));
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.kind === 'invalid' ? 2 : 3);
}
