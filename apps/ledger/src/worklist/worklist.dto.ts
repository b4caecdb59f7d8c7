/** What the work list can be asked, and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { type ClockName, CLOCKS, EXTENSION_GROUNDS, type Level, LEVELS } from '#casework';
import type { UnitCounts, WorklistCounts, WorklistItem } from '#reports';
import { BilingualDto, DATE, NEXT } from '../policy/shared.dto.js';
import { CursorParameter, DateParameter, DivisionParameter, LimitParameter, MayBeAbsent, NameParameter } from '../query/parameters.js';

/** Ten years: further ahead nothing is due. */
const MAX_HORIZON_DAYS = 3_660;
const COUNT = { type: 'integer', minimum: 0 } as const;

export class WorklistQuery {
  @DivisionParameter({ description: 'Cases that lie in it: county (6 digits), town (9) or community (12); absent: in the own.' })
  readonly division?: string;

  @NameParameter({ description: 'Only what is this person\'s, by staff number.' })
  readonly staff?: string;

  @DateParameter({ description: 'As it stands on this day; today in China where absent.' })
  readonly date?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: MAX_HORIZON_DAYS, default: 30, description: 'How many days after it "later" reaches.' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value))
  @MayBeAbsent()
  @ValidateBy({
    name: 'horizon',
    validator: {
      validate: (value: unknown) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_HORIZON_DAYS,
      defaultMessage: () => `horizon is not a whole number of days from 0 to ${MAX_HORIZON_DAYS}. Correct it, or leave it out.`,
    },
  })
  readonly horizon?: number;

  @LimitParameter(100)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export const WORKLIST_PARTS = ['overdue', 'today', 'week', 'later', 'unpublished'] as const satisfies readonly (keyof WorklistCounts)[];

export class WorklistItemDto implements Omit<WorklistItem, 'startedOn' | 'extendedTo' | 'dueOn'> {
  @ApiProperty({ enum: WORKLIST_PARTS, description: 'Overdue, due on the day, in the seven days after it, later; or due on a day of a year whose calendar is not published.' }) readonly part: keyof WorklistCounts;
  @ApiProperty({ type: String }) readonly caseId: string;
  @ApiProperty({ type: String, example: '360111' }) readonly county: string;
  @ApiProperty({ type: String, description: 'Empty where it is not known.', example: '360111003' }) readonly town: string;
  @ApiProperty({ type: String, nullable: true, example: '360111003001' }) readonly community: string | null;
  @ApiProperty({ enum: Object.keys(CLOCKS), description: 'The deadline (docs/clocks.md).' }) readonly clock: ClockName;
  @ApiProperty({ type: BilingualDto }) readonly name: BilingualDto;
  @ApiPropertyOptional({ type: String, description: 'What within the case: an objection, an offer.' }) readonly subject?: string | undefined;
  @ApiProperty({ ...DATE, nullable: true, description: 'The last day in time; null where the calendar of the year is not published.' }) readonly dueOn: string | null;
  @ApiProperty({ ...COUNT, description: 'Calendar days after it.' }) readonly daysOverdue: number;
  @ApiProperty(DATE) readonly startedOn: string;
  @ApiPropertyOptional(DATE) readonly extendedTo?: string | undefined;
  @ApiPropertyOptional({ enum: EXTENSION_GROUNDS, description: 'Why it was extended.' }) readonly ground?: WorklistItem['ground'];
  @ApiProperty({ enum: LEVELS, description: 'The level that owes it.' }) readonly owner: Level;
  @ApiProperty({ type: String, description: 'The division that owes it.' }) readonly unit: string;
  @ApiProperty({ type: String, nullable: true, description: 'Staff number; null where nobody of the unit has had the case in hand.' }) readonly whose: string | null;
  @ApiProperty({ type: String, description: 'The clause it rests on.' }) readonly clause: string;
  @ApiPropertyOptional({ type: String, description: 'That no clause sets the deadline, and what was assumed.' }) readonly assumed?: string | undefined;
}

export class WorklistCountsDto implements WorklistCounts {
  @ApiProperty(COUNT) readonly overdue: number;
  @ApiProperty(COUNT) readonly today: number;
  @ApiProperty(COUNT) readonly week: number;
  @ApiProperty(COUNT) readonly later: number;
  @ApiProperty(COUNT) readonly unpublished: number;
}

export class UnitCountsDto extends WorklistCountsDto implements UnitCounts {
  @ApiProperty({ type: String, description: 'The division that owes it.' }) readonly unit: string;
  @ApiProperty({ enum: LEVELS }) readonly level: Level;
}

export class WorklistPageDto {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty(DATE) readonly date: string;
  @ApiProperty({ ...DATE, description: 'The last day of "later".' }) readonly until: string;
  @ApiProperty({ type: WorklistCountsDto, description: 'Of all pages.' }) readonly total: WorklistCountsDto;
  @ApiProperty({ type: [UnitCountsDto], description: 'Of all pages, by the division that owes it.' }) readonly units: readonly UnitCountsDto[];
  @ApiProperty({ type: [WorklistItemDto], description: 'By due day, then case.' }) readonly rows: readonly WorklistItemDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}
