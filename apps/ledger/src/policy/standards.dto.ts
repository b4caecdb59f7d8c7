/** What the published values take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateNested } from 'class-validator';
import type { AffectedDetermination, Impact, ImpactRow, StandardCorrection, StandardEntry, StandardOutcome, StandardRow, StandardsPublished } from '#application';
import type { LocalKey } from '#policy';
import { CursorParameter, DateParameter, DivisionParameter, InstantParameter, LimitParameter, NameParameter, TextParameter } from '../query/parameters.js';
import { BilingualDto, DATE, DifferenceDto, NEXT } from './shared.dto.js';

/** Of one request: more are sent in several, each of which is whole or refused. */
export const MOST_ENTRIES = 200;
const KEY = 'A key of /standards/keys, for example dibao.std.';
const DIVISION6 = 'Where it is published: county, city (450100) or province (450000), 6 digits.';
const FEN = { type: 'integer', description: 'Fen (1/100 yuan).' } as const;

export class StandardEntryDto implements StandardEntry {
  @NameParameter({ description: KEY, required: true })
  readonly key: string;

  @NameParameter({ description: DIVISION6, required: true })
  readonly division: string;

  @TextParameter({ description: 'Exact decimal text, for example "670", or the items of a list parted by 、. Money in yuan, as published.', required: true })
  readonly value: string;

  @NameParameter({ description: 'As published; kept, not interpreted.' })
  readonly unit?: string;

  @NameParameter({ description: 'First day, YYYY-MM-DD.', required: true })
  readonly from: string;

  @NameParameter({ description: 'Last day, YYYY-MM-DD; open where absent.' })
  readonly to?: string;

  @TextParameter({ description: 'The instrument it rests on.' })
  readonly basis?: string;
}

function wrongWith(entries: unknown): string | undefined {
  if (!Array.isArray(entries)) return 'entries is missing or no list. Send the published values as a JSON array.';
  if (entries.length === 0) return 'entries is empty. Send at least one published value.';
  if (entries.length > MOST_ENTRIES) return `entries has more than ${MOST_ENTRIES} values. Send them in several requests; nothing of this one was recorded.`;
  // A list within the list would be validated as if its items stood here.
  return entries.some((entry) => Array.isArray(entry)) ? 'entries holds a list. Send an object per published value.' : undefined;
}

export class PublishBody {
  @ApiProperty({ type: [StandardEntryDto], minItems: 1, maxItems: MOST_ENTRIES })
  // One check, so that what is said does not depend on the order of several.
  @ValidateBy({
    name: 'entries',
    validator: {
      validate: (value: unknown) => wrongWith(value) === undefined,
      defaultMessage: (context) => wrongWith(context?.value) ?? '',
    },
  })
  @ValidateNested({ each: true, message: 'An entry is no object. Send an object per published value.' })
  @Type(() => StandardEntryDto)
  readonly entries: readonly StandardEntryDto[];
}

export class StandardOutcomeDto implements StandardOutcome {
  @ApiProperty({ type: String }) readonly key: string;
  @ApiProperty({ type: String }) readonly division: string;
  @ApiProperty({ type: String }) readonly from: string;
  @ApiProperty({ enum: ['recorded', 'alreadyRecorded', 'rejected'] }) readonly outcome: StandardOutcome['outcome'];
  @ApiPropertyOptional({ type: String, description: 'Why it was rejected.' }) readonly code?: string;
  @ApiPropertyOptional({ type: String }) readonly message?: string;
}

export class StandardsPublishedDto implements StandardsPublished {
  @ApiProperty({ type: [StandardOutcomeDto], description: 'In the order in which they were sent.' }) readonly rows: readonly StandardOutcomeDto[];
  @ApiProperty({ type: 'integer' }) readonly recorded: number;
  @ApiProperty({ type: 'integer' }) readonly alreadyRecorded: number;
  @ApiProperty({ type: 'integer' }) readonly rejected: number;
}

export class CorrectionBody implements StandardCorrection {
  @NameParameter({ description: KEY, required: true })
  readonly key: string;

  @DivisionParameter({ description: DIVISION6, required: true })
  readonly division: string;

  @DateParameter({ description: 'First day of the value that is corrected.', required: true })
  readonly from: string;

  @TextParameter({ description: 'The right value. At least one of value and to is needed.' })
  readonly value?: string;

  @DateParameter({ description: 'The right last day.' })
  readonly to?: string;

  @TextParameter({ description: 'Why.', required: true })
  readonly reason: string;

  @NameParameter({ description: 'Who approved it.', required: true })
  readonly approver: string;
}

export class CorrectionDto {
  @ApiProperty({ enum: ['value', 'to'] }) readonly field: 'value' | 'to';
  @ApiProperty({ type: String, nullable: true }) readonly old: string | null;
  @ApiProperty({ type: String }) readonly new: string;
  @ApiProperty({ type: String }) readonly reason: string;
  @ApiProperty({ type: String }) readonly approver: string;
}

export class StandardRowDto implements StandardRow {
  @ApiProperty({ type: String, example: 'dibao.std' }) readonly key: string;
  @ApiProperty({ type: BilingualDto }) readonly name: BilingualDto;
  @ApiProperty({ type: BilingualDto, description: 'Whose act publishes it.' }) readonly publisher: BilingualDto;
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: String, description: 'As corrected.' }) readonly value: string;
  @ApiPropertyOptional({ type: String }) readonly unit?: string;
  @ApiProperty(DATE) readonly from: string;
  @ApiPropertyOptional({ ...DATE, description: 'Last day, as corrected; open where absent.' }) readonly to?: string;
  @ApiPropertyOptional({ type: String, description: 'The instrument it rests on.' }) readonly basis?: string;
  @ApiProperty({ type: [CorrectionDto], description: 'Oldest first.' }) readonly corrections: readonly CorrectionDto[];
}

export class StandardsQuery {
  @DivisionParameter({ description: 'Only what this division published.' })
  readonly division?: string;

  @NameParameter({ description: 'Only values of this key.' })
  readonly key?: string;

  @DateParameter({ description: 'Only values in force on this day.' })
  readonly on?: string;

  @InstantParameter({ description: 'Only what had been recorded by this instant.' })
  readonly knownAt?: string;

  @LimitParameter(1_000)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class StandardsPageDto {
  @ApiProperty({ type: [StandardRowDto], description: 'Sorted by key, division and first day.' }) readonly rows: readonly StandardRowDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}

export class LocalKeyDto implements LocalKey {
  @ApiProperty({ type: String, example: 'dibao.std' }) readonly key: string;
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty({ type: BilingualDto }) readonly name: BilingualDto;
  @ApiProperty({ type: BilingualDto, description: 'Whose act publishes it.' }) readonly publisher: BilingualDto;
  @ApiProperty({ enum: ['decimal', 'list'] }) readonly type: LocalKey['type'];
}

export class LocalKeysDto {
  @ApiProperty({ type: [LocalKeyDto] }) readonly rows: readonly LocalKeyDto[];
}

export class ImpactQuery {
  @NameParameter({ description: KEY, required: true })
  readonly key: string;

  @DivisionParameter({ description: DIVISION6, required: true })
  readonly division: string;

  @LimitParameter(1_000)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class ImpactRowDto implements ImpactRow {
  @ApiProperty({ type: String }) readonly caseId: string;
  @ApiProperty({ type: String, description: 'Town, 9 digits.' }) readonly division: string;
  @ApiProperty({ type: String, example: 'orphan' }) readonly benefit: string;
  @ApiProperty({ type: String, example: '2019-03' }) readonly month: string;
  @ApiProperty({ ...FEN, description: 'Put up for payment in the month, first attempts. Fen.' }) readonly listedFen: number;
  @ApiProperty({ ...FEN, description: 'What the rules give with the values known now. Fen.' }) readonly dueFen: number;
  @ApiProperty({ ...FEN, description: 'dueFen − listedFen; negative where too much was listed. Fen.' }) readonly arrearsFen: number;
}

export class NotComputedDto {
  @ApiProperty({ type: String }) readonly caseId: string;
  @ApiProperty({ type: String, description: 'Why.' }) readonly code: string;
}

export class AffectedDeterminationDto implements AffectedDetermination {
  @ApiProperty({ type: String }) readonly determinationId: string;
  @ApiProperty(DATE) readonly on: string;
  @ApiProperty({ type: String, description: 'The value it used.' }) readonly used: string;
  @ApiProperty({ type: [DifferenceDto] }) readonly differences: readonly DifferenceDto[];
}

export class ImpactTotalDto {
  @ApiProperty(FEN) readonly arrearsFen: number;
  @ApiProperty({ type: 'integer', description: 'Cases with a difference.' }) readonly cases: number;
}

export class ImpactPageDto implements Impact {
  @ApiProperty({ type: String }) readonly key: string;
  @ApiProperty({ type: String }) readonly division: string;
  @ApiProperty({ type: Boolean, description: 'Whether the monthly amount of any case depends on the key; where not, only determinations are listed.' }) readonly arrearsComputed: boolean;
  @ApiProperty({ type: [ImpactRowDto], description: 'Sorted by case and month; months without a difference are left out.' }) readonly rows: readonly ImpactRowDto[];
  @ApiProperty({ type: [NotComputedDto], description: 'Follows the last row, on a page of its own where there are many.' }) readonly notComputed: readonly NotComputedDto[];
  @ApiProperty({ type: [AffectedDeterminationDto], description: 'Recorded determinations that used a value of this key; follows what was not computed.' }) readonly determinations: readonly AffectedDeterminationDto[];
  @ApiProperty({ type: ImpactTotalDto, description: 'Of all pages.' }) readonly total: ImpactTotalDto;
  @ApiProperty(NEXT) readonly next: string | null;
}
