/** What was decided about the payments of a case: held and released (R57 32), care fees and top-ups, back payments (补发), offsets. */
import { afterSteps, assertNever, checkStepDay, type CivilDate, codecOf, type Decided, type Decider, DomainError, monthAfter, stepOnce, type StreamType } from '#kernel';
import type { PayCaseStated, PayCaseStep } from './pay-case-formats.js';
import type { EventRef } from './pay-item.js';

type Said<Name extends PayCaseStep> = Omit<PayCaseStated<Name>, 'evidence'> & { readonly caseId: string; readonly decidedBy: string };
type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };

export type PayCaseEvent =
  | Of<'PaymentHeld', Said<'hold'>>
  | Of<'PaymentReleased', Said<'release'>>
  | Of<'SupplementDecided', Said<'decideSupplement'>>
  | Of<'SupplementEnded', Said<'endSupplement'>>
  | Of<'BackPaymentApproved', Said<'approveBackPayment'>>
  | Of<'OffsetDecided', Said<'decideOffset'>>;

const EVENT_OF = {
  hold: 'PaymentHeld', release: 'PaymentReleased', decideSupplement: 'SupplementDecided', endSupplement: 'SupplementEnded', approveBackPayment: 'BackPaymentApproved', decideOffset: 'OffsetDecided',
} as const satisfies { readonly [Name in PayCaseStep]: PayCaseEvent['type'] };

export interface PayCaseContext {
  readonly caseId: string;
  readonly by: string;
  readonly today: CivilDate;
}
export type TakePayCaseStep = { readonly [Name in PayCaseStep]: { readonly type: 'TakePayCaseStep'; readonly step: Name; readonly stated: PayCaseStated<Name>; readonly context: PayCaseContext } }[PayCaseStep];

/** The decisions as a list reads them; `on` is the day of the decision, `ref` its event. Plain JSON: it is also a row of a read model. */
export interface CaseDecisions {
  readonly holds: readonly { readonly no: string; readonly on: string; readonly fromYm: string; readonly toYm?: string | undefined; readonly ref: EventRef; readonly released?: { readonly on: string; readonly ref: EventRef } | undefined }[];
  readonly supplements: readonly { readonly no: string; readonly on: string; readonly kind: 'careFee' | 'topUp'; readonly monthlyFen: number; readonly fromYm: string; readonly toYm?: string | undefined; readonly ref: EventRef }[];
  readonly backPayments: readonly { readonly no: string; readonly payYm: string; readonly months: readonly { readonly ym: string; readonly fen: number }[]; readonly ref: EventRef }[];
  readonly offsets: readonly { readonly no: string; readonly on: string; readonly fromYm: string; readonly toYm: string; readonly monthlyFen: number; readonly ref: EventRef }[];
}
export const NO_DECISIONS: CaseDecisions = { holds: [], supplements: [], backPayments: [], offsets: [] };

/** @throws DomainError `STEP_DONE` `STEP_OUT_OF_ORDER` `STEP_TOO_EARLY` `MONTHS_REVERSED` `BACK_PAYMENT_MONTHS` */
function decide({ step, stated, context }: TakePayCaseStep, state: CaseDecisions): readonly Decided<PayCaseEvent>[] {
  checkStepDay(stated.on, context);
  switch (step) {
    case 'hold':
      stepOnce(`hold ${stated.holdNo}`, state.holds.find(({ no }) => no === stated.holdNo));
      inOrder(stated.fromYm, stated.toYm);
      break;
    case 'release': {
      const hold = state.holds.find(({ no }) => no === stated.holdNo);
      afterSteps(stated.on, [`hold ${stated.holdNo}`, hold?.on]);
      stepOnce(`the release of ${stated.holdNo}`, hold?.released);
      break;
    }
    case 'decideSupplement':
      stepOnce(`supplement ${stated.supplementNo}`, state.supplements.find(({ no }) => no === stated.supplementNo));
      inOrder(stated.fromYm, stated.toYm);
      break;
    case 'endSupplement': {
      const supplement = state.supplements.find(({ no }) => no === stated.supplementNo);
      afterSteps(stated.on, [`supplement ${stated.supplementNo}`, supplement?.on]);
      inOrder(supplement?.fromYm ?? '', stated.lastYm);
      break;
    }
    case 'approveBackPayment': {
      stepOnce(`back payment ${stated.backPaymentNo}`, state.backPayments.find(({ no }) => no === stated.backPaymentNo));
      const months = stated.months.map(({ ym }) => ym);
      if (new Set(months).size !== months.length || months.some((ym) => ym >= stated.payYm)) {
        throw new DomainError('BACK_PAYMENT_MONTHS', 'invalid', `A back payment is for months before ${stated.payYm}, each named once. Correct months, or let a later list pay it.`, { field: 'months' });
      }
      break;
    }
    case 'decideOffset':
      stepOnce(`offset ${stated.offsetNo}`, state.offsets.find(({ no }) => no === stated.offsetNo));
      break;
    default:
      return assertNever(step, 'decision about payments');
  }
  const { evidence, ...said } = stated;
  return [{ type: EVENT_OF[step], data: { caseId: context.caseId, ...said, decidedBy: context.by }, occurredAt: stated.on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) } as unknown as Decided<PayCaseEvent>];
}

function inOrder(fromYm: string, toYm: string | undefined): void {
  if (toYm !== undefined && toYm < fromYm) throw new DomainError('MONTHS_REVERSED', 'invalid', `The last month ${toYm} lies before the first, ${fromYm}. Correct one of them.`, { field: 'toYm' });
}

/** The decisions with one more; `ref` is where the event stands. Also the fold of the read model. */
export function withDecision(state: CaseDecisions, event: PayCaseEvent, ref: EventRef): CaseDecisions {
  switch (event.type) {
    case 'PaymentHeld': {
      const { holdNo: no, on, fromYm, toYm } = event.data;
      return { ...state, holds: [...state.holds, { no, on, fromYm, toYm, ref }] };
    }
    case 'PaymentReleased': {
      const { holdNo, on } = event.data;
      return { ...state, holds: state.holds.map((hold) => (hold.no === holdNo ? { ...hold, released: { on, ref } } : hold)) };
    }
    case 'SupplementDecided': {
      const { supplementNo: no, on, kind, monthlyFen, fromYm, toYm } = event.data;
      return { ...state, supplements: [...state.supplements, { no, on, kind, monthlyFen, fromYm, toYm, ref }] };
    }
    case 'SupplementEnded': {
      const { supplementNo, lastYm } = event.data;
      return { ...state, supplements: state.supplements.map((one) => (one.no === supplementNo ? { ...one, toYm: lastYm } : one)) };
    }
    case 'BackPaymentApproved': {
      const { backPaymentNo: no, payYm, months } = event.data;
      return { ...state, backPayments: [...state.backPayments, { no, payYm, months, ref }] };
    }
    case 'OffsetDecided': {
      const { offsetNo: no, on, fromYm, months, monthlyFen } = event.data;
      return { ...state, offsets: [...state.offsets, { no, on, fromYm, toYm: monthAfter(fromYm, months - 1), monthlyFen, ref }] };
    }
    default:
      return assertNever(event, 'decision about payments');
  }
}

/** Where an event stands does not matter to what may be decided. */
const NOWHERE: EventRef = { streamId: '', revision: '', type: '' };

export const payCaseDecider: Decider<CaseDecisions, TakePayCaseStep, PayCaseEvent> = { initialState: () => NO_DECISIONS, decide, evolve: (state, event) => withDecision(state, event, NOWHERE) };

/** Streams `payCase-<case>@<county>`. */
export const payCaseStream: StreamType<CaseDecisions, TakePayCaseStep, PayCaseEvent> = {
  category: 'payCase', decider: payCaseDecider,
  codec: codecOf<PayCaseEvent>(1, { PaymentHeld: true, PaymentReleased: true, SupplementDecided: true, SupplementEnded: true, BackPaymentApproved: true, OffsetDecided: true }),
};
