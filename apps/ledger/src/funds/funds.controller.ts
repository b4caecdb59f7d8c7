/** The funds ledger: indicators and reserves, trial balance, statement of an account; as of a day and as known at an instant. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { FUND_EXAMPLES, FUND_FORMATS, FUND_STEPS } from '#disbursement';
import { parseCivilDate, parseInstant } from '#kernel';
import type { FundsQuestion } from '#reports';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { addStepRoutes } from '../accountability/step-routes.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { MAX_LIMIT, NoQuery } from '../query/parameters.js';
import { Turnstiles } from '../reports/turnstile.js';
import { API, LEDGER } from '../tokens.js';
import { FundDto, FundPath, FundsQuery, FundTakenDto, ReservesDto, StatementDto, StatementQuery, TrialBalanceDto } from './funds.dto.js';

@ApiTags('money')
@Controller(`${API}/funds`)
export class FundsController {
  constructor(@Inject(LEDGER) readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Get('balance')
  @Requires('fund.read')
  @ApiOperation({ operationId: 'trialBalance', summary: 'The trial balance of a county 试算平衡' })
  @ApiOkResponse({ type: TrialBalanceDto })
  @ApiProblems(400, 429)
  async balance(@Query() query: FundsQuery, @By() by: Caller): Promise<TrialBalanceDto> {
    const { question, knownAt } = await this.asked(query, by);
    return this.pass(knownAt, () => this.ledger.funds.balance(question, knownAt));
  }

  @Get('statement')
  @Requires('fund.read')
  @ApiOperation({ operationId: 'accountStatement', summary: 'The statement of an account 明细账' })
  @ApiOkResponse({ type: StatementDto })
  @ApiProblems(400, 429)
  async statement(@Query() { account, after, limit = MAX_LIMIT, ...query }: StatementQuery, @By() by: Caller): Promise<StatementDto> {
    const { question, knownAt } = await this.asked(query, by);
    const { rows, ...statement } = await this.pass(knownAt, () => this.ledger.funds.statement(account, question, knownAt));
    return { ...statement, ...pageOf(rows, [(row) => row.on, (row) => row.type, (row) => row.ref, (row) => row.division, (row) => row.benefit ?? '', (row) => row.source ?? ''], after, limit) };
  }

  @Get('reserves')
  @Requires('fund.read')
  @ApiOperation({ operationId: 'townReserves', summary: 'The reserve of each town 备用金' })
  @ApiOkResponse({ type: ReservesDto })
  @ApiProblems(400, 429)
  async reserves(@Query() query: FundsQuery, @By() by: Caller): Promise<ReservesDto> {
    const { question: { division, asOf }, knownAt } = await this.asked(query, by);
    return { rows: await this.pass(knownAt, () => this.ledger.funds.reserves(division, asOf, knownAt)) };
  }

  @Get(':id')
  @Requires('fund.read')
  @ApiOperation({ operationId: 'readFund', summary: 'The indicators of a county, and what is left of each 指标' })
  @ApiOkResponse({ type: FundDto })
  @ApiProblems(400)
  async indicators(@Param() { id }: FundPath, @Query() _query: NoQuery, @By() by: Caller): Promise<FundDto> {
    await by.at(id);
    const { county, indicators } = await this.ledger.funds.indicators(id);
    return { county, indicators };
  }

  private async asked({ division = '', benefit, source, asOf, knownAt }: FundsQuery, by: Caller): Promise<{ readonly question: FundsQuestion; readonly knownAt: string | undefined }> {
    const place = division === '' ? by.person.division : division;
    await by.at(place);
    return { question: { division: place, benefit, source, asOf: asOf === undefined ? undefined : parseCivilDate(asOf) }, knownAt: knownAt === undefined ? undefined : parseInstant(knownAt) };
  }

  private pass<T>(knownAt: string | undefined, work: () => Promise<T>): Promise<T> {
    return (knownAt === undefined ? this.turnstiles.live : this.turnstiles.history).pass(work);
  }
}

addStepRoutes(FundsController, {
  steps: FUND_STEPS, formats: FUND_FORMATS, examples: FUND_EXAMPLES, prefix: 'fund', path: FundPath, answer: FundTakenDto, id: { description: 'The county whose funds they are, 6 digits.', example: '360111' },
  take: (ledger, id, step, body, person, sending) => ledger.funds.take(id, step, body, person, sending),
});
