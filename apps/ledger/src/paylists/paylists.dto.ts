/** What pay lists and decisions about payments take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional } from 'class-validator';
import type { ListPage, ListTaken, ListView, PayCaseTaken, PayCaseView } from '#application';
import { LIST_STEP_NAMES, type ListStep, PAY_CASE_STEP_NAMES, type PayCaseStep } from '#disbursement';
import type { PayListRow } from '#reports';
import { CursorParameter, DivisionParameter, LimitParameter, MonthParameter, NameParameter } from '../query/parameters.js';

const OUTCOME = { enum: ['recorded', 'alreadyRecorded'], description: 'alreadyRecorded: the same had been sent before, or nothing differs; nothing was changed.' } as const;
const REVISION = { type: String, example: '12', description: 'Where the stream stands; the ETag.' } as const;
const EVENTS = { type: String, isArray: true, description: 'Types of the events it recorded, now or then.' } as const;
const LIST_KEY = { type: String, example: 'dibao-2019-03@360111' } as const;
const LIST = { type: 'object', additionalProperties: true, description: 'The list as it stands: status, version, days, totals, differences, hash (docs/money.md).' } as const;
const OBJECTS = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

export class PayListPath {
  @NameParameter({ description: 'Benefit and month, dibao-2019-03, of the county of the account; with @ and 6 digits for another county.', required: true }) readonly id: string;
}
export class PaymentDecisionPath {
  @NameParameter({ description: 'The number of the case, of the county of the account; with @ and 6 digits for another county.', required: true }) readonly id: string;
}
export class PayListsQuery {
  @DivisionParameter({ description: 'The county; absent: the own.' }) readonly division?: string;
  @NameParameter({ description: 'Only of this benefit, by its code.' }) readonly benefit?: string;
  @MonthParameter({ description: 'Only of this month.' }) readonly month?: string;
  @LimitParameter(100) readonly limit?: number;
  @CursorParameter() readonly after?: string;
}
export class PayListLinesQuery {
  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false', description: 'Only lines that differ from the list before, are held, set off or arrears.' })
  @IsOptional() @IsIn(['true', 'false']) readonly differing?: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1_000_000, default: 1, description: 'The part; `next` of the page before.' })
  @IsOptional() @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : value)) @IsInt() readonly part?: number;
}
export class PayListTakenDto implements Omit<ListTaken, 'revision'> {
  @ApiProperty(LIST_KEY) readonly listKey: string;
  @ApiProperty({ enum: LIST_STEP_NAMES }) readonly step: ListStep;
  @ApiProperty(OUTCOME) readonly outcome: ListTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty(LIST) readonly list: ListTaken['list'];
}
export class PayListDto implements Omit<ListView, 'revision'> {
  @ApiProperty(LIST_KEY) readonly listKey: string;
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty(LIST) readonly list: ListView['list'];
}
export class PayListLinesDto implements ListPage {
  @ApiProperty(LIST_KEY) readonly listKey: string;
  @ApiProperty({ type: 'integer' }) readonly version: number;
  @ApiProperty({ ...OBJECTS, description: 'In the order of the cases.' }) readonly lines: ListPage['lines'];
  @ApiProperty({ ...OBJECTS, description: 'On the list before and not on this one, with the event that ended each.' }) readonly ended: ListPage['ended'];
  @ApiProperty({ type: 'integer', nullable: true, description: 'Pass as `part` to read on; null at the end.' }) readonly next: number | null;
}
export class PayListsDto {
  @ApiProperty({ ...OBJECTS, description: 'By benefit and month.' }) readonly rows: readonly PayListRow[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass as `after` to read on; null at the end.' }) readonly next: string | null;
}
export class PaymentDecisionTakenDto implements Omit<PayCaseTaken, 'revision'> {
  @ApiProperty({ type: String, example: 'QS2019DB00002@360111' }) readonly caseKey: string;
  @ApiProperty({ type: String, example: '360111003' }) readonly division: string;
  @ApiProperty({ enum: PAY_CASE_STEP_NAMES }) readonly step: PayCaseStep;
  @ApiProperty(OUTCOME) readonly outcome: PayCaseTaken['outcome'];
  @ApiProperty(EVENTS) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
}
export class PaymentDecisionsDto implements PayCaseView {
  @ApiProperty({ type: String, example: 'QS2019DB00002@360111' }) readonly caseKey: string;
  @ApiProperty({ type: String, example: '360111003' }) readonly division: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Holds, supplements, back payments, offsets.' }) readonly decisions: PayCaseView['decisions'];
}
