/** `taizhang paylist …`: pay lists step by step, each in the name of an account; and decisions about the payments of a case. */
import type { Command } from 'commander';
import type { Ledger, ListTaken } from '#application';
import { type LineKind, type ListLine, LIST_STEPS, type ListStep, type LiveList, PAY_CASE_EXAMPLES, PAY_CASE_FORMATS, PAY_CASE_STEPS, type PayCaseStep } from '#disbursement';
import type { SignedIn } from '#identity';
import { DomainError, formatYuan } from '#kernel';
import { AS_ACCOUNT, PURPOSE, signedIn, type Why } from '../acting.js';
import type { Cli } from '../cli.js';
import { parseJson, readInput } from '../input.js';
import { label } from '../labels.js';
import { dateOption, divisionOption, monthOption, nameOption } from '../options.js';
import { type Column, table } from '../output.js';
import { OUT, saveTable } from '../save-table.js';

const NUMBER = ['<LIST>', '清册编号：救助类别-年月，例如 dibao-2019-03；其他县的写作 dibao-2019-03@县代码'] as const;
const ON = ['--on <DATE>', '办理日期 YYYY-MM-DD'] as const;
const STATUS: { readonly [Status in LiveList['status']]: string } = { compiled: '已编制', returned: '已退回', reviewed: '已复核', approved: '已审定', publicised: '已公示', checked: '财政已审核', ordered: '已开支付令' };
const KINDS: { readonly [Kind in LineKind]: string } = { base: '基本', relief: '一次性', careFee: '护理费', topUp: '分类施保', arrears: '补发' };
const DIFFERENCES = { new: '新增', increased: '增发', reduced: '减发' } as const;

export function addPayList(program: Command, cli: Cli): void {
  const command = program.command('paylist').description('发放清册：编制、复核、审定、公示、财政审核、支付令（docs/money.md）');
  const acting = <T>(own: Command, as: string, work: (ledger: Ledger, person: SignedIn) => Promise<T>): Promise<T> => cli.withExistingLedger(own, async (ledger) => work(ledger, await signedIn(ledger, as)));

  const addStep = (step: ListStep, name: string, options: readonly (readonly [flags: string, description: string, read: (text: string) => string, required: boolean])[]): void => {
    const own = command.command(name).argument(...NUMBER).description(LIST_STEPS[step].zh).requiredOption(...AS_ACCOUNT, nameOption).requiredOption(...ON, dateOption);
    for (const [flags, description, read, required] of options) {
      if (required) own.requiredOption(flags, description, read);
      else own.option(flags, description, read);
    }
    own.action(async (number: string, { as, ...stated }: { readonly as: string }, sub: Command) => {
      const taken = await acting(sub, as, (ledger, person) => ledger.payLists.take(number, step, stated, person));
      cli.print(sub, { ...taken, revision: String(taken.revision) }, () => takenText(taken));
    });
  };
  addStep('compile', 'compile', [['--cutoff-on <DATE>', '至何日的决定计入', dateOption, true], ['--since <DATE>', '只用于某类的第一份清册：至何日的决定已由别处清册发放', dateOption, false]]);
  addStep('review', 'review', [['--reason <TEXT>', '有差异而无事件可解释时的理由', nameOption, false]]);
  addStep('approve', 'approve', [['--approval-no <NUMBER>', '审定单号', nameOption, true]]);
  addStep('publicise', 'publicise', [['--place <TEXT>', '公示地点', nameOption, true], ['--from <DATE>', '开始日', dateOption, true], ['--to <DATE>', '结束日', dateOption, true]]);
  addStep('check', 'check', [['--procedure <TEXT>', '审核了什么', nameOption, true]]);
  addStep('order', 'order', [['--order-no <NUMBER>', '支付令号', nameOption, true], ['--indicator-no <NUMBER>', '指标文号', nameOption, true], ['--pay-mode <MODE>', 'direct 直接支付、authorised 授权支付', nameOption, true], ['--payer-account <ACCOUNT>', '付款账户', nameOption, false]]);
  addStep('return', 'return', [['--reason <TEXT>', '退回理由', nameOption, true]]);

  command.command('show').argument(...NUMBER).description('清册现状、合计与差异').requiredOption(...AS_ACCOUNT, nameOption).option('--lines', '逐行列出').option('--differing', '只列与上月不同、暂缓、抵扣、补发的行').option(...PURPOSE).option(...OUT)
    .action(async (number: string, { as, lines, differing, purpose, out }: Why & { as: string; lines?: boolean; differing?: boolean; out?: string }, own: Command) => {
      if (out !== undefined && lines !== true && differing !== true) own.error('选项 --out <FILE> 保存的是明细，请加 --lines 或 --differing。');
      const view = await acting(own, as, async (ledger, person) => {
        const { revision, ...file } = await ledger.payLists.file(number, person);
        const rows: ListLine[] = [];
        if (lines === true || differing === true) {
          for (let part: number | null = 1; part !== null;) {
            const page = await ledger.payLists.lines(number, person, part, differing === true, purpose);
            rows.push(...page.lines);
            part = page.next;
          }
        }
        return { ...file, revision: String(revision), ...(lines === true || differing === true ? { lines: rows } : {}) };
      });
      if (out !== undefined) await saveTable(out, view.listKey, LINE_COLUMNS, view.lines ?? []);
      cli.print(own, view, () => [listText(view.listKey, view.list), ...(view.lines === undefined ? [] : [table(LINE_COLUMNS, view.lines)])].join('\n'));
    });

  command.command('list').description('某县的清册').requiredOption('--county <CODE>', '县代码，6 位', divisionOption).option('--benefit <CODE>', '救助类别', nameOption).option('--month <MONTH>', '月份', monthOption).option(...OUT)
    .action(async ({ county, benefit, month, out }: { county: string; benefit?: string; month?: string; out?: string }, own: Command) => {
      const rows = await cli.withLedger(own, 'readOnly', (ledger) => ledger.payLists.list({ county, benefit, ym: month }));
      await cli.printTable(own, { rows }, '清册', [
        { title: '清册', cell: (row) => row.listNo }, { title: '状态', cell: (row) => STATUS[row.status] }, { title: '项数', cell: (row) => row.totals.items }, { title: '合计（元）', fen: (row) => row.totals.totalFen },
        { title: '暂缓', cell: (row) => row.totals.heldItems }, { title: '支付令', cell: (row) => row.order?.orderNo ?? '' },
      ], rows, { out });
    });

  const decision = command.command('decide').argument('<STEP>', `决定：${Object.keys(PAY_CASE_STEPS).join('、')}`).argument('<CASE>', '案件编号').argument('<FILE.json>', '内容（JSON）；- 为标准输入').description('一个案件的发放决定：暂缓、解除、护理费和分类施保、补发、抵扣');
  decision.requiredOption(...AS_ACCOUNT, nameOption).action(async (name: string, number: string, file: string, { as }: { as: string }, own: Command) => {
    const step = payCaseStep(name);
    const stated = parseJson(file, await readInput(file, cli.stdin));
    const taken = await acting(own, as, (ledger, person) => ledger.paymentDecisions.take(number, step, stated, person));
    cli.print(own, { ...taken, revision: String(taken.revision) }, () => `${number} ${PAY_CASE_STEPS[step].zh}：${label(taken.outcome)}。`);
  });
  command.command('format').argument('<STEP>', '决定').description('一种决定怎么写：示例和格式').action((name: string, _options: object, own: Command) => {
    const step = payCaseStep(name);
    cli.print(own, { example: PAY_CASE_EXAMPLES[step], format: PAY_CASE_FORMATS[step] }, () => `示例：\n${JSON.stringify(PAY_CASE_EXAMPLES[step], null, 2)}\n\n格式（JSON Schema）：\n${JSON.stringify(PAY_CASE_FORMATS[step], null, 2)}`);
  });
}

/** @throws DomainError `STEP_UNKNOWN` */
function payCaseStep(text: string): PayCaseStep {
  if (Object.hasOwn(PAY_CASE_STEPS, text)) return text as PayCaseStep;
  throw new DomainError('STEP_UNKNOWN', 'invalid', `There is no decision ${text.slice(0, 40)}. There are ${Object.keys(PAY_CASE_STEPS).join(', ')}.`);
}

const takenText = ({ listKey, step, outcome, list }: ListTaken): string => `${listKey} ${LIST_STEPS[step].zh}：${label(outcome)}。\n${listText(listKey, list)}`;

function listText(listKey: string, { status, version, since, cutoffOn, totals: t, order }: LiveList): string {
  const { differences: d } = t;
  return [
    `${listKey} 第 ${version} 稿，${STATUS[status]}；计入 ${since} 之后至 ${cutoffOn} 的决定。`,
    `  应发 ${t.items} 项 ${t.cases} 户（人） ${formatYuan(t.totalFen)} 元；暂缓 ${t.heldItems} 项 ${formatYuan(t.heldFen)} 元；补发 ${formatYuan(t.arrearsFen)} 元；抵扣 ${formatYuan(t.offsetFen)} 元。`,
    `  本月 ${formatYuan(t.currentFen)} = 上月 ${formatYuan(t.previousFen)} + 新增 ${formatYuan(d.new.fen)}（${d.new.items}） − 停发 ${formatYuan(d.stopped.fen)}（${d.stopped.items}） + 增发 ${formatYuan(d.increased.fen)}（${d.increased.items}） − 减发 ${formatYuan(d.reduced.fen)}（${d.reduced.items}）`,
    `  没有事件可解释的 ${t.unexplained} 项；更正上月的 ${t.corrected} 项；以前多发 ${formatYuan(t.overpaidFen)} 元（另行追回）。`,
    ...(order === undefined ? [] : [`  支付令 ${order.orderNo}，指标 ${order.indicatorNo}，${formatYuan(order.fen)} 元。`]),
  ].join('\n');
}

const LINE_COLUMNS: readonly Column<ListLine>[] = [
  { title: '编号', cell: (row) => row.itemNo }, { title: '镇街', cell: (row) => row.town }, { title: '种类', cell: (row) => KINDS[row.kind] }, { title: '金额（元）', fen: (row) => row.fen },
  { title: '与上月', cell: (row) => (row.difference === undefined ? '' : `${DIFFERENCES[row.difference.kind]} ${formatYuan(row.difference.byFen)}`) }, { title: '暂缓', cell: (row) => (row.held === undefined ? '' : row.held.because === 'decision' ? '决定' : '无账户') },
  { title: '依据', cell: (row) => { const cause = row.difference?.cause ?? row.cause; return cause === undefined ? '' : `${cause.type} ${cause.streamId}/${cause.revision}`; } },
];
