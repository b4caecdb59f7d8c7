/** The answer of the health checks, as @nestjs/terminus gives it. */
import { ApiProperty } from '@nestjs/swagger';

const INDICATORS = {
  type: 'object' as const,
  additionalProperties: { type: 'object', properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] } }, required: ['status'], additionalProperties: true },
};

export class HealthDto {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'] })
  readonly status: string;

  @ApiProperty({ ...INDICATORS, description: 'What is well.' })
  readonly info: Readonly<Record<string, unknown>>;

  @ApiProperty({ ...INDICATORS, description: 'What is not.' })
  readonly error: Readonly<Record<string, unknown>>;

  @ApiProperty({ ...INDICATORS, description: 'Both. "follower" has lagSeconds: how long the oldest event that is not folded has been recorded. "followUps" that is degraded has what is stuck, since when and how often it was tried. "log" has the entries signed, and since when signing fails; "logWitnesses" is there where a trust policy is set: what is published, since when something waits for its quorum, and each witness with what it last did (cosigned, silent, refuses, ahead). "kafkaRelay" and "kafkaIntake" are there where Kafka is on: lag, counts, what fails or waits, whether it is stuck.' })
  readonly details: Readonly<Record<string, unknown>>;
}
