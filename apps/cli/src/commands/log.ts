/** `taizhang log …`: the transparency log of the ledger, for whoever keeps it. */
import type { Command } from 'commander';
import { publishLog, signedCheckpoint } from '#application';
import { type Cli, ExitCode } from '../cli.js';

const STATES = { waiting: '未询问', cosigned: '已副署', silent: '无应答', refuses: '拒绝副署', ahead: '见过更长的日志：账本被倒回' } as const;

export function addLog(program: Command, cli: Cli): void {
  const log = program.command('log').description('透明日志：检查点、公钥、见证');

  log.command('checkpoint').description('打印最新的签名检查点（标准输出，可存为文件）和日志公钥（标准错误）；检查点可留存，日后用 taizhang verify --checkpoint 对照')
    .action(async (_options: unknown, command: Command) => {
      const { origin, size, root, note, vkey } = await signedCheckpoint(cli.config(command, 'readOnly'));
      cli.stderr.write(`公钥 ${vkey}\n`);
      cli.print(command, { origin, size, root: root.toString('base64'), checkpoint: note, vkey }, () => note.replace(/\n$/, ''));
    });

  log.command('key').description('打印日志公钥（vkey），交给核验的人')
    .action(async (_options: unknown, command: Command) => {
      const { vkey } = await signedCheckpoint(cli.config(command, 'readOnly'));
      cli.print(command, { vkey }, () => vkey);
    });

  log.command('publish').description('请信任策略（TAIZHANG_WITNESS_POLICY）中的见证者副署最新检查点并打印；服务运行时自动进行；未达到策略要求时退出码为 1')
    .action(async (_options: unknown, command: Command) => {
      const { published, entries, witnesses } = await publishLog(cli.config(command, 'readOnly'));
      const { size } = await signedCheckpoint(cli.config(command, 'readOnly'));
      for (const { witness, state, status } of witnesses) cli.stderr.write(`${witness}：${STATES[state]}${status === null ? '' : `（${status}）`}\n`);
      const ok = entries === size;
      cli.print(command, { ok, entries, signed: size, checkpoint: published, witnesses }, () => (ok ? (published as string).replace(/\n$/, '') : `已签 ${size} 条，达到策略要求的只有 ${entries ?? 0} 条。`));
      cli.exitCode = ok ? ExitCode.Done : ExitCode.Differs;
    });

  log.command('update').description('把尚未入日志的事件补入并签发检查点；每个写入命令结束时和服务运行时自动进行')
    .action(async (_options: unknown, command: Command) => {
      // The log is brought up to date at the end of every command that may write.
      await cli.withExistingLedger(command, () => Promise.resolve());
      if (cli.logFailed) return;
      const { origin, size, root } = await signedCheckpoint(cli.config(command, 'readOnly'));
      cli.print(command, { origin, size, root: root.toString('base64') }, () => `日志 ${origin} 共 ${size} 条。`);
    });
}
