/** `taizhang case …`: the live procedure, each step in the name of an account, bound by its role and division. */
import type { Command } from 'commander';
import type { CaseFileView, JobServicesView, Ledger, Recorded, SampleDraw, StepTaken } from '#application';
import { EXAMPLES, FORMATS, REGISTER_EXAMPLES, REGISTER_FORMATS, type RegisterName, STEP_NAMES, type StepName, STEPS } from '#casework';
import { type Permission, PERMISSIONS, ROLES, type SignedIn } from '#identity';
import { DomainError } from '#kernel';
import { AS_ACCOUNT, PURPOSE, signedIn, type Why } from '../acting.js';
import type { Cli } from '../cli.js';
import { parseJson, readInput } from '../input.js';
import { addCorrections } from './corrections.js';
import { nameOption, yearOption } from '../options.js';
import { table } from '../output.js';

interface As {
  readonly as: string;
}
const NUMBER = ['<NUMBER>', '案件编号；其他县的写作 编号@县代码'] as const;
const FILE = ['<FILE.json>', '这一步的内容（JSON）；- 为标准输入'] as const;

/** @throws DomainError `STEP_UNKNOWN` */
function stepOf(text: string): StepName {
  if (Object.hasOwn(STEPS, text)) return text as StepName;
  throw new DomainError('STEP_UNKNOWN', 'invalid', `There is no step ${text.slice(0, 40)}. "taizhang case steps" lists them.`);
}

export function addCase(program: Command, cli: Cli): void {
  const command = program.command('case').description('办理案件：从线索、申请到退出的每一步，以及人员、家庭登记和抽查');
  const body = async (file: string): Promise<unknown> => parseJson(file, await readInput(file, cli.stdin));
  const acting = <T>(own: Command, as: string, work: (ledger: Ledger, person: SignedIn) => Promise<T>): Promise<T> =>
    cli.withExistingLedger(own, async (ledger) => work(ledger, await signedIn(ledger, as)));

  command.command('steps').description('全部步骤：名称、谁可以办')
    .action((_options: object, own: Command) => {
      const rows = STEP_NAMES.map((step) => ({ step, zh: STEPS[step].zh, en: STEPS[step].en, permission: STEPS[step].permission, roles: PERMISSIONS[STEPS[step].permission as Permission].roles }));
      cli.print(own, { rows }, () => table([
        { title: '步骤', cell: (row) => row.step },
        { title: '名称', cell: (row) => row.zh },
        { title: '谁可以办', cell: (row) => row.roles.map((role) => ROLES[role].zh).join('、') },
      ], rows));
    });

  command.command('format').argument('<STEP>', '步骤，或 person、household、member、identity、jobService、account、requestCorrection、approveCorrection、refuseCorrection、draw').description('一个步骤的内容怎么写：示例和格式')
    .action((name: string, _options: object, own: Command) => {
      const format = Object.hasOwn(REGISTER_FORMATS, name) ? REGISTER_FORMATS[name as RegisterName] : FORMATS[stepOf(name)];
      const example: object | undefined = Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name as StepName] : Object.hasOwn(REGISTER_EXAMPLES, name) ? REGISTER_EXAMPLES[name as keyof typeof REGISTER_EXAMPLES] : undefined;
      cli.print(own, { example, format }, () => [...(example === undefined ? [] : [`示例：\n${JSON.stringify(example, null, 2)}`]), `格式（JSON Schema）：\n${JSON.stringify(format, null, 2)}`].join('\n\n'));
    });

  command.command('take').argument('<STEP>', '步骤，见 taizhang case steps').argument(...NUMBER).argument(...FILE).description('办理一步；内容的写法见 taizhang case format STEP')
    .requiredOption(...AS_ACCOUNT, nameOption)
    .action(async (step: string, number: string, file: string, { as }: As, own: Command) => {
      const name = stepOf(step);
      const stated = await body(file);
      const taken = await acting(own, as, (ledger, person) => ledger.cases.take(number, name, stated, person));
      cli.print(own, { ...taken, revision: String(taken.revision) }, () => takenText(taken));
    });

  command.command('show').argument(...NUMBER).description('案卷现状').requiredOption(...AS_ACCOUNT, nameOption).option(...PURPOSE)
    .action(async (number: string, { as, purpose }: As & Why, own: Command) => {
      const view = await acting(own, as, (ledger, person) => ledger.cases.file(number, person, purpose));
      cli.print(own, { ...view, revision: String(view.revision) }, () => fileText(view));
    });

  const register = (name: string, description: string, work: (ledger: Ledger, county: string, stated: unknown, person: SignedIn) => Promise<Recorded>): void => {
    command.command(name).argument(...FILE).description(description).requiredOption(...AS_ACCOUNT, nameOption)
      .action(async (file: string, { as }: As, own: Command) => {
        const stated = await body(file);
        const { outcome } = await acting(own, as, (ledger, person) => work(ledger, person.division.slice(0, 6), stated, person));
        cli.print(own, { outcome }, () => OUTCOME[outcome]);
      });
  };
  register('person', '登记人员', (ledger, county, stated, person) => ledger.register.registerPerson(county, stated, person));
  register('household', '登记共同生活家庭', (ledger, _county, stated, person) => ledger.register.composeHousehold(stated, person));
  register('member', '登记家庭成员变更', (ledger, county, stated, person) => ledger.register.changeMember(county, stated, person));

  register('identity', '登记身份核验', (ledger, county, stated, person) => ledger.register.verifyIdentity(county, stated, person));
  register('job-service', '登记“112”就业服务：走访、培训、岗位推荐', (ledger, county, stated, person) => ledger.register.deliverJobService(county, stated, person));
  register('account', '登记家庭的发放账户；已登记的，更正须两人办理', (ledger, county, stated, person) => ledger.register.registerAccount(county, stated, person));
  addCorrections(command, cli, body, acting);

  command.command('job-services').argument('<NUMBER>', '人员编号；其他县的写作 编号@县代码').argument('<YEAR>', '年度', yearOption).description('一年内给了一个人哪些就业服务，还差哪些').requiredOption(...AS_ACCOUNT, nameOption)
    .action(async (number: string, year: number, { as }: As, own: Command) => {
      const view = await acting(own, as, (ledger, person) => ledger.register.jobServices(number, year, person));
      cli.print(own, view, () => servicesText(view));
    });

  command.command('draw').argument(...FILE).description('抽取县级抽查样本；同一编号再抽，答复仍是第一次的结果').requiredOption(...AS_ACCOUNT, nameOption)
    .action(async (file: string, { as }: As, own: Command) => {
      const stated = await body(file);
      const draw = await acting(own, as, (ledger, person) => ledger.cases.drawSample(stated, person));
      cli.print(own, draw, () => drawText(draw));
    });
}

const OUTCOME = { recorded: '已入账。', alreadyRecorded: '此前已入账，内容相同，未作改动。' } as const;

function takenText({ caseKey, step, outcome, events, determinationId }: StepTaken): string {
  return `${caseKey} ${STEPS[step].zh}：${OUTCOME[outcome]}\n  事件：${events.join('、')}${determinationId === undefined ? '' : `\n  认定：${determinationId}`}`;
}

function fileText({ caseKey, division, file }: CaseFileView): string {
  if (file === null) return `${caseKey}（${division}）：线索，尚未申请。`;
  const rows = [
    ['救助类别', `${file.benefit}${file.variant === undefined ? '' : ` ${file.variant}`}`], ['受理', file.accepted?.on], ['核对报告', file.check?.reportedOn], ['入户', file.visitedOn], ['评议', file.reviewedOn],
    ['初审意见', file.opinion === undefined ? undefined : `${file.opinion.on} ${file.opinion.says === 'approve' ? '同意' : '不同意'}`], ['公示', file.townNotice === undefined ? undefined : `${file.townNotice.postedOn} 至 ${file.townNotice.closedOn ?? '今'}`],
    ['上报', file.forwardedOn], ['县级入户', file.countyVisitedOn], ['决定', file.decision === undefined ? undefined : `${file.decision.on} ${file.decision.kind === 'confirmed' ? '确认' : '不予确认'}`], ['送达', file.servedOn],
    ['终结', file.ended === undefined ? undefined : `${file.ended.on} ${file.ended.as}`],
  ].filter((row): row is [string, string] => row[1] !== undefined);
  return [`${caseKey}（${division}）`, ...rows.map(([title, text]) => `  ${title}：${text}`), ...file.changes.map(({ kind, fromYm, newFen, persons }) => `  ${fromYm} 起：${kind}，${(newFen / 100).toFixed(2)} 元，${persons} 人`)].join('\n');
}

function servicesText({ personId, year, delivered, open }: JobServicesView): string {
  const counts = ({ VISIT, TRAINING, REFERRAL }: JobServicesView['delivered']): string => `走访 ${VISIT}，培训 ${TRAINING}，岗位推荐 ${REFERRAL}`;
  return `${personId} ${year} 年：${counts(delivered)}。${open === null ? '本县文件未规定次数。' : `还差：${counts(open)}。`}`;
}

function drawText({ drawNo, on, seed, ratePpm, population, selected }: SampleDraw): string {
  return [`抽查 ${drawNo}（${on}）：${population.length} 件中抽 ${selected.length} 件，比例 ${ratePpm / 10_000}%`, `  种子：${seed}`, ...selected.map((key) => `  ${key}`), '  任何人可以复核：对“种子|案件编号@县代码”取 SHA-256，取最小的若干件。'].join('\n');
}
