/** The one error type a caller can act on, with a stable code, and the guard of exhaustive switches. */

/** What a `DomainError` is about; decides the HTTP status and the exit code at the edge. */
export type ErrorKind = 'invalid' | 'notFound' | 'conflict' | 'unsupported' | 'limit' | 'unavailable' | 'unauthenticated' | 'forbidden';

/**
 * A refusal that the caller can understand and act on.
 * `message` says what happened, why, and what to do; it never carries personal data.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    /** Stable, upper snake case, documented in docs/errors.md. */
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    /** Machine-readable particulars; no personal data. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Ends an exhaustive switch: the compiler refuses a missing case, and a value from outside fails loudly. */
export function assertNever(value: never, what: string): never {
  // The type only: the rest of an event or command may name people.
  const type: unknown = (value as { readonly type?: unknown } | null)?.type ?? value;
  throw new Error(`unexpected ${what}: ${typeof type === 'string' ? type : typeof type}`);
}
