/** Corrections: asked for by one person with papers, approved or refused by another; and what there is to correct. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type CorrectionTaken, Ledger, type Sending } from '#application';
import { REGISTER_EXAMPLES, REGISTER_FORMATS } from '#casework';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { ApiSending, ETAG, etag, Sent } from '../http/sending.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { CorrectionPath, CorrectionsDto, CorrectionTakenDto } from './corrections.dto.js';
import { schemaOf } from './format.js';

@ApiTags('procedure')
@Controller(`${API}/corrections`)
export class CorrectionsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get(':subject/:id')
  @Requires('case.read')
  @ApiOperation({ operationId: 'readCorrections', summary: 'What of a person, household or case can be corrected, what is asked for, and what was corrected' })
  @ApiOkResponse({ type: CorrectionsDto, headers: ETAG })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async view(@Param() { subject, id }: CorrectionPath, @Query() _query: NoQuery, @By() by: Caller, @Purpose() purpose: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<CorrectionsDto> {
    const view = await this.ledger.corrections.view(subject, id, by.person, purpose);
    void reply.header('etag', etag(view.revision));
    return { ...view, revision: String(view.revision) };
  }

  @Post()
  @HttpCode(200)
  @Requires('case.requestCorrection')
  @ApiOperation({ operationId: 'requestCorrection', summary: 'Ask for a correction 申请更正登记', description: 'Names the event, its field, what stands and what it should be. Nothing that an amount or a decision rests on.' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.requestCorrection), examples: { requestCorrection: { value: REGISTER_EXAMPLES.requestCorrection } } })
  @ApiOkResponse({ type: CorrectionTakenDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  request(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<CorrectionTakenDto> {
    return told(this.ledger.corrections.request(body, by.person, sending), sending);
  }

  @Post('approvals')
  @HttpCode(200)
  @Requires('case.approveCorrection')
  @ApiOperation({ operationId: 'approveCorrection', summary: 'Approve a correction 审定更正', description: 'By somebody else than who asked for it. With a citizen number everything goes over to the right one that is held under the wrong one; refused where the right one holds what excludes it.' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.approveCorrection), examples: { approveCorrection: { value: REGISTER_EXAMPLES.approveCorrection } } })
  @ApiOkResponse({ type: CorrectionTakenDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  approve(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<CorrectionTakenDto> {
    return told(this.ledger.corrections.approve(body, by.person, sending), sending);
  }

  @Post('refusals')
  @HttpCode(200)
  @Requires('case.approveCorrection')
  @ApiOperation({ operationId: 'refuseCorrection', summary: 'Refuse a correction 退回更正' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.refuseCorrection), examples: { refuseCorrection: { value: REGISTER_EXAMPLES.refuseCorrection } } })
  @ApiOkResponse({ type: CorrectionTakenDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  refuse(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<CorrectionTakenDto> {
    return told(this.ledger.corrections.refuse(body, by.person, sending), sending);
  }
}

async function told(taking: Promise<CorrectionTaken>, { tellRevision }: Sending): Promise<CorrectionTakenDto> {
  const { revision, ...taken } = await taking;
  tellRevision?.(revision);
  return { ...taken, revision: String(revision) };
}
