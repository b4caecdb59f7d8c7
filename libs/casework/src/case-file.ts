/** What a case file says at a moment: the fold of its events, and what has to be done again after a return. */
import { assertNever } from '#kernel';
import type { Benefit } from './benefits.js';
import { type CaseEvent, CHANGE_OF_EVENT, type ChangeKind, LAPSE, type NoticeStage, type Step, stepOfEvent } from './case-events.js';
import { type Assessment, type RuleVersion, ruleVersionOn, type Variant } from './chain.js';
import { type Corrections, evolveCorrections, NO_CORRECTIONS } from './correction.js';
import type { EntitlementChange } from './entitlement.js';
import type { Stated } from './steps/formats.js';

export interface Notice {
  readonly postedOn: string;
  readonly closedOn?: string | undefined;
}
export interface Objection {
  readonly no: string;
  readonly stage: NoticeStage;
  readonly raisedOn: string;
  readonly investigated?: { readonly on: string; readonly founded: boolean } | undefined;
}
export type CaseEnd = 'notAccepted' | 'denied' | 'withdrawn' | 'terminated';

export interface CaseFile {
  readonly status: 'open';
  readonly benefit: Benefit;
  readonly variant?: Variant | undefined;
  readonly householdId: string;
  readonly beneficiaryId?: string | undefined;
  readonly submittedOn: string | undefined;
  readonly incomeFen?: number | undefined;
  readonly assetsCompliant?: boolean | undefined;
  /** Every step of formats.md §1, in the order of recording; nothing is taken back by a return. */
  readonly steps: readonly { readonly step: Step; readonly on: string }[];
  readonly changes: readonly EntitlementChange[];
  readonly ended?: { readonly as: CaseEnd; readonly on: string } | undefined;

  readonly deficiency?: { readonly on: string; readonly suppliedOn?: string | undefined } | undefined;
  readonly accepted?: { readonly on: string; readonly rules: RuleVersion; readonly by?: string | undefined } | undefined;
  /** Staff who are near kin of the household, and whether that is registered. */
  readonly kin: readonly { readonly staffId: string; readonly filed: boolean }[];
  readonly nearRelativeFiled: boolean;
  /** An objection was raised, a check disputed, a review went against, a complaint by name found right, or the file was drawn before it was returned: the county must look for itself. */
  readonly doubts: readonly string[];
  readonly authorisedOn?: string | undefined;
  /** What the household signed for (R57 9). */
  readonly authorised?: { readonly scope: readonly string[]; readonly validTo?: string | undefined } | undefined;
  readonly check?: { readonly requestedOn?: string | undefined; readonly startedOn?: string | undefined; readonly reportedOn?: string | undefined } | undefined;
  readonly dispute?: { readonly on: string; readonly reviewedOn?: string | undefined } | undefined;
  readonly visitedOn?: string | undefined;
  /** Everybody who ever visited; who surveyed may not give the opinion, also after a return. */
  readonly visitors: readonly string[];
  readonly assessed: Readonly<Partial<Record<Assessment, string>>>;
  readonly reviewedOn?: string | undefined;
  readonly opinion?: { readonly on: string; readonly says: 'approve' | 'deny'; readonly amountFen?: number | undefined } | undefined;
  /** Everybody who ever drafted or gave an opinion: they may not decide, also after a return. */
  readonly opinionBy: readonly string[];
  readonly townNotice?: Notice | undefined;
  readonly objections: readonly Objection[];
  readonly forwardedOn?: string | undefined;
  readonly sample?: { readonly on: string; readonly selected: boolean; readonly mandatoryReasons: readonly string[] } | undefined;
  readonly countyVisitedOn?: string | undefined;
  /** The county's last visit found something else than the town. */
  readonly countyDisagrees?: true | undefined;
  readonly countyNotice?: Notice | undefined;
  /** R43 26: that support of 特困 is to end, and for what; until an objection to it is investigated, or a review keeps the benefit. */
  readonly stopNotice?: (Notice & { readonly cause?: Stated<'stop'>['cause'] | undefined }) | undefined;
  readonly conference?: { readonly on: string; readonly decision: 'help' | 'refuse'; readonly amountFen?: number | undefined } | undefined;
  /** Until when a deadline was extended, by its name (clocks.ts). */
  readonly extendedTo?: Readonly<Record<string, string>> | undefined;
  readonly decision?: { readonly kind: 'confirmed' | 'denied'; readonly on: string; readonly by?: string | undefined } | undefined;
  readonly servedOn?: string | undefined;
  /** A decision was taken that nobody was told yet. */
  readonly unserved?: boolean | undefined;
  readonly publishedOn?: string | undefined;
  readonly filedWithCityOn?: string | undefined;
  readonly reliefFiledOn?: string | undefined;
  readonly papersCompletedOn?: string | undefined;
  /** Relief paid on the spot from the reserve of the town. */
  readonly reservePaid?: { readonly on: string; readonly fen: number } | undefined;
  /** Relief handed over in cash or goods, otherwise than from the reserve: its value. */
  readonly deliveredFen?: number | undefined;
  /** Who keeps the passbook or card of somebody without capacity (R57 26), by the number of the agreement. */
  readonly custody?: readonly { readonly agreementRef: string; readonly personId: string }[] | undefined;

  readonly exit?: { readonly fromYm: string; readonly months: number; readonly endedOn?: string | undefined } | undefined;
  readonly review?: { readonly class: string; readonly dueOn: string } | undefined;
  readonly offers: readonly { readonly no: string; readonly personId: string; readonly suited: boolean; readonly on: string; readonly refused?: boolean | undefined }[];
  /** Refusals without reason in a row, by person (R57 34). */
  readonly refusals: Readonly<Record<string, number>>;
  readonly died: readonly string[];
  readonly transferredTo?: string | undefined;
  /** Absent where nobody ever asked for one. */
  readonly corrections?: Corrections | undefined;
}

export type CaseState = { readonly status: 'unknown' } | { readonly status: 'lead'; readonly reportedOn: string } | CaseFile;

export function evolveCase(state: CaseState, event: CaseEvent): CaseState {
  if (event.type === 'HardshipLeadReported') return state.status === 'unknown' ? { status: 'lead', reportedOn: event.data.on } : state;
  if (event.type === 'ApplicationSubmitted') {
    const { benefit, variant, householdId, beneficiaryId, on } = event.data;
    return {
      status: 'open', benefit, variant, householdId, beneficiaryId, submittedOn: on, steps: [], changes: [], kin: [], nearRelativeFiled: false, doubts: [], visitors: [], assessed: {}, opinionBy: [],
      objections: [], offers: [], refusals: {}, died: [],
    };
  }
  if (event.type === 'PolicyInformed' && state.status === 'lead') return state;
  if (state.status !== 'open') throw new Error(`case stream starts with ${event.type}`);
  const step = stepOfEvent(event);
  const file = step === undefined ? state : { ...state, steps: [...state.steps, { step, on: (event.data as { readonly on: string }).on }] };
  return CHANGE_OF_EVENT.has(event.type) ? withChange(file, event) : evolveFile(file, event);
}

function withChange(file: CaseFile, event: CaseEvent): CaseFile {
  const { fromYm, decidedOn, newFen, persons, months, cause } = event.data as Extract<CaseEvent, { type: 'BenefitGranted' }>['data'];
  const changed: CaseFile = { ...file, unserved: true, changes: [...file.changes, { kind: CHANGE_OF_EVENT.get(event.type) as ChangeKind, fromYm, decidedOn, newFen, persons, ...(cause === LAPSE ? { lapses: true as const } : {}) }] };
  if (event.type === 'BenefitStopped') return { ...changed, stopNotice: undefined };
  return event.type === 'GraduatedExitStarted' && months !== undefined ? { ...changed, exit: { fromYm, months } } : changed;
}

const NOTICES = { town: 'townNotice', county: 'countyNotice', stop: 'stopNotice' } as const;

function evolveFile(file: CaseFile, event: CaseEvent): CaseFile {
  switch (event.type) {
    case 'PolicyInformed':
    case 'AgentMandated':
    case 'NeighbourInterviewed':
    case 'LetterEvidenceObtained':
    case 'ChangeReported':
    case 'UnreportedChangeFound':
      return file;
    case 'MaterialsDeficiencyNotified':
      return { ...file, deficiency: { on: event.data.on } };
    case 'MaterialsSupplemented':
      return { ...file, deficiency: { on: file.deficiency?.on ?? event.data.on, suppliedOn: event.data.on } };
    case 'ApplicationAccepted':
      return { ...file, accepted: { on: event.data.on, rules: event.data.ruleVersion ?? ruleVersionOn(event.data.on), by: event.data.handledBy } };
    case 'ApplicationNotAccepted':
      return { ...file, ended: { as: 'notAccepted', on: event.data.on }, unserved: true };
    case 'KinDeclared':
      return { ...file, kin: [...file.kin.filter(({ staffId }) => staffId !== event.data.staffId), { staffId: event.data.staffId, filed: false }] };
    case 'NearRelativeFiled': {
      const { staffId } = event.data;
      const kin = staffId === undefined ? file.kin : [...file.kin.filter((one) => one.staffId !== staffId), { staffId, filed: true }];
      return { ...file, kin, nearRelativeFiled: true };
    }
    case 'CheckAuthorised':
      return { ...file, authorisedOn: event.data.on, authorised: { scope: event.data.scope, validTo: event.data.validTo } };
    case 'InfoCheckRequested':
      return { ...file, check: { requestedOn: event.data.on } };
    case 'InfoCheckStarted':
      return { ...file, check: { ...file.check, startedOn: event.data.on } };
    case 'InfoCheckReported':
      return { ...file, check: { ...file.check, reportedOn: event.data.on } };
    case 'CheckDisputed':
      return { ...file, dispute: { on: event.data.on }, doubts: [...file.doubts, 'checkDisputed'] };
    case 'CheckReviewed':
      return reviewed(file, event.data);
    case 'HomeVisited':
    case 'RemoteVisited':
      return { ...file, visitedOn: event.data.on, visitors: [...new Set([...file.visitors, ...(event.data.visitors ?? [])])] };
    case 'IncomeAssessed':
      return { ...file, incomeFen: event.data.householdMonthlyFen, assessed: { ...file.assessed, income: event.data.on ?? '' } };
    case 'AssetsAssessed':
      return { ...file, assetsCompliant: event.data.compliant, assessed: { ...file.assessed, assets: event.data.on ?? '' } };
    case 'RigidExpenditureAssessed':
      return { ...file, assessed: { ...file.assessed, rigidExpenditure: event.data.on ?? '' } };
    case 'SelfCareAssessed':
      return { ...file, assessed: { ...file.assessed, selfCare: event.data.on } };
    case 'CircumstancesAssessed':
      return { ...file, assessed: { ...file.assessed, circumstances: event.data.on } };
    case 'DemocraticReviewHeld':
      return { ...file, reviewedOn: event.data.on, doubts: event.data.conclusion === 'disagree' ? [...file.doubts, 'reviewDisagreed'] : file.doubts };
    case 'InitialOpinionIssued': {
      const { on, opinion = 'approve', amountFen, author, reviewer } = event.data;
      return { ...file, opinion: { on, says: opinion, amountFen }, opinionBy: [...new Set([...file.opinionBy, ...[author, reviewer].filter((one) => one !== undefined)])] };
    }
    case 'PublicNoticePosted':
      return { ...file, [NOTICES[event.data.stage ?? 'town']]: event.data.stage === 'stop' ? { postedOn: event.data.on, cause: event.data.cause } : { postedOn: event.data.on } };
    case 'NoticeClosed': {
      const closedOn = event.data.on;
      const notice = NOTICES[event.data.stage ?? 'town'];
      return { ...file, [notice]: { ...file[notice], postedOn: file[notice]?.postedOn ?? closedOn, closedOn } };
    }
    case 'ObjectionRaised':
      return { ...file, objections: [...file.objections, { no: event.data.objectionNo, stage: event.data.stage, raisedOn: event.data.on }] };
    case 'ObjectionInvestigated':
      return investigated(file, event.data);
    case 'CaseForwarded':
      return { ...file, forwardedOn: event.data.on };
    case 'CaseReturned':
      return returnedTo(file, event.data.toStep);
    case 'CountySampled':
      return { ...file, sample: { on: event.data.on, selected: event.data.selected, mandatoryReasons: event.data.mandatoryReasons } };
    case 'ComplaintNoted':
      // What the county saw before does not answer it.
      return { ...file, doubts: [...file.doubts, 'complaint'], countyVisitedOn: undefined, countyDisagrees: undefined };
    case 'CountyVisited':
      return { ...file, countyVisitedOn: event.data.on, countyDisagrees: event.data.agrees ? undefined : true };
    case 'DeadlineExtended':
      return { ...file, extendedTo: { ...file.extendedTo, [event.data.clock]: event.data.to } };
    case 'CaseConferenced':
      return { ...file, conference: { on: event.data.on, decision: event.data.decision, amountFen: event.data.amountFen } };
    case 'AssistanceConfirmed':
      return { ...file, decision: { kind: 'confirmed', on: event.data.on, by: event.data.decider }, unserved: true };
    case 'AssistanceDenied':
      return { ...file, decision: { kind: 'denied', on: event.data.on }, ended: { as: 'denied', on: event.data.on }, unserved: true };
    case 'DecisionServed':
      return { ...file, servedOn: event.data.on, unserved: undefined };
    case 'ResultPublished':
      return { ...file, publishedOn: event.data.on };
    case 'ApplicationWithdrawn':
      return { ...file, ended: { as: 'withdrawn', on: event.data.on } };
    case 'ProcedureTerminated':
      return { ...file, ended: { as: 'terminated', on: event.data.on }, unserved: true };
    case 'CaseFiledWithCity':
      return { ...file, filedWithCityOn: event.data.on };
    case 'ReliefFiled':
      return { ...file, reliefFiledOn: event.data.on };
    case 'ReservePaid':
      // What was filed before told of the decision only: the payment is filed too.
      return { ...file, reservePaid: { on: event.data.on, fen: event.data.fen }, reliefFiledOn: undefined };
    case 'ReliefPapersCompleted':
      return { ...file, papersCompletedOn: event.data.on };
    case 'CashOrGoodsDelivered':
      return { ...file, deliveredFen: (file.deliveredFen ?? 0) + event.data.fen };
    case 'CustodyAgreementFiled':
      return { ...file, custody: [...(file.custody ?? []), { agreementRef: event.data.agreementRef, personId: event.data.personId }] };
    case 'CorrectionRequested':
    case 'CorrectionRecorded':
    case 'CorrectionRefused':
      // No number of a document stands in the file: what it says does not change.
      return { ...file, corrections: evolveCorrections(file.corrections ?? NO_CORRECTIONS, event) };
    case 'GraduatedExitEnded':
      return file.exit === undefined ? file : { ...file, exit: { ...file.exit, endedOn: event.data.on } };
    case 'CategoryTransferred':
      return { ...file, transferredTo: event.data.toCaseId };
    case 'DeathReported':
      return { ...file, died: [...file.died, event.data.personId] };
    case 'ReviewScheduled':
      return { ...file, review: { class: event.data.class, dueOn: event.data.dueOn } };
    case 'PeriodicReviewCompleted':
      return { ...file, review: undefined, ...(event.data.result === 'keep' ? { stopNotice: undefined } : {}) };
    case 'JobOffered':
      return { ...file, offers: [...file.offers, { no: event.data.offerNo, personId: event.data.personId, suited: event.data.suited, on: event.data.on }] };
    case 'JobRefused':
      return {
        ...file, refusals: { ...file.refusals, [event.data.personId]: event.data.streak },
        offers: file.offers.map((offer) => (offer.no === event.data.offerNo ? { ...offer, refused: true } : offer)),
      };
    case 'HardshipLeadReported':
    case 'ApplicationSubmitted':
    case 'BenefitGranted':
    case 'BenefitIncreased':
    case 'BenefitReduced':
    case 'BenefitSuspended':
    case 'BenefitResumed':
    case 'GraduatedExitStarted':
    case 'BenefitStopped':
      throw new Error(`${event.type} is folded elsewhere`);
    default:
      return assertNever(event, 'case event');
  }
}

/** A founded objection takes the opinion back: a new one is given and posted anew (R57 19; R220: posted again after 20 working days). */
function investigated(file: CaseFile, { objectionNo, on, finding, method }: Extract<CaseEvent, { type: 'ObjectionInvestigated' }>['data']): CaseFile {
  const founded = finding === 'founded';
  const objections = file.objections.map((objection) => (objection.no === objectionNo ? { ...objection, investigated: { on, founded } } : objection));
  // R43 26: whatever was found, what is intended then is posted anew.
  if (objections.find(({ no }) => no === objectionNo)?.stage === 'stop') return { ...file, objections, stopNotice: undefined };
  const known: CaseFile = { ...file, objections, doubts: [...file.doubts, 'objection'], ...(method === 'democraticReview' ? { reviewedOn: on } : {}) };
  return founded ? returnedTo(known, 'opinion') : known;
}

/** A report that the second look corrected bears no opinion: a new one is given on what is right (R57 18). */
function reviewed(file: CaseFile, { on, result }: Extract<CaseEvent, { type: 'CheckReviewed' }>['data']): CaseFile {
  const known: CaseFile = { ...file, dispute: { on: file.dispute?.on ?? on, reviewedOn: on } };
  return result === 'corrected' && file.opinion !== undefined ? returnedTo(known, 'opinion') : known;
}

/** The file as it stands when everything from a step on has to be done again. What was done stays in the events, who did it stays known, and who was drawn is visited. */
function returnedTo(file: CaseFile, step: 'accepted' | 'verifying' | 'opinion' | 'notice'): CaseFile {
  const doubts = file.sample?.selected === true ? [...file.doubts, 'drawnBefore'] : file.doubts;
  const notice: CaseFile = { ...file, doubts, townNotice: undefined, forwardedOn: undefined, sample: undefined, countyVisitedOn: undefined, countyDisagrees: undefined, countyNotice: undefined, conference: undefined };
  if (step === 'notice') return notice;
  const opinion: CaseFile = { ...notice, opinion: undefined };
  if (step === 'opinion') return opinion;
  const verifying: CaseFile = { ...opinion, check: undefined, dispute: undefined, visitedOn: undefined, assessed: {}, reviewedOn: undefined };
  return step === 'verifying' ? verifying : { ...verifying, authorisedOn: undefined, authorised: undefined, deficiency: undefined };
}
