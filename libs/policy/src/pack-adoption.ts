/** Packs as events: from when this ledger decides with which version of which document. The event holds the whole pack, so that no later program is needed to know it. */
import { type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import type { Pack } from './pack.js';

/** From a day on, one version of a pack. */
export interface Adoption {
  readonly version: number;
  /** SHA-256 of the canonical JSON of the pack, base64url. */
  readonly sha256: string;
  readonly effectiveFrom: string;
}

export interface PackEvent {
  readonly type: 'PackAdopted';
  readonly data: Adoption & {
    /** e.g. `QS-2019`. */
    readonly pack: string;
    /** What the adoption rests on, in the office's words. */
    readonly basis?: string | undefined;
    readonly content: Pack;
  };
}

export interface AdoptPack {
  readonly type: 'AdoptPack';
  readonly pack: Pack;
  readonly sha256: string;
  readonly effectiveFrom: CivilDate;
  readonly basis?: string | undefined;
  /** The day on which it was adopted. */
  readonly on: CivilDate;
  /**
   * Nobody decided to adopt it: the program brought it and a determination is about to be recorded with it. Then it gives way to
   * whatever has been adopted for the day.
   */
  readonly asShipped?: boolean | undefined;
}

/** In the order of adoption. */
export type AdoptionsState = readonly Adoption[];

/** The adoption that holds on a day: the latest start, of equal ones the one adopted last. */
export function adoptionOn<A extends Adoption>(adoptions: readonly A[], on: string): A | undefined {
  let found: A | undefined;
  for (const adoption of adoptions) {
    if (adoption.effectiveFrom <= on && (found === undefined || adoption.effectiveFrom >= found.effectiveFrom)) found = adoption;
  }
  return found;
}

/** @throws DomainError `PACK_VERSION_CONFLICT` */
function decide(command: AdoptPack, state: AdoptionsState): Decided<PackEvent>[] {
  const { pack, sha256, effectiveFrom, basis, on, asShipped } = command;
  const { pack: name, version } = pack;
  if (state.some((known) => known.version === version && known.sha256 !== sha256)) {
    throw new DomainError('PACK_VERSION_CONFLICT', 'conflict', `Version ${version} of ${name} is in this ledger with other content, and decisions may rest on it. Give the changed pack a higher version.`, { pack: name, version });
  }
  const inForce = adoptionOn(state, effectiveFrom);
  if (asShipped === true && inForce !== undefined) return [];
  // Only what holds on the day: an earlier version can be adopted again after a later one.
  if (inForce?.version === version && inForce.sha256 === sha256) return [];
  return [{ type: 'PackAdopted', data: { pack: name, version, sha256, effectiveFrom, basis, content: pack }, occurredAt: on, effectiveFrom }];
}

function evolve(state: AdoptionsState, { data: { version, sha256, effectiveFrom } }: PackEvent): AdoptionsState {
  return [...state, { version, sha256, effectiveFrom }];
}

export const packDecider: Decider<AdoptionsState, AdoptPack, PackEvent> = { initialState: () => [], decide, evolve };

/** Streams `pack-<pack>`. */
export const packStream: StreamType<AdoptionsState, AdoptPack, PackEvent> = { category: 'pack', decider: packDecider, codec: codecOf<PackEvent>(1, { PackAdopted: true }) };
