/** What supervisors suspect (process.md §9): the kinds of leads, what each is matched with, and how it is usually wrong. A hit is a lead, never a finding. */

export interface LeadKind {
  readonly zh: string;
  readonly en: string;
  /** What the match is made with. */
  readonly match: string;
  /** Why a hit is often none. */
  readonly falsePositive: string;
  /** From when money is at risk. */
  readonly atRisk: string;
  /** The ledger finds it in itself (`taizhang leads scan`). */
  readonly selfMatch?: true;
}

export const LEAD_KINDS = {
  paidAfterDeath: { zh: '死亡人员继续领取', en: 'paid after death', match: '殡葬、死亡、户籍注销；台账自身', falsePositive: '证件号登记错误、迟报、同名', atRisk: '死亡次月起', selfMatch: true },
  paidAfterStop: { zh: '停发后继续发放', en: 'paid after a stop', match: '台账自身', falsePositive: '补发以前月份', atRisk: '停发月起', selfMatch: true },
  custody: { zh: '服刑、强制戒毒人员领取', en: 'in custody', match: '法院、监狱、戒毒所', falsePositive: '缓刑、社区矫正可以享受', atRisk: '收押至释放' },
  publicPayroll: { zh: '财政供养人员', en: 'on the public payroll', match: '工资发放', falsePositive: '村干部补贴、公益性岗位', atRisk: '录用起' },
  vehicle: { zh: '有车', en: 'owns a vehicle', match: '车辆登记', falsePositive: '残疾人代步车、已报废、借名', atRisk: '登记起' },
  realEstate: { zh: '有房', en: 'owns real estate', match: '不动产登记', falsePositive: '安置房、共有份额、继承', atRisk: '登记起' },
  business: { zh: '工商登记、法人、股东', en: 'runs a business', match: '市场监管登记', falsePositive: '合作社挂名、被冒名', atRisk: '登记起' },
  socialInsurance: { zh: '养老金、公积金、个税、社保缴费', en: 'insured or taxed income', match: '人社、公积金、税务', falsePositive: '收入核算已计入', atRisk: '首次领取或缴纳起' },
  wealth: { zh: '大额存款、证券、商业保险', en: 'deposits, securities, insurance', match: '核对平台', falsePositive: '赔偿款、在途医疗款', atRisk: '查询日起' },
  duplicate: { zh: '重复享受', en: 'assisted twice', match: '台账自身与省级平台', falsePositive: '转移当月重叠', atRisk: '重叠各月', selfMatch: true },
  kinFavour: { zh: '关系保、人情保（未备案近亲属）', en: 'kin of staff, not registered', match: '经办人员与申请人亲属关系', falsePositive: '已备案但未比中', atRisk: '确认起' },
  sharedAccount: { zh: '一号多户、一卡多人、代领', en: 'one account for several households', match: '台账自身', falsePositive: '监护、代管协议', atRisk: '各月', selfMatch: true },
  absent: { zh: '空挂、迁出', en: 'does not live there', match: '户籍、通信、水电', falsePositive: '住院、外出务工', atRisk: '离开起' },
  omitted: { zh: '应保未保（漏保）', en: 'left out', match: '残疾、学籍、失业名单与台账', falsePositive: '已拒绝或本人放弃', atRisk: '符合条件起' },
  noticeMissing: { zh: '公示、评议缺失', en: 'notice or review missing', match: '台账自身', falsePositive: '手续在纸上', atRisk: '确认起' },
  photoReused: { zh: '照片复用', en: 'one photo used again', match: '台账自身（照片哈希）', falsePositive: '一块公示栏公示多户', atRisk: '确认起', selfMatch: true },
  sameDayBatch: { zh: '同日批量', en: 'many decisions on one day', match: '台账自身', falsePositive: '依法集中会审', atRisk: '确认起', selfMatch: true },
  amountDiffers: { zh: '金额与规则不符', en: 'amount differs from the rule', match: '台账自身', falsePositive: '规则所需事实登记不全', atRisk: '生效月起', selfMatch: true },
  viewedElsewhere: { zh: '查阅辖区外案卷', en: 'asked for a file of elsewhere', match: '台账自身（查阅记录）', falsePositive: '编号录入错误、户籍迁移衔接', atRisk: '-' },
  bulkViewing: { zh: '批量查阅案卷', en: 'many files looked at in a day', match: '台账自身（查阅记录）', falsePositive: '集中复核、迎检', atRisk: '-' },
  other: { zh: '其他', en: 'other', match: '-', falsePositive: '-', atRisk: '-' },
} as const satisfies Readonly<Record<string, LeadKind>>;

export type LeadKindCode = keyof typeof LEAD_KINDS;
export const LEAD_KIND_CODES = Object.keys(LEAD_KINDS) as readonly LeadKindCode[];
