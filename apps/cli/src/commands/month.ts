/** `taizhang reconcile …` and `taizhang month …`: the month of a list held against the bank, its discrepancies resolved by two people, closed for good. */
import type { Command } from 'commander';
import type { Ledger, PeriodView } from '#application';
import { DISCREPANCY_KINDS, type KnownDiscrepancy, PERIOD_STEPS, type PeriodStep } from '#disbursement';
import type { SignedIn } from '#identity';
import { formatYuan } from '#kernel';
import { AS_ACCOUNT, signedIn } from '../acting.js';
import { type Cli, ExitCode } from '../cli.js';
import { label } from '../labels.js';
import { dateOption, divisionOption, nameOption } from '../options.js';
import type { Column } from '../output.js';
import { OUT } from '../save-table.js';

const ON = ['--on <DATE>', '日期 YYYY-MM-DD'] as const;
const LIST = ['<LIST>', '清册编号：救助类别-年月，例如 dibao-2019-03'] as const;
const STANDING = { open: '未处理', explained: '已说明', resolved: '已处理' } as const;
const HOW = { corrected: '已更正', explained: '有合理解释', carried: '结转应付未付', recovery: '另行追回' } as const;
const COLUMNS: readonly Column<KnownDiscrepancy>[] = [
  { title: '差异', cell: (row) => row.id }, { title: '种类', cell: (row) => DISCREPANCY_KINDS[row.kind].zh }, { title: '金额（元）', fen: (row) => row.fen }, { title: '案件', cell: (row) => row.caseId ?? '' }, { title: '天数', cell: (row) => row.ageDays ?? '' },
  { title: '处理', cell: (row) => (row.how === undefined ? STANDING[row.status] : `${STANDING[row.status]}：${HOW[row.how]}`) },
];

export function addMonth(program: Command, cli: Cli): void {
  const acting = <T>(own: Command, as: string, work: (ledger: Ledger, person: SignedIn) => Promise<T>): Promise<T> => cli.withExistingLedger(own, async (ledger) => work(ledger, await signedIn(ledger, as)));
  const add = (parent: Command, step: PeriodStep, describe: (own: Command) => Command, stated: (said: Record<string, unknown>) => object = (said) => said): void => {
    describe(parent.command(step).argument(...LIST).description(PERIOD_STEPS[step].zh).requiredOption(...AS_ACCOUNT, nameOption).requiredOption(...ON, dateOption)).action(async (number: string, { as, ...said }: { as: string }, own: Command) => {
      const { period, ...taken } = await acting(own, as, (ledger, person) => ledger.periods.take(number, step, stated(said), person));
      cli.print(own, { ...taken, revision: String(taken.revision), period: { ...period, revision: String(period.revision) } }, () => `${number} ${PERIOD_STEPS[step].zh}：${label(taken.outcome)}。\n${periodText(period)}`);
      // A reconciliation with open discrepancies differs.
      if (step === 'run' && period.discrepancies.some(({ status }) => status !== 'resolved')) cli.exitCode = ExitCode.Differs;
    });
  };

  const reconcile = program.command('reconcile').description('对账：清册 = 支付令 = 代发文件 = 回盘 = 对账单（docs/settlement.md）');
  add(reconcile, 'run', (own) => own);
  add(reconcile, 'explain', (own) => own.requiredOption('--discrepancy <ID>', '差异').requiredOption('--how <HOW>', Object.entries(HOW).map(([name, zh]) => `${name} ${zh}`).join('、'), nameOption).requiredOption('--reason <TEXT>', '怎样处理，依据什么', nameOption));
  add(reconcile, 'resolve', (own) => own.requiredOption('--discrepancy <ID>', '差异；由说明人以外的人确认'));
  reconcile.command('show').argument(...LIST).description('一个月的差异及其处理').requiredOption(...AS_ACCOUNT, nameOption).option(...OUT)
    .action(async (number: string, { as, out }: { as: string; out?: string }, own: Command) => {
      const period = await acting(own, as, (ledger, person) => ledger.periods.file(number, person));
      await cli.printTable(own, { ...period, revision: String(period.revision) }, '对账差异', COLUMNS, period.discrepancies, { out, below: periodText(period) });
    });

  const month = program.command('month').description('月结：余额与散列固定下来；已结月份只由有日期的更正改变');
  add(month, 'close', (own) => own.requiredOption('--closing-no <NUMBER>', '月结单号', nameOption));
  add(month, 'correct', (own) => own.requiredOption('--correction-no <NUMBER>', '更正决定编号', nameOption).requiredOption('--item-no <ITEM...>', '可以变动的明细').requiredOption('--reason <TEXT>', '理由', nameOption), ({ itemNo, ...said }) => ({ ...said, itemNos: itemNo }));
  month.command('list').description('某县各月').requiredOption('--county <CODE>', '县代码，6 位', divisionOption).option(...OUT).action(async ({ county, out }: { county: string; out?: string }, own: Command) => {
    const rows = await cli.withLedger(own, 'readOnly', (ledger) => ledger.periods.list({ county }));
    await cli.printTable(own, { rows }, '月结', [
      { title: '清册', cell: (row) => row.listNo }, { title: '对账', cell: (row) => row.runs }, { title: '最近一次', cell: (row) => row.runOn ?? '' }, { title: '未处理差异', cell: (row) => row.open.length }, { title: '月结', cell: (row) => (row.closing === 0 ? '' : `第 ${row.closing} 次 ${row.closedOn ?? ''}`) },
      { title: '更正', cell: (row) => row.corrections.join('、') }, { title: '应付未付（元）', cell: (row) => (row.totals === undefined ? '' : formatYuan(row.totals.outstanding.fen)) }, { title: '散列', cell: (row) => row.hash ?? '' },
    ], rows, { out });
  });
}

function periodText({ totals: t, discrepancies, closed, corrections }: PeriodView): string {
  const open = discrepancies.filter(({ status }) => status !== 'resolved');
  return [
    ...(t === undefined ? [] : [
      `  清册 ${formatYuan(t.list.fen)}（${t.list.count}） 支付令 ${formatYuan(t.orderFen)} 代发 ${formatYuan(t.firstSent.fen)}（${t.firstSent.count}） 成功 ${formatYuan(t.settled.fen)}（${t.settled.count}） 失败 ${formatYuan(t.failed.fen)}（${t.failed.count}） 在途 ${formatYuan(t.withBank.fen)}（${t.withBank.count}） 对账单净支出 ${formatYuan(t.debitFen - t.creditFen)}`,
      `  应付未付 ${formatYuan(t.outstanding.fen)} 元（${t.outstanding.count} 户（人））；作废 ${formatYuan(t.voidedFen)} 元；多付 ${formatYuan(t.unowedFen)} 元。`,
    ]),
    ...open.map((one) => `  ${DISCREPANCY_KINDS[one.kind].zh} ${one.id}：${formatYuan(one.fen)} 元，${STANDING[one.status]}${one.ageDays === undefined ? '' : `，${one.ageDays} 天`}`),
    ...(closed === undefined ? [] : [`  ${closed.on} 月结 ${closed.closingNo}，散列 ${closed.hash}${corrections.length === 0 ? '' : `；更正中：${corrections.map(({ correctionNo }) => correctionNo).join('、')}`}。`]),
  ].join('\n');
}
