/** What the task register takes and answers. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, ValidateBy, ValidateNested } from 'class-validator';
import { type Assignment, MAX_ITEMS, type Measure, type ProgressReport, type ReportingTerms, type Score } from '#accountability';
import type { OversightRecorded, ProgressRecorded, SeedOutcome, TaskRecorded, TasksSeeded } from '#application';
import type { OverdueReportList, OverdueRow, OversightKind, OversightListRow, OversightReport, QuarterSummary, SummaryCounts, SummaryRow, TaskListRow, TasksReport, TaskUnit, UnassignedReport, UnassignedRow } from '#reports';
import { BilingualDto, DATE, NEXT } from '../policy/shared.dto.js';
import { CursorParameter, DateParameter, DivisionParameter, DocumentParameter, HalfYearParameter, LimitParameter, MayBeAbsent, NameParameter, PeriodParameter, QuarterParameter, TextParameter, YearParameter } from '../query/parameters.js';

const TASK = 'Number of the task, for example 12; 12@360111 where several divisions have it.';
const ON = 'The day it happened; today where absent.';
const AS_OF = 'As it stood at the end of this day; today where absent.';
const COUNT = { type: 'integer', minimum: 0 } as const;
const QUARTER = { type: String, example: '2019Q2' } as const;
const NUMBERS: { type: [StringConstructor]; example: string[] } = { type: [String], example: ['1', '2'] };
const OUTCOME = ['recorded', 'alreadyRecorded'] as const;

/** Checks what is not a text, and says what is wanted. */
const needs = (name: string, accepts: (value: unknown) => boolean, advice: string): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: accepts, defaultMessage: (context) => `${context?.property} ${advice}` } });

/** A list of lines; what stands in each is checked by the ledger. */
const LinesParameter = (description: string): PropertyDecorator => applyDecorators(
  ApiPropertyOptional({ type: [String], maxItems: MAX_ITEMS, description }), MayBeAbsent(),
  needs('lines', (value) => Array.isArray(value) && value.length <= MAX_ITEMS && value.every((item) => typeof item === 'string'), `is no list of at most ${MAX_ITEMS} texts. Send a JSON array of texts.`),
);

export class SeedBody {
  @NameParameter({ description: 'The document, for example QS-2019.', required: true })
  readonly pack: string;

  @DivisionParameter({ description: 'Where it holds; only to be sure.' })
  readonly division?: string;
}

export class SeedOutcomeDto implements SeedOutcome {
  @ApiProperty({ type: String, example: '12' }) readonly taskNo: string;
  @ApiProperty({ enum: ['recorded', 'alreadyRecorded', 'rejected'] }) readonly outcome: SeedOutcome['outcome'];
  @ApiPropertyOptional({ type: String, description: 'Why it was rejected.' }) readonly code?: string | undefined;
  @ApiPropertyOptional({ type: String }) readonly message?: string | undefined;
}

export class TasksSeededDto implements TasksSeeded {
  @ApiProperty({ type: String, example: 'QS-2019' }) readonly pack: string;
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: [SeedOutcomeDto] }) readonly rows: readonly SeedOutcomeDto[];
  @ApiProperty(COUNT) readonly recorded: number;
  @ApiProperty(COUNT) readonly alreadyRecorded: number;
  @ApiProperty(COUNT) readonly rejected: number;
}

export class AssignmentBody {
  @NameParameter({ description: TASK, required: true })
  readonly task: string;

  @NameParameter({ description: 'Lead or responsible unit, as the list of tasks names it.', required: true })
  readonly unit: string;

  @NameParameter({ description: 'Responsible department.', required: true })
  readonly department: string;

  @NameParameter({ description: 'Responsible person.', required: true })
  readonly person: string;

  @DateParameter({ description: 'Timetable: until when the task is to be done.', required: true })
  readonly due: string;

  @DateParameter({ description: ON })
  readonly on?: string;

  @TextParameter({ description: 'Why it takes the place of an earlier assignment; needed where there is one.' })
  readonly reason?: string;
}

export class ProgressBody {
  @NameParameter({ description: TASK, required: true })
  readonly task: string;

  @NameParameter({ description: 'Lead or responsible unit, as the list of tasks names it.', required: true })
  readonly unit: string;

  @QuarterParameter({ description: 'The quarter reported on.', required: true })
  readonly quarter: string;

  @DateParameter({ description: `The day of the report. ${ON}` })
  readonly on?: string;

  @DateParameter({ description: 'Up to which day of the quarter the data go.', required: true })
  readonly cutoff: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'In the unit of the task\'s measure; 1 or 0 for yes or no.' })
  @MayBeAbsent()
  @needs('whole', (value) => Number.isSafeInteger(value) && (value as number) >= 0, 'is not a whole number from 0. Send a JSON number, or leave it out.')
  readonly value?: number;

  @DocumentParameter({ description: 'Progress, at most 2,000 characters; lines are allowed.', required: true })
  readonly text: string;

  @NameParameter({ description: 'Number or SHA-256 of a file kept elsewhere.' })
  readonly fileRef?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'True to correct the unit\'s report of the quarter; what was reported stays in the ledger.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'supersedes is neither true nor false. Send a JSON boolean, or leave it out.' })
  readonly supersedes?: boolean;

  @TextParameter({ description: 'Why it is corrected; needed with supersedes.' })
  readonly reason?: string;
}

export class TaskRecordedDto implements TaskRecorded {
  @ApiProperty({ type: String, example: '12' }) readonly taskNo: string;
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty({ enum: OUTCOME }) readonly outcome: TaskRecorded['outcome'];
}

export class ProgressRecordedDto extends TaskRecordedDto implements ProgressRecorded {
  @ApiProperty(QUARTER) readonly quarter: string;
  @ApiProperty({ ...DATE, nullable: true, description: 'When the report was due; null where the document asks for none.' }) readonly dueOn: string | null;
}

class TasksQuery {
  @DivisionParameter({ description: 'Only tasks of this county, district or city, 6 digits.' })
  readonly division?: string;

  @DateParameter({ description: AS_OF })
  readonly asOf?: string;

  @LimitParameter(100)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class ListQuery extends TasksQuery {
  @QuarterParameter({ description: 'Show the reports of this quarter; absent: the latest of each unit.' })
  readonly quarter?: string;
}
export class PlainQuery extends TasksQuery {}
export class QuarterQuery extends TasksQuery {
  @QuarterParameter({ description: 'The quarter.', required: true })
  readonly quarter: string;
}

export class MeasureDto implements Measure {
  @ApiProperty({ type: String, description: 'By what progress is told.' }) readonly text: string;
  @ApiProperty({ type: String, description: 'What the number of a report is.' }) readonly number: string;
  @ApiProperty({ type: String, example: '人' }) readonly unit: string;
}

export class ReportingTermsDto implements ReportingTerms {
  @ApiProperty({ type: 'integer', description: 'Day of the quarter\'s last month on or before which reports are due.' }) readonly day: number;
  @ApiProperty(DATE) readonly firstDueOn: string;
}

export class TaskAssignmentDto implements Assignment {
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty({ type: String }) readonly department: string;
  @ApiProperty({ type: String }) readonly person: string;
  @ApiProperty(DATE) readonly due: string;
  @ApiProperty(DATE) readonly assignedOn: string;
  @ApiPropertyOptional({ type: String, description: 'Why it took the place of an earlier one.' }) readonly reason?: string | undefined;
}

export class TaskProgressDto implements ProgressReport {
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty(QUARTER) readonly quarter: string;
  @ApiProperty(DATE) readonly reportedOn: string;
  @ApiProperty({ ...DATE, description: 'Up to which day its data go.' }) readonly cutoffOn: string;
  @ApiPropertyOptional(COUNT) readonly value?: number | undefined;
  @ApiProperty({ type: String }) readonly text: string;
  @ApiPropertyOptional({ type: String }) readonly fileRef?: string | undefined;
  @ApiPropertyOptional({ type: Boolean, description: 'True where it corrects an earlier one.' }) readonly supersedes?: boolean | undefined;
  @ApiPropertyOptional({ type: String, description: 'Why it was corrected.' }) readonly reason?: string | undefined;
}

export class TaskUnitDto implements TaskUnit {
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty({ enum: ['lead', 'responsible'] }) readonly role: TaskUnit['role'];
  @ApiProperty({ type: TaskAssignmentDto, nullable: true, description: 'Null while the unit has named nobody.' }) readonly assignment: TaskAssignmentDto | null;
  @ApiProperty({ type: TaskProgressDto, nullable: true, description: 'As corrected last; null where there is none.' }) readonly report: TaskProgressDto | null;
}

export class TaskRowDto implements TaskListRow {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: String, example: '12' }) readonly taskNo: string;
  @ApiProperty({ type: String, example: 'QS-2019' }) readonly pack: string;
  @ApiProperty({ type: String }) readonly heading: string;
  @ApiProperty({ type: BilingualDto }) readonly title: BilingualDto;
  @ApiProperty({ type: MeasureDto }) readonly measure: MeasureDto;
  @ApiProperty({ type: [String], example: ['QS-2019-TASK-12'] }) readonly ruleIds: readonly string[];
  @ApiPropertyOptional({ type: ReportingTermsDto, description: 'Absent where the document asks for no reports.' }) readonly reporting?: ReportingTermsDto | undefined;
  @ApiPropertyOptional({ ...DATE, description: 'Where a day or year is printed.' }) readonly dueOn?: string | undefined;
  @ApiProperty({ type: [TaskUnitDto], description: 'Leads first, in the order of the document.' }) readonly units: readonly TaskUnitDto[];
}

export class TasksPageDto implements TasksReport {
  @ApiProperty(DATE) readonly asOf: string;
  @ApiProperty({ type: [TaskRowDto], description: 'By division, in the order of the document.' }) readonly rows: readonly TaskRowDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}

export class NamedDto {
  @ApiProperty({ type: String }) readonly department: string;
  @ApiProperty({ type: String }) readonly person: string;
  @ApiProperty(NUMBERS) readonly taskNos: readonly string[];
}

export class OverdueRowDto implements OverdueRow {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty(DATE) readonly dueOn: string;
  @ApiProperty(COUNT) readonly daysOverdue: number;
  @ApiProperty({ ...NUMBERS, description: 'Tasks without a report.' }) readonly taskNos: readonly string[];
  @ApiProperty({ type: [NamedDto], description: 'Who is responsible for them within the unit.' }) readonly named: readonly NamedDto[];
  @ApiProperty({ ...NUMBERS, description: 'Those for which the unit has named nobody.' }) readonly unnamedTaskNos: readonly string[];
}

export class OverduePageDto implements OverdueReportList {
  @ApiProperty(QUARTER) readonly quarter: string;
  @ApiProperty(DATE) readonly asOf: string;
  @ApiProperty({ type: [OverdueRowDto], description: 'Sorted by division and unit.' }) readonly rows: readonly OverdueRowDto[];
  @ApiProperty({ ...COUNT, description: 'Reports that are missing, of all pages.' }) readonly total: number;
  @ApiProperty(NEXT) readonly next: string | null;
}

export class UnassignedRowDto implements UnassignedRow {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty(NUMBERS) readonly taskNos: readonly string[];
}

export class UnassignedPageDto implements UnassignedReport {
  @ApiProperty(DATE) readonly asOf: string;
  @ApiProperty({ type: [UnassignedRowDto], description: 'Sorted by division and unit.' }) readonly rows: readonly UnassignedRowDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}

export class SummaryCountsDto implements SummaryCounts {
  @ApiProperty(COUNT) readonly owed: number;
  @ApiProperty(COUNT) readonly onTime: number;
  @ApiProperty(COUNT) readonly late: number;
  @ApiProperty(COUNT) readonly missing: number;
  @ApiProperty({ ...COUNT, description: 'Not reported, and not due yet.' }) readonly open: number;
}

export class SummaryRowDto extends SummaryCountsDto implements SummaryRow {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: String }) readonly unit: string;
}

export class SummaryPageDto implements QuarterSummary {
  @ApiProperty(QUARTER) readonly quarter: string;
  @ApiProperty(DATE) readonly asOf: string;
  @ApiProperty({ type: [SummaryRowDto], description: 'Sorted by division and unit.' }) readonly rows: readonly SummaryRowDto[];
  @ApiProperty({ type: SummaryCountsDto, description: 'Of all pages.' }) readonly total: SummaryCountsDto;
  @ApiProperty(NEXT) readonly next: string | null;
}

class OverseenBody {
  @DivisionParameter({ description: 'Whose tasks, 6 digits.', required: true })
  readonly division: string;

  @DateParameter({ description: ON })
  readonly on?: string;
}

export class DispatchBody extends OverseenBody {
  @QuarterParameter({ description: 'The quarter dispatched.', required: true })
  readonly quarter: string;

  @LinesParameter('Problems found, one line each.')
  readonly problems?: readonly string[];
}

export class BulletinBody extends OverseenBody {
  @HalfYearParameter({ description: 'The half-year of the bulletin.', required: true })
  readonly halfYear: string;

  @LinesParameter('Problems found, one line each.')
  readonly problems?: readonly string[];
}

export class ScoreDto implements Score {
  @NameParameter({ description: 'A unit with a task.', required: true })
  readonly unit: string;

  @NameParameter({ description: 'A number with at most two decimals, as text.', required: true })
  readonly score: string;
}

export class AssessmentBody extends OverseenBody {
  @YearParameter({ description: 'The year assessed.', required: true })
  readonly year: string;

  @ApiPropertyOptional({ type: [ScoreDto], maxItems: MAX_ITEMS })
  @MayBeAbsent()
  @needs('scores', (value) => Array.isArray(value) && value.length <= MAX_ITEMS && value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)), `is no list of at most ${MAX_ITEMS} scores. Send a JSON array of objects with unit and score.`)
  @ValidateNested({ each: true, message: 'A score is no object. Send an object with unit and score.' })
  @Type(() => ScoreDto)
  readonly scores?: readonly ScoreDto[];

  @LinesParameter('Problems found, one line each.')
  readonly problems?: readonly string[];
}

export class EvaluationBody extends OverseenBody {
  @PeriodParameter({ description: 'The period evaluated.', required: true })
  readonly period: string;

  @NameParameter({ description: 'Who evaluated.', required: true })
  readonly evaluator: string;

  @DocumentParameter({ description: 'What was found, at most 2,000 characters; lines are allowed.', required: true })
  readonly summary: string;
}

export class OversightRecordedDto implements OversightRecorded {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: String, example: '2019Q2' }) readonly period: string;
  @ApiProperty({ enum: OUTCOME }) readonly outcome: OversightRecorded['outcome'];
}

export class ScoreRowDto implements Score {
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty({ type: String, example: '92.5' }) readonly score: string;
}

export class OversightRowDto implements OversightListRow {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ enum: ['dispatch', 'bulletin', 'assessment', 'evaluation'] }) readonly kind: OversightKind;
  @ApiProperty({ type: String, example: '2019Q2' }) readonly period: string;
  @ApiProperty({ ...DATE, nullable: true, description: 'Null where the period is over and nothing is recorded: not held yet. By when is not printed, so nothing is late.' }) readonly on: string | null;
  @ApiPropertyOptional({ type: [String] }) readonly problems?: readonly string[] | undefined;
  @ApiPropertyOptional({ type: [ScoreRowDto] }) readonly scores?: readonly ScoreRowDto[] | undefined;
  @ApiPropertyOptional({ type: String }) readonly evaluator?: string | undefined;
  @ApiPropertyOptional({ type: String }) readonly summary?: string | undefined;
}

export class OversightPageDto implements OversightReport {
  @ApiProperty(DATE) readonly asOf: string;
  @ApiProperty({ type: [OversightRowDto], description: 'Sorted by division, kind and period.' }) readonly rows: readonly OversightRowDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}
