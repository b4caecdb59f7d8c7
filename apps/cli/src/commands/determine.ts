/** `taizhang determine FACTS.json`: what the rules give a household, with every step and clause. */
import type { Command } from 'commander';
import type { DetermineRequest, Ledger } from '#application';
import type { CivilDate } from '#kernel';
import { type Language, readFacts } from '#policy';
import { ACTOR, type Cli } from '../cli.js';
import { parseJson, readInput } from '../input.js';
import { dateOption, divisionOption, instantOption, languageOption, nameOption } from '../options.js';

interface DetermineOptions {
  readonly date?: CivilDate;
  readonly division?: string;
  readonly knownAt?: string;
  readonly lang: Language;
  readonly record?: string;
  readonly case?: string;
}

const RECORDED: Readonly<Record<Language, { readonly recorded: string; readonly alreadyRecorded: string }>> = {
  zh: { recorded: '已入账，认定编号', alreadyRecorded: '此前已入账，内容相同，认定编号' },
  en: { recorded: 'Recorded as determination', alreadyRecorded: 'Recorded before with the same content, as determination' },
};

export function addDetermine(program: Command, cli: Cli): void {
  program.command('determine').argument('<FACTS.json>', '家庭情况（JSON）；- 为标准输入')
    .description('按政策文件认定一户：类别、待遇、金额，以及每一步的算式和依据')
    .option('--date <DATE>', '认定日期 YYYY-MM-DD；优先于文件中的 on', dateOption)
    .option('--division <CODE>', '区划代码：县 6 位、镇街 9 位、社区 12 位；优先于文件中的 division', divisionOption)
    .option('--known-at <INSTANT>', '只用该时刻之前已入账的标准（RFC 3339，含时区）', instantOption)
    .addOption(languageOption())
    .option('--record <ID>', '把认定记入账本，编号为 ID', nameOption)
    .option('--case <CASEID>', '认定所属案件（与 --record 同用）', nameOption)
    .action(async (file: string, options: DetermineOptions, command: Command) => {
      const { date: on, division, knownAt, lang, record, case: caseId } = options;
      if (caseId !== undefined && record === undefined) command.error("error: option '--case <CASEID>' needs '--record <ID>': only a determination that is recorded belongs to a case.");
      if (record !== undefined && knownAt !== undefined) command.error("error: option '--record <ID>' cannot be used with '--known-at <INSTANT>': what is decided today is decided with what is known today.");
      const facts = readFacts(parseJson(file, await readInput(file, cli.stdin)));
      if ((on ?? facts.on) === undefined) command.error('error: no day is given. Add --date DATE, or state "on" in the facts.');
      if ((division ?? facts.division) === undefined) command.error('error: no division is given. Add --division CODE, or state "division" in the facts.');
      const request: DetermineRequest = { facts, division, on, knownAt };
      if (record === undefined) {
        const { determination, text } = await cli.withLedgerOrNone(command, async (ledger: Ledger) => {
          const made = await ledger.policy.determine(request);
          return { determination: made, text: await ledger.policy.rendered(made, lang) };
        });
        return cli.print(command, determination, () => text);
      }
      const { recorded, text } = await cli.withExistingLedger(command, async (ledger) => {
        const made = await ledger.policy.recordDetermination(record, request, caseId, ACTOR);
        return { recorded: made, text: await ledger.policy.rendered(made.determination, lang) };
      });
      cli.print(command, recorded, () => `${text}\n${RECORDED[lang][recorded.outcome]} ${recorded.determinationId}${lang === 'zh' ? '。' : '.'}`);
    });
}
