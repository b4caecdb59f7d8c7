/** Accounts put right, payments issued again or voided, months reconciled and closed: one route per step, and how each stands. */
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Ledger } from '#application';
import { PAYEE_EXAMPLES, PAYEE_FORMATS, PAYEE_STEPS, PAYMENT_EXAMPLES, PAYMENT_FORMATS, PAYMENT_STEPS, PERIOD_EXAMPLES, PERIOD_FORMATS, PERIOD_STEPS } from '#disbursement';
import { parseCivilDate } from '#kernel';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { addStepRoutes } from '../accountability/step-routes.js';
import { ETAG, etag } from '../http/sending.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { NoQuery } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { OutstandingDto, OutstandingQuery, PayeePath, PayeeTakenDto, PaymentTakenDto, PeriodDto, PeriodsDto, PeriodsQuery, PeriodTakenDto, SettledListPath } from './settlement.dto.js';

const PAGE = 100;
const LIST = { description: 'Benefit and month of the list, of the county of the account; with @ and 6 digits for another county.', example: 'dibao-2019-03' } as const;

@ApiTags('money')
@Controller(`${API}/payees`)
export class PayeesController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}
}
addStepRoutes(PayeesController, {
  steps: PAYEE_STEPS, formats: PAYEE_FORMATS, examples: PAYEE_EXAMPLES, prefix: 'payee', path: PayeePath, answer: PayeeTakenDto, id: { description: 'The number of the household, of the county of the account; number@county (6 digits) for another county.', example: 'QS2019H00002' },
  take: (ledger, id, step, body, person, sending) => ledger.payees.take(id, step, body, person, sending),
});

@ApiTags('money')
@Controller(`${API}/payments`)
export class PaymentsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}

  @Get()
  @Requires('batch.read')
  @ApiOperation({ operationId: 'listOutstanding', summary: 'Payments by state, and what is owed to whom since when 应付未付' })
  @ApiOkResponse({ type: OutstandingDto })
  @ApiProblems(400)
  async outstanding(@Query() { division = '', list, date, after, limit = PAGE }: OutstandingQuery, @By() by: Caller): Promise<OutstandingDto> {
    const place = division === '' ? by.person.division : division;
    await by.at(place);
    const { outstanding, ...report } = await this.ledger.payItems.outstanding({ division: place, listNo: list, today: date === undefined ? undefined : parseCivilDate(date) });
    const { rows, next } = pageOf(outstanding, [(row) => row.since, (row) => row.itemNo], after, limit);
    return { ...report, outstanding: rows, next };
  }
}
addStepRoutes(PaymentsController, {
  steps: PAYMENT_STEPS, formats: PAYMENT_FORMATS, examples: PAYMENT_EXAMPLES, prefix: 'payItem', path: SettledListPath, answer: PaymentTakenDto, id: LIST,
  take: (ledger, id, step, body, person, sending) => ledger.payItems.take(id, step, body, person, sending),
});

@ApiTags('money')
@Controller(`${API}/reconciliations`)
export class PeriodsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger) {}

  @Get()
  @Requires('batch.read')
  @ApiOperation({ operationId: 'listReconciliations', summary: 'The months of a county: reconciled, closed, corrected 对账、月结' })
  @ApiOkResponse({ type: PeriodsDto })
  @ApiProblems(400)
  async list(@Query() { division, after, limit = PAGE }: PeriodsQuery, @By() by: Caller): Promise<PeriodsDto> {
    const county = (division ?? by.person.division).slice(0, 6);
    await by.at(county);
    return pageOf(await this.ledger.periods.list({ county }), [(row) => row.listNo], after, limit);
  }

  @Get(':id')
  @Requires('batch.read')
  @ApiOperation({ operationId: 'readReconciliation', summary: 'A month as it stands, with everything that did not agree' })
  @ApiOkResponse({ type: PeriodDto, headers: ETAG })
  @ApiProblems(400, 404)
  async file(@Param() { id }: SettledListPath, @Query() _query: NoQuery, @By() by: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<PeriodDto> {
    const view = await this.ledger.periods.file(id, by.person);
    void reply.header('etag', etag(view.revision));
    return { ...view, revision: String(view.revision) };
  }
}
addStepRoutes(PeriodsController, {
  steps: PERIOD_STEPS, formats: PERIOD_FORMATS, examples: PERIOD_EXAMPLES, prefix: 'month', path: SettledListPath, answer: PeriodTakenDto, id: LIST,
  take: async (ledger, id, step, body, person, sending) => {
    const { period, ...taken } = await ledger.periods.take(id, step, body, person, sending);
    return { ...taken, period: { ...period, revision: String(period.revision) } };
  },
});
