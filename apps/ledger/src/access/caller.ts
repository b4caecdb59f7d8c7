/** Who asks, and whether the route's permission reaches the place a request is about. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessService } from '#application';
import { liesIn, type Permission, type SignedIn } from '#identity';
import type { Actor } from '#kernel';
import { areaOf } from './area.js';

export class Caller {
  constructor(
    private readonly access: AccessService,
    readonly person: SignedIn,
    /** What the person is known by; never logged. */
    readonly token: string,
    /** The route's; absent where it only asks for somebody who is signed in. */
    private readonly permission: Permission | undefined,
  ) {}

  /**
   * Who acts, for the ledger, where the permission reaches the place; without one, where the role has it.
   * @throws DomainError `ROLE_FORBIDDEN` `DIVISION_FORBIDDEN`
   */
  async at(place?: string): Promise<Actor> {
    if (this.permission === undefined) throw new Error('the route requires no permission');
    return (await this.access.authorise(this.person, this.permission, place)).actor;
  }

  /**
   * Who acts, where what is recorded holds for the person's division or for what lies in it: a county enters what its city or province publishes.
   * @throws DomainError `DIVISION_FORBIDDEN` `DIVISION_INVALID`
   */
  concerning(place: string): Promise<Actor> {
    return this.at(liesIn(this.person.division, place) ? undefined : place);
  }

  /** The part of the ledger the person works in, as the beginning of its codes; undefined: all of it. */
  get area(): string | undefined {
    return areaOf(this.person.division);
  }

  /**
   * The part of the ledger that a question is about: the division that is named, else the person's own.
   * @throws DomainError `DIVISION_FORBIDDEN`
   */
  async within(division: string | undefined): Promise<string | undefined> {
    if (division === undefined) return this.area;
    await this.at(division);
    return areaOf(division);
  }
}

/** The caller of a route that is not public. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => callerOf(context.switchToHttp().getRequest<FastifyRequest>()));

const callers = new WeakMap<FastifyRequest, Caller>();

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('a public route has no caller');
  return caller;
}
