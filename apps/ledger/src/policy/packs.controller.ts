/** Packs: the policy documents as data, shipped with the program or adopted by this ledger. */
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { parseCivilDate } from '#kernel';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { ACTOR, API, LEDGER } from '../tokens.js';
import { AdoptBody, PacksDto, PackStatusDto } from './packs.dto.js';

@ApiTags('packs')
@Controller(`${API}/packs`)
export class PacksController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get()
  @ApiOperation({ operationId: 'listPacks', summary: 'Packs shipped and adopted, every version' })
  @ApiOkResponse({ type: PacksDto })
  @ApiProblems(400)
  async packs(@Query() _query: NoQuery): Promise<PacksDto> {
    return { rows: await this.ledger.policy.packs() };
  }

  @Post()
  @HttpCode(200)
  @RouteConfig({ acceptsDocument: true })
  @ApiOperation({ operationId: 'adoptPack', summary: 'Adopt a version of a pack', description: 'Earlier versions stay, and with them what was determined under them. Without a day it holds from today. What is in force on the day already records nothing; a version that was displaced can be adopted again. Answers with what is in force on the day.' })
  @ApiOkResponse({ type: PackStatusDto })
  @ApiProblems(400, 403, 409, 413, 415)
  adopt(@Query() _query: NoQuery, @Body() { yaml, from }: AdoptBody): Promise<PackStatusDto> {
    return this.ledger.policy.adoptPack(yaml, from === undefined ? undefined : parseCivilDate(from), ACTOR);
  }
}
