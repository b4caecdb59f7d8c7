/** `taizhang case corrections|correct|approve-correction|refuse-correction`: what was registered wrongly, put right by two people. */
import { Argument, type Command } from 'commander';
import type { CorrectionsView, CorrectionTaken, Ledger } from '#application';
import { CORRECTION_SUBJECTS, type CorrectedValue, type CorrectionSubject } from '#casework';
import type { SignedIn } from '#identity';
import { AS_ACCOUNT, PURPOSE, type Why } from '../acting.js';
import type { Cli } from '../cli.js';
import { nameOption } from '../options.js';

interface As {
  readonly as: string;
}
const FILE = ['<FILE.json>', '内容（JSON）；- 为标准输入'] as const;
const SUBJECT: Readonly<Record<CorrectionSubject, string>> = { person: '人员', household: '家庭', case: '案件' };

type Acting = <T>(own: Command, as: string, work: (ledger: Ledger, person: SignedIn) => Promise<T>) => Promise<T>;

export function addCorrections(command: Command, cli: Cli, body: (file: string) => Promise<unknown>, acting: Acting): void {
  command.command('corrections').addArgument(new Argument('<SUBJECT>', '人员、家庭或案件').choices(CORRECTION_SUBJECTS)).argument('<NUMBER>', '编号；其他县的写作 编号@县代码').description('可以更正的登记内容及其事件号，待审定的申请，已作的更正和更正前的内容')
    .requiredOption(...AS_ACCOUNT, nameOption).option(...PURPOSE)
    .action(async (subject: CorrectionSubject, number: string, { as, purpose }: As & Why, own: Command) => {
      const view = await acting(own, as, (ledger, person) => ledger.corrections.view(subject, number, person, purpose));
      cli.print(own, { ...view, revision: String(view.revision) }, () => viewText(view));
    });

  const add = (name: string, description: string, work: (ledger: Ledger, stated: unknown, person: SignedIn) => Promise<CorrectionTaken>): void => {
    command.command(name).argument(...FILE).description(description).requiredOption(...AS_ACCOUNT, nameOption)
      .action(async (file: string, { as }: As, own: Command) => {
        const stated = await body(file);
        const taken = await acting(own, as, (ledger, person) => work(ledger, stated, person));
        cli.print(own, { ...taken, revision: String(taken.revision) }, () => `${taken.key} 更正 ${taken.correctionNo}：${taken.outcome === 'recorded' ? '已入账' : '此前已入账，内容相同，未作改动'}。`);
      });
  };
  add('correct', '申请更正登记：姓名、公民身份号码、社区、电话、成员关系、文书编号；内容见 taizhang case format requestCorrection', (ledger, stated, person) => ledger.corrections.request(stated, person));
  add('approve-correction', '审定更正；申请人不能审定自己的申请', (ledger, stated, person) => ledger.corrections.approve(stated, person));
  add('refuse-correction', '退回更正申请', (ledger, stated, person) => ledger.corrections.refuse(stated, person));
}

const valueText = (value: CorrectedValue | undefined): string => (value === undefined ? '（未登记）' : typeof value === 'boolean' ? (value ? '是' : '否') : value);

function viewText({ subject, key, fields, open, corrected }: CorrectionsView): string {
  return [
    `${SUBJECT[subject]} ${key}`,
    ...fields.map(({ eventId, type, field, value, personId }) => `  ${type}.${field}${personId === undefined ? '' : `（${personId}）`}：${valueText(value)}  事件 ${eventId}`),
    ...(open.length === 0 ? [] : ['待审定：', ...open.map(({ correctionNo, on, field, old, new: right, requestedBy }) => `  ${correctionNo}（${on}，${requestedBy}）：${field} ${valueText(old)} → ${valueText(right)}`)]),
    ...(corrected.length === 0 ? [] : ['已更正：', ...corrected.map(({ correctionNo, on, field, old, new: right, requestedBy, approver }) => `  ${correctionNo}（${on}，申请 ${requestedBy}，审定 ${approver}）：${field} ${valueText(old)} → ${valueText(right)}`)]),
  ].join('\n');
}
