/** Every mistake that commander finds is told in Chinese, and its help has no English headings: held against commander itself, so that a new version cannot bring back others. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { argumentDescription, optionDescription, title, usageError } from './usage-text.js';

const refuse = (): never => { throw new InvalidArgumentError('为什么'); };

function said(...args: readonly string[]): { readonly out: string; readonly error: string } {
  let [out, error] = ['', ''];
  const program = new Command('p')
    .configureOutput({ writeOut: (text) => { out += text; }, writeErr: (text) => { error += text; }, outputError: (text, write) => write(usageError(text)) })
    .configureHelp({ showGlobalOptions: true, styleTitle: title, optionDescription, argumentDescription })
    .helpOption('-h, --help', '显示帮助').helpCommand('help [command]', '显示某个命令的帮助').exitOverride()
    .option('--json', '文档');
  program.command('make').copyInheritedSettings(program).description('做').helpOption('-h, --help', '显示帮助')
    .requiredOption('--as <ACCOUNT>', '以谁').option('--on <DATE>', '哪天', refuse)
    .addOption(new Option('--lang <L>', '语言').choices(['zh', 'en']).default('zh').env('P_LANG')).option('--no-colour', '无颜色')
    .argument('<WHAT>', '何物', (text: string) => (text === 'bad' ? refuse() : text)).addArgument(new Argument('[HOW]', '如何').choices(['a', 'b']).default('a'))
    .exitOverride().action(() => undefined);
  try {
    program.parse([...args], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
  }
  return { out, error };
}

test.each([
  [['maek'], '没有命令“maek”。\n（是否要写：make？）'],
  [['make', 'x', '--as', 'a', '--lnag', 'zh'], '没有选项 --lnag。\n（是否要写：--lang？）'],
  [['make', 'x'], '缺少必需的选项 --as <ACCOUNT>。'],
  [['make', '--as', 'a'], '缺少参数 <WHAT>。'],
  [['make', 'x', '--as'], '选项 --as <ACCOUNT> 后面缺少值。'],
  [['make', 'x', '--as', 'a', '--lang', 'fr'], '选项 --lang <L> 的值“fr”不对，可选：zh、en。'],
  [['make', 'x', '--as', 'a', '--on', 'it\'s\n"odd"'], '选项 --on <DATE> 的值“it\'s\n"odd"”不对。为什么'],
  [['make', 'x', 'c', '--as', 'a'], '参数 <HOW> 的值“c”不对，可选：a、b。'],
  [['make', 'bad', '--as', 'a'], '参数 <WHAT> 的值“bad”不对。为什么'],
  [['make', 'x', 'a', 'y', '--as', 'a'], 'make 的参数太多：应有 2 个，给了 3 个。'],
])('%j', (args, text) => {
  expect(said(...args)).toEqual({ out: '', error: `taizhang: ${text}\n` });
});

test('help', () => {
  const { out } = said('make', '--help');
  for (const part of ['用法： p make [options] <WHAT> [HOW]', '参数：', '选项：', '通用选项：', '如何（可选 a、b；默认 a）', '语言（可选 zh、en；默认 zh；环境变量 P_LANG）', '无颜色\n']) expect(out).toContain(part);
  expect(said('--help').out).toContain('命令：');
  // Words of commander's own that would be left: all that is English stands in brackets of the usage line.
  expect(out.replace(/^用法.*$/m, '').match(/[a-z]{3,}:|\b(default|choices|env|Usage|Options)\b/g)).toBeNull();
});

test('what is not known stays as it is', () => {
  expect(usageError('error: something new\n')).toBe('taizhang: error: something new\n');
});
