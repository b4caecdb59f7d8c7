/** `taizhang bank …`: files to the bank and from it, each in the name of an account; accounts put right, payments issued again or voided, what is outstanding. */
import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { BANK_FORMAT_IDS, type Ledger } from '#application';
import { BATCH_STEPS, type BatchStep, PAYEE_EXAMPLES, PAYEE_FORMATS, PAYEE_STEPS, type PayeeStep, PAYMENT_STEPS, type PaymentStep } from '#disbursement';
import type { SignedIn } from '#identity';
import { type CivilDate, DomainError, formatYuan } from '#kernel';
import { AS_ACCOUNT, signedIn } from '../acting.js';
import type { Cli } from '../cli.js';
import { nameOf, parseJson, readInput } from '../input.js';
import { label } from '../labels.js';
import { dateOption, divisionOption, nameOption, wholeOption, yuanOption } from '../options.js';
import { saveFile } from '../save-file.js';
import { OUT } from '../save-table.js';

const ON = ['--on <DATE>', '日期 YYYY-MM-DD'] as const;
const BATCH = ['<BATCH>', '批次号：1 至 35 个字母、数字和 -/.；其他县的写作 批次号@县代码'] as const;
const FORMAT = ['--format <FORMAT>', `文件格式：${BANK_FORMAT_IDS.join('、')}，或本单位自定义格式`] as const;
const STATUS: Readonly<Record<string, string>> = { prepared: '已编制', sent: '已发送', accepted: '已受理', rejected: '已拒绝', listed: '待发或在途', pending: '结果不明', settled: '成功', bounced: '退票', void: '作废' };
const ITEM_REJECTED = '失败';

export function addBank(program: Command, cli: Cli): void {
  const command = program.command('bank').description('代发：发送文件、银行回盘、对账单、账户更正、重发（docs/settlement.md）');
  const acting = <T>(own: Command, as: string, work: (ledger: Ledger, person: SignedIn) => Promise<T>): Promise<T> => cli.withExistingLedger(own, async (ledger) => work(ledger, await signedIn(ledger, as)));
  const step = (name: string, description: string): Command => command.command(name).description(description).requiredOption(...AS_ACCOUNT, nameOption).requiredOption(...ON, dateOption);

  step('export', '编制代发文件并写出；同一批次再次写出的是同一个文件').argument('<LIST>', '清册编号：救助类别-年月').requiredOption('--batch-no <BATCH>', '批次号', nameOption).requiredOption(...FORMAT, nameOption).requiredOption('--value-date <DATE>', '要求付款日', dateOption)
    .requiredOption('--payer-name <NAME>', '付款户名', nameOption).requiredOption('--payer-account <ACCOUNT>', '付款账号', nameOption).requiredOption('--payer-cnaps <CODE>', '付款行行号，12 位', nameOption).requiredOption('--out <FILE>', '写到哪个文件；已有的不覆盖')
    .action(async (listNo: string, { as, batchNo, out, ...stated }: { as: string; batchNo: string; out: string }, own: Command) => {
      const { batch, quarantined, outcome, sha256 } = await acting(own, as, async (ledger, person) => {
        const taken = await ledger.batches.take(batchNo, 'prepare', { ...stated, listNo }, person);
        const file = await ledger.batches.content(batchNo, person);
        await saveFile(out, file.chunks, 'The batch is recorded.');
        return { ...taken, sha256: file.sha256 };
      });
      cli.print(own, { batch, quarantined, outcome, sha256, out }, () => `批次 ${batch.batchNo}：${label(outcome)}，${batch.n} 笔 ${formatYuan(batch.fen)} 元，SHA-256 ${sha256}，已写到 ${out}。${quarantined === 0 ? '' : `\n账户正在更正、未发送的 ${quarantined} 笔。`}`);
    });

  const batchStep = (name: BatchStep, describe: (own: Command) => Command): void => {
    describe(step(name, BATCH_STEPS[name].zh).argument(...BATCH)).action(async (number: string, { as, ...stated }: { as: string; fen?: number }, own: Command) => {
      const taken = await acting(own, as, (ledger, person) => ledger.batches.take(number, name, stated, person));
      cli.print(own, { ...taken, revision: String(taken.revision) }, () => `批次 ${number} ${BATCH_STEPS[name].zh}：${label(taken.outcome)}，${STATUS[taken.batch.status] ?? taken.batch.status}。`);
    });
  };
  batchStep('accept', (own) => own.requiredOption('--bank-ref <NUMBER>', '银行受理编号', nameOption));
  batchStep('reject', (own) => own.requiredOption('--code <CODE>', '银行代码', nameOption).requiredOption('--text <TEXT>', '银行说明', nameOption));
  batchStep('receipt', (own) => own.requiredOption('--receipt-no <NUMBER>', '回单号', nameOption).requiredOption('--n <COUNT>', '笔数', wholeOption).requiredOption('--fen <AMOUNT>', '金额（元）', yuanOption));

  step('import', '导入回盘文件；整个文件先核对，同一文件再次导入不改变任何事项').argument(...BATCH).argument('<FILE>', '银行的文件').option(...FORMAT, nameOption).option('--partial', '银行只回复批次的一部分')
    .action(async (number: string, path: string, { as, ...stated }: { as: string; on: CivilDate; format?: string; partial?: boolean }, own: Command) => {
      const taken = await acting(own, as, async (ledger, person) => ledger.answers.applyReturn(number, { open: () => readable(path) }, stated, person));
      const { settled, rejected, pending, missing, changed, stale } = taken.applied;
      cli.print(own, taken, () => `批次 ${number} 回盘：${label(taken.outcome)}。成功 ${settled.count} 笔 ${formatYuan(settled.fen)} 元，失败 ${rejected.count} 笔 ${formatYuan(rejected.fen)} 元，不明 ${pending.count} 笔，未回复 ${missing.count} 笔；有变化 ${changed} 笔，无新内容 ${stale} 笔。`);
    });
  step('statement', '导入付款账户的对账单').argument('<FILE>', '银行的文件').requiredOption('--account <ACCOUNT>', '付款账号', nameOption).option(...FORMAT, nameOption).option('--county <CODE>', '县代码，6 位；默认为账户所在县', divisionOption)
    .action(async (path: string, { as, county, ...stated }: { as: string; county?: string; on: CivilDate; account: string; format?: string }, own: Command) => {
      const taken = await acting(own, as, async (ledger, person) => ledger.statements.importStatement(county ?? person.division.slice(0, 6), { open: () => readable(path) }, stated, person));
      const { statementNo, matched, unmatched, bounced } = taken.statement;
      cli.print(own, taken, () => `对账单 ${statementNo}：${label(taken.outcome)}。对上 ${matched} 行，其中退票 ${bounced} 笔；对不上 ${unmatched} 行。`);
    });

  command.command('list').description('某县的代发批次').requiredOption('--county <CODE>', '县代码，6 位', divisionOption).option('--list <LIST>', '清册编号', nameOption).option(...OUT)
    .action(async ({ county, list, out }: { county: string; list?: string; out?: string }, own: Command) => {
      const rows = await cli.withLedger(own, 'readOnly', (ledger) => ledger.batches.list({ county, listNo: list }));
      await cli.printTable(own, { rows }, '代发批次', [
        { title: '批次', cell: (row) => row.batchNo }, { title: '清册', cell: (row) => row.listNo }, { title: '状态', cell: (row) => STATUS[row.status] ?? row.status }, { title: '笔数', cell: (row) => row.n }, { title: '金额（元）', fen: (row) => row.fen },
        { title: '付款日', cell: (row) => row.valueDate }, { title: '成功', cell: (row) => row.settled.count }, { title: '失败', cell: (row) => row.rejected.count }, { title: '回单', cell: (row) => row.receipts.join('、') },
      ], rows, { out });
    });
  command.command('outstanding').description('应付未付：谁、多少、多少天').requiredOption('--division <CODE>', '县 6 位或镇街 9 位', divisionOption).option('--list <LIST>', '清册编号', nameOption).option('--date <DATE>', '算到哪一天；默认为今天', dateOption).option(...OUT)
    .action(async ({ division, list, date, out }: { division: string; list?: string; date?: CivilDate; out?: string }, own: Command) => {
      const report = await cli.withLedger(own, 'readOnly', (ledger) => ledger.payItems.outstanding({ division, listNo: list, today: date }));
      await cli.printTable(own, report, '应付未付', [
        { title: '明细', cell: (row) => row.itemNo }, { title: '案件', cell: (row) => row.caseId }, { title: '镇街', cell: (row) => row.town }, { title: '清册', cell: (row) => row.listNo }, { title: '金额（元）', fen: (row) => row.fen },
        { title: '状态', cell: (row) => (row.status === 'rejected' ? ITEM_REJECTED : (STATUS[row.status] ?? row.status)) }, { title: '原因', cell: (row) => row.code ?? '' }, { title: '自', cell: (row) => row.since }, { title: '天数', cell: (row) => row.ageDays },
      ], report.outstanding, { out, below: `共 ${report.outstanding.length} 笔 ${formatYuan(report.outstandingFen)} 元。` });
    });

  const payment = (name: PaymentStep, describe: (own: Command) => Command): void => {
    describe(step(name, PAYMENT_STEPS[name].zh).argument('<LIST>', '清册编号').requiredOption('--item-no <ITEM>', '明细：案件/月份/种类/次数')).action(async (number: string, { as, ...stated }: { as: string }, own: Command) => {
      const taken = await acting(own, as, (ledger, person) => ledger.payItems.take(number, name, stated, person));
      cli.print(own, { ...taken, revision: String(taken.revision) }, () => `${taken.itemNo} ${PAYMENT_STEPS[name].zh}：${label(taken.outcome)}。`);
    });
  };
  payment('reissue', (own) => own);
  payment('void', (own) => own.requiredOption('--reason <TEXT>', '理由', nameOption));

  command.command('account').argument('<STEP>', `步骤：${Object.entries(PAYEE_STEPS).map(([name, { zh }]) => `${name} ${zh}`).join('、')}`).argument('<HOUSEHOLD>', '家庭编号').argument('<FILE.json>', '内容（JSON）；- 为标准输入').description('更正账户：一人申请、一人审定、核验后才发放').requiredOption(...AS_ACCOUNT, nameOption)
    .action(async (name: string, number: string, file: string, { as }: { as: string }, own: Command) => {
      const which = payeeStep(name);
      const stated = parseJson(file, await readInput(file, cli.stdin));
      const taken = await acting(own, as, (ledger, person) => ledger.payees.take(number, which, stated, person));
      cli.print(own, { ...taken, revision: String(taken.revision) }, () => `${number} ${PAYEE_STEPS[which].zh}：${label(taken.outcome)}。`);
    });
  command.command('format').argument('<STEP>', '更正账户的步骤').description('一个步骤怎么写：示例和格式').action((name: string, _options: object, own: Command) => {
    const which = payeeStep(name);
    cli.print(own, { example: PAYEE_EXAMPLES[which], format: PAYEE_FORMATS[which] }, () => `示例：\n${JSON.stringify(PAYEE_EXAMPLES[which], null, 2)}\n\n格式（JSON Schema）：\n${JSON.stringify(PAYEE_FORMATS[which], null, 2)}`);
  });
}

/** @throws DomainError `STEP_UNKNOWN` */
function payeeStep(text: string): PayeeStep {
  if (Object.hasOwn(PAYEE_STEPS, text)) return text as PayeeStep;
  throw new DomainError('STEP_UNKNOWN', 'invalid', `There is no step ${text.slice(0, 40)} of an account. There are ${Object.keys(PAYEE_STEPS).join(', ')}.`);
}

/** A file of the bank. @throws DomainError `FILE_UNREADABLE` */
async function* readable(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new DomainError('FILE_UNREADABLE', 'notFound', `${nameOf(path)} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}. Check the path and the permissions.`, {}, { cause: error });
  }
}
