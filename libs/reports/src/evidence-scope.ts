/** Which events are evidence about a case, a person, a pay list, a finding or a task, and whose personal data they are opened for. */
import type { InquiryScope } from '#accountability';
import type { EventStore, RecordedEvent } from '#event-store';
import type { EventMetadata, Jurisdiction } from '#kernel';
import type { ViewReader } from '#projections';
import { entityKey } from './key.js';
import { payListRow } from './pay-lists.js';
import { readWhole } from './replay.js';
import type { BatchRow } from './settlement.js';
import type { TimelineRow } from './timeline.js';
import { casesOfPerson, type ViewingRow } from './viewings.js';

/** A stream, or some of its events. */
export interface ScopePart {
  readonly streamId: string;
  /** Only these; all where neither this nor `types` nor `county` says otherwise. */
  readonly revisions?: readonly string[] | undefined;
  readonly types?: ReadonlySet<string> | undefined;
  /** Only those recorded in this county. */
  readonly county?: string | undefined;
  /** `scope`: what it says of the persons in scope, and what is kept of everybody; `all`: whatever it says; `none`: nothing beyond what is clear. */
  readonly opens: 'scope' | 'all' | 'none';
  /** The persons its events are about are in scope. */
  readonly names?: true | undefined;
}
export interface EvidenceScope {
  readonly place: Jurisdiction;
  /** Keys of persons and cases, `<number>@<county>`. */
  readonly persons: readonly string[];
  readonly cases: readonly string[];
  readonly parts: readonly ScopePart[];
}

/** @param about `<number>@<county>` @returns undefined where the ledger has no such thing */
export async function evidenceScope(store: EventStore, views: ViewReader, scope: InquiryScope, about: string): Promise<EvidenceScope | undefined> {
  const at = about.lastIndexOf('@');
  const collector = new Collector(store, views, about.slice(at + 1));
  const main = `${CATEGORIES[scope]}-${about}`;
  const [first, ...others] = await readWhole(store, main);
  if (first === undefined) return undefined;
  await collector.collect(scope, about.slice(0, at), about, [first, ...others]);
  const named = [first, ...others].find(({ type }) => type === 'ApplicationSubmitted') ?? first;
  return { place: (named.metadata as unknown as EventMetadata).jurisdiction, persons: [...collector.persons].sort(), cases: [...collector.cases].sort(), parts: [...collector.parts.values()] };
}

const CATEGORIES: Readonly<Record<InquiryScope, string>> = { case: 'case', person: 'person', payList: 'payList', finding: 'finding', task: 'task' };
/** Of a file of another office: what it was, not its rows, which are about others. */
const MATCH_SUMMARY: ReadonlySet<string> = new Set(['DataMatchRun']);

class Collector {
  readonly parts = new Map<string, ScopePart>();
  readonly persons = new Set<string>();
  readonly cases = new Set<string>();

  constructor(private readonly store: EventStore, private readonly views: ViewReader, private readonly county: string) {}

  async collect(scope: InquiryScope, number: string, key: string, events: readonly RecordedEvent[]): Promise<void> {
    switch (scope) {
      case 'case':
        return this.case(key, true);
      case 'person':
        return this.person(number, key);
      case 'payList':
        return this.payList(number, key);
      case 'finding':
        return this.finding(key, events);
      case 'task':
        this.add({ streamId: `task-${key}`, opens: 'all' });
        this.add({ streamId: `oversight-${this.county}`, opens: 'all' });
    }
  }

  /** What is registered of a person, and every case about them; of the others in those cases nothing is opened. */
  private async person(personId: string, key: string): Promise<void> {
    this.addPerson(personId, true);
    await this.looksAt(key);
    for (const caseKey of await casesOfPerson(this.views, personId, this.county)) await this.case(caseKey, false);
  }

  private async payList(listNo: string, key: string): Promise<void> {
    this.add({ streamId: `payList-${key}`, opens: 'all' });
    const parts = payListRow(this.views, this.county, listNo)?.parts ?? 0;
    for (let part = 1; part <= parts; part += 1) this.add({ streamId: `payPart-${listNo}.${part}@${this.county}`, opens: 'all' });
    for await (const page of this.views.scan<BatchRow>('batches', `${this.county}|`)) {
      for (const { row } of page) if (row.listNo === listNo) this.add({ streamId: `batch-${row.batchNo}@${this.county}`, opens: 'all' });
    }
    this.add({ streamId: `reconciliation-${key}`, opens: 'all' });
    await this.looksAt(key);
  }

  private async finding(key: string, events: readonly RecordedEvent[]): Promise<void> {
    this.add({ streamId: `finding-${key}`, opens: 'scope', names: true });
    await this.looksAt(key);
    const caseId = firstText(events, 'caseId');
    if (caseId !== undefined) await this.case(entityKey(caseId, this.county), true);
    const matchNo = firstText(events, 'matchNo');
    if (matchNo !== undefined) this.add({ streamId: `match-${matchNo}@${this.county}`, types: MATCH_SUMMARY, opens: 'all' });
    const complaintNo = firstText(events, 'complaintNo');
    // Who reported is under a key of its own, which stays closed.
    if (complaintNo !== undefined) this.add({ streamId: `complaint-${complaintNo}@${this.county}`, opens: 'scope' });
    if (events.some(({ type }) => type.startsWith('Exemption'))) this.add({ streamId: `year-${this.county}`, opens: 'all' });
  }

  /** @param names everybody of its household is in scope */
  private async case(caseKey: string, names: boolean): Promise<void> {
    const events = await readWhole(this.store, `case-${caseKey}`);
    if (events.length === 0 || this.cases.has(caseKey)) return;
    this.cases.add(caseKey);
    this.add({ streamId: `case-${caseKey}`, opens: 'scope', ...named(names) });
    this.add({ streamId: `payCase-${caseKey}`, opens: 'scope' });
    const householdId = firstText(events, 'householdId');
    if (householdId !== undefined) await this.household(householdId, names);
    for (const personId of [firstText(events, 'beneficiaryId'), firstText(events, 'personId')]) if (personId !== undefined) this.addPerson(personId, names);
    for (const { data, metadata } of events) {
      if (typeof data['determinationId'] === 'string') this.add({ streamId: `determination-${data['determinationId']}@${this.county}`, opens: 'scope' });
      if (typeof data['complaintNo'] === 'string') this.add({ streamId: `complaint-${data['complaintNo']}@${this.county}`, opens: 'scope' });
      for (const { sha256 } of (metadata as unknown as EventMetadata).evidence ?? []) this.add({ streamId: `paper-${sha256}`, county: this.county, opens: 'scope' });
    }
    for await (const page of this.views.scan<TimelineRow>('timeline', `${caseKey}|`)) {
      for (const { row: { streamId, revisions } } of page) this.add(streamId.startsWith('finding-') ? { streamId, opens: 'scope' } : { streamId, revisions, opens: 'scope' });
    }
    await this.looksAt(caseKey);
  }

  private async household(householdId: string, names: boolean): Promise<void> {
    const streamId = `household-${householdId}@${this.county}`;
    if (this.parts.has(streamId)) return;
    this.add({ streamId, opens: 'scope', ...named(names) });
    this.add({ streamId: `payee-${householdId}@${this.county}`, opens: 'scope' });
    for (const { data } of await readWhole(this.store, streamId)) {
      const members = (data['members'] ?? []) as readonly { readonly personId: string }[];
      for (const personId of [data['headId'], data['personId'], ...members.map((member) => member.personId)]) if (typeof personId === 'string') this.addPerson(personId, names);
    }
  }

  private addPerson(personId: string, names: boolean): void {
    const key = entityKey(personId, this.county);
    if (names) this.persons.add(key);
    this.add({ streamId: `person-${key}`, opens: 'scope', ...named(names) });
    this.add({ streamId: `erasure-${key}`, opens: 'all' });
  }

  /** Who looked: also who, and for what. */
  private async looksAt(about: string): Promise<void> {
    for await (const page of this.views.scan<ViewingRow>('viewings', `${about}|`)) {
      for (const { key } of page) this.add({ streamId: `viewing-${key.slice(about.length + 1)}`, opens: 'all' });
    }
  }

  /** The widest of what is asked for: whole before some, in scope before not. */
  private add(part: ScopePart): void {
    const before = this.parts.get(part.streamId);
    if (before === undefined || (part.names === true && before.names === undefined)) this.parts.set(part.streamId, part);
  }
}

const named = (names: boolean): { readonly names?: true } => (names ? { names: true } : {});

function firstText(events: readonly RecordedEvent[], field: string): string | undefined {
  for (const { data } of events) if (typeof data[field] === 'string' && data[field] !== '') return data[field];
  return undefined;
}
