/** Decisions about the payments of a case: one route per step, and what was decided. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { PAY_CASE_EXAMPLES, PAY_CASE_FORMATS, PAY_CASE_STEPS } from '#disbursement';
import { By, Caller } from '../access/caller.js';
import { ApiPurpose, Purpose } from '../access/purpose.js';
import { Requires } from '../access/requires.js';
import { addStepRoutes } from '../accountability/step-routes.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { PaymentDecisionPath, PaymentDecisionsDto, PaymentDecisionTakenDto } from './paylists.dto.js';

@ApiTags('money')
@Controller(`${API}/payment-decisions`)
export class PaymentDecisionsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}

  @Get(':id')
  @Requires('payment.read')
  @ApiOperation({ operationId: 'readPaymentDecisions', summary: 'What was decided about the payments of a case' })
  @ApiOkResponse({ type: PaymentDecisionsDto })
  @ApiPurpose()
  @ApiProblems(400, 404)
  async file(@Param() { id }: PaymentDecisionPath, @Query() _query: NoQuery, @By() by: Caller, @Purpose() purpose: string | undefined): Promise<PaymentDecisionsDto> {
    return this.ledger.paymentDecisions.file(id, by.person, purpose);
  }
}

addStepRoutes(PaymentDecisionsController, {
  steps: PAY_CASE_STEPS, formats: PAY_CASE_FORMATS, examples: PAY_CASE_EXAMPLES, prefix: 'payment', path: PaymentDecisionPath, answer: PaymentDecisionTakenDto,
  take: (ledger, id, step, body, person, sending) => ledger.paymentDecisions.take(id, step, body, person, sending),
});
