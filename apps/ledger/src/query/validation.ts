/** The validation of every request: known parameters only, each wrong one named. */
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { problem, ProblemException, type ProblemItem } from '../problem/problem.js';

@Injectable()
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({ transform: true, whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true, exceptionFactory: (errors) => refusal(errors) });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // class-validator takes an array for a list of objects to validate one by one; a body here is one object or nothing.
    if (metadata.type === 'body' && value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value))) {
      throw new ProblemException(problem(400, 'REQUEST_INVALID', 'The body is not a JSON object. Send an object such as {}.'));
    }
    if (metadata.type === 'body' && isTooDeep(value)) throw new ProblemException(problem(400, 'REQUEST_INVALID', `The body is nested deeper than ${MOST_LEVELS} levels, which nothing here is. Correct it.`));
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      throw error instanceof Refused ? error.in(metadata.type) : error;
    }
  }
}

/** More than anything that is asked for has. */
const MOST_LEVELS = 20;

/** By level, not by recursion: that is what a body nested a thousand times is meant to exhaust. */
function isTooDeep(body: unknown): boolean {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : []));
  }
  return false;
}

/** Knows what is wrong but not yet where the values came from. */
class Refused extends Error {
  constructor(readonly items: readonly { readonly path: readonly string[]; readonly detail: string }[]) {
    super('refused');
  }

  in(place: ArgumentMetadata['type']): ProblemException {
    const errors = this.items.map(({ path, detail }): ProblemItem =>
      place === 'body' ? { pointer: `/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`, detail } : { parameter: path.join('.'), detail });
    const detail = errors.length === 1 ? (errors[0] as ProblemItem).detail : `${errors.length} things are wrong with the request; "errors" lists them.`;
    return new ProblemException(problem(400, 'REQUEST_INVALID', detail, errors));
  }
}

const MOST_ERRORS = 50;

function refusal(errors: readonly ValidationError[]): Refused {
  const items: { path: readonly string[]; detail: string }[] = [];
  const collect = (error: ValidationError, parents: readonly string[]): void => {
    if (items.length >= MOST_ERRORS) return;
    const path = [...parents, error.property];
    for (const [rule, message] of Object.entries(error.constraints ?? {})) {
      items.push({ path, detail: rule === 'whitelistValidation' ? `"${error.property}" is not known here. Remove it, or correct its spelling; /docs lists what is known.` : message });
    }
    for (const child of error.children ?? []) collect(child, path);
  };
  for (const error of errors) collect(error, []);
  return new Refused(items);
}
