/** What papers take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PaperDescription, PaperHandedIn, PaperRecorded } from '#application';
import type { EvidenceRef } from '#kernel';
import { MAX_PLACE, MEDIA_TYPES, type MediaType, PAPER_KINDS } from '#papers';
import { DATE } from '../policy/shared.dto.js';
import { Sha256Parameter } from '../query/parameters.js';

const SHA256 = { type: String, pattern: '^[0-9a-f]{64}$' } as const;
const BYTES = { type: 'integer', minimum: 1 } as const;
const KIND = { type: String, example: 'noticeStartPhoto', description: 'What it was handed in as (docs/papers.md).' } as const;
const CAPTURED = { type: String, example: '2019-03-05T09:30:15+08:00', description: 'When the device says it was taken; without an offset where the device wrote none.' } as const;
const GPS = { type: String, description: 'Where the device says it was taken, "lat,lon".' } as const;
const DEVICE = { type: String, description: 'Make, model and serial number of the device, as it wrote them.' } as const;

export class PaperPath {
  @Sha256Parameter({ description: 'SHA-256 of the content.', required: true })
  readonly sha256: string;
}

/** Read part by part in `receive-paper.ts`: the file is never held. */
export class PaperUploadDto {
  @ApiProperty({ enum: PAPER_KINDS.map(({ code }) => code), description: 'What kind of paper it is.' }) readonly kind: string;
  @ApiPropertyOptional({ type: String, description: 'Of the office that hands it in; the own division where absent.', example: '360111003' }) readonly division?: string;
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'When it was taken, as a person says. What the device wrote is kept beside it and not replaced.' }) readonly statedCapturedAt?: string;
  @ApiPropertyOptional({ type: String, maxLength: MAX_PLACE, description: 'Where it was taken, as a person says.' }) readonly statedPlace?: string;
  @ApiProperty({ type: String, format: 'binary', description: 'The file, after the other fields. What it is is told by its content, never by its name.' }) readonly file: unknown;
}

export class EvidenceDto implements EvidenceRef {
  @ApiProperty(SHA256) readonly sha256: string;
  @ApiProperty(KIND) readonly kind: string;
  @ApiPropertyOptional(CAPTURED) readonly capturedAt?: string | undefined;
  @ApiPropertyOptional(GPS) readonly gps?: string | undefined;
  @ApiPropertyOptional(DEVICE) readonly deviceId?: string | undefined;
}

export class PaperRecordedDto implements PaperRecorded {
  @ApiProperty(SHA256) readonly sha256: string;
  @ApiProperty(BYTES) readonly bytes: number;
  @ApiProperty({ enum: Object.keys(MEDIA_TYPES) }) readonly mediaType: MediaType;
  @ApiProperty({ type: EvidenceDto, description: 'What a step of a case names the paper by.' }) readonly evidence: EvidenceDto;
  @ApiProperty({ enum: ['recorded', 'alreadyRecorded'], description: 'alreadyRecorded: the same had been handed in before; nothing was changed.' }) readonly outcome: PaperRecorded['outcome'];
}

export class PaperHandedInDto implements PaperHandedIn {
  @ApiProperty(KIND) readonly kind: string;
  @ApiProperty({ type: String, description: 'Of the office that handed it in.', example: '360111003' }) readonly division: string;
  @ApiProperty({ ...DATE, description: 'The day in China.' }) readonly on: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly recordedAt: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Who handed it in.' }) readonly actor: PaperHandedIn['actor'];
  @ApiPropertyOptional(CAPTURED) readonly capturedAt?: string | undefined;
  @ApiPropertyOptional(GPS) readonly gps?: string | undefined;
  @ApiPropertyOptional(DEVICE) readonly deviceId?: string | undefined;
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'When it was taken, as a person says.' }) readonly statedCapturedAt?: string | undefined;
  @ApiPropertyOptional({ type: String, description: 'Where it was taken, as a person says.' }) readonly statedPlace?: string | undefined;
}

export class PaperDto implements PaperDescription {
  @ApiProperty(SHA256) readonly sha256: string;
  @ApiProperty({ type: String, example: 'image/jpeg' }) readonly mediaType: string;
  @ApiProperty(BYTES) readonly bytes: number;
  @ApiProperty({ type: [PaperHandedInDto], description: 'Each time it was handed in within the own division, in the order of recording.' }) readonly handedIn: readonly PaperHandedInDto[];
}
