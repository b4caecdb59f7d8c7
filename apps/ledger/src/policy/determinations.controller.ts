/** Determinations: what the rules give a household, recorded or only computed, and replayed later. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type DetermineRequest, Ledger } from '#application';
import { countyOf, parseCivilDate, parseInstant } from '#kernel';
import type { Bilingual, Determination } from '#policy';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { Turnstiles } from '../reports/turnstile.js';
import { ACTOR, API, LEDGER } from '../tokens.js';
import { DeterminationPath, DeterminationReplayDto, DetermineBody, ExplainedDeterminationDto, RecordBody, RecordedDeterminationDto } from './determinations.dto.js';

@ApiTags('determinations')
@Controller(`${API}/determinations`)
export class DeterminationsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'determine', summary: 'Determine a household, without recording anything', description: 'Category, benefits and amounts, with every value and step they rest on. A value that is not published is refused with 409, naming key, division, day and publisher.' })
  @ApiOkResponse({ type: ExplainedDeterminationDto })
  @ApiProblems(400, 403, 409, 413, 415, 429, 501)
  async determine(@Query() _query: NoQuery, @Body() { knownAt, ...body }: DetermineBody): Promise<ExplainedDeterminationDto> {
    const request: DetermineRequest = { ...requestOf(body), knownAt: knownAt === undefined ? undefined : parseInstant(knownAt) };
    const determination = await this.turnstiles.live.pass(() => this.ledger.policy.determine(request));
    return { ...determination, explanation: await this.explanationOf(determination) };
  }

  @Post(':id')
  @HttpCode(201)
  @ApiOperation({ operationId: 'recordDetermination', summary: 'Determine a household and record it', description: 'With what is known now. The same again records nothing and answers 200; other facts under the same number are refused.' })
  @ApiCreatedResponse({ type: RecordedDeterminationDto, headers: { Location: { description: 'The determination.', schema: { type: 'string' } } } })
  @ApiOkResponse({ type: RecordedDeterminationDto, description: 'It had been recorded before.' })
  @ApiProblems(400, 403, 409, 413, 415, 429, 501)
  async record(@Param() { id }: DeterminationPath, @Query() _query: NoQuery, @Body() { caseId, ...body }: RecordBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<RecordedDeterminationDto> {
    const recorded = await this.turnstiles.live.pass(() => this.ledger.policy.recordDetermination(id, requestOf(body), caseId, ACTOR));
    if (recorded.outcome === 'alreadyRecorded') void reply.status(200);
    // With the county: another one may use the same number.
    else void reply.header('location', `/${API}/determinations/${encodeURIComponent(`${recorded.determinationId}@${countyOf(recorded.determination.division)}`)}`);
    return { ...recorded, explanation: await this.explanationOf(recorded.determination) };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'replayDetermination', summary: 'Replay a determination: as recorded, computed again, and as it would be today' })
  @ApiOkResponse({ type: DeterminationReplayDto })
  @ApiProblems(400, 404, 429)
  replay(@Param() { id }: DeterminationPath, @Query() _query: NoQuery): Promise<DeterminationReplayDto> {
    return this.turnstiles.live.pass(() => this.ledger.policy.determination(id));
  }

  private async explanationOf(determination: Determination): Promise<Bilingual> {
    return { zh: await this.ledger.policy.rendered(determination, 'zh'), en: await this.ledger.policy.rendered(determination, 'en') };
  }
}

const requestOf = ({ facts, division, on }: RecordBody): DetermineRequest => ({ facts, division, on: on === undefined ? undefined : parseCivilDate(on) });
