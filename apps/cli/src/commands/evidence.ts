/** `taizhang evidence …`: evidence that leaves the ledger, and verifying it with nothing else. */
import type { Command } from 'commander';
import { type EvidenceVerification, verifyEvidence } from '#application';
import type { InquiryScope } from '#accountability';
import type { BundleFinding } from '#bundle';
import { AS, signedIn } from '../acting.js';
import { type Cli, ExitCode } from '../cli.js';
import { readInput } from '../input.js';
import { nameOption } from '../options.js';
import { saveFile } from '../save-file.js';

const NUMBER = '编号；其他县的写作 编号@县代码';
const SCOPES = {
  case: { name: 'case', zh: '案件', what: `案件${NUMBER}` }, person: { name: 'person', zh: '人员', what: `人员${NUMBER}` }, payList: { name: 'paylist', zh: '清册', what: `清册${NUMBER}` },
  finding: { name: 'finding', zh: '疑点', what: `疑点${NUMBER}` }, task: { name: 'task', zh: '任务', what: `任务${NUMBER}` },
} as const satisfies Readonly<Record<InquiryScope, object>>;
interface ExportOptions {
  readonly organ?: string;
  readonly docNo?: string;
  readonly out: string;
  readonly as?: string;
  readonly since?: string;
}
interface VerifyOptions {
  readonly key?: string;
  readonly policy?: string;
  readonly checkpoint?: string;
}

export function addEvidence(program: Command, cli: Cli): void {
  const evidence = program.command('evidence').description('证据包：导出一个可离线核验的文件，或核验它（docs/evidence.md）');

  for (const [scope, { name, zh, what }] of Object.entries(SCOPES) as [InquiryScope, (typeof SCOPES)[InquiryScope]][]) {
    evidence.command(name).description(`导出${zh}的证据包：事件原文与存在证明、规则条文、材料、查阅记录、程序核对和报告；调阅与导出记入台账`)
      .argument('<NUMBER>', what).option(...AS, nameOption).option('--organ <NAME>', '调阅机关；以账户名义办理时必填', nameOption).option('--doc-no <NUMBER>', '调阅文书号；以账户名义办理时必填', nameOption)
      .requiredOption('--out <FILE>', '写到哪个文件；已有的不覆盖').option('--since <FILE>', '以前留存的检查点文件：证据包证明日志是其延续')
      .action(async (about: string, { as, out, since, organ, docNo }: ExportOptions, command: Command) => {
        const earlier = since === undefined ? undefined : await readInput(since, cli.stdin);
        const asked = as === undefined ? { organ: organ ?? '本机操作员', docNo: docNo ?? '无文书' } : { organ: organ ?? '', docNo: docNo ?? '' };
        const { content, manifest: _manifest, ...exported } = await cli.withExistingLedger(command, async (ledger) => {
          const made = await ledger.evidence.export({ scope, about, since: earlier, ...asked }, as === undefined ? undefined : await signedIn(ledger, as));
          await saveFile(out, made.content, 'The export is recorded.');
          return made;
        });
        content.destroy();
        cli.print(command, { file: out, ...exported }, () => `已写到 ${out}：${zh} ${exported.about}，事件 ${exported.events} 条，材料 ${exported.papers} 件。\n清单 SHA-256 ${exported.manifestSha256}（已记入台账，调阅编号 ${exported.inquiryId}）`);
      });
  }

  evidence.command('verify').description('核验证据包：不需要服务器，只信任所给的公钥；发现不符时退出码为 1')
    .argument('<FILE>', '证据包').option('--key <VKEY>', '日志公钥，当面从台账管理机关取得；不写则取信任策略中的，再无则取数据目录中的，那就信任了保管数据的人').option('--policy <FILE>', '信任策略（tlog-policy）：须有其要求的见证者副署').option('--checkpoint <FILE>', '以前留存的检查点文件（- 为标准输入）：核对日志是其延续')
    .action(async (file: string, { key, policy, checkpoint }: VerifyOptions, command: Command) => {
      const earlier = checkpoint === undefined ? undefined : await readInput(checkpoint, cli.stdin);
      const { findings, ...verification } = await verifyEvidence({ file, key, policy, earlier, dataDir: cli.config(command, 'readOnly').dataDir });
      cli.print(command, { ...verification, problems: findings }, () => text({ findings, ...verification }));
      cli.exitCode = verification.ok ? ExitCode.Done : ExitCode.Differs;
    });
}

const KINDS: Readonly<Record<BundleFinding['kind'], string>> = {
  archive: '文件包', manifest: '清单', file: '文件', checkpoint: '检查点', proof: '存在证明', export: '导出记录', entry: '事件', stream: '事件流', key: '密钥', paper: '材料', consistency: '延续证明', report: '报告',
};

function text({ ok, findings, manifest, checkpoint, cosigned, entries, papers, closed, continues, report, keyGiven }: EvidenceVerification): string {
  const about = manifest === null ? [] : [`${SCOPES[manifest.inquiry.scope].zh} ${manifest.inquiry.about}，${manifest.inquiry.organ} ${manifest.inquiry.docNo}，${manifest.inquiry.exportedBy.staffId} 于 ${manifest.inquiry.at} 导出`];
  const signed = checkpoint === null ? [] : [`日志 ${checkpoint.origin} 共 ${checkpoint.size} 条；见证者副署 ${cosigned.length} 个${cosigned.length === 0 ? '' : `：${cosigned.map(({ witness, timestamp }) => `${witness}（${new Date(timestamp * 1_000).toISOString()}）`).join('、')}`}`];
  const trust = keyGiven ? [] : ['公钥取自数据目录；要不信任保管数据的人，请用 --key 给出以前取得的公钥。'];
  if (!ok) return ['核验发现不符：', ...findings.map(({ kind, path, code, message }) => `  ${KINDS[kind]}${path === undefined ? '' : ` ${path}`}：${message}${code === undefined ? '' : ` [${code}]`}`), ...about, ...signed, ...trust].join('\n');
  return [
    `核验无误：事件 ${entries} 条均在日志中，材料 ${papers} 件，其余文件与导出时一致。`, ...about, ...signed,
    ...(continues === null ? [] : [`日志是所给 ${continues} 条检查点的延续。`]),
    ...(closed === 0 ? [] : [`范围以外的内容 ${closed} 处仍为密文。`]),
    ...trust,
    report === 'same' ? '报告已由本程序依据包内事件重新生成，逐字一致。' : '报告由另一版本的程序生成，未重新生成；其内容与导出时一致。',
  ].join('\n');
}
