/** `taizhang funds …`: indicators and reserves, the trial balance, the statement of an account. */
import type { Command } from 'commander';
import { ACCOUNTS, FUND_STEPS, type FundStep } from '#disbursement';
import { type CivilDate, formatYuan } from '#kernel';
import { AS_ACCOUNT, signedIn } from '../acting.js';
import { type Cli, ExitCode } from '../cli.js';
import { label } from '../labels.js';
import { dateOption, divisionOption, instantOption, nameOption, wholeOption, yuanOption } from '../options.js';
import { OUT } from '../save-table.js';

const ON = ['--on <DATE>', '日期 YYYY-MM-DD'] as const;
const COUNTY = ['--county <CODE>', '县代码，6 位'] as const;
const INDICATOR = ['--indicator-no <NUMBER>', '指标文号'] as const;
const YUAN = ['--yuan <AMOUNT>', '金额（元）'] as const;
const SOURCES: Readonly<Record<string, string>> = { central: '中央', province: '省', city: '市', county: '县', unrecorded: '账簿未载' };

interface Question {
  readonly division: string;
  readonly benefit?: string;
  readonly source?: string;
  readonly asOf?: CivilDate;
  readonly knownAt?: string;
  readonly out?: string;
}

export function addFunds(program: Command, cli: Cli): void {
  const command = program.command('funds').description('资金账：指标、备用金、试算平衡、明细账（docs/money.md）');

  const addStep = (step: FundStep, name: string, describe: (own: Command) => Command): void => {
    describe(command.command(name).description(FUND_STEPS[step].zh).requiredOption(...AS_ACCOUNT, nameOption).requiredOption(...COUNTY, divisionOption).requiredOption(...ON, dateOption))
      .action(async ({ as, county, yuan, ...said }: { as: string; county: string; yuan: number }, own: Command) => {
        const taken = await cli.withExistingLedger(own, async (ledger) => ledger.funds.take(county, step, { ...said, fen: yuan }, await signedIn(ledger, as)));
        cli.print(own, { ...taken, revision: String(taken.revision) }, () => `${county} ${FUND_STEPS[step].zh}：${label(taken.outcome)}。`);
      });
  };
  addStep('issue', 'issue', (own) => own.requiredOption(...INDICATOR, nameOption).requiredOption('--source <SOURCE>', 'central、province、city、county', nameOption).requiredOption('--benefit <CODE>', '救助类别', nameOption).requiredOption(...YUAN, yuanOption));
  addStep('adjust', 'adjust', (own) => own.requiredOption(...INDICATOR, nameOption).requiredOption('--document-no <NUMBER>', '调整文号', nameOption).requiredOption('--direction <WAY>', 'up 增、down 减', nameOption).requiredOption(...YUAN, yuanOption).requiredOption('--reason <TEXT>', '理由', nameOption));
  addStep('topUpReserve', 'top-up', (own) => own.requiredOption(...INDICATOR, nameOption).requiredOption('--document-no <NUMBER>', '拨入凭证号', nameOption).requiredOption('--town <CODE>', '镇街代码，9 位', divisionOption).requiredOption(...YUAN, yuanOption));

  addStep('returnUnspent', 'return-unspent', (own) => own.requiredOption('--document-no <NUMBER>', '上缴文号', nameOption).requiredOption('--year <YEAR>', '年度', wholeOption).requiredOption('--source <SOURCE>', 'central、province、city、county', nameOption).requiredOption('--benefit <CODE>', '救助类别', nameOption).requiredOption(...YUAN, yuanOption).requiredOption('--reason <TEXT>', '决定', nameOption));

  command.command('indicators').description('指标及其余额').requiredOption(...COUNTY, divisionOption).option(...OUT).action(async ({ county, out }: { county: string; out?: string }, own: Command) => {
    const { indicators } = await cli.withLedger(own, 'readOnly', (ledger) => ledger.funds.indicators(county));
    await cli.printTable(own, { county, indicators }, '指标', [
      { title: '指标文号', cell: (row) => row.indicatorNo }, { title: '来源', cell: (row) => sourceName(row.source) }, { title: '救助类别', cell: (row) => label(row.benefit) }, { title: '指标（元）', fen: (row) => row.fen },
      { title: '已支付令', fen: (row) => row.orderedFen }, { title: '已拨备用金', fen: (row) => row.advancedFen }, { title: '余额', fen: (row) => row.leftFen },
    ], indicators, { out });
  });

  const question = (own: Command): Command => own.requiredOption('--division <CODE>', '县 6 位或镇街 9 位', divisionOption).option('--benefit <CODE>', '只看某类', nameOption).option('--source <SOURCE>', '只看某来源', nameOption)
    .option('--as-of <DATE>', '业务时点 YYYY-MM-DD', dateOption).option('--known-at <INSTANT>', '知悉时点', instantOption).option(...OUT);

  question(command.command('balance').description('试算平衡；不平时退出码为 1')).action(async ({ knownAt, out, ...asked }: Question, own: Command) => {
    const balance = await cli.withLedger(own, 'readOnly', (ledger) => ledger.funds.balance(asked, knownAt));
    await cli.printTable(own, balance, '试算平衡', [
      { title: '科目', cell: (row) => ACCOUNTS[row.account].zh }, { title: '救助类别', cell: (row) => (row.benefit === null ? '' : label(row.benefit)) }, { title: '来源', cell: (row) => sourceName(row.source) },
      { title: '借方（元）', fen: (row) => row.debitFen }, { title: '贷方（元）', fen: (row) => row.creditFen }, { title: '余额（元）', fen: (row) => row.balanceFen },
    ], balance.rows, { out, below: `合计 借方 ${formatYuan(balance.total.debitFen)} 贷方 ${formatYuan(balance.total.creditFen)}` });
    cli.exitCode = asked.division.length > 6 || balance.total.debitFen === balance.total.creditFen ? ExitCode.Done : ExitCode.Differs;
  });

  question(command.command('statement').argument('<ACCOUNT>', `科目：${Object.entries(ACCOUNTS).map(([name, { zh }]) => `${name} ${zh}`).join('、')}`).description('一个科目的明细账')).action(async (account: string, { knownAt, out, ...asked }: Question, own: Command) => {
    const statement = await cli.withLedger(own, 'readOnly', (ledger) => ledger.funds.statement(account, asked, knownAt));
    await cli.printTable(own, statement, '明细账', [
      { title: '日期', cell: (row) => row.on }, { title: '事件', cell: (row) => row.type }, { title: '凭据', cell: (row) => row.ref }, { title: '区划', cell: (row) => row.division }, { title: '救助类别', cell: (row) => (row.benefit === null ? '' : label(row.benefit)) },
      { title: '借方（元）', fen: (row) => row.debitFen }, { title: '贷方（元）', fen: (row) => row.creditFen }, { title: '余额（元）', fen: (row) => row.balanceFen },
    ], statement.rows, { out, below: `余额 ${formatYuan(statement.balanceFen)} 元，共 ${statement.rows.length} 行。` });
  });

  question(command.command('reserves').description('各镇街备用金')).action(async ({ knownAt, division, asOf, out }: Question, own: Command) => {
    const rows = await cli.withLedger(own, 'readOnly', (ledger) => ledger.funds.reserves(division, asOf, knownAt));
    await cli.printTable(own, { rows }, '备用金', [
      { title: '镇街', cell: (row) => row.town }, { title: '拨入（元）', fen: (row) => row.advancedFen }, { title: '支出', fen: (row) => row.paidFen }, { title: '已备案', fen: (row) => row.filedFen },
      { title: '余额（拨入−备案）', fen: (row) => row.balanceFen }, { title: '待备案', fen: (row) => row.unfiledFen },
    ], rows, { out });
  });
}

const sourceName = (source: string | null): string => (source === null ? '' : (SOURCES[source] ?? source));
