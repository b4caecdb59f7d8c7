/** Reads the values of options; a value that cannot be read is wrong usage. */
import { InvalidArgumentError, Option } from 'commander';
import { parseHalfYear, parsePeriod, parseQuarter } from '#accountability';
import { DomainError, parseCivilDate, parseCivilMonth, parseDivision, parseInstant, parseYear } from '#kernel';
import { refusalText } from './refusal-text.js';

/** The language of explanations; a new one for every command, as commander wants it. */
export const languageOption = (): Option => new Option('--lang <LANGUAGE>', '说明所用语言').choices(['zh', 'en']).default('zh');

/** Turns a domain parser into one for an option: its refusal becomes a usage error. */
function option<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof DomainError) throw new InvalidArgumentError(refusalText(error));
      throw error;
    }
  };
}

export const dateOption = option(parseCivilDate);
export const monthOption = option(parseCivilMonth);
export const divisionOption = option(parseDivision);
export const instantOption = option(parseInstant);
export const yearOption = option(parseYear);
export const quarterOption = option(parseQuarter);
export const halfYearOption = option(parseHalfYear);
export const periodOption = option(parsePeriod);
/** A count or an amount, as reports give it. */
export const wholeOption = option((text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new DomainError('WHOLE_NUMBER_INVALID', 'invalid', 'It is not a whole number from 0. Write digits only.');
  return Number(text);
});
/** An amount in yuan, with at most two decimals, as fen. */
export const yuanOption = option((text: string): number => {
  const [, yuan, decimals = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (yuan === undefined) throw new DomainError('YUAN_INVALID', 'invalid', 'It is not an amount in yuan. Write digits, and fen after a dot: 2000 or 2000.50.');
  return Number(`${yuan}${decimals.padEnd(2, '0')}`);
});
/** A number or name as offices write them: no control characters, of a length that can exist. */
export const nameOption = option((text: string): string => {
  if (!/^[^\p{Cc}\p{Cs}]{1,120}$/u.test(text)) throw new DomainError('NAME_INVALID', 'invalid', 'It is empty, longer than 120 characters, or holds characters no number has. Correct it.');
  return text;
});
export const portOption = option((text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new DomainError('PORT_INVALID', 'invalid', `"${text}" is not a port. Write a number from 0 to 65535.`);
  return port;
});
