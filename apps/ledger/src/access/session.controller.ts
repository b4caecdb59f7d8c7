/** Signing in, who one is, changing the password, signing out. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger, type Session } from '#application';
import { permissionsOf } from '#identity';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER, type ServerSettings, SETTINGS } from '../tokens.js';
import { By, Caller } from './caller.js';
import { Public, SignedInOnly } from './requires.js';
import { PasswordBody, SessionDto, SignInBody, WhoAmIDto } from './session.dto.js';
import { clearSessionCookie, isSecure, setSessionCookie } from './session-cookie.js';
import { SignInAttempts } from './sign-in-attempts.js';

@ApiTags('session')
@Controller(`${API}/session`)
export class SessionController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, @Inject(SETTINGS) private readonly settings: ServerSettings, private readonly attempts: SignInAttempts) {}

  @Post()
  @Public()
  @ApiOperation({ operationId: 'signIn', summary: 'Sign in with a password', description: 'Too many failures lock the account for a while, and the address.' })
  @ApiCreatedResponse({ type: SessionDto })
  @ApiProblems(400, 401, 403, 413, 415, 429)
  async signIn(@Query() _query: NoQuery, @Body() { accountId, password }: SignInBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.answer(await this.attempts.of(request.ip, () => this.ledger.access.signIn(accountId, password)), request, reply);
  }

  @Get()
  @SignedInOnly()
  @ApiOperation({ operationId: 'whoAmI', summary: 'Who is signed in, and what the role may do' })
  @ApiOkResponse({ type: WhoAmIDto })
  @ApiProblems(400)
  whoAmI(@Query() _query: NoQuery, @By() { person }: Caller): WhoAmIDto {
    return { person, permissions: permissionsOf(person.role) };
  }

  @Delete()
  @HttpCode(204)
  @SignedInOnly({ passwordDue: true })
  @ApiOperation({ operationId: 'signOut', summary: 'Sign out: the token is worth nothing from now on' })
  @ApiNoContentResponse()
  @ApiProblems(400)
  async signOut(@Query() _query: NoQuery, @By() { token }: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.ledger.access.signOut(token);
    clearSessionCookie(reply, isSecure(request, this.settings.publicUrl));
  }

  @Post('password')
  @HttpCode(200)
  @SignedInOnly({ passwordDue: true })
  @ApiOperation({ operationId: 'changePassword', summary: 'Change the own password', description: 'Ends every session of the account and begins a new one.' })
  @ApiOkResponse({ type: SessionDto })
  @ApiProblems(400, 413, 415, 429)
  async changePassword(@Query() _query: NoQuery, @Body() { oldPassword, newPassword }: PasswordBody, @By() { token }: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.answer(await this.attempts.of(request.ip, () => this.ledger.access.changePassword(token, oldPassword, newPassword)), request, reply);
  }

  private answer({ token, expiresAt, person, mustChangePassword }: Session, request: FastifyRequest, reply: FastifyReply): SessionDto {
    setSessionCookie(reply, token, isSecure(request, this.settings.publicUrl));
    return { token, expiresAt, person, mustChangePassword };
  }
}
