/** What the packs take and answer. */
import { ApiProperty } from '@nestjs/swagger';
import type { PackStatus } from '#application';
import { DateParameter, DocumentParameter } from '../query/parameters.js';
import { BilingualDto, DATE, PackRefDto } from './shared.dto.js';

export class AdoptBody {
  @DocumentParameter({ description: 'The pack as YAML, whole, as in libs/policy/packs. The request as a whole: at most 1 MiB.', required: true })
  readonly yaml: string;

  @DateParameter({ description: 'From when it holds here; absent: from today.' })
  readonly from?: string;
}

export class PackStatusDto extends PackRefDto implements PackStatus {
  @ApiProperty({ type: BilingualDto, description: 'Where it holds.' }) readonly name: BilingualDto;
  @ApiProperty({ type: String, description: 'Title of the document.' }) readonly title: string;
  @ApiProperty({ ...DATE, nullable: true, description: 'From when it holds in this ledger; null: shipped with the program, not adopted here yet.' }) readonly effectiveFrom: string | null;
  @ApiProperty({ type: Boolean }) readonly adopted: boolean;
}

export class PacksDto {
  @ApiProperty({ type: [PackStatusDto] }) readonly rows: readonly PackStatusDto[];
}
