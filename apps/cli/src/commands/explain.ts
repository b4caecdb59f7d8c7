/** `taizhang explain [RULE_ID]`: one rule with its clause, reading, figures and formulas; or the list of all. */
import type { Command } from 'commander';
import type { Language } from '#policy';
import type { Cli } from '../cli.js';
import { languageOption } from '../options.js';
import { table } from '../output.js';
import { renderRule } from '../rule-text.js';

export function addExplain(program: Command, cli: Cli): void {
  program.command('explain').argument('[RULE_ID]', '规则编号，例如 QS-2019-T03；不写则列出全部')
    .description('一条规则的原文、读法、数额和算式')
    .addOption(languageOption())
    .action(async (id: string | undefined, { lang }: { lang: Language }, command: Command) => {
      if (id !== undefined) {
        const rule = await cli.withLedgerOrNone(command, (ledger) => ledger.policy.explain(id));
        return cli.print(command, rule, () => renderRule(rule, lang));
      }
      const rows = await cli.withLedgerOrNone(command, (ledger) => ledger.policy.rules());
      const packs = [...new Set(rows.map(({ pack }) => pack))];
      cli.print(command, { rows }, () => packs.map((pack) => `${pack}\n${table([
        { title: lang === 'zh' ? '编号' : 'id', cell: (rule) => rule.id },
        { title: lang === 'zh' ? '标题' : 'title', cell: (rule) => rule.title[lang] },
      ], rows.filter((rule) => rule.pack === pack))}`).join('\n\n'));
    });
}
