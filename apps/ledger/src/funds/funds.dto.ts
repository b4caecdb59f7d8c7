/** What the funds ledger takes and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FundTaken, FundView } from '#application';
import { ACCOUNT_NAMES, FUND_STEP_NAMES, type FundStep } from '#disbursement';
import type { AccountStatement, ReserveRow, TrialBalance } from '#reports';
import { CursorParameter, DateParameter, DivisionParameter, InstantParameter, LimitParameter, NameParameter } from '../query/parameters.js';

const OBJECTS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;
const DIVISION = { type: String, example: '360111' } as const;
const FEN = { type: 'integer', description: 'Fen.' } as const;

export class FundPath {
  @DivisionParameter({ description: 'The county.', required: true }) readonly id: string;
}
export class FundsQuery {
  @DivisionParameter({ description: 'A county, or one of its towns; absent: the own.' }) readonly division?: string;
  @NameParameter({ description: 'Only of this benefit, by its code.' }) readonly benefit?: string;
  @NameParameter({ description: 'Only of this source: central, province, city, county, unrecorded.' }) readonly source?: string;
  @DateParameter({ description: 'What was posted by this day; absent: everything.' }) readonly asOf?: string;
  @InstantParameter({ description: 'What the ledger knew at this instant; absent: what it knows now.' }) readonly knownAt?: string;
}
export class StatementQuery extends FundsQuery {
  @ApiProperty({ enum: ACCOUNT_NAMES, description: 'The account.' }) @IsIn(ACCOUNT_NAMES as readonly string[]) readonly account: string;
  @LimitParameter(1_000) readonly limit?: number;
  @CursorParameter() readonly after?: string;
}
export class FundTakenDto implements Omit<FundTaken, 'revision'> {
  @ApiProperty(DIVISION) readonly county: string;
  @ApiProperty({ enum: FUND_STEP_NAMES }) readonly step: FundStep;
  @ApiProperty({ enum: ['recorded', 'alreadyRecorded'] }) readonly outcome: FundTaken['outcome'];
  @ApiProperty({ type: String, isArray: true }) readonly events: readonly string[];
  @ApiProperty({ type: String, example: '12' }) readonly revision: string;
}
export class FundDto implements Omit<FundView, 'revision'> {
  @ApiProperty(DIVISION) readonly county: string;
  @ApiProperty({ ...OBJECTS, description: 'Each with what is left of it, by number.' }) readonly indicators: FundView['indicators'];
}
export class TrialBalanceDto implements TrialBalance {
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty({ type: String, nullable: true }) readonly asOf: TrialBalance['asOf'];
  @ApiProperty({ ...OBJECTS, description: 'By account, benefit and source.' }) readonly rows: TrialBalance['rows'];
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Debits and credits: the same for a county.' }) readonly total: TrialBalance['total'];
}
export class StatementDto implements AccountStatement {
  @ApiProperty({ enum: ACCOUNT_NAMES }) readonly account: AccountStatement['account'];
  @ApiProperty(DIVISION) readonly division: string;
  @ApiProperty({ type: String, nullable: true }) readonly asOf: AccountStatement['asOf'];
  @ApiProperty({ ...OBJECTS, description: 'By day, type, document, division, benefit and source.' }) readonly rows: AccountStatement['rows'];
  @ApiProperty({ ...FEN, description: 'Of the whole statement, not of the page.' }) readonly balanceFen: number;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Pass as `after` to read on; null at the end.' }) readonly next: string | null;
}
export class ReservesDto {
  @ApiProperty({ ...OBJECTS, description: 'By town: advanced, paid, filed, and what is left.' }) readonly rows: readonly ReserveRow[];
}
