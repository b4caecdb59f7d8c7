/** What accounts take and answer. Nothing secret but the one-time password, which stands in one answer and nowhere else. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import type { AccountChange, AccountRequest, AccountView, AccountWithPassword, ExternalIdentity } from '#application';
import { type Role, ROLES } from '#identity';
import { NEXT } from '../policy/shared.dto.js';
import { CursorParameter, DivisionParameter, LimitParameter, MayBeAbsent, NameParameter, TextParameter } from '../query/parameters.js';

const ROLE_NAMES = Object.keys(ROLES) as Role[];
const ROLE = `The role: ${ROLE_NAMES.join(', ')}.`;
const DIVISION = 'Where the role is held: community 12 digits, town 9, county 6, city and province 6 with zeros at the end; 000000 is everywhere, for inspectors and administrators.';
const ISSUER = 'The provider of OpenID Connect, exactly as its identity tokens state it.';
const SUBJECT = 'The person at that provider.';

export class AccountPath {
  @NameParameter({ description: 'The id of the account.', required: true })
  readonly id: string;
}

export class AccountsQuery {
  @DivisionParameter({ description: 'Only accounts in this division; absent: in the own.' })
  readonly division?: string;

  @LimitParameter(100)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class AccountBody implements AccountRequest {
  @NameParameter({ description: 'Small letters, digits, dot, dash and underscore; 2 to 40 characters.', required: true })
  readonly accountId: string;

  @NameParameter({ description: 'Staff number, by which every event names who acted.', required: true })
  readonly staffId: string;

  @NameParameter({ description: 'Name of the person.', required: true })
  readonly name: string;

  @NameParameter({ description: ROLE, required: true })
  readonly role: string;

  @DivisionParameter({ description: DIVISION, required: true })
  readonly division: string;

  @NameParameter({ description: 'Unified social credit code of the organisation.' })
  readonly orgUscc?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'True for somebody who signs in at an identity provider only: there is no password then.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'externalOnly is neither true nor false. Send a JSON boolean, or leave it out.' })
  readonly externalOnly?: boolean;
}

export class AccountChangeBody implements AccountChange {
  @NameParameter({ description: ROLE })
  readonly role?: string;

  @DivisionParameter({ description: DIVISION })
  readonly division?: string;

  @NameParameter({ description: 'Name of the person.' })
  readonly name?: string;
}

export class ReasonBody {
  @TextParameter({ description: 'Why; one line of at most 255 characters.', required: true })
  readonly reason: string;
}

export class IdentityBody implements ExternalIdentity {
  @TextParameter({ description: ISSUER, required: true })
  readonly issuer: string;

  @TextParameter({ description: SUBJECT, required: true })
  readonly subject: string;
}

/** In the query: what a body means to a DELETE is defined nowhere. */
export class IdentityQuery extends IdentityBody {
  @TextParameter({ description: 'Why; one line of at most 255 characters.', required: true })
  readonly reason: string;
}

export class ExternalIdentityDto implements ExternalIdentity {
  @ApiProperty({ type: String, description: ISSUER }) readonly issuer: string;
  @ApiProperty({ type: String, description: SUBJECT }) readonly subject: string;
}

export class AccountDto implements AccountView {
  @ApiProperty({ type: String, example: 'zhang.san' }) readonly accountId: string;
  @ApiProperty({ type: String }) readonly staffId: string;
  @ApiProperty({ type: String }) readonly name: string;
  @ApiProperty({ enum: ROLE_NAMES }) readonly role: Role;
  @ApiProperty({ type: String, description: DIVISION, example: '360111003' }) readonly division: string;
  @ApiPropertyOptional({ type: String }) readonly orgUscc?: string | undefined;
  @ApiPropertyOptional({ type: String, description: 'Why it is disabled; absent where it is not.' }) readonly disabledReason?: string | undefined;
  @ApiProperty({ enum: ['none', 'oneTimePassword', 'password'], description: 'Which kind of password there is.' }) readonly credential: AccountView['credential'];
  @ApiProperty({ type: [ExternalIdentityDto] }) readonly identities: readonly ExternalIdentityDto[];
}

export class AccountWithPasswordDto implements AccountWithPassword {
  @ApiProperty({ type: AccountDto }) readonly account: AccountDto;
  @ApiPropertyOptional({ type: String, format: 'password', description: 'Told here and never again; good for three days, and to be changed at the first sign-in. Absent where there is no password.' }) readonly oneTimePassword?: string | undefined;
}

export class AccountsPageDto {
  @ApiProperty({ type: [AccountDto], description: 'By id.' }) readonly rows: readonly AccountDto[];
  @ApiProperty(NEXT) readonly next: string | null;
}
