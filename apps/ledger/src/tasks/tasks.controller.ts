/** Tasks over HTTP: registered, assigned, reported on, overseen; and who has not reported. */
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { type CivilDate, parseCivilDate } from '#kernel';
import { taskOrder } from '#reports';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { NoQuery } from '../query/parameters.js';
import { Turnstiles } from '../reports/turnstile.js';
import { ACTOR, API, LEDGER } from '../tokens.js';
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
  @ApiOperation({ operationId: 'listTasks', summary: 'Tasks with their units, whom these named and what they reported' })
  @ApiOkResponse({ type: TasksPageDto })
  @ApiProblems(400, 429)
  async list(@Query() { division, quarter, asOf, after, limit = PAGE }: ListQuery): Promise<TasksPageDto> {
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.list({ division, quarter, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, TASKS, after, limit) };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'seedTasks', summary: 'Register the tasks of a document', description: 'Of a document that comes with the program. The same again records nothing.' })
  @ApiOkResponse({ type: TasksSeededDto })
  @ApiProblems(400, 403, 404, 413, 415)
  seed(@Query() _query: NoQuery, @Body() { pack, division }: SeedBody): Promise<TasksSeededDto> {
    return this.ledger.tasks.seed(pack, division, ACTOR);
  }

  @Post('assignments')
  @HttpCode(200)
  @ApiOperation({ operationId: 'assignTask', summary: 'Name department, person and timetable of a unit for a task', description: 'All three are required. Another assignment of the unit replaces the one before, with a reason.' })
  @ApiOkResponse({ type: TaskRecordedDto })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  assign(@Query() _query: NoQuery, @Body() body: AssignmentBody): Promise<TaskRecordedDto> {
    return this.ledger.tasks.assign(body, ACTOR);
  }

  @Post('reports')
  @HttpCode(200)
  @ApiOperation({ operationId: 'reportProgress', summary: 'Report progress of a unit on a task', description: 'One per unit, task and quarter; a correction supersedes it, with a reason.' })
  @ApiOkResponse({ type: ProgressRecordedDto })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  report(@Query() _query: NoQuery, @Body() body: ProgressBody): Promise<ProgressRecordedDto> {
    return this.ledger.tasks.report(body, ACTOR);
  }

  @Get('overdue')
  @ApiOperation({ operationId: 'overdueReports', summary: 'Who has not reported', description: 'Units with reports of the quarter that were due and had not been made, and who is responsible for them.' })
  @ApiOkResponse({ type: OverduePageDto })
  @ApiProblems(400, 429)
  async overdue(@Query() { division, quarter, asOf, after, limit = PAGE }: QuarterQuery): Promise<OverduePageDto> {
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.overdue({ division, quarter, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, UNITS, after, limit) };
  }

  @Get('unassigned')
  @ApiOperation({ operationId: 'unassignedTasks', summary: 'Units that have named nobody for some of their tasks' })
  @ApiOkResponse({ type: UnassignedPageDto })
  @ApiProblems(400, 429)
  async unassigned(@Query() { division, asOf, after, limit = PAGE }: PlainQuery): Promise<UnassignedPageDto> {
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.unassigned({ division, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, UNITS, after, limit) };
  }

  @Get('summary')
  @ApiOperation({ operationId: 'quarterSummary', summary: 'Per unit: owed, on time, late, missing', description: 'Every owed report is counted in exactly one column.' })
  @ApiOkResponse({ type: SummaryPageDto })
  @ApiProblems(400, 429)
  async summary(@Query() { division, quarter, asOf, after, limit = PAGE }: QuarterQuery): Promise<SummaryPageDto> {
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.summary({ division, quarter, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, UNITS, after, limit) };
  }

  @Get('oversight')
  @ApiOperation({ operationId: 'listOversight', summary: 'Dispatches, bulletins, assessments and evaluations, and periods that are over without' })
  @ApiOkResponse({ type: OversightPageDto })
  @ApiProblems(400, 429)
  async oversight(@Query() { division, asOf, after, limit = PAGE }: PlainQuery): Promise<OversightPageDto> {
    const { rows, ...report } = await this.turnstiles.live.pass(() => this.ledger.tasks.oversight({ division, asOf: day(asOf) }));
    return { ...report, ...pageOf(rows, OVERSIGHT, after, limit) };
  }

  @Post('dispatches')
  @HttpCode(200)
  @ApiOperation({ operationId: 'holdDispatch', summary: 'Record the dispatch of a quarter' })
  @ApiOkResponse({ type: OversightRecordedDto })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  dispatch(@Query() _query: NoQuery, @Body() { problems = [], ...body }: DispatchBody): Promise<OversightRecordedDto> {
    return this.ledger.tasks.dispatch({ ...body, problems }, ACTOR);
  }

  @Post('bulletins')
  @HttpCode(200)
  @ApiOperation({ operationId: 'issueBulletin', summary: 'Record the bulletin of a half-year' })
  @ApiOkResponse({ type: OversightRecordedDto })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  bulletin(@Query() _query: NoQuery, @Body() { problems = [], ...body }: BulletinBody): Promise<OversightRecordedDto> {
    return this.ledger.tasks.bulletin({ ...body, problems }, ACTOR);
  }

  @Post('assessments')
  @HttpCode(200)
  @ApiOperation({ operationId: 'completeAssessment', summary: 'Record the assessment of a year' })
  @ApiOkResponse({ type: OversightRecordedDto })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  assess(@Query() _query: NoQuery, @Body() { problems = [], scores = [], ...body }: AssessmentBody): Promise<OversightRecordedDto> {
    return this.ledger.tasks.assess({ ...body, problems, scores }, ACTOR);
  }

  @Post('evaluations')
  @HttpCode(200)
  @ApiOperation({ operationId: 'recordEvaluation', summary: 'Record a third-party evaluation' })
  @ApiOkResponse({ type: OversightRecordedDto })
  @ApiProblems(400, 403, 404, 409, 413, 415)
  evaluate(@Query() _query: NoQuery, @Body() body: EvaluationBody): Promise<OversightRecordedDto> {
    return this.ledger.tasks.evaluate({ ...body }, ACTOR);
  }
}

const day = (text: string | undefined): CivilDate | undefined => (text === undefined ? undefined : parseCivilDate(text));
