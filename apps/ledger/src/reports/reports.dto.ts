/** What the reports answer, in the shapes of formats.md §3. */
import { ApiProperty } from '@nestjs/swagger';
import type { AmountRow, CaseloadReport, CaseloadReportRow, PaymentsReport, PaymentsReportRow, ProcedureReportRow, ToleranceFinding, TargetsReport, ToleranceReport } from '#reports';
import type { TargetRow } from '#policy';

const COUNT = { type: 'integer', minimum: 0 } as const;
const FEN = { type: 'integer', description: 'Fen (1/100 yuan).' } as const;
const BENEFIT = { type: String, example: 'dibao' } as const;
const MONTH = { type: String, pattern: '^\\d{4}-\\d{2}$', example: '2019-03' } as const;
const NEXT = { type: String, nullable: true, description: 'Pass as "after" to read on; null at the end.' } as const;

export class CaseloadTotalDto {
  @ApiProperty(COUNT) readonly households: number;
  @ApiProperty(COUNT) readonly persons: number;
  @ApiProperty(FEN) readonly monthlyFen: number;
}

export class CaseloadRowDto extends CaseloadTotalDto implements Omit<CaseloadReportRow, 'benefit'> {
  @ApiProperty({ type: String, description: 'Town, 9 digits.', example: '360111001' }) readonly division: string;
  @ApiProperty(BENEFIT) readonly benefit: string;
}

export class CaseloadReportDto implements Omit<CaseloadReport, 'asOf' | 'rows'> {
  @ApiProperty({ type: String, format: 'date' }) readonly asOf: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly knownAt: string | null;
  @ApiProperty({ type: [CaseloadRowDto], description: 'One per town and benefit.' }) readonly rows: readonly CaseloadRowDto[];
  @ApiProperty({ type: CaseloadTotalDto }) readonly total: CaseloadTotalDto;
}

export class PaymentsTotalDto {
  @ApiProperty({ ...COUNT, description: 'Cases with a payment listed for the month.' }) readonly items: number;
  @ApiProperty(COUNT) readonly settledItems: number;
  @ApiProperty(COUNT) readonly outstandingItems: number;
  @ApiProperty(FEN) readonly listedFen: number;
  @ApiProperty(FEN) readonly settledFen: number;
  @ApiProperty(FEN) readonly failedFen: number;
  @ApiProperty(FEN) readonly outstandingFen: number;
}

export class PaymentsRowDto extends PaymentsTotalDto implements PaymentsReportRow {
  @ApiProperty(BENEFIT) readonly benefit: string;
}

export class PaymentsReportDto implements Omit<PaymentsReport, 'period'> {
  @ApiProperty(MONTH) readonly period: string;
  @ApiProperty({ type: [PaymentsRowDto], description: 'One per benefit.' }) readonly rows: readonly PaymentsRowDto[];
  @ApiProperty({ type: PaymentsTotalDto }) readonly total: PaymentsTotalDto;
}

export class ProcedureRowDto implements Record<Exclude<keyof ProcedureReportRow, 'dueOn' | 'days'>, string> {
  @ApiProperty({ type: String }) readonly caseId: string;
  @ApiProperty({ type: String, description: 'Town, 9 digits.' }) readonly division: string;
  @ApiProperty(BENEFIT) readonly benefit: string;
  @ApiProperty({ type: String, description: 'MISSING_STEP, STEP_ORDER, NOTICE_SHORT, VISIT_LATE, REVIEW_LATE, SAME_OFFICER; of the live procedure only also CLOCK_MISSED, and PHOTO_REUSED, PHOTO_OUTSIDE_WINDOW, PHOTO_TIME_UNKNOWN, which are leads and no deviations.', example: 'VISIT_LATE' }) readonly code: string;
  @ApiProperty({ type: String, description: 'The step, or the clock that was missed (docs/clocks.md).', example: 'homeVisit' }) readonly step: string;
  @ApiProperty({ type: String, format: 'date', required: false, description: 'Of a deadline of the live procedure: the last day in time.' }) readonly dueOn?: string | undefined;
  @ApiProperty({ type: 'integer', required: false, description: 'Calendar days after that day.' }) readonly days?: number | undefined;
}

export class ProcedurePageDto {
  @ApiProperty({ type: [ProcedureRowDto], description: 'Sorted by case, division, benefit, code and step.' }) readonly rows: readonly ProcedureRowDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}

export class ExemptionConditionsDto implements Record<keyof ToleranceFinding['conditions'], boolean> {
  @ApiProperty({ type: Boolean, description: '秉公办理' }) readonly publicSpirit: boolean;
  @ApiProperty({ type: Boolean }) readonly procedureComplete: boolean;
  @ApiProperty({ type: Boolean }) readonly objectiveCause: boolean;
  @ApiProperty({ type: Boolean, description: 'Of the town and the county of the case.' }) readonly withinLimit: boolean;
  @ApiProperty({ type: Boolean }) readonly recoverable: boolean;
}

export class ToleranceFindingDto implements Omit<ToleranceFinding, 'outcome'> {
  @ApiProperty({ type: String }) readonly findingId: string;
  @ApiProperty({ type: String }) readonly caseId: string;
  @ApiProperty({ enum: ['exempt', 'accountable', 'pending'] }) readonly outcome: string;
  @ApiProperty({ type: ExemptionConditionsDto }) readonly conditions: ExemptionConditionsDto;
}

export class ToleranceReportDto implements Omit<ToleranceReport, 'findings'> {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: 'integer', example: 2019 }) readonly year: number;
  @ApiProperty({ ...COUNT, description: 'Distinct citizens assisted in the year.' }) readonly totalPersons: number;
  @ApiProperty(COUNT) readonly errorPersons: number;
  @ApiProperty(COUNT) readonly objectiveErrorPersons: number;
  @ApiProperty({ type: Boolean, description: 'Objective errors are at most 2 % of the persons assisted.' }) readonly withinLimit: boolean;
  @ApiProperty({ type: 'integer', description: 'Persons left until the limit; negative beyond it.' }) readonly headroomPersons: number;
  @ApiProperty({ type: Boolean, description: 'True until the year is closed.' }) readonly provisional: boolean;
  @ApiProperty({ type: [ToleranceFindingDto] }) readonly findings: readonly ToleranceFindingDto[];
}

export class TargetRowDto implements Omit<TargetRow, 'kind' | 'inputs' | 'actual'> {
  @ApiProperty({ type: String, example: 'QS-2019-T01a' }) readonly ruleId: string;
  @ApiProperty({ type: String, example: 'QS-2019' }) readonly pack: string;
  @ApiProperty({ type: String, description: 'The division it is held against: the one asked for, or one inside it that publishes its own.' }) readonly division: string;
  @ApiProperty({ type: String, example: 'dibao.growth' }) readonly key: string;
  @ApiProperty({ enum: ['exact', 'floor', 'cap', 'range', 'deadline', 'approx', 'avgKPI'] }) readonly kind: string;
  @ApiProperty({ type: String, description: 'As printed, in its unit.', example: '0.10' }) readonly target: string;
  @ApiProperty({ type: String, example: '/year' }) readonly unit: string;
  @ApiProperty({ type: String, nullable: true, description: 'How the actual figure is computed from the inputs.' }) readonly formula: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'object', properties: { value: {}, from: { type: 'string' } }, required: ['value', 'from'] } }) readonly inputs: object;
  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string' }, { type: 'null' }], description: 'Fen where the target is money, else exact, e.g. "6/61"; null where the ledger does not hold what is needed.' }) readonly actual: number | string | null;
  @ApiProperty({ type: Boolean, nullable: true, description: 'Null where there is no actual figure, and for approx, which sets no bound.' }) readonly met: boolean | null;
}

export class TargetsReportDto implements Omit<TargetsReport, 'rows'> {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty({ type: 'integer', example: 2019 }) readonly year: number;
  @ApiProperty({ type: [TargetRowDto] }) readonly rows: readonly TargetRowDto[];
}

export class AmountRowDto implements AmountRow {
  @ApiProperty({ type: String }) readonly caseId: string;
  @ApiProperty(MONTH) readonly effectiveMonth: string;
  @ApiProperty(FEN) readonly decidedFen: number;
  @ApiProperty(FEN) readonly expectedFen: number;
  @ApiProperty({ type: [String], description: 'The clauses the expected amount rests on.' }) readonly ruleIds: readonly string[];
}

export class AmountsPageDto {
  @ApiProperty({ type: [AmountRowDto], description: 'Leads only: decided amounts that differ from the rule.' }) readonly rows: readonly AmountRowDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}
