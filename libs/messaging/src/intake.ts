/**
 * The intake: what one message from outside comes to. Commands get their ids from the id of the event, so that a message that comes again records nothing.
 * What cannot be read or is refused is a dead letter; what merely cannot be done now is tried again by whoever holds the message.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { DomainError, uuidOf } from '#kernel';
import { type CloudEvent, type Headers, readCloudEvent } from './cloud-event.js';
import { type BankResult, type DataMatchNotice, type DeathNotice, INTAKE_FORMATS, INTAKE_TYPES } from './intake-formats.js';
import type { IntakeName } from './topics.js';

/** From source and id, which together name an event (CloudEvents 1.0, 3.1). */
export interface Received<Data> {
  readonly key: string;
  readonly data: Data;
}
export type Applied = 'recorded' | 'alreadyRecorded' | 'nothingToDo';

/** What is done with each kind of message. A kind without a handler is not consumed. Handlers must be repeatable; they throw `DomainError`. */
export interface IntakeHandlers {
  readonly applyDataMatch?: ((received: Received<DataMatchNotice>) => Promise<Applied>) | undefined;
  readonly applyDeath?: ((received: Received<DeathNotice>) => Promise<Applied>) | undefined;
  readonly applyBankResult?: ((received: Received<BankResult>) => Promise<Applied>) | undefined;
}

export interface Incoming {
  readonly headers?: Headers | undefined;
  readonly value: Buffer | null;
}
export type IntakeOutcome =
  | { readonly status: 'applied'; readonly applied: Applied }
  | { readonly status: 'refused'; readonly code: string; readonly reason: string }
  /** Not now: the ledger cannot be written, or nobody may act. `code` says why. */
  | { readonly status: 'later'; readonly code: string };

/** A value as large as a broker takes by default. */
export const MAX_INCOMING_BYTES = 1_048_576;
/** Of the program's own faults: so often a message is tried before it is a dead letter. */
export const MAX_FAULTS = 5;

const ajv = new Ajv({ strict: true, unicodeRegExp: true });
const FORMATS = Object.fromEntries(Object.entries(INTAKE_FORMATS).map(([name, format]) => [name, ajv.compile(format)])) as unknown as Readonly<Record<IntakeName, ValidateFunction>>;

/** Refusals that the message is not to blame for: the account of the intake, a lost race. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set(['ACCOUNT_UNKNOWN', 'ACCOUNT_DISABLED', 'ROLE_FORBIDDEN', 'REVISION_CONFLICT', 'REVISION_CHANGED']);

export class Intake {
  private faults = { message: '', count: 0 };

  constructor(private readonly handlers: IntakeHandlers) {}

  /** The kinds that are consumed. */
  get names(): readonly IntakeName[] {
    const { applyDataMatch, applyDeath, applyBankResult } = this.handlers;
    return [...(applyDataMatch ? ['data-match' as const] : []), ...(applyDeath ? ['deaths' as const] : []), ...(applyBankResult ? ['bank-results' as const] : [])];
  }

  /** Never throws. `place` names the message, for counting how often it failed. */
  async take(name: IntakeName, incoming: Incoming, place: string): Promise<IntakeOutcome> {
    if ((incoming.value?.length ?? 0) > MAX_INCOMING_BYTES) return { status: 'refused', code: 'TOO_LARGE', reason: `The value has more than ${MAX_INCOMING_BYTES} bytes. Send it in parts.` };
    const read = readCloudEvent(incoming);
    if ('code' in read) return { status: 'refused', ...read };
    const { event } = read;
    const wrong = wrongIn(name, event);
    if (wrong !== undefined) return { status: 'refused', ...wrong };
    try {
      const applied = await this.apply(name, { key: uuidOf(`intake/${event.source}/${event.id}`), data: event.data });
      this.faults = { message: '', count: 0 };
      return { status: 'applied', applied };
    } catch (error) {
      return this.failed(error, place);
    }
  }

  private apply(name: IntakeName, received: Received<unknown>): Promise<Applied> {
    const { applyDataMatch, applyDeath, applyBankResult } = this.handlers;
    const handler = { 'data-match': applyDataMatch, deaths: applyDeath, 'bank-results': applyBankResult }[name] as ((received: Received<unknown>) => Promise<Applied>) | undefined;
    if (handler === undefined) throw new Error(`nobody applies ${name}`);
    return handler(received);
  }

  private failed(error: unknown, place: string): IntakeOutcome {
    if (error instanceof DomainError) {
      const { code, kind, message } = error;
      return kind === 'unavailable' || NOT_ITS_FAULT.has(code) ? { status: 'later', code } : { status: 'refused', code, reason: message };
    }
    this.faults = { message: place, count: this.faults.message === place ? this.faults.count + 1 : 1 };
    if (this.faults.count < MAX_FAULTS) return { status: 'later', code: 'UNEXPECTED' };
    // The message of an error of the program may quote what was sent.
    return { status: 'refused', code: 'UNEXPECTED', reason: `The program failed on it ${MAX_FAULTS} times. Its log says where; send the message again when that is mended.` };
  }
}

function wrongIn(name: IntakeName, { type, data }: CloudEvent): { readonly code: string; readonly reason: string } | undefined {
  if (type !== INTAKE_TYPES[name]) return { code: 'TYPE_UNKNOWN', reason: `This topic takes events of type ${INTAKE_TYPES[name]}.` };
  const validate = FORMATS[name];
  if (validate(data)) return undefined;
  const [error] = validate.errors ?? [];
  // Paths and rules, never values.
  return { code: 'DATA_INVALID', reason: `${error?.instancePath === '' || error === undefined ? 'The data' : error.instancePath.slice(0, 200)} ${error?.message ?? 'are not as the format asks'}.` };
}
