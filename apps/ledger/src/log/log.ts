/** Structured logs that name no person: what happened, where in the program, never what was asked or about whom. */
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
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
    ...(error instanceof DomainError ? {} : { frames: framesOf(error) }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 12).map((line) => line.trim());
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
