/** Determinations: what the rules give a household, recorded or only computed, and replayed later. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type DetermineRequest, Ledger } from '#application';
import { countyOf, parseCivilDate, parseDivision, parseInstant } from '#kernel';
import { type Bilingual, type Determination, readFacts } from '#policy';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { Turnstiles } from '../reports/turnstile.js';
import { API, LEDGER } from '../tokens.js';
import { DeterminationPath, DeterminationReplayDto, DetermineBody, ExplainedDeterminationDto, RecordBody, RecordedDeterminationDto } from './determinations.dto.js';

@ApiTags('determinations')
@Controller(`${API}/determinations`)
export class DeterminationsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Post()
  @HttpCode(200)
  @Requires('determination.try')
  @ApiOperation({ operationId: 'determine', summary: 'Determine a household, without recording anything', description: 'Category, benefits and amounts, with every value and step they rest on. A value that is not published is refused with 409, naming key, division, day and publisher.' })
  @ApiOkResponse({ type: ExplainedDeterminationDto })
  @ApiProblems(400, 403, 409, 413, 415, 429, 501)
  async determine(@Query() _query: NoQuery, @Body() { knownAt, ...body }: DetermineBody, @By() by: Caller): Promise<ExplainedDeterminationDto> {
    await by.at(placeOf(body));
    const request: DetermineRequest = { ...requestOf(body), knownAt: knownAt === undefined ? undefined : parseInstant(knownAt) };
    const determination = await this.turnstiles.live.pass(() => this.ledger.policy.determine(request));
    return { ...determination, explanation: await this.explanationOf(determination) };
  }

  @Post(':id')
  @HttpCode(201)
  @Requires('determination.record')
  @ApiOperation({ operationId: 'recordDetermination', summary: 'Determine a household and record it', description: 'With what is known now. The same again records nothing and answers 200; other facts under the same number are refused.' })
  @ApiCreatedResponse({ type: RecordedDeterminationDto, headers: { Location: { description: 'The determination.', schema: { type: 'string' } } } })
  @ApiOkResponse({ type: RecordedDeterminationDto, description: 'It had been recorded before.' })
  @ApiProblems(400, 403, 409, 413, 415, 429, 501)
  async record(@Param() { id }: DeterminationPath, @Query() _query: NoQuery, @Body() { caseId, ...body }: RecordBody, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<RecordedDeterminationDto> {
    const actor = await by.at(placeOf(body));
    const recorded = await this.turnstiles.live.pass(() => this.ledger.policy.recordDetermination(id, requestOf(body), caseId, actor));
    if (recorded.outcome === 'alreadyRecorded') void reply.status(200);
    // With the county: another one may use the same number.
    else void reply.header('location', `/${API}/determinations/${encodeURIComponent(`${recorded.determinationId}@${countyOf(recorded.determination.division)}`)}`);
    return { ...recorded, explanation: await this.explanationOf(recorded.determination) };
  }

  @Get(':id')
  @Requires('determination.read')
  @ApiOperation({ operationId: 'replayDetermination', summary: 'Replay a determination: as recorded, computed again, and as it would be today', description: 'One of another division is not found.' })
  @ApiOkResponse({ type: DeterminationReplayDto })
  @ApiPurpose()
  @ApiProblems(400, 404, 429)
  async replay(@Param() { id }: DeterminationPath, @Query() _query: NoQuery, @By() by: Caller, @Purpose() purpose: string | undefined): Promise<DeterminationReplayDto> {
    const area = await by.within(undefined);
    const replay = await this.turnstiles.live.pass(() => this.ledger.policy.determination(id, area));
    await this.ledger.viewings.shown({ scope: 'determination', about: `${replay.determinationId}@${countyOf(replay.recorded.division)}`, purpose }, by.person);
    return replay;
  }

  private async explanationOf(determination: Determination): Promise<Bilingual> {
    return { zh: await this.ledger.policy.rendered(determination, 'zh'), en: await this.ledger.policy.rendered(determination, 'en') };
  }
}

const requestOf = ({ facts, division, on }: RecordBody): DetermineRequest => ({ facts, division, on: on === undefined ? undefined : parseCivilDate(on) });

/** Where the household lives, as the policy reads it: beside the facts, else in them. Where neither says it, nothing will be determined. @throws DomainError `FACTS_INVALID` `DIVISION_INVALID` */
function placeOf({ facts, division }: RecordBody): string | undefined {
  const place = division ?? readFacts(facts).division;
  return place === undefined ? undefined : parseDivision(place);
}
