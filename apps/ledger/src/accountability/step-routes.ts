/** One route per step of a register: everything a decorated method would say, said for each. */
import { Body, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ledger, Sending } from '#application';
import type { Permission, SignedIn } from '#identity';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { schemaOf } from '../procedure/format.js';
import { ApiSending, ETAG, etag, sendingOf } from '../http/sending.js';
import { NoQuery } from '../query/parameters.js';

const OFFICE_NUMBER = 'The office\'s number, of the county of the account; number@county (6 digits) for another county.';

interface Register<Name extends string> {
  readonly steps: { readonly [Step in Name]: { readonly zh: string; readonly en: string; readonly permission: string } };
  readonly formats: { readonly [Step in Name]: object };
  readonly examples: { readonly [Step in Name]: object };
  /** Begins the operations' names: steps of different registers are called alike. */
  readonly prefix: string;
  readonly path: new () => { readonly id: string };
  /** What `:id` is, where it is no office's number. */
  readonly id?: { readonly description: string; readonly example: string };
  readonly answer: new () => object;
  readonly take: (ledger: Ledger, id: string, step: Name, body: object, person: SignedIn, sending: Sending) => Promise<{ readonly revision: bigint }>;
}

/** Adds `POST :id/steps/<step>` for every step to a controller that has a `ledger`. */
export function addStepRoutes<Name extends string>(controller: { readonly prototype: { readonly ledger: Ledger } }, register: Register<Name>): void {
  const { prototype } = controller;
  for (const step of Object.keys(register.steps) as Name[]) {
    const name = `take_${step}`;
    const take = async function (this: { readonly ledger: Ledger }, { id }: { readonly id: string }, _query: NoQuery, body: object, by: Caller, request: FastifyRequest, reply: FastifyReply): Promise<object> {
      const taken = await register.take(this.ledger, id, step, body, by.person, sendingOf(request));
      void reply.header('etag', etag(taken.revision));
      return { ...taken, revision: String(taken.revision) };
    };
    Object.defineProperty(prototype, name, { value: take, writable: true, configurable: true });
    Reflect.defineMetadata('design:paramtypes', [register.path, NoQuery, Object, Caller, Object, Object], prototype, name);
    [Param(), Query(), Body(), By(), Req(), Res({ passthrough: true })].forEach((decorate, index) => decorate(prototype, name, index));
    const { en, zh, permission } = register.steps[step];
    const decorators: readonly MethodDecorator[] = [
      ApiProblems(400, 404, 409, 412, 413, 415), ApiOkResponse({ type: register.answer, headers: ETAG }),
      ApiParam({ name: 'id', schema: { type: 'string', minLength: 1, maxLength: 120, ...(register.id === undefined ? {} : { example: register.id.example }) }, description: register.id?.description ?? OFFICE_NUMBER }),
      ApiSending(),
      ApiBody({ schema: schemaOf(register.formats[step]), examples: { [step]: { value: register.examples[step] as unknown } } }),
      ApiOperation({ operationId: `${register.prefix}${step[0]?.toUpperCase() ?? ''}${step.slice(1)}`, summary: `${en} ${zh}` }),
      Requires(permission as Permission), HttpCode(200), Post(`:id/steps/${step}`),
    ];
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    for (const decorate of decorators) decorate(prototype, name, descriptor);
  }
}
