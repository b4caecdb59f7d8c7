/** The roles of process.md §2, as accounts carry them. Data: an official can read it. */

/**
 * At which level of administration an account of the role stands, which says what its division looks like:
 * a community has 12 digits, a town 9, a county 6, a city 6 that end in 00. `any`: whichever of them, or a province.
 */
export type RoleLevel = 'community' | 'town' | 'county' | 'city' | 'any';

interface RoleRow {
  readonly zh: string;
  readonly en: string;
  readonly level: RoleLevel;
  /** May stand at division 000000, that is everywhere: bound by the role alone. */
  readonly everywhere?: true;
}

const ROWS = {
  communityWorker: { zh: '社区协理员', en: 'community worker', level: 'community' },
  townOperator: { zh: '镇街经办', en: 'town operator', level: 'town' },
  townAuditor: { zh: '镇街审核', en: 'town auditor', level: 'town' },
  countyOperator: { zh: '县级民政经办', en: 'county operator', level: 'county' },
  countyAuditor: { zh: '县级民政审核确认', en: 'county auditor', level: 'county' },
  countyLeader: { zh: '县级民政负责人（审定清册）', en: 'county leader (approves pay lists)', level: 'county' },
  checkAgency: { zh: '核对机构', en: 'information check agency', level: 'any' },
  thirdParty: { zh: '第三方', en: 'contracted third party', level: 'any' },
  lineDepartment: { zh: '残联/医保/教育/住建/人社', en: 'line department', level: 'county' },
  finance: { zh: '财政', en: 'finance', level: 'county' },
  bank: { zh: '代发银行', en: 'paying bank', level: 'county' },
  cityRegistrar: { zh: '市级民政（只备案）', en: 'city registrar (filing only)', level: 'city' },
  leadingGroup: { zh: '领导小组办公室', en: 'leading group office', level: 'county' },
  inspector: { zh: '纪检监察/审计/财政监督（只读）', en: 'inspector (reads only)', level: 'any', everywhere: true },
  administrator: { zh: '系统管理员（只管账户）', en: 'administrator (accounts only)', level: 'any', everywhere: true },
} as const satisfies Readonly<Record<string, RoleRow>>;

export type Role = keyof typeof ROWS;
export const ROLES: { readonly [R in Role]: RoleRow } = ROWS;

export const isRole = (text: string): text is Role => Object.hasOwn(ROLES, text);
