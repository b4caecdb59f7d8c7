/** What a route demands of whoever asks; a route that says nothing is refused to everybody (`guard.ts`). */
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiSecurity } from '@nestjs/swagger';
import type { Permission } from '#identity';
import { ApiProblems } from '../problem/problem.dto.js';

export type RouteAccess =
  | { readonly kind: 'public' }
  /** Everybody who is signed in; `passwordDue`: also while the password has to be changed first. */
  | { readonly kind: 'signedIn'; readonly passwordDue: boolean }
  | { readonly kind: 'permission'; readonly permission: Permission };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}

/** Where NestJS keeps what `RouteConfig` says. */
const CONFIG = '__fastify_route_config__';

/** Adds to what the route says of itself already; `RouteConfig` alone would replace it, so it stands below. */
const declare = (access: RouteAccess): MethodDecorator => (target, key, descriptor) => {
  const before = Reflect.getMetadata(CONFIG, descriptor.value as object) as object | undefined;
  RouteConfig({ ...before, access })(target, key, descriptor);
};

/** In the API description: either of the two ways in which a token is sent. */
const secured = (): MethodDecorator => applyDecorators(ApiSecurity('bearer'), ApiSecurity('cookie'), ApiProblems(401, 403));

/** The role must allow it. Where it belongs to a place, the handler asks for that too: `Caller.at`, `Caller.within`. */
export const Requires = (permission: Permission): MethodDecorator => applyDecorators(declare({ kind: 'permission', permission }), secured());

/** Whoever is signed in. */
export const SignedInOnly = ({ passwordDue = false } = {}): MethodDecorator => applyDecorators(declare({ kind: 'signedIn', passwordDue }), secured());

/** Anybody, also nobody. */
export const Public = (): MethodDecorator => declare({ kind: 'public' });
