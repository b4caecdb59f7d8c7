/** The work list over HTTP: what is owed, until when, by whom. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { parseCivilDate } from '#kernel';
import type { WorklistReport } from '#reports';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { Turnstiles } from '../reports/turnstile.js';
import { API, LEDGER } from '../tokens.js';
import { type WorklistItemDto, WorklistPageDto, WorklistQuery } from './worklist.dto.js';

const PAGE = 100;
/** The order of the report, in which its parts follow each other. */
const COLUMNS = [(row: WorklistItemDto) => row.dueOn ?? '9999', (row: WorklistItemDto) => row.caseId, (row: WorklistItemDto) => row.county, (row: WorklistItemDto) => row.clock, (row: WorklistItemDto) => row.subject ?? ''];

@ApiTags('worklist')
@Controller(`${API}/worklist`)
export class WorklistController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Get()
  @Requires('worklist.read')
  @ApiOperation({ operationId: 'readWorklist', summary: 'What is overdue, due on the day, in the week and later, and whose it is', description: 'Of the own division where none is named.' })
  @ApiOkResponse({ type: WorklistPageDto })
  @ApiProblems(400, 429)
  async read(@Query() { division, staff, date, horizon, after, limit = PAGE }: WorklistQuery, @By() by: Caller): Promise<WorklistPageDto> {
    const area = (await by.within(division)) ?? '';
    const today = date === undefined ? undefined : parseCivilDate(date);
    const report = await this.turnstiles.live.pass(() => this.ledger.worklist({ division: area, staffId: staff, today, horizonDays: horizon }));
    const { total, units, until } = report;
    return { division: division ?? by.person.division, date: report.today, until, total, units, ...pageOf(rowsOf(report), COLUMNS, after, limit) };
  }
}

const rowsOf = ({ overdue, dueToday, dueThisWeek, later, calendarUnpublished }: WorklistReport): readonly WorklistItemDto[] =>
  ([['overdue', overdue], ['today', dueToday], ['week', dueThisWeek], ['later', later], ['unpublished', calendarUnpublished]] as const)
    .flatMap(([part, items]) => items.map((item) => ({ part, ...item })));
