/** The accounts and the delegations there are, for lists: rows hold nothing secret, because the events do not. Access itself is decided from the streams. */
import { type Account, type AccountEvent, accountStream, type Delegation, type DelegationEvent, delegationStream } from '#identity';
import type { Projection } from '#projections';

export interface DelegationRow extends Delegation {
  readonly revokedReason?: string | undefined;
}

export const accounts: Projection<Account, AccountEvent> = {
  name: 'accounts',
  version: 1,
  handles: accountStream.codec.types,
  key: ({ event }) => event.data.accountId,
  evolve(row, { event }) {
    const { account } = accountStream.decider.evolve({ account: row }, event);
    if (account === undefined) throw new Error(`${event.type} left no account`);
    return inOrder(account);
  },
};

/** Members always in this order, so that the bytes of a row do not tell in how many pages it was folded. */
const inOrder = ({ accountId, staffId, name, role, division, orgUscc, disabledReason, identities, credential, credentialIds, epoch }: Account): Account =>
  ({ accountId, staffId, name, role, division, orgUscc, disabledReason, identities, credential, credentialIds, epoch });

export const delegations: Projection<DelegationRow, DelegationEvent> = {
  name: 'delegations',
  version: 2,
  handles: delegationStream.codec.types,
  key: ({ event }) => event.data.delegationId,
  evolve(row, { event }) {
    const { delegation, revokedReason } = delegationStream.decider.evolve({ delegation: row }, event);
    if (delegation === undefined) throw new Error(`${event.type} left no delegation`);
    const { delegationId, fromDivision, toDivision, toRole, permissions, benefits, amountCapFen, validFrom, validTo, basis, revokedOn } = delegation;
    return { delegationId, fromDivision, toDivision, toRole, permissions, benefits, amountCapFen, validFrom, validTo, basis, revokedOn, revokedReason };
  },
};
