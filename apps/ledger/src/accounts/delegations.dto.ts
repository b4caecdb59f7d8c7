/** What delegations take and answer. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import type { DelegationRequest, DelegationView } from '#application';
import { BENEFITS } from '#casework';
import { DELEGATES, type Permission, PERMISSIONS, type Role, ROLES } from '#identity';
import { DATE, NEXT } from '../policy/shared.dto.js';
import { CursorParameter, DateParameter, DivisionParameter, LimitParameter, MayBeAbsent, NameParameter, TextParameter } from '../query/parameters.js';

const DELEGABLE = (Object.keys(PERMISSIONS) as Permission[]).filter((name) => PERMISSIONS[name].delegable === true);
const CAP = { type: 'integer', minimum: 1, description: 'Most that one decision may come to, in fen; absent: no cap.' } as const;

export class DelegationPath {
  @NameParameter({ description: 'The number of the delegation.', required: true })
  readonly id: string;
}

export class DelegationsQuery {
  @DivisionParameter({ description: 'Only delegations to towns in this division; absent: in the own.' })
  readonly division?: string;

  @LimitParameter(100)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

const PermissionsParameter = (): PropertyDecorator => applyDecorators(
  ApiProperty({ enum: DELEGABLE, isArray: true, minItems: 1, description: 'What is delegated.' }),
  ValidateBy({
    name: 'permissions',
    validator: {
      validate: (value: unknown) => Array.isArray(value) && value.length <= DELEGABLE.length && value.every((item) => typeof item === 'string'),
      defaultMessage: () => `permissions is no list of at most ${DELEGABLE.length} texts. Send a JSON array, for example ["case.confirm"].`,
    },
  }),
);
const BENEFIT_CODES = { enum: [...BENEFITS], isArray: true, minItems: 1, description: 'The only benefits it is about; absent: all of them.' };
const BenefitsParameter = (): PropertyDecorator => applyDecorators(
  ApiPropertyOptional(BENEFIT_CODES), MayBeAbsent(),
  ValidateBy({
    name: 'benefits',
    validator: {
      validate: (value: unknown) => Array.isArray(value) && value.length <= BENEFITS.length && value.every((item) => typeof item === 'string'),
      defaultMessage: () => `benefits is no list of at most ${BENEFITS.length} texts. Send a JSON array, for example ["temporaryRelief"], or leave it out.`,
    },
  }),
);
const CapParameter = (): PropertyDecorator => applyDecorators(
  ApiPropertyOptional(CAP), MayBeAbsent(),
  ValidateBy({ name: 'cap', validator: { validate: (value: unknown) => Number.isSafeInteger(value) && (value as number) > 0, defaultMessage: () => 'amountCapFen is not a whole number of fen above 0. Send a JSON number, or leave it out.' } }),
);

export class DelegationBody implements DelegationRequest {
  @NameParameter({ description: 'The number an office gives it, for example WT-2026-01.', required: true })
  readonly delegationId: string;

  @DivisionParameter({ description: 'The county that delegates, 6 digits.', required: true })
  readonly fromDivision: string;

  @DivisionParameter({ description: 'The town it delegates to, 9 digits.', required: true })
  readonly toDivision: string;

  @NameParameter({ description: `Whose it is there: ${DELEGATES.join(', ')}.`, required: true })
  readonly toRole: string;

  @PermissionsParameter()
  readonly permissions: readonly string[];

  @BenefitsParameter()
  readonly benefits?: readonly string[];

  @CapParameter()
  readonly amountCapFen?: number;

  @DateParameter({ description: 'The first day; today where absent.' })
  readonly validFrom?: string;

  @DateParameter({ description: 'The last day; until it is revoked where absent.' })
  readonly validTo?: string;

  @TextParameter({ description: 'The document that delegates; one line of at most 500 characters.', required: true })
  readonly basis: string;
}

export class RevocationBody {
  @TextParameter({ description: 'Why; one line of at most 500 characters.', required: true })
  readonly reason: string;

  @DateParameter({ description: 'The first day on which it does not hold, not before today; today where absent.' })
  readonly on?: string;
}

export class DelegationDto implements DelegationView {
  @ApiProperty({ type: String, example: 'WT-2026-01' }) readonly delegationId: string;
  @ApiProperty({ type: String, example: '360111' }) readonly fromDivision: string;
  @ApiProperty({ type: String, example: '360111003' }) readonly toDivision: string;
  @ApiProperty({ enum: Object.keys(ROLES) }) readonly toRole: Role;
  @ApiProperty({ enum: DELEGABLE, isArray: true }) readonly permissions: readonly Permission[];
  @ApiPropertyOptional(BENEFIT_CODES) readonly benefits?: readonly string[] | undefined;
  @ApiPropertyOptional(CAP) readonly amountCapFen?: number | undefined;
  @ApiProperty(DATE) readonly validFrom: DelegationView['validFrom'];
  @ApiPropertyOptional({ ...DATE, description: 'The last day.' }) readonly validTo?: DelegationView['validTo'];
  @ApiProperty({ type: String }) readonly basis: string;
  @ApiPropertyOptional({ ...DATE, description: 'From this day on it does not hold.' }) readonly revokedOn?: DelegationView['revokedOn'];
  @ApiPropertyOptional({ type: String }) readonly revokedReason?: string | undefined;
}

export class DelegationsPageDto {
  @ApiProperty({ type: [DelegationDto], description: 'By number; also those that are over or revoked.' }) readonly rows: readonly DelegationDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}
