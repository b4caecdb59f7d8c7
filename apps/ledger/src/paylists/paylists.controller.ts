/** Pay lists: one route per step, the list as it stands, its lines part by part. */
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Ledger } from '#application';
import { LIST_EXAMPLES, LIST_FORMATS, LIST_STEPS } from '#disbursement';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { addStepRoutes } from '../accountability/step-routes.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { ETAG, etag } from '../http/sending.js';
import { pageOf } from '../query/cursor.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { PayListDto, PayListLinesDto, PayListLinesQuery, PayListPath, PayListsDto, PayListsQuery, PayListTakenDto } from './paylists.dto.js';

const PAGE = 100;

@ApiTags('money')
@Controller(`${API}/pay-lists`)
export class PayListsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}

  @Get()
  @Requires('paylist.read')
  @ApiOperation({ operationId: 'listPayLists', summary: 'The live pay lists of a county 发放清册' })
  @ApiOkResponse({ type: PayListsDto })
  @ApiProblems(400)
  async list(@Query() { division, benefit, month, after, limit = PAGE }: PayListsQuery, @By() by: Caller): Promise<PayListsDto> {
    const county = (division ?? by.person.division).slice(0, 6);
    await by.at(county);
    return pageOf(await this.ledger.payLists.list({ county, benefit, ym: month }), [(row) => row.benefit, (row) => row.ym], after, limit);
  }

  @Get(':id')
  @Requires('paylist.read')
  @ApiOperation({ operationId: 'readPayList', summary: 'A pay list as it stands' })
  @ApiOkResponse({ type: PayListDto, headers: ETAG })
  @ApiProblems(400, 404)
  async file(@Param() { id }: PayListPath, @Query() _query: NoQuery, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<PayListDto> {
    const view = await this.ledger.payLists.file(id, by.person);
    void reply.header('etag', etag(view.revision));
    return { ...view, revision: String(view.revision) };
  }

  @Get(':id/lines')
  @Requires('paylist.read')
  @ApiOperation({ operationId: 'readPayListLines', summary: 'The lines of a pay list, part by part', description: 'Each that differs from the list before names the event by which it does.' })
  @ApiOkResponse({ type: PayListLinesDto })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async lines(@Param() { id }: PayListPath, @Query() { part, differing }: PayListLinesQuery, @By() by: Caller, @Purpose() purpose: string | undefined): Promise<PayListLinesDto> {
    return this.ledger.payLists.lines(id, by.person, part, differing === 'true', purpose);
  }
}

addStepRoutes(PayListsController, {
  steps: LIST_STEPS, formats: LIST_FORMATS, examples: LIST_EXAMPLES, prefix: 'payList', path: PayListPath, id: { description: 'Benefit and month of the list, of the county of the account; with @ and 6 digits for another county.', example: 'dibao-2019-03' }, answer: PayListTakenDto,
  take: (ledger, id, step, body, person, sending) => ledger.payLists.take(id, step, body, person, sending),
});
