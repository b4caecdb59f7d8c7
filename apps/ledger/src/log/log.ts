/** Structured logs that name no person: what happened, where in the program, never what was asked or about whom. */
import { isNativeError } from 'node:util/types';
import { type LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { DomainError } from '#kernel';

export type Log = Logger;

export function createLog(destination?: DestinationStream): Log {
  const options = { base: { service: 'ledger' }, timestamp: stdTimeFunctions.isoTime, formatters: { level: (level: string) => ({ level }) } };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * An error as the log may keep it. Messages are left out: those of a database, a parser or an assertion can quote a
 * cell or a number of a case. The place in the program tells its authors what they need.
 */
export function describeError(error: unknown): Record<string, unknown> {
  // Not `instanceof`: an error of Node itself need not be of the realm this code runs in, as under Jest.
  if (!isNativeError(error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
    ...(error instanceof DomainError ? {} : { frames: framesOf(error) }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** A line of a stack that names a place in the program. */
const FRAME = /^ {4}at (?:.+ \()?(?:file:|node:|\/|[A-Z]:\\)[^()]*:\d+:\d+\)?$/;

/** The message stands before the frames and may have lines that look like one. */
function framesOf({ message, stack = '' }: Error): readonly string[] {
  const end = stack.indexOf(message) + message.length;
  return stack.slice(Math.max(end, 0)).split('\n').filter((line) => FRAME.test(line)).slice(0, 12).map((line) => line.trim());
}

/** Lets NestJS write to the same log. */
export function nestLog(log: Log): LoggerService {
  const write = (level: 'debug' | 'warn' | 'error') => (message: unknown, ...rest: unknown[]): void => {
    const context = rest.at(-1);
    const fields = { component: typeof context === 'string' && !context.includes('\n') ? context : 'NestJS' };
    if (typeof message === 'string') log[level](fields, message);
    else log[level]({ ...fields, ...describeError(message) }, 'the framework reported an error');
  };
  // What NestJS calls "log" is its account of starting up: modules and routes.
  return { log: write('debug'), debug: write('debug'), verbose: write('debug'), warn: write('warn'), error: write('error'), fatal: write('error') };
}
