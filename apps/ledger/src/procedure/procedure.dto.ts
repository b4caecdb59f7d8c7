/** What the live procedure takes and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CaseFileView, JobServicesView, Recorded, SampleDraw, StepTaken } from '#application';
import { type CaseFile, STEP_NAMES, type StepName } from '#casework';
import { NameParameter, YearParameter } from '../query/parameters.js';

const OUTCOME = { enum: ['recorded', 'alreadyRecorded'], description: 'alreadyRecorded: the same had been sent before; nothing was changed.' } as const;
const KEY = { type: String, example: 'QS2019DB0001@360111' } as const;
const REVISION = { type: String, example: '12', description: 'Where the stream stands; the ETag.' } as const;

export class CaseNumberPath {
  @NameParameter({ description: 'The office\'s case number, of the county of the account; number@county (6 digits) for another county.', required: true })
  readonly id: string;
}

export class PersonNumberPath {
  @NameParameter({ description: 'The office\'s number of the person, of the county of the account; number@county (6 digits) for another county.', required: true })
  readonly id: string;
}

export class JobServicesQuery {
  @YearParameter({ description: 'The year.', required: true })
  readonly year: string;
}

const TIMES = { type: 'integer', minimum: 0 } as const;
export class ServiceCountsDto implements Record<keyof JobServicesView['delivered'], number> {
  @ApiProperty({ ...TIMES, description: '上门走访' }) readonly VISIT: number;
  @ApiProperty({ ...TIMES, description: '职业技能培训' }) readonly TRAINING: number;
  @ApiProperty({ ...TIMES, description: '岗位推荐' }) readonly REFERRAL: number;
}

export class JobServicesDto implements JobServicesView {
  @ApiProperty({ type: String }) readonly personId: string;
  @ApiProperty({ type: 'integer', example: 2021 }) readonly year: number;
  @ApiProperty({ type: ServiceCountsDto }) readonly delivered: ServiceCountsDto;
  @ApiProperty({ type: ServiceCountsDto, nullable: true, description: 'What the documents of the county still ask for in the year; null where they ask for nothing.' }) readonly open: ServiceCountsDto | null;
}

export class StepTakenDto implements Omit<StepTaken, 'revision'> {
  @ApiProperty(KEY) readonly caseKey: string;
  @ApiProperty({ type: String, example: '360111003001' }) readonly division: string;
  @ApiProperty({ enum: STEP_NAMES }) readonly step: StepName;
  @ApiProperty(OUTCOME) readonly outcome: StepTaken['outcome'];
  @ApiProperty({ type: [String], description: 'Types of the events it recorded, now or then.' }) readonly events: readonly string[];
  @ApiProperty(REVISION) readonly revision: string;
  @ApiPropertyOptional({ type: String, description: 'The recorded determination the amount rests on.' }) readonly determinationId?: string | undefined;
}

export class CaseFileDto implements Omit<CaseFileView, 'revision'> {
  @ApiProperty(KEY) readonly caseKey: string;
  @ApiProperty({ type: String, example: '360111003001' }) readonly division: string;
  @ApiProperty(REVISION) readonly revision: string;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'What the file says; null for a lead that nobody applied for yet.' }) readonly file: CaseFile | null;
}

export class RecordedDto implements Omit<Recorded, 'revision'> {
  @ApiProperty(OUTCOME) readonly outcome: Recorded['outcome'];
}

export class SampleDrawDto implements SampleDraw {
  @ApiProperty({ type: String }) readonly drawNo: string;
  @ApiProperty({ type: String, format: 'date' }) readonly on: string;
  @ApiProperty({ type: String, description: '32 random bytes, hex. Drawn are the cases with the smallest SHA-256 of "<seed>|<case>@<county>".' }) readonly seed: string;
  @ApiProperty({ type: 'integer', description: 'Parts per million.' }) readonly ratePpm: number;
  @ApiProperty({ type: [String], description: 'Everything that was forwarded and not drawn before.' }) readonly population: readonly string[];
  @ApiProperty({ type: [String] }) readonly selected: readonly string[];
}
