/** Leads and findings: one route per step, made from the register, the finding as it stands, and lists. */
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { FINDING_EXAMPLES, FINDING_FORMATS, FINDING_STEPS } from '#accountability';
import { type FindingStanding, Ledger } from '#application';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { problem, ProblemException } from '../problem/problem.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { ETAG, etag } from '../http/sending.js';
import { pageOf } from '../query/cursor.js';
import { MAX_LIMIT, NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { FindingDto, FindingPath, FindingsDto, FindingsQuery, FindingTakenDto } from './accountability.dto.js';
import { addStepRoutes } from './step-routes.js';

const STANDINGS: readonly string[] = ['lead', 'open', 'closed'] satisfies readonly FindingStanding[];

@ApiTags('accountability')
@Controller(`${API}/findings`)
export class FindingsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}

  @Get()
  @Requires('finding.read')
  @ApiOperation({ operationId: 'listFindings', summary: 'Leads and findings of a division 疑点清单' })
  @ApiOkResponse({ type: FindingsDto })
  @ApiProblems(400)
  async list(@Query() { division, standing, after, limit = MAX_LIMIT }: FindingsQuery, @By() by: Caller): Promise<FindingsDto> {
    if (standing !== undefined && !STANDINGS.includes(standing)) throw new ProblemException(problem(400, 'REQUEST_INVALID', 'standing is none of lead, open, closed. Correct it, or leave it out.', [{ parameter: 'standing', detail: 'is not known' }]));
    const area = await by.within(division);
    return pageOf(await this.ledger.findings.list(area, standing as FindingStanding | undefined), [(row) => row.findingId, (row) => row.code6], after, limit);
  }

  @Get(':id')
  @Requires('finding.read')
  @ApiOperation({ operationId: 'readFinding', summary: 'Read a lead or finding as it stands' })
  @ApiOkResponse({ type: FindingDto, headers: ETAG })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async file(@Param() { id }: FindingPath, @Query() _query: NoQuery, @By() by: Caller, @Purpose() purpose: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<FindingDto> {
    const view = await this.ledger.findings.file(id, by.person, purpose);
    void reply.header('etag', etag(view.revision));
    return { ...view, revision: String(view.revision) };
  }
}

addStepRoutes(FindingsController, {
  steps: FINDING_STEPS, formats: FINDING_FORMATS, examples: FINDING_EXAMPLES, prefix: 'finding', path: FindingPath, answer: FindingTakenDto,
  take: (ledger, id, step, body, person, sending) => ledger.findings.take(id, step, body, person, sending),
});
