/** What the determinations take and answer. */
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsDefined } from 'class-validator';
import type { DeterminationReplay, RecordedDetermination } from '#application';
import {
  type BenefitResult, type Category, type DateBasis, type Determination, DETERMINED_BENEFITS, type DeterminedBenefit, type Eligibility, type Note, type TraceInput, type TraceStep, type TraceValue, type UsedValue,
} from '#policy';
import { DateParameter, DivisionParameter, InstantParameter, NameParameter } from '../query/parameters.js';
import { BilingualDto, DATE, DifferenceDto, PackRefDto } from './shared.dto.js';

/** Name under which the API description holds the format of facts. */
export const FACTS_NAME = 'HouseholdFacts';

export class DeterminationPath {
  @NameParameter({ description: 'The office\'s number of the determination; number@county (6 digits) where two counties use the same.', required: true })
  readonly id: string;
}

class HouseholdBody {
  @ApiProperty({ allOf: [{ $ref: `#/components/schemas/${FACTS_NAME}` }], description: 'What the office has established of the household. Money is whole fen.' })
  // Only that it is there: what stands in it is checked by the policy itself, with the path of what is wrong.
  @IsDefined({ message: 'facts is missing. Send the facts of the household; their format is in /docs.' })
  readonly facts: unknown;

  @DivisionParameter({ description: 'Where; comes before what the facts say.' })
  readonly division?: string;

  @DateParameter({ description: 'The day of the determination; comes before what the facts say.' })
  readonly on?: string;
}

export class DetermineBody extends HouseholdBody {
  @InstantParameter({ description: 'With the values that had been recorded by this instant; absent: with those known now.' })
  readonly knownAt?: string;
}

export class RecordBody extends HouseholdBody {
  @NameParameter({ description: 'The case it is decided in.' })
  readonly caseId?: string;
}

const CATEGORIES = ['tekun', 'orphan', 'dibao', 'lowIncome', 'relativePoor', 'none', 'manual'] as const satisfies readonly Category[];
const FEN = { type: 'integer', description: 'Fen (1/100 yuan).' } as const;
const SCALAR = [{ type: 'integer' }, { type: 'string' }, { type: 'boolean' }] as const;
const VALUE = { anyOf: [...SCALAR, { type: 'array', items: { anyOf: [...SCALAR] } }], description: 'Whole number; exact fraction, code or date as text; true or false; or a list of these.' } as const;

export class BenefitStepsDto {
  @ApiProperty({ type: 'integer', description: 'Step that decides eligibility.' }) readonly eligible: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Step that gives the amount.' }) readonly amount?: number;
}

export class BenefitResultDto implements BenefitResult {
  @ApiProperty({ enum: DETERMINED_BENEFITS }) readonly benefit: DeterminedBenefit;
  @ApiProperty({ enum: ['yes', 'no', 'manual'], description: 'manual: the clause leaves it to a person.' }) readonly eligible: Eligibility;
  @ApiProperty({ enum: ['household', 'person', 'single'], description: 'single: a person counted as a household of one.' }) readonly unit: BenefitResult['unit'];
  @ApiProperty({ type: [String] }) readonly members: readonly string[];
  @ApiPropertyOptional(FEN) readonly amountFen?: number;
  @ApiPropertyOptional({ enum: ['month', 'year', 'once'] }) readonly per?: 'month' | 'year' | 'once';
  @ApiProperty({ type: BenefitStepsDto }) readonly steps: BenefitStepsDto;
}

export class NoteDto implements Note {
  @ApiProperty({ type: String, example: 'NO_LOCAL_INSTRUMENT' }) readonly code: string;
  @ApiProperty({ type: BilingualDto }) readonly text: BilingualDto;
}

export class UsedValueDto implements UsedValue {
  @ApiProperty({ type: String, description: 'As the trace names it.' }) readonly from: string;
  @ApiProperty({ type: String, example: 'dibao.std' }) readonly key: string;
  @ApiProperty({ type: String, description: 'As published or printed; money in yuan.' }) readonly value: string;
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty({ enum: ['exact', 'floor', 'cap', 'range', 'deadline', 'published'] }) readonly kind: UsedValue['kind'];
  @ApiProperty(DATE) readonly validFrom: string;
  @ApiPropertyOptional({ ...DATE, description: 'Last day.' }) readonly validTo?: string;
  @ApiPropertyOptional({ enum: ['printed', 'inferred'], description: 'Whether the document prints its date.' }) readonly dateBasis?: DateBasis;
  @ApiPropertyOptional({ type: String, description: 'The words that print it.' }) readonly clause?: string;
  @ApiPropertyOptional({ type: String, description: 'The rule it stands in.' }) readonly rule?: string;
  @ApiPropertyOptional({ type: String, description: 'The local instrument.' }) readonly basis?: string;
}

export class TraceInputDto implements TraceInput {
  @ApiProperty(VALUE as object) readonly value: TraceValue;
  @ApiProperty({ type: String, description: 'fact:…, param:…, local:…, step:…, on, rule or category; one per item of a list.' }) readonly from: string;
}

@ApiExtraModels(TraceInputDto)
export class TraceStepDto implements TraceStep {
  @ApiProperty({ type: 'integer' }) readonly n: number;
  @ApiProperty({ type: String, example: 'gapAmount' }) readonly rule: string;
  @ApiProperty({ type: [String], description: 'The clauses it rests on.' }) readonly ruleIds: readonly string[];
  @ApiPropertyOptional({ type: String }) readonly member?: string;
  @ApiProperty({ type: String, description: 'Over the inputs it gives the result; nothing else is needed.' }) readonly formula: string;
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(TraceInputDto) } }) readonly inputs: Readonly<Record<string, TraceInputDto>>;
  @ApiProperty(VALUE as object) readonly result: TraceValue;
}

export class DeterminationDto implements Determination {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty(DATE) readonly on: string;
  @ApiProperty({ type: [PackRefDto], description: 'The narrowest first.' }) readonly packs: readonly PackRefDto[];
  @ApiProperty({ type: String, description: 'Hash of the rule functions that computed it.' }) readonly rules: string;
  @ApiProperty({ enum: CATEGORIES }) readonly category: Category;
  @ApiProperty({ type: [BenefitResultDto] }) readonly benefits: readonly BenefitResultDto[];
  @ApiProperty({ type: [NoteDto] }) readonly notes: readonly NoteDto[];
  @ApiProperty({ type: [UsedValueDto] }) readonly values: readonly UsedValueDto[];
  @ApiProperty({ type: [TraceStepDto] }) readonly trace: readonly TraceStepDto[];
}

export class ExplainedDeterminationDto extends DeterminationDto {
  @ApiProperty({ type: BilingualDto, description: 'The whole in sentences.' }) readonly explanation: BilingualDto;
}

export class RecordedDeterminationDto implements RecordedDetermination {
  @ApiProperty({ type: String }) readonly determinationId: string;
  @ApiProperty({ enum: ['recorded', 'alreadyRecorded'] }) readonly outcome: RecordedDetermination['outcome'];
  @ApiProperty({ type: DeterminationDto }) readonly determination: DeterminationDto;
  @ApiProperty({ type: BilingualDto, description: 'The whole in sentences.' }) readonly explanation: BilingualDto;
}

export class RefusalDto {
  @ApiProperty({ type: String, example: 'STANDARD_NOT_PUBLISHED' }) readonly code: string;
  @ApiProperty({ type: String }) readonly message: string;
}

export class DeterminationReplayDto implements DeterminationReplay {
  @ApiProperty({ type: String }) readonly determinationId: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly recordedAt: string;
  @ApiProperty({ type: DeterminationDto, description: 'As recorded.' }) readonly recorded: DeterminationDto;
  @ApiProperty({ type: Boolean, description: 'Computed again with the packs it names and the values known when it was recorded, category, benefits, trace, values and packs are the same.' }) readonly reproduced: boolean;
  @ApiProperty({ type: Boolean, description: 'Computed by other rule functions than this program has; a difference may be the program\'s.' }) readonly rulesChanged: boolean;
  @ApiProperty({ type: [String], description: 'What its recorded steps get wrong; empty where everything follows.' }) readonly problems: readonly string[];
  @ApiProperty({ type: DeterminationDto, nullable: true, description: 'With what is known today; null where it is refused today.' }) readonly today: DeterminationDto | null;
  @ApiProperty({ type: RefusalDto, nullable: true, description: 'Why it is refused today.' }) readonly refusal: RefusalDto | null;
  @ApiProperty({ type: [DifferenceDto], description: 'Between recorded and today.' }) readonly differences: readonly DifferenceDto[];
}
