/** The live procedure: steps taken by people who may, in their order, amounts decided by the rules. */
import { type Benefit, type CaseCommand, type CaseFile, caseExists, caseStream, caseUnknown, firstMonth, type Stated, STEPS, type StepContext, type StepName, type TakeStep } from '#casework';
import { handleCommand } from '#event-store';
import { liesIn, type Permission, type SignedIn } from '#identity';
import { civilDateAt, type CivilDate, type CommandContext, digestOf, DomainError, type Json, parseCivilDate } from '#kernel';
import type { Requests } from '#policy';
import type { PaymentRow } from '#reports';
import type { AccessService } from './access-service.js';
import type { Authorised } from './access-types.js';
import { CaseClaims, type Claiming, stillHeld } from './case-claims.js';
import { CaseDecisions, type Ruled } from './case-decisions.js';
import { CaseDraws } from './case-draws.js';
import { CaseEvidence } from './case-evidence.js';
import { readRegistered, readRequests, readStated, takesRequests } from './case-formats.js';
import { CaseReader, divisionOf, placeOf, type ReadCase } from './case-reader.js';
import type { CaseFileView, SampleDraw, StepTaken } from './case-types.js';
import type { PapersService } from './papers-service.js';
import type { PolicyService } from './policy-service.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';
import type { ViewingService } from './viewing-service.js';

/** A step that decides reads the file, determines, and appends where it stood; how often it begins again because somebody recorded something meanwhile. */
const MAX_ATTEMPTS = 5;

/** A step as it stands before its amount is ruled on. */
interface Prepared<Name extends StepName> {
  readonly caseKey: string;
  readonly step: Name;
  readonly stated: Stated<Name>;
  readonly read: ReadCase | undefined;
  readonly division: string;
  readonly authorised: Authorised;
  readonly context: StepContext;
}

export class CaseService {
  private readonly reader: CaseReader;
  private readonly claims: CaseClaims;
  private readonly decisions: CaseDecisions;
  private readonly draws: CaseDraws;
  private readonly evidence: CaseEvidence;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly viewings: ViewingService, policy: PolicyService, papers: PapersService) {
    this.reader = new CaseReader(host.store);
    this.claims = new CaseClaims(host, this.reader);
    this.decisions = new CaseDecisions(this.reader, policy);
    this.draws = new CaseDraws(host, this.reader);
    this.evidence = new CaseEvidence(papers);
  }

  /**
   * Takes a step of a case. `number` is the office's own, of the person's county, or `number@county`.
   * `body` is what the step's format asks for; a step whose amount the rules determine also takes `requests` of the facts format.
   * @throws DomainError `STEP_INVALID`, as the step says, as the rules say, `REVISION_CHANGED` `COMMAND_ID_REUSED` `DELEGATION_CAP`
   */
  take(number: string, step: StepName, body: unknown, person: SignedIn, sending: Sending = {}): Promise<StepTaken> {
    return this.host.track(async () => {
      const caseKey = caseKeyOf(number, person);
      const { requests, stated } = split(step, body);
      for (let attempt = 1; ; attempt += 1) {
        const prepared = await this.prepare(caseKey, step, stated, person);
        try {
          const taken = await this.carryOut(prepared, requests, sending);
          await this.host.catchUp();
          return taken;
        } catch (error) {
          if (!(error instanceof DomainError) || error.code !== 'REVISION_CHANGED' || sending.ifRevision !== undefined || attempt === MAX_ATTEMPTS) throw error;
        }
      }
    });
  }

  /** Recorded as looked at before it is shown; also where it is of elsewhere, and not shown. @throws DomainError `CASE_NOT_FOUND` `PURPOSE_MISSING`, and as `authorise` */
  async file(number: string, person: SignedIn, purpose?: string): Promise<CaseFileView> {
    const caseKey = caseKeyOf(number, person);
    const looked = { scope: 'file', about: caseKey, purpose } as const;
    await this.access.authorise(person, 'case.readFile');
    const read = await this.reader.case(caseKey);
    if (read === undefined || !isSeen(read, person) || !isOfOffice(read, person)) {
      await this.viewings.refused(looked, person);
      throw caseNotFound();
    }
    await this.viewings.shown(looked, person);
    return { caseKey, division: divisionOf(read.place), revision: read.revision, file: read.state.status === 'open' ? read.state : null };
  }

  /** Draws the sample that a county visits, from everything that was forwarded and not drawn before. The same number again answers with the first draw. */
  drawSample(body: unknown, person: SignedIn): Promise<SampleDraw> {
    return this.host.track(async () => {
      const request = readRegistered('draw', body);
      const { actor } = await this.access.authorise(person, 'case.drawSample', request.county);
      const draw = await this.draws.draw(request, this.day(request.on), actor);
      await this.host.catchUp();
      return draw;
    });
  }

  private async prepare<Name extends StepName>(caseKey: string, step: Name, stated: Stated<Name>, person: SignedIn): Promise<Prepared<Name>> {
    const read = await this.reader.case(caseKey);
    const seen = read !== undefined && isSeen(read, person);
    const division = step === 'submit' ? await this.divisionOfHousehold((stated as Stated<'submit'>).householdId, caseKey) : step === 'reportLead' ? newPlace(caseKey, person) : seen ? divisionOf(read.place) : person.division;
    const authorised = await this.access.authorise(person, STEPS[step].permission as Permission, division, read?.state.status === 'open' ? read.state.benefit : undefined);
    if (read !== undefined && !seen && step !== 'submit') throw step === 'reportLead' ? caseExists() : caseUnknown();
    const context: StepContext = { caseId: caseKey.slice(0, caseKey.lastIndexOf('@')), by: person.staffId, today: this.today(), delegated: authorised.actor.delegationId !== undefined };
    refuseOtherOffice(step, read, person);
    if ((step === 'payRelief' || step === 'deliverRelief') && read?.state.status === 'open') await this.refuseListed(caseKey, read.state);
    if (step === 'payRelief' && read?.state.status === 'open') refuseOtherReserve(stated as Stated<'payRelief'>, division, authorised.amountCapFen);
    return { caseKey, step, stated: await this.evidence.asRecorded(stated, caseKey.slice(caseKey.lastIndexOf('@') + 1)), read, division, authorised, context };
  }

  private async carryOut<Name extends StepName>(prepared: Prepared<Name>, requests: Requests | undefined, sending: Sending): Promise<StepTaken> {
    const { caseKey, step, stated, read, division, authorised: { actor, amountCapFen }, context } = prepared;
    const payload = digestOf({ step, stated, requests } as unknown as Json);
    const command = (more: Partial<StepContext> = {}): CaseCommand => ({ type: 'TakeStep', step, stated, context: { ...context, ...more } }) as TakeStep;
    const envelope: CommandContext = { ...sentAs(`case/${caseKey}/${step}`, payload, actor, sending), jurisdiction: placeOf(division), now: this.host.now() };
    const send = async (more: Partial<StepContext>, ifRevision: bigint | undefined): Promise<StepTaken> => {
      const outcome = await handleCommand(this.host.store, caseStream, caseKey, { command: command(more), context: { ...envelope, ifRevision } });
      if (outcome.status === 'unchanged') throw new Error(`the step ${step} decided nothing`);
      return {
        caseKey, division, step, outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded', events: outcome.events.map(({ type }) => type), revision: outcome.revision,
        determinationId: more.determinationId ?? outcome.events.map(({ data }) => (data as { readonly determinationId?: string }).determinationId).find((id) => id !== undefined),
      };
    };
    if (step === 'issueOpinion' && read?.state.status === 'open' && (stated as Stated<'issueOpinion'>).opinion === 'approve' && !read.commandIds.has(envelope.commandId)) {
      caseStream.decider.decide(command(), read.state);
      await this.decisions.established({ caseKey, stated, read, file: read.state, division });
      // On what was looked at, or begun again.
      return send({}, sending.ifRevision ?? read.revision);
    }
    if (STEPS[step].decides !== true || read?.state.status !== 'open') return send({}, sending.ifRevision);
    // Carried out before: it is answered with what it did then, whatever holds now.
    if (read.commandIds.has(envelope.commandId)) return send({}, undefined);

    // Order, days and persons first: nobody waits for a determination to hear that a step is missing.
    caseStream.decider.decide(command({ pack: '' }), read.state);
    const amountFen = (stated as { readonly amountFen?: number }).amountFen ?? 0;
    withinCap(amountFen, amountCapFen);
    const ruled = await this.decisions.rule({ caseKey, step, stated: stated, read, file: read.state, division, actor, requests });
    const claiming: Claiming = { caseKey, benefit: read.state.benefit, division, on: stated.on as CivilDate, actor, fromYm: (stated as { readonly fromYm?: string }).fromYm ?? firstMonth(read.state, stated.on as CivilDate) };
    const claimed = ruled.holders === undefined ? [] : await this.claims.claim(ruled.holders, claiming);
    try {
      await ruled.confirmHolders?.();
      const taken = await send(await ruled.record(), sending.ifRevision ?? read.revision);
      await this.claims.release(this.released(taken, ruled), claiming);
      return taken;
    } catch (error) {
      // Of two that confirm the same case at the same moment the claim stays with the one that did.
      const now = (await this.reader.case(caseKey))?.state;
      if (now?.status !== 'open' || !stillHeld(now, claiming.fromYm)) await this.claims.release(claimed, claiming);
      throw error;
    }
  }

  /** Who holds nothing in the case any more: everybody after a stop, whoever left after a change. */
  private released({ events }: StepTaken, { everybody, holders }: Ruled): readonly string[] {
    // What is given for a time ends by the confirmation itself, and is held until then.
    if (events.includes('BenefitStopped') && !events.includes('BenefitGranted')) return everybody;
    return holders === undefined ? [] : everybody.filter((idNo) => !holders.includes(idNo));
  }

  /** Relief that a list was ordered for is on its way. @throws DomainError `RELIEF_LISTED` */
  private async refuseListed(caseKey: string, { changes }: CaseFile): Promise<void> {
    await this.host.catchUp();
    const months = [...new Set(changes.map(({ fromYm }) => fromYm))];
    const listed = await this.host.read((views) => Promise.resolve(months.find((ym) => (views.get<PaymentRow>('payments', `${ym}|${caseKey}`)?.listedFen ?? 0) > 0)));
    if (listed === undefined) return;
    throw new DomainError('RELIEF_LISTED', 'conflict', `The relief is on the pay list of ${listed}, so giving it on the spot would give it twice. Wait for that payment; if it fails, it is paid again by its list.`, { ym: listed });
  }

  private async divisionOfHousehold(householdId: string, caseKey: string): Promise<string> {
    const household = await this.reader.household(`${householdId}@${caseKey.slice(caseKey.lastIndexOf('@') + 1)}`);
    return household.community ?? household.town;
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

/** Where a case that does not exist yet would be begun: where the person is, or in the county of its number, which `authorise` then refuses to anybody of elsewhere. */
function newPlace(caseKey: string, { division }: SignedIn): string {
  const county = caseKey.slice(caseKey.lastIndexOf('@') + 1);
  return liesIn(division, county) ? division : county;
}

/** @throws DomainError `NUMBER_INVALID` */
function caseKeyOf(number: string, person: SignedIn): string {
  const [id = '', county = person.division.slice(0, 6), ...rest] = number.split('@');
  if (rest.length > 0 || !/^[^\p{C}\p{Z}@|]{1,80}$/u.test(id) || !/^\d{6}$/.test(county)) {
    throw new DomainError('NUMBER_INVALID', 'invalid', 'A number has 1 to 80 characters, none of them a space, @, | or a control character, and may be followed by @ and the 6 digits of its county. Correct it.', { field: 'caseId' });
  }
  return `${id}@${county}`;
}

/** Decided by 医保 and 住建, not by civil affairs (process.md §4.1). */
const OF_LINE_DEPARTMENTS: ReadonlySet<Benefit> = new Set<Benefit>(['medicalRelief', 'housing']);

/** A line department sees the cases it decides, and no others. */
const isOfOffice = ({ state }: ReadCase, { role }: SignedIn): boolean => role !== 'lineDepartment' || (state.status === 'open' && OF_LINE_DEPARTMENTS.has(state.benefit));

/** @throws DomainError `DECIDES_OTHER_OFFICE` */
function refuseOtherOffice(step: StepName, read: ReadCase | undefined, { role }: SignedIn): void {
  if ((step !== 'confirm' && step !== 'deny') || read?.state.status !== 'open') return;
  const { benefit } = read.state;
  const line = OF_LINE_DEPARTMENTS.has(benefit);
  if (line === (role === 'lineDepartment')) return;
  throw new DomainError('DECIDES_OTHER_OFFICE', 'forbidden', `${benefit} is decided by ${line ? 'the line department (医保, 住建)' : 'civil affairs, not by a line department'}. Let that office decide.`, { benefit });
}

/** @throws DomainError `DELEGATION_CAP` */
function withinCap(fen: number, capFen: number | undefined): void {
  if (capFen !== undefined && fen > capFen) throw new DomainError('DELEGATION_CAP', 'forbidden', `The delegation covers decisions of up to ${capFen} fen; this one is of ${fen}. Forward the case to the county.`, { capFen, statedFen: fen });
}

/** A reserve is that of the town in which the case lies. @throws DomainError `RESERVE_OTHER_TOWN` `DELEGATION_CAP` */
function refuseOtherReserve({ town, fen }: Stated<'payRelief'>, division: string, capFen: number | undefined): void {
  const own = division.slice(0, 9);
  if (town !== own) throw new DomainError('RESERVE_OTHER_TOWN', 'conflict', `The case lies in ${own}; relief of it is paid from the reserve of that town, not of ${town}. Correct the town.`, { field: 'town', town: own });
  withinCap(fen, capFen);
}

/** `requests` belongs to the rules, everything else to the step. */
function split<Name extends StepName>(step: Name, body: unknown): { readonly stated: Stated<Name>; readonly requests: Requests | undefined } {
  if (!takesRequests(step) || typeof body !== 'object' || body === null || !('requests' in body)) return { stated: readStated(step, body), requests: undefined };
  const { requests, ...stated } = body;
  return { stated: readStated(step, stated), requests: readRequests(requests) };
}

/** A case of another division is as if it were not there: whether somebody is helped elsewhere is not told. */
const isSeen = ({ place }: ReadCase, { division }: SignedIn): boolean => liesIn(divisionOf(place), division);
const caseNotFound = (): DomainError => new DomainError('CASE_NOT_FOUND', 'notFound', 'No case has this number in the county. Check the number.');
