/** `taizhang rebuild [NAME…]`: folds read models anew beside the running ones and swaps them in. */
import type { Command } from 'commander';
import { systemClock } from '#application';
import type { Cli } from '../cli.js';
import { progressLine, table } from '../output.js';

export function addRebuild(program: Command, cli: Cli): void {
  program.command('rebuild').argument('[NAME...]', '投影名称；不写则全部').description('从第一条事件起重建读模型，完成后替换')
    .action(async (names: string[], _options: unknown, command: Command) => {
      const progress = progressLine(cli.stderr, systemClock.milliseconds);
      const projections = await cli.withLedger(command, 'readOnly', (ledger) => ledger.rebuild(names, (events) => progress.show(`重建 ${events} 条事件`)).finally(() => progress.end()));
      cli.print(command, { projections }, () => table([
        { title: '投影', cell: (row) => row.name },
        { title: '事件', cell: (row) => row.events },
        { title: '秒', cell: (row) => row.seconds },
        { title: '内容哈希', cell: (row) => row.contentHash },
      ], projections));
    });
}
