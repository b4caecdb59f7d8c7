/** Values that local authorities publish: recorded, corrected, listed. */
import { type Actor, civilDateAt, type CivilDate, type CommandContext, digestOf, DomainError, type Json, uuidOf } from '#kernel';
import { type CommandOutcome, type CommandRequest, handleCommand, handleCommands } from '#event-store';
import { publicationIdentity } from '#intake';
import { type Bilingual, liesIn, LOCAL_KEYS, type PublishedStandard, publishersOf, type StandardEvent, standardsStream, standardToCorrect, standardToPublish } from '#policy';
import { byColumns, type StandardsRow } from '#reports';
import { cleanText } from '#workbook';
import { knownBy, NOW, type PolicySources } from './policy-sources.js';
import type { StandardCorrection, StandardEntry, StandardOutcome, StandardRow, StandardsList, StandardsPublished } from './policy-types.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

export interface StandardsQuestion {
  /** Values published for it, for what it lies in, and for what lies in it. */
  readonly division?: string | undefined;
  readonly key?: string | undefined;
  /** Only those in force on the day. */
  readonly on?: CivilDate | undefined;
  /** As they had been recorded by an instant. */
  readonly knownAt?: string | undefined;
}

const UNLISTED: Bilingual = { zh: '不在目录之内', en: 'not in the catalogue' };

export class StandardsService {
  constructor(private readonly host: ServiceHost, private readonly sources: PolicySources) {}

  /** Publishes values one by one: what is refused does not stop the others. The same again changes nothing. */
  publish(entries: readonly StandardEntry[], actor: Actor): Promise<StandardsPublished> {
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
  correct(correction: StandardCorrection, actor: Actor, sending: Sending = {}): Promise<StandardRow> {
    return this.host.track(async () => {
      const now = this.host.now();
      const command = standardToCorrect({ ...correction, value: correction.value === undefined ? undefined : cleanText(correction.value), reason: cleanText(correction.reason), approver: cleanText(correction.approver) }, civilDateAt(now));
      const { code6, key, validFrom } = command;
      // Without a key the instant is part of the name: to and fro and back again are three corrections. A repetition is recognised by what it says.
      const digest = digestOf(correction as unknown as Json);
      const outcome = await handleCommand(this.host.store, standardsStream, code6, {
        command, context: { ...sentAs(`correct/${code6}`, digest, actor, sending, `${digest}/${now}`), jurisdiction: { code6 }, now },
      });
      if (outcome.revision !== undefined) sending.tellRevision?.(outcome.revision);
      await this.host.catchUp();
      const standards = await this.sources.standardsOf(code6, NOW);
      return standardRow(standards.find((standard) => standard.key === key && standard.validFrom === validFrom) as PublishedStandard);
    });
  }

  async list({ division, key, on, knownAt }: StandardsQuestion): Promise<StandardsList> {
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
}

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
