/** What signing in takes and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { type Permission, PERMISSIONS, type Role, ROLES, type SignedIn } from '#identity';

/** Longer than any password that can be set; how a new one must be is said by who sets it. */
const MOST_CHARACTERS = 1_000;

/** A text that is never repeated, not even in what is said about it. */
const Secret = (name: string, description: string): PropertyDecorator => applyDecorators(
  ApiProperty({ type: String, format: 'password', minLength: 1, maxLength: MOST_CHARACTERS, description }),
  ValidateBy({
    name: 'secret',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= MOST_CHARACTERS,
      defaultMessage: () => `${name} is missing, empty, no text, or longer than ${MOST_CHARACTERS} characters.`,
    },
  }),
);

export class SignInBody {
  @ApiProperty({ type: String, maxLength: 100, description: 'The id of the account.', example: 'zhang.san' })
  @ValidateBy({
    name: 'accountId',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 100,
      defaultMessage: () => 'accountId is missing, empty, no text, or longer than 100 characters. Send the id of the account.',
    },
  })
  readonly accountId: string;

  @Secret('password', 'The password of the account.')
  readonly password: string;
}

export class PasswordBody {
  @Secret('oldPassword', 'The password so far, also where it was issued for one time.')
  readonly oldPassword: string;

  @Secret('newPassword', '12 to 128 characters; not the account\'s id, nothing common.')
  readonly newPassword: string;
}

export class PersonDto implements SignedIn {
  @ApiProperty({ type: String, example: 'zhang.san' }) readonly accountId: string;
  @ApiProperty({ type: String, description: 'As every event names who acted.' }) readonly staffId: string;
  @ApiProperty({ type: String }) readonly name: string;
  @ApiProperty({ enum: Object.keys(ROLES) }) readonly role: Role;
  @ApiProperty({ type: String, description: 'Where the person acts: the division and what lies in it; 000000: everywhere.', example: '360111003' }) readonly division: string;
  @ApiPropertyOptional({ type: String, description: 'Unified social credit code of the organisation.' }) readonly orgUscc?: string | undefined;
}

export class WhoAmIDto {
  @ApiProperty({ type: PersonDto }) readonly person: PersonDto;
  @ApiProperty({ enum: Object.keys(PERMISSIONS), isArray: true, description: 'What the role may do by itself; a delegation can add to it.' }) readonly permissions: readonly Permission[];
}

export class SessionDto {
  @ApiProperty({ type: String, description: 'To be sent as "Authorization: Bearer <token>". It is set as a cookie too.' }) readonly token: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'At the latest; sooner where nothing is done.' }) readonly expiresAt: string;
  @ApiProperty({ type: PersonDto }) readonly person: PersonDto;
  @ApiProperty({ type: Boolean, description: 'Whether the password has to be changed before anything else.' }) readonly mustChangePassword: boolean;
}
