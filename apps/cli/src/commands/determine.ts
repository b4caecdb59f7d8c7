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
      if (caseId !== undefined && record === undefined) command.error('选项 --case <CASEID> 须同时写 --record <ID>：只有入账的认定才属于案件。');
      if (record !== undefined && knownAt !== undefined) command.error('选项 --record <ID> 不能与 --known-at <INSTANT> 同用：今天作出的认定，以今天所知为准。');
      const facts = readFacts(parseJson(file, await readInput(file, cli.stdin)));
      if ((on ?? facts.on) === undefined) command.error('没有写明日期。请加 --date DATE，或在事实文件中写“on”。');
      if ((division ?? facts.division) === undefined) command.error('没有写明区划。请加 --division CODE，或在事实文件中写“division”。');
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
