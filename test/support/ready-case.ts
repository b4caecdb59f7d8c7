/** Cases put on record up to the decision in one append, through the decider that also judges every step that is sent: for tests about what comes after. */
import type { Ledger } from '#application';
import { type Benefit, caseStream, type Stated, type StepName, type TakeStep } from '#casework';
import { handleCommands } from '#event-store';
import { type CivilDate, uuidOf } from '#kernel';
import { photo } from './live-county.js';

export interface ReadyCase {
  /** `<case>@<county>`. */
  readonly caseKey: string;
  /** 12 digits. */
  readonly community: string;
  readonly householdId: string;
  readonly benefit: Extract<Benefit, 'dibao' | 'tekun' | 'housing'>;
  /** Everybody of the household; the first applies, and receives what is for one person. */
  readonly personIds: readonly string[];
}
type Named = { readonly [Name in StepName]: readonly [step: Name, stated: Stated<Name>] }[StepName];

/** `upTo`: the last step; the whole where absent. Accepted on 2021-09-02, so under R57, forwarded on 2021-09-20: nobody has an income, all property complies, nobody supports whoever applies for 特困. */
export async function ready(ledger: Ledger, { caseKey, community, householdId, benefit, personIds }: ReadyCase, upTo: StepName = 'forward'): Promise<void> {
  const [caseId = '', county = ''] = caseKey.split('@');
  const applicantId = personIds[0] as string;
  const evidence = (kind: 'noticeStartPhoto' | 'noticeEndPhoto') => [photo(kind, `${caseKey} ${kind}`, '2021-09-08T09:00:00+08:00')];
  const steps: readonly Named[] = [
    ['submit', { on: '2021-09-01', benefit, householdId, ...(benefit === 'tekun' ? { beneficiaryId: applicantId } : {}), applicantId, channel: 'window', materials: ['申请书'], promise: true, causes: [] }],
    ['accept', { on: '2021-09-02', receiptNo: 'SL1' }],
    ['authoriseCheck', { on: '2021-09-02', persons: [applicantId], scope: ['hukou'] }],
    ['requestCheck', { on: '2021-09-02', requestNo: 'HD1', sources: ['hukou'] }],
    ['startCheck', { on: '2021-09-02' }],
    ['reportCheck', { on: '2021-09-03', reportNo: 'HDBG1', asOf: '2021-09-02', conclusion: 'consistent', items: [] }],
    ['visit', { on: '2021-09-03', visitNo: 'RH1', visitors: ['surveyor-a', 'surveyor-b'], present: [], findings: '属实' }],
    ['assessIncome', { on: '2021-09-06', members: personIds.map((personId) => ({ personId, income: {}, employed: false, labour: 'none' as const })) }],
    ['assessAssets', { on: '2021-09-06', compliant: true, basis: '均在限额内' }],
    ...(benefit === 'dibao' ? [] : [
      ['assessSelfCare', { on: '2021-09-06', personId: applicantId, eating: true, dressing: true, transfer: true, toilet: true, indoorWalking: true, washing: true, assessor: '评估机构' }],
      ['assessCircumstances', { on: '2021-09-06', members: [{ personId: applicantId, supporters: 'none', incomeSource: false, care: 'dispersed' }] }],
    ] satisfies Named[]),
    ['issueOpinion', { on: '2021-09-07', opinion: 'approve', author: 'drafter', reason: '符合条件' }],
    ['postNotice', { on: '2021-09-08', place: '公示栏', fields: ['name'], evidence: evidence('noticeStartPhoto') }],
    ['closeNotice', { on: '2021-09-15', evidence: evidence('noticeEndPhoto') }],
    ['forward', { on: '2021-09-20', fileList: ['全部材料'] }],
  ];
  const jurisdiction = { code6: county, town9: community.slice(0, 9), village12: community };
  const outcomes = await handleCommands(ledger.store, caseStream, caseKey, steps.slice(0, steps.findIndex(([step]) => step === upTo) + 1).map(([step, stated]) => {
    const commandId = uuidOf(`ready/${caseKey}/${step}`);
    const by = step === 'issueOpinion' ? 'reviewer' : 'operator';
    return {
      command: { type: 'TakeStep', step, stated, context: { caseId, by, today: '2021-09-20' as CivilDate } } as TakeStep,
      context: { commandId, actor: { staffId: by }, jurisdiction, now: new Date().toISOString(), correlationId: commandId },
    };
  }));
  for (const outcome of outcomes) if (outcome.status === 'refused') throw outcome.error;
}
