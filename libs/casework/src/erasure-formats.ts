/** What is stated when a person is to be erased, and is; with an example of the invented person of the API description. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';

const { number, object, on, text } = stepFormat;
const about = { personId: number('The office\'s number of the person.'), on };

export const ERASURE_FORMATS = {
  request: object({ ...about, basis: text('Why: the rule, and that its term is over.', 300) }),
  approve: object(about),
} as const;
export type ErasureStep = keyof typeof ERASURE_FORMATS;
export type ErasureStated<Name extends ErasureStep> = Static<(typeof ERASURE_FORMATS)[Name]>;

const example = { personId: 'QS2021RY00001', on: '2021-08-05' };
export const ERASURE_EXAMPLES = {
  request: { ...example, basis: '保存期限届满' },
  approve: example,
} as const satisfies { readonly [Name in ErasureStep]: ErasureStated<Name> };
