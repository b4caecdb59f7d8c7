/** Decorators for request parameters: each says once how a value is checked, described and refused. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';
import { parseHalfYear, parsePeriod, parseQuarter } from '#accountability';
import { parseCivilDate, parseCivilMonth, parseDivision, parseInstant, parseYear } from '#kernel';
import { decodeCursor } from './cursor.js';

interface ParameterOptions {
  readonly description: string;
  readonly required?: boolean;
}

/** For a field that may be left out. A null is no way of leaving it out: no field here has it in its schema. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

/** A text that `accepts` takes or throws at; `advice` completes the sentence "<name> is …". */
function textParameter(kind: string, accepts: (text: string) => unknown, advice: string, schema: ApiPropertyOptions, { description, required = false }: ParameterOptions): PropertyDecorator {
  const check = ValidateBy({
    name: kind,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && passes(accepts, value),
      // The value itself is not repeated: whoever sent it has it, and it could be a person's number.
      defaultMessage: (context) => `${context?.property} ${context?.value === undefined ? 'is missing' : advice}`,
    },
  });
  const options = { ...schema, type: String, description } as ApiPropertyOptions;
  return required ? applyDecorators(ApiProperty(options), check) : applyDecorators(ApiPropertyOptional(options), MayBeAbsent(), check);
}

function passes(accepts: (text: string) => unknown, value: string): boolean {
  try {
    accepts(value);
    return true;
  } catch {
    return false;
  }
}

const matching = (pattern: RegExp) => (text: string): void => {
  if (!pattern.test(text)) throw new Error('no match');
};

export const DateParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('civilDate', parseCivilDate, 'is not a day of the calendar. Write it as YYYY-MM-DD, for example 2019-12-31.', { format: 'date', example: '2019-12-31' }, options);

export const MonthParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('civilMonth', parseCivilMonth, 'is not a month. Write it as YYYY-MM, for example 2019-03.', { pattern: '^\\d{4}-\\d{2}$', example: '2019-03' }, options);

export const YearParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('year', parseYear, 'is not a year. Write four digits from 1900, for example 2019.', { pattern: '^\\d{4}$', example: '2019' }, options);

export const QuarterParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('quarter', parseQuarter, 'is not a quarter. Write the year, Q and 1 to 4, for example 2019Q2.', { pattern: '^\\d{4}Q[1-4]$', example: '2019Q2' }, options);

export const HalfYearParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('halfYear', parseHalfYear, 'is not a half-year. Write the year, H and 1 or 2, for example 2019H1.', { pattern: '^\\d{4}H[12]$', example: '2019H1' }, options);

export const PeriodParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('period', parsePeriod, 'is no quarter, half-year or year. Write for example 2019Q2, 2019H1 or 2019.', { pattern: '^\\d{4}(Q[1-4]|H[12])?$', example: '2019' }, options);

export const DivisionParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('division', parseDivision, 'is not a division code. Write 6 digits for a county, 9 for a town or 12 for a community.', { pattern: '^(\\d{6}|\\d{9}|\\d{12})$', example: '360111' }, options);

export const InstantParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('instant', parseInstant, 'is not an instant. Write RFC 3339 with an offset, for example 2019-12-31T17:00:00+08:00 (in a URL, + is written %2B).', { format: 'date-time', example: '2019-12-31T17:00:00+08:00' }, options);

export const Sha256Parameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('sha256', matching(/^[0-9a-f]{64}$/), 'is not a SHA-256. Write 64 hexadecimal digits in lower case.', { pattern: '^[0-9a-f]{64}$' }, options);

export const JobIdParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('jobId', matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/), 'is not the id of a job. Use the id or the link of the answer that accepted the job.', { format: 'uuid' }, options);

/** A name or number as offices write them: no control characters, of a length that can exist. */
export const NameParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('name', matching(/^[^\p{Cc}\p{Cs}]{1,120}$/u), 'is empty, longer than 120 characters, or holds characters no number has. Correct it.', { minLength: 1, maxLength: 120 }, options);

/** A sentence or a list: one line, of a length that can be read. */
export const TextParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('text', matching(/^[^\p{Cc}\p{Cs}]{1,4000}$/u), 'is no text, empty, longer than 4,000 characters, or holds control characters. Correct it; numbers are written as text, for example "670".', { minLength: 1, maxLength: 4_000 }, options);

/** A whole document; its reader says what is wrong with it. */
export const DocumentParameter = (options: ParameterOptions): PropertyDecorator =>
  textParameter('document', matching(/^[^\p{Cs}\0]+$/u), 'is no text, or empty. Send the document as one JSON string.', { minLength: 1 }, options);

export const CursorParameter = (): PropertyDecorator =>
  textParameter('cursor', decodeCursor, 'is not the "next" of an earlier page. Pass it unchanged, or leave it out to begin.', { maxLength: 800 },
    { description: 'The "next" of the page before; absent for the first page.' });

export const MAX_LIMIT = 1_000;

/** Rows of one page. */
export function LimitParameter(defaultLimit: number): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: defaultLimit, description: 'Most rows of one page.' }),
    // Digits only: Number() would also take 1e3, 0x10 and spaces.
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value)),
    MayBeAbsent(),
    ValidateBy({
      name: 'limit',
      validator: {
        validate: (value: unknown) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_LIMIT,
        defaultMessage: (context) => `${context?.property} is not a whole number from 1 to ${MAX_LIMIT}. Ask for less and follow "next".`,
      },
    }),
  );
}

/** For requests that take no query: anything given is refused rather than ignored. */
export class NoQuery {}
