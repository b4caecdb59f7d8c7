/** Persons and households registered, what is verified of a person and done for them, samples drawn. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger, type Sending } from '#application';
import { REGISTER_FORMATS } from '#casework';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { ApiSending, ETAG, Sent } from '../http/sending.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { schemaOf } from './format.js';
import { JobServicesDto, JobServicesQuery, PersonNumberPath, RecordedDto, SampleDrawDto } from './procedure.dto.js';

@ApiTags('procedure')
@Controller(API)
export class RegisterController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Post('persons')
  @HttpCode(200)
  @Requires('case.registerPerson')
  @ApiOperation({ operationId: 'registerPerson', summary: 'Register a person 人员登记', description: 'In the county of the account. The same again records nothing; other content under the number is refused.' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.person) })
  @ApiOkResponse({ type: RecordedDto, headers: ETAG })
  @ApiProblems(400, 409, 413, 415)
  @ApiSending()
  async person(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<RecordedDto> {
    const { outcome } = await this.ledger.register.registerPerson(by.person.division.slice(0, 6), body, by.person, sending);
    return { outcome };
  }

  @Post('persons/identity')
  @HttpCode(200)
  @Requires('case.verifyIdentity')
  @ApiOperation({ operationId: 'verifyIdentity', summary: 'Record that an identity was verified 身份核验' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.identity) })
  @ApiOkResponse({ type: RecordedDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  async identity(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<RecordedDto> {
    const { outcome } = await this.ledger.register.verifyIdentity(by.person.division.slice(0, 6), body, by.person, sending);
    return { outcome };
  }

  @Post('persons/job-services')
  @HttpCode(200)
  @Requires('case.deliverJobService')
  @ApiOperation({ operationId: 'deliverJobService', summary: 'Record a visit, a training or a job recommended “112”就业服务' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.jobService) })
  @ApiOkResponse({ type: RecordedDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  async jobService(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<RecordedDto> {
    const { outcome } = await this.ledger.register.deliverJobService(by.person.division.slice(0, 6), body, by.person, sending);
    return { outcome };
  }

  @Get('persons/:id/job-services')
  @Requires('case.readJobServices')
  @ApiOperation({ operationId: 'readJobServices', summary: 'What a person was given in a year, and what is open' })
  @ApiOkResponse({ type: JobServicesDto })
  @ApiProblems(400, 404)
  jobServices(@Param() { id }: PersonNumberPath, @Query() { year }: JobServicesQuery, @By() by: Caller): Promise<JobServicesDto> {
    return this.ledger.register.jobServices(id, Number(year), by.person);
  }

  @Post('households/accounts')
  @HttpCode(200)
  @Requires('case.registerAccount')
  @ApiOperation({ operationId: 'registerAccount', summary: 'Register the account a household is paid to 账户登记', description: 'The first one. Another one is a correction of the account, by two people.' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.account) })
  @ApiOkResponse({ type: RecordedDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  async account(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<RecordedDto> {
    const { outcome } = await this.ledger.register.registerAccount(by.person.division.slice(0, 6), body, by.person, sending);
    return { outcome };
  }

  @Post('households')
  @HttpCode(200)
  @Requires('case.composeHousehold')
  @ApiOperation({ operationId: 'composeHousehold', summary: 'Compose a household of registered persons 共同生活家庭成员认定' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.household) })
  @ApiOkResponse({ type: RecordedDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  async household(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<RecordedDto> {
    const { outcome } = await this.ledger.register.composeHousehold(body, by.person, sending);
    return { outcome };
  }

  @Post('households/members')
  @HttpCode(200)
  @Requires('case.composeHousehold')
  @ApiOperation({ operationId: 'changeHouseholdMember', summary: 'Record who joined, changed or left a household 家庭成员变更' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.member) })
  @ApiOkResponse({ type: RecordedDto, headers: ETAG })
  @ApiProblems(400, 404, 409, 413, 415)
  @ApiSending()
  async member(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<RecordedDto> {
    const { outcome } = await this.ledger.register.changeMember(by.person.division.slice(0, 6), body, by.person, sending);
    return { outcome };
  }

  @Post('samples')
  @HttpCode(200)
  @Requires('case.drawSample')
  @ApiOperation({ operationId: 'drawSample', summary: 'Draw the sample that the county visits 抽查', description: 'From everything forwarded and not drawn before. The same number again answers with the first draw.' })
  @ApiBody({ schema: schemaOf(REGISTER_FORMATS.draw) })
  @ApiOkResponse({ type: SampleDrawDto })
  @ApiProblems(400, 409, 413, 415)
  sample(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller): Promise<SampleDrawDto> {
    return this.ledger.cases.drawSample(body, by.person);
  }
}
