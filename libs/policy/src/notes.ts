/** What a determination rests on that its reader has to know. */
import type { Bilingual } from './pack.js';

export const NOTES: Readonly<Record<string, Bilingual>> = {
  PROGRAMME_NOT_RENEWED: { zh: '所依据的文件规划至{}，此后未见续期，按现行标准认定。', en: 'The document was planned until {}; no renewal is known, its standards are applied further.' },
  NO_LOCAL_INSTRUMENT: { zh: '未录入现行的当地文件；对个人作出决定时还须引用该文件。', en: 'No operative local instrument is loaded; a decision on a person must also cite it.' },
  LOCAL_DIFFERS_FROM_PRINTED: { zh: '{} 的公布值与文件印载的数额不同，按文件数额。', en: 'The published value of {} differs from the printed figure; the figure is used.' },
  LOCAL_BELOW_FLOOR: { zh: '{} 的公布值低于文件规定的下限，按下限。', en: 'The published value of {} is below the printed floor; the floor is used.' },
  LOCAL_ABOVE_CAP: { zh: '{} 的公布值高于文件规定的上限，按上限。', en: 'The published value of {} is above the printed cap; the cap is used.' },
  TEKUN_NOT_EXAMINED: { zh: '成员 {} 为老年人、残疾人或未成年人，但未载明法定义务人情况，未审查特困。', en: 'Member {} is elderly, disabled or a minor, but the statutory supporters are not stated: not examined for 特困.' },
  NO_CONSENT: { zh: '本人未表示自愿，不予认定。', en: 'The household has not agreed; nothing is determined.' },
  RESIDENCE_TOO_SHORT: { zh: '持居住证在城镇居住未满一年，暂不能申请。', en: 'Less than one year in town with a residence permit: the household cannot apply yet.' },
  PENSION_PERIOD_ENDED: { zh: '代缴养老保险费的规定限于“十三五”期间，至{}止。', en: 'The clause on pension contributions ended with the plan period, on {}.' },
  MANUAL_PROPERTY: { zh: '人均收入低于低保标准但财产不符合规定：是否属于支出型低收入家庭由经办机关决定。', en: 'Income below the standard, property not compliant: whether this is a low-income family is for the office to decide.' },
  MANUAL_BOUNDARY: { zh: '扣减后人均收入恰等于低收入标准：原文有误，由经办机关决定。', en: 'Income after deduction equals the low-income line exactly: the source is corrupted there; for the office to decide.' },
  MANUAL_CAUSE: { zh: '致困原因不在文件所列之内（文件为开放列举）：由经办机关决定。', en: 'The cause is not among those listed (the list is open): for the office to decide.' },
  NEWLY_COVERED: { zh: '成员 {} 自文件印发（2019-05-21）起才纳入护理补贴，此前月份未曾申请，是否补发由经办机关决定并记录。', en: 'Member {} was newly covered by the document of 2019-05-21 and had not applied before: whether earlier months are paid is for the office to decide and record.' },
  MANUAL_CONDITIONS: { zh: '“满足条件的可纳入”：条件另有规定，由经办机关决定。', en: '"May be included when conditions are met": the conditions are elsewhere; for the office to decide.' },
};
