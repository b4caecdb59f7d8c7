/** 程序与时限: each case held against the procedure, as the ledger had it at the export (procedure.json). */
import type { CaseCheck } from '../contents.js';
import { type Book, keyOf, textOf } from './book.js';
import { dayText } from './format.js';
import { html, type Html, NOTHING, table, value } from './html.js';
import { benefitName, deviationName, stepName } from './names.js';

/** The events that take a step, or end a deadline (libs/casework, STEP_EVENTS and CLOCKS). */
const TYPES_OF: Readonly<Record<string, readonly string[]>> = {
  accepted: ['ApplicationAccepted'], infoCheck: ['InfoCheckReported'], homeVisit: ['HomeVisited', 'RemoteVisited'], democraticReview: ['DemocraticReviewHeld'], initialOpinion: ['InitialOpinionIssued'], noticePosted: ['PublicNoticePosted'], noticeClosed: ['NoticeClosed'],
  confirmed: ['AssistanceConfirmed'], denied: ['AssistanceDenied'], periodicReview: ['PeriodicReviewCompleted'], withdrawn: ['ApplicationWithdrawn'],
  lead: ['HardshipLeadReported', 'PolicyInformed'], deficiency: ['MaterialsDeficiencyNotified'], supplement: ['MaterialsSupplemented'], acceptance: ['ApplicationAccepted', 'ApplicationNotAccepted'], survey: ['HomeVisited', 'RemoteVisited'], checkStart: ['InfoCheckRequested', 'InfoCheckStarted'],
  childCheck: ['InfoCheckReported'], townNotice: ['PublicNoticePosted', 'NoticeClosed'], objection: ['ObjectionRaised', 'ObjectionInvestigated'], countyOpinion: ['CaseForwarded'], countyNotice: ['PublicNoticePosted', 'NoticeClosed'], decisionAfterNotice: ['NoticeClosed', 'AssistanceConfirmed', 'AssistanceDenied'],
  total: ['ApplicationAccepted', 'AssistanceConfirmed', 'AssistanceDenied'], serveDenial: ['AssistanceDenied', 'DecisionServed'], serveConfirmation: ['AssistanceConfirmed', 'DecisionServed'], publication: ['AssistanceConfirmed', 'ResultPublished'], reliefFiling: ['ReliefFiled'], reserveFiling: ['ReservePaid', 'ReliefFiled'],
  reliefPapers: ['ReliefPapersCompleted'], cityFiling: ['CaseFiledWithCity'], selfCareReassessment: ['SelfCareAssessed'], change: ['ChangeReported', 'UnreportedChangeFound'], death: ['DeathReported'], jobRefusals: ['JobRefused'], review: ['PeriodicReviewCompleted'], scheduledReview: ['ReviewScheduled', 'PeriodicReviewCompleted'],
  statusValidity: ['PolicyInformed', 'BenefitStopped'], suspension: ['BenefitSuspended', 'BenefitResumed'], graduatedExit: ['GraduatedExitStarted', 'GraduatedExitEnded'], stopNotice: ['PublicNoticePosted', 'NoticeClosed'], stopObjection: ['ObjectionRaised', 'ObjectionInvestigated'], stopDecision: ['BenefitStopped'],
  exitDecision: ['GraduatedExitEnded'],
};
/** A notice of the one stage has nothing to do with the deadline of another. */
const STAGE_OF: Readonly<Record<string, string>> = { townNotice: 'town', countyNotice: 'county', stopNotice: 'stop' };

function eventsOfStep(book: Book, caseKey: string, step: string): Html {
  const types = Object.hasOwn(TYPES_OF, step) ? TYPES_OF[step] as readonly string[] : [];
  const stage = Object.hasOwn(STAGE_OF, step) ? STAGE_OF[step] : undefined;
  const events = book.ofCategory('case').filter((event) => keyOf(event) === caseKey && types.includes(event.type) && (stage === undefined || (textOf(event.data, 'stage') ?? 'town') === stage));
  return events.length === 0 ? html`无` : book.refTo(events);
}
const due = (on: string | null | undefined): string => (on === null ? '无法计算（节假日安排未公布）' : on === undefined ? '' : dayText(on));

function casePart(book: Book, { caseKey, benefit, deviations, open }: CaseCheck): Html {
  const { on } = book.contents.manifest.inquiry;
  const deviating = deviations.length === 0 ? html`<p>与受理时适用的程序规定逐项核对，<b>未发现偏离</b>：应有的环节齐全，顺序和期限均符合。</p>` : html`<p>与受理时适用的程序规定逐项核对，发现偏离 <b>${deviations.length}</b> 项：</p>
${table([
      { title: '偏离', cell: ({ code }) => html`<b>${deviationName(code)}</b>` }, { title: '环节', cell: ({ step }) => stepName(step) }, { title: '应在何日前', cell: ({ dueOn }) => due(dueOn), look: 'k' }, { title: '超期天数', cell: ({ days }) => days ?? '', look: 'n' },
      { title: '该环节的记录', cell: ({ step }) => eventsOfStep(book, caseKey, step), width: '35%' },
    ], deviations)}`;
  const owed = open.length === 0 ? NOTHING : html`<p>截至${dayText(on)}尚未办结：</p>
${table([{ title: '事项', cell: ({ clock }) => stepName(clock) }, { title: '最后期限', cell: ({ dueOn }) => due(dueOn), look: 'k' }, { title: '是否逾期', cell: ({ dueOn }) => (dueOn !== null && dueOn < on ? '已逾期' : '') }, { title: '相关记录', cell: ({ clock }) => eventsOfStep(book, caseKey, clock), width: '35%' }], open)}`;
  return html`<h3>案件 ${value(caseKey)}（${benefitName(benefit)}）</h3>
${deviating}${owed}`;
}

export const procedureSection = (book: Book): Html => html`${book.contents.procedure.map((check) => casePart(book, check))}`;
