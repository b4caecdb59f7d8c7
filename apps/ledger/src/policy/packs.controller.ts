/** Packs: the policy documents as data, shipped with the program or adopted by this ledger. */
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger, type Sending, readPackText } from '#application';
import { parseCivilDate } from '#kernel';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { ApiSending, ETAG, Sent } from '../http/sending.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { AdoptBody, PacksDto, PackStatusDto } from './packs.dto.js';

@ApiTags('packs')
@Controller(`${API}/packs`)
export class PacksController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get()
  @Requires('pack.read')
  @ApiOperation({ operationId: 'listPacks', summary: 'Packs shipped and adopted, every version' })
  @ApiOkResponse({ type: PacksDto })
  @ApiProblems(400)
  async packs(@Query() _query: NoQuery): Promise<PacksDto> {
    return { rows: await this.ledger.policy.packs() };
  }

  @Post()
  @HttpCode(200)
  @Requires('pack.adopt')
  @RouteConfig({ acceptsDocument: true })
  @ApiOperation({ operationId: 'adoptPack', summary: 'Adopt a version of a pack', description: 'Earlier versions stay, and with them what was determined under them. Without a day it holds from today. The account\'s division must lie in the place of the pack. What is in force on the day already records nothing; a version that was displaced can be adopted again. Answers with what is in force on the day.' })
  @ApiOkResponse({ type: PackStatusDto, headers: ETAG })
  @ApiProblems(400, 403, 409, 413, 415)
  @ApiSending()
  async adopt(@Query() _query: NoQuery, @Body() { yaml, from }: AdoptBody, @By() by: Caller, @Sent() sending: Sending): Promise<PackStatusDto> {
    // A pack holds for a whole city, province or the country: whoever it holds for adopts it, for this ledger.
    const actor = await by.concerning(readPackText(yaml).jurisdiction.code);
    return this.ledger.policy.adoptPack(yaml, from === undefined ? undefined : parseCivilDate(from), actor, sending);
  }
}
