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
  @ApiProperty({ anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] as never, description: 'Amounts in fen; null where there was none.' }) readonly before: string | number | null;
  @ApiProperty({ anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] as never, description: 'The same, now.' }) readonly after: string | number | null;
}
