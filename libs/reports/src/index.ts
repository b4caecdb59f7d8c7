/** Reports: the questions the ledger answers. One file per question holds its fold and its report. */
import { complaintStream, findingStream, inquiryStream, matchStream, oversightStream, taskStream, viewingStream, yearStream } from '#accountability';
import { caseStream, citizenStream, erasureStream, householdStream, personStream, sampleStream } from '#casework';
import { batchStream, fundStream, payCaseStream, payeeStream, payListStream, payPartStream, periodStream, statementStream } from '#disbursement';
import { accountStream, delegationStream } from '#identity';
import type { RecordedEvent } from '#event-store';
import { importStream } from '#intake';
import { type DomainEvent, DomainError, type StreamType } from '#kernel';
import { paperStream } from '#papers';
import { determinationStream, packStream, standardsStream } from '#policy';
import type { Projection } from '#projections';
import { accounts, delegations } from './access.js';
import { caseload } from './caseload.js';
import { households, people } from './citizens.js';
import { jobServices } from './job-services.js';
import { entitlements, payCases } from './entitlements.js';
import { dues } from './dues.js';
import { findings } from './findings.js';
import { forwarded } from './forwarded.js';
import { funds } from './funds.js';
import { deaths, decisions, payees, postings } from './match-facts.js';
import { payLists } from './pay-lists.js';
import { payments } from './payments.js';
import { determinations, packs, standards } from './policy.js';
import { periods } from './periods.js';
import { procedure } from './procedure.js';
import { imports, rejections } from './rejections.js';
import { batches, payItems, unmatchedLines } from './settlement.js';
import { oversight, tasks } from './tasks.js';
import { timeline } from './timeline.js';
import { viewerDays, viewings } from './viewings.js';
import { worklist } from './worklist.js';
import { years } from './years.js';

export type { DelegationRow } from './access.js';
export * from './amounts.js';
export * from './caseload.js';
export type { EntitlementRow } from './entitlements.js';
export * from './dues.js';
export * from './evidence-scope.js';
export * from './evidence-checks.js';
export type { FindingRow } from './findings.js';
export type { ForwardedRow } from './forwarded.js';
export * from './citizen-cases.js';
export type { HouseholdRow, PersonRow } from './citizens.js';
export { accountStatement, type AccountStatement, type BalanceRow, type FundsQuestion, type ReserveRow, reservesReport, type StatementLine, trialBalance, type TrialBalance } from './funds.js';
export * from './holdings.js';
export * from './impact.js';
export { deliveredTo, type JobServicesRow } from './job-services.js';
export * from './key.js';
export { type PayListRow, payListRow, type PayListsQuestion, payListsReport } from './pay-lists.js';
export type { PayeeRow } from './match-facts.js';
export * from './payments.js';
export { type PeriodRow, type PeriodsQuestion, periodsReport } from './periods.js';
export * from './policy.js';
export * from './procedure.js';
export * from './rejections.js';
export * from './replay.js';
export * from './self-match.js';
export { type BatchesQuestion, batchesReport, type BatchRow, type ItemsQuestion, type ItemsReport, itemsReport, type OutstandingRow, payItemKey, type PayItemRow, unmatchedOf } from './settlement.js';
export * from './targets.js';
export * from './tasks.js';
export * from './tolerance.js';
export { assistedPersons, countedErrors, countsOf, locatedFindings, type LocatedFinding, type YearCounts } from './tolerance-counts.js';
export * from './worklist.js';
export { closedYear } from './years.js';

/** Every projection, in the order in which they are shown. */
export const PROJECTIONS = [caseload, payments, entitlements, payCases, payLists, batches, payItems, unmatchedLines, periods, funds, procedure, worklist, forwarded, people, households, jobServices, findings, dues, years, payees, deaths, decisions, postings, standards, packs, determinations, tasks, oversight, timeline, viewings, viewerDays, rejections, imports, accounts, delegations]
  .map((projection) => projection as unknown as Projection);

const STREAMS = [personStream, householdStream, caseStream, citizenStream, sampleStream, erasureStream, standardsStream, packStream, determinationStream, payListStream, payPartStream, payCaseStream, batchStream, statementStream, payeeStream, periodStream, fundStream, findingStream, yearStream, complaintStream, matchStream, taskStream, oversightStream, viewingStream, inquiryStream, importStream, accountStream, delegationStream, paperStream]
  .map((stream) => stream as unknown as StreamType<unknown, object, DomainEvent>);
/** The codec of every category of streams. */
export const CODECS = new Map(STREAMS.map(({ category, codec }) => [category, codec]));

/** Decodes any stored event with the codec of its stream. @throws DomainError `EVENT_UNKNOWN` */
export function decodeAny(recorded: RecordedEvent): DomainEvent {
  const category = recorded.streamId.slice(0, recorded.streamId.indexOf('-'));
  const codec = CODECS.get(category);
  if (codec === undefined) {
    throw new DomainError('EVENT_UNKNOWN', 'unsupported', `The ledger holds a stream ${recorded.streamId} of a category this program does not know. It was written by a newer version: update the program.`);
  }
  return codec.decode(recorded.type, recorded.metadata['schemaVer'] as number, recorded.data);
}
export * from './viewings.js';
