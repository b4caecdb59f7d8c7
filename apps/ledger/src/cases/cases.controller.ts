/** Cases: one case replayed as it stood, or as it was known. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { parseCivilDate, parseInstant } from '#kernel';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { API, LEDGER } from '../tokens.js';
import { CasePath, CaseReplayDto, ReplayQuery } from './cases.dto.js';

@ApiTags('cases')
@Controller(`${API}/cases`)
export class CasesController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get(':id/replay')
  @Requires('case.read')
  @ApiOperation({ operationId: 'replayCase', summary: 'Replay a case: its events and what they add up to', description: 'Joins the case\'s own events with the pay items and leads that name it, and the corrections of its household and persons. A case of another division is not found.' })
  @ApiOkResponse({ type: CaseReplayDto })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async replay(@Param() { id }: CasePath, @Query() { asOf, knownAt }: ReplayQuery, @By() by: Caller, @Purpose() purpose: string | undefined): Promise<CaseReplayDto> {
    return this.ledger.replayCase(id, asOf === undefined ? undefined : parseCivilDate(asOf), knownAt === undefined ? undefined : parseInstant(knownAt), await by.within(undefined), { person: by.person, purpose });
  }
}
