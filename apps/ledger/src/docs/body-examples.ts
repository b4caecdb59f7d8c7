/**
 * Examples in the API description, by operation, where the format itself has none: of one invented household and one county, so that in this order each can be sent
 * as it stands (`examples.test.ts`). Nobody in them exists.
 */
import type { OpenAPIObject } from '@nestjs/swagger';
import { REGISTER_EXAMPLES } from '#casework';

const PERSON = 'QS2021RY00001';
const DIVISION = '360111';
const TOWN = '360111003';

export const BODY_EXAMPLES: Readonly<Record<string, object>> = {
  registerPerson: { personId: PERSON, idNo: '11010519491231002X', name: '示例甲', labour: 'none' },
  composeHousehold: { householdId: 'QS2021JT00001', headId: PERSON, town: TOWN, community: '360111003001', members: [{ personId: PERSON, relation: '户主', counted: true }] },
  changeHouseholdMember: { householdId: 'QS2021JT00001', change: 'changed', on: '2021-08-01', personId: PERSON, relation: '户主', counted: false },
  verifyIdentity: REGISTER_EXAMPLES.identity,
  deliverJobService: REGISTER_EXAMPLES.jobService,
  registerAccount: REGISTER_EXAMPLES.account,
  exportEvidence: { scope: 'person', about: PERSON, organ: '示例区纪委监委', docNo: '调〔2026〕3号' },
  drawSample: { county: DIVISION, drawNo: 'CC-2021-09', on: '2021-09-20' },
  createAccount: { accountId: 'wang.li', staffId: '003101', name: '王莉', role: 'townOperator', division: TOWN },
  changeAccount: { role: 'townAuditor' },
  linkIdentity: { issuer: 'https://sso.example.gov.cn/', subject: 'u-17' },
  disableAccount: { reason: '调离' },
  grantDelegation: { delegationId: 'WT-2026-01', fromDivision: DIVISION, toDivision: TOWN, toRole: 'townAuditor', permissions: ['case.confirm', 'case.payRelief'], benefits: ['temporaryRelief'], amountCapFen: 200_000, validTo: '2099-12-31', basis: '示例文件〔2026〕1号' },
  revokeDelegation: { reason: '收回' },
  publishStandards: { entries: [{ key: 'dibao.std', division: DIVISION, value: '670', from: '2021-01-01', unit: 'yuan/person·month', basis: '示例文件〔2021〕1号' }] },
  correctStandard: { key: 'dibao.std', division: DIVISION, from: '2021-01-01', value: '680', reason: '录入有误', approver: '示例乙' },
  determine: {
    facts: { division: '320583', on: '2020-05-20', consent: true, assets: { compliant: true }, members: [{ id: 'A', birthOn: '1970-01-01', employed: true, labour: 'full', income: { wagesFen: 50_000 } }, { id: 'B', birthOn: '1970-01-01', employed: false, labour: 'full', income: {} }] },
  },
  recordDetermination: {
    facts: { division: '320583', on: '2020-05-20', consent: true, assets: { compliant: true }, members: [{ id: 'A', birthOn: '1970-01-01', employed: true, labour: 'full', income: { wagesFen: 50_000 } }] },
  },
  seedTasks: { pack: 'QS-2019' },
  assignTask: { task: '7', unit: '塘山镇', department: '民政所', person: '示例甲', due: '2020-12-31', on: '2019-04-10' },
  reportProgress: { task: '7', unit: '塘山镇', quarter: '2019Q2', on: '2019-06-20', cutoff: '2019-06-15', value: 12, text: '纳入12户' },
  holdDispatch: { division: DIVISION, quarter: '2019Q2', on: '2019-06-28', problems: ['2个单位未报送'] },
  issueBulletin: { division: DIVISION, halfYear: '2019H1', on: '2019-07-10' },
  completeAssessment: { division: DIVISION, year: '2019', on: '2020-01-15', scores: [{ unit: '塘山镇', score: '92.5' }] },
  recordEvaluation: { division: DIVISION, period: '2019', on: '2020-01-20', evaluator: '示例评估机构', summary: '示例' },
  importMatch: { rows: [{ idNo: '11010519491231002X', kind: 'vehicle', fact: '小型汽车一辆', source: '车管', asOf: '2019-05-31', fromYm: '2018-03' }] },
  closeYear: { on: '2020-01-10' },
  rebuildProjections: { names: ['caseload'] },
  signIn: { accountId: 'wang.li', password: 'the one that was given out' },
  changePassword: { oldPassword: 'the one that was given out', newPassword: 'twelve characters at least' },
};

/** What stands in a path, by the beginning of the path. */
const PATH_EXAMPLES: readonly (readonly [path: string, parameter: string, example: string])[] = [
  ['/api/v1/accounts/', 'id', 'wang.li'], ['/api/v1/delegations/', 'id', 'WT-2026-01'], ['/api/v1/determinations/', 'id', 'HD-2021-001'], ['/api/v1/leads/matches/', 'id', '2019-05'], ['/api/v1/rules/', 'id', 'QS-2019-T03'],
  ['/api/v1/cases/', 'id', 'QS2019DB00001'], ['/api/v1/persons/', 'id', PERSON], ['/api/v1/corrections/', 'id', PERSON], ['/api/v1/findings/', 'id', 'YD-2022-07'], ['/api/v1/complaints/', 'id', 'TS-2022-01'], ['/api/v1/years/', 'county', DIVISION], ['/api/v1/years/', 'year', '2019'],
  ['/api/v1/imports/jobs/', 'id', '6f1ab4e2-5b1d-4c7e-8a54-1d5f7c2b9e10'], ['/api/v1/projections/rebuild/', 'id', '6f1ab4e2-5b1d-4c7e-8a54-1d5f7c2b9e10'],
  ['/api/v1/standards/impact', 'key', 'dibao.std'], ['/api/v1/accounts/', 'issuer', 'https://sso.example.gov.cn/'], ['/api/v1/accounts/', 'subject', 'u-17'], ['/api/v1/accounts/', 'reason', '换人'],
];

type Content = { examples?: object; example?: unknown };
interface Operation { operationId?: string; requestBody?: { content?: Record<string, Content> }; parameters?: { name?: string; example?: unknown }[] }

/** Puts the examples where they belong. */
export function addExamples({ paths }: OpenAPIObject): void {
  for (const [path, methods] of Object.entries(paths)) {
    for (const operation of Object.values(methods) as Operation[]) {
      const json = operation.requestBody?.content?.['application/json'];
      const body = BODY_EXAMPLES[operation.operationId ?? ''];
      if (json !== undefined && body !== undefined) json.examples ??= { example: { value: body } };
      for (const parameter of operation.parameters ?? []) {
        const example = PATH_EXAMPLES.find(([beginning, name]) => path.startsWith(beginning) && parameter.name === name)?.[2];
        if (example !== undefined) parameter.example = example;
      }
    }
  }
}
