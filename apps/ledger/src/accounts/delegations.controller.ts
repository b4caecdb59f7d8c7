/** Delegations over HTTP: what a county lets a town decide (R57 art 2, QS-2019-T30). */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type DelegationView, Ledger, type Sending } from '#application';
import { delegationUnknown, isDelegationId } from '#identity';
import { isIn } from '../access/area.js';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { ApiSending, ETAG, etag, Sent } from '../http/sending.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { DelegationBody, DelegationDto, DelegationPath, DelegationsPageDto, DelegationsQuery, RevocationBody } from './delegations.dto.js';

const PAGE = 100;

@ApiTags('delegations')
@Controller(`${API}/delegations`)
export class DelegationsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get()
  @Requires('delegation.read')
  @ApiOperation({ operationId: 'listDelegations', summary: 'Delegations, also those that are over or revoked', description: 'To towns in the own division.' })
  @ApiOkResponse({ type: DelegationsPageDto })
  @ApiProblems(400)
  async list(@Query() { division, after, limit = PAGE }: DelegationsQuery, @By() by: Caller): Promise<DelegationsPageDto> {
    const area = await by.within(division);
    const rows = (await this.ledger.access.delegations()).filter(({ toDivision }) => isIn(area, toDivision));
    return pageOf(rows, [({ delegationId }) => delegationId], after, limit);
  }

  @Post()
  @Requires('delegation.grant')
  @ApiOperation({ operationId: 'grantDelegation', summary: 'Record a delegation of the county to a town' })
  @ApiCreatedResponse({ type: DelegationDto, headers: { ...ETAG, Location: { description: 'The delegation.', schema: { type: 'string' } } } })
  @ApiProblems(400, 409, 413, 415)
  @ApiSending('each')
  async grant(@Query() _query: NoQuery, @Body() body: DelegationBody, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply, @Sent() sending: Sending): Promise<DelegationDto> {
    const granted = await this.ledger.access.grantDelegation({ ...body }, await by.at(body.fromDivision), sending);
    void reply.header('location', `/${API}/delegations/${encodeURIComponent(granted.delegationId)}`);
    return granted;
  }

  @Get(':id')
  @Requires('delegation.read')
  @ApiOperation({ operationId: 'getDelegation', summary: 'One delegation' })
  @ApiOkResponse({ type: DelegationDto, headers: ETAG })
  @ApiProblems(400, 404)
  async one(@Param() { id }: DelegationPath, @Query() _query: NoQuery, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<DelegationDto> {
    const revision = isDelegationId(id) ? await this.ledger.access.delegationRevision(id) : undefined;
    const delegation = await this.find(id, by);
    if (revision !== undefined) void reply.header('etag', etag(revision));
    return delegation;
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Requires('delegation.grant')
  @ApiOperation({ operationId: 'revokeDelegation', summary: 'Revoke a delegation', description: 'What was decided by it until then stays decided.' })
  @ApiOkResponse({ type: DelegationDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending('each')
  async revoke(@Param() { id }: DelegationPath, @Query() _query: NoQuery, @Body() { reason, on }: RevocationBody, @By() by: Caller, @Sent() sending: Sending): Promise<DelegationDto> {
    const { fromDivision } = await this.find(id, by);
    return this.ledger.access.revokeDelegation({ delegationId: id, on, reason }, await by.at(fromDivision), sending);
  }

  /** One of another division is as if it were not there. @throws DomainError `DELEGATION_UNKNOWN` */
  private async find(delegationId: string, { area }: Caller): Promise<DelegationView> {
    const delegation = await this.ledger.access.delegation(delegationId);
    if (!isIn(area, delegation.toDivision)) throw delegationUnknown();
    return delegation;
  }
}
