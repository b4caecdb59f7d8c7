/** `taizhang finding …`, `taizhang complaint …`, `taizhang leads …`, `taizhang year …`: from lead to closure, each step in the name of an account. */
import type { Command } from 'commander';
import { COMPLAINT_EXAMPLES, COMPLAINT_FORMATS, COMPLAINT_STEPS, type ComplaintStep, FINDING_EXAMPLES, FINDING_FORMATS, FINDING_STEPS, type FindingStep, LEAD_KINDS } from '#accountability';
import type { FindingStanding, Ledger, ListedFinding, MatchReport, ScannedLead, YearClosing } from '#application';
import { type Permission, PERMISSIONS, ROLES, type SignedIn } from '#identity';
import { type CivilDate, DomainError, formatYuan } from '#kernel';
import type { DueItem, DuesReport } from '#reports';
import { AS_ACCOUNT, PURPOSE, signedIn, type Why } from '../acting.js';
import { type Cli, ExitCode } from '../cli.js';
import { parseCsv } from '../csv-rows.js';
import { parseJson, readInput } from '../input.js';
import { dateOption, divisionOption, nameOption, wholeOption, yearOption } from '../options.js';
import { table } from '../output.js';

interface As {
  readonly as: string;
}
const FILE = ['<FILE.json>', '这一步的内容（JSON）；- 为标准输入'] as const;
const DIVISION = ['--division <CODE>', '区划代码：县 6 位、镇街 9 位、社区 12 位'] as const;
const OUTCOME = { recorded: '已入账。', alreadyRecorded: '此前已入账，内容相同，未作改动。' } as const;

interface Steps<Name extends string> {
  readonly noun: string;
  readonly description: string;
  readonly number: readonly [string, string];
  readonly steps: { readonly [Step in Name]: { readonly zh: string; readonly en: string; readonly permission: string } };
  readonly formats: { readonly [Step in Name]: object };
  readonly examples: { readonly [Step in Name]: object };
  readonly take: (ledger: Ledger, number: string, step: Name, body: unknown, person: SignedIn) => Promise<{ readonly outcome: 'recorded' | 'alreadyRecorded'; readonly events: readonly string[]; readonly revision: bigint }>;
  readonly show: (ledger: Ledger, number: string, person: SignedIn, purpose: string | undefined) => Promise<{ readonly revision: bigint; readonly file: object }>;
}

export function addAccountability(program: Command, cli: Cli): void {
  const acting = <T>(own: Command, as: string, work: (ledger: Ledger, person: SignedIn) => Promise<T>): Promise<T> => cli.withExistingLedger(own, async (ledger) => work(ledger, await signedIn(ledger, as)));

  const addSteps = <Name extends string>({ noun, description, number, steps, formats, examples, take, show }: Steps<Name>): Command => {
    const command = program.command(noun).description(description);
    const stepOf = (text: string): Name => {
      if (Object.hasOwn(steps, text)) return text as Name;
      throw new DomainError('STEP_UNKNOWN', 'invalid', `There is no step ${text.slice(0, 40)}. "taizhang ${noun} steps" lists them.`);
    };
    command.command('steps').description('全部步骤：名称、谁可以办').action((_options: object, own: Command) => {
      const rows = (Object.keys(steps) as Name[]).map((step) => ({ step, ...pick(steps[step]), roles: PERMISSIONS[steps[step].permission as Permission].roles }));
      cli.print(own, { rows }, () => table([{ title: '步骤', cell: (row) => row.step }, { title: '名称', cell: (row) => row.zh }, { title: '谁可以办', cell: (row) => row.roles.map((role) => ROLES[role].zh).join('、') }], rows));
    });
    command.command('format').argument('<STEP>', '步骤').description('一个步骤的内容怎么写：示例和格式').action((name: string, _options: object, own: Command) => {
      const step = stepOf(name);
      cli.print(own, { example: examples[step], format: formats[step] }, () => `示例：\n${JSON.stringify(examples[step], null, 2)}\n\n格式（JSON Schema）：\n${JSON.stringify(formats[step], null, 2)}`);
    });
    command.command('take').argument('<STEP>', `步骤，见 taizhang ${noun} steps`).argument(...number).argument(...FILE).description(`办理一步；内容的写法见 taizhang ${noun} format STEP`).requiredOption(...AS_ACCOUNT, nameOption)
      .action(async (name: string, no: string, file: string, { as }: As, own: Command) => {
        const step = stepOf(name);
        const body = parseJson(file, await readInput(file, cli.stdin));
        const taken = await acting(own, as, (ledger, person) => take(ledger, no, step, body, person));
        cli.print(own, { ...taken, revision: String(taken.revision) }, () => `${no} ${steps[step].zh}：${OUTCOME[taken.outcome]}\n  事件：${taken.events.join('、')}`);
      });
    command.command('show').argument(...number).description('现状').requiredOption(...AS_ACCOUNT, nameOption).option(...PURPOSE)
      .action(async (no: string, { as, purpose }: As & Why, own: Command) => {
        const view = await acting(own, as, (ledger, person) => show(ledger, no, person, purpose));
        cli.print(own, { ...view, revision: String(view.revision) }, () => JSON.stringify(view.file, null, 2));
      });
    return command;
  };

  const finding = addSteps<FindingStep>({
    noun: 'finding', description: '疑点到销号：交办、核实、认定、追回、整改、责任、免责', number: ['<NUMBER>', '疑点编号；其他县的写作 编号@县代码'], steps: FINDING_STEPS, formats: FINDING_FORMATS, examples: FINDING_EXAMPLES,
    take: (ledger, no, step, body, person) => ledger.findings.take(no, step, body, person), show: (ledger, no, person, purpose) => ledger.findings.file(no, person, purpose),
  });
  finding.command('list').description('疑点和认定清单').requiredOption(...DIVISION, divisionOption).option('--standing <STANDING>', 'lead 待核实、open 属实未销号、closed 其余')
    .action(async ({ division, standing }: { division: string; standing?: string }, own: Command) => {
      if (standing !== undefined && !['lead', 'open', 'closed'].includes(standing)) own.error('选项 --standing <STANDING> 只能是 lead、open 或 closed。');
      const rows = await cli.withLedger(own, 'readOnly', (ledger) => ledger.findings.list(division, standing as FindingStanding | undefined));
      cli.print(own, { rows }, () => findingsText(rows));
    });
  finding.command('due').description('监督待办：待核实的疑点、待追回的资金、待报告的整改、待答复的投诉举报、待报送的任务进展、待发放的清册；有逾期时退出码为 1').requiredOption(...DIVISION, divisionOption).option('--staff <ID>', '只看某人的，工号', nameOption)
    .option('--date <DATE>', '截至何日 YYYY-MM-DD，默认今天', dateOption).option('--days <N>', '以后多少天之内，默认 30', wholeOption)
    .action(async ({ division, staff, date, days }: { division: string; staff?: string; date?: CivilDate; days?: number }, own: Command) => {
      if (days !== undefined && days > 3_660) own.error('选项 --days <N> 最多 3660。');
      const report = await cli.withLedger(own, 'readOnly', (ledger) => ledger.dues({ division, staffId: staff, complaints: true, today: date, horizonDays: days }));
      cli.print(own, report, () => duesText(report));
      cli.exitCode = report.overdue.length > 0 ? ExitCode.Differs : ExitCode.Done;
    });
  addSteps<ComplaintStep>({
    noun: 'complaint', description: '投诉举报、行政复议和诉讼的登记、核查、答复', number: ['<NUMBER>', '投诉编号；其他县的写作 编号@县代码'], steps: COMPLAINT_STEPS, formats: COMPLAINT_FORMATS, examples: COMPLAINT_EXAMPLES,
    take: (ledger, no, step, body, person) => ledger.complaints.take(no, step, body, person), show: (ledger, no, person, purpose) => ledger.complaints.file(no, person, purpose),
  });

  const leads = program.command('leads').description('数据给出的疑点：台账自身比对、外部数据比对（疑点不是结论，不停发待遇）');
  leads.command('scan').description('台账自身比对：一号多户、重复享受、死亡或停发后发放、照片复用、同日批量、金额不符').requiredOption(...DIVISION, divisionOption).requiredOption(...AS_ACCOUNT, nameOption).option('--raise', '把没有提出过的逐条提出为疑点')
    .action(async ({ division, as, raise }: As & { division: string; raise?: boolean }, own: Command) => {
      const rows = await acting(own, as, (ledger, person) => ledger.leads.scan(division, person, raise === true));
      cli.print(own, { rows }, () => scanText(rows));
    });
  leads.command('match').argument('<NUMBER>', '比对批次号').argument('<FILE>', 'CSV 或 JSON，写法见 docs/accountability.md；- 为标准输入').description('外部数据比对：人在台账中的逐行提出疑点，其余逐行留存并列出').requiredOption(...AS_ACCOUNT, nameOption)
    .action(async (no: string, file: string, { as }: As, own: Command) => {
      const text = await readInput(file, cli.stdin);
      const parsed = /^\s*[[{]/.test(text) ? parseJson(file, text) : parseCsv(text);
      const rows = Array.isArray(parsed) ? (parsed as readonly unknown[]) : (parsed as { readonly rows?: unknown }).rows;
      if (!Array.isArray(rows)) throw new DomainError('INPUT_MALFORMED', 'invalid', `${file} holds no list of rows. Write a JSON list, {"rows": [...]}, or a CSV with a header line; nothing was recorded.`);
      const report = await acting(own, as, (ledger, person) => ledger.leads.importMatch(no, rows as readonly unknown[], person));
      cli.print(own, report, () => matchText(report));
      cli.exitCode = report.unreadable.length + report.unknownCitizens.length > 0 ? ExitCode.Differs : ExitCode.Done;
    });
  leads.command('follow-ups').description('自动后续事项：做到哪里、有没有卡住').action(async (_options: object, own: Command) => {
    const status = await cli.withExistingLedger(own, async (ledger) => {
      await ledger.followUps.run();
      return ledger.followUps.status();
    });
    cli.print(own, status, () => (status.stuck === null ? '没有卡住的事项。' : `卡住：${status.stuck.followUp}（${status.stuck.type} ${status.stuck.streamId}），${status.stuck.code}：${status.stuck.message}`));
    cli.exitCode = status.stuck === null ? ExitCode.Done : ExitCode.Differs;
  });

  program.command('year').description('容错年度').command('close').argument('<COUNTY>', '县代码，6 位').argument('<YEAR>', '年度', yearOption).description('年度结账：人数和结论从此不变').requiredOption(...AS_ACCOUNT, nameOption).requiredOption('--on <DATE>', '结账日 YYYY-MM-DD', dateOption)
    .action(async (county: string, year: number, { as, on }: As & { on: CivilDate }, own: Command) => {
      const closing = await acting(own, as, (ledger, person) => ledger.years.close(county, year, on, person));
      cli.print(own, closing, () => closingText(closing));
    });
}

const pick = ({ zh, en, permission }: { readonly zh: string; readonly en: string; readonly permission: string }) => ({ zh, en, permission });
const kindName = (code: string): string => (Object.hasOwn(LEAD_KINDS, code) ? LEAD_KINDS[code as keyof typeof LEAD_KINDS].zh : code);
const STANDING = { lead: '待核实', open: '属实', closed: '已结' } as const;
const SCANNED = { new: '新', raised: '已提出', alreadyRaised: '此前已提出' } as const;

const findingsText = (rows: readonly ListedFinding[]): string => `${table([
  { title: '编号', cell: (row) => row.findingId }, { title: '案件编号', cell: (row) => row.caseId ?? '' }, { title: '疑点类型', cell: (row) => kindName(row.leadKind) }, { title: '状态', cell: (row) => STANDING[row.standing] },
  { title: '交办', cell: (row) => (row.assigned === undefined ? '' : `${row.assigned.org}，${row.assigned.due} 前`) }, { title: '应追（元）', cell: (row) => (row.orderedFen === undefined ? '' : formatYuan(row.orderedFen)) },
  { title: '已追（元）', cell: (row) => formatYuan(row.recoveredFen) }, { title: '缴库（元）', cell: (row) => formatYuan(row.remittedFen) }, { title: '免责', cell: (row) => (row.exemption === 'granted' ? '是' : row.exemption === 'revoked' ? '已撤销' : '') },
], rows)}\n共 ${rows.length} 条。`;

function duesText({ division, today, until, overdue, dueToday, dueThisWeek, later }: DuesReport): string {
  const parts: readonly (readonly [string, readonly DueItem[]])[] = [['已逾期', overdue], ['今日到期', dueToday], ['一周内到期', dueThisWeek], [`${until} 以前到期`, later]];
  const shown = parts.filter(([, items]) => items.length > 0).map(([title, items]) => `${title}（${items.length}）\n${table([
    { title: '到期日', cell: (row) => row.dueOn }, { title: '逾期天数', cell: (row) => row.daysOverdue }, { title: '编号', cell: (row) => row.number }, { title: '事项', cell: (row) => (row.subject === undefined ? row.name.zh : `${row.name.zh}（${row.subject}）`) },
    { title: '金额（元）', cell: (row) => (row.fen === undefined ? '' : formatYuan(row.fen)) }, { title: '起算日', cell: (row) => row.startedOn }, { title: '责任', cell: (row) => row.whose ?? row.unit }, { title: '依据', cell: (row) => row.basis },
  ], items)}`);
  return shown.length === 0 ? `${division}：截至 ${today} 没有监督待办。` : shown.join('\n\n');
}

const scanText = (rows: readonly ScannedLead[]): string => `${table([
  { title: '编号', cell: (row) => row.leadNo }, { title: '疑点类型', cell: (row) => kindName(row.kind) }, { title: '案件编号', cell: (row) => row.caseId ?? '' }, { title: '风险金额（元）', cell: (row) => (row.fenAtRisk === undefined ? '' : formatYuan(row.fenAtRisk)) },
  { title: '状态', cell: (row) => SCANNED[row.standing] }, { title: '情况', cell: (row) => row.facts },
], rows)}\n共 ${rows.length} 条。疑点不是结论。`;

const matchText = ({ matchNo, rows, leads, unknownCitizens, unreadable }: MatchReport): string => [
  `比对 ${matchNo}：${rows} 行，提出疑点 ${leads.length} 条（其中此前已提出 ${leads.filter(({ outcome }) => outcome === 'alreadyRecorded').length} 条）。`,
  ...(unknownCitizens.length === 0 ? [] : [`台账中没有的人 ${unknownCitizens.length} 行，已留存：`, ...unknownCitizens.map(({ row, idNo }) => `  第 ${row} 行 ${idNo}`)]),
  ...(unreadable.length === 0 ? [] : [`读不懂的 ${unreadable.length} 行，已留存：`, ...unreadable.map(({ row, field }) => `  第 ${row} 行 ${field}`)]),
].join('\n');

const closingText = ({ county, year, on, counts, findings }: YearClosing): string => [
  `${county} ${year} 年度于 ${on} 结账：`, ...counts.map(({ division, objectiveErrorPersons, totalPersons }) => `  ${division}：客观差错 ${objectiveErrorPersons} 人，救助 ${totalPersons} 人`),
  `  免责 ${findings.filter(({ outcome }) => outcome === 'exempt').length} 条，追责 ${findings.filter(({ outcome }) => outcome === 'accountable').length} 条，未核实 ${findings.filter(({ outcome }) => outcome === 'pending').length} 条`,
].join('\n');
