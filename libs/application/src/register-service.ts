/** Persons and households of the live procedure, registered before anybody applies for them. */
import { householdStream, personStream } from '#casework';
import { type CommandOutcome, handleCommand, handleCommands } from '#event-store';
import { liesIn, type SignedIn } from '#identity';
import { type Actor, civilDateAt, type CivilDate, type CommandContext, digestOf, DomainError, type Json, parseCivilDate, parseDivision } from '#kernel';
import type { AccessService } from './access-service.js';
import { CaseReader, placeOf } from './case-reader.js';
import { readRegistered } from './case-formats.js';
import type { Recorded } from './case-types.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

type Done = Exclude<CommandOutcome<unknown>, { status: 'refused' }>;

export class RegisterService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService) {
    this.reader = new CaseReader(host.store);
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

const elsewhere = (): DomainError => new DomainError('DIVISION_FORBIDDEN', 'forbidden', 'This lies outside the division of the account. Ask somebody of that place.');
