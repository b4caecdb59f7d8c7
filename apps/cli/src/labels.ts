/** Chinese words for the codes the program stores, for the screens of its users. */

const LABELS: Readonly<Record<string, string>> = {
  dibao: '低保', tekun: '特困', lowIncome: '支出型低收入', temporaryRelief: '临时救助', disabilityLiving: '残疾人生活补贴',
  disabilityNursing: '重度残疾人护理补贴', orphan: '孤儿',
  accepted: '受理', infoCheck: '信息核对', homeVisit: '入户调查', democraticReview: '民主评议', initialOpinion: '初审', noticePosted: '公示开始',
  noticeClosed: '公示结束', confirmed: '审核确认', denied: '不予确认', periodicReview: '复核', withdrawn: '撤回',
  MISSING_STEP: '缺步骤', STEP_ORDER: '顺序颠倒', NOTICE_SHORT: '公示不足', VISIT_LATE: '入户超期', REVIEW_LATE: '评议超期', SAME_OFFICER: '同一人经办', CLOCK_MISSED: '逾期', PHOTO_REUSED: '照片复用', PHOTO_OUTSIDE_WINDOW: '照片不在公示期内', PHOTO_TIME_UNKNOWN: '照片无拍摄时间',
  exempt: '免责', accountable: '追责', pending: '待核实',
  grant: '新增', increase: '增发', reduce: '减发', graduatedExit: '渐退', stop: '停发',
  category: '类别', relativePoor: '相对贫困', none: '不属于救助对象', yes: '符合', no: '不符合', manual: '由经办机关决定',
  recorded: '入账', alreadyRecorded: '已在账', rejected: '拒绝',
  exact: '确定数额', floor: '下限', cap: '上限', range: '区间', deadline: '期限', approx: '规划增幅', avgKPI: '平均数指标',
  total: '合计',
};

/** The Chinese word, or the code itself where there is none. */
export const label = (code: string): string => LABELS[code] ?? code;
