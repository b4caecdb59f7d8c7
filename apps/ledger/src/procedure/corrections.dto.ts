/** What corrections take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { CorrectionsView, CorrectionTaken } from '#application';
import { type CorrectableField, CORRECTION_SUBJECTS, type CorrectedValue, type CorrectionAsked, type CorrectionSubject } from '#casework';
import type { CivilDate } from '#kernel';
import { NameParameter } from '../query/parameters.js';

const SUBJECT = { enum: CORRECTION_SUBJECTS, example: 'person' } as const;
const VALUE = { oneOf: [{ type: 'string' }, { type: 'boolean' }] };
const NUMBER = { type: String, example: 'GZ-2021-004' } as const;
const DAY = { type: String, format: 'date' } as const;

export class CorrectionPath {
  @ApiProperty(SUBJECT) @IsIn(CORRECTION_SUBJECTS)
  readonly subject: CorrectionSubject;

  @NameParameter({ description: 'The office\'s number, of the county of the account; number@county (6 digits) for another county.', required: true })
  readonly id: string;
}

export class CorrectionTakenDto implements Omit<CorrectionTaken, 'revision'> {
  @ApiProperty(SUBJECT) readonly subject: CorrectionSubject;
  @ApiProperty({ type: String, example: 'QS2021RY00001@360111' }) readonly key: string;
  @ApiProperty(NUMBER) readonly correctionNo: string;
  @ApiProperty({ enum: ['recorded', 'alreadyRecorded'] }) readonly outcome: CorrectionTaken['outcome'];
  @ApiProperty({ type: [String] }) readonly events: readonly string[];
  @ApiProperty({ type: String, example: '2' }) readonly revision: string;
}

export class CorrectableFieldDto implements CorrectableField {
  @ApiProperty({ type: String, format: 'uuid' }) readonly eventId: string;
  @ApiProperty({ type: String, example: 'PersonRegistered' }) readonly type: string;
  @ApiProperty(DAY) readonly on: CivilDate;
  @ApiProperty({ type: String, example: 'name' }) readonly field: string;
  @ApiPropertyOptional({ ...VALUE, description: 'What stands; absent where nothing was stated.' }) readonly value?: CorrectedValue | undefined;
  @ApiPropertyOptional({ type: String, description: 'Whom it is about, of a member of a household.' }) readonly personId?: string | undefined;
}

export class CorrectionAskedDto implements CorrectionAsked {
  @ApiProperty(NUMBER) readonly correctionNo: string;
  @ApiProperty(DAY) readonly on: string;
  @ApiProperty({ type: String, format: 'uuid' }) readonly targetEventId: string;
  @ApiProperty({ type: String, example: 'PersonRegistered' }) readonly targetType: string;
  @ApiProperty({ type: String, example: 'name' }) readonly field: string;
  @ApiPropertyOptional({ ...VALUE, description: 'What stood.' }) readonly old?: CorrectedValue | undefined;
  @ApiProperty(VALUE) readonly new: CorrectedValue;
  @ApiProperty({ type: String }) readonly reason: string;
  @ApiProperty({ type: String, description: 'Staff number of who asked.' }) readonly requestedBy: string;
}

export class CorrectionMadeDto extends CorrectionAskedDto {
  @ApiProperty({ type: String, description: 'Staff number of who approved.' }) readonly approver: string;
}

export class CorrectionsDto implements Omit<CorrectionsView, 'revision'> {
  @ApiProperty(SUBJECT) readonly subject: CorrectionSubject;
  @ApiProperty({ type: String, example: 'QS2021RY00001@360111' }) readonly key: string;
  @ApiProperty({ type: String, example: '2' }) readonly revision: string;
  @ApiProperty({ type: [CorrectableFieldDto] }) readonly fields: readonly CorrectableFieldDto[];
  @ApiProperty({ type: [CorrectionAskedDto], description: 'Asked for and not answered.' }) readonly open: readonly CorrectionAskedDto[];
  @ApiProperty({ type: [CorrectionMadeDto], description: 'What was corrected, and what stood before.' }) readonly corrected: readonly CorrectionMadeDto[];
}
