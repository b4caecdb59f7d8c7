/** What the rules answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { RuleExplanation } from '#application';
import { CursorParameter, LimitParameter, NameParameter } from '../query/parameters.js';
import { BilingualDto, DATE, NEXT, PackRefDto } from './shared.dto.js';

export class RulePath {
  @NameParameter({ description: 'The id of the rule, for example QS-2019-T03.', required: true })
  readonly id: string;
}

export class RulesQuery {
  @LimitParameter(100)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class RuleRowDto {
  @ApiProperty({ type: String, example: 'QS-2019-T03' }) readonly id: string;
  @ApiProperty({ type: String, example: 'QS-2019' }) readonly pack: string;
  @ApiProperty({ type: BilingualDto }) readonly title: BilingualDto;
}

export class RulesPageDto {
  @ApiProperty({ type: [RuleRowDto], description: 'Sorted by pack and id.' }) readonly rows: readonly RuleRowDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}

export class RuleSourceDto {
  @ApiProperty({ type: String, description: 'File of docs/sources.' }) readonly file: string;
  @ApiProperty({ type: 'integer' }) readonly line: number;
}

export class GarbleDto {
  @ApiProperty({ type: String, description: 'As it stands in the source.' }) readonly spun: string;
  @ApiPropertyOptional({ type: 'integer', description: 'Line of the source, where it is not the clause\'s.' }) readonly line?: number | undefined;
  @ApiProperty({ type: String, description: 'As it is read.' }) readonly read: string;
  @ApiProperty({ type: BilingualDto }) readonly why: BilingualDto;
}

export class RuleFigureDto {
  @ApiProperty({ type: String, example: 'dibao.std' }) readonly key: string;
  @ApiProperty({ type: String, description: 'As printed; money in yuan.' }) readonly value: string;
  @ApiProperty({ type: String }) readonly unit: string;
  @ApiProperty({ type: String, description: 'exact, floor, cap, range or deadline; approx and avgKPI are planning figures, never used for a household.' }) readonly kind: string;
  @ApiProperty(DATE) readonly from: string;
  @ApiProperty({ ...DATE, nullable: true, description: 'Last day; null where open.' }) readonly to: string | null;
  @ApiProperty({ type: String, description: 'printed or inferred.' }) readonly dateBasis: string;
  @ApiProperty({ type: String, description: 'The words that print it.' }) readonly clause: string;
}

export class RuleFunctionDto {
  @ApiProperty({ type: String, example: 'gapAmount' }) readonly name: string;
  @ApiProperty({ type: String }) readonly formula: string;
}

export class RuleDto implements RuleExplanation {
  @ApiProperty({ type: String }) readonly id: string;
  @ApiProperty({ type: PackRefDto }) readonly pack: PackRefDto;
  @ApiProperty({ type: String, example: 'standard' }) readonly subject: string;
  @ApiProperty({ type: BilingualDto }) readonly title: BilingualDto;
  @ApiProperty({ type: String, nullable: true, description: 'Word for word; null where the document prints none.' }) readonly clause: string | null;
  @ApiProperty({ type: RuleSourceDto, nullable: true }) readonly source: RuleSourceDto | null;
  @ApiProperty({ type: BilingualDto, nullable: true, description: 'What the clause is read to say.' }) readonly reading: BilingualDto | null;
  @ApiProperty({ type: [GarbleDto] }) readonly garbled: readonly GarbleDto[];
  @ApiProperty({ type: [RuleFigureDto] }) readonly figures: readonly RuleFigureDto[];
  @ApiProperty({ type: [RuleFunctionDto], description: 'What executes it; empty where something else carries it.' }) readonly functions: readonly RuleFunctionDto[];
  @ApiProperty({ type: String, nullable: true, description: 'What carries it otherwise.' }) readonly carriedBy: string | null;
}
