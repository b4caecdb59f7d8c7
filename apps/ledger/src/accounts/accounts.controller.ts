/** Accounts over HTTP: who may sign in, as what, where. Kept by administrators, each for the own division. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type AccountView, Ledger, type Sending } from '#application';
import { accountUnknown, isAccountId } from '#identity';
import type { Actor } from '#kernel';
import { isIn } from '../access/area.js';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { ApiSending, ETAG, etag, Sent } from '../http/sending.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { AccountBody, AccountChangeBody, AccountDto, AccountPath, AccountsPageDto, AccountsQuery, AccountWithPasswordDto, IdentityBody, IdentityQuery, ReasonBody } from './accounts.dto.js';

const PAGE = 100;

@ApiTags('accounts')
@Controller(`${API}/accounts`)
export class AccountsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get()
  @Requires('account.manage')
  @ApiOperation({ operationId: 'listAccounts', summary: 'Accounts, also disabled ones', description: 'Of the own division.' })
  @ApiOkResponse({ type: AccountsPageDto })
  @ApiProblems(400)
  async list(@Query() { division, after, limit = PAGE }: AccountsQuery, @By() by: Caller): Promise<AccountsPageDto> {
    const area = await by.within(division);
    const rows = (await this.ledger.access.accounts()).filter((account) => isIn(area, account.division));
    return pageOf(rows, [({ accountId }) => accountId], after, limit);
  }

  @Post()
  @Requires('account.manage')
  @ApiOperation({ operationId: 'createAccount', summary: 'Create an account', description: 'The answer tells its one-time password, once: sent again under its key it is answered without.' })
  @ApiCreatedResponse({ type: AccountWithPasswordDto, headers: { ...ETAG, Location: { description: 'The account.', schema: { type: 'string' } } } })
  @ApiProblems(400, 409, 413, 415)
  @ApiSending('each')
  async create(@Query() _query: NoQuery, @Body() body: AccountBody, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply, @Sent() sending: Sending): Promise<AccountWithPasswordDto> {
    const created = await this.ledger.access.createAccount({ ...body }, await by.at(body.division), sending);
    void reply.header('location', `/${API}/accounts/${encodeURIComponent(created.account.accountId)}`);
    return created;
  }

  @Get(':id')
  @Requires('account.manage')
  @ApiOperation({ operationId: 'getAccount', summary: 'One account' })
  @ApiOkResponse({ type: AccountDto, headers: ETAG })
  @ApiProblems(400, 404)
  async one(@Param() { id }: AccountPath, @Query() _query: NoQuery, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<AccountDto> {
    // Before the account itself: what is recorded between the two then shows as a change.
    const revision = isAccountId(id) ? await this.ledger.access.accountRevision(id) : undefined;
    const account = await this.find(id, by);
    if (revision !== undefined) void reply.header('etag', etag(revision));
    return account;
  }

  @Patch(':id')
  @Requires('account.manage')
  @ApiOperation({ operationId: 'changeAccount', summary: 'Change role, division or name', description: 'Another role or division ends its sessions. Where it goes must lie in the own division as well. Nobody changes the own role or division.' })
  @ApiOkResponse({ type: AccountDto, headers: ETAG })
  @ApiProblems(400, 404, 413, 415)
  @ApiSending('each')
  async change(@Param() { id }: AccountPath, @Query() _query: NoQuery, @Body() body: AccountChangeBody, @By() by: Caller, @Sent() sending: Sending): Promise<AccountDto> {
    const actor = await this.actorFor(id, by);
    if (body.division !== undefined) await by.at(body.division);
    return this.ledger.access.changeAccount(id, { ...body }, actor, sending);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Requires('account.manage')
  @ApiOperation({ operationId: 'disableAccount', summary: 'Disable an account', description: 'Ends its sessions. Nobody disables the own account.' })
  @ApiOkResponse({ type: AccountDto, headers: ETAG })
  @ApiProblems(400, 404, 413, 415)
  @ApiSending('each')
  async disable(@Param() { id }: AccountPath, @Query() _query: NoQuery, @Body() { reason }: ReasonBody, @By() by: Caller, @Sent() sending: Sending): Promise<AccountDto> {
    return this.ledger.access.disableAccount(id, reason, await this.actorFor(id, by), sending);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Requires('account.manage')
  @ApiOperation({ operationId: 'enableAccount', summary: 'Enable a disabled account', description: 'With the password it had.' })
  @ApiOkResponse({ type: AccountDto, headers: ETAG })
  @ApiProblems(400, 404)
  @ApiSending('each')
  async enable(@Param() { id }: AccountPath, @Query() _query: NoQuery, @By() by: Caller, @Sent() sending: Sending): Promise<AccountDto> {
    return this.ledger.access.enableAccount(id, await this.actorFor(id, by), sending);
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Requires('account.manage')
  @ApiOperation({ operationId: 'resetPassword', summary: 'Issue a new one-time password', description: 'In place of whatever there was; ends the account\'s sessions and a lock. The answer tells it, once: sent again under its key it is answered without.' })
  @ApiOkResponse({ type: AccountWithPasswordDto, headers: ETAG })
  @ApiProblems(400, 404, 409)
  @ApiSending('each')
  async resetPassword(@Param() { id }: AccountPath, @Query() _query: NoQuery, @By() by: Caller, @Sent() sending: Sending): Promise<AccountWithPasswordDto> {
    return this.ledger.access.resetPassword(id, await this.actorFor(id, by), sending);
  }

  @Post(':id/identities')
  @HttpCode(200)
  @Requires('account.manage')
  @ApiOperation({ operationId: 'linkIdentity', summary: 'Let somebody of an identity provider sign in as the account' })
  @ApiOkResponse({ type: AccountDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending('each')
  async link(@Param() { id }: AccountPath, @Query() _query: NoQuery, @Body() { issuer, subject }: IdentityBody, @By() by: Caller, @Sent() sending: Sending): Promise<AccountDto> {
    return this.ledger.access.linkIdentity(id, { issuer, subject }, await this.actorFor(id, by), sending);
  }

  @Delete(':id/identities')
  @Requires('account.manage')
  @ApiOperation({ operationId: 'unlinkIdentity', summary: 'Take such a link back', description: 'Ends the account\'s sessions.' })
  @ApiOkResponse({ type: AccountDto, headers: ETAG })
  @ApiProblems(400, 404)
  @ApiSending('each')
  async unlink(@Param() { id }: AccountPath, @Query() { issuer, subject, reason }: IdentityQuery, @By() by: Caller, @Sent() sending: Sending): Promise<AccountDto> {
    return this.ledger.access.unlinkIdentity(id, { issuer, subject }, reason, await this.actorFor(id, by), sending);
  }

  /** One of another division is as if it were not there. @throws DomainError `ACCOUNT_UNKNOWN` */
  private async find(accountId: string, { area }: Caller): Promise<AccountView> {
    const account = await this.ledger.access.account(accountId);
    if (!isIn(area, account.division)) throw accountUnknown();
    return account;
  }

  /** Who acts on an account, where it is now. @throws DomainError `ACCOUNT_UNKNOWN` */
  private async actorFor(accountId: string, by: Caller): Promise<Actor> {
    return by.at((await this.find(accountId, by)).division);
  }
}
