/** Persons and households of the live procedure, registered before anybody applies for them; what is verified of a person and done for them; the account of a household. */
import { type DeliverJobService, householdStream, personStream, type VerifyIdentity } from '#casework';
import { type CommandOutcome, handleCommand, handleCommands } from '#event-store';
import { liesIn, type Permission, type SignedIn } from '#identity';
import { type Actor, civilDateAt, type CivilDate, type CommandContext, digestOf, DomainError, type Json, parseCivilDate, parseDivision } from '#kernel';
import { deliveredTo } from '#reports';
import type { AccessService } from './access-service.js';
import { CaseEvidence } from './case-evidence.js';
import { CaseReader, placeOf } from './case-reader.js';
import { readRegistered } from './case-formats.js';
import type { JobServicesView, Recorded } from './case-types.js';
import { keyOf } from './number-key.js';
import type { PapersService } from './papers-service.js';
import type { PolicyService } from './policy-service.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

type Done = Exclude<CommandOutcome<unknown>, { status: 'refused' }>;

export class RegisterService {
  private readonly reader: CaseReader;
  private readonly evidence: CaseEvidence;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, papers: PapersService, private readonly policy: Pick<PolicyService, 'targets'>) {
    this.reader = new CaseReader(host.store);
    this.evidence = new CaseEvidence(papers);
  }

  /** @throws DomainError `PERSON_EXISTS` `CITIZEN_ID_INVALID`, and as `authorise` */
  registerPerson(county: string, body: unknown, person: SignedIn, sending: Sending = {}): Promise<Recorded> {
    return this.host.track(async () => {
      const request = readRegistered('person', body);
      const { actor } = await this.access.authorise(person, 'case.registerPerson', person.division);
      if (!liesIn(person.division, parseDivision(county)) && !liesIn(county, person.division)) throw elsewhere();
      const command = { type: 'RegisterPerson' as const, ...request, attestedOn: this.today() };
      const { attestedOn: _today, ...registered } = command;
      const context = this.context(actor, county, `person/${request.personId}@${county}`, registered, sending);
      return this.recorded(await handleCommand(this.host.store, personStream, `${request.personId}@${county}`, { command, context }), sending);
    });
  }

  /** The household and its members, each a fact of its own. @throws DomainError `HOUSEHOLD_EXISTS` `PERSON_UNKNOWN` */
  composeHousehold(body: unknown, person: SignedIn, sending: Sending = {}): Promise<Recorded> {
    return this.host.track(async () => {
      const request = readRegistered('household', body);
      const { members, ...household } = request;
      const division = request.community ?? request.town;
      const county = division.slice(0, 6);
      const { actor } = await this.access.authorise(person, 'case.composeHousehold', division);
      for (const { personId } of [...members, { personId: request.headId }]) await this.reader.person(`${personId}@${county}`);
      const attestedOn = this.today();
      const name = `household/${request.householdId}@${county}`;
      const [first, ...others] = await handleCommands(this.host.store, householdStream, `${request.householdId}@${county}`, [
        { command: { type: 'ComposeHousehold', ...household, attestedOn }, context: this.context(actor, division, name, household as unknown as Json, sending) },
        ...members.map((member) => ({
          command: { type: 'AddHouseholdMember' as const, householdId: request.householdId, ...member, attestedOn }, context: this.context(actor, division, `${name}/${member.personId}`, member as unknown as Json, { idempotencyKey: sending.idempotencyKey }),
        })),
      ]);
      const refused = [first, ...others].find((outcome) => outcome?.status === 'refused');
      if (refused?.status === 'refused') throw refused.error;
      return this.recorded(first as Done, sending);
    });
  }

  /** @throws DomainError `HOUSEHOLD_UNKNOWN` `MEMBER_EXISTS` `MEMBER_UNKNOWN` `PERSON_UNKNOWN` */
  changeMember(county: string, body: unknown, person: SignedIn, sending: Sending = {}): Promise<Recorded> {
    return this.host.track(async () => {
      const { change, on, ...member } = readRegistered('member', body);
      const key = `${member.householdId}@${county}`;
      const household = await this.reader.household(key);
      const division = household.community ?? household.town;
      const { actor } = await this.access.authorise(person, 'case.composeHousehold', division);
      await this.reader.person(`${member.personId}@${county}`);
      const day = this.day(on);
      const command = change === 'joined' ? { type: 'AddHouseholdMember' as const, ...member, attestedOn: day } : { type: 'ChangeHouseholdMember' as const, ...member, change, on: day };
      const context = this.context(actor, division, `household/${key}`, command, sending, `${change}/${member.personId}/${day}/`);
      return this.recorded(await handleCommand(this.host.store, householdStream, key, { command, context }), sending);
    });
  }

  /** @throws DomainError `PERSON_UNKNOWN`, and as `authorise` */
  verifyIdentity(county: string, body: unknown, person: SignedIn, sending: Sending = {}): Promise<Recorded> {
    return this.host.track(async () => {
      const { personId, ...stated } = readRegistered('identity', body);
      return this.ofPerson(county, personId, 'case.verifyIdentity', { type: 'VerifyIdentity', ...(await this.evidence.asRecorded(stated, county)) }, person, sending);
    });
  }

  /** @throws DomainError `PERSON_UNKNOWN` `SERVICE_EXISTS`, and as `authorise` */
  deliverJobService(county: string, body: unknown, person: SignedIn, sending: Sending = {}): Promise<Recorded> {
    return this.host.track(async () => {
      const { personId, ...stated } = readRegistered('jobService', body);
      return this.ofPerson(county, personId, 'case.deliverJobService', { type: 'DeliverJobService', ...(await this.evidence.asRecorded(stated, county)) }, person, sending);
    });
  }

  /** What a person was given in a year, and what is open by the documents of the county. @throws DomainError `PERSON_UNKNOWN`, and as `authorise` */
  async jobServices(number: string, year: number, person: SignedIn): Promise<JobServicesView> {
    const key = keyOf(number, person, 'personId');
    const [personId, county] = [key.slice(0, key.lastIndexOf('@')), key.slice(key.lastIndexOf('@') + 1)];
    await this.access.authorise(person, 'case.readJobServices', atHome(person, county));
    await this.reader.person(key);
    const delivered = await this.host.read((views) => Promise.resolve(deliveredTo(views, personId, county, year)));
    const floors = await this.floors(county, year);
    return { personId, year, delivered, open: floors && { VISIT: Math.max(0, floors.VISIT - delivered.VISIT), TRAINING: Math.max(0, floors.TRAINING - delivered.TRAINING), REFERRAL: Math.max(0, floors.REFERRAL - delivered.REFERRAL) } };
  }

  /** @throws DomainError `HOUSEHOLD_UNKNOWN` `ACCOUNT_REGISTERED`, and as `authorise` */
  registerAccount(county: string, body: unknown, person: SignedIn, sending: Sending = {}): Promise<Recorded> {
    return this.host.track(async () => {
      const stated = await this.evidence.asRecorded(readRegistered('account', body), county);
      const key = `${stated.householdId}@${county}`;
      const household = await this.reader.household(key);
      const division = household.community ?? household.town;
      const { actor } = await this.access.authorise(person, 'case.registerAccount', division);
      const context = this.context(actor, division, `household/${key}/account`, stated, sending);
      return this.recorded(await handleCommand(this.host.store, householdStream, key, { command: { type: 'RegisterPayeeAccount', ...stated, today: this.today() }, context }), sending);
    });
  }

  private async ofPerson(county: string, personId: string, permission: Permission, stated: Omit<VerifyIdentity, 'by' | 'today'> | Omit<DeliverJobService, 'by' | 'today'>, person: SignedIn, sending: Sending): Promise<Recorded> {
    const { actor } = await this.access.authorise(person, permission, atHome(person, county));
    const key = `${personId}@${county}`;
    const context = this.context(actor, county, `person/${key}/${stated.type}`, stated as unknown as Json, sending);
    return this.recorded(await handleCommand(this.host.store, personStream, key, { command: { ...stated, by: person.staffId, today: this.today() }, context }), sending);
  }

  /** XM-2018-03-01, or whatever document of the county prints such a floor. */
  private async floors(county: string, year: number): Promise<JobServicesView['open']> {
    const { rows } = await this.policy.targets(county, year).catch((error: unknown) => {
      if (error instanceof DomainError && (error.code === 'DIVISION_NOT_COVERED' || error.code === 'DATE_BEFORE_RULES')) return { rows: [] };
      throw error;
    });
    const [visit, training, referral] = ['job.112.visits', 'job.112.trainings', 'job.112.referrals'].map((key) => rows.find((row) => row.key === key)?.target);
    return visit === undefined || training === undefined || referral === undefined ? null : { VISIT: Number(visit), TRAINING: Number(training), REFERRAL: Number(referral) };
  }

  private async recorded({ status, revision }: Done, { tellRevision }: Sending): Promise<Recorded> {
    await this.host.catchUp();
    if (revision !== undefined) tellRevision?.(revision);
    return { outcome: status === 'appended' ? 'recorded' : 'alreadyRecorded', revision };
  }

  /** The same registration is the same command, whenever it is sent; other content under the number is another one, which the stream refuses. */
  private context(actor: Actor, division: string, name: string, payload: Json, sending: Sending, unkeyed = ''): CommandContext {
    const digest = digestOf(payload);
    return { ...sentAs(name, digest, actor, sending, `${unkeyed}${digest}`), jurisdiction: placeOf(division), now: this.host.now() };
  }

  private today(): CivilDate {
    return civilDateAt(this.host.now());
  }

  /** @throws DomainError `DATE_INVALID` `STEP_IN_FUTURE` */
  private day(text: string): CivilDate {
    const day = parseCivilDate(text);
    if (day > this.today()) throw new DomainError('STEP_IN_FUTURE', 'invalid', `The day ${day} has not come yet. Record it when it has.`, { on: day });
    return day;
  }
}

/** Persons belong to a county: where in it the account stands, or the county where the account is above or outside it. */
const atHome = ({ division }: SignedIn, county: string): string => (liesIn(division, county) ? division : county);
const elsewhere = (): DomainError => new DomainError('DIVISION_FORBIDDEN', 'forbidden', 'This lies outside the division of the account. Ask somebody of that place.');
