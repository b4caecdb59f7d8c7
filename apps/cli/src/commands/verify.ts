/** `taizhang verify`: every stored event and every file of the log against the signed checkpoint. */
import type { Command } from 'commander';
import { type LedgerVerification, systemClock, verifyLedger } from '#application';
import type { Finding } from '#evidence';
import { type Cli, ExitCode } from '../cli.js';
import { readInput } from '../input.js';
import { progressLine } from '../output.js';

interface Options {
  readonly checkpoint?: string;
  readonly key?: string;
  readonly policy?: string;
  readonly progress?: string;
}

export function addVerify(program: Command, cli: Cli): void {
  program.command('verify').description('核验账本：逐条重算全部事件和日志文件，指出第一条被改、被删、被插入或换了位置的事件；有问题时退出码为 1')
    .option('--checkpoint <FILE>', '以前留存的检查点文件（- 为标准输入）；核对日志是其延续').option('--key <VKEY>', '日志公钥；不写则取信任策略中的，再无则取数据目录中的，那就信任了保管数据的人')
    .option('--policy <FILE>', '信任策略（tlog-policy）：已公布的检查点须有其要求的见证者副署，且日志是其延续').option('--progress <FILE>', '进度文件：中断后再次运行从此处继续；无误则删除。须由核验人自己保管')
    .action(async ({ checkpoint, key, policy, progress: progressFile }: Options, command: Command) => {
      const earlier = checkpoint === undefined ? undefined : await readInput(checkpoint, cli.stdin);
      const progress = progressLine(cli.stderr, systemClock.milliseconds);
      const verification = await verifyLedger(cli.config(command, 'readOnly'), { key, earlier, policy, progress: progressFile, onProgress: (events, of) => progress.show(`核验 ${events} / ${of} 条事件`) }).finally(() => progress.end());
      const { published, findings, events, ...rest } = verification;
      const witnessed = published && { size: published.checkpoint.size, cosigned: published.cosigned, missing: published.missing, quorum: published.quorum };
      cli.print(command, { ...rest, checkedEvents: events, problems: findings, published: witnessed, ok: findings.length === 0 }, () => text(verification, earlier !== undefined));
      cli.exitCode = findings.length === 0 ? ExitCode.Done : ExitCode.Differs;
    });
}

function text({ origin, size, root, events, resumedAt, published, findings, keyGiven }: LedgerVerification, compared: boolean): string {
  const notes = [
    ...(published === null ? [] : [`已公布 ${published.checkpoint.size} 条，见证者副署 ${published.cosigned.length} 个：${published.cosigned.map(({ witness, timestamp }) => `${witness}（${new Date(timestamp * 1_000).toISOString()}）`).join('、') || '无'}${published.missing.length === 0 ? '' : `；未副署：${published.missing.join('、')}`}`]),
    ...(resumedAt === 0 ? [] : [`其中前 ${resumedAt} 条由此前中断的核验比对，本次未重复。`]),
    ...(keyGiven ? [] : ['公钥取自数据目录；要不信任保管数据的人，请用 --key 给出以前取得的公钥。']),
  ];
  if (findings.length === 0) return [`核验无误：日志 ${origin ?? ''} 共 ${size} 条，账本 ${events} 条事件逐条相符${compared ? '，且是所给检查点的延续' : ''}。`, `根哈希 ${root ?? ''}`, ...notes].join('\n');
  return [`核验发现问题（已相符 ${events} 条，日志共 ${size} 条）：`, ...findings.map((finding) => `  ${findingText(finding)}`), ...notes].join('\n');
}

const EVENTS = { altered: '事件被改动', missing: '事件缺失', inserted: '事件是后来插入的', reordered: '事件换了位置', unlogged: '事件不在日志中（若是刚写入而程序中断，运行 taizhang log update）' } as const;
const CHECKPOINTS = { checkpoint: '检查点不可信', forked: '日志分叉', rewound: '日志被倒回', unwitnessed: '见证不足' } as const;

function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'logFile': return `日志文件 ${finding.path} 与所签不符或缺失`;
    case 'checkpoint': case 'forked': case 'rewound': case 'unwitnessed': return `${CHECKPOINTS[finding.kind]}：${finding.message}`;
    case 'altered': case 'missing': case 'inserted': case 'reordered': case 'unlogged':
      return `第 ${finding.index + 1} 条${EVENTS[finding.kind]}：流 ${finding.streamId ?? '未知'}，修订 ${finding.revision ?? '未知'}，类型 ${finding.type ?? '未知'}，位置 ${finding.position ?? '无'}`;
  }
}
