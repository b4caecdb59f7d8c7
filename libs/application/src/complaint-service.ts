/** Complaints and reports, and what is filed against an act: received, investigated, answered by people they are not about. */
import { COMPLAINT_FORMATS, COMPLAINT_STEPS, type ComplaintStated, type ComplaintStep, complaintStream, type TakeComplaintStep } from '#accountability';
import { handleCommand } from '#event-store';
import { liesIn, type Permission, type SignedIn } from '#identity';
import { civilDateAt, digestOf, DomainError, type EventMetadata } from '#kernel';
import { entityKey } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader, divisionOf, placeOf } from './case-reader.js';
import type { ComplaintTaken, ComplaintView } from './finding-types.js';
import { keyOf } from './number-key.js';
import { type Sending, sentAs, takenOf } from './sending.js';
import type { ServiceHost } from './service-host.js';
import type { ViewingService } from './viewing-service.js';

export class ComplaintService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly viewings: ViewingService) {
    this.reader = new CaseReader(host.store);
  }

  /** @throws DomainError `STEP_INVALID` `CASE_NOT_FOUND`, and as the step says */
  take(number: string, step: ComplaintStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<ComplaintTaken> {
    return this.host.track(async () => {
      const complaintKey = keyOf(number, person, 'complaintNo');
      const stated = readFormat(COMPLAINT_FORMATS[step], body) as ComplaintStated<ComplaintStep>;
      const at = complaintKey.lastIndexOf('@');
      const [complaintNo, county] = [complaintKey.slice(0, at), complaintKey.slice(at + 1)];
      const division = (await this.place(complaintKey)) ?? (liesIn(person.division, county) ? person.division : county);
      const { actor } = await this.access.authorise(person, COMPLAINT_STEPS[step].permission as Permission, division);
      const { caseId } = stated as Partial<ComplaintStated<'receive'>>;
      if (caseId !== undefined && (await this.reader.case(entityKey(caseId, county))) === undefined) throw new DomainError('CASE_NOT_FOUND', 'notFound', 'No case has this number in the county. Check the number; a complaint about no case leaves it out.', { field: 'caseId' });
      const payload = digestOf({ step, stated });
      const command = { type: 'TakeComplaintStep', step, stated, context: { complaintNo, by: person.staffId, today: civilDateAt(this.host.now()) } } as TakeComplaintStep;
      const outcome = await handleCommand(this.host.store, complaintStream, complaintKey, {
        command, context: { ...sentAs(`complaint/${complaintKey}/${step}`, payload, actor, sending), jurisdiction: placeOf(division), now: this.host.now() },
      });
      await this.host.catchUp();
      return { complaintKey, division, step, ...takenOf(step, outcome) };
    });
  }

  /** @throws DomainError `COMPLAINT_NOT_FOUND`, and as `authorise` */
  async file(number: string, person: SignedIn, purpose?: string): Promise<ComplaintView> {
    const complaintKey = keyOf(number, person, 'complaintNo');
    const stream = await this.reader.read(complaintStream, complaintKey);
    const division = stream === undefined ? person.division : divisionOf((stream.metadata[0] as EventMetadata).jurisdiction);
    await this.access.authorise(person, 'complaint.read', division);
    if (stream === undefined || stream.state.status === 'unknown') throw new DomainError('COMPLAINT_NOT_FOUND', 'notFound', 'No complaint has this number in the county. Check the number.');
    await this.viewings.shown({ scope: 'complaint', about: complaintKey, purpose }, person);
    return { complaintKey, division, revision: stream.revision, file: stream.state };
  }

  private async place(complaintKey: string): Promise<string | undefined> {
    const metadata = (await this.reader.read(complaintStream, complaintKey))?.metadata[0];
    return metadata === undefined ? undefined : divisionOf(metadata.jurisdiction);
  }
}
