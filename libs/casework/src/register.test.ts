/** What is recorded of persons and households beside their registration: identity verified, job services, the first account. */
import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { householdDecider, type HouseholdEvent, type JobService, personDecider, type PersonEvent } from './index.js';

const person = specificationOf(personDecider);
const household = specificationOf(householdDecider);
const today = d('2022-01-10');
const registered: PersonEvent = { type: 'PersonRegistered', data: { personId: 'P1', idNo: '11010519491231002X', name: '示例', birth: '1949-12-31', sex: 'female' } };
const composed: HouseholdEvent = { type: 'HouseholdComposed', data: { householdId: 'H1', headId: 'P1', town: '360111003', members: [] } };

describe('an identity verified', () => {
  const verify = { type: 'VerifyIdentity', on: '2022-01-05', method: 'cardReader', result: 'matches', by: '003100', today } as const;
  it('is recorded with its outcome, as often as it is done', () => {
    const event: PersonEvent = { type: 'IdentityVerified', data: { personId: 'P1', on: '2022-01-05', method: 'cardReader', result: 'matches', verifiedBy: '003100' } };
    person.given([registered]).when(verify).then([{ ...event, occurredAt: d('2022-01-05') }]);
    person.given([registered, event]).when({ ...verify, on: '2022-01-06', result: 'differs' }).then([{ type: 'IdentityVerified', data: { ...event.data, on: '2022-01-06', result: 'differs' }, occurredAt: d('2022-01-06') }]);
  });
  it('of somebody registered, on a day that has come', () => {
    person.given([]).when(verify).thenRefused('PERSON_UNKNOWN');
    person.given([registered]).when({ ...verify, on: '2022-01-11' }).thenRefused('STEP_IN_FUTURE');
    person.given([registered]).when({ ...verify, on: '2022-02-30' }).thenRefused('DATE_INVALID');
  });
});

describe('a job service (XM-2018-03-01)', () => {
  const deliver = (kind: JobService, serviceNo: string, on = '2021-12-31') => ({ type: 'DeliverJobService', kind, serviceNo, on, by: '003100', today }) as const;
  const delivered = (kind: JobService, serviceNo: string, on = '2021-12-31'): PersonEvent => ({ type: 'JobServiceDelivered', data: { personId: 'P1', on, kind, year: Number(on.slice(0, 4)), serviceNo } });
  it('belongs to the year of its day', () => {
    person.given([registered]).when(deliver('REFERRAL', 'JY1')).then([{ ...delivered('REFERRAL', 'JY1'), occurredAt: d('2021-12-31') }]);
    person.given([registered, delivered('REFERRAL', 'JY1')]).when(deliver('REFERRAL', 'JY2', '2022-01-01')).then([{ ...delivered('REFERRAL', 'JY2', '2022-01-01'), occurredAt: d('2022-01-01') }]);
  });
  it('counts once by its number', () => person.given([registered, delivered('VISIT', 'JY1')]).when(deliver('TRAINING', 'JY1')).thenRefused('SERVICE_EXISTS'));
  it('of somebody registered, on a day that has come', () => {
    person.given([]).when(deliver('VISIT', 'JY1')).thenRefused('PERSON_UNKNOWN');
    person.given([registered]).when(deliver('VISIT', 'JY1', '2022-01-11')).thenRefused('STEP_IN_FUTURE');
  });
});

describe('the account of a household', () => {
  const account = { householdId: 'H1', on: '2022-01-05', bank: '示例银行', accountNo: '62170000', holderName: '示例', medium: 'card' } as const;
  const register = { type: 'RegisterPayeeAccount', ...account, today } as const;
  it('is registered where there is none, also where only a bank was named before', () => {
    for (const before of [[], [{ type: 'PayeeAccountRegistered', data: { householdId: 'H1', bank: '示例银行' } }]] satisfies HouseholdEvent[][]) {
      household.given([composed, ...before]).when(register).then([{ type: 'PayeeAccountRegistered', data: account, occurredAt: d('2022-01-05') }]);
    }
  });
  it('another one is no registration', () => household.given([composed, { type: 'PayeeAccountRegistered', data: account }]).when({ ...register, accountNo: '62170001' }).thenRefused('ACCOUNT_REGISTERED'));
  it('of a household that is composed, on a day that has come', () => {
    household.given([]).when(register).thenRefused('HOUSEHOLD_UNKNOWN');
    household.given([composed]).when({ ...register, on: '2022-01-11' }).thenRefused('STEP_IN_FUTURE');
  });
});
