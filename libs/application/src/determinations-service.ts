/** Households determined by the rules: computed, recorded, replayed later, put in sentences. */
import { type Actor, canonicalJson, type CivilDate, countyOf, digestOf, DomainError, type EventMetadata, type Json, parseCivilDate, parseDivision, uuidOf } from '#kernel';
import { handleCommand } from '#event-store';
import {
  type Determination, determinationExists, determinationStream, determine, differencesOf, type Facts, type Language, type PackRef, type PolicyBook, readFacts, type RecordedFacts, renderDetermination, RULES_DIGEST, verifyTrace,
} from '#policy';
import type { ViewReader } from '#projections';
import { type DeterminationRow, entityKey } from '#reports';
import { idOfText } from '#workbook';
import type { PacksService } from './packs-service.js';
import { type Known, knownBy, NOW, type PolicySources } from './policy-sources.js';
import type { DeterminationReplay, DetermineRequest, RecordedDetermination } from './policy-types.js';
import type { ServiceHost } from './service-host.js';

/** Facts, place and day of a question, complete. */
interface Asked {
  readonly facts: Facts;
  readonly division: string;
  readonly on: CivilDate;
}

/** How often a determination is made anew because somebody adopted a pack meanwhile. */
const MAX_ATTEMPTS = 5;

export class DeterminationsService {
  constructor(private readonly host: ServiceHost, private readonly sources: PolicySources, private readonly packs: PacksService) {}

  /** @throws DomainError as `determine` of the policy; `FACT_MISSING` where no place or day is given */
  async determine(request: DetermineRequest): Promise<Determination> {
    return (await this.determineKnown(askedIn(request), knownBy(request.knownAt))).determination;
  }

  /**
   * Determines with what is known and records the result under a number of its own.
   * @throws DomainError `DETERMINATION_EXISTS` `KNOWN_AT_NOT_RECORDED` `NUMBER_INVALID`, and as `determine`
   */
  record(id: string, request: DetermineRequest, caseId: string | undefined, actor: Actor): Promise<RecordedDetermination> {
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
   * `within`: only those of divisions whose codes begin so are there to be found.
   * @throws DomainError `DETERMINATION_NOT_FOUND` `DETERMINATION_AMBIGUOUS`
   */
  async replay(id: string, within?: string): Promise<DeterminationReplay> {
    const key = await this.host.read((views) => resolveDetermination(views, idOfText(id), within ?? ''));
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

  /** A determination in sentences, with the clauses it cites as they are read. */
  async rendered(determination: Determination, language: Language): Promise<string> {
    const book = this.sources.bookOn(await this.sources.adopted(NOW), determination.on as CivilDate);
    return renderDetermination(determination, language, (id) => book.ruleOf(id));
  }

  /** The narrowest pack that holds at a place on a day. @throws DomainError `DIVISION_NOT_COVERED` `DATE_BEFORE_RULES` */
  async packAt(division: string, on: CivilDate): Promise<string> {
    const [pack] = this.sources.bookOn(await this.sources.adopted(NOW), on).chainFor(division, on);
    if (pack === undefined) throw new Error('a place that is covered has a pack');
    return pack.pack.pack;
  }

  /** What the rules give with everything known today, or why they refuse. */
  async today(asked: Asked): Promise<Pick<DeterminationReplay, 'today' | 'refusal'>> {
    const result = await attempt(() => this.determineKnown(asked, NOW));
    return result.done ? { today: result.value.determination, refusal: null } : { today: null, refusal: { code: result.error.code, message: result.error.message } };
  }

  async recordedAt(key: string): Promise<{ readonly data: RecordedFacts; readonly metadata: EventMetadata }> {
    const recorded = await this.recorded(key);
    if (recorded === undefined) throw new Error('a determination that is folded is recorded');
    return recorded;
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
        await this.packs.recordAdoption({ pack, sha256, effectiveFrom, asShipped: true }, actor);
      }
    }
  }

  private async recorded(key: string): Promise<{ readonly data: RecordedFacts; readonly metadata: EventMetadata } | undefined> {
    const slice = await this.host.store.readStream(`${determinationStream.category}-${key}`, { limit: 1 });
    const event = slice.status === 'missing' ? undefined : slice.events[0];
    if (event === undefined) return undefined;
    const metadata = event.metadata as unknown as EventMetadata;
    return { data: determinationStream.codec.decode(event.type, metadata.schemaVer, event.data).data, metadata };
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
    throw new DomainError('NUMBER_INVALID', 'invalid', 'A number has 1 to 80 characters, none of them a space, @, | or a control character. Correct it.', { field });
  }
  return number;
}

const isAdopted = (adoptions: readonly { readonly version: number; readonly sha256: string }[], { version, sha256 }: PackRef): boolean =>
  adoptions.some((adoption) => adoption.version === version && adoption.sha256 === sha256);

/** What a determination decides and from what; how its notes word it may change from program to program. */
const decidedIn = ({ category, benefits, trace, values, packs }: Determination): Json => ({ category, benefits, trace, values, packs }) as unknown as Json;

async function resolveDetermination(views: ViewReader, id: string, within: string): Promise<string> {
  const named = views.get<DeterminationRow>('determinations', id);
  if (named?.division.startsWith(within) === true) return id;
  const keys: string[] = [];
  for await (const page of views.scan<DeterminationRow>('determinations', `${id}@`)) keys.push(...page.filter(({ row }) => row.division.startsWith(within)).map(({ key }) => key));
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
