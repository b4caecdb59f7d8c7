/**
 * A corrected citizen number takes along what the citizen holds under it: the right number is claimed before the correction is recorded, the wrong one let go
 * after it. No decision is taken for a person while a correction of the number is open, so nothing is claimed under the wrong one behind its back.
 */
import { type Claim, exclude, heldForGood } from '#casework';
import { type Actor, type CivilDate, DomainError, monthOf } from '#kernel';
import { holdingsOf } from '#reports';
import type { CaseClaims, Claiming } from './case-claims.js';
import { type CaseReader, divisionOf } from './case-reader.js';
import type { ServiceHost } from './service-host.js';

export interface MovedNumber {
  readonly personId: string;
  readonly county: string;
  readonly from: string;
  readonly to: string;
  readonly on: CivilDate;
  readonly actor: Actor;
}
interface Held extends Claim {
  readonly division: string;
  /** Somebody else of the case is registered under the wrong number, perhaps rightly: their claim stays. */
  readonly sharedNumber: boolean;
}
export interface Moving {
  /** Once the correction stands. */
  readonly done: () => Promise<void>;
  /** Where it was not recorded. */
  readonly undo: () => Promise<void>;
}

export class CorrectionClaims {
  constructor(private readonly host: ServiceHost, private readonly reader: CaseReader, private readonly claims: CaseClaims) {}

  /**
   * Claims the right number for every case in which the person holds something.
   * @throws DomainError `BENEFITS_EXCLUSIVE` where it already holds what excludes one of them, anywhere in the ledger
   */
  async move(moved: MovedNumber): Promise<Moving> {
    const { to, from } = moved;
    const held = await this.held(moved);
    const claimed: Claiming[] = [];
    const undo = async (): Promise<void> => {
      for (const claiming of claimed) await this.claims.release([to], claiming);
    };
    try {
      for (const one of held) if ((await this.claims.claim([to], claimingOf(moved, one))).length > 0) claimed.push(claimingOf(moved, one));
    } catch (error) {
      await undo();
      if (!(error instanceof DomainError) || error.code !== 'BENEFITS_EXCLUSIVE') throw error;
      throw new DomainError('BENEFITS_EXCLUSIVE', 'conflict', `The right citizen number holds ${String(error.details['holds'])} in case ${String(error.details['caseKey'])}, which excludes what the person holds here (${String(error.details['asked'])}). Refuse the correction, or end one of the two first; what was paid twice is a lead.`, error.details, { cause: error });
    }
    return {
      undo,
      done: async () => {
        for (const one of held) if (!one.sharedNumber) await this.claims.release([from], claimingOf(moved, one));
      },
    };
  }

  /** By claims, and of imported books by what is owed. */
  private async held({ personId, county, from, on }: MovedNumber): Promise<readonly Held[]> {
    await this.host.catchUp();
    const owed = await this.host.read((views) => holdingsOf(views, new Set([from]), monthOf(on)));
    const known = new Map([...owed.filter(({ benefit }) => !heldForGood(benefit)), ...(await this.claims.claimsOf(from))].map(({ caseKey, benefit }): [string, Claim] => [caseKey, { caseKey, benefit }]));
    const held: Held[] = [];
    for (const claim of known.values()) {
      if (!claim.caseKey.endsWith(`@${county}`) || !exclude(claim.benefit, claim.benefit)) continue;
      const read = await this.reader.case(claim.caseKey);
      if (read?.state.status !== 'open') continue;
      const citizens = await this.reader.citizensOf(read.state, county);
      if (!citizens.some((one) => one.personId === personId)) continue;
      held.push({ ...claim, division: divisionOf(read.place), sharedNumber: citizens.some((one) => one.personId !== personId && one.idNo === from) });
    }
    return held;
  }
}

const claimingOf = ({ on, actor }: MovedNumber, { caseKey, benefit, division }: Held): Claiming => ({ caseKey, benefit, division, on, actor, fromYm: monthOf(on) });
