/** Reconciles a month, resolves what did not agree, each by two people, and closes it for good: decided here, computed from the items elsewhere. */
import { afterSteps, assertNever, canonicalJson, checkStepDay, type CivilDate, type Decided, type Decider, DomainError, type Json, notAlsoBy, sha256Hex, stepOnce, type StreamType } from '#kernel';
import type { Discrepancy, PeriodTotals } from './discrepancies.js';
import { periodCodec, type PeriodEvent } from './period-events.js';
import type { PeriodStated, PeriodStep, Resolution } from './period-formats.js';

/** The month as it stands now, computed by whoever sends the command. `run` of a closing: the last run when it began. */
export interface PeriodNow {
  readonly totals: PeriodTotals;
  /** Over every item, part by part. */
  readonly hash: string;
  readonly found: readonly Discrepancy[];
}
export interface PeriodContext {
  readonly listNo: string;
  readonly benefit: string;
  readonly ym: string;
  readonly by: string;
  readonly today: CivilDate;
}
type Taken<Name extends PeriodStep, More = unknown> = { readonly type: 'TakePeriodStep'; readonly step: Name; readonly stated: PeriodStated<Name>; readonly context: PeriodContext } & More;
export type TakePeriodStep = Taken<'run', { readonly now: PeriodNow }> | Taken<'explain'> | Taken<'resolve'> | Taken<'close', { readonly now: PeriodNow; readonly run: number }> | Taken<'correct'>;
/** Before the run that found them is recorded: a run may find more than one append holds. */
export interface KeepDiscrepancies {
  readonly type: 'KeepDiscrepancies';
  readonly found: readonly Discrepancy[];
  readonly on: CivilDate;
  readonly context: PeriodContext;
}
export type PeriodCommand = TakePeriodStep | KeepDiscrepancies;

export interface KnownDiscrepancy extends Discrepancy {
  readonly status: 'open' | 'explained' | 'resolved';
  readonly how?: Resolution | undefined;
  readonly reason?: string | undefined;
  readonly explainedBy?: string | undefined;
  readonly resolvedBy?: string | undefined;
  /** The day of its last event. */
  readonly at: string;
}
export interface PeriodState {
  readonly runs: number;
  readonly lastRun?: { readonly on: string; readonly hash: string; readonly found: number } | undefined;
  readonly discrepancies: ReadonlyMap<string, KnownDiscrepancy>;
  readonly closing: number;
  readonly closed?: { readonly on: string; readonly by: string; readonly hash: string; readonly closingNo: string; readonly balances: PeriodTotals } | undefined;
  /** Corrections since the last closing. */
  readonly corrections: readonly { readonly correctionNo: string; readonly itemNos: readonly string[] }[];
}

/** What a run keeps of a month in which nearly nothing agrees. */
export const MAX_KEPT_DISCREPANCIES = 2_000;

/** SHA-256 over the hash of the items and the balances, hex: what a closed month is held against. */
export const periodHash = (hash: string, balances: PeriodTotals): string => sha256Hex(canonicalJson({ hash, balances } as unknown as Json));

/** @throws DomainError `DISCREPANCY_UNKNOWN` `PERIOD_CLOSED` `PERIOD_NOT_CLOSED` `PERIOD_OPEN` `PERIOD_CHANGED` `STEP_OUT_OF_ORDER` `STEP_DONE` `STEP_TOO_EARLY` `STEP_IN_FUTURE` `SAME_PERSON` */
function decide(command: PeriodCommand, state: PeriodState): readonly Decided<PeriodEvent>[] {
  const { context: { listNo, benefit, ym, by } } = command;
  const on = (command.type === 'KeepDiscrepancies' ? command.on : command.stated.on) as CivilDate;
  checkStepDay(on, command.context);
  const of = { listNo, on };
  if (command.type === 'KeepDiscrepancies') return newsOf(state, command.found).map((one) => ({ type: 'DiscrepancyFound', data: { ...of, ...one, run: state.runs + 1 }, occurredAt: on }));
  const { evidence } = command.stated;
  const envelope = { occurredAt: on, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) };
  switch (command.step) {
    case 'run': {
      if (isClosed(state)) throw closed();
      const { totals, hash, found } = command.now;
      const beyond = newsOf(state, found).length - MAX_KEPT_DISCREPANCIES;
      return [{ type: 'ReconciliationRun', data: { ...of, run: state.runs + 1, totals, hash, found: found.length, truncated: beyond > 0 ? beyond : undefined, runBy: by }, ...envelope }];
    }
    case 'explain': {
      const { discrepancy: id, how, reason } = command.stated;
      const known = theDiscrepancy(state, id);
      if (known.status === 'resolved') stepOnce(`the resolution of ${id}`, known.at);
      afterSteps(on, ['the discrepancy', known.at]);
      return [{ type: 'DiscrepancyExplained', data: { ...of, id, how, reason, explainedBy: by }, ...envelope }];
    }
    case 'resolve': {
      const { discrepancy: id } = command.stated;
      const { status, at, how, explainedBy } = theDiscrepancy(state, id);
      if (status === 'resolved') stepOnce(`the resolution of ${id}`, at);
      afterSteps(on, [`the explanation of ${id}`, status === 'explained' ? at : undefined]);
      notAlsoBy(by, [explainedBy], 'explained the discrepancy');
      return [{ type: 'DiscrepancyResolved', data: { ...of, id, how: how as Resolution, explainedBy: explainedBy as string, resolvedBy: by }, ...envelope }];
    }
    case 'close': {
      if (isClosed(state)) throw closed();
      afterSteps(on, ['a reconciliation (run)', state.lastRun?.on]);
      const { totals, hash, found } = command.now;
      // A run since the closing began opened the items again.
      if (state.lastRun?.hash !== hash || state.runs !== command.run) throw new DomainError('PERIOD_CHANGED', 'conflict', 'Something of the month has changed since it was reconciled. Run the reconciliation again, then close it.');
      const open = [...new Set([...[...state.discrepancies.values()].filter(({ status }) => status !== 'resolved').map(({ id }) => id), ...newsOf(state, found).map(({ id }) => id)])];
      if (open.length > 0) throw new DomainError('PERIOD_OPEN', 'conflict', `${open.length} discrepancies of the month are not resolved. Run the reconciliation, explain each, and have a second person confirm it; then close the month.`, { open: open.slice(0, 20) });
      return [{ type: 'PeriodClosed', data: { ...of, benefit, ym, closing: state.closing + 1, closingNo: command.stated.closingNo, balances: totals, hash: periodHash(hash, totals), run: state.runs, closedBy: by }, ...envelope }];
    }
    case 'correct': {
      const { correctionNo, itemNos, reason } = command.stated;
      if (state.closed === undefined) throw new DomainError('PERIOD_NOT_CLOSED', 'conflict', 'The month is not closed, so it needs no correction: take the step itself.');
      stepOnce(`correction ${correctionNo}`, state.corrections.find((one) => one.correctionNo === correctionNo));
      afterSteps(on, ['the closing', state.closed.on]);
      notAlsoBy(by, [state.closed.by], 'closed the month');
      return [{ type: 'PeriodCorrected', data: { ...of, correctionNo, closing: state.closing, itemNos, reason, approvedBy: by }, ...envelope }];
    }
    default:
      return assertNever(command, 'step of a month');
  }
}

/** Closed, and no correction is being made. */
export const isClosed = ({ closed: is, corrections }: PeriodState): boolean => is !== undefined && corrections.length === 0;
const closed = (): DomainError => new DomainError('PERIOD_CLOSED', 'conflict', 'The month is closed. What changes in it changes by a dated correction (month correct).');

/** Not found before; of another sum than people looked at; or found again after it was called corrected. */
function isNews({ discrepancies }: PeriodState, { id, fen }: Discrepancy): boolean {
  const known = discrepancies.get(id);
  return known === undefined || known.fen !== fen || (known.status === 'resolved' && known.how === 'corrected');
}

export const newsOf = (state: PeriodState, found: readonly Discrepancy[]): readonly Discrepancy[] => found.filter((one) => isNews(state, one));

function theDiscrepancy({ discrepancies }: PeriodState, id: string): KnownDiscrepancy {
  const known = discrepancies.get(id);
  if (known === undefined) throw new DomainError('DISCREPANCY_UNKNOWN', 'notFound', 'No run of the month found such a discrepancy. Look at its list (reconcile show).');
  return known;
}

function evolve(state: PeriodState, event: PeriodEvent): PeriodState {
  const { on } = event.data;
  const known = (id: string, by: Partial<KnownDiscrepancy>): PeriodState => ({ ...state, discrepancies: new Map(state.discrepancies).set(id, { ...(state.discrepancies.get(id) as KnownDiscrepancy), ...by, at: on }) });
  switch (event.type) {
    case 'ReconciliationRun':
      return { ...state, runs: event.data.run, lastRun: { on, hash: event.data.hash, found: event.data.found } };
    case 'DiscrepancyFound': {
      const { listNo: _, on: _on, run: _run, ...found } = event.data;
      return { ...state, discrepancies: new Map(state.discrepancies).set(found.id, { ...found, status: 'open', at: on }) };
    }
    case 'DiscrepancyExplained': {
      const { id, how, reason, explainedBy } = event.data;
      return known(id, { status: 'explained', how, reason, explainedBy });
    }
    case 'DiscrepancyResolved':
      return known(event.data.id, { status: 'resolved', resolvedBy: event.data.resolvedBy });
    case 'PeriodClosed': {
      const { closing, closedBy: by, hash, closingNo, balances } = event.data;
      return { ...state, closing, closed: { on, by, hash, closingNo, balances }, corrections: [] };
    }
    case 'PeriodCorrected': {
      const { correctionNo, itemNos } = event.data;
      return { ...state, corrections: [...state.corrections, { correctionNo, itemNos }] };
    }
    default:
      return assertNever(event, 'event of a month');
  }
}

export const periodDecider: Decider<PeriodState, PeriodCommand, PeriodEvent> = { initialState: () => ({ runs: 0, discrepancies: new Map(), closing: 0, corrections: [] }), decide, evolve };

/** Streams `reconciliation-<list number>@<county>`. */
export const periodStream: StreamType<PeriodState, PeriodCommand, PeriodEvent> = { category: 'reconciliation', decider: periodDecider, codec: periodCodec };
