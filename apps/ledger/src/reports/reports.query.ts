/** What the reports can be asked. */
import { CursorParameter, DateParameter, DivisionParameter, InstantParameter, LimitParameter, MonthParameter, YearParameter } from '../query/parameters.js';

const WITHIN = 'Only cases in this division: county (6 digits), town (9) or community (12); absent: in the own.';

export class CaseloadQuery {
  @DateParameter({ description: 'The date on which the caseload is asked for; its month counts.', required: true })
  readonly asOf: string;

  @DivisionParameter({ description: WITHIN })
  readonly division?: string;

  @InstantParameter({ description: 'What the ledger knew at this instant; absent: what it knows now.' })
  readonly knownAt?: string;
}

export class PaymentsQuery {
  @MonthParameter({ description: 'The benefit month.', required: true })
  readonly period: string;

  @DivisionParameter({ description: WITHIN })
  readonly division?: string;
}

export class ProcedureQuery {
  @DivisionParameter({ description: WITHIN })
  readonly division?: string;

  @YearParameter({ description: 'Only cases accepted in this year.' })
  readonly year?: string;

  @LimitParameter(1_000)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}

export class ToleranceQuery {
  @DivisionParameter({ description: 'The division whose tolerance is computed.', required: true })
  readonly division: string;

  @YearParameter({ description: 'The year of assistance and of the errors.', required: true })
  readonly year: string;
}

export class AmountsQuery {
  @DivisionParameter({ description: WITHIN })
  readonly division?: string;

  @LimitParameter(1_000)
  readonly limit?: number;

  @CursorParameter()
  readonly after?: string;
}
