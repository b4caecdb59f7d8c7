/** Reports: the figures of formats.md §2, computed from the live read models, or from what was known at an instant. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { parseCivilDate, parseCivilMonth, parseInstant, parseYear } from '#kernel';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { MAX_LIMIT } from '../query/parameters.js';
import { API, LEDGER } from '../tokens.js';
import { AmountsPageDto, CaseloadReportDto, PaymentsReportDto, ProcedurePageDto, TargetsReportDto, ToleranceReportDto } from './reports.dto.js';
import { AmountsQuery, CaseloadQuery, PaymentsQuery, ProcedureQuery, ToleranceQuery } from './reports.query.js';
import { Turnstiles } from './turnstile.js';

@ApiTags('reports')
@Controller(`${API}/reports`)
export class ReportsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Get('caseload')
  @ApiOperation({ operationId: 'reportCaseload', summary: 'Active cases, persons and monthly amount per town and benefit', description: 'With knownAt the ledger is folded anew up to that instant, which takes seconds on a large one.' })
  @ApiOkResponse({ type: CaseloadReportDto })
  @ApiProblems(400, 429)
  caseload(@Query() { asOf, division, knownAt }: CaseloadQuery): Promise<CaseloadReportDto> {
    const instant = knownAt === undefined ? undefined : parseInstant(knownAt);
    return (instant === undefined ? this.turnstiles.live : this.turnstiles.history).pass(() => this.ledger.caseload(parseCivilDate(asOf), division, instant));
  }

  @Get('payments')
  @ApiOperation({ operationId: 'reportPayments', summary: 'Payments of a benefit month: listed, settled, failed, outstanding' })
  @ApiOkResponse({ type: PaymentsReportDto })
  @ApiProblems(400, 429)
  payments(@Query() { period, division }: PaymentsQuery): Promise<PaymentsReportDto> {
    return this.turnstiles.live.pass(() => this.ledger.payments(parseCivilMonth(period), division));
  }

  @Get('procedure')
  @ApiOperation({ operationId: 'reportProcedure', summary: 'Steps of the procedure missed, out of order, late or done by the wrong person' })
  @ApiOkResponse({ type: ProcedurePageDto })
  @ApiProblems(400, 429)
  async procedure(@Query() { division, year, after, limit = MAX_LIMIT }: ProcedureQuery): Promise<ProcedurePageDto> {
    const { rows } = await this.turnstiles.live.pass(() => this.ledger.procedure(division, year === undefined ? undefined : parseYear(year)));
    return pageOf(rows, [(row) => row.caseId, (row) => row.division, (row) => row.benefit, (row) => row.code, (row) => row.step], after, limit);
  }

  @Get('tolerance')
  @ApiOperation({ operationId: 'reportTolerance', summary: 'The 2 % tolerance of a division and year, and the exemption of each finding', description: 'GX-2019-06-06; five conditions, each shown.' })
  @ApiOkResponse({ type: ToleranceReportDto })
  @ApiProblems(400, 429)
  tolerance(@Query() { division, year }: ToleranceQuery): Promise<ToleranceReportDto> {
    return this.turnstiles.live.pass(() => this.ledger.tolerance(division, parseYear(year)));
  }

  @Get('targets')
  @ApiOperation({ operationId: 'reportTargets', summary: 'Targets of the documents for a year, held against what was published and paid', description: 'Statistics for supervisors; `approx` and `avgKPI` never decide about a household.' })
  @ApiOkResponse({ type: TargetsReportDto })
  @ApiProblems(400, 429, 501)
  targets(@Query() { division, year }: ToleranceQuery): Promise<TargetsReportDto> {
    return this.turnstiles.live.pass(() => this.ledger.policy.targets(division, parseYear(year))) as Promise<TargetsReportDto>;
  }

  @Get('amounts')
  @ApiOperation({ operationId: 'reportAmounts', summary: 'Decided 低保 amounts that differ from the rule' })
  @ApiOkResponse({ type: AmountsPageDto })
  @ApiProblems(400, 429)
  async amounts(@Query() { division, after, limit = MAX_LIMIT }: AmountsQuery): Promise<AmountsPageDto> {
    const { rows } = await this.turnstiles.live.pass(() => this.ledger.amounts(division));
    return pageOf(rows, [(row) => row.caseId, (row) => row.effectiveMonth, (row) => row.decidedFen], after, limit);
  }
}
