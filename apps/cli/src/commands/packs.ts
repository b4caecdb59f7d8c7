/** `taizhang packs …`: the policy documents as data, shipped and adopted. */
import type { Command } from 'commander';
import type { PackStatus } from '#application';
import type { CivilDate } from '#kernel';
import { ACTOR, type Cli } from '../cli.js';
import { readInput } from '../input.js';
import { dateOption } from '../options.js';
import { table } from '../output.js';

export function addPacks(program: Command, cli: Cli): void {
  const packs = program.command('packs').description('政策文件包：查看、采用');

  packs.command('list').description('随程序提供的和账本采用的政策文件包')
    .action(async (_options: unknown, command: Command) => {
      const rows = await cli.withLedgerOrNone(command, (ledger) => ledger.policy.packs());
      cli.print(command, { rows }, () => packsTable(rows));
    });

  packs.command('adopt').argument('<FILE.yaml>', '政策文件包（YAML）；- 为标准输入')
    .description('采用一个版本的政策文件包；此前版本留在账上，旧认定仍按旧版本重算')
    .option('--from <DATE>', '自何日起适用，默认为今日', dateOption)
    .action(async (file: string, { from }: { from?: CivilDate }, command: Command) => {
      const text = await readInput(file, cli.stdin);
      const pack = await cli.withLedger(command, 'readWrite', (ledger) => ledger.policy.adoptPack(text, from, ACTOR));
      cli.print(command, pack, () => packsTable([pack]));
    });
}

function packsTable(rows: readonly PackStatus[]): string {
  return table([
    { title: '文件包', cell: (row) => row.pack },
    { title: '版本', cell: (row) => row.version },
    { title: '地区', cell: (row) => row.name.zh },
    { title: '采用', cell: (row) => row.adopted },
    { title: '适用自', cell: (row) => row.effectiveFrom ?? '' },
    { title: '文件', cell: (row) => row.title },
    { title: 'SHA-256', cell: (row) => row.sha256 },
  ], rows);
}
