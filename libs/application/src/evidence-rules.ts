/** The rules an event was decided by, in the words that were in force on its day. */
import type { BundledRule } from '#bundle';
import type { RecordedEvent } from '#event-store';
import { type CivilDate, civilDateAt, type EventMetadata } from '#kernel';
import { NATIONAL, type PackRule, type PolicyBook } from '#policy';

/** The rule of the exemption. */
export const EXEMPTION_RULE = 'GX-2019-06-06';

/**
 * Those an event names, and of the packs a decision was made by (with the national rules beneath them) those that a step or a benefit in the bundle rests on.
 * @param bookOn the packs as adopted, on a day @param more rules that no event names
 */
export async function rulesBehind(events: readonly RecordedEvent[], bookOn: (on: CivilDate) => Promise<PolicyBook>, more: readonly string[], now: string): Promise<readonly BundledRule[]> {
  const rules = new Map<string, BundledRule>();
  const add = (found: Found | undefined): void => { if (found !== undefined && !rules.has(found.rule.id)) rules.set(found.rule.id, bundled(found)); };
  // A pack in the ledger may be older than what names a rule: what it does not have is left out.
  for (const id of more) add((await bookOn(civilDateAt(now))).ruleOf(id));
  const types = new Set(events.map(({ type }) => type));
  const benefits = [...new Set(events.flatMap(({ data }) => (typeof data['benefit'] === 'string' ? [data['benefit']] : [])))];
  const packs = new Map<string, CivilDate>();
  for (const { metadata, data } of events) {
    const { ruleIds = [], occurredAt } = metadata as unknown as EventMetadata;
    for (const id of ruleIds) if (!rules.has(id)) add((await bookOn(occurredAt)).ruleOf(id));
    if (typeof data['pack'] === 'string' && !packs.has(data['pack'])) packs.set(data['pack'], occurredAt);
  }
  for (const [name, on] of packs) {
    const book = await bookOn(on);
    for (const bound of [book.get(name), book.get(NATIONAL)]) for (const rule of bound?.pack.rules ?? []) if (bound !== undefined && restsOn(rule, types, benefits)) add({ rule, pack: bound });
  }
  return [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Found = NonNullable<ReturnType<PolicyBook['ruleOf']>>;

/** Functions of a benefit carry its name: `dibaoStandard`, `disabilityNursing`. */
function restsOn({ disposition }: PackRule, types: ReadonlySet<string>, benefits: readonly string[]): boolean {
  if ('executes' in disposition) return disposition.executes.some((name) => benefits.some((benefit) => name.startsWith(benefit)));
  return 'step' in disposition && disposition.step.split(/[^A-Za-z]+/).some((type) => types.has(type));
}

function bundled({ rule: { id, subject, title, clause }, pack: bound }: Found): BundledRule {
  const { document, pack, version } = bound.pack;
  return { id, pack: `${pack} v${version}`, subject, title: title.zh, clause: clause ?? null, document: { title: document.title, number: document.number ?? null, issuedOn: document.issuedOn } };
}
