import { fineLimit } from './fine.js';
import type { FindingFile } from './finding-state.js';

const finding = (raisedOn: string, error: object | undefined): FindingFile => ({ status: 'confirmed', kind: 'vehicle', raisedOn, error, responsible: [], receivedFen: 0, remittedFen: 0, rectifications: [], liabilities: [] }) as unknown as FindingFile;
const FRAUD = { recipientFraud: true, fromYm: '2019-03', toYm: '2020-02' };

test('a fraud that ended in February of a leap year may be found out until the last day of February two years later', () => {
  expect(fineLimit(finding('2022-02-28', FRAUD))).toEqual({ actEndedOn: '2020-02-29', until: '2022-02-28', foundOn: '2022-02-28', barred: false });
  expect(fineLimit(finding('2022-03-01', FRAUD))?.barred).toBe(true);
  expect(fineLimit(finding('2021-01-01', { recipientFraud: true, fromYm: '2019-03' }))).toMatchObject({ actEndedOn: '2019-03-31', until: '2021-03-31', barred: false });
});
test('of no fraud, of no error and of unknown months there is none', () => {
  for (const error of [undefined, { ...FRAUD, recipientFraud: false }, { recipientFraud: true }]) expect(fineLimit(finding('2021-01-01', error))).toBeUndefined();
});
