/** What may be done with a live pay list, and when: compiled, reviewed by a second person, approved by a third, publicised, checked and ordered by finance. */
import { assertNever, checkStepDay, type CivilDate, type Decided, DomainError, monthAfter, notAlsoBy, stepOnce, stepsMissing } from '#kernel';
import type { CompiledList, ListHeadEvent, ListStatus } from './list-events.js';
import type { ListStated, ListStep } from './list-formats.js';
import { listFault } from './list-line.js';
import type { TreasuryOrder } from './fund-events.js';

export interface ListContext {
  readonly by: string;
  readonly today: CivilDate;
}
type Taken<Name extends ListStep, More = unknown> = { readonly type: 'TakeListStep'; readonly step: Name; readonly stated: ListStated<Name>; readonly context: ListContext } & More;
export type TakeListStep =
  | Taken<'compile', { readonly compiled: CompiledList }>
  | Taken<'review'>
  /** `hash`: of the list compiled anew, with what is known now. */
  | Taken<'approve', { readonly hash: string }>
  | Taken<'publicise'>
  | Taken<'check'>
  /** The order as the fund decided it. */
  | Taken<'order', { readonly order: TreasuryOrder }>
  | Taken<'return'>;

/** A live list; absent in the stream of an imported one. */
export interface LiveList extends CompiledList {
  readonly status: ListStatus;
  /** The day of the last step. */
  readonly on: string;
  readonly compiledBy: string;
  readonly reviewedBy?: string | undefined;
  readonly approvedBy?: string | undefined;
  readonly order?: { readonly orderNo: string; readonly indicatorNo: string; readonly source: string; readonly fen: number } | undefined;
}

/** Children are never posted (R62; process.md §4.1). */
const NEVER_POSTED: ReadonlySet<string> = new Set(['orphan', 'unsupportedChild']);
export const isPosted = (benefit: string): boolean => !NEVER_POSTED.has(benefit);

/**
 * @throws DomainError `PAY_LIST_UNKNOWN` `PAY_LIST_FIXED` `PAY_LIST_VERSION` `PAY_LIST_UNBALANCED` `PAY_LIST_DAYS` `PAY_LIST_UNEXPLAINED` `PAY_LIST_STALE` `PAY_LIST_NEVER_POSTED`
 *   `SAME_PERSON` `STEP_OUT_OF_ORDER` `STEP_DONE` `STEP_TOO_EARLY` `STEP_IN_FUTURE`
 */
export function decideListStep(command: TakeListStep, list: LiveList | undefined): readonly Decided<ListHeadEvent>[] {
  const { stated, context } = command;
  checkStepDay(stated.on, context);
  if (command.step === 'compile') return compile(command, list);
  if (list === undefined) throw new DomainError('PAY_LIST_UNKNOWN', 'notFound', 'No such list was compiled. Check benefit, month and county, or compile it first.');
  if (stated.on < list.on) throw new DomainError('STEP_TOO_EARLY', 'conflict', `The day ${stated.on} lies before the last step of the list (${list.on}). Correct the day.`, { on: list.on });
  const { listNo, version, benefit, ym, hash } = list;
  switch (command.step) {
    case 'review': {
      at(list, ['compiled'], 'the review', 'reviewed');
      notAlsoBy(context.by, [list.compiledBy], 'compiled the list');
      if (list.totals.unexplained > 0 && command.stated.reason === undefined) {
        throw new DomainError('PAY_LIST_UNEXPLAINED', 'conflict', `${list.totals.unexplained} lines differ from the list before and no event explains them. Look at them, then return the list, or say why they are right (reason).`, { lines: list.totals.unexplained });
      }
      return [recorded('PayListReviewed', command, { listNo, version, hash, reviewedBy: context.by })];
    }
    case 'approve': {
      at(list, ['reviewed'], 'the approval', 'approved');
      notAlsoBy(context.by, [list.compiledBy, list.reviewedBy], 'compiled or reviewed the list');
      if (command.hash !== hash) throw new DomainError('PAY_LIST_STALE', 'conflict', 'What is owed, held or registered has changed since the list was compiled: it would pay what is not known any more. Return it and compile it again.');
      const { totals: { items, totalFen }, byTown } = list;
      return [recorded('PayListApproved', command, { listNo, version, benefit, ym, hash, items, totalFen, byTown, approvedBy: context.by })];
    }
    case 'publicise': {
      if (!isPosted(benefit)) throw new DomainError('PAY_LIST_NEVER_POSTED', 'conflict', `A list of ${benefit} is about children and is never posted (R62). After its approval go on to finance's check.`, { benefit });
      at(list, ['approved'], 'the publication', 'publicised');
      if (command.stated.to < command.stated.from) throw days('to', 'The last day lies before the first.');
      return [recorded('PayListPublicised', command, { listNo, version, publicisedBy: context.by })];
    }
    case 'check':
      at(list, isPosted(benefit) ? ['publicised'] : ['approved'], 'the check', 'checked');
      return [recorded('PayListChecked', command, { listNo, version, checkedBy: context.by })];
    case 'order': {
      const { orderNo, indicatorNo, source, fen } = command.order;
      if (list.order?.orderNo === orderNo) return [];
      at(list, ['checked'], 'the order', 'ordered');
      return [recorded('PayListOrdered', command, { listNo, version, orderNo, indicatorNo, source, fen, orderedBy: context.by })];
    }
    case 'return': {
      if (list.status === 'returned') stepOnce('the return', list.status);
      at(list, ['compiled', 'reviewed', 'approved', 'publicised'], 'the return', 'returned');
      const approved = list.status === 'approved' || list.status === 'publicised' ? { totalFen: list.totals.totalFen, byTown: list.byTown } : undefined;
      return [recorded('PayListReturned', command, { listNo, version, benefit, stage: list.status, returnedBy: context.by, approved })];
    }
    default:
      return assertNever(command, 'step of a pay list');
  }
}

function compile({ stated, compiled, context }: Extract<TakeListStep, { step: 'compile' }>, list: LiveList | undefined): readonly Decided<ListHeadEvent>[] {
  if (list !== undefined && list.status !== 'compiled' && list.status !== 'returned') throw fixed(list.status);
  if (list?.status === 'compiled' && list.hash === compiled.hash && list.cutoffOn === compiled.cutoffOn) return [];
  if (compiled.version !== (list?.version ?? 0) + 1) throw new DomainError('PAY_LIST_VERSION', 'conflict', 'Somebody else compiled the list meanwhile. Look at it, then compile it again where that is still needed.', { version: list?.version ?? 0 });
  if (list !== undefined && stated.on < list.on) throw days('on', `The list was last worked on ${list.on}.`);
  if (compiled.ym > monthAfter(stated.on.slice(0, 7), 1)) throw days('on', `A list of ${compiled.ym} is compiled from the month before on.`);
  if (compiled.cutoffOn > stated.on) throw days('cutoffOn', 'Decisions of days to come are not known yet.');
  if (compiled.since > compiled.cutoffOn) throw days('cutoffOn', `The list before knew decisions up to ${compiled.since}.`);
  const fault = listFault(compiled.totals, compiled.byTown);
  if (fault !== undefined) throw new DomainError('PAY_LIST_UNBALANCED', 'conflict', `The list does not add up: ${fault}. Nothing was recorded. This is a defect of the program, not of what was sent: report it with this text.`);
  return [{ type: 'PayListCompiled', data: { ...compiled, on: stated.on, compiledBy: context.by }, occurredAt: stated.on as CivilDate }];
}

export const fixed = (status: ListStatus): DomainError => new DomainError('PAY_LIST_FIXED', 'conflict', `The list is ${status}, so it is not compiled again. Return it first; after finance's check it stands, and what is wrong with it is put right on the next.`, { status });
const days = (field: string, what: string): DomainError => new DomainError('PAY_LIST_DAYS', 'invalid', `The days do not follow one another: ${what} Correct ${field}.`, { field });

/** What comes before a status, in words. */
const BEFORE: { readonly [Status in ListStatus]: string } = {
  compiled: 'the compilation (compile)', returned: 'the compilation (compile)', reviewed: 'the review (review)', approved: 'the approval (approve)', publicised: 'the publication (publicise)', checked: "finance's check (check)", ordered: 'the order (order)',
};
const ORDER: readonly ListStatus[] = ['returned', 'compiled', 'reviewed', 'approved', 'publicised', 'checked', 'ordered'];

/** @throws DomainError `STEP_OUT_OF_ORDER` `STEP_DONE` */
function at(list: LiveList, needed: readonly ListStatus[], what: string, becomes: ListStatus): void {
  if (needed.includes(list.status)) return;
  if (ORDER.indexOf(list.status) >= ORDER.indexOf(becomes)) stepOnce(becomes === 'returned' ? `finance's check, after which no list is returned,` : what, list.status);
  throw stepsMissing(needed.map((status) => BEFORE[status]));
}

function recorded<Type extends ListHeadEvent['type']>(type: Type, { stated }: TakeListStep, more: object): Decided<ListHeadEvent> {
  const { evidence, ...said } = stated as { readonly on: string; readonly evidence?: readonly object[] };
  return { type, data: { ...said, ...more }, occurredAt: said.on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) } as unknown as Decided<ListHeadEvent>;
}

export function evolveList(list: LiveList | undefined, event: ListHeadEvent): LiveList {
  if (event.type === 'PayListCompiled') {
    const { compiledBy, on, ...compiled } = event.data;
    return { ...compiled, status: 'compiled', on, compiledBy };
  }
  if (list === undefined) throw new Error(`${event.type} before its list was compiled`);
  const { on } = event.data;
  switch (event.type) {
    case 'PayListReviewed':
      return { ...list, on, status: 'reviewed', reviewedBy: event.data.reviewedBy };
    case 'PayListApproved':
      return { ...list, on, status: 'approved', approvedBy: event.data.approvedBy };
    case 'PayListPublicised':
      return { ...list, on, status: 'publicised' };
    case 'PayListChecked':
      return { ...list, on, status: 'checked' };
    case 'PayListReturned':
      return { ...list, on, status: 'returned', reviewedBy: undefined, approvedBy: undefined };
    case 'PayListOrdered': {
      const { orderNo, indicatorNo, source, fen } = event.data;
      return { ...list, on, status: 'ordered', order: { orderNo, indicatorNo, source, fen } };
    }
    default:
      return assertNever(event, 'pay list event');
  }
}
