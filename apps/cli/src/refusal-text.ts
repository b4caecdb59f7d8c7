/** What a person at the screen reads of a refusal: what happened and what to do in Chinese, beneath it the particulars as the program has them. */
import type { DomainError } from '#kernel';
import { inChinese } from '#refusals';

export type Refusal = Pick<DomainError, 'code' | 'message'>;

/** On lines of their own. */
export const refusalText = ({ code, message }: Refusal): string => joined(inChinese(code), '\n  ', `${message} [${code}]`);

/** On one line, behind other words. */
export const refusalLine = ({ code, message }: Refusal): string => joined(inChinese(code), ' ', `${message} [${code}]`);

const joined = (chinese: string | undefined, between: string, particulars: string): string => (chinese === undefined ? particulars : `${chinese}${between}${particulars}`);
