/** The whole catalogue, by context: a topic carries one context. */
import { ACCOUNTABILITY } from './accountability.js';
import { CASEWORK } from './casework.js';
import { DISBURSEMENT } from './disbursement.js';
import type { ContextCatalogue, Disposition } from './disposition.js';
import { IDENTITY } from './identity.js';
import { INTAKE } from './intake.js';
import { PAPERS } from './papers.js';
import { POLICY } from './policy.js';

export const CATALOGUE = {
  casework: CASEWORK, policy: POLICY, disbursement: DISBURSEMENT, accountability: ACCOUNTABILITY, intake: INTAKE, identity: IDENTITY, papers: PAPERS,
} as const satisfies Readonly<Record<string, ContextCatalogue>>;
export type Context = keyof typeof CATALOGUE;
export const CONTEXTS = Object.keys(CATALOGUE) as readonly Context[];

const CONTEXT_OF: ReadonlyMap<string, Context> = new Map(CONTEXTS.flatMap((context) => Object.keys(CATALOGUE[context]).map((category) => [category, context] as const)));

export const contextOf = (category: string): Context | undefined => CONTEXT_OF.get(category);

const NOTHING: Disposition = { publish: {}, withhold: {} };
/** Of an event that is not in the catalogue nothing is published but that it happened. */
export const dispositionOf = (context: Context, category: string, type: string): Disposition => CATALOGUE[context][category]?.[type] ?? NOTHING;
