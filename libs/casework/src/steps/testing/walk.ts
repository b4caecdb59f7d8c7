/**
 * Random walks through the procedure, for properties: half of the time somebody takes the next step that is owed, otherwise anybody takes
 * anything on any day. Beside the decider stands a second account of the case, kept from the commands that were accepted and in the
 * simplest way: who did what, what was done since the last return, who is kin.
 */
import { addDays, type CivilDate, type Decided, parseCivilDate } from '#kernel';
import { type CaseEvent, type CaseState, caseStream } from '../../index.js';
import { attempt, but, fold, type ScriptStep, script, STAFF, type Take } from './story.js';
import { settingOf, type Way } from './owed.js';

/** One move, as numbers, so that a failing walk shrinks. */
export interface Move {
  /** Below half: the next step that is owed. */
  readonly kind: number;
  readonly which: number;
  readonly who: number;
  /** Days since the last move; a few go back. */
  readonly days: number;
  readonly how: number;
}

const PEOPLE = Object.values(STAFF);
const at = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** What has to be done again after a return to a step, and after an objection that was founded. */
const FROM_NOTICE: readonly ScriptStep[] = ['postNotice', 'closeNotice', 'forward', 'draw', 'countyVisit', 'postCountyNotice', 'closeCountyNotice', 'confer'];
const FROM_OPINION: readonly ScriptStep[] = ['issueOpinion', ...FROM_NOTICE];
const FROM_VERIFYING: readonly ScriptStep[] = ['requestCheck', 'startCheck', 'reportCheck', 'visit', 'assessIncome', 'assessAssets', 'assessRigidExpenditure', 'assessSelfCare', 'assessCircumstances', 'review', ...FROM_OPINION];
const UNDONE: Readonly<Record<string, readonly ScriptStep[]>> = { notice: FROM_NOTICE, opinion: FROM_OPINION, verifying: FROM_VERIFYING, accepted: ['authoriseCheck', ...FROM_VERIFYING] };

/** The second account. */
export interface Account {
  readonly done: Set<ScriptStep>;
  readonly handled: Set<string>;
  readonly unfiledKin: Set<string>;
  opinion: 'approve' | 'deny' | undefined;
  openObjections: number;
}
export interface Accepted {
  readonly step: ScriptStep;
  readonly command: Take;
  readonly events: readonly Decided<CaseEvent>[];
  readonly before: CaseState;
  /** As it was when the step was taken. */
  readonly account: { readonly done: ReadonlySet<ScriptStep>; readonly handled: ReadonlySet<string>; readonly unfiledKin: ReadonlySet<string>; readonly opinion: Account['opinion']; readonly openObjections: number };
}
export interface Walked {
  readonly accepted: readonly Accepted[];
  readonly refusals: readonly string[];
  readonly state: CaseState;
}

/** The people of a step beside whoever sends it. */
export function namedIn({ command }: Pick<Accepted, 'command'>): readonly string[] {
  const { visitors = [], attendees = [], author } = (command.type === 'TakeStep' ? command.stated : {}) as { visitors?: string[]; attendees?: string[]; author?: string };
  return [...visitors, ...attendees, ...(author === undefined ? [] : [author])];
}

function note(account: Account, step: ScriptStep, command: Take): void {
  const stated = (command.type === 'TakeStep' ? command.stated : command.sampled) as { readonly [field: string]: unknown };
  account.done.add(step === 'visitRemotely' ? 'visit' : step);
  if (step === 'accept') account.handled.add(command.context.by);
  if (step === 'visit' || step === 'visitRemotely') for (const one of namedIn({ command })) account.handled.add(one);
  if (step === 'issueOpinion') {
    for (const one of [command.context.by, stated['author'] as string]) account.handled.add(one);
    account.opinion = stated['opinion'] as 'approve';
  }
  if (step === 'requestCheck') for (const undone of ['startCheck', 'reportCheck'] as const) account.done.delete(undone);
  if (step === 'declareKin') account.unfiledKin.add(stated['staffId'] as string);
  if (step === 'fileNearRelative') account.unfiledKin.delete(stated['staffId'] as string);
  if (step === 'raiseObjection') account.openObjections += 1;
  if (step === 'investigateObjection') account.openObjections -= 1;
  const back = step === 'return' ? (stated['toStep'] as string) : step === 'investigateObjection' && stated['finding'] === 'founded' ? 'opinion' : undefined;
  if (back !== undefined) for (const undone of UNDONE[back] as readonly ScriptStep[]) account.done.delete(undone);
}

/** What a random move says otherwise than the script. */
function otherwise(step: ScriptStep, { how, who }: Move, day: CivilDate): object {
  const months = (n: number): string => addDays(day, 31 * n).slice(0, 7);
  switch (step) {
    case 'issueOpinion': return { opinion: how % 5 === 0 ? 'deny' : 'approve', author: at(PEOPLE, how) };
    case 'visit': case 'visitRemotely': return { visitors: [at(PEOPLE, how), at(PEOPLE, how + 1 + (who % 3))] };
    case 'investigateObjection': return { finding: how % 3 === 0 ? 'founded' : 'unfounded', objectionNo: `YY${how % 3}` };
    case 'raiseObjection': return { objectionNo: `YY${how % 3}` };
    case 'return': return { toStep: at(['accepted', 'verifying', 'opinion', 'notice'], how) };
    case 'declareKin': case 'fileNearRelative': return { staffId: at(PEOPLE, how) };
    case 'draw': return { selected: how % 2 === 0 };
    case 'confer': return { decision: how % 4 === 0 ? 'refuse' : 'help' };
    case 'review': return { agree: how % 4, disagree: 3 - (how % 4) };
    case 'adjust': return { amountFen: (how % 7) * 10_000, persons: 1 + (how % 3), fromYm: months(how % 4) };
    case 'suspend': case 'resume': case 'startGraduatedExit': return { fromYm: months(how % 4) };
    case 'stop': return { fromYm: months((how % 6) - 3), cause: at(['incomeAbove', 'death', 'fraud', 'jobRefusals', 'other'], how) };
    case 'postStopNotice': return { cause: at(['incomeAbove', 'death', 'other', 'categoryTransferred'], how) };
    case 'transferCategory': return { ym: months(how % 4) };
    case 'offerJob': return { offerNo: `GW${how % 6}`, suited: how % 4 !== 0 };
    case 'recordRefusal': return { offerNo: `GW${how % 6}`, justified: how % 5 === 0 };
    case 'reportDeath': return { personId: `P${how % 3}`, diedOn: addDays(day, -(how % 40)) };
    case 'reportChange': return { happenedOn: addDays(day, -(how % 40)) };
    case 'scheduleReview': return { dueOn: addDays(day, how - 5) };
    case 'extendDeadline': return { to: addDays(day, how - 5) };
    case 'reportCheck': return { asOf: day };
    default: return {};
  }
}

const LIFE: readonly ScriptStep[] = ['serve', 'publishResult', 'adjust', 'suspend', 'resume', 'stop', 'startGraduatedExit', 'endGraduatedExit', 'offerJob', 'recordRefusal', 'scheduleReview', 'completeReview', 'reportDeath', 'adjust', 'resume', 'postStopNotice', 'closeStopNotice'];
/** Steps that end the case are rare, or every walk would be short. */
const ENDS: ReadonlySet<ScriptStep> = new Set(['withdraw', 'terminate', 'refuseAcceptance', 'deny', 'transferCategory']);

export function walk(way: Way, moves: readonly Move[]): Walked {
  const all = script(settingOf(way));
  const steps = Object.keys(all) as ScriptStep[];
  const account: Account = { done: new Set(), handled: new Set(), unfiledKin: new Set(), opinion: undefined, openObjections: 0 };
  const accepted: Accepted[] = [];
  const refusals: string[] = [];
  let state = fold(caseStream.decider.initialState(), (attempt(all.submit, caseStream.decider.initialState()) as { events: readonly Decided<CaseEvent>[] }).events);
  let day = parseCivilDate(settingOf(way).from as string);

  for (const move of moves) {
    const lawful = move.kind < 60;
    const owed = way.owed.find((step) => !account.done.has(step)) ?? (account.done.has('confirm') ? at(LIFE, move.which) : account.done.has('countyVisit') || move.kind % 2 === 0 ? 'confirm' : 'countyVisit');
    const step = lawful ? owed : at(steps, move.which);
    if (!lawful && ENDS.has(step) && move.how % 4 !== 0) continue;
    const wait = lawful && (step === 'closeNotice' || step === 'closeCountyNotice' || step === 'closeStopNotice') ? 7 : 0;
    const on = addDays(day, lawful ? wait + Math.abs(move.days) % 3 : move.days);
    const random = lawful && !LIFE.includes(step) ? {} : otherwise(step, move, on);
    const reporting = step === 'reportCheck' ? { asOf: on } : {};
    const command = but(all[step], { on, ...reporting, ...random }, lawful ? undefined : at(PEOPLE, move.who), !lawful && move.how % 6 === 0 ? { delegated: true } : {});
    const answer = attempt(command, state);
    if ('refused' in answer) {
      refusals.push(answer.refused.code);
      continue;
    }
    accepted.push({ step, command, events: answer.events, before: state, account: { ...account, done: new Set(account.done), handled: new Set(account.handled), unfiledKin: new Set(account.unfiledKin) } });
    note(account, step, command);
    state = fold(state, answer.events);
    if (on > day) day = on;
  }
  return { accepted, refusals, state };
}
