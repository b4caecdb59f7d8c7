/** Amounts decided by the rules: facts from the file, a determination that is recorded, and whether the decision follows it. */
import { type CaseFile, exclude, heldForGood, HOUSEHOLD_BENEFITS, type Stated, type StepName } from '#casework';
import { type Actor, type CivilDate, digestOf, DomainError, type Json, uuidOf } from '#kernel';
import type { Determination, Facts, Requests } from '#policy';
import { mustBeEstablished } from './case-established.js';
import { factsOf, memberIdOf } from './case-facts.js';
import type { CaseReader, ReadCase } from './case-reader.js';
import { checkDecision, grantedMembers, isDetermined, requestsFor } from './case-ruling.js';
import type { PolicyService } from './policy-service.js';

export interface Ruling<Name extends StepName = StepName> {
  readonly caseKey: string;
  readonly step: Name;
  readonly stated: Stated<Name>;
  readonly read: ReadCase;
  readonly file: CaseFile;
  readonly division: string;
  readonly actor: Actor;
  readonly requests: Requests | undefined;
}
/** What a decision rests on. */
export interface Basis {
  readonly pack: string;
  readonly determinationId?: string | undefined;
  readonly ruleIds?: readonly string[] | undefined;
}
/** That a decision may be taken, and which citizens it concerns. */
export interface Ruled {
  /** Records what it rests on, once nothing else stands against it. @throws DomainError as `checkDecision`, where the rules have changed meanwhile */
  readonly record: () => Promise<Basis>;
  /** Citizen numbers of those who hold the benefit from now on; undefined where that does not change, or where nobody is excluded by it. */
  readonly holders?: readonly string[] | undefined;
  /**
   * Asked once the holders are claimed: whether they are still citizens of these numbers, and nobody says otherwise. So a number that is corrected meanwhile is
   * either seen here, or its correction sees the claim.
   * @throws DomainError `CORRECTION_OPEN` `REVISION_CHANGED`
   */
  readonly confirmHolders?: (() => Promise<void>) | undefined;
  /** Everybody who may have held it. */
  readonly everybody: readonly string[];
}

/** R83, 2022-10-20: a graduated exit lasts six months at most, where no document of the place prints another span. */
const R83_FROM = '2022-10-20';
const R83_MONTHS = 6;
/** Of the number of a determination, in characters. */
const MAX_NUMBER = 80;

export class CaseDecisions {
  constructor(private readonly reader: CaseReader, private readonly determinations: Pick<PolicyService, 'determine' | 'recordDetermination' | 'packAt'>) {}

  /** @throws DomainError as `checkDecision`, as the rules refuse, `EXIT_TOO_LONG` `EXIT_ABOVE` */
  async rule(ruling: Ruling): Promise<Ruled> {
    const { step, stated, file, division } = ruling;
    const everybody = await this.everybody(ruling);
    const on = stated.on as CivilDate;
    switch (step) {
      case 'confirm':
      case 'adjust':
        return isDetermined(file) ? this.determined(ruling, on, everybody) : { record: this.underPack(division, on), everybody };
      case 'startGraduatedExit':
        return this.exit(ruling as Ruling<'startGraduatedExit'>, on);
      default:
        return { record: this.underPack(division, on), everybody };
    }
  }

  /** Before an opinion to help: what the decision will need. @throws DomainError `FACTS_NOT_ESTABLISHED` */
  async established(ruling: Omit<Ruling, 'step' | 'actor' | 'requests'>): Promise<void> {
    const { file, division, stated } = ruling;
    if (!isDetermined(file)) return;
    await mustBeEstablished({
      file, division, on: stated.on as CivilDate, determine: (asked) => this.determinations.determine(asked),
      factsFor: (requests) => this.facts(ruling, requestsFor(file, requests)),
    });
  }

  private async determined(ruling: Ruling, on: CivilDate, everybody: readonly string[]): Promise<Ruled> {
    const { file, caseKey } = ruling;
    const { amountFen, persons } = ruling.stated as Stated<'confirm'>;
    const facts = await this.facts(ruling, requestsFor(file, ruling.requests));
    const tried = await this.determinations.determine({ facts, division: ruling.division, on });
    const household = await this.reader.household(`${file.householdId}@${countyIn(caseKey)}`);
    const inNumbers = (determination: Determination): Determination => namingPersons(determination, household.members.map(({ personId }) => personId));
    const by = checkDecision(file, inNumbers(tried), { amountFen, persons });
    const holding = heldForGood(file.benefit) ? [household.headId] : grantedMembers(file, inNumbers(tried), by);
    const holders = exclude(file.benefit, file.benefit) ? await this.idNos(holding, caseKey) : undefined;
    const confirmHolders = holders === undefined ? undefined : () => this.refuseDisputed(holding, holders, caseKey);
    const record = async (): Promise<Basis> => {
      const { determinationId, determination } = await this.record(ruling, facts, on, tried);
      checkDecision(file, inNumbers(determination), { amountFen, persons });
      return { pack: packOf(determination), determinationId, ruleIds: clausesOf(file, determination) };
    };
    return { record, holders, confirmHolders, everybody };
  }

  private underPack = (division: string, on: CivilDate) => async (): Promise<Basis> => ({ pack: await this.determinations.packAt(division, on) });

  /** Where the documents of the place print the exit they decide (GX-2019-05-10), elsewhere the national text. */
  private async exit(ruling: Ruling<'startGraduatedExit'>, on: CivilDate): Promise<Ruled> {
    const { stated: { fromYm, months, amountFen }, file, division } = ruling;
    const facts = await this.facts(ruling, { graduatedExit: { fromYm, months, monthlyFen: amountFen } });
    try {
      const tried = await this.determinations.determine({ facts, division, on: `${fromYm}-01` as CivilDate });
      const result = tried.benefits.find(({ benefit }) => benefit === 'graduatedExit');
      if (result?.eligible !== 'yes') throw new DomainError('NOT_ELIGIBLE', 'conflict', 'By the rules of the place the household has no graduated exit of this length from this month: nobody found work, or the months do not fit. Stop or adjust instead.', { benefit: 'graduatedExit' });
      const record = async (): Promise<Basis> => {
        const { determinationId, determination } = await this.record(ruling, facts, `${fromYm}-01` as CivilDate, tried);
        return { pack: packOf(determination), determinationId };
      };
      return { record, everybody: [] };
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'REQUEST_NOT_COVERED') throw error;
    }
    if (on >= R83_FROM && months > R83_MONTHS) throw new DomainError('EXIT_TOO_LONG', 'conflict', `A graduated exit lasts ${R83_MONTHS} months at most (R83); ${months} were decided.`, { most: R83_MONTHS, stated: months });
    const owedNow = file.changes.at(-1)?.newFen ?? 0;
    if (amountFen > owedNow) throw new DomainError('EXIT_ABOVE', 'conflict', `A graduated exit pays no more than what is owed now (${owedNow} fen); ${amountFen} were decided.`, { most: owedNow, stated: amountFen });
    return { record: this.underPack(division, on), everybody: [] };
  }

  private async facts({ read, file, caseKey }: Pick<Ruling, 'read' | 'file' | 'caseKey'>, requests: Requests | undefined): Promise<Facts> {
    const county = countyIn(caseKey);
    const household = await this.reader.household(`${file.householdId}@${county}`);
    return factsOf(read.events, await this.reader.members(household.members, county), requests);
  }

  /**
   * Under a number made from the case, the revision it is decided at and what was found: deciding again after a change, also one of the
   * household or of a published value, is another determination. A number that would be too long is a UUID.
   */
  private record({ caseKey, read, step, division, actor }: Ruling, facts: Facts, on: CivilDate, tried: Determination): Promise<{ readonly determinationId: string; readonly determination: Determination }> {
    const caseId = caseKey.slice(0, caseKey.lastIndexOf('@'));
    const found = digestOf({ facts, division, on, tried } as unknown as Json);
    const number = `${caseId}.${step}.${read.revision + 1n}.${uuidOf(found).slice(0, 8)}`;
    return this.determinations.recordDetermination(number.length > MAX_NUMBER ? uuidOf(`${caseKey}/${number}/${found}`) : number, { facts, division, on }, caseId, actor);
  }

  private async everybody({ file, caseKey }: Ruling): Promise<readonly string[]> {
    const household = await this.reader.household(`${file.householdId}@${countyIn(caseKey)}`);
    const persons = HOUSEHOLD_BENEFITS.has(file.benefit) || file.beneficiaryId === undefined ? [...household.members.map(({ personId }) => personId), ...household.formerMembers] : [file.beneficiaryId];
    return this.idNos(persons, caseKey);
  }

  private async refuseDisputed(personIds: readonly string[], idNos: readonly string[], caseKey: string): Promise<void> {
    for (const [at, personId] of personIds.entries()) {
      const { idNo, disputed } = await this.reader.person(`${personId}@${countyIn(caseKey)}`);
      if (disputed !== undefined) {
        throw new DomainError('CORRECTION_OPEN', 'conflict', `Correction ${disputed} says that the citizen number of a member is wrong. Nothing is decided for that person before it is approved or refused.`, { correctionNo: disputed, personId });
      }
      if (idNo !== idNos[at]) throw new DomainError('REVISION_CHANGED', 'conflict', 'The citizen number of a member was corrected meanwhile. Look at the case again, then decide anew.', { personId });
    }
  }

  private idNos(personIds: readonly string[], caseKey: string): Promise<readonly string[]> {
    return Promise.all(personIds.map(async (personId) => (await this.reader.person(`${personId}@${countyIn(caseKey)}`)).idNo));
  }
}

const countyIn = (caseKey: string): string => caseKey.slice(caseKey.lastIndexOf('@') + 1);

/** Its members by the office's numbers of persons. */
function namingPersons(determination: Determination, personIds: readonly string[]): Determination {
  const persons = new Map(personIds.map((personId) => [memberIdOf(personId), personId]));
  return { ...determination, benefits: determination.benefits.map((result) => ({ ...result, members: result.members.map((id) => persons.get(id) ?? id) })) };
}

const packOf = ({ packs: [pack] }: Determination): string => {
  if (pack === undefined) throw new Error('a determination names the packs of its book');
  return pack.pack;
};

/** The clauses on which eligibility and amount of this benefit rest. */
function clausesOf(file: CaseFile, { benefits, trace }: Determination): readonly string[] {
  const steps = benefits.filter(({ benefit }) => benefit === file.benefit).flatMap(({ steps: { eligible, amount } }) => [eligible, amount]);
  return [...new Set(trace.filter(({ n }) => steps.includes(n)).flatMap(({ ruleIds }) => ruleIds))].sort();
}
