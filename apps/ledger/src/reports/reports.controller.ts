/** Reports: the figures of formats.md §2, computed from the live read models, or from what was known at an instant. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { parseCivilDate, parseCivilMonth, parseInstant, parseYear } from '#kernel';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
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
  @Requires('report.read')
  @ApiOperation({ operationId: 'reportCaseload', summary: 'Active cases, persons and monthly amount per town and benefit', description: 'With knownAt the ledger is folded anew up to that instant, which takes seconds on a large one.' })
  @ApiOkResponse({ type: CaseloadReportDto })
  @ApiProblems(400, 429)
  async caseload(@Query() { asOf, division, knownAt }: CaseloadQuery, @By() by: Caller): Promise<CaseloadReportDto> {
    const area = await by.within(division);
    const instant = knownAt === undefined ? undefined : parseInstant(knownAt);
    return (instant === undefined ? this.turnstiles.live : this.turnstiles.history).pass(() => this.ledger.caseload(parseCivilDate(asOf), area, instant));
  }

  @Get('payments')
  @Requires('report.read')
  @ApiOperation({ operationId: 'reportPayments', summary: 'Payments of a benefit month: listed, settled, failed, outstanding' })
  @ApiOkResponse({ type: PaymentsReportDto })
  @ApiProblems(400, 429)
  async payments(@Query() { period, division }: PaymentsQuery, @By() by: Caller): Promise<PaymentsReportDto> {
    const area = await by.within(division);
    return this.turnstiles.live.pass(() => this.ledger.payments(parseCivilMonth(period), area));
  }

  @Get('procedure')
  @Requires('report.read')
  @ApiOperation({ operationId: 'reportProcedure', summary: 'Steps of the procedure missed, out of order, late or done by the wrong person', description: 'And photos of notices that give reason to look: used again, taken while the notice did not hang, of unknown time.' })
  @ApiOkResponse({ type: ProcedurePageDto })
  @ApiProblems(400, 429)
  async procedure(@Query() { division, year, after, limit = MAX_LIMIT }: ProcedureQuery, @By() by: Caller): Promise<ProcedurePageDto> {
    const area = await by.within(division);
    const { rows } = await this.turnstiles.live.pass(() => this.ledger.procedure(area, year === undefined ? undefined : parseYear(year)));
    return pageOf(rows, [(row) => row.caseId, (row) => row.division, (row) => row.benefit, (row) => row.code, (row) => row.step], after, limit);
  }

  @Get('tolerance')
  @Requires('report.read')
  @ApiOperation({ operationId: 'reportTolerance', summary: 'The 2 % tolerance of a division and year, and the exemption of each finding', description: 'GX-2019-06-06; five conditions, each shown.' })
  @ApiOkResponse({ type: ToleranceReportDto })
  @ApiProblems(400, 429)
  async tolerance(@Query() { division, year }: ToleranceQuery, @By() by: Caller): Promise<ToleranceReportDto> {
    await by.at(division);
    return this.turnstiles.live.pass(() => this.ledger.tolerance(division, parseYear(year)));
  }

  @Get('targets')
  @Requires('report.read')
  @ApiOperation({ operationId: 'reportTargets', summary: 'Targets of the documents for a year, held against what was published and paid', description: 'Statistics for supervisors; `approx` and `avgKPI` never decide about a household.' })
  @ApiOkResponse({ type: TargetsReportDto })
  @ApiProblems(400, 429, 501)
  async targets(@Query() { division, year }: ToleranceQuery, @By() by: Caller): Promise<TargetsReportDto> {
    await by.at(division);
    return this.turnstiles.live.pass(() => this.ledger.policy.targets(division, parseYear(year))) as Promise<TargetsReportDto>;
  }

  @Get('amounts')
  @Requires('report.read')
  @ApiOperation({ operationId: 'reportAmounts', summary: 'Decided 低保 amounts that differ from the rule' })
  @ApiOkResponse({ type: AmountsPageDto })
  @ApiProblems(400, 429)
  async amounts(@Query() { division, after, limit = MAX_LIMIT }: AmountsQuery, @By() by: Caller): Promise<AmountsPageDto> {
    const area = await by.within(division);
    const { rows } = await this.turnstiles.live.pass(() => this.ledger.amounts(area));
    return pageOf(rows, [(row) => row.caseId, (row) => row.effectiveMonth, (row) => row.decidedFen], after, limit);
  }
}
