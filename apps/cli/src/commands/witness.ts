/** `taizhang witness …`: another office cosigns the log of a ledger. It needs its own folder and nothing of the ledger. */
import { setTimeout } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { systemClock } from '#application';
import { checkUrl, type ConflictKind, followLog, makeWitnessKey, nodeFiles, nodeHttp, serveWitness, Witness, WitnessFolder, type WitnessOptions, type WitnessStatus, witnessStatus } from '#evidence';
import { DomainError } from '#kernel';
import { type Cli, ExitCode } from '../cli.js';
import { portOption, wholeOption } from '../options.js';
import { refusalText } from '../refusal-text.js';

const DEFAULT_PORT = 3_100;
const DEFAULT_INTERVAL_S = 60;

interface Dir { readonly dir: string }

const CONFLICTS: Readonly<Record<ConflictKind, string>> = {
  forked: '日志分叉：同一条数有两个不同的签名检查点，任何人凭日志公钥即可证实',
  unproven: '日志未能证明新检查点是已见证检查点的延续',
  rewound: '日志出示了比已见证的更早的检查点（可能被倒回，也可能有人重发旧检查点）；日志继续延伸后自动解除',
};

export function addWitness(program: Command, cli: Cli): void {
  const witness = program.command('witness').description('见证：由另一机关（如财政、纪委监委、审计）核对并副署台账日志的检查点；只需自己的目录和密钥');
  const dirOption = (): Option => new Option('--dir <DIR>', '见证目录').default('./witness').env('TAIZHANG_WITNESS_DIR');

  witness.command('keygen').argument('<NAME>', '见证者名称，如 czj.example.cn/witness').description('生成见证密钥并打印公钥（vkey），交给台账机关写入信任策略').addOption(dirOption())
    .action(async (name: string, { dir }: Dir, command: Command) => {
      const vkey = await makeWitnessKey(dir, name, nodeFiles);
      cli.print(command, { name, vkey }, () => vkey);
    });

  witness.command('trust').argument('<VKEY>', '日志公钥（taizhang log key）').argument('[URL]', '日志地址，如 https://taizhang.example.cn/log/；只在用 follow 时需要').description('开始见证一个日志').addOption(dirOption())
    .action(async (vkey: string, url: string | undefined, { dir }: Dir, command: Command) => {
      const { verifier } = await new WitnessFolder(dir, nodeFiles).trust(vkey, url === undefined ? undefined : checkUrl(url));
      cli.print(command, { origin: verifier.name, url: url ?? null }, () => `从现在起见证日志 ${verifier.name}。正在运行的见证服务需重新启动。`);
    });

  witness.command('serve').description('启动见证服务：台账机关提交检查点（POST /add-checkpoint），核对无误则副署').addOption(dirOption())
    .addOption(new Option('--port <N>', '端口').default(DEFAULT_PORT).argParser(portOption)).addOption(new Option('--host <ADDRESS>', '监听地址').default('127.0.0.1'))
    .action(async ({ dir, port, host }: Dir & { port: number; host: string }) => {
      const running = await Witness.open(options(cli, dir));
      try {
        const server = await serveWitness(running, { port, host, onError: (error) => void cli.stderr.write(`taizhang: ${messageOf(error)}\n`) });
        cli.stdout.write(`见证 ${running.name} 在 ${server.url} 等待检查点；见证 ${running.heads().length} 个日志。\n`);
        await asked();
        await server.close();
      } finally {
        await running.close();
      }
    });

  witness.command('follow').description('不对外开放端口：自行取用日志公布的检查点，核对并副署到自己的目录').addOption(dirOption())
    .addOption(new Option('--interval <SECONDS>', '间隔秒数').default(DEFAULT_INTERVAL_S).argParser(wholeOption)).option('--once', '只核对一次：无误 0，日志不是延续 1，取不到 3')
    .action(async ({ dir, interval, once }: Dir & { interval: number; once?: boolean }) => {
      const running = await Witness.open(options(cli, dir));
      const stop = new AbortController();
      if (once !== true) void asked().then(() => stop.abort());
      try {
        do {
          cli.exitCode = await followAll(running, cli, stop.signal);
          if (once !== true) await setTimeout(Math.max(interval, 1) * 1_000, undefined, { signal: stop.signal }).catch(() => undefined);
        } while (once !== true && !stop.signal.aborted);
      } finally {
        await running.close();
      }
    });

  witness.command('status').description('见证到哪里、有无冲突；有冲突时退出码为 1').addOption(dirOption())
    .action(async ({ dir }: Dir, command: Command) => {
      const status = await witnessStatus(dir, nodeFiles);
      cli.print(command, status, () => statusText(status));
      cli.exitCode = status.logs.some(({ conflicts }) => conflicts.length > 0) ? ExitCode.Differs : ExitCode.Done;
    });
}

const options = (cli: Cli, dir: string): WitnessOptions => ({
  dir, files: nodeFiles, now: systemClock.now,
  onConflict: ({ kind, origin, held, offered, file }) => void cli.stderr.write(`taizhang: 警告：日志 ${origin}：${CONFLICTS[kind]}。已见证 ${held} 条，出示 ${offered} 条；未副署。两个签名检查点存于 ${file}\n`),
});

/** @returns the exit code: the worst of all logs */
async function followAll(witness: Witness, cli: Cli, signal: AbortSignal): Promise<number> {
  let code: number = ExitCode.Done;
  for (const { log, held } of witness.heads()) {
    if (log.url === undefined) continue;
    try {
      const { status, size } = await followLog(witness, log.verifier, held, log.url, nodeHttp, signal);
      if (status === 200) cli.stdout.write(`日志 ${log.verifier.name} 共 ${size} 条，是已见证 ${held.size} 条的延续，已副署。\n`);
      else {
        cli.stderr.write(`taizhang: 日志 ${log.verifier.name} 出示 ${size} 条，不是已见证 ${held.size} 条的延续，未副署（${status}）；见 taizhang witness status。\n`);
        code = Math.max(code, ExitCode.Differs);
      }
    } catch (error) {
      if (signal.aborted) return code;
      if (!(error instanceof DomainError)) throw error;
      cli.stderr.write(`taizhang: ${messageOf(error)}\n`);
      code = ExitCode.Failed;
    }
  }
  return code;
}

function statusText({ name, vkey, logs }: WitnessStatus): string {
  const conflicts = logs.flatMap(({ origin, conflicts: found }) => found.map(({ kind, seenAt, file }) => `  ${origin}：${CONFLICTS[kind]}（${seenAt}），见 ${file}`));
  return [
    `见证 ${name}`, `公钥 ${vkey}`,
    ...logs.map(({ origin, size, root, cosignedAt }) => (cosignedAt === null ? `日志 ${origin}：尚未副署` : `日志 ${origin}：已副署 ${size} 条（${cosignedAt}），根哈希 ${root}`)),
    ...(logs.length === 0 ? ['尚未见证任何日志；用 taizhang witness trust 加入。'] : []),
    ...(conflicts.length === 0 ? [] : ['冲突：', ...conflicts]),
  ].join('\n');
}

const messageOf = (error: unknown): string => (error instanceof DomainError ? refusalText(error) : error instanceof Error ? error.message : String(error));

/** Until the operating system, or somebody at the terminal, asks the program to stop. */
const asked = (): Promise<void> => new Promise((resolve) => {
  const stop = (): void => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    resolve();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
});
