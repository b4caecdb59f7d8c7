/** What accountability owes by a day, over HTTP: the worklist beside that of cases. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Ledger } from '#application';
import { parseCivilDate } from '#kernel';
import { DUE_KINDS, type DueItem, type DueKind } from '#reports';
import { By, Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { BilingualDto, DATE, NEXT } from '../policy/shared.dto.js';
import { ApiProblems } from '../problem/problem.dto.js';
import { pageOf } from '../query/cursor.js';
import { Turnstiles } from '../reports/turnstile.js';
import { API, LEDGER } from '../tokens.js';
import { WorklistQuery } from '../worklist/worklist.dto.js';

const PARTS = ['overdue', 'today', 'week', 'later'] as const;
const COUNT = { type: 'integer', minimum: 0 } as const;
const PAGE = 100;

export class DueItemDto implements DueItem {
  @ApiProperty({ enum: PARTS }) readonly part: (typeof PARTS)[number];
  @ApiProperty({ enum: Object.keys(DUE_KINDS) }) readonly kind: DueKind;
  @ApiProperty({ type: BilingualDto }) readonly name: BilingualDto;
  @ApiProperty({ type: String, description: 'Of the finding or the complaint; the quarter of reports, the list of a payout.' }) readonly number: string;
  @ApiProperty({ type: String, example: '360111' }) readonly county: string;
  @ApiProperty({ type: String, nullable: true }) readonly caseId: string | null;
  @ApiPropertyOptional({ type: String, description: 'Which rectification; the unit that reports.' }) readonly subject?: string | undefined;
  @ApiProperty(DATE) readonly startedOn: string;
  @ApiProperty({ ...DATE, description: 'The last day in time.' }) readonly dueOn: string;
  @ApiProperty({ ...COUNT, description: 'Calendar days after it.' }) readonly daysOverdue: number;
  @ApiPropertyOptional({ ...COUNT, description: 'What is still to come by that day.' }) readonly fen?: number | undefined;
  @ApiProperty({ type: String, nullable: true, description: 'Staff number, where one is named; of reports whoever the unit named.' }) readonly whose: string | null;
  @ApiProperty({ type: String, description: 'The division that owes it.' }) readonly unit: string;
  @ApiProperty({ type: String, description: 'What the day rests on.' }) readonly basis: string;
}
export class DuesPageDto {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty(DATE) readonly date: string;
  @ApiProperty({ ...DATE, description: 'The last day of "later".' }) readonly until: string;
  @ApiProperty({ type: 'object', properties: { overdue: COUNT, today: COUNT, week: COUNT, later: COUNT }, required: [...PARTS], description: 'Of all pages.' }) readonly total: Readonly<Record<(typeof PARTS)[number], number>>;
  @ApiProperty({ type: [DueItemDto], description: 'By due day, then number.' }) readonly rows: readonly DueItemDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}

@ApiTags('worklist')
@Controller(`${API}/worklist`)
export class DuesController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger, private readonly turnstiles: Turnstiles) {}

  @Get('accountability')
  @Requires('finding.read')
  @ApiOperation({ operationId: 'readDues', summary: 'Leads to verify, money to come back, rectifications to report, complaints to answer, reports and payouts due 监督待办', description: 'Of the own division where none is named. Complaints are there for who may read them.' })
  @ApiOkResponse({ type: DuesPageDto })
  @ApiProblems(400, 429)
  async read(@Query() { division, staff, date, horizon, after, limit = PAGE }: WorklistQuery, @By() by: Caller): Promise<DuesPageDto> {
    const area = (await by.within(division)) ?? '';
    const complaints = await this.ledger.access.may(by.person, 'complaint.read', division ?? by.person.division);
    const today = date === undefined ? undefined : parseCivilDate(date);
    const report = await this.turnstiles.live.pass(() => this.ledger.dues({ division: area, staffId: staff, complaints, today, horizonDays: horizon }));
    const parts = { overdue: report.overdue, today: report.dueToday, week: report.dueThisWeek, later: report.later };
    const rows: readonly DueItemDto[] = PARTS.flatMap((part) => parts[part].map((item) => ({ part, ...item })));
    const total = { overdue: parts.overdue.length, today: parts.today.length, week: parts.week.length, later: parts.later.length };
    return { division: division ?? by.person.division, date: report.today, until: report.until, total, ...pageOf(rows, [(row) => row.dueOn, (row) => row.number, (row) => row.county, (row) => row.kind, (row) => row.subject ?? '', (row) => row.whose ?? ''], after, limit) };
  }
}
