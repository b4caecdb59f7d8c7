/** Commander's own words in Chinese: headings and remarks of help, and what is wrong with how a command was written. What is not known here stays as it is. */
import type { Argument, Option } from 'commander';

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：', 'Arguments:': '参数：', 'Options:': '选项：', 'Global Options:': '通用选项：', 'Commands:': '命令：',
};
export const title = (text: string): string => TITLES[text] ?? text;

/** The description of an option, what it may be, is unless it is given, and where else it may be given. */
export const optionDescription = ({ description, argChoices, defaultValue, defaultValueDescription, envVar, required, optional }: Option): string =>
  remarked(description, { choices: argChoices, standard: required || optional ? (defaultValueDescription ?? defaultValue as unknown) : undefined, envVar });

export const argumentDescription = ({ description, argChoices, defaultValue, defaultValueDescription }: Argument): string =>
  remarked(description, { choices: argChoices, standard: defaultValueDescription ?? defaultValue as unknown });

function remarked(description: string, { choices, standard, envVar }: { readonly choices: readonly string[] | undefined; readonly standard: unknown; readonly envVar?: string | undefined }): string {
  const remarks = [
    ...(choices === undefined ? [] : [`可选 ${choices.join('、')}`]),
    ...(standard === undefined ? [] : [`默认 ${typeof standard === 'string' ? standard : JSON.stringify(standard)}`]),
    ...(envVar === undefined ? [] : [`环境变量 ${envVar}`]),
  ];
  return remarks.length === 0 ? description : `${description}（${remarks.join('；')}）`;
}

type Reading = readonly [RegExp, (...parts: readonly string[]) => string];
const READINGS: readonly Reading[] = [
  [/^error: unknown command '(.+)'$/, (name) => `没有命令“${name}”。`],
  [/^error: unknown option '(.+)'$/, (name) => `没有选项 ${name}。`],
  [/^\(Did you mean (?:one of )?(.+)\?\)$/, (names) => `（是否要写：${names}？）`],
  [/^error: required option '(.+)' not specified$/, (option) => `缺少必需的选项 ${option}。`],
  [/^error: missing required argument '(.+)'$/, (name) => `缺少参数 <${name}>。`],
  [/^error: option '(.+)' argument missing$/, (option) => `选项 ${option} 后面缺少值。`],
  [/^error: option '(.+)' argument '([\s\S]*?)' is invalid\. Allowed choices are (.+)\.$/, (option, value, choices) => `选项 ${option} 的值“${value}”不对，可选：${choices.split(', ').join('、')}。`],
  [/^error: option '(.+)' argument '([\s\S]*?)' is invalid\. ([\s\S]*)$/, (option, value, why) => `选项 ${option} 的值“${value}”不对。${why}`],
  [/^error: command-argument value '([\s\S]*?)' is invalid for argument '(.+)'\. Allowed choices are (.+)\.$/, (value, name, choices) => `参数 <${name}> 的值“${value}”不对，可选：${choices.split(', ').join('、')}。`],
  [/^error: command-argument value '([\s\S]*?)' is invalid for argument '(.+)'\. ([\s\S]*)$/, (value, name, why) => `参数 <${name}> 的值“${value}”不对。${why}`],
  [/^error: too many arguments(?: for '(.+)')?\. Expected (\d+) arguments? but got (\d+)\.$/, (name, expected, got) => `${name === undefined ? '' : `${name} `}的参数太多：应有 ${expected} 个，给了 ${got} 个。`],
];

/** What commander writes to standard error. */
export function usageError(text: string): string {
  const [body = '', end = ''] = /^([\s\S]*?)(\n*)$/.exec(text)?.slice(1) ?? [text];
  // A guess follows the error on a line of its own.
  const [error = '', guess] = body.split(/\n(?=\(Did you mean)/);
  return `${[`taizhang: ${read(error)}`, ...(guess === undefined ? [] : [read(guess)])].join('\n')}${end}`;
}

function read(line: string): string {
  for (const [pattern, said] of READINGS) {
    const found = pattern.exec(line);
    if (found !== null) return said(...found.slice(1));
  }
  return line;
}
