/** Policy in the ledger: values published and corrected, packs adopted, households determined; and every question about them. */
import { type Actor, canonicalJson, civilDateAt, type CivilDate, type CommandContext, countyOf, digestOf, DomainError, type EventMetadata, type Json, parseCivilDate, parseDivision, parseInstant, uuidOf } from '#kernel';
import { type CommandOutcome, type CommandRequest, type EventStore, handleCommand, handleCommands } from '#event-store';
import { publicationIdentity } from '#intake';
import {
  adoptionOn, type AdoptPack, type Bilingual, type Determination, determinationExists, determinationStream, determine, differencesOf, type Facts, type Language, liesIn, LOCAL_KEYS, localKey, type Pack, packInvalid, type PackRef, packStream, type PolicyBook,
  type PublishedStandard, publishersOf, readFacts, type RecordedFacts, renderDetermination, RULES_DIGEST, type StandardEvent, standardsStream, standardToCorrect, standardToPublish, verifyTrace,
} from '#policy';
import type { ViewReader } from '#projections';
import { arrearsReport, benefitsOf, byColumns, type DeterminationRow, entityKey, type PackRow, type StandardsRow, type TargetsReport, targetsReport, within } from '#reports';
import { cleanText, idOfText } from '#workbook';
import { boundPack, readPackText, shippedPacks } from './packs.js';
import { type Known, PolicySources } from './policy-sources.js';
import type {
  AffectedDetermination, DeterminationReplay, DetermineRequest, Impact, PackStatus, RecordedDetermination, RuleExplanation, StandardCorrection, StandardEntry, StandardOutcome, StandardRow, StandardsList,
  StandardsPublished,
} from './policy-types.js';
import { explanationOf } from './rule-explanation.js';

/** What the service needs of the ledger it belongs to. */
export interface PolicyHost {
  readonly store: EventStore;
  /** The edge's clock. */
  readonly now: () => string;
  /** Folds what was recorded into the read models. */
  readonly catchUp: () => Promise<void>;
  /** Asks the read models, at one moment. */
  readonly read: <T>(work: (views: ViewReader) => Promise<T>) => Promise<T>;
  /** Work that must have ended before the stores are closed. */
  readonly track: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface StandardsQuestion {
  /** Values published for it, for what it lies in, and for what lies in it. */
  readonly division?: string | undefined;
  readonly key?: string | undefined;
  /** Only those in force on the day. */
  readonly on?: CivilDate | undefined;
  /** As they had been recorded by an instant. */
  readonly knownAt?: string | undefined;
}

/** A rule in a list. */
export interface RuleEntry {
  readonly id: string;
  readonly pack: string;
  readonly title: Bilingual;
}

/** Facts, place and day of a question, complete. */
interface Asked {
  readonly facts: Facts;
  readonly division: string;
  readonly on: CivilDate;
}

/** How often a determination is made anew because somebody adopted a pack meanwhile. */
const MAX_ATTEMPTS = 5;
const NOW: Known = { kind: 'now' };
const UNLISTED: Bilingual = { zh: '不在目录之内', en: 'not in the catalogue' };

export class PolicyService {
  private readonly sources: PolicySources;

  constructor(private readonly host: PolicyHost) {
    this.sources = new PolicySources(host.store, shippedPacks);
  }

  /** Publishes values one by one: what is refused does not stop the others. The same again changes nothing. */
  publishStandards(entries: readonly StandardEntry[], actor: Actor): Promise<StandardsPublished> {
    return this.host.track(async () => {
      const now = this.host.now();
      const correlationId = uuidOf(`standards/${digestOf(entries as unknown as Json)}`);
      const rows: StandardOutcome[] = [];
      const streams = new Map<string, { readonly at: number; readonly request: CommandRequest<ReturnType<typeof standardToPublish>> }[]>();
      entries.forEach((entry, at) => {
        try {
          const command = standardToPublish(cleaned(entry));
          const context: CommandContext = { ...publicationIdentity(command), actor, jurisdiction: { code6: command.code6 }, now, correlationId };
          const requests = streams.get(command.code6) ?? [];
          streams.set(command.code6, requests);
          requests.push({ at, request: { command, context } });
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          rows[at] = outcomeOf(entry, { status: 'refused', error });
        }
      });
      for (const [code6, requests] of streams) {
        const outcomes = await handleCommands(this.host.store, standardsStream, code6, requests.map(({ request }) => request));
        requests.forEach(({ at }, index) => { rows[at] = outcomeOf(entries[at] as StandardEntry, outcomes[index] as CommandOutcome<StandardEvent>); });
      }
      await this.host.catchUp();
      const count = (outcome: StandardOutcome['outcome']): number => rows.filter((row) => row.outcome === outcome).length;
      return { rows, recorded: count('recorded'), alreadyRecorded: count('alreadyRecorded'), rejected: count('rejected') };
    });
  }

  /**
   * Corrects a published value; the value after the correction, with what it was before.
   * @throws DomainError `STANDARD_UNKNOWN` `CORRECTION_EMPTY`, and what is wrong with the value
   */
  correctStandard(correction: StandardCorrection, actor: Actor): Promise<StandardRow> {
    return this.host.track(async () => {
      const now = this.host.now();
      const command = standardToCorrect({ ...correction, value: correction.value === undefined ? undefined : cleanText(correction.value), reason: cleanText(correction.reason), approver: cleanText(correction.approver) }, civilDateAt(now));
      const { code6, key, validFrom } = command;
      // The instant is part of the name: to and fro and back again are three corrections. A repetition is recognised by what it says.
      const commandId = uuidOf(`correct/${digestOf(command as unknown as Json)}/${now}`);
      await handleCommand(this.host.store, standardsStream, code6, { command, context: { commandId, actor, jurisdiction: { code6 }, now, correlationId: commandId } });
      await this.host.catchUp();
      const standards = await this.sources.standardsOf(code6, NOW);
      return standardRow(standards.find((standard) => standard.key === key && standard.validFrom === validFrom) as PublishedStandard);
    });
  }

  async standards({ division, key, on, knownAt }: StandardsQuestion): Promise<StandardsList> {
    const known = knownBy(knownAt);
    const codes = await this.host.read(async (views) => {
      const found: string[] = [];
      for await (const page of views.scan<StandardsRow>('standards')) found.push(...page.map((row) => row.key));
      return found;
    });
    const rows: StandardRow[] = [];
    for (const code6 of codes) {
      if (division !== undefined && !liesIn(code6, division) && !publishersOf(division).includes(code6)) continue;
      const standards = await this.sources.standardsOf(code6, known);
      rows.push(...standards.filter((standard) => (key === undefined || standard.key === key) && (on === undefined || isInForce(standard, on))).map(standardRow));
    }
    return { rows: rows.sort(byColumns((row) => row.key, (row) => row.division, (row) => row.from)) };
  }

  /** @throws DomainError as `determine` of the policy; `FACT_MISSING` where no place or day is given */
  async determine(request: DetermineRequest): Promise<Determination> {
    return (await this.determineKnown(askedIn(request), knownBy(request.knownAt))).determination;
  }

  /**
   * Determines with what is known and records the result under a number of its own.
   * @throws DomainError `DETERMINATION_EXISTS` `KNOWN_AT_NOT_RECORDED` `NUMBER_INVALID`, and as `determine`
   */
  recordDetermination(id: string, request: DetermineRequest, caseId: string | undefined, actor: Actor): Promise<RecordedDetermination> {
    return this.host.track(async () => {
      if (request.knownAt !== undefined) {
        throw new DomainError('KNOWN_AT_NOT_RECORDED', 'invalid', 'What is recorded is decided with everything that is known; it cannot be asked for as of an earlier instant. Leave knownAt out, or determine without recording.', { field: 'knownAt' });
      }
      const determinationId = numberOf('determinationId', id);
      const ofCase = caseId === undefined ? undefined : numberOf('caseId', caseId);
      const asked = askedIn(request);
      const code6 = countyOf(asked.division);
      const key = entityKey(determinationId, code6);
      const digest = digestOf({ ...asked, caseId: ofCase } as unknown as Json);
      const before = await this.recorded(key);
      if (before !== undefined) {
        if (before.metadata.commandDigest !== digest) throw determinationExists();
        return { determinationId, outcome: 'alreadyRecorded', determination: before.data.determination };
      }
      const { determination, read } = await this.determineAdopted(asked, actor);
      const { facts, division } = asked;
      const now = this.host.now();
      await handleCommand(this.host.store, determinationStream, key, {
        command: { type: 'RecordDetermination', determinationId, caseId: ofCase, facts, determination, read },
        context: {
          // The content is part of the name: other content is another command, which the stream then refuses.
          commandId: uuidOf(`determination/${key}/${digest}`), payloadDigest: digest, actor, jurisdiction: { code6, town9: division.length < 9 ? undefined : division.slice(0, 9), village12: division.length < 12 ? undefined : division },
          now, correlationId: uuidOf(`determination/${key}`),
        },
      });
      await this.host.catchUp();
      // What the ledger holds: of two that were sent at the same moment it keeps the first.
      const { data, metadata } = await this.recordedAt(key);
      return { determinationId, outcome: metadata.recordedAt === now ? 'recorded' : 'alreadyRecorded', determination: data.determination };
    });
  }

  /**
   * A recorded determination, computed again from the packs it names and the values known to it, and with what is known today.
   * @throws DomainError `DETERMINATION_NOT_FOUND` `DETERMINATION_AMBIGUOUS`
   */
  async determination(id: string): Promise<DeterminationReplay> {
    const key = await this.host.read((views) => resolveDetermination(views, idOfText(id)));
    const { data: { determinationId, facts, determination: recorded, read }, metadata } = await this.recordedAt(key);
    const { division, on } = recorded;
    const again = await attempt(async () => {
      const { published } = await this.sources.valuesFor(division, { kind: 'read', revisions: read });
      return determine(this.sources.bookOfRefs(await this.sources.adopted(NOW), recorded.packs), published, facts, division, on as CivilDate);
    });
    const { today, refusal } = await this.today({ facts, division, on: on as CivilDate });
    return {
      determinationId, recordedAt: metadata.recordedAt, recorded,
      reproduced: again.done && canonicalJson(decidedIn(again.value)) === canonicalJson(decidedIn(recorded)),
      rulesChanged: recorded.rules !== RULES_DIGEST,
      problems: verifyTrace(recorded),
      today, refusal, differences: differencesOf(recorded, today),
    };
  }

  /**
   * What a published or corrected value means: the arrears of every case and month, and the determinations that used it. Writes nothing.
   * @throws DomainError `STANDARD_KEY_UNKNOWN` `DIVISION_INVALID`
   */
  impact({ key, division }: { readonly key: string; readonly division: string }): Promise<Impact> {
    return this.host.track(async () => {
      parseDivision(division);
      localKey(key);
      const adopted = await this.sources.adopted(NOW);
      const bookOn = (on: CivilDate): PolicyBook => this.sources.bookOn(adopted, on);
      const { arrears: { rows, notComputed }, users } = await this.host.read(async (views) => {
        const standards: PublishedStandard[] = [];
        for await (const page of views.scan<StandardsRow>('standards')) standards.push(...page.flatMap(({ row }) => row.standards));
        return { arrears: await arrearsReport(views, { bookOn, standards }, key, division), users: await usersOf(views, key, division) };
      });
      const determinations: AffectedDetermination[] = [];
      for (const { at, used } of users) {
        const { data: { determinationId, facts, determination } } = await this.recordedAt(at);
        const on = determination.on as CivilDate;
        const { today } = await this.today({ facts, division: determination.division, on });
        determinations.push({ determinationId, on, used, differences: differencesOf(determination, today) });
      }
      return {
        key, division, arrearsComputed: benefitsOf(key).length > 0, rows, notComputed,
        determinations: determinations.sort(byColumns((row) => row.determinationId, (row) => row.on)),
        total: { arrearsFen: rows.reduce((sum, row) => sum + row.arrearsFen, 0), cases: new Set(rows.map((row) => `${row.caseId}|${row.division}`)).size },
      };
    });
  }

  /**
   * The targets of the documents for a year, held against what was published and paid (QS-2019-T01…T05, GX-2019-03…05).
   * @throws DomainError `DIVISION_INVALID` `DIVISION_NOT_COVERED` `DATE_BEFORE_RULES`
   */
  async targets(division: string, year: number): Promise<TargetsReport> {
    parseDivision(division);
    const book = this.sources.bookOn(await this.sources.adopted(NOW), `${year}-12-31` as CivilDate);
    return this.host.read((views) => targetsReport(views, book, division, year));
  }

  /** Every version of every pack, shipped or adopted, in the order of pack, version and first day. */
  async packs(): Promise<readonly PackStatus[]> {
    const rows: PackStatus[] = [];
    await this.host.read(async (views) => {
      for await (const page of views.scan<PackRow>('packs')) {
        for (const { row: { pack, adoptions } } of page) {
          rows.push(...adoptions.map(({ version, sha256, effectiveFrom, name, title }) => ({ pack, version, sha256, name, title, effectiveFrom, adopted: true })));
        }
      }
    });
    for (const bound of this.sources.shipped()) {
      if (!rows.some((row) => row.pack === bound.pack.pack && row.sha256 === bound.sha256)) rows.push(statusOf(bound.pack, bound.sha256, null));
    }
    return rows.sort(byColumns((row) => row.pack, (row) => row.version, (row) => row.effectiveFrom ?? ''));
  }

  /**
   * Adopts a version of a pack from a day on, by default from today: what was decided for earlier days is not touched unless that is
   * asked for. Answers with the adoption that holds on the day.
   * @throws DomainError `PACK_INVALID` `PACK_TOO_LARGE` `PACK_UNKNOWN` `PACK_VERSION_CONFLICT`
   */
  adoptPack(yamlText: string, effectiveFrom: CivilDate | undefined, actor: Actor): Promise<PackStatus> {
    return this.host.track(async () => {
      const { pack, sha256 } = boundPack(readPackText(yamlText));
      this.checkKnown(pack);
      this.checkVersion(pack, sha256);
      const from = effectiveFrom ?? civilDateAt(this.host.now());
      await this.adopt({ pack, sha256, effectiveFrom: from }, actor);
      await this.host.catchUp();
      const held = adoptionOn((await this.sources.adopted(NOW)).get(pack.pack) ?? [], from);
      if (held === undefined) throw new Error('something holds from the day on which it was adopted');
      return statusOf(held.pack, held.sha256, held.effectiveFrom);
    });
  }

  /** Every rule of the packs in force today, by pack. */
  async rules(): Promise<readonly RuleEntry[]> {
    const { packs } = await this.bookToday();
    return packs.flatMap(({ pack }) => pack.rules.map(({ id, title }) => ({ id, pack: pack.pack, title })));
  }

  /** A rule of the packs in force today. @throws DomainError `RULE_NOT_FOUND` */
  async explain(ruleId: string): Promise<RuleExplanation> {
    const found = (await this.bookToday()).ruleOf(ruleId);
    if (found === undefined) {
      throw new DomainError('RULE_NOT_FOUND', 'notFound', 'No pack has a rule with this id. Ids look like QS-2019-T07; "taizhang explain" lists them all.', {});
    }
    return explanationOf(found);
  }

  /** A determination in sentences, with the clauses it cites as they are read. */
  async rendered(determination: Determination, language: Language): Promise<string> {
    const book = this.sources.bookOn(await this.sources.adopted(NOW), determination.on as CivilDate);
    return renderDetermination(determination, language, (id) => book.ruleOf(id));
  }

  private async bookToday(): Promise<PolicyBook> {
    return this.sources.bookOn(await this.sources.adopted(NOW), civilDateAt(this.host.now()));
  }

  private async determineKnown({ facts, division, on }: Asked, known: Known): Promise<{ readonly determination: Determination; readonly read: Readonly<Record<string, string>>; readonly book: PolicyBook }> {
    const book = this.sources.bookOn(await this.sources.adopted(known), on);
    const { published, read } = await this.sources.valuesFor(division, known);
    return { determination: determine(book, published, facts, division, on), read, book };
  }

  /**
   * Determines with packs that the ledger holds: the first determination with a shipped pack adopts it. Where that changes what is
   * in force, because somebody adopted another one meanwhile, it is determined anew.
   */
  private async determineAdopted(asked: Asked, actor: Actor): Promise<{ readonly determination: Determination; readonly read: Readonly<Record<string, string>> }> {
    for (let attempts = 1; ; attempts += 1) {
      const { determination, read, book } = await this.determineKnown(asked, NOW);
      const adopted = await this.sources.adopted(NOW);
      const missing = determination.packs.filter((ref) => !isAdopted(adopted.get(ref.pack) ?? [], ref));
      if (missing.length === 0) return { determination, read };
      if (attempts === MAX_ATTEMPTS) throw new DomainError('PACK_CHANGED', 'conflict', 'Packs were adopted while the household was determined, several times in a row. Determine again.');
      for (const { pack: name } of missing) {
        const bound = book.get(name);
        if (bound === undefined) throw new Error('a determination names the packs of its book');
        const { pack, sha256 } = bound;
        // A shipped pack holds as long as nothing was adopted, also on days before its own first: adopting it must not change that.
        const effectiveFrom = (pack.validFrom < asked.on ? pack.validFrom : asked.on) as CivilDate;
        await this.adopt({ pack, sha256, effectiveFrom, asShipped: true }, actor);
      }
    }
  }

  private async adopt(adoption: Omit<AdoptPack, 'type' | 'on'>, actor: Actor): Promise<void> {
    const now = this.host.now();
    const { pack: { pack, version, jurisdiction }, sha256, effectiveFrom } = adoption;
    // How many adoptions went before is part of the name: a version that was displaced can be adopted again for the same day.
    const before = (await this.sources.adopted(NOW)).get(pack)?.length ?? 0;
    const commandId = uuidOf(`adopt/${pack}/${version}/${sha256}/${effectiveFrom}/${before}`);
    await handleCommand(this.host.store, packStream, pack, {
      command: { type: 'AdoptPack', ...adoption, on: civilDateAt(now) },
      context: { commandId, payloadDigest: sha256, actor, jurisdiction: { code6: jurisdiction.code }, now, correlationId: commandId },
    });
  }

  /**
   * A pack is executed by functions of this program: one that has none cannot be, nor one of another place, area or line of inheritance,
   * nor one that lacks a figure they ask for. A misspelt key must not silently drop a rule.
   */
  private checkKnown(pack: Pack): void {
    const known = this.sources.shipped().find((bound) => bound.pack.pack === pack.pack);
    if (known === undefined) {
      throw new DomainError('PACK_UNKNOWN', 'unsupported', `This program has no functions that execute a pack ${pack.pack}. It executes ${this.sources.shipped().map((bound) => bound.pack.pack).join(', ')}.`, { pack: pack.pack });
    }
    const { jurisdiction, area, inherits, parameters } = known.pack;
    const asItsFunctions = `for ${pack.pack}, as its functions have it`;
    if (jurisdiction.code !== pack.jurisdiction.code) throw packInvalid('jurisdiction.code', `must be ${jurisdiction.code} ${asItsFunctions}`);
    if (area !== pack.area) throw packInvalid('area', `must be ${area} ${asItsFunctions}`);
    if (inherits !== pack.inherits) throw packInvalid('inherits', `must be ${inherits ?? 'left out'} ${asItsFunctions}`);
    const keys = new Set(pack.parameters.map(({ key }) => key));
    const lacking = parameters.find(({ key }) => !keys.has(key));
    if (lacking !== undefined) throw packInvalid('parameters', `holds no figure ${lacking.key}, which the functions of ${pack.pack} ask for; end it with "to" where it no longer holds`);
  }

  /** A version that comes with the program has the content it comes with, also in a ledger that has not adopted it yet. */
  private checkVersion({ pack, version }: Pack, sha256: string): void {
    if (this.sources.shipped().some((bound) => bound.pack.pack === pack && bound.pack.version === version && bound.sha256 !== sha256)) {
      throw new DomainError('PACK_VERSION_CONFLICT', 'conflict', `Version ${version} of ${pack} comes with this program with other content. Give the changed pack a higher version.`, { pack, version });
    }
  }

  private async today(asked: Asked): Promise<Pick<DeterminationReplay, 'today' | 'refusal'>> {
    const result = await attempt(() => this.determineKnown(asked, NOW));
    return result.done ? { today: result.value.determination, refusal: null } : { today: null, refusal: { code: result.error.code, message: result.error.message } };
  }

  private async recorded(key: string): Promise<{ readonly data: RecordedFacts; readonly metadata: EventMetadata } | undefined> {
    const slice = await this.host.store.readStream(`${determinationStream.category}-${key}`, { limit: 1 });
    const event = slice.status === 'missing' ? undefined : slice.events[0];
    if (event === undefined) return undefined;
    const metadata = event.metadata as unknown as EventMetadata;
    return { data: determinationStream.codec.decode(event.type, metadata.schemaVer, event.data).data, metadata };
  }

  private async recordedAt(key: string): Promise<{ readonly data: RecordedFacts; readonly metadata: EventMetadata }> {
    const recorded = await this.recorded(key);
    if (recorded === undefined) throw new Error('a determination that is folded is recorded');
    return recorded;
  }
}

/** Facts, place and day as one asks: options before what the facts say. */
function askedIn(request: DetermineRequest): Asked {
  const facts = readFacts(request.facts);
  const division = request.division ?? facts.division;
  const on = request.on ?? facts.on;
  if (division === undefined) throw missing('division', 'Where the household lives');
  if (on === undefined) throw missing('on', 'The day of the determination');
  return { facts, division: parseDivision(division), on: parseCivilDate(on) };
}
const missing = (field: string, what: string): DomainError => new DomainError('FACT_MISSING', 'invalid', `${what} is not given. State "${field}" in the facts, or beside them.`, { field });

/** A number as an office gives it, spaces left out; it becomes part of a stream's name. */
function numberOf(field: string, text: string): string {
  const number = idOfText(text);
  if (!/^[^\p{C}\p{Z}@|]{1,80}$/u.test(number)) {
    throw new DomainError('NUMBER_INVALID', 'invalid', 'A number has 1 to 80 characters, none of them @, | or a control character. Correct it.', { field });
  }
  return number;
}

const knownBy = (knownAt: string | undefined): Known => (knownAt === undefined ? NOW : { kind: 'at', instant: parseInstant(knownAt) });

const cleaned = (entry: StandardEntry): StandardEntry => ({
  ...entry, value: cleanText(entry.value), unit: entry.unit === undefined ? undefined : cleanText(entry.unit), basis: entry.basis === undefined ? undefined : cleanText(entry.basis),
});

function outcomeOf({ key, division, from }: StandardEntry, outcome: CommandOutcome<StandardEvent>): StandardOutcome {
  switch (outcome.status) {
    case 'appended':
      return { key, division, from, outcome: 'recorded' };
    case 'repeated':
    case 'unchanged':
      return { key, division, from, outcome: 'alreadyRecorded' };
    case 'refused':
      // The ledger holds another value under this key and day, from here or from a workbook.
      if (outcome.error.kind === 'conflict') {
        return { key, division, from, outcome: 'rejected', code: 'CONFLICT', message: `${key} of ${division} from ${from} was recorded before with other content. What was published is never replaced: correct it instead.` };
      }
      return { key, division, from, outcome: 'rejected', code: outcome.error.code, message: outcome.error.message };
  }
}

const isInForce = ({ validFrom, validTo }: PublishedStandard, on: CivilDate): boolean => validFrom <= on && (validTo === undefined || on <= validTo);

function standardRow({ key, code6, value, unit, validFrom, validTo, basis, corrections }: PublishedStandard): StandardRow {
  const local = LOCAL_KEYS.get(key);
  return {
    key, division: code6, value, unit, from: validFrom, to: validTo, basis,
    name: local?.name ?? UNLISTED, publisher: local?.publisher ?? UNLISTED,
    corrections: corrections.map(({ field, old, new: right, reason, approver }) => ({ field: field === 'validTo' ? 'to' : field, old, new: right, reason, approver })),
  };
}

const statusOf = ({ pack, version, jurisdiction, document }: Pack, sha256: string, effectiveFrom: string | null): PackStatus =>
  ({ pack, version, sha256, name: jurisdiction.name, title: document.title, effectiveFrom, adopted: effectiveFrom !== null });

const isAdopted = (adoptions: readonly { readonly version: number; readonly sha256: string }[], { version, sha256 }: PackRef): boolean =>
  adoptions.some((adoption) => adoption.version === version && adoption.sha256 === sha256);

/** What a determination decides and from what; how its notes word it may change from program to program. */
const decidedIn = ({ category, benefits, trace, values, packs }: Determination): Json => ({ category, benefits, trace, values, packs }) as unknown as Json;

/**
 * The determinations of a division that used a value of a key, and the value: the published one where both a published and a printed
 * one entered. Tiers displace the gap to the 低保 standard, so what used that depends on them too.
 */
async function usersOf(views: ViewReader, key: string, division: string): Promise<readonly { readonly at: string; readonly used: string }[]> {
  const users: { at: string; used: string }[] = [];
  const keys = key.startsWith('dibao.tier.') ? [key, 'dibao.std'] : [key];
  for await (const page of views.scan<DeterminationRow>('determinations')) {
    for (const { key: at, row } of page) {
      const town = row.division.slice(0, 9);
      if (!within(division, { town, community: row.division.length === 12 ? row.division : undefined })) continue;
      const values = keys.map((one) => row.used.filter((value) => value.key === one)).find(({ length }) => length > 0) ?? [];
      const used = values.find(({ from }) => from.startsWith('local:')) ?? values[0];
      if (used !== undefined) users.push({ at, used: used.value });
    }
  }
  return users;
}

async function resolveDetermination(views: ViewReader, id: string): Promise<string> {
  if (views.get<DeterminationRow>('determinations', id)) return id;
  const keys: string[] = [];
  for await (const page of views.scan<DeterminationRow>('determinations', `${id}@`)) keys.push(...page.map(({ key }) => key));
  if (keys.length > 1) {
    throw new DomainError('DETERMINATION_AMBIGUOUS', 'invalid', `Several counties use this number for a determination. Name the county too: ${keys.slice(0, 5).join(', ')}.`);
  }
  if (keys[0] === undefined) {
    throw new DomainError('DETERMINATION_NOT_FOUND', 'notFound', 'No determination is recorded under this number. Check the number; a determination that was refused is not recorded.');
  }
  return keys[0];
}

type Attempt<T> = { readonly done: true; readonly value: T } | { readonly done: false; readonly error: DomainError };

/** A refusal is an answer here. */
async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { done: true, value: await work() };
  } catch (error) {
    if (error instanceof DomainError) return { done: false, error };
    throw error;
  }
}
