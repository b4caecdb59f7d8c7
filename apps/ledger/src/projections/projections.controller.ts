/** Projections: how far the followers are, and rebuilding read models beside the running ones. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Ledger } from '#application';
import { DomainError } from '#kernel';
import { Requires } from '../access/requires.js';
import { jobEnvelope } from '../jobs/job.dto.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { ProjectionsDto, RebuildBody, RebuildJobDto, RebuildPath } from './projections.dto.js';
import { type RebuildJob, RebuildJobs } from './rebuild-jobs.js';

@ApiTags('projections')
@Controller(`${API}/projections`)
export class ProjectionsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly jobs: RebuildJobs) {}

  @Get()
  @Requires('projection.read')
  @ApiOperation({ operationId: 'listProjections', summary: 'Read models: bookmarks, events folded, state' })
  @ApiOkResponse({ type: ProjectionsDto })
  @ApiProblems(400)
  async projections(@Query() _query: NoQuery): Promise<ProjectionsDto> {
    const { since } = await this.ledger.lag();
    return { projections: this.ledger.projections(), caughtUp: since === null };
  }

  @Post('rebuild')
  @HttpCode(202)
  @Requires('projection.rebuild')
  @ApiOperation({ operationId: 'rebuildProjections', summary: 'Rebuild read models from the first event', description: 'Runs in a thread of its own; reports go on answering from the running read models until the new ones take their place.' })
  @ApiBody({ type: RebuildBody, required: false })
  @ApiAcceptedResponse({ type: RebuildJobDto, headers: { Location: { description: 'The job.', schema: { type: 'string' } } } })
  @ApiProblems(400, 403, 413, 415, 429)
  rebuild(@Query() _query: NoQuery, @Body() { names = [] }: RebuildBody, @Res({ passthrough: true }) reply: FastifyReply): RebuildJobDto {
    const body = present(this.jobs.add(names));
    void reply.header('location', body.links.self);
    return body;
  }

  @Get('rebuild/:id')
  @Requires('projection.rebuild')
  @ApiOperation({ operationId: 'getRebuildJob', summary: 'Progress and result of a rebuild', description: 'Jobs are remembered until the server stops.' })
  @ApiOkResponse({ type: RebuildJobDto })
  @ApiProblems(400, 404)
  rebuildJob(@Param() { id }: RebuildPath, @Query() _query: NoQuery): RebuildJobDto {
    const job = this.jobs.find(id);
    if (job === undefined) throw new DomainError('JOB_NOT_FOUND', 'notFound', 'No such rebuild is remembered: the server was started again, or many jobs came after it. The state of the read models is under /api/v1/projections.');
    return present(job);
  }
}

function present(job: RebuildJob): RebuildJobDto {
  return {
    ...jobEnvelope(job, 'request'),
    names: job.input, progress: job.progress,
    result: job.status === 'succeeded' ? job.result : null,
    links: { self: `/${API}/projections/rebuild/${job.id}` },
  };
}
