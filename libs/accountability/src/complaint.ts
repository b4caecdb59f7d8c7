/** A complaint or report: received, named or not, investigated by people it is not about, answered; what was filed against an act. Late answers are recorded: they are a deviation. */
import { addDays, assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, parseCivilDate, type StreamType } from '#kernel';
import { COMPLAINT_CLOCKS, type ComplaintStated, type ComplaintStep } from './complaint-formats.js';
import { after, checkDay, notAlso, once } from './finding-guard.js';

type Said<Name extends ComplaintStep> = { readonly complaintNo: string } & Omit<ComplaintStated<Name>, 'evidence'>;
type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };

export type ComplaintEvent =
  | Of<'ComplaintReceived', Said<'receive'> & { readonly dueOn: string; readonly receivedBy: string }>
  | Of<'ComplaintInvestigated', Said<'investigate'> & { readonly investigatedBy: string }>
  | Of<'ComplaintExtended', Said<'extend'> & { readonly dueOn: string }>
  | Of<'ComplaintAnswered', Said<'answer'> & { readonly answeredBy: string; readonly late: boolean }>
  | Of<'AdminReviewFiled', Said<'fileAdminReview'> & { readonly dueOn: string; readonly late: boolean }>
  | Of<'LitigationFiled', Said<'fileLitigation'>>;

export interface ComplaintContext {
  readonly complaintNo: string;
  readonly by: string;
  readonly today: CivilDate;
}
export type TakeComplaintStep = { readonly [Name in ComplaintStep]: { readonly type: 'TakeComplaintStep'; readonly step: Name; readonly stated: ComplaintStated<Name>; readonly context: ComplaintContext } }[ComplaintStep];

export interface ComplaintFile {
  /** `filed`: nobody complained here; a review or a litigation is what it began with. */
  readonly status: 'received' | 'investigated' | 'answered' | 'filed';
  readonly receivedOn?: string | undefined;
  readonly named: boolean;
  readonly against: readonly string[];
  readonly dueOn?: string | undefined;
  readonly extended: boolean;
  readonly investigated?: { readonly on: string; readonly by: string; readonly finding: 'founded' | 'partly' | 'unfounded' } | undefined;
  readonly answeredOn?: string | undefined;
  readonly filed: readonly { readonly as: 'adminReview' | 'litigation'; readonly caseNo: string; readonly on: string }[];
}
export type ComplaintState = { readonly status: 'unknown' } | ComplaintFile;

/** @throws DomainError `COMPLAINT_EXISTS` `COMPLAINT_UNKNOWN` `REPORTER_MISSING` `REPORTER_UNTOLD`, and as the guards */
function decide({ step, stated, context }: TakeComplaintStep, state: ComplaintState): readonly Decided<ComplaintEvent>[] {
  checkDay(stated.on, context);
  if (step === 'receive' || step === 'fileAdminReview' || step === 'fileLitigation') return begin({ step, stated, context } as Begin, state);
  if (state.status === 'unknown' || state.receivedOn === undefined) throw new DomainError('COMPLAINT_UNKNOWN', 'notFound', 'No complaint has this number in the county. Check the number, or receive it first.');
  once('the answer', state.answeredOn);
  after(stated.on, ['the receipt (receive)', state.receivedOn]);
  notAlso(context.by, state.against, 'is the person it is about');
  switch (step) {
    case 'investigate':
      once('the investigation', state.investigated);
      return [event('ComplaintInvestigated', stated, context, { investigatedBy: context.by })];
    case 'extend':
      if (state.extended) once('the extension', state.dueOn);
      return [event('ComplaintExtended', stated, context, { dueOn: addDays(state.receivedOn as CivilDate, COMPLAINT_CLOCKS.answer.days + COMPLAINT_CLOCKS.answer.extendableBy) })];
    case 'answer':
      after(stated.on, ['the investigation (investigate)', state.investigated?.on]);
      notAlso(context.by, [state.investigated?.by], 'investigated it');
      if (state.named && !stated.toReporter) throw new DomainError('REPORTER_UNTOLD', 'invalid', 'Whoever reports by name is told the result (R57 37). Tell the reporter, then record the answer.', { field: 'toReporter' });
      return [event('ComplaintAnswered', stated, context, { answeredBy: context.by, late: stated.on > (state.dueOn ?? '') })];
    default:
      return assertNever(step, 'complaint step');
  }
}

/** What a stream can begin with: a complaint, or an act that is challenged without one. */
type Begin = Extract<TakeComplaintStep, { readonly step: 'receive' | 'fileAdminReview' | 'fileLitigation' }>;
function begin({ step, stated, context }: Begin, state: ComplaintState): readonly Decided<ComplaintEvent>[] {
  switch (step) {
    case 'receive':
      if (state.status !== 'unknown') throw new DomainError('COMPLAINT_EXISTS', 'conflict', 'A complaint with this number is recorded already. Record its further course, or use another number.');
      if (stated.named !== (stated.reporter !== undefined)) throw new DomainError('REPORTER_MISSING', 'invalid', 'A named report names its reporter, and an unnamed one does not. State reporter, or named as it is.', { field: 'reporter' });
      notAlso(context.by, stated.against ?? [], 'is the person it is about');
      return [event('ComplaintReceived', stated, context, { dueOn: addDays(stated.on as CivilDate, COMPLAINT_CLOCKS.answer.days), receivedBy: context.by })];
    case 'fileAdminReview': {
      parseCivilDate(stated.knownOn);
      after(stated.on, ['the day on which the person learned of the act', stated.knownOn]);
      if (state.status !== 'unknown') once(`the case ${stated.caseNo}`, state.filed.find(({ caseNo }) => caseNo === stated.caseNo));
      const dueOn = addDays(stated.knownOn as CivilDate, COMPLAINT_CLOCKS.adminReview.days);
      return [event('AdminReviewFiled', stated, context, { dueOn, late: stated.on > dueOn })];
    }
    case 'fileLitigation':
      if (state.status !== 'unknown') once(`the case ${stated.caseNo}`, state.filed.find(({ caseNo }) => caseNo === stated.caseNo));
      return [event('LitigationFiled', stated, context)];
    default:
      return assertNever(step, 'complaint step');
  }
}

function event(type: ComplaintEvent['type'], stated: { readonly on: string; readonly evidence?: readonly object[] }, { complaintNo }: ComplaintContext, more: object = {}): Decided<ComplaintEvent> {
  const { evidence, ...said } = stated;
  return { type, data: { complaintNo, ...said, ...more }, occurredAt: stated.on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) } as unknown as Decided<ComplaintEvent>;
}

function evolve(state: ComplaintState, { type, data }: ComplaintEvent): ComplaintState {
  if (type === 'ComplaintReceived') {
    return { status: 'received', receivedOn: data.on, named: data.named, against: data.against ?? [], dueOn: data.dueOn, extended: false, filed: [] };
  }
  const file: ComplaintFile = state.status === 'unknown' ? { status: 'filed', named: false, against: [], extended: false, filed: [] } : state;
  switch (type) {
    case 'ComplaintInvestigated':
      return { ...file, status: 'investigated', investigated: { on: data.on, by: data.investigatedBy, finding: data.finding } };
    case 'ComplaintExtended':
      return { ...file, dueOn: data.dueOn, extended: true };
    case 'ComplaintAnswered':
      return { ...file, status: 'answered', answeredOn: data.on };
    case 'AdminReviewFiled':
      return { ...file, filed: [...file.filed, { as: 'adminReview', caseNo: data.caseNo, on: data.on }] };
    case 'LitigationFiled':
      return { ...file, filed: [...file.filed, { as: 'litigation', caseNo: data.caseNo, on: data.on }] };
    default:
      return assertNever(type, 'complaint event');
  }
}

export const complaintDecider: Decider<ComplaintState, TakeComplaintStep, ComplaintEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve };

/** Streams `complaint-<number>@<county>`. */
export const complaintStream: StreamType<ComplaintState, TakeComplaintStep, ComplaintEvent> = {
  category: 'complaint', decider: complaintDecider,
  codec: codecOf<ComplaintEvent>(1, { ComplaintReceived: true, ComplaintInvestigated: true, ComplaintExtended: true, ComplaintAnswered: true, AdminReviewFiled: true, LitigationFiled: true }),
};
