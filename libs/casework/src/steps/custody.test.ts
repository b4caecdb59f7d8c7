/** Who keeps the passbook or card of somebody who cannot receive it (R57 26). */
import { but, dibaoUntil, given, path, script } from './testing/story.js';

const S = script();
const confirmed = dibaoUntil('confirm');

it('is filed while something is owed, with the agreement', () => {
  given(confirmed).when(S.fileCustody).then({ type: 'CustodyAgreementFiled', data: { on: '2021-10-31', personId: 'P1', custodian: '乙', role: 'guardian', agreementRef: 'DG1' }, evidence: [{ sha256: 'b'.repeat(64), kind: 'custodyAgreement' }] });
  given(path({ benefit: 'tekun' }, 'submit', 'accept')).when(S.fileCustody).thenRefused('BENEFIT_NOT_ACTIVE');
  given(confirmed, S.stop).when(but(S.fileCustody, { on: '2022-03-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
  given(confirmed).when(but(S.fileCustody, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY', { step: 'the confirmation' });
});
it('each agreement once, one that holds; a later one takes its place under a number of its own', () => {
  given(confirmed, S.fileCustody).when(but(S.fileCustody, { on: '2021-11-05' })).thenRefused('STEP_DONE', { step: 'this agreement' });
  expect(given(confirmed, S.fileCustody).when(but(S.fileCustody, { on: '2021-11-05', agreementRef: 'DG2' })).thenFile().custody).toEqual([{ agreementRef: 'DG1', personId: 'P1' }, { agreementRef: 'DG2', personId: 'P1' }]);
  given(confirmed).when(but(S.fileCustody, { validTo: '2021-10-30' })).thenRefused('CUSTODY_ENDED', { field: 'validTo' });
  given(confirmed).when(but(S.fileCustody, { validTo: '2021-10-31' })).thenAccepted();
  given(confirmed).when(but(S.fileCustody, { validTo: '2021-02-30' })).thenRefused('DATE_INVALID');
});
it('not by kin whose relation is not registered', () => given(confirmed, but(S.declareKin, { on: '2021-10-05' })).when(but(S.fileCustody, {}, '003199')).thenRefused('NEAR_RELATIVE_UNFILED'));
