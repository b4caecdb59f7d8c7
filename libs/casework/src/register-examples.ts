/** A good example of what is stated beside the steps of a case: of the invented person and household of the API description. */
import type { Registered } from './register-formats.js';

const personId = 'QS2021RY00001';
const correction = { subject: 'person', number: personId, correctionNo: 'GZ-2021-004' } as const;

export const REGISTER_EXAMPLES = {
  identity: { personId, on: '2021-08-01', method: 'cardReader', result: 'matches' },
  jobService: { personId, on: '2021-08-02', kind: 'REFERRAL', serviceNo: 'JY-2021-0031', text: '社区保洁' },
  account: { householdId: 'QS2021JT00001', on: '2021-08-01', bank: '示例银行', accountNo: '6217000000000000', holderName: '示例甲', medium: 'card' },
  requestCorrection: {
    ...correction, on: '2021-08-03', targetEventId: '6f1ab4e2-5b1d-4c7e-8a54-1d5f7c2b9e10', field: 'name', old: '示例甲', new: '示例乙', reason: '录入时写错一字，以身份证为准',
    evidence: [{ sha256: '3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b', kind: 'identityDocument' }],
  },
  approveCorrection: { ...correction, on: '2021-08-04' },
  refuseCorrection: { ...correction, on: '2021-08-04', reason: '身份证上的姓名与登记一致' },
} as const satisfies { readonly [Name in 'identity' | 'jobService' | 'account' | 'requestCorrection' | 'approveCorrection' | 'refuseCorrection']: Registered<Name> };
