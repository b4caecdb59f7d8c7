/** Decisions about the payments of a case: holds, care fees and top-ups, back payments, offsets. */
import { listFixed, NO_DECISIONS, PAY_CASE_FORMATS, PAY_CASE_STEPS, type PayCaseStated, type PayCaseStep, payCaseStream, type TakePayCaseStep, withDecision } from '#disbursement';
import { handleCommand } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { civilDateAt, digestOf, DomainError } from '#kernel';
import { payListRow } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader, divisionOf, placeOf } from './case-reader.js';
import { keyOf } from './number-key.js';
import type { PayCaseTaken, PayCaseView } from './paylist-types.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

export class PaymentDecisionService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService) {
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
      const payload = digestOf({ step, stated });
      const command = { type: 'TakePayCaseStep', step, stated, context: { caseId, by: person.staffId, today: civilDateAt(this.host.now()) } } as TakePayCaseStep;
      const outcome = await handleCommand(this.host.store, payCaseStream, caseKey, {
        command, context: { ...sentAs(`payCase/${caseKey}/${step}`, payload, actor, sending), jurisdiction: { ...placeOf(division), code6: county }, now: this.host.now() },
      });
      if (outcome.status === 'unchanged') throw new Error(`the step ${step} decided nothing`);
      await this.host.catchUp();
      return { caseKey, division, step, outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded', events: outcome.events.map(({ type }) => type), revision: outcome.revision };
    });
  }

  /** @throws DomainError `CASE_NOT_FOUND`, and as `authorise` */
  async file(number: string, person: SignedIn): Promise<PayCaseView> {
    const caseKey = keyOf(number, person, 'caseId');
    const { division } = await this.theCase(caseKey);
    await this.access.authorise(person, 'payment.read', division);
    const stream = await this.reader.read(payCaseStream, caseKey);
    const streamId = `${payCaseStream.category}-${caseKey}`;
    return { caseKey, division, decisions: (stream?.events ?? []).reduce((state, event, at) => withDecision(state, event, { streamId, revision: String(at), type: event.type }), NO_DECISIONS) };
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
