/** Cases worked in the ledger: one route per step, made from the register of steps, and the file as it stands. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger, takesRequests } from '#application';
import { EXAMPLES, FORMATS, STEP_NAMES, type StepName, STEPS } from '#casework';
import type { Permission } from '#identity';
import { FACTS_SCHEMA } from '#policy';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { CaseFileDto, CaseNumberPath, StepTakenDto } from './procedure.dto.js';
import { schemaOf } from './format.js';
import { ApiSending, ETAG, etag, sendingOf } from '../http/sending.js';

@ApiTags('procedure')
@Controller(`${API}/cases`)
export class StepsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}

  @Get(':id')
  @Requires('case.readFile')
  @ApiOperation({ operationId: 'readCaseFile', summary: 'Read a case file as it stands', description: 'A line department reads those it decides: medical relief, housing.' })
  @ApiOkResponse({ type: CaseFileDto, headers: ETAG })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async file(@Param() { id }: CaseNumberPath, @Query() _query: NoQuery, @By() by: Caller, @Purpose() purpose: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<CaseFileDto> {
    const view = await this.ledger.cases.file(id, by.person, purpose);
    void reply.header('etag', etag(view.revision));
    return { ...view, revision: String(view.revision) };
  }
}

type Handler = (this: StepsController, path: CaseNumberPath, query: NoQuery, body: object, by: Caller, request: FastifyRequest, reply: FastifyReply) => Promise<StepTakenDto>;

const handlerOf = (step: StepName): Handler => async function take({ id }, _query, body, by, request, reply) {
  const taken = await this.ledger.cases.take(id, step, body, by.person, sendingOf(request));
  void reply.header('etag', etag(taken.revision));
  return { ...taken, revision: String(taken.revision) };
};

/** A step whose amount the rules determine may also say what is asked of them besides the monthly benefits. */
function bodyOf(step: StepName): object {
  const format = FORMATS[step] as { readonly properties: object };
  return takesRequests(step) ? { ...format, properties: { ...format.properties, requests: FACTS_SCHEMA.properties.requests } } : format;
}

/** Everything a decorated method would say, said for each step. */
function addRoute(step: StepName): void {
  const { prototype } = StepsController;
  const name = `take_${step}`;
  Object.defineProperty(prototype, name, { value: handlerOf(step), writable: true, configurable: true });
  Reflect.defineMetadata('design:paramtypes', [CaseNumberPath, NoQuery, Object, Caller, Object, Object], prototype, name);
  const parameters = [Param(), Query(), Body(), By(), Req(), Res({ passthrough: true })];
  parameters.forEach((decorate, index) => decorate(prototype, name, index));
  const { en, zh, permission } = STEPS[step];
  const decorators: readonly MethodDecorator[] = [
    ApiProblems(400, 404, 409, 412, 413, 415, 501), ApiOkResponse({ type: StepTakenDto, headers: ETAG }),
    ApiParam({ name: 'id', schema: { type: 'string', minLength: 1, maxLength: 120 }, description: 'The office\'s case number, of the county of the account; number@county (6 digits) for another county.' }),
    ApiSending(),
    ApiBody({ schema: schemaOf(bodyOf(step)), examples: { [step]: { value: EXAMPLES[step] as unknown } } }),
    ApiOperation({ operationId: step === 'return' ? 'returnCase' : step, summary: `${en} ${zh}` }),
    Requires(permission as Permission), HttpCode(200), Post(`:id/steps/${step}`),
  ];
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  for (const decorate of decorators) decorate(prototype, name, descriptor);
}
for (const step of STEP_NAMES) addRoute(step);
