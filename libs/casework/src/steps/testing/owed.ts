/** What every benefit owes before it may be confirmed, written by hand from process.md §3 and §4.1 and not from chain.ts: a slip in either shows as a difference. */
import type { Benefit, RuleVersion, Variant } from '../../index.js';
import type { ScriptStep, Setting } from './story.js';

const words = (text: string): readonly ScriptStep[] => text.trim().split(/\s+/) as ScriptStep[];

const CHECK = 'authoriseCheck requestCheck startCheck';
/** The check is reported after the visit in the script; they may come in either order. */
const SURVEY = `accept ${CHECK} visit reportCheck`;
const CERTIFIED = `accept ${CHECK} reportCheck assessCircumstances issueOpinion`;

export interface Way {
  readonly benefit: Benefit;
  readonly variant?: Variant;
  readonly rules: RuleVersion;
  readonly owed: readonly ScriptStep[];
  /** Steps that the procedure of this benefit does not know at all. */
  readonly never: readonly ScriptStep[];
}
const NEW: RuleVersion = 'R57';
const OLD: RuleVersion = 'R220';
const both = (benefit: Benefit, owed: string, never: string, variant?: Variant): Way[] =>
  [OLD, NEW].map((rules) => ({ benefit, rules, owed: words(owed), never: words(never), ...(variant === undefined ? {} : { variant }) }));

export const WAYS: readonly Way[] = [
  // 城市低保. R220: review always, 7 d twice, 30 % sample. R57: review only after an objection, 7 d once, the county visits for cause only.
  { benefit: 'dibao', rules: OLD, owed: words(`${SURVEY} assessIncome assessAssets review issueOpinion postNotice closeNotice forward draw postCountyNotice closeCountyNotice`), never: words('fileRelief completePapers') },
  { benefit: 'dibao', rules: NEW, owed: words(`${SURVEY} assessIncome assessAssets issueOpinion postNotice closeNotice forward`), never: words('review postCountyNotice fileRelief completePapers') },
  // 支出型: as 低保, with invoices of rigid spend.
  { benefit: 'lowIncome', rules: OLD, owed: words(`${SURVEY} assessIncome assessAssets assessRigidExpenditure review issueOpinion postNotice closeNotice forward draw postCountyNotice closeCountyNotice`), never: words('fileRelief completePapers') },
  { benefit: 'lowIncome', rules: NEW, owed: words(`${SURVEY} assessIncome assessAssets assessRigidExpenditure issueOpinion postNotice closeNotice forward`), never: words('review postCountyNotice fileRelief completePapers') },
  // 特困: supporters and self-care too, county at least 30 % at random, one notice (R43); the review is the town's choice.
  ...both('tekun', `${SURVEY} assessIncome assessAssets assessSelfCare assessCircumstances issueOpinion postNotice closeNotice forward draw`, 'postCountyNotice fileRelief completePapers'),
  // 临时救助: 支出型 the full procedure; 急难型 relief first, everything else skipped or after; 一事一议 by a conference, published after.
  ...both('temporaryRelief', `${SURVEY} assessIncome assessRigidExpenditure issueOpinion postNotice closeNotice forward`, 'review postCountyNotice completePapers', 'expenditure'),
  ...both('temporaryRelief', 'accept', 'review issueOpinion postNotice postCountyNotice publishResult', 'emergency'),
  ...both('temporaryRelief', `${SURVEY} assessCircumstances issueOpinion forward confer`, 'review postNotice postCountyNotice completePapers', 'conference'),
  // Certificates and proofs are verified between departments; no notice, of a child never.
  ...both('disabilityLiving', `${CERTIFIED} forward`, 'review postNotice postCountyNotice publishResult fileRelief completePapers'),
  ...both('disabilityNursing', `${CERTIFIED} forward`, 'review postNotice postCountyNotice publishResult fileRelief completePapers'),
  ...both('orphan', `${CERTIFIED} forward`, 'review postNotice postCountyNotice publishResult fileRelief completePapers'),
  ...both('unsupportedChild', `${CERTIFIED} forward`, 'review postNotice postCountyNotice publishResult fileRelief completePapers'),
  ...both('medicalRelief', `${CERTIFIED} postNotice closeNotice forward`, 'review postCountyNotice fileRelief completePapers'),
  ...both('housing', `${CERTIFIED} postNotice closeNotice forward`, 'review postCountyNotice fileRelief completePapers'),
];

export const nameOf = ({ benefit, variant, rules }: Way): string => `${benefit}${variant === undefined ? '' : ` (${variant})`} under ${rules}`;
/** Accepted in March 2021 under R220, in September under R57. */
export const settingOf = ({ benefit, variant, rules }: Way): Setting => ({ benefit, ...(variant === undefined ? {} : { variant }), from: rules === OLD ? '2021-03-01' : '2021-09-01' });
