/** `taizhang serve`: the HTTP server, until it is stopped. */
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import type { Cli } from '../cli.js';
import { portOption } from '../options.js';

/** The sample county that `npm start` loads into an empty data directory; relative to dist/apps/cli/src/commands. */
const SAMPLE = fileURLToPath(new URL('../../../../../test/acceptance/qingshanhu-2019-small.xlsx', import.meta.url));
const DEFAULT_PORT = 3_000;

export function addServe(program: Command, cli: Cli): void {
  program.command('serve').description('启动 HTTP 服务（/docs 为接口文档）')
    .addOption(new Option('--port <N>', '端口').env('PORT').default(DEFAULT_PORT).argParser(portOption))
    .addOption(new Option('--host <ADDRESS>', '监听地址').env('HOST').default('127.0.0.1'))
    .option('--sample', '数据目录为空时载入示例县和试用账户')
    .action(async ({ port, host, sample }: { port: number; host: string; sample?: boolean }, command: Command) => {
      // Only here: no other command should wait for the web framework to load.
      const { accessSettings, announceFirstStart, kafkaSettings, startServer, stopOnSignals } = await import('#ledger');
      const { dataDir, eventStoreUrl, papers, logOrigin, keys, retentionYears, witnessPolicy } = cli.config(command, 'readWrite');
      const server = await startServer({
        port, host, dataDir, eventStoreUrl, papers, logOrigin, keys, retentionYears, witnessPolicy, sampleFile: sample === true ? SAMPLE : undefined, kafka: kafkaSettings(process.env), ...accessSettings(process.env),
      });
      stopOnSignals(server);
      await announceFirstStart(server, (text) => void cli.stdout.write(text), sample);
      await server.stopped;
    });
}
