/** Decisions about the payments of a case: holds, care fees and top-ups, back payments, offsets. */
import { findingStream } from '#accountability';
import { listFixed, NO_DECISIONS, PAY_CASE_FORMATS, PAY_CASE_STEPS, type PayCaseStated, type PayCaseStep, payCaseStream, type TakePayCaseStep, withDecision } from '#disbursement';
import { handleCommand } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { civilDateAt, digestOf, DomainError } from '#kernel';
import { entityKey, payListRow } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader, divisionOf, placeOf } from './case-reader.js';
import { keyOf } from './number-key.js';
import type { PayCaseTaken, PayCaseView } from './paylist-types.js';
import { type Sending, sentAs, takenOf } from './sending.js';
import type { ServiceHost } from './service-host.js';
import type { ViewingService } from './viewing-service.js';

export class PaymentDecisionService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly viewings: ViewingService) {
    this.reader = new CaseReader(host.store);
  }

  /** @throws DomainError `STEP_INVALID` `CASE_NOT_FOUND` `PAY_LIST_FIXED`, as the step says, and as `authorise` */
  take(number: string, step: PayCaseStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<PayCaseTaken> {
    return this.host.track(async () => {
      const caseKey = keyOf(number, person, 'caseId');
      const stated = readFormat(PAY_CASE_FORMATS[step], body) as PayCaseStated<PayCaseStep>;
      const { division, benefit, county, caseId } = await this.theCase(caseKey);
      const { actor } = await this.access.authorise(person, PAY_CASE_STEPS[step].permission as Permission, division);
      if (step === 'approveBackPayment') await this.listIsOpen(county, benefit, (stated as PayCaseStated<'approveBackPayment'>).payYm);
      if (step === 'decideOffset') await this.recoveryIsOwed(county, caseId, stated as PayCaseStated<'decideOffset'>);
      const payload = digestOf({ step, stated });
      const command = { type: 'TakePayCaseStep', step, stated, context: { caseId, by: person.staffId, today: civilDateAt(this.host.now()) } } as TakePayCaseStep;
      const outcome = await handleCommand(this.host.store, payCaseStream, caseKey, {
        command, context: { ...sentAs(`payCase/${caseKey}/${step}`, payload, actor, sending), jurisdiction: { ...placeOf(division), code6: county }, now: this.host.now() },
      });
      await this.host.catchUp();
      return { caseKey, division, step, ...takenOf(step, outcome) };
    });
  }

  /** @throws DomainError `CASE_NOT_FOUND`, and as `authorise` */
  async file(number: string, person: SignedIn, purpose?: string): Promise<PayCaseView> {
    const caseKey = keyOf(number, person, 'caseId');
    const { division } = await this.theCase(caseKey);
    await this.access.authorise(person, 'payment.read', division);
    await this.viewings.shown({ scope: 'payments', about: caseKey, purpose }, person);
    const stream = await this.reader.read(payCaseStream, caseKey);
    const streamId = `${payCaseStream.category}-${caseKey}`;
    return { caseKey, division, decisions: (stream?.events ?? []).reduce((state, event, at) => withDecision(state, event, { streamId, revision: String(at), type: event.type }), NO_DECISIONS) };
  }

  /**
   * What is kept back is owed: the finding is about this case, its recovery was ordered and is not given up, and the instalments do not come to more than what is left of it.
   * @throws DomainError `OFFSET_WITHOUT_ORDER` `OFFSET_EXCEEDS_ORDER`
   */
  private async recoveryIsOwed(county: string, caseId: string, { findingId, offsetNo, months, monthlyFen }: PayCaseStated<'decideOffset'>): Promise<void> {
    const read = await this.reader.read(findingStream, entityKey(findingId, county));
    const finding = read?.state;
    if (finding === undefined || finding.status === 'unknown' || finding.caseId !== caseId || finding.order === undefined || finding.failedOn !== undefined) {
      throw new DomainError('OFFSET_WITHOUT_ORDER', 'conflict', 'No recovery is ordered from this case under this finding, or it was given up, so there is nothing to set off. Check the number; order the recovery first.', { findingId });
    }
    // Of what was decided before, what is not kept back yet is spoken for too.
    const keptBackFen = (read?.events ?? []).reduce((sum, event) => sum + (event.type === 'RecoveryReceived' && event.data.channel === 'offset' ? event.data.fen : 0), 0);
    const decisions = (await this.reader.read(payCaseStream, entityKey(caseId, county)))?.events ?? [];
    const decidedFen = decisions.reduce((sum, event) => sum + (event.type === 'OffsetDecided' && event.data.findingId === findingId && event.data.offsetNo !== offsetNo ? event.data.months * event.data.monthlyFen : 0), 0);
    const leftFen = finding.order.fen - finding.receivedFen - Math.max(0, decidedFen - keptBackFen);
    if (months * monthlyFen > leftFen) throw new DomainError('OFFSET_EXCEEDS_ORDER', 'conflict', `The instalments come to ${months * monthlyFen} fen and ${leftFen} fen are left of the order. Lower the sum or the months.`, { leftFen, offsetFen: months * monthlyFen });
  }

  /** A list that was reviewed is fixed: a back payment belongs on a later one. */
  private async listIsOpen(county: string, benefit: string, ym: string): Promise<void> {
    await this.host.catchUp();
    const row = await this.host.read((views) => Promise.resolve(payListRow(views, county, `${benefit}-${ym}`)));
    if (row !== undefined && row.status !== 'compiled' && row.status !== 'returned') throw listFixed(row.status);
  }

  private async theCase(caseKey: string): Promise<{ readonly division: string; readonly benefit: string; readonly county: string; readonly caseId: string }> {
    const read = await this.reader.case(caseKey);
    if (read?.state.status !== 'open') throw new DomainError('CASE_NOT_FOUND', 'notFound', 'No case has this number in the county. Check the number; a lead without an application is not paid.', { field: 'caseId' });
    const at = caseKey.lastIndexOf('@');
    return { division: divisionOf(read.place), benefit: read.state.benefit, county: caseKey.slice(at + 1), caseId: caseKey.slice(0, at) };
  }
}
