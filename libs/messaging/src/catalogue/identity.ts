/** What may leave the house of accounts and delegations: every event, every field of docs/events.md. */
import type { ContextCatalogue } from './disposition.js';

export const IDENTITY: ContextCatalogue = {
  account: {
    AccountCreated: { publish: { role: 'code', division: 'division' }, withhold: { accountId: 'staff', staffId: 'staff', name: 'name', orgUscc: 'staff' } },
    AccountChanged: { publish: { role: 'code', division: 'division' }, withhold: { accountId: 'staff', name: 'name' } },
    AccountDisabled: { publish: {}, withhold: { accountId: 'staff', reason: 'freeText' } },
    AccountEnabled: { publish: {}, withhold: { accountId: 'staff' } },
    CredentialIssued: { publish: { kind: 'code' }, withhold: { accountId: 'staff', credentialId: 'staff' } },
    PasswordChanged: { publish: {}, withhold: { accountId: 'staff', credentialId: 'staff' } },
    ExternalIdentityLinked: { publish: {}, withhold: { accountId: 'staff', issuer: 'staff', subject: 'staff' } },
    ExternalIdentityUnlinked: { publish: {}, withhold: { accountId: 'staff', issuer: 'staff', subject: 'staff', reason: 'freeText' } },
  },
  delegation: {
    DelegationGranted: {
      publish: { delegationId: 'number', fromDivision: 'division', toDivision: 'division', toRole: 'code', permissions: 'codes', benefits: 'codes', amountCapFen: 'fen', validFrom: 'day', validTo: 'day', basis: 'document' },
      withhold: {},
    },
    DelegationRevoked: { publish: { delegationId: 'number', on: 'day' }, withhold: { reason: 'freeText' } },
  },
};
