/** Signing in with an OpenID Connect provider: to it, and back. */
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '#application';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER, type ServerSettings, SETTINGS } from '../tokens.js';
import { OidcSignIn } from './oidc.js';
import { OIDC_PENDING_S, PendingSignIns } from './oidc-cookie.js';
import { Public } from './requires.js';
import { SessionDto } from './session.dto.js';
import { cookieIn, isSecure, setCookie, setSessionCookie } from './session-cookie.js';
import { SignInAttempts } from './sign-in-attempts.js';

const COOKIE = 'taizhang_oidc';
const PATH = `/${API}/session/oidc`;

@ApiTags('session')
@Controller(`${API}/session/oidc`)
export class OidcController {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger, @Inject(SETTINGS) private readonly settings: ServerSettings,
    private readonly provider: OidcSignIn, private readonly pending: PendingSignIns, private readonly attempts: SignInAttempts,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ operationId: 'beginOidcSignIn', summary: 'Sign in with the identity provider', description: 'For a browser: redirects to the provider.' })
  @ApiFoundResponse({ description: 'To the provider.', headers: { Location: { description: 'Where to sign in.', schema: { type: 'string' } } } })
  @ApiProblems(400, 404)
  async begin(@Query() _query: NoQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { location, pending } = await this.provider.begin();
    this.setPending(request, reply, this.pending.seal(pending), OIDC_PENDING_S);
    await reply.redirect(location, 302);
  }

  @Get('callback')
  @Public()
  @ApiOperation({ operationId: 'finishOidcSignIn', summary: 'Where the identity provider sends the browser back to', description: 'Sets the session\'s cookie and redirects to /; with "Accept: application/json" it answers with the session.' })
  @ApiQuery({ name: 'state', required: false, schema: { type: 'string' }, description: 'As the protocol has it, with code or error and what else the provider adds.' })
  @ApiOkResponse({ type: SessionDto, description: 'Where JSON is asked for.' })
  @ApiFoundResponse({ description: 'To /, signed in.', headers: { Location: { description: '/', schema: { type: 'string' } } } })
  @ApiProblems(400, 401, 404, 429)
  async finish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.provider.ensureConfigured();
    const search = new URL(request.raw.url ?? '', 'http://this').search;
    const states = new URLSearchParams(search).getAll('state');
    const pending = this.pending.open(cookieIn(request, COOKIE), states.length === 1 ? states[0] : undefined);
    this.setPending(request, reply, '', 0);
    const { token, expiresAt, person, mustChangePassword } = await this.attempts.of(request.ip, async () => {
      const { issuer, subject } = await this.provider.finish(search, pending);
      return this.ledger.access.signInExternal(issuer, subject);
    });
    setSessionCookie(reply, token, isSecure(request, this.settings.publicUrl));
    const body: SessionDto = { token, expiresAt, person, mustChangePassword };
    if (/\bapplication\/json\b/.test(request.headers.accept ?? '')) await reply.send(body);
    else await reply.redirect('/', 302);
  }

  /** Lax: coming back from the provider is a link that is followed from another site. */
  private setPending(request: FastifyRequest, reply: FastifyReply, value: string, maxAge: number): void {
    setCookie(reply, COOKIE, value, { path: PATH, sameSite: 'Lax', secure: isSecure(request, this.settings.publicUrl), maxAge });
  }
}
