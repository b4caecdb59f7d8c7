/** `taizhang log …`: the transparency log of the ledger, for whoever keeps it. */
import type { Command } from 'commander';
import { signedCheckpoint } from '#application';
import type { Cli } from '../cli.js';

export function addLog(program: Command, cli: Cli): void {
  const log = program.command('log').description('透明日志：检查点、公钥');

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

  log.command('update').description('把尚未入日志的事件补入并签发检查点；每个写入命令结束时和服务运行时自动进行')
    .action(async (_options: unknown, command: Command) => {
      // The log is brought up to date at the end of every command that may write.
      await cli.withExistingLedger(command, () => Promise.resolve());
      if (cli.logFailed) return;
      const { origin, size, root } = await signedCheckpoint(cli.config(command, 'readOnly'));
      cli.print(command, { origin, size, root: root.toString('base64') }, () => `日志 ${origin} 共 ${size} 条。`);
    });
}
