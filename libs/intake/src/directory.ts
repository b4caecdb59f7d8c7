/** What the ledger knows of the numbers a workbook refers to: whether they exist, where they lie, which benefit. */
import { caseStream, householdStream, personStream } from '#casework';
import type { EventMetadata, Jurisdiction } from '#kernel';
import type { EventStore, RecordedEvent } from '#event-store';
import type { ReferenceTarget } from '#workbook';

export interface KnownCase {
  readonly benefit: string;
  readonly place: Jurisdiction;
}

const CATEGORY: Readonly<Record<ReferenceTarget, string>> = {
  人员: personStream.category,
  家庭: householdStream.category,
  案件: caseStream.category,
};

const versionOf = ({ metadata }: RecordedEvent): number => (metadata as unknown as EventMetadata).schemaVer;

/** Looks numbers of one county up in the ledger and remembers the answers; rows of the running import are told to it. */
export class Directory {
  private readonly known = new Map<string, boolean>();
  private readonly households = new Map<string, Jurisdiction>();
  private readonly cases = new Map<string, KnownCase>();

  constructor(private readonly store: EventStore, private readonly code6: string) {}

  /** A row of this import defines the number. */
  define(target: ReferenceTarget, number: string): void {
    this.known.set(`${target}/${number}`, true);
  }

  /** Looks up what is not known yet, so that `exists` can answer. */
  async resolve(references: Iterable<{ readonly target: ReferenceTarget; readonly number: string }>): Promise<void> {
    for (const { target, number } of references) {
      const key = `${target}/${number}`;
      if (!this.known.has(key)) this.known.set(key, (await this.first(CATEGORY[target], number)) !== undefined);
    }
  }

  exists(target: ReferenceTarget, number: string): boolean {
    return this.known.get(`${target}/${number}`) ?? false;
  }

  /** Where a recorded household lies. */
  async placeOfHousehold(number: string): Promise<Jurisdiction> {
    let place = this.households.get(number);
    if (place === undefined) {
      const recorded = await this.first(householdStream.category, number);
      if (recorded === undefined) throw new Error('a household that exists has a first event');
      const event = householdStream.codec.decode(recorded.type, versionOf(recorded), recorded.data);
      if (event.type !== 'HouseholdComposed') throw new Error(`a household stream starts with ${event.type}`);
      place = { code6: this.code6, town9: event.data.town, village12: event.data.community };
      this.households.set(number, place);
    }
    return place;
  }

  /** Benefit and place of a case that is recorded, or about to be. */
  async caseOf(number: string): Promise<KnownCase> {
    const known = this.cases.get(number) ?? (await this.recordedCase(number));
    if (known === undefined) throw new Error('a case that exists has a first event');
    this.cases.set(number, known);
    return known;
  }

  /** A row of this import applies for a case. What the ledger has goes before what the row says: the row may be a CONFLICT. */
  async defineCase(number: string, applied: KnownCase): Promise<void> {
    this.define('案件', number);
    this.cases.set(number, (await this.recordedCase(number)) ?? applied);
  }

  private async recordedCase(number: string): Promise<KnownCase | undefined> {
    const recorded = await this.first(caseStream.category, number);
    if (recorded === undefined) return undefined;
    const event = caseStream.codec.decode(recorded.type, versionOf(recorded), recorded.data);
    if (event.type !== 'ApplicationSubmitted') throw new Error(`a case stream starts with ${event.type}`);
    return { benefit: event.data.benefit, place: (recorded.metadata as unknown as EventMetadata).jurisdiction };
  }

  private async first(category: string, number: string): Promise<RecordedEvent | undefined> {
    const slice = await this.store.readStream(`${category}-${number}@${this.code6}`, { limit: 1 });
    return slice.status === 'missing' ? undefined : slice.events[0];
  }
}
