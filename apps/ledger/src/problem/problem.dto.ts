/** The shape of problem details in the API description. */
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Problem, ProblemItem } from './problem.js';

export class ProblemItemDto implements ProblemItem {
  @ApiPropertyOptional({ type: String, description: 'Name of the query or path parameter.', example: 'asOf' })
  readonly parameter?: string;

  @ApiPropertyOptional({ type: String, description: 'JSON pointer into the body.', example: '/names/0' })
  readonly pointer?: string;

  @ApiProperty({ type: String, description: 'What is wrong, why, and what to do.' })
  readonly detail: string;
}

export class ProblemDto implements Problem {
  @ApiProperty({ type: String, format: 'uri', example: 'urn:problem-type:taizhang:case-not-found' })
  readonly type: string;

  @ApiProperty({ type: String, description: 'What the code says, in Chinese.', example: '台账中没有这个案件编号。' })
  readonly title: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599, example: 404 })
  readonly status: number;

  @ApiProperty({ type: String, description: 'What happened, why, and what to do.' })
  readonly detail: string;

  @ApiProperty({ type: String, description: 'Stable; what a program should look at.', example: 'CASE_NOT_FOUND' })
  readonly code: string;

  @ApiProperty({ type: String, format: 'uri', description: 'This very occurrence, as the log knows it.' })
  readonly instance: string;

  @ApiPropertyOptional({ type: [ProblemItemDto], description: 'Everything that is wrong, where that is more than one thing.' })
  readonly errors?: readonly ProblemItemDto[];

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Machine-readable particulars.' })
  readonly details?: Readonly<Record<string, unknown>>;
}

const MEANING: Readonly<Record<number, string>> = {
  400: 'The request is not valid: an unknown or malformed parameter or field.',
  401: 'Nobody is signed in, or not any more; or signing in failed.',
  403: 'The role may not do it, or not there; or the password must be changed first; or a page of another site tried to change the ledger.',
  404: 'There is no such thing.',
  409: 'It does not fit what is recorded.',
  412: 'It has moved on since the sender looked: read it again.',
  413: 'Too large.',
  415: 'Not a Content-Type that is understood here.',
  422: 'The file cannot be read as a ledger workbook.',
  429: 'Too much is waiting already; try again later.',
  431: 'Address and headers together are longer than 16 KiB.',
  500: 'Unexpected failure.',
  501: 'No rule covers it, or this version cannot do it.',
  503: 'The store cannot be reached, or the server is stopping.',
};

/** Documents problem answers of an operation; 431, 500 and 503 go without saying. */
export function ApiProblems(...statuses: readonly number[]): MethodDecorator & ClassDecorator {
  const responses = [...statuses, 431, 500, 503].map((status) => ApiResponse({
    status,
    description: MEANING[status] ?? 'Problem.',
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
  }));
  return applyDecorators(ApiExtraModels(ProblemDto), ...responses);
}
