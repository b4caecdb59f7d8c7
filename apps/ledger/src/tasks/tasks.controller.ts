/** Tasks over HTTP: registered, assigned, reported on, overseen; and who has not reported. */
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger, type Sending } from '#application';
import { type CivilDate, parseCivilDate } from '#kernel';
import { taskOrder } from '#reports';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { registerOf } from './task-register.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { ApiSending, ETAG, Sent } from '../http/sending.js';
import { NoQuery } from '../query/parameters.js';
import { Turnstiles } from '../reports/turnstile.js';
import { API, LEDGER } from '../tokens.js';
import {
  AssessmentBody, AssignmentBody, BulletinBody, DispatchBody, EvaluationBody, ListQuery, OverduePageDto, OversightPageDto, OversightRecordedDto, type OversightRowDto, PlainQuery, ProgressBody, ProgressRecordedDto, QuarterQuery, SeedBody,
  SummaryPageDto, TaskRecordedDto, type TaskRowDto, TasksPageDto, TasksSeededDto, UnassignedPageDto,
} from './tasks.dto.js';

const PAGE = 100;
const TASKS = [(row: TaskRowDto) => row.division, ...taskOrder.map((part) => (row: TaskRowDto) => part(row.taskNo))];
interface UnitRow { readonly division: string; readonly unit: string }
const UNITS = [(row: UnitRow) => row.division, (row: UnitRow) => row.unit];
const OVERSIGHT = [(row: OversightRowDto) => row.division, (row: OversightRowDto) => row.kind, (row: OversightRowDto) => row.period];

@ApiTags('tasks')
@Controller(`${API}/tasks`)
export class TasksController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Get()
  @Requires('task.read')
  @ApiOperation({ operationId: 'listTasks', summary: 'Tasks with their units, whom these named and what they reported' })
  @ApiOkResponse({ type: TasksPageDto })
  @ApiProblems(400, 429)
  async list(@Query() { division: asked, quarter, asOf, after, limit = PAGE }: ListQuery, @By() by: Caller): Promise<TasksPageDto> {
    const division = await registerOf(by, asked);
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.list({ division, quarter, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, TASKS, after, limit) };
  }

  @Post()
  @HttpCode(200)
  @Requires('task.oversee')
  @ApiOperation({ operationId: 'seedTasks', summary: 'Register the tasks of a document', description: 'Of a document that comes with the program. The same again records nothing.' })
  @ApiOkResponse({ type: TasksSeededDto })
  @ApiProblems(400, 403, 404, 413, 415)
  async seed(@Query() _query: NoQuery, @Body() { pack, division }: SeedBody, @By() by: Caller): Promise<TasksSeededDto> {
    const actor = await by.at(this.ledger.tasks.divisionOf(pack));
    return this.ledger.tasks.seed(pack, division, actor);
  }

  @Post('assignments')
  @HttpCode(200)
  @Requires('task.assign')
  @ApiOperation({ operationId: 'assignTask', summary: 'Name department, person and timetable of a unit for a task', description: 'All three are required. Another assignment of the unit replaces the one before, with a reason.' })
  @ApiOkResponse({ type: TaskRecordedDto, headers: ETAG })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  @ApiSending('each')
  async assign(@Query() _query: NoQuery, @Body() body: AssignmentBody, @By() by: Caller, @Sent() sending: Sending): Promise<TaskRecordedDto> {
    return this.ledger.tasks.assign(body, await by.at(this.ledger.tasks.placeOf(body)), sending);
  }

  @Post('reports')
  @HttpCode(200)
  @Requires('task.report')
  @ApiOperation({ operationId: 'reportProgress', summary: 'Report progress of a unit on a task', description: 'One per unit, task and quarter; a correction supersedes it, with a reason.' })
  @ApiOkResponse({ type: ProgressRecordedDto, headers: ETAG })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  @ApiSending('each')
  async report(@Query() _query: NoQuery, @Body() body: ProgressBody, @By() by: Caller, @Sent() sending: Sending): Promise<ProgressRecordedDto> {
    return this.ledger.tasks.report(body, await by.at(this.ledger.tasks.placeOf(body)), sending);
  }

  @Get('overdue')
  @Requires('task.read')
  @ApiOperation({ operationId: 'overdueReports', summary: 'Who has not reported', description: 'Units with reports of the quarter that were due and had not been made, and who is responsible for them.' })
  @ApiOkResponse({ type: OverduePageDto })
  @ApiProblems(400, 429)
  async overdue(@Query() { division: asked, quarter, asOf, after, limit = PAGE }: QuarterQuery, @By() by: Caller): Promise<OverduePageDto> {
    const division = await registerOf(by, asked);
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.overdue({ division, quarter, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, UNITS, after, limit) };
  }

  @Get('unassigned')
  @Requires('task.read')
  @ApiOperation({ operationId: 'unassignedTasks', summary: 'Units that have named nobody for some of their tasks' })
  @ApiOkResponse({ type: UnassignedPageDto })
  @ApiProblems(400, 429)
  async unassigned(@Query() { division: asked, asOf, after, limit = PAGE }: PlainQuery, @By() by: Caller): Promise<UnassignedPageDto> {
    const division = await registerOf(by, asked);
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.unassigned({ division, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, UNITS, after, limit) };
  }

  @Get('summary')
  @Requires('task.read')
  @ApiOperation({ operationId: 'quarterSummary', summary: 'Per unit: owed, on time, late, missing', description: 'Every owed report is counted in exactly one column.' })
  @ApiOkResponse({ type: SummaryPageDto })
  @ApiProblems(400, 429)
  async summary(@Query() { division: asked, quarter, asOf, after, limit = PAGE }: QuarterQuery, @By() by: Caller): Promise<SummaryPageDto> {
    const division = await registerOf(by, asked);
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.summary({ division, quarter, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, UNITS, after, limit) };
  }

  @Get('oversight')
  @Requires('task.read')
  @ApiOperation({ operationId: 'listOversight', summary: 'Dispatches, bulletins, assessments and evaluations, and periods that are over without' })
  @ApiOkResponse({ type: OversightPageDto })
  @ApiProblems(400, 429)
  async oversight(@Query() { division: asked, asOf, after, limit = PAGE }: PlainQuery, @By() by: Caller): Promise<OversightPageDto> {
    const division = await registerOf(by, asked);
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.oversight({ division, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, OVERSIGHT, after, limit) };
  }

  @Post('dispatches')
  @HttpCode(200)
  @Requires('task.oversee')
  @ApiOperation({ operationId: 'holdDispatch', summary: 'Record the dispatch of a quarter' })
  @ApiOkResponse({ type: OversightRecordedDto, headers: ETAG })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  @ApiSending('each')
  async dispatch(@Query() _query: NoQuery, @Body() { problems = [], ...body }: DispatchBody, @By() by: Caller, @Sent() sending: Sending): Promise<OversightRecordedDto> {
    return this.ledger.tasks.dispatch({ ...body, problems }, await by.at(body.division), sending);
  }

  @Post('bulletins')
  @HttpCode(200)
  @Requires('task.oversee')
  @ApiOperation({ operationId: 'issueBulletin', summary: 'Record the bulletin of a half-year' })
  @ApiOkResponse({ type: OversightRecordedDto, headers: ETAG })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  @ApiSending('each')
  async bulletin(@Query() _query: NoQuery, @Body() { problems = [], ...body }: BulletinBody, @By() by: Caller, @Sent() sending: Sending): Promise<OversightRecordedDto> {
    return this.ledger.tasks.bulletin({ ...body, problems }, await by.at(body.division), sending);
  }

  @Post('assessments')
  @HttpCode(200)
  @Requires('task.oversee')
  @ApiOperation({ operationId: 'completeAssessment', summary: 'Record the assessment of a year' })
  @ApiOkResponse({ type: OversightRecordedDto, headers: ETAG })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  @ApiSending('each')
  async assess(@Query() _query: NoQuery, @Body() { problems = [], scores = [], ...body }: AssessmentBody, @By() by: Caller, @Sent() sending: Sending): Promise<OversightRecordedDto> {
    return this.ledger.tasks.assess({ ...body, problems, scores }, await by.at(body.division), sending);
  }

  @Post('evaluations')
  @HttpCode(200)
  @Requires('task.oversee')
  @ApiOperation({ operationId: 'recordEvaluation', summary: 'Record a third-party evaluation' })
  @ApiOkResponse({ type: OversightRecordedDto, headers: ETAG })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  @ApiSending('each')
  async evaluate(@Query() _query: NoQuery, @Body() body: EvaluationBody, @By() by: Caller, @Sent() sending: Sending): Promise<OversightRecordedDto> {
    return this.ledger.tasks.evaluate({ ...body }, await by.at(body.division), sending);
  }
}

const day = (text: string | undefined): CivilDate | undefined => (text === undefined ? undefined : parseCivilDate(text));
