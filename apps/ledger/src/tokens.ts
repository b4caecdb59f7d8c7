/** Names under which NestJS hands out what the server was started with. */
import type { KeysConfig } from '#application';
/** The `Ledger`. */
export const LEDGER = Symbol('Ledger');
/** The pino logger. */
export const LOG = Symbol('Log');
/** `ServerSettings`. */
export const SETTINGS = Symbol('ServerSettings');
/** The register of routes, for telling 404 from 405. */
export const ROUTES = Symbol('Routes');

/** Path under which every resource of version 1 lies. */
export const API = 'api/v1';

export interface OidcSettings {
  /** Exactly as the provider's identity tokens state it. */
  readonly issuer: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string | undefined;
  /** Where the provider sends browsers back to; it has to be registered there. */
  readonly redirectUri: string;
}
export interface AccessSettings {
  /** How people reach the server, without a slash at its end: https://taizhang.example. */
  readonly publicUrl?: string | undefined;
  readonly oidc?: OidcSettings | undefined;
  /** Addresses of the proxies whose word is taken for the client's address and TLS. */
  readonly trustedProxies?: readonly string[] | undefined;
}

export interface ServerSettings extends AccessSettings {
  readonly dataDir: string;
  readonly eventStoreUrl: string | undefined;
  readonly keys?: KeysConfig | undefined;
  readonly limits: ServerLimits;
}

/** Everything that is bounded, in one place; tests use smaller ones. */
export interface ServerLimits {
  /** Bytes of an uploaded workbook. */
  readonly uploadBytes: number;
  /** Bytes of a JSON body. */
  readonly bodyBytes: number;
  /** Bytes of a JSON body that holds a policy pack or a list of published values: the longest pack has a hundred thousand. */
  readonly documentBytes: number;
  /** Imports waiting beside the one that runs. */
  readonly waitingImports: number;
  /** Rebuilds waiting beside the one that runs. */
  readonly waitingRebuilds: number;
  /** Finished jobs whose result can still be asked for. */
  readonly keptJobs: number;
  /** Rejections a job's result carries; the rest is paged under its import. */
  readonly rejectionsInResult: number;
  /** Reports computed at the same time, and waiting for that. */
  readonly reports: { readonly running: number; readonly waiting: number };
  /** The same for questions with `knownAt`, which fold the ledger anew. */
  readonly history: { readonly running: number; readonly waiting: number };
  /** Milliseconds running requests and imports are given when the server stops. */
  readonly stopMs: number;
}

export const LIMITS: ServerLimits = {
  uploadBytes: 100 * 1024 * 1024,
  bodyBytes: 64 * 1024,
  documentBytes: 1024 * 1024,
  waitingImports: 10,
  waitingRebuilds: 4,
  keptJobs: 20,
  rejectionsInResult: 10_000,
  reports: { running: 4, waiting: 200 },
  history: { running: 1, waiting: 8 },
  stopMs: 10_000,
};
