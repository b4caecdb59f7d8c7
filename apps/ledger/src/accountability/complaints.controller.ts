/** Complaints, named reports, and what is filed against an act: one route per step, and the complaint as it stands. */
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { COMPLAINT_EXAMPLES, COMPLAINT_FORMATS, COMPLAINT_STEPS } from '#accountability';
import { Ledger } from '#application';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { ETAG, etag } from '../http/sending.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { ComplaintDto, ComplaintTakenDto, FindingPath } from './accountability.dto.js';
import { addStepRoutes } from './step-routes.js';

@ApiTags('accountability')
@Controller(`${API}/complaints`)
export class ComplaintsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}

  @Get(':id')
  @Requires('complaint.read')
  @ApiOperation({ operationId: 'readComplaint', summary: 'Read a complaint as it stands' })
  @ApiOkResponse({ type: ComplaintDto, headers: ETAG })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async file(@Param() { id }: FindingPath, @Query() _query: NoQuery, @By() by: Caller, @Purpose() purpose: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<ComplaintDto> {
    const view = await this.ledger.complaints.file(id, by.person, purpose);
    void reply.header('etag', etag(view.revision));
    return { ...view, revision: String(view.revision) };
  }
}

addStepRoutes(ComplaintsController, {
  steps: COMPLAINT_STEPS, formats: COMPLAINT_FORMATS, examples: COMPLAINT_EXAMPLES, prefix: 'complaint', path: FindingPath, answer: ComplaintTakenDto,
  take: (ledger, id, step, body, person, sending) => ledger.complaints.take(id, step, body, person, sending),
});
