/** What a case's replay takes and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CaseReplay, ReplayedEvent, ReplayedState } from '#reports';
import { DateParameter, InstantParameter, NameParameter } from '../query/parameters.js';

export class CasePath {
  @NameParameter({ description: 'The office\'s case number; number@county (6 digits) where two counties use the same.', required: true })
  readonly id: string;
}

export class ReplayQuery {
  @DateParameter({ description: 'Only what held on this date.' })
  readonly asOf?: string;

  @InstantParameter({ description: 'Only what had been recorded by this instant.' })
  readonly knownAt?: string;
}

const FEN = { type: 'integer', description: 'Fen (1/100 yuan).' } as const;

export class ReplayedEventDto implements ReplayedEvent {
  @ApiProperty({ type: String, description: 'Place in the whole ledger; opaque.' }) readonly position: string;
  @ApiProperty({ type: String, example: 'ApplicationSubmitted' }) readonly type: string;
  @ApiProperty({ type: String, format: 'date' }) readonly occurredAt: string;
  @ApiPropertyOptional({ type: String, description: 'Date or month from which it has effect, where that differs.' }) readonly effectiveFrom?: string | undefined;
  @ApiProperty({ type: String, format: 'date-time' }) readonly recordedAt: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Who acted.' }) readonly actor: unknown;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As recorded; depends on the type.' }) readonly data: unknown;
}

export class ReplayedStepDto {
  @ApiProperty({ type: String, example: 'homeVisit' }) readonly step: string;
  @ApiProperty({ type: String, format: 'date' }) readonly on: string;
}

export class ReplayedEntitlementDto implements Record<keyof NonNullable<ReplayedState['entitlement']>, unknown> {
  @ApiProperty({ type: String, example: 'grant' }) readonly change: string;
  @ApiProperty({ type: String, example: '2019-03' }) readonly effectiveMonth: string;
  @ApiProperty({ type: 'integer' }) readonly persons: number;
  @ApiProperty(FEN) readonly monthlyFen: number;
  @ApiProperty({ type: Boolean }) readonly active: boolean;
}

export class ReplayedPaymentsDto {
  @ApiProperty(FEN) readonly listedFen: number;
  @ApiProperty(FEN) readonly settledFen: number;
  @ApiProperty(FEN) readonly failedFen: number;
}

export class ReplayedStateDto implements ReplayedState {
  @ApiProperty({ type: String, example: 'dibao' }) readonly benefit: string;
  @ApiProperty({ type: String }) readonly householdId: string;
  @ApiProperty({ type: String, nullable: true }) readonly beneficiaryId: string | null;
  @ApiProperty({ ...FEN, nullable: true }) readonly incomeFen: number | null;
  @ApiProperty({ type: [ReplayedStepDto] }) readonly steps: readonly ReplayedStepDto[];
  @ApiProperty({ type: ReplayedEntitlementDto, nullable: true, description: 'What is in force in the month of asOf; null before the first grant.' }) readonly entitlement: ReplayedEntitlementDto | null;
  @ApiProperty({ type: ReplayedPaymentsDto }) readonly payments: ReplayedPaymentsDto;
  @ApiProperty({ type: [String], description: 'Numbers of the leads that name the case.' }) readonly findings: readonly string[];
}

export class CaseReplayDto implements CaseReplay {
  @ApiProperty({ type: String }) readonly caseId: string;
  @ApiProperty({ type: [ReplayedEventDto], description: 'By date of occurrence.' }) readonly events: readonly ReplayedEventDto[];
  @ApiProperty({ type: ReplayedStateDto, nullable: true, description: 'Null where the case did not exist yet.' }) readonly state: ReplayedStateDto | null;
}
