/** Reads the values of options; a value that cannot be read is wrong usage. */
import { InvalidArgumentError } from 'commander';
import { DomainError, parseCivilDate, parseCivilMonth, parseDivision, parseInstant, parseYear } from '#kernel';

/** Turns a domain parser into one for an option: its refusal becomes a usage error. */
function option<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof DomainError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}

export const dateOption = option(parseCivilDate);
export const monthOption = option(parseCivilMonth);
export const divisionOption = option(parseDivision);
export const instantOption = option(parseInstant);
export const yearOption = option(parseYear);
export const portOption = option((text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new DomainError('PORT_INVALID', 'invalid', `"${text}" is not a port. Write a number from 0 to 65535.`);
  return port;
});
