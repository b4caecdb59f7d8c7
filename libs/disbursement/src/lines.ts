/** What one case gets on a list: its month, what earlier months still owe it, what is held. Pure: from what was decided by the cut-off and what the lists before say. */
import { monthAfter } from '#kernel';
import type { CaseDecisions } from './pay-case.js';
import type { EventRef } from './pay-item.js';
import type { CaseLines, Difference, EndedLine, Held, ListLine } from './list-line.js';

/** Kinds of change as cases have them (libs/casework). */
type ChangeKind = 'grant' | 'increase' | 'reduce' | 'suspend' | 'resume' | 'graduatedExit' | 'stop';

/** What is owed from a month on, and when it was decided; `stop` owes nothing. In the order of recording. */
export interface OwedChange {
  readonly kind: ChangeKind;
  readonly fromYm: string;
  readonly decidedOn: string;
  readonly newFen: number;
  readonly persons: number;
  readonly ref: EventRef;
}
/** A line of the list before: of a live one as it was, of a workbook the sum that was listed for its month. */
export type PreviousLine = Pick<ListLine, 'label' | 'kind' | 'ym' | 'fen' | 'offsetFen' | 'held' | 'persons'>;

export interface CaseToPay {
  readonly caseId: string;
  readonly town: string;
  readonly community?: string | undefined;
  readonly householdId: string;
  /** The registration of the account. */
  readonly payee?: EventRef | undefined;
  readonly changes: readonly OwedChange[];
  readonly decisions: CaseDecisions;
  readonly previous: readonly PreviousLine[];
  /** Σ of what was listed for a month. */
  readonly listedFen: (ym: string) => number;
}
export interface ListFrame {
  readonly ym: string;
  /** The month before. */
  readonly previousYm: string;
  /** Decisions up to this day were known to the list before; those up to the cut-off are to this one. */
  readonly since: string;
  readonly cutoffOn: string;
  readonly previous: 'none' | 'imported' | 'live';
  /** The benefit is paid once. */
  readonly once: boolean;
}
/** Which change counts in a month (libs/casework, `changeInForce`). */
export type InForce = (changes: readonly OwedChange[], ym: string) => OwedChange | undefined;

type Draft = Omit<ListLine, 'itemNo' | 'caseId' | 'town' | 'community' | 'householdId' | 'payee' | 'held'>;

export function linesOf(frame: ListFrame, of: CaseToPay, inForce: InForce): CaseLines {
  const known = of.changes.filter(({ decidedOn }) => decidedOn <= frame.cutoffOn);
  const owed = (changes: readonly OwedChange[], ym: string): number => {
    const change = inForce(changes, ym);
    return change === undefined || change.kind === 'stop' ? 0 : change.newFen;
  };
  const now = (ym: string): number => owed(known, ym);
  /** Without care fees and top-ups, which were listed for the month too. */
  const listed = (ym: string): number => Math.max(0, of.listedFen(ym) - supplements(frame, of, ym).reduce((sum, { monthlyFen }) => sum + monthlyFen, 0));
  const { current, ended } = currentLines(frame, of, inForce(known, frame.ym), now(frame.ym));
  const fresh = freshChanges(frame, of, known, inForce);
  const stale = known.filter((change) => !fresh.has(change));
  const arrears: Draft[] = [];
  let overpaidFen = 0;
  for (const ym of monthsFrom([...fresh].map(({ fromYm }) => fromYm), frame.previousYm)) {
    const due = now(ym) - Math.max(owed(stale, ym), listed(ym));
    const change = inForce(known, ym);
    if (due > 0) arrears.push({ kind: 'arrears', label: `arrears:${frame.ym}`, ym, persons: change?.persons ?? 0, fen: due, cause: change?.ref });
    overpaidFen += Math.max(0, listed(ym) - now(ym));
  }
  for (const { no, months, ref, payYm } of of.decisions.backPayments) {
    if (payYm === frame.ym) arrears.push(...months.map(({ ym, fen }): Draft => ({ kind: 'arrears', label: `backPayment:${no}`, ym, persons: inForce(known, ym)?.persons ?? 0, fen, cause: ref })));
  }
  /** Also what is owed anew for the month stands above. */
  const carriedFen = new Map<string, number>();
  for (const { ym, fen, label } of arrears) if (label.startsWith('arrears:')) carriedFen.set(ym, (carriedFen.get(ym) ?? 0) + fen);
  for (const line of of.previous) {
    if (line.held === undefined) continue;
    const ofMonth = line.label === 'base' || line.label === 'relief' || line.label.startsWith('arrears:');
    const carried = carriedFen.get(line.ym) ?? 0;
    const fen = ofMonth ? Math.min(line.fen, Math.max(0, now(line.ym) - listed(line.ym) - carried)) : line.fen;
    if (ofMonth) carriedFen.set(line.ym, carried + fen);
    if (fen > 0) arrears.push({ kind: 'arrears', label: line.label, ym: line.ym, persons: line.persons, fen, cause: releaseOf(frame, of, line.ym) ?? of.payee });
  }
  return { lines: [...current, ...arrears].map((draft) => finished(frame, of, draft)), ended, overpaidFen };
}

/** The lines of the list's own month, each against the one before; and those that ended. */
function currentLines(frame: ListFrame, of: CaseToPay, change: OwedChange | undefined, fen: number): { readonly current: readonly Draft[]; readonly ended: readonly EndedLine[] } {
  const kind = frame.once ? 'relief' : 'base';
  const before = new Map(of.previous.filter((line) => line.kind !== 'arrears').map((line) => [line.label, line.fen + (line.offsetFen ?? 0)]));
  const wanted: readonly (Draft & { readonly known: boolean })[] = [
    { kind, label: kind, ym: frame.ym, persons: change?.persons ?? 0, fen, cause: change?.ref, known: change !== undefined && change.decidedOn <= frame.since },
    ...(change === undefined || change.kind === 'stop' ? [] : supplements(frame, of, frame.ym)).map((one) => ({ kind: one.kind, label: `${one.kind}:${one.no}`, ym: frame.ym, persons: change?.persons ?? 0, fen: one.monthlyFen, cause: one.ref, known: one.on <= frame.since })),
  ];
  const current = wanted.filter((line) => line.fen > 0).map(({ known, cause, ...line }): Draft => ({ ...line, difference: differenceOf(before.get(line.label) ?? 0, line.fen, cause, known && frame.previous !== 'none') }));
  const ended = [...before].filter(([label, was]) => was > 0 && !current.some((line) => line.label === label))
    .map(([label, was]): EndedLine => ({ caseId: of.caseId, town: of.town, label, fen: was, cause: label === kind ? change?.ref : of.decisions.supplements.find(({ no }) => label.endsWith(`:${no}`))?.ref }));
  return { current, ended };
}

function differenceOf(was: number, fen: number, cause: EventRef | undefined, known: boolean): Difference | undefined {
  if (was === fen) return undefined;
  const corrected = known ? (true as const) : undefined;
  if (was === 0) return { kind: 'new', byFen: fen, cause, corrected };
  return fen > was ? { kind: 'increased', byFen: fen - was, cause, corrected } : { kind: 'reduced', byFen: was - fen, cause, corrected };
}

const supplements = ({ cutoffOn }: ListFrame, { decisions }: CaseToPay, ym: string) => decisions.supplements.filter(({ on, fromYm, toYm }) => on <= cutoffOn && fromYm <= ym && (toYm === undefined || ym <= toYm));

/** What the list before did not know: decided since, or dated before and recorded afterwards, which shows in what that list had. */
function freshChanges({ since, previous, previousYm, ym }: ListFrame, of: CaseToPay, known: readonly OwedChange[], inForce: InForce): ReadonlySet<OwedChange> {
  const fresh = new Set(known.filter(({ decidedOn, fromYm }) => decidedOn > since && fromYm < ym));
  const before = inForce(known, previousYm);
  if (previous === 'live' && before !== undefined && before.decidedOn <= since && before.kind !== 'stop') {
    const was = of.previous.filter((line) => line.kind !== 'arrears' && (line.label === 'base' || line.label === 'relief')).reduce((sum, { fen, offsetFen = 0 }) => sum + fen + offsetFen, 0);
    if (before.newFen > was) fresh.add(before);
  }
  return fresh;
}

const releaseOf = ({ cutoffOn }: ListFrame, { decisions }: CaseToPay, ym: string): EventRef | undefined =>
  decisions.holds.find(({ fromYm, toYm, released }) => fromYm <= ym && (toYm === undefined || ym <= toYm) && released !== undefined && released.on <= cutoffOn)?.released?.ref;

function heldBecause({ cutoffOn }: ListFrame, { decisions, payee }: CaseToPay, ym: string): Held | undefined {
  const hold = decisions.holds.find(({ on, fromYm, toYm, released }) => on <= cutoffOn && fromYm <= ym && (toYm === undefined || ym <= toYm) && !(released !== undefined && released.on <= cutoffOn));
  if (hold !== undefined) return { because: 'decision', cause: hold.ref };
  return payee === undefined ? { because: 'noAccount' } : undefined;
}

/** With its number, what holds it, and what is set off against it: only what is paid is lowered. */
function finished(frame: ListFrame, of: CaseToPay, draft: Draft): ListLine {
  const { caseId, town, community, householdId, payee } = of;
  const held = heldBecause(frame, of, draft.ym);
  const offset = held === undefined && (draft.kind === 'base') ? of.decisions.offsets.find(({ on, fromYm, toYm }) => on <= frame.cutoffOn && fromYm <= frame.ym && frame.ym <= toYm) : undefined;
  const offsetFen = offset === undefined ? undefined : Math.min(offset.monthlyFen, draft.fen);
  return {
    itemNo: `${caseId}/${draft.ym}/${draft.label}/1`, caseId, town, community, householdId, payee, ...draft, fen: draft.fen - (offsetFen ?? 0), offsetFen, offset: offset?.ref, held,
  };
}

/** From the earliest of these months to the last, both counted. */
function monthsFrom(starts: readonly string[], last: string): readonly string[] {
  const months: string[] = [];
  const first = [...starts].sort()[0];
  for (let ym = first; ym !== undefined && ym <= last; ym = monthAfter(ym)) months.push(ym);
  return months;
}
