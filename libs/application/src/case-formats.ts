/** Checks what is stated against its format, before anybody decides. */
import { Ajv, type ValidateFunction } from 'ajv';
import { ERASURE_FORMATS, type ErasureStated, type ErasureStep, FORMATS, REGISTER_FORMATS, type Registered, type RegisterName, type Stated, type StepName } from '#casework';
import { DomainError } from '#kernel';
import { FACTS_SCHEMA, type Requests } from '#policy';

const ajv = new Ajv({ allErrors: false, strict: true, unicodeRegExp: true });
const compiled = new Map<object, ValidateFunction>();

/** @throws DomainError `STEP_INVALID` naming the field */
export const readStated = <Name extends StepName>(step: Name, json: unknown): Stated<Name> => read(FORMATS[step], json) as Stated<Name>;
/** @throws DomainError `STEP_INVALID` naming the field */
export const readRegistered = <Name extends RegisterName>(name: Name, json: unknown): Registered<Name> => read(REGISTER_FORMATS[name], json) as Registered<Name>;
/** @throws DomainError `STEP_INVALID` naming the field */
export const readErasure = <Name extends ErasureStep>(name: Name, json: unknown): ErasureStated<Name> => read(ERASURE_FORMATS[name], json) as ErasureStated<Name>;

/** Whether the rules determine the amount of a step: it then also takes what is asked of them besides the monthly benefits. */
export const takesRequests = (step: StepName): boolean => step === 'confirm' || step === 'adjust';
const REQUESTS = { type: 'object', properties: { requests: FACTS_SCHEMA.properties.requests }, required: ['requests'] } as const;
/** @throws DomainError `STEP_INVALID` naming the field */
export const readRequests = (requests: unknown): Requests => (read(REQUESTS, { requests }) as { readonly requests: Requests }).requests;

/** What is stated, held against any closed format. @throws DomainError `STEP_INVALID` naming the field */
export function read(format: object, json: unknown): unknown {
  let validate = compiled.get(format);
  if (validate === undefined) compiled.set(format, validate = ajv.compile(format));
  if (validate(json)) return json;
  const [error] = validate.errors ?? [];
  const { instancePath = '', keyword, params, message } = error ?? {};
  const extra = keyword === 'required' ? (params as { missingProperty: string }).missingProperty : keyword === 'additionalProperties' ? (params as { additionalProperty: string }).additionalProperty : undefined;
  const field = [...instancePath.split('/').slice(1), ...(extra === undefined ? [] : [extra])].join('.').slice(0, 200);
  const what = keyword === 'required' ? 'is missing' : keyword === 'additionalProperties' ? 'is not known here' : keyword === 'enum' ? `must be one of ${(params as { allowedValues: readonly unknown[] }).allowedValues.join(', ')}` : (message ?? 'is not right');
  throw new DomainError('STEP_INVALID', 'invalid', `${field === '' ? 'What is stated' : field} ${what}. Correct it and send it again; nothing was recorded.`, { field });
}
