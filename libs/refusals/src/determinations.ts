/** docs/errors.md, "Policy: determinations". */
import type { Refusals } from './refusals.js';

export const DETERMINATIONS: Refusals = {
  FACTS_INVALID: '家庭情况中有一项写法不对或前后矛盾，未作任何记录。请更正所指的一项，再重新认定。',
  FACT_MISSING: '认定所需的一项情况（或区划、日期）没有填写，程序不作推定。请核实并填写后重新认定。',
  DIVISION_NOT_COVERED: '没有政策包适用于这一行政区划，不能认定或统计。请核对区划代码。',
  DATE_BEFORE_RULES: '当地政策文件在该日尚未施行，没有可用的规则。请改用较晚的日期或年度。',
  AREA_NOT_COVERED: '该政策文件只适用于城镇家庭，所填家庭为农村。请核对城乡类别；农村家庭按其适用的文件办理。',
  STANDARD_NOT_PUBLISHED: '所需的标准在当地当日没有公布。请按公布机关的文件录入公布标准，再重新办理。',
  AMOUNT_TOO_LARGE: '算出的金额过大，不可能是真实金额。请检查公布标准或家庭情况中是否有多写位数的数字。',
  TIERS_INCOMPLETE: '公布的低保分档没有达到低保标准，本案收入无档可对。请将分档公布到低保标准，再重新办理。',
  RULE_NOT_IN_FORCE: '当地文件在该日没有载明所需的数额，相应规则当日不适用。请改用有载明数额的日期，或去掉该项申请。',
  REQUEST_NOT_COVERED: '当地适用的文件没有这项申请的规则。请去掉该项申请，另按其自身的规定办理。',
  FIGURE_NOT_FOR_HOUSEHOLDS: '计划数（“左右”）和地区平均数不得用于认定具体家庭。请录入当地的公布标准。',
  KNOWN_AT_NOT_RECORDED: '入账的认定须依据现有的全部信息，不能指定以前的知悉时刻。请去掉 knownAt，或只认定、不入账。',
  NUMBER_INVALID: '编号须为 1 至 80 个字符，不含空格、@ 和竖线；须注明县的，写作 编号@县代码。请更正。',
  DETERMINATION_EXISTS: '这一编号已有另一项认定，内容不同，未作任何改动。请另用一个编号。',
  DETERMINATION_NOT_FOUND: '没有这一编号的认定；被拒绝的认定不入账。请核对编号。',
  DETERMINATION_AMBIGUOUS: '几个县都有这一编号的认定。请写明是哪个县：编号@县代码。',
  PACK_CHANGED: '认定期间接连有政策包被采用，认定未能完成。请重新认定。',
};
