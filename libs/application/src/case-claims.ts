/**
 * Nobody holds two exclusive benefits anywhere in the ledger. Every citizen has one stream, in which a benefit is claimed before it is
 * confirmed; of two towns that confirm at the same moment the second finds the claim of the first.
 */
import { randomUUID } from 'node:crypto';
import { type Benefit, type CaseFile, type Claim, citizenStream, heldForGood, owedFrom } from '#casework';
import { handleCommand } from '#event-store';
import { type Actor, type CivilDate, type CommandContext, DomainError } from '#kernel';
import { holdingsOf } from '#reports';
import { type CaseReader, placeOf } from './case-reader.js';
import type { ServiceHost } from './service-host.js';

/** A claim whose case is not confirmed after this long was left behind by a program that was stopped. */
const ABANDONED_MS = 60_000;

export interface Claiming {
  readonly caseKey: string;
  readonly benefit: Benefit;
  readonly division: string;
  readonly on: CivilDate;
  /** The first month for which it is claimed. */
  readonly fromYm: string;
  readonly actor: Actor;
}

/** Whether whoever claimed the benefit for a case has it from a month on: something is owed then, or it is one that is held for good. */
export const stillHeld = ({ benefit, changes }: CaseFile, fromYm: string): boolean => (heldForGood(benefit) ? changes.length > 0 : owedFrom(changes, fromYm));

export class CaseClaims {
  constructor(private readonly host: ServiceHost, private readonly reader: CaseReader) {}

  /**
   * Claims the benefit for every citizen, or for none; answers with those it claimed now, for `release`.
   * @throws DomainError `BENEFITS_EXCLUSIVE`
   */
  async claim(idNos: readonly string[], claiming: Claiming): Promise<readonly string[]> {
    // What another program recorded meanwhile counts too.
    await this.host.catchUp();
    const held = await this.host.read((views) => holdingsOf(views, new Set(idNos), claiming.fromYm));
    const claimed: string[] = [];
    try {
      // Always in the same order: of two that claim the same citizens one gets all of them.
      for (const idNo of [...new Set(idNos)].sort()) {
        // What is held for good is told by the claims alone: the books name everybody of a household.
        const others = held.filter((holding) => holding.idNo === idNo && !heldForGood(holding.benefit)).map(({ caseKey, benefit }): Claim => ({ caseKey, benefit }));
        if (await this.claimOne(idNo, claiming, others)) claimed.push(idNo);
      }
      return claimed;
    } catch (error) {
      await this.release(claimed, claiming);
      throw error;
    }
  }

  /** What is claimed under a number, confirmed or about to be. */
  async claimsOf(idNo: string): Promise<readonly Claim[]> {
    return (await this.reader.read(citizenStream, this.host.citizenName(idNo)))?.state.claims ?? [];
  }

  async release(idNos: readonly string[], claiming: Claiming): Promise<void> {
    const { caseKey, benefit, on } = claiming;
    for (const idNo of idNos) {
      await handleCommand(this.host.store, citizenStream, this.host.citizenName(idNo), { command: { type: 'ReleaseBenefit', caseKey, benefit, on }, context: this.context(claiming) });
    }
  }

  /** True where the claim is new. */
  private async claimOne(idNo: string, claiming: Claiming, others: readonly Claim[]): Promise<boolean> {
    const { caseKey, benefit, on } = claiming;
    const send = () => handleCommand(this.host.store, citizenStream, this.host.citizenName(idNo), { command: { type: 'ClaimBenefit', caseKey, benefit, on, others }, context: this.context(claiming) });
    try {
      return (await send()).status === 'appended';
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'BENEFITS_EXCLUSIVE' || !(await this.releaseAbandoned(idNo, claiming))) throw error;
      return (await send()).status === 'appended';
    }
  }

  /** Releases claims of cases that ended, or were never confirmed; true where there were any. */
  private async releaseAbandoned(idNo: string, claiming: Claiming): Promise<boolean> {
    const read = await this.reader.read(citizenStream, this.host.citizenName(idNo));
    let released = false;
    for (const claim of read?.state.claims ?? []) {
      const at = read?.metadata[read.events.findLastIndex(({ type, data }) => type === 'BenefitClaimed' && data.caseKey === claim.caseKey)]?.recordedAt;
      if (claim.caseKey === claiming.caseKey || at === undefined || !(await this.isAbandoned(idNo, claim, at, claiming.fromYm))) continue;
      await this.release([idNo], { ...claiming, ...claim });
      released = true;
    }
    return released;
  }

  /** Also where nobody of the case is registered under the number any more: a correction that was broken off, or its last part. */
  private async isAbandoned(idNo: string, { caseKey }: Claim, claimedAt: string, fromYm: string): Promise<boolean> {
    const state = (await this.reader.case(caseKey))?.state;
    const old = Date.parse(this.host.now()) - Date.parse(claimedAt) > ABANDONED_MS;
    if (state?.status !== 'open' || state.changes.length === 0) return old;
    if (!stillHeld(state, fromYm)) return true;
    return old && !(await this.reader.citizensOf(state, caseKey.slice(caseKey.lastIndexOf('@') + 1))).some((citizen) => citizen.idNo === idNo);
  }

  private context({ actor, division }: Claiming): CommandContext {
    const commandId = randomUUID();
    return { commandId, actor, jurisdiction: placeOf(division), now: this.host.now(), correlationId: commandId };
  }
}
