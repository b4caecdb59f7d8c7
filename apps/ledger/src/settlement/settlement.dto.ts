/** What batches, answers of banks, accounts, payments and months take and answer over HTTP. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { BANK_FORMAT_IDS, type BatchTaken, type PayeeTaken, type PaymentTaken, type PeriodTaken, type PeriodView, type ReturnTaken, type StatementTaken } from '#application';
import { BATCH_STEP_NAMES, type BatchStep, PAYEE_STEP_NAMES, type PayeeStep, PAYMENT_STEP_NAMES, type PaymentStep, PERIOD_STEP_NAMES, type PeriodStep } from '#disbursement';
import type { BatchRow, ItemsReport, PeriodRow } from '#reports';
import { CursorParameter, DateParameter, DivisionParameter, LimitParameter, MayBeAbsent, NameParameter } from '../query/parameters.js';

const OUTCOME = { enum: ['recorded', 'alreadyRecorded'], description: 'alreadyRecorded: the same had been sent before, or nothing differs; nothing was changed.' } as const;
const REVISION = { type: String, example: '12', description: 'Where the stream stands; the ETag.' } as const;
const EVENTS = { type: String, isArray: true, description: 'Types of the events it recorded, now or then.' } as const;
const OBJECT = (description: string) => ({ type: 'object', additionalProperties: true, description }) as const;
const OBJECTS = (description: string) => ({ type: 'array', items: { type: 'object', additionalProperties: true }, description }) as const;
const LIST_KEY = { type: String, example: 'dibao-2019-03@360111' } as const;
const BATCH_KEY = { type: String, example: '360111-DB-201903-1@360111' } as const;
const BATCH = OBJECT('The batch as it stands: status, list, order, format, count, sum, hash of its file, returns and receipts (docs/settlement.md).');

export class BatchPath {
  @NameParameter({ description: 'The number of the batch, of the county of the account; with @ and 6 digits for another county.', required: true }) readonly id: string;
}
export class SettledListPath {
  @NameParameter({ description: 'Benefit and month of the list, dibao-2019-03, of the county of the account; with @ and 6 digits for another county.', required: true }) readonly id: string;
}
export class PayeePath {
  @NameParameter({ description: 'The number of the household, of the county of the account; with @ and 6 digits for another county.', required: true }) readonly id: string;
}
export class BatchesQuery {
  @DivisionParameter({ description: 'The county; absent: the own.' }) readonly division?: string;
  @NameParameter({ description: 'Only of this list, dibao-2019-03.' }) readonly list?: string;
  @LimitParameter(100) readonly limit?: number;
  @CursorParameter() readonly after?: string;
}
export class PeriodsQuery {
  @DivisionParameter({ description: 'The county; absent: the own.' }) readonly division?: string;
  @LimitParameter(100) readonly limit?: number;
  @CursorParameter() readonly after?: string;
}
export class OutstandingQuery {
  @DivisionParameter({ description: 'A county or a town; absent: the own.' }) readonly division?: string;
  @NameParameter({ description: 'Only of this list, dibao-2019-03.' }) readonly list?: string;
  @DateParameter({ description: 'The day by which ages are reckoned; absent: today in China.' }) readonly date?: string;
  @LimitParameter(100) readonly limit?: number;
  @CursorParameter() readonly after?: string;
}
class FileFormatQuery {
  @ApiPropertyOptional({ pattern: '^[a-z0-9-]{1,40}$', description: `The format of the file: ${BANK_FORMAT_IDS.join(', ')}, or one of the office's own layouts.` })
  @MayBeAbsent() @Matches(/^[a-z0-9-]{1,40}$/) readonly format?: string;
}
export class ReturnQuery extends FileFormatQuery {
  @DateParameter({ description: 'The day on which the bank answered, for items of which the file names none.', required: true }) readonly on: string;
  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false', description: 'Whether the bank answers for a part of the batch only.' })
  @MayBeAbsent() @IsIn(['true', 'false']) readonly partial?: string;
}
export class StatementQuery extends FileFormatQuery {
  @DateParameter({ description: 'The day on which the statement came.', required: true }) readonly on: string;
  @NameParameter({ description: 'The payer\'s account.', required: true }) readonly account: string;
  @DivisionParameter({ description: 'The county; absent: the own.' }) readonly division?: string;
}
export class BankFileDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The file, as the bank sent it.' }) readonly file: unknown;
}

export class BatchTakenDto implements Omit<BatchTaken, 'revision'> {
  @ApiProperty(BATCH_KEY) readonly batchKey: string;
  @ApiProperty({ enum: BATCH_STEP_NAMES }) readonly step: BatchStep;
  @ApiProperty(OUTCOME) readonly outcome: BatchTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty(BATCH) readonly batch: BatchTaken['batch'];
  @ApiProperty({ type: 'integer', description: 'Of prepare: items left out because their account is in quarantine.' }) readonly quarantined: number;
}
export class BatchDto {
  @ApiProperty(BATCH_KEY) readonly batchKey: string;
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty(BATCH) readonly batch: BatchTaken['batch'];
}
export class BatchesDto {
  @ApiProperty(OBJECTS('By list and number.')) readonly rows: readonly BatchRow[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `after` to read on; null at the end.' }) readonly next: string | null;
}
export class ReturnTakenDto implements ReturnTaken {
  @ApiProperty(BATCH_KEY) readonly batchKey: string;
  @ApiProperty({ ...OUTCOME, description: 'alreadyRecorded: this very file was taken before; nothing was changed.' }) readonly outcome: ReturnTaken['outcome'];
  @ApiProperty(OBJECT('What the file came to: settled, rejected, pending, missing, how many items it changed and about how many it said nothing new.')) readonly applied: ReturnTaken['applied'];
}
export class StatementTakenDto implements StatementTaken {
  @ApiProperty({ type: String, example: '360111' }) readonly county: string;
  @ApiProperty(OUTCOME) readonly outcome: StatementTaken['outcome'];
  @ApiProperty(OBJECT('What the statement came to: balances, lines that were booked, those that name nothing, and payments that came back.')) readonly statement: StatementTaken['statement'];
}
export class PayeeTakenDto implements Omit<PayeeTaken, 'revision'> {
  @ApiProperty({ type: String, example: 'QS2019H00002@360111' }) readonly householdKey: string;
  @ApiProperty({ enum: PAYEE_STEP_NAMES }) readonly step: PayeeStep;
  @ApiProperty(OUTCOME) readonly outcome: PayeeTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
}
export class PaymentTakenDto implements Omit<PaymentTaken, 'revision'> {
  @ApiProperty(LIST_KEY) readonly listKey: string;
  @ApiProperty({ enum: PAYMENT_STEP_NAMES }) readonly step: PaymentStep;
  @ApiProperty({ type: String, example: 'C1/2019-03/base/2', description: 'Of a re-issue, the new item.' }) readonly itemNo: string;
  @ApiProperty(OUTCOME) readonly outcome: PaymentTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
}
export class OutstandingDto implements ItemsReport {
  @ApiProperty({ type: String, example: '360111' }) readonly division: string;
  @ApiProperty(OBJECT('Attempts by state, each with count and fen.')) readonly byStatus: ItemsReport['byStatus'];
  @ApiProperty(OBJECTS('What is owed to whom since when, the oldest first.')) readonly outstanding: ItemsReport['outstanding'];
  @ApiProperty({ type: 'integer' }) readonly outstandingFen: number;
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `after` to read on; null at the end.' }) readonly next: string | null;
}
export class PeriodDto implements Omit<PeriodView, 'revision'> {
  @ApiProperty(LIST_KEY) readonly listKey: string;
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty({ type: 'integer', description: 'Reconciliations so far.' }) readonly runs: number;
  @ApiPropertyOptional(OBJECT('The last reconciliation: its day, its hash, how much did not agree.')) readonly lastRun?: PeriodView['lastRun'];
  @ApiProperty({ type: 'integer', description: 'Closings so far.' }) readonly closing: number;
  @ApiPropertyOptional(OBJECT('The last closing: its day, who, hash and balances.')) readonly closed?: PeriodView['closed'];
  @ApiProperty(OBJECTS('Corrections since the last closing.')) readonly corrections: PeriodView['corrections'];
  @ApiPropertyOptional(OBJECT('What the last reconciliation came to.')) readonly totals?: PeriodView['totals'];
  @ApiProperty(OBJECTS('Everything that did not agree, with what became of it.')) readonly discrepancies: PeriodView['discrepancies'];
}
export class PeriodTakenDto implements Omit<PeriodTaken, 'revision' | 'period'> {
  @ApiProperty(LIST_KEY) readonly listKey: string;
  @ApiProperty({ enum: PERIOD_STEP_NAMES }) readonly step: PeriodStep;
  @ApiProperty(OUTCOME) readonly outcome: PeriodTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty({ type: PeriodDto }) readonly period: PeriodDto;
}
export class PeriodsDto {
  @ApiProperty(OBJECTS('By list.')) readonly rows: readonly PeriodRow[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `after` to read on; null at the end.' }) readonly next: string | null;
}
