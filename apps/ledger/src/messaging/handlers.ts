/** What the intake's messages come to: steps and leads of the ledger's own services, in the name of one account. */
import type { Ledger } from '#application';
import type { SignedIn } from '#identity';
import { DomainError } from '#kernel';
import type { IntakeHandlers } from '#messaging';

/** In whose names messages are applied. Results of banks are finance's or the bank's to hand in, and their topic is consumed only where somebody is named. */
export interface IntakeAccounts {
  readonly intake: string;
  readonly bank?: string | undefined;
}

/** An account is read anew for every message: whoever disables it stops the intake, which then waits. */
export function intakeHandlers(ledger: Pick<Ledger, 'access' | 'leads' | 'deathNotices' | 'answers'>, { intake, bank }: IntakeAccounts): IntakeHandlers {
  const named = async (account: string, setting: string): Promise<SignedIn> => {
    const { accountId, disabledReason, staffId, name, role, division, orgUscc } = await ledger.access.account(account);
    if (disabledReason !== undefined) throw new DomainError('ACCOUNT_DISABLED', 'conflict', `The account of the intake (${setting}) is disabled, so what comes in waits. Enable it, or name another.`);
    return { accountId, staffId, name, role, division, orgUscc };
  };
  const person = (): Promise<SignedIn> => named(intake, 'KAFKA_INTAKE_ACCOUNT');
  return {
    applyDataMatch: async ({ data: { county, matchNo, rows } }) => {
      const { leads } = await ledger.leads.importMatch(`${matchNo}@${county}`, rows, await person());
      return leads.length > 0 && leads.every(({ outcome }) => outcome === 'alreadyRecorded') ? 'alreadyRecorded' : 'recorded';
    },
    applyDeath: async ({ key, data }) => ledger.deathNotices.apply(data, key, await person()),
    ...(bank === undefined ? {} : {
      applyBankResult: async ({ key, data: { county, batchNo, on, items } }) => (await ledger.answers.applyMessage(`${batchNo}@${county}`, items, key, on, await named(bank, 'KAFKA_BANK_ACCOUNT'))).outcome,
    }),
  };
}
