/** What may leave the house, as data: for every field of every event either the shape in which it is published, or why it is not. */
import type { ShapeName } from './shapes.js';

/** Why a field stays in the ledger. */
export const WITHHELD = {
  name: 'names of persons', citizenNumber: 'citizen numbers', birth: 'dates of birth', phone: 'telephone numbers', account: 'bank accounts and what identifies their transactions', address: 'addresses and places below the town',
  health: 'health, disability, death', means: 'income, assets, expenditure, and what was computed from them', person: 'what else is said of a person or of kin', reason: 'grounds that say something of a person', freeText: 'free text, which may speak of persons',
  staff: 'who acted, and what is said of staff', device: 'devices and when they were used', cells: 'cells of a row as an office wrote it', bulk: 'content that is asked for at the ledger: lists, documents, nested tables',
} as const;
export type Withheld = keyof typeof WITHHELD;

export interface Disposition {
  /** Field and the shape in which it is published; a value of another shape is left out like one that is withheld. */
  readonly publish: Readonly<Record<string, ShapeName>>;
  readonly withhold: Readonly<Record<string, Withheld>>;
}
/** By category of streams, by type of event. */
export type ContextCatalogue = Readonly<Record<string, Readonly<Record<string, Disposition>>>>;
