/** Rows of accounts and delegations are the same bytes in however many pages they are folded. */
import { type AccountEvent, accountStream, type DelegationEvent } from '#identity';
import { type EventMetadata, parseCivilDate as d } from '#kernel';
import type { Projection } from '#projections';
import { accounts, delegations } from './access.js';

const accountId = 'wang';
const ACCOUNT: readonly AccountEvent[] = [
  { type: 'AccountCreated', data: { accountId, staffId: '002101', name: '王丽', role: 'countyOperator', division: '360111' } },
  { type: 'CredentialIssued', data: { accountId, kind: 'oneTimePassword', credentialId: 'c1' } },
  { type: 'AccountDisabled', data: { accountId, reason: '调离' } },
  { type: 'AccountEnabled', data: { accountId } },
  { type: 'ExternalIdentityLinked', data: { accountId, issuer: 'https://sso.example.gov.cn/', subject: 'u-17' } },
  { type: 'PasswordChanged', data: { accountId, credentialId: 'c2' } },
  { type: 'AccountChanged', data: { accountId, name: '王莉', role: 'countyAuditor' } },
  { type: 'ExternalIdentityUnlinked', data: { accountId, issuer: 'https://sso.example.gov.cn/', subject: 'u-17', reason: '换人' } },
  { type: 'AccountDisabled', data: { accountId, reason: '退休' } },
];
const DELEGATION: readonly DelegationEvent[] = [
  { type: 'DelegationGranted', data: { delegationId: 'WT-1', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm'], validFrom: d('2026-03-01'), basis: '示例' } },
  { type: 'DelegationRevoked', data: { delegationId: 'WT-1', on: d('2026-04-01'), reason: '收回' } },
];

/** The stored bytes, where the row is read back every so many events. */
function folded<Row extends object, Event extends AccountEvent | DelegationEvent>({ evolve }: Projection<Row, Event>, events: readonly Event[], page: number): string {
  let row: Row | undefined;
  events.forEach((event, n) => {
    row = evolve(row, { event, metadata: {} as EventMetadata, streamId: 's', revision: String(n) });
    if ((n + 1) % page === 0) row = JSON.parse(JSON.stringify(row)) as Row;
  });
  return JSON.stringify(row);
}

it.each([1, 2, 3, 5])('of accounts, read back every %d events', (page) => expect(folded(accounts, ACCOUNT, page)).toBe(folded(accounts, ACCOUNT, 100)));
it('of delegations', () => expect(folded(delegations, DELEGATION, 1)).toBe(folded(delegations, DELEGATION, 100)));
it('hold what the stream holds, and are of the account the event names', () => {
  const { account } = ACCOUNT.reduce((state, event) => accountStream.decider.evolve(state, event), accountStream.decider.initialState());
  expect(JSON.parse(folded(accounts, ACCOUNT, 100))).toEqual(JSON.parse(JSON.stringify(account)));
  for (const event of ACCOUNT) expect(accounts.key({ event, metadata: {} as EventMetadata, streamId: 's', revision: '0' })).toBe('wang');
  expect([...accounts.handles].sort()).toEqual([...new Set(ACCOUNT.map(({ type }) => type))].sort());
});
