/** The first pass: reads a file to its end in constant memory and applies nothing. */
import { DomainError } from '#kernel';
import type { BankFormat, ReturnOptions, ReturnTotals, StatementOptions, StatementTotals } from './types.js';

async function lastOf<T>(run: AsyncGenerator<unknown, T, undefined>): Promise<T> {
  for (;;) {
    const step = await run.next();
    if (step.done === true) return step.value;
  }
}

/** The totals of a good return. @throws DomainError the refusal of a bad one; `BANK_FORMAT_ONE_WAY` */
export async function checkReturn(format: BankFormat, source: AsyncIterable<Buffer>, options: ReturnOptions): Promise<ReturnTotals> {
  if (format.readReturn === undefined) throw oneWay(format, 'returns');
  return lastOf(format.readReturn(source, options));
}

/** The totals of a good statement. @throws DomainError the refusal of a bad one; `BANK_FORMAT_ONE_WAY` */
export async function checkStatement(format: BankFormat, source: AsyncIterable<Buffer>, options: StatementOptions): Promise<StatementTotals> {
  if (format.readStatement === undefined) throw oneWay(format, 'statements');
  return lastOf(format.readStatement(source, options));
}

const oneWay = (format: BankFormat, what: string): DomainError =>
  new DomainError('BANK_FORMAT_ONE_WAY', 'unsupported', `Format ${format.id} has no ${what}. Read them with another format that the bank offers.`, { format: format.id });
