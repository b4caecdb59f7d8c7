/** The one guard of all routes: who asks, and whether the route is for them. It stands before the body is read. */
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { AccessService } from '#application';
import { DomainError } from '#kernel';
import { problem, ProblemException } from '../problem/problem.js';
import { Caller, rememberCaller } from './caller.js';
import { tokenIn } from './session-cookie.js';

export function guard(access: AccessService): onRequestAsyncHookHandler {
  return async (request) => {
    // What no route answers has nothing to guard.
    if (request.is404) return;
    const { access: declared } = request.routeOptions.config;
    if (declared === undefined) {
      throw new ProblemException(problem(403, 'ROUTE_UNDECLARED', 'This route does not say who may use it, so nobody may. This is a mistake of the program: tell its authors.'));
    }
    if (declared.kind === 'public') return;
    const { person, token, mustChangePassword } = await sessionOf(request, access);
    if (mustChangePassword && !(declared.kind === 'signedIn' && declared.passwordDue)) {
      throw new DomainError('PASSWORD_CHANGE_DUE', 'forbidden', 'The password was set by somebody else and must be changed first: POST /api/v1/session/password. Until then nothing else is possible but signing out.');
    }
    const permission = declared.kind === 'permission' ? declared.permission : undefined;
    // For the role alone: where the permission may be used at all, it may be used at home.
    if (permission !== undefined) await access.authorise(person, permission, person.division);
    rememberCaller(request, new Caller(access, person, token, permission));
  };
}

async function sessionOf(request: FastifyRequest, access: AccessService) {
  const token = tokenIn(request);
  if (token === undefined) {
    throw new DomainError('NOT_SIGNED_IN', 'unauthenticated', 'Nobody is signed in. Sign in with POST /api/v1/session and send the token as "Authorization: Bearer ...".');
  }
  const session = await access.session(token);
  if (session === undefined) {
    throw new DomainError('SESSION_ENDED', 'unauthenticated', 'The session has ended, or never was one: it expired, somebody signed out, or the account was changed. Sign in again with POST /api/v1/session.');
  }
  return { ...session, token };
}
