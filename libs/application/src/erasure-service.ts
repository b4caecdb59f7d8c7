/**
 * Erasing a person (PIPL 47): after the office's own term for keeping records, when nothing about the person runs any more, on the word of two people.
 * The keys of everything that is about the person are destroyed, in every county; events, log and figures stay what they were.
 */
import { changeInForce, erasureStream, personStream } from '#casework';
import { type EventStore, handleCommand } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { type Actor, civilDateAt, type CivilDate, type CommandContext, digestOf, DomainError, type EventMetadata, parseCivilDate } from '#kernel';
import { assistedPersons, type CaseRow, entityKey, type FindingRow, type HouseholdRow, type PersonRow } from '#reports';
import { isErased } from '#vault';
import type { AccessService } from './access-service.js';
import { readErasure } from './case-formats.js';
import { CaseReader } from './case-reader.js';
import type { KeysService } from './keys-service.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

export interface ErasureHost extends ServiceHost {
  /** The ledger as it is stored. */
  readonly stored: EventStore;
  /** Builds every read model anew, and leaves nothing of the old ones. */
  readonly rebuildViews: () => Promise<void>;
  /** How many years records are kept; undefined where the office has not said. */
  readonly retentionYears: number | undefined;
}
export interface ErasureTaken {
  readonly personId: string;
  readonly status: 'requested' | 'erased';
  /** Keys that were destroyed. */
  readonly keys: number;
}
/** Every stream that is about a person, the keys its own streams are under, and the names of others that may be. */
interface Traces {
  readonly streams: readonly string[];
  readonly keyIds: readonly string[];
  readonly names: readonly string[];
}

export class ErasureService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ErasureHost, private readonly access: AccessService, private readonly keys: KeysService) {
    this.reader = new CaseReader(host.store);
  }

  /** @throws DomainError `PERSON_UNKNOWN` `RETENTION_UNSET` `ERASURE_RETENTION` `ERASURE_CASE_RUNS` `ERASURE_UNSEALED` `ERASURE_SHARED_KEY` `ERASURE_EXISTS`, and as `authorise` */
  request(county: string, body: unknown, person: SignedIn, sending: Sending = {}): Promise<ErasureTaken> {
    return this.host.track(async () => {
      const { personId, on, basis } = readErasure('request', body);
      const { key, actor, day } = await this.begin(county, personId, on, 'person.requestErasure', person);
      await this.tracesOf(key);
      const command = { type: 'RequestErasure' as const, personId, on: day, basis, by: actor.staffId };
      await handleCommand(this.host.store, erasureStream, key, { command, context: this.context(county, actor, `erasure/${key}/request`, { on, basis }, sending) });
      return { personId, status: 'requested', keys: 0 };
    });
  }

  /** Approves, and erases. Stopped in between, approving again completes it. @throws DomainError as `request`, `ERASURE_UNREQUESTED` `ERASURE_SAME_PERSON` `ERASURE_BEFORE_REQUEST` */
  approve(county: string, body: unknown, person: SignedIn, sending: Sending = {}): Promise<ErasureTaken> {
    return this.host.track(async () => {
      const { personId, on } = readErasure('approve', body);
      const { key, actor, day } = await this.begin(county, personId, on, 'person.approveErasure', person);
      const traces = await this.tracesOf(key);
      const approved = this.context(county, actor, `erasure/${key}/approve`, { on }, sending);
      await handleCommand(this.host.store, erasureStream, key, { command: { type: 'ApproveErasure', personId, on: day, by: actor.staffId }, context: approved });
      const keys = this.keys.destroy(traces.keyIds, traces.names, day);
      await this.host.rebuildViews();
      await handleCommand(this.host.store, erasureStream, key, { command: { type: 'CompleteErasure', personId, on: day, keys }, context: this.context(county, actor, `${approved.commandId}/complete`, { on }, {}) });
      await this.host.catchUp();
      return { personId, status: 'erased', keys };
    });
  }

  private async begin(county: string, personId: string, on: string, permission: Permission, person: SignedIn): Promise<{ readonly key: string; readonly actor: Actor; readonly day: CivilDate }> {
    const { actor } = await this.access.authorise(person, permission, county);
    const day = parseCivilDate(on);
    if (day > civilDateAt(this.host.now())) throw new DomainError('STEP_IN_FUTURE', 'invalid', `The day ${day} has not come yet. Record it when it has.`, { on: day });
    return { key: entityKey(personId, county), actor, day };
  }

  /** @throws DomainError as `request`; nothing is left to find of a person whose keys are gone */
  private async tracesOf(personKey: string): Promise<Traces> {
    await this.host.catchUp();
    const { idNo } = await this.reader.person(personKey);
    if (isErased(idNo)) return { streams: [], keyIds: [], names: [] };
    const { retentionYears } = this.host;
    if (retentionYears === undefined) throw new DomainError('RETENTION_UNSET', 'conflict', 'Nobody has said how long records are kept, so none may be erased. Set TAIZHANG_RETENTION_YEARS to the years your rules demand, and ask again.');
    const { cases, others, ...traces } = await this.look(idNo);
    const running = cases.find(({ changes }) => changes.length > 0 && changeInForce(changes, '9999-12')?.kind !== 'stop');
    if (running !== undefined) throw new DomainError('ERASURE_CASE_RUNS', 'conflict', `Case ${running.caseId} of the person still runs. Nothing of a person is erased whom an office assists.`, { caseId: running.caseId, county: running.code6 });
    for (const stream of traces.streams) await this.checkKept(stream, retentionYears);
    const keyIds = await this.keysOf(traces.streams);
    for (const stream of others) {
      const [shared] = (await this.keysOf([stream])).filter((id) => keyIds.includes(id));
      if (shared !== undefined) throw new DomainError('ERASURE_SHARED_KEY', 'conflict', `${stream} was registered with the citizen number of this person, which was corrected since, so both are under one key. Nobody is erased with somebody else.`, { streamId: stream });
    }
    return { streams: traces.streams, keyIds, names: [...traces.names, ...(await this.papersOf(cases))] };
  }

  /** Everything that is about a citizen in the books of any county. */
  private look(idNo: string): Promise<Omit<Traces, 'keyIds'> & { readonly cases: readonly CaseRow[]; readonly others: readonly string[] }> {
    return this.host.read(async (views) => {
      const persons = new Set<string>();
      const others: string[] = [];
      for await (const page of views.scan<PersonRow>('people')) {
        for (const { key, row } of page) {
          if (row.idNo === idNo) persons.add(key);
          else others.push(`${personStream.category}-${key}`);
        }
      }
      const headed: string[] = [];
      for await (const page of views.scan<HouseholdRow>('households')) for (const { key, row } of page) if (persons.has(entityKey(row.headId, countyOf(key)))) headed.push(key);
      const cases: CaseRow[] = [];
      const own: string[] = [];
      for await (const page of views.scan<CaseRow>('caseload')) {
        for (const { key, row } of page) {
          const household = entityKey(row.householdId, row.code6);
          if (!headed.includes(household) && !assistedPersons(row, views.get<HouseholdRow>('households', household)).some((id) => persons.has(entityKey(id, row.code6)))) continue;
          cases.push(row);
          if (row.beneficiaryId === undefined ? headed.includes(household) : persons.has(entityKey(row.beneficiaryId, row.code6))) own.push(key);
        }
      }
      const findings: string[] = [];
      for await (const page of views.scan<FindingRow>('findings')) for (const { key, row } of page) if (row.idNo === idNo || row.citizens?.includes(idNo) === true) findings.push(key);
      const streams = [...[...persons].map((key) => `${personStream.category}-${key}`), ...headed.map((key) => `household-${key}`), ...cases.map(({ caseId, code6 }) => `case-${entityKey(caseId, code6)}`), ...findings.map((key) => `finding-${key}`)];
      const mine = new Set(own.map((key) => `case-${key}`));
      return { cases, others, streams, names: [`citizen/${idNo}`, ...streams.filter((stream) => !stream.startsWith('case-') || mine.has(stream)).map((stream) => `stream/${stream}`)] };
    });
  }

  /** @throws DomainError `ERASURE_RETENTION` `ERASURE_UNSEALED` */
  private async checkKept(streamId: string, years: number): Promise<void> {
    const [first, last] = await Promise.all([this.host.stored.readStream(streamId, { limit: 1 }), this.host.stored.readStream(streamId, { direction: 'backward', limit: 1 })]);
    if (first.status === 'missing' || last.status === 'missing') return;
    if (first.events[0]?.data['$sealed'] === undefined) {
      throw new DomainError('ERASURE_UNSEALED', 'unsupported', `${streamId} was recorded before the ledger was encrypted. An event is never changed, so what it says stays; only a ledger that is begun anew is without it.`, { streamId });
    }
    const { occurredAt, effectiveFrom = '' } = last.events[0]?.metadata as unknown as EventMetadata;
    const latest = occurredAt > effectiveFrom ? occurredAt : effectiveFrom.padEnd(10, '-01').slice(0, 10);
    const until = `${Number(latest.slice(0, 4)) + years}${latest.slice(4)}`;
    if (until >= civilDateAt(this.host.now())) throw new DomainError('ERASURE_RETENTION', 'conflict', `Something about the person happened on ${latest}, and records are kept for ${years} years. Ask again after ${until}.`, { until, streamId });
  }

  /** Of the person's own streams: a key stays the same when a citizen number is corrected. */
  private async keysOf(streams: readonly string[]): Promise<readonly string[]> {
    const ids = new Set<string>();
    for (const stream of streams.filter((id) => id.startsWith(`${personStream.category}-`))) {
      const slice = await this.host.stored.readStream(stream);
      if (slice.status === 'found') for (const { data } of slice.events) for (const [id] of ((data['$sealed'] ?? []) as readonly (readonly [string, string])[]).slice(0, 1)) ids.add(id);
    }
    return [...ids];
  }

  /** What papers of a person's cases say of where they were taken. */
  private async papersOf(cases: readonly CaseRow[]): Promise<readonly string[]> {
    const names = new Set<string>();
    for (const { caseId, code6 } of cases) {
      const slice = await this.host.stored.readStream(`case-${entityKey(caseId, code6)}`);
      if (slice.status === 'missing') continue;
      for (const { metadata } of slice.events) for (const { sha256 } of (metadata as unknown as EventMetadata).evidence ?? []) names.add(`stream/paper-${sha256}`);
    }
    return [...names];
  }

  private context(county: string, actor: Actor, name: string, payload: Readonly<Record<string, string>>, sending: Sending): CommandContext {
    return { ...sentAs(name, digestOf(payload), actor, sending), jurisdiction: { code6: county }, now: this.host.now() };
  }
}

const countyOf = (key: string): string => key.slice(key.lastIndexOf('@') + 1);
