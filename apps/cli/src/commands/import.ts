/** `taizhang import FILE.xlsx`: every row becomes events or a named rejection. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '#application';
import { DomainError } from '#kernel';
import { readWorkbook } from '#workbook';
import { ACTOR, type Cli, ExitCode } from '../cli.js';
import { progressLine, table } from '../output.js';

export function addImport(program: Command, cli: Cli): void {
  program.command('import')
    .argument('<FILE.xlsx>', '台账工作簿')
    .description('导入台账工作簿；重复导入不会增加任何事件，中断后再次导入即可续完')
    .action(async (file: string, _options: unknown, command: Command) => {
      const progress = progressLine(cli.stderr, systemClock.milliseconds);
      // Read first: a file that is refused leaves no ledger behind.
      const workbook = await readWorkbook(file, { onSheet: (sheet) => progress.show(`读取 ${sheet}`) })
        .catch((error: unknown) => { throw error instanceof DomainError ? new DomainError(error.code, error.kind, `${file}: ${error.message}`, error.details, { cause: error }) : error; })
        .finally(() => progress.end());
      const report = await cli.withLedger(command, 'readWrite', (ledger) =>
        ledger.importWorkbook(workbook, ACTOR, ({ sheet, done, total }) => progress.show(`${sheet} ${done}/${total}`))
          .finally(() => progress.end()));
      const { sha256, sheets, rejections, events } = report;
      cli.print(command, { file, sha256, sheets, rejections, events }, () => [
        table([
          { title: '工作表', cell: ([sheet]) => sheet },
          { title: '行数', cell: ([, totals]) => totals.rows },
          { title: '入账', cell: ([, totals]) => totals.recorded },
          { title: '已在账', cell: ([, totals]) => totals.alreadyRecorded },
          { title: '拒绝', cell: ([, totals]) => totals.rejected },
        ], Object.entries(sheets)),
        `${basename(file)}（SHA-256 ${sha256}）新增事件 ${events} 条。`,
        ...(rejections.length === 0 ? [] : [
          `被拒绝的行 ${rejections.length} 条，原始内容已留存：`,
          ...rejections.slice(0, 20).map(({ sheet, row, column, code, message }) => `  ${sheet} 第${row}行 ${column} ${code}：${message}`),
          ...(rejections.length > 20 ? [`  ……其余 ${rejections.length - 20} 条用 "taizhang report rejections" 查看。`] : []),
        ]),
      ].join('\n'));
      cli.exitCode = rejections.length > 0 ? ExitCode.Differs : ExitCode.Done;
    });
}
