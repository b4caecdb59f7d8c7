/** Why somebody looks at what is kept of a person: the header Purpose, percent-encoded UTF-8. */
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { needPurpose } from '#application';
import { DomainError } from '#kernel';
import { callerOf } from './caller.js';

/** @throws DomainError `PURPOSE_MISSING` `PURPOSE_INVALID`, before anything is read */
export const Purpose = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const purpose = decoded(request.headers['purpose']);
  needPurpose(purpose, callerOf(request).person);
  return purpose;
});

function decoded(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  try {
    return decodeURIComponent(String(header)).trim();
  } catch {
    throw new DomainError('PURPOSE_INVALID', 'invalid', 'The header Purpose is not percent-encoded UTF-8. Encode the text, as encodeURIComponent does.', { field: 'purpose' });
  }
}

export const ApiPurpose = (): MethodDecorator => applyDecorators(
  ApiHeader({ name: 'Purpose', required: false, description: 'Why, percent-encoded UTF-8; inspectors and the city have to say it. Recorded with who looked, before anything is shown.', schema: { type: 'string', maxLength: 2_000 }, example: encodeURIComponent('巡察〔2026〕3号') }),
);
