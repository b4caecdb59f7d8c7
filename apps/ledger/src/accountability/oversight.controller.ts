/** What data give reason to look at, the 2 % of every town, the closing of a year, and what follows by itself. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MATCH_ROW } from '#accountability';
import { Ledger, type Sending } from '#application';
import { DomainError, parseCivilDate, parseInstant, parseYear } from '#kernel';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { problem, ProblemException } from '../problem/problem.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { schemaOf } from '../procedure/format.js';
import { ApiSending, ETAG, Sent } from '../http/sending.js';
import { pageOf } from '../query/cursor.js';
import { NoQuery } from '../query/parameters.js';
import { Turnstiles } from '../reports/turnstile.js';
import { API, LEDGER } from '../tokens.js';
import { FindingPath, FollowUpStatusDto, InDivisionQuery, LimitsDto, LimitsQuery, MatchReportDto, ScanDto, ViewingsPageDto, ViewingsQuery, YearClosingDto, YearPath } from './accountability.dto.js';

const invalid = (parameter: string, detail: string): ProblemException => new ProblemException(problem(400, 'REQUEST_INVALID', `${parameter} ${detail}. Correct it; nothing was recorded.`, [{ parameter, detail }]));
const PAGE = 100;

@ApiTags('accountability')
@Controller(API)
export class OversightController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Get('leads/scan')
  @Requires('finding.read')
  @ApiOperation({ operationId: 'scanLeads', summary: 'What the ledger finds in itself 台账自身比对', description: 'Writes nothing.' })
  @ApiOkResponse({ type: ScanDto })
  @ApiProblems(400, 429)
  async scan(@Query() { division }: InDivisionQuery, @By() by: Caller): Promise<ScanDto> {
    return { rows: await this.turnstiles.history.pass(() => this.ledger.leads.scan(division ?? by.person.division, by.person, false)) };
  }

  @Post('leads/scan')
  @HttpCode(200)
  @Requires('lead.raise')
  @ApiOperation({ operationId: 'raiseScannedLeads', summary: 'Raise what the ledger finds in itself, each match once' })
  @ApiOkResponse({ type: ScanDto })
  @ApiProblems(400, 429)
  async raise(@Query() { division }: InDivisionQuery, @By() by: Caller): Promise<ScanDto> {
    return { rows: await this.turnstiles.history.pass(() => this.ledger.leads.scan(division ?? by.person.division, by.person, true)) };
  }

  @Post('leads/matches/:id')
  @HttpCode(200)
  @Requires('lead.raise')
  @RouteConfig({ acceptsDocument: true })
  @ApiOperation({ operationId: 'importMatch', summary: 'Match another office\'s data with the ledger 数据比对', description: 'A lead for each row whose citizen is known; every other row is kept and named.' })
  @ApiBody({ schema: { type: 'object', required: ['rows'], properties: { rows: { type: 'array', items: schemaOf(MATCH_ROW) } } } })
  @ApiOkResponse({ type: MatchReportDto })
  @ApiProblems(400, 409, 413, 415, 429)
  async match(@Param() { id }: FindingPath, @Query() _query: NoQuery, @Body() body: object | undefined, @By() by: Caller): Promise<MatchReportDto> {
    const { rows } = (body ?? {}) as { readonly rows?: unknown };
    if (!Array.isArray(rows)) throw invalid('rows', 'is no list of rows');
    return this.ledger.leads.importMatch(id, rows as readonly unknown[], by.person);
  }

  @Get('reports/limits')
  @Requires('report.read')
  @ApiOperation({ operationId: 'reportLimits', summary: 'The 2 % of a county and each of its towns, with headroom 容错额度', description: 'GX-2019-06-06, as of a day.' })
  @ApiOkResponse({ type: LimitsDto })
  @ApiProblems(400, 429)
  async limits(@Query() { division, year, asOf, knownAt }: LimitsQuery, @By() by: Caller): Promise<LimitsDto> {
    await by.at(division);
    const instant = knownAt === undefined ? undefined : parseInstant(knownAt);
    return (instant === undefined ? this.turnstiles.live : this.turnstiles.history).pass(() => this.ledger.toleranceOverview(division, parseYear(year), instant, asOf === undefined ? undefined : parseCivilDate(asOf)));
  }

  @Get('reports/access')
  @Requires('viewing.read')
  @ApiOperation({ operationId: 'reportAccess', summary: 'Who looked at what is kept of a person, when and why 查阅记录', description: 'Of a person every case; or of one case, finding or list. One of the two is named.' })
  @ApiOkResponse({ type: ViewingsPageDto })
  @ApiProblems(400, 429)
  async access(@Query() { person, about, after, limit = PAGE }: ViewingsQuery, @By() by: Caller): Promise<ViewingsPageDto> {
    if ((person === undefined) === (about === undefined)) throw new DomainError('VIEWINGS_OF_WHAT', 'invalid', 'Who looked at what? Name a person, or a case, finding or list (about): one of the two.', { field: 'person' });
    const report = await this.turnstiles.live.pass(() => (person === undefined ? this.ledger.viewings.of(about as string, by.person) : this.ledger.viewings.ofPerson(person, by.person)));
    return { about: report.about, ...pageOf(report.rows, [(row) => row.at, (row) => row.about, (row) => row.staffId, (row) => row.scope], after, limit) };
  }

  @Post('years/:county/:year/closing')
  @HttpCode(200)
  @Requires('year.close')
  @ApiOperation({ operationId: 'closeYear', summary: 'Close a year of the tolerance 年度结账', description: 'Its counts and outcomes are final from then on.' })
  @ApiBody({ schema: { type: 'object', required: ['on'], properties: { on: { type: 'string', format: 'date' } } } })
  @ApiOkResponse({ type: YearClosingDto, headers: ETAG })
  @ApiProblems(400, 409, 413, 415)
  @ApiSending()
  async close(@Param() { county, year }: YearPath, @Query() _query: NoQuery, @Body() body: object | undefined, @By() by: Caller, @Sent() sending: Sending): Promise<YearClosingDto> {
    const { on } = (body ?? {}) as { readonly on?: unknown };
    if (typeof on !== 'string') throw invalid('on', 'is no day');
    return this.ledger.years.close(county, parseYear(year), on, by.person, sending);
  }

  @Get('follow-ups')
  @Requires('projection.read')
  @ApiOperation({ operationId: 'showFollowUps', summary: 'What follows by itself, how far it is, and whether it is stuck' })
  @ApiOkResponse({ type: FollowUpStatusDto })
  @ApiProblems(400)
  followUps(@Query() _query: NoQuery): FollowUpStatusDto {
    return this.ledger.followUps.status();
  }
}
