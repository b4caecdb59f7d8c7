/** Erasing what the ledger says of a person: asked for by one, approved by another, and done at once. */
import { Body, Controller, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type ErasureTaken, Ledger, type Sending } from '#application';
import { ERASURE_EXAMPLES, ERASURE_FORMATS } from '#casework';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiSending, Sent } from '../http/sending.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { schemaOf } from './format.js';

export class ErasureDto implements ErasureTaken {
  @ApiProperty({ type: String, example: 'QS2021RY00001' }) readonly personId: string;
  @ApiProperty({ enum: ['requested', 'erased'] }) readonly status: ErasureTaken['status'];
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Keys that were destroyed.' }) readonly keys: number;
}

@ApiTags('procedure')
@Controller(`${API}/erasures`)
export class ErasuresController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Post()
  @HttpCode(200)
  @Requires('person.requestErasure')
  @ApiOperation({ operationId: 'requestErasure', summary: 'Ask for a person\'s data to be erased 申请删除个人信息', description: 'Of the county of the account. Refused while a case of the person runs, in any county, and until the office\'s own term is over.' })
  @ApiBody({ schema: schemaOf(ERASURE_FORMATS.request), examples: { requestErasure: { value: ERASURE_EXAMPLES.request } } })
  @ApiOkResponse({ type: ErasureDto })
  @ApiProblems(400, 404, 409, 413, 415, 501)
  @ApiSending()
  request(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<ErasureDto> {
    return this.ledger.erasure.request(by.person.division.slice(0, 6), body, by.person, sending);
  }

  @Post('approvals')
  @HttpCode(200)
  @Requires('person.approveErasure')
  @ApiOperation({ operationId: 'approveErasure', summary: 'Approve, and erase 批准并删除个人信息', description: 'By somebody else than who asked. The keys are destroyed and the read models built anew before it is answered: it cannot be undone.' })
  @ApiBody({ schema: schemaOf(ERASURE_FORMATS.approve), examples: { approveErasure: { value: ERASURE_EXAMPLES.approve } } })
  @ApiOkResponse({ type: ErasureDto })
  @ApiProblems(400, 404, 409, 413, 415, 501)
  @ApiSending()
  approve(@Query() _query: NoQuery, @Body() body: object, @By() by: Caller, @Sent() sending: Sending): Promise<ErasureDto> {
    return this.ledger.erasure.approve(by.person.division.slice(0, 6), body, by.person, sending);
  }
}
