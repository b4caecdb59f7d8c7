/** What is the same in the answers about every kind of job. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DomainError } from '#kernel';
import { ProblemDto } from '../problem/problem.dto.js';
import { type ProblemContent, problemOf, refusalProblem } from '../problem/problem.js';
import type { Job, JobStatus } from './job-queue.js';

export const JOB_STATUSES: readonly JobStatus[] = ['waiting', 'running', 'succeeded', 'failed'];

export class JobLinksDto {
  @ApiProperty({ type: String, description: 'The job itself: ask again until its status is succeeded or failed.' })
  readonly self: string;

  @ApiPropertyOptional({ type: String, description: 'The record of the import.' })
  readonly import?: string;

  @ApiPropertyOptional({ type: String, description: 'The rejected rows, paged, with their original cells.' })
  readonly rejections?: string;
}

export class JobDto {
  @ApiProperty({ type: String, format: 'uuid' })
  readonly id: string;

  @ApiProperty({ enum: JOB_STATUSES })
  readonly status: JobStatus;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly finishedAt: string | null;

  @ApiProperty({ type: ProblemDto, nullable: true, description: 'Why the job failed; null unless it did.' })
  readonly problem: (ProblemContent & { readonly instance: string }) | null;

  @ApiProperty({ type: JobLinksDto })
  readonly links: JobLinksDto;
}

type JobEnvelope = Omit<JobDto, 'links'>;

/** The envelope of a job. `instance` of its problem is the job's own id, which the log has too. */
export function jobEnvelope(job: Job<unknown, unknown, unknown>, about: 'request' | 'workbook'): JobEnvelope {
  const { id, status, createdAt, startedAt, finishedAt, error } = job;
  return { id, status, createdAt, startedAt, finishedAt, problem: status === 'failed' ? { ...failure(error, about), instance: `urn:uuid:${id}` } : null };
}

const failure = (error: unknown, about: 'request' | 'workbook'): ProblemContent => (error instanceof DomainError ? refusalProblem(error, about) : problemOf(error).content);
