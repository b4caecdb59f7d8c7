/** Shapes that several policy resources answer with. */
import { ApiProperty } from '@nestjs/swagger';
import type { Bilingual, PackRef } from '#policy';

export const DATE = { type: String, format: 'date' } as const;
export const NEXT = { type: String, nullable: true, description: 'Pass as "after" to read on; null at the end.' } as const;

export class BilingualDto implements Bilingual {
  @ApiProperty({ type: String }) readonly zh: string;
  @ApiProperty({ type: String }) readonly en: string;
}

export class PackRefDto implements PackRef {
  @ApiProperty({ type: String, example: 'QS-2019' }) readonly pack: string;
  @ApiProperty({ type: 'integer' }) readonly version: number;
  @ApiProperty({ type: String, description: 'SHA-256 of the canonical JSON of the pack, base64url.' }) readonly sha256: string;
}

export class DifferenceDto {
  @ApiProperty({ type: String, description: 'category, or a benefit and its members.', example: 'careFee/A' }) readonly of: string;
  @ApiProperty({ type: String, nullable: true, description: 'The category, or verdict with amount in yuan and period, and the members where they differ; null where there was nothing of the kind.', example: 'yes 600.00/month' }) readonly before: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The same, now.', example: 'yes 620.00/month' }) readonly after: string | null;
}
