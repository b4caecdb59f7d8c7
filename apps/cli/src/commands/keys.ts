/** `taizhang keys …`: the keys of what the ledger says of persons, for whoever keeps them. */
import type { Command } from 'commander';
import type { KeysStatus } from '#application';
import type { Cli } from '../cli.js';

export function addKeys(program: Command, cli: Cli): void {
  const keys = program.command('keys').description('个人信息密钥：状态、更换主密钥（docs/personal-data.md）');

  keys.command('status').description('密钥库和主密钥在哪里，有多少把密钥，多少把已销毁')
    .action(async (_options: unknown, command: Command) => {
      await cli.withLedger(command, 'readOnly', (ledger) => {
        const status = ledger.keys.status();
        cli.print(command, status, () => text(status));
        return Promise.resolve();
      });
    });

  keys.command('rotate').description('更换主密钥，全部密钥改用新主密钥加密；台账和日志不变。旧主密钥和旧的密钥库备份应销毁')
    .action(async (_options: unknown, command: Command) => {
      await cli.withExistingLedger(command, async (ledger) => {
        const status = await ledger.keys.rotate();
        cli.print(command, status, () => `主密钥已更换，请重新备份。\n${text(status)}`);
      });
    });
}

const text = ({ keys, masterKey, held, destroyed, since }: KeysStatus): string =>
  `密钥库 ${keys}\n主密钥 ${masterKey}\n密钥 ${held} 把，已销毁 ${destroyed} 把\n${since === null ? '全部事件均加密个人信息' : `${since} 之前记录的事件未加密`}`;
