/** `taizhang verify`: every stored event and every file of the log against the signed checkpoint. */
import type { Command } from 'commander';
import { systemClock, verifyLedger } from '#application';
import type { Finding, Verification } from '#evidence';
import { type Cli, ExitCode } from '../cli.js';
import { readInput } from '../input.js';
import { progressLine } from '../output.js';

interface Options {
  readonly checkpoint?: string;
  readonly key?: string;
}

export function addVerify(program: Command, cli: Cli): void {
  program.command('verify').description('核验账本：逐条重算全部事件和日志文件，指出第一条被改、被删、被插入或换了位置的事件；有问题时退出码为 1')
    .option('--checkpoint <FILE>', '以前留存的检查点文件（- 为标准输入）；核对日志是其延续').option('--key <VKEY>', '日志公钥；不写则取数据目录中的，那就信任了保管数据的人')
    .action(async ({ checkpoint, key }: Options, command: Command) => {
      const earlier = checkpoint === undefined ? undefined : await readInput(checkpoint, cli.stdin);
      const progress = progressLine(cli.stderr, systemClock.milliseconds);
      const verification = await verifyLedger(cli.config(command, 'readOnly'), { key, earlier, onProgress: (events, of) => progress.show(`核验 ${events} / ${of} 条事件`) }).finally(() => progress.end());
      cli.print(command, { ...verification, keyGiven: key !== undefined, ok: verification.findings.length === 0 }, () => text(verification, key !== undefined, earlier !== undefined));
      cli.exitCode = verification.findings.length === 0 ? ExitCode.Done : ExitCode.Differs;
    });
}

function text({ origin, size, root, events, findings }: Verification, keyGiven: boolean, compared: boolean): string {
  const trust = keyGiven ? '' : '\n公钥取自数据目录；要不信任保管数据的人，请用 --key 给出以前取得的公钥。';
  if (findings.length === 0) return `核验无误：日志 ${origin ?? ''} 共 ${size} 条，账本 ${events} 条事件逐条相符${compared ? '，且是所给检查点的延续' : ''}。\n根哈希 ${root ?? ''}${trust}`;
  return [`核验发现问题（已相符 ${events} 条，日志共 ${size} 条）：`, ...findings.map((finding) => `  ${findingText(finding)}`)].join('\n') + trust;
}

const EVENTS = { altered: '事件被改动', missing: '事件缺失', inserted: '事件是后来插入的', reordered: '事件换了位置', unlogged: '事件不在日志中（若是刚写入而程序中断，运行 taizhang log update）' } as const;
const CHECKPOINTS = { checkpoint: '检查点不可信', forked: '日志分叉', rewound: '日志被倒回' } as const;

function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'logFile': return `日志文件 ${finding.path} 与所签不符或缺失`;
    case 'checkpoint': case 'forked': case 'rewound': return `${CHECKPOINTS[finding.kind]}：${finding.message}`;
    case 'altered': case 'missing': case 'inserted': case 'reordered': case 'unlogged':
      return `第 ${finding.index + 1} 条${EVENTS[finding.kind]}：流 ${finding.streamId ?? '未知'}，修订 ${finding.revision ?? '未知'}，类型 ${finding.type ?? '未知'}，位置 ${finding.position ?? '无'}`;
  }
}
