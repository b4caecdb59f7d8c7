/** Why a payment failed, in the house's words (process.md §8, failure codes), and what that asks for. */

/**
 * What may follow: `correct` the account, approved by a second person, then re-issue under a new number; `person`: the payee must go to the bank;
 * `verify`: find out about the person before anything is paid; `payer`: our own account, nothing is wrong with the payee;
 * `query`: nobody knows whether the money moved, so ask the bank and never send again.
 */
export type NextStep = 'correct' | 'person' | 'verify' | 'payer' | 'query';

interface HouseCodeFacts {
  readonly zh: string;
  readonly en: string;
  readonly next: NextStep;
}

export const HOUSE_CODES = {
  accountNotFound: { zh: '账号不存在', en: 'account not found', next: 'correct' },
  nameMismatch: { zh: '户名不符', en: 'name does not match the account', next: 'correct' },
  accountClosed: { zh: '账户已销户', en: 'account closed', next: 'correct' },
  accountFrozen: { zh: '账户冻结、止付或久悬', en: 'account frozen, blocked or dormant', next: 'person' },
  cardLost: { zh: '卡片挂失', en: 'card reported lost', next: 'person' },
  classLimit: { zh: 'II、III类账户超限额', en: 'limit of a class II or III account', next: 'person' },
  idExpired: { zh: '证件过期', en: 'identity document expired', next: 'person' },
  deceased: { zh: '收款人死亡', en: 'payee deceased', next: 'verify' },
  payerShort: { zh: '付款账户余额不足', en: 'the payer\'s account is short of funds', next: 'payer' },
  unknown: { zh: '原因不明或超时', en: 'timeout or a reason nobody knows', next: 'query' },
} as const satisfies Readonly<Record<string, HouseCodeFacts>>;

export type HouseCode = keyof typeof HOUSE_CODES;

/** Why a payment failed: the house's code, and what the bank said. */
export interface Failure {
  readonly code: HouseCode;
  readonly bankCode: string;
  readonly bankText?: string | undefined;
}

/** The codes of one bank. */
export type FailureCodes = Readonly<Record<string, HouseCode>>;

/** A code that is not in the bank's table is `unknown`: a query, never a second payment. */
export function failureOf(codes: FailureCodes, bankCode: string, bankText?: string): Failure {
  return { code: Object.hasOwn(codes, bankCode) ? codes[bankCode] as HouseCode : 'unknown', bankCode, ...(bankText !== undefined && { bankText }) };
}

/** Whether a new item may take the place of this one, once its account or person is put right. */
export const mayReissue = (failure: Failure): boolean => HOUSE_CODES[failure.code].next !== 'query';

/** ISO 20022 external status and return reasons (process.md §11). Those about the payer's account, the format or a timeout stay unknown. */
export const ISO_REASONS: FailureCodes = {
  AC01: 'accountNotFound', AC03: 'accountNotFound', AC04: 'accountClosed', AC06: 'accountFrozen', AC07: 'accountClosed',
  AM02: 'classLimit', AM04: 'payerShort', AM14: 'classLimit', AM21: 'classLimit', BE01: 'nameMismatch', BE06: 'accountNotFound', MD07: 'deceased',
};
