/** What the intake's messages come to: steps and leads of the ledger's own services, in the name of one account. */
import type { Ledger } from '#application';
import type { SignedIn } from '#identity';
import { DomainError } from '#kernel';
import type { IntakeHandlers } from '#messaging';

/**
 * The account is read anew for every message: whoever disables it stops the intake, which then waits.
 * Results of bank files have no service to apply them yet, so their topic is not consumed.
 */
export function intakeHandlers(ledger: Pick<Ledger, 'access' | 'leads' | 'deathNotices'>, accountId: string): IntakeHandlers {
  const person = async (): Promise<SignedIn> => {
    const { disabledReason, staffId, name, role, division, orgUscc } = await ledger.access.account(accountId);
    if (disabledReason !== undefined) throw new DomainError('ACCOUNT_DISABLED', 'conflict', 'The account of the intake (KAFKA_INTAKE_ACCOUNT) is disabled, so what comes in waits. Enable it, or name another.');
    return { accountId, staffId, name, role, division, orgUscc };
  };
  return {
    applyDataMatch: async ({ data: { county, matchNo, rows } }) => {
      const { leads } = await ledger.leads.importMatch(`${matchNo}@${county}`, rows, await person());
      return leads.length > 0 && leads.every(({ outcome }) => outcome === 'alreadyRecorded') ? 'alreadyRecorded' : 'recorded';
    },
    applyDeath: async ({ key, data }) => ledger.deathNotices.apply(data, key, await person()),
  };
}
