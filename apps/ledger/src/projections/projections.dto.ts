/** What the projection resources take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import type { ProjectionStatus } from '#application';
import type { RebuiltProjection } from '#projections';
import { PROJECTIONS } from '#reports';
import { JobDto } from '../jobs/job.dto.js';
import { JobIdParameter, MayBeAbsent } from '../query/parameters.js';

const NAMES = PROJECTIONS.map(({ name }) => name);

export class RebuildBody {
  @ApiPropertyOptional({ type: String, isArray: true, enum: NAMES, description: 'Projections to rebuild; absent or empty: all.' })
  @MayBeAbsent()
  @IsArray({ message: 'names is not a list. Write the names of projections as a JSON array, or leave it out for all.' })
  @ArrayMaxSize(100, { message: 'names is longer than there are projections. Name each once.' })
  @ArrayUnique({ message: 'names has a name twice. Name each projection once.' })
  @IsIn(NAMES, { each: true, message: `names holds something that is no projection. Known are: ${NAMES.join(', ')}.` })
  readonly names?: readonly string[];
}

export class RebuildPath {
  @JobIdParameter({ description: 'The id of the job.', required: true })
  readonly id: string;
}

export class ProjectionDto implements ProjectionStatus {
  @ApiProperty({ type: String, example: 'caseload' }) readonly name: string;
  @ApiProperty({ type: 'integer' }) readonly version: number;
  @ApiProperty({ type: 'integer', description: 'Grows with each rebuild.' }) readonly generation: number;
  @ApiProperty({ enum: ['live', 'building'] }) readonly state: 'live' | 'building';
  @ApiProperty({ type: String, nullable: true, description: 'Bookmark: position of the last event looked at; null before the first.' }) readonly position: string | null;
  @ApiProperty({ type: 'integer', description: 'Events folded.' }) readonly events: number;
}

export class ProjectionsDto {
  @ApiProperty({ type: [ProjectionDto] }) readonly projections: readonly ProjectionDto[];
  @ApiProperty({ type: Boolean, description: 'Whether the live ones have folded everything recorded.' }) readonly caughtUp: boolean;
}

export class RebuiltProjectionDto implements RebuiltProjection {
  @ApiProperty({ type: String }) readonly name: string;
  @ApiProperty({ type: 'integer' }) readonly events: number;
  @ApiProperty({ type: Number }) readonly seconds: number;
  @ApiProperty({ type: String, description: 'SHA-256 of the rows; the same facts give the same hash.' }) readonly contentHash: string;
}

export class RebuildResultDto {
  @ApiProperty({ type: [RebuiltProjectionDto] }) readonly projections: readonly RebuiltProjectionDto[];
}

export class RebuildProgressDto {
  @ApiProperty({ type: 'integer', description: 'Events read so far.' }) readonly events: number;
}

export class RebuildJobDto extends JobDto {
  @ApiProperty({ type: [String], description: 'Projections asked for; empty: all.' }) readonly names: readonly string[];
  @ApiProperty({ type: RebuildProgressDto, nullable: true }) readonly progress: RebuildProgressDto | null;
  @ApiProperty({ type: RebuildResultDto, nullable: true, description: 'Null unless the job succeeded.' }) readonly result: RebuildResultDto | null;
}
