/** Kafka, as the environment says it; nothing without brokers (docs/kafka.md). */
import { DomainError } from '#kernel';
import { type KafkaConnection, Topics } from '#messaging';

export interface KafkaSettings extends KafkaConnection {
  readonly prefix: string;
  /** `ce_source` of what is published. */
  readonly source: string;
  readonly relay: boolean;
  readonly intake: boolean;
  /** The account in whose name the intake acts. */
  readonly intakeAccount?: string | undefined;
  /** The account in whose name results of banks are applied; without one they are not consumed. */
  readonly bankAccount?: string | undefined;
  /** No progress for this long although there is something to do: stuck. */
  readonly stuckMs: number;
}

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const ROLES = ['relay', 'intake'] as const;

/** @throws DomainError `SETTING_INVALID` */
export function kafkaSettings(environment: Readonly<Record<string, string | undefined>>): KafkaSettings | undefined {
  /** An empty variable is an unset one, as compose files have it. */
  const setting = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const brokers = listIn(setting('KAFKA_BROKERS'));
  if (brokers === undefined) return undefined;
  const wrong = brokers.find((broker) => !/^[A-Za-z0-9.-]+:\d{1,5}$/.test(broker));
  if (wrong !== undefined) throw unusable('KAFKA_BROKERS', 'is not a list of host:port parted by commas.');
  const roles = listIn(setting('KAFKA_ROLES')) ?? ['relay'];
  if (roles.some((role) => !(ROLES as readonly string[]).includes(role))) throw unusable('KAFKA_ROLES', 'names something else than relay and intake.');
  const intake = roles.includes('intake');
  const intakeAccount = setting('KAFKA_INTAKE_ACCOUNT');
  if (intake && intakeAccount === undefined) throw unusable('KAFKA_INTAKE_ACCOUNT', 'is not set although KAFKA_ROLES names the intake. Set it to the account in whose name it acts: its role and division bind what it may do.');
  const source = setting('KAFKA_SOURCE') ?? 'urn:taizhang:ledger';
  if (!URL.canParse(source)) throw unusable('KAFKA_SOURCE', 'is no URI. Write it like urn:taizhang:360111.');
  const stuckSeconds = setting('KAFKA_STUCK_SECONDS') ?? '60';
  if (!/^[1-9]\d{0,4}$/.test(stuckSeconds)) throw unusable('KAFKA_STUCK_SECONDS', 'is no number of seconds from 1 to 99999.');
  const { prefix } = new Topics(setting('KAFKA_TOPIC_PREFIX') ?? 'taizhang');
  return { brokers, tls: tlsIn(setting), sasl: saslIn(setting), prefix, source, relay: roles.includes('relay'), intake, intakeAccount, bankAccount: setting('KAFKA_BANK_ACCOUNT'), stuckMs: Number(stuckSeconds) * 1_000 };
}

type Setting = (name: string) => string | undefined;

function tlsIn(setting: Setting): KafkaConnection['tls'] {
  const [ssl, caFile] = [setting('KAFKA_SSL'), setting('KAFKA_SSL_CA_FILE')];
  if (ssl !== undefined && ssl !== 'true' && ssl !== 'false') throw unusable('KAFKA_SSL', 'is neither true nor false.');
  if (ssl === 'true') return { caFile };
  if (caFile !== undefined) throw unusable('KAFKA_SSL_CA_FILE', 'is set although KAFKA_SSL is not true. Set both, or neither.');
  return undefined;
}

function saslIn(setting: Setting): KafkaConnection['sasl'] {
  const [mechanism, username, password] = [setting('KAFKA_SASL_MECHANISM'), setting('KAFKA_SASL_USERNAME'), setting('KAFKA_SASL_PASSWORD')];
  if (mechanism === undefined) {
    if (username !== undefined || password !== undefined) throw unusable('KAFKA_SASL_MECHANISM', 'is not set although KAFKA_SASL_USERNAME or KAFKA_SASL_PASSWORD is. Set it, or unset the others.');
    return undefined;
  }
  const known = MECHANISMS.find((one) => one === mechanism);
  if (known === undefined) throw unusable('KAFKA_SASL_MECHANISM', `is none of ${MECHANISMS.join(', ')}.`);
  if (username === undefined || password === undefined) throw unusable('KAFKA_SASL_MECHANISM', 'is set although KAFKA_SASL_USERNAME or KAFKA_SASL_PASSWORD is not.');
  return { mechanism: known, username, password };
}

const listIn = (text: string | undefined): readonly string[] | undefined => text?.split(',').map((part) => part.trim()).filter((part) => part !== '');
const unusable = (name: string, what: string): DomainError => new DomainError('SETTING_INVALID', 'invalid', `${name} ${what}`, { setting: name });
