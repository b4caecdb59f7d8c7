/** The command line `taizhang` (formats.md §3): parses, runs one command, answers with an exit code. */
import { Command, CommanderError, Option } from 'commander';
import { DomainError } from '#kernel';
import { addAccountability } from './commands/accountability.js';
import { addAccounts, addDelegations } from './commands/accounts.js';
import { addBank } from './commands/bank.js';
import { addCase } from './commands/case.js';
import { addDetermine } from './commands/determine.js';
import { addEvidence } from './commands/evidence.js';
import { addExplain } from './commands/explain.js';
import { addFunds } from './commands/funds.js';
import { addImport } from './commands/import.js';
import { addKeys } from './commands/keys.js';
import { addLog } from './commands/log.js';
import { addMonth } from './commands/month.js';
import { addPacks } from './commands/packs.js';
import { addPapers } from './commands/papers.js';
import { addPayList } from './commands/paylist.js';
import { addPerson } from './commands/person.js';
import { addRebuild } from './commands/rebuild.js';
import { addReplay } from './commands/replay.js';
import { addReports } from './commands/report.js';
import { addServe } from './commands/serve.js';
import { addStandards } from './commands/standards.js';
import { addTasks } from './commands/tasks.js';
import { addVerify } from './commands/verify.js';
import { addWitness } from './commands/witness.js';
import { addWorklist } from './commands/worklist.js';
import { Cli, ExitCode, type Streams } from './cli.js';
import { refusalText } from './refusal-text.js';
import { argumentDescription, optionDescription, title, usageError } from './usage-text.js';

/** Runs the program and returns its exit code: 0 done, 1 done but something was rejected or differs, 2 wrong usage, 3 failed. */
export async function main(args: readonly string[], streams: Streams = process): Promise<number> {
  const cli = new Cli(streams);
  const program = new Command('taizhang')
    .description('台账：社会救助事件账本。导入台账工作簿，查询任意时点的报表，重放案件，按政策文件认定家庭。')
    .addOption(new Option('--data <DIR>', '数据目录').default('./data').env('TAIZHANG_DATA'))
    .option('--json', '标准输出只打印一个 JSON 文档')
    .configureOutput({ writeOut: (text) => streams.stdout.write(text), writeErr: (text) => streams.stderr.write(text), outputError: (text, write) => write(usageError(text)) })
    .configureHelp({ showGlobalOptions: true, styleTitle: title, optionDescription, argumentDescription })
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [command]', '显示某个命令的帮助')
    .showHelpAfterError('（加 --help 查看用法）')
    .exitOverride();
  addImport(program, cli);
  addReports(program, cli);
  addReplay(program, cli);
  addDetermine(program, cli);
  addExplain(program, cli);
  addStandards(program, cli);
  addPacks(program, cli);
  addTasks(program, cli);
  addCase(program, cli);
  addWorklist(program, cli);
  addAccountability(program, cli);
  addPayList(program, cli);
  addBank(program, cli);
  addMonth(program, cli);
  addFunds(program, cli);
  addAccounts(program, cli);
  addDelegations(program, cli);
  addPapers(program, cli);
  addPerson(program, cli);
  addKeys(program, cli);
  addLog(program, cli);
  addVerify(program, cli);
  addEvidence(program, cli);
  addWitness(program, cli);
  addRebuild(program, cli);
  addServe(program, cli);
  inheritSettings(program);
  program.addHelpText('after', `
退出码：0 完成；1 完成但有被拒绝的行或差异；2 用法错误；3 失败。
环境变量：TAIZHANG_DATA 数据目录；EVENTSTORE_URL 事件存于 EventStoreDB/KurrentDB；PAPERS_DIR 或 PAPERS_S3_… 材料内容存放处（docs/papers.md）；TAIZHANG_LOG_ORIGIN 透明日志名称，TAIZHANG_WITNESS_POLICY 见证信任策略文件（docs/evidence.md）；TAIZHANG_KEYS 密钥库目录，TAIZHANG_MASTER_KEY_FILE 或 TAIZHANG_MASTER_KEY 主密钥（docs/personal-data.md）；PORT 服务端口。
示例：
  taizhang import test/acceptance/qingshanhu-2019-small.xlsx
  taizhang report caseload --as-of 2019-12-31
  taizhang replay case QS2016DB00002 --as-of 2018-12-31
  taizhang determine 家庭.json --division 360111 --date 2019-06-01
  taizhang papers kinds
  taizhang explain QS-2019-T03`);
  try {
    await program.parseAsync(args, { from: 'user' });
    return cli.logFailed ? ExitCode.Failed : cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Done : ExitCode.Usage;
    if (error instanceof DomainError) {
      streams.stderr.write(`taizhang: ${refusalText(error)}\n`);
      return error.kind === 'invalid' && error.code === 'PROJECTION_UNKNOWN' ? ExitCode.Usage : ExitCode.Failed;
    }
    streams.stderr.write(`taizhang: 发生意外错误：${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n已确认的记录没有丢失。如再次发生，请附上以上文字报告。\n`);
    return ExitCode.Failed;
  }
}

/** Commander does not hand these settings down to subcommands. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command).exitOverride();
    // Wherever a person writes them: `taizhang report caseload --json` as well as `taizhang --json report caseload`.
    if (child.commands.length === 0) {
      child.addOption(new Option('--data <DIR>', '数据目录（默认 ./data）')).option('--json', '标准输出只打印一个 JSON 文档');
    }
    inheritSettings(child);
  }
}
