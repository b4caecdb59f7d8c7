/** Every look at what is kept of a person, recorded before it is shown; and the report of who looked. */
import { checkPurpose, type RecordViewing, type ViewingOutcome, type ViewingScope, viewingStream } from '#accountability';
import { caseStream } from '#casework';
import { handleCommand } from '#event-store';
import type { SignedIn } from '#identity';
import { civilDateAt, DomainError, uuidOf } from '#kernel';
import { viewingsOf, viewingsOfPerson, type ViewingsReport } from '#reports';
import { randomUUID } from 'node:crypto';
import type { AccessService } from './access-service.js';
import { keyOf } from './number-key.js';
import type { ServiceHost } from './service-host.js';

export interface Looked {
  readonly scope: ViewingScope;
  /** `<number>@<county>`; of a paper its SHA-256. */
  readonly about: string;
  /** Why; needed of who handles no case. */
  readonly purpose: string | undefined;
}

/** Who looks: somebody signed in, or the operator of the machine. */
export interface Viewer extends Pick<SignedIn, 'staffId' | 'orgUscc' | 'division'> {
  readonly role: SignedIn['role'] | 'operator';
}

export class ViewingService {
  constructor(private readonly host: ServiceHost, private readonly access: AccessService) {}

  /** @throws DomainError `PURPOSE_MISSING` `PURPOSE_INVALID`: then nothing is to be shown */
  async shown(looked: Looked, person: Viewer): Promise<void> {
    needPurpose(looked.purpose, person);
    await this.record(looked, 'shown', person);
  }

  /** Somebody of elsewhere asked for a case. Where there is none of this number nothing was looked for. */
  async refused(looked: Looked, person: Viewer): Promise<void> {
    const slice = await this.host.store.readStream(`${caseStream.category}-${looked.about}`, { limit: 1 });
    if (slice.status !== 'missing') await this.record(looked, 'refused', person);
  }

  /** Who looked at the cases of a person. @throws DomainError `NUMBER_INVALID`, and as `authorise` */
  async ofPerson(number: string, person: SignedIn): Promise<ViewingsReport> {
    const key = keyOf(number, person, 'personId');
    const at = key.lastIndexOf('@');
    await this.access.authorise(person, 'viewing.read', key.slice(at + 1));
    await this.host.catchUp();
    return this.host.read((views) => viewingsOfPerson(views, key.slice(0, at), key.slice(at + 1)));
  }

  /** Who looked at one case, finding, list or determination. @throws DomainError `NUMBER_INVALID`, and as `authorise` */
  async of(number: string, person: SignedIn): Promise<ViewingsReport> {
    const key = keyOf(number, person, 'caseId');
    await this.access.authorise(person, 'viewing.read', key.slice(key.lastIndexOf('@') + 1));
    await this.host.catchUp();
    return this.host.read((views) => viewingsOf(views, key));
  }

  private async record({ scope, about, purpose }: Looked, outcome: ViewingOutcome, { staffId, role, orgUscc, division }: Viewer): Promise<void> {
    const now = this.host.now();
    const viewingId = randomUUID();
    const command: RecordViewing = { type: 'RecordViewing', viewing: { viewingId, scope, about, on: civilDateAt(now), outcome, from: division, purpose } };
    const county = about.includes('@') ? about.slice(about.lastIndexOf('@') + 1) : division.slice(0, 6);
    await this.host.track(() => handleCommand(this.host.store, viewingStream, viewingId, {
      command, context: { commandId: uuidOf(`viewing/${viewingId}`), actor: { staffId, role, orgUscc }, jurisdiction: { code6: county }, now, correlationId: uuidOf(`viewing/${viewingId}`) },
    }));
  }
}

/** Whoever examines from outside says what for; the offices that handle cases do it in the course of their work. */
const EXAMINES: ReadonlySet<Viewer['role']> = new Set<Viewer['role']>(['inspector', 'cityRegistrar']);

/** @throws DomainError `PURPOSE_MISSING` `PURPOSE_INVALID` */
export function needPurpose(purpose: string | undefined, { role }: Pick<Viewer, 'role'>): void {
  if (purpose !== undefined) return checkPurpose(purpose);
  if (EXAMINES.has(role)) throw new DomainError('PURPOSE_MISSING', 'invalid', 'What is kept of a person is shown to an inspector for a stated purpose, which is recorded. State it, for example the number of the inspection: --purpose on the command line, over HTTP the header Purpose (percent-encoded UTF-8).', { field: 'purpose' });
}
