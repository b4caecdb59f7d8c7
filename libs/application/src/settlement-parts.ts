/** The parts of an ordered list as they stand: what became of each item, and where its case lies. */
import { chainOf, type LiveList, payListStream, type PayPartCommand, type PayPartState, payPartStream } from '#disbursement';
import { type CommandOutcome, handleCommands } from '#event-store';
import { type Actor, type CommandContext, type DomainEvent, DomainError, type Jurisdiction, uuidOf } from '#kernel';
import { type CaseReader, placeOf } from './case-reader.js';
import { partId } from './paylist-parts.js';
import { opening, openingNothing, type SealedLedger } from './sealed-reads.js';

export type OrderedList = Pick<LiveList, 'listNo' | 'hash' | 'parts' | 'benefit' | 'ym' | 'totals' | 'status' | 'order' | 'cutoffOn'>;
export interface PartNow {
  readonly part: number;
  readonly state: PayPartState;
}

/** @throws DomainError `PAY_LIST_UNKNOWN` */
export async function theList(reader: CaseReader, listKey: string): Promise<OrderedList> {
  const list = (await reader.read(payListStream, listKey))?.state.live;
  if (list === undefined) throw new DomainError('PAY_LIST_UNKNOWN', 'notFound', 'No such list was compiled. Check benefit, month and county, or compile it first.');
  return list;
}

export async function readItems(reader: CaseReader, county: string, listNo: string, part: number): Promise<PartNow> {
  return { part, state: (await reader.read(payPartStream, partId(listNo, part, county)))?.state ?? payPartStream.decider.initialState() };
}
/** Every part of a list, one after the other. */
export async function* itemsOf(reader: CaseReader, county: string, { listNo, parts }: Pick<OrderedList, 'listNo' | 'parts'>): AsyncIterable<PartNow> {
  for (let part = 1; part <= parts; part += 1) yield readItems(reader, county, listNo, part);
}

/** The number of the part in the name of its stream: `payPart-dibao-2019-03.12@360111`. */
export function partOfStream(streamId: string): { readonly listNo: string; readonly part: number } {
  const [, listNo = '', part = ''] = /^payPart-(.+)\.(\d+)@\d{6}$/.exec(streamId) ?? [];
  return { listNo, part: Number(part) };
}

/** Where the case of an item lies, as its line says. */
export function placesOf(county: string, { drafts }: PayPartState): (itemNo: string) => Jurisdiction {
  const places = new Map([...drafts.values()].flatMap(({ lines }) => lines.map((line) => [chainOf(line.itemNo), line.community ?? line.town] as const)));
  return (itemNo) => {
    const place = places.get(chainOf(itemNo));
    return place === undefined ? { code6: county } : { ...placeOf(place), code6: county };
  };
}

export interface Sender {
  readonly actor: Actor;
  readonly now: string;
}
export interface Request {
  readonly command: PayPartCommand;
  /** Gives the command its id: the same is done once. */
  readonly name: string;
  /** What the sender regards as its content. */
  readonly digest?: string | undefined;
  /** How it was sent, where a person states it: instead of the name. */
  readonly sent?: Partial<CommandContext> | undefined;
  readonly place: Jurisdiction;
}
export const contextOf = (name: string, { actor, now }: Sender, jurisdiction: Jurisdiction, payloadDigest?: string): CommandContext => {
  const commandId = uuidOf(name);
  return { commandId, actor, jurisdiction, now, correlationId: commandId, payloadDigest };
};

/** About a part, not about a person: events of these commands stand open, and so do their ids. */
const OF_THE_PART: ReadonlySet<PayPartCommand['type']> = new Set(['SendItems', 'RecallItems', 'BookItems', 'CloseItems', 'ReopenItems']);

/** To one part. Opened is what the commands are decided from, and the ids of commands that are answered as repeated: of a listing, which comes from nobody here, neither. */
export function toPart(ledger: SealedLedger, county: string, listNo: string, part: number, sender: Sender, requests: readonly Request[]): Promise<readonly CommandOutcome<DomainEvent>[]> {
  const store = requests.every(({ command }) => OF_THE_PART.has(command.type)) ? openingNothing(ledger) : opening(ledger, ({ type }) => type !== 'PayItemListed');
  return handleCommands(store, payPartStream, partId(listNo, part, county), requests.map(({ command, name, digest, place, sent }) => ({ command, context: { ...contextOf(name, sender, place, digest), ...sent } })));
}
/** @throws the first refusal */
export function none(outcomes: readonly CommandOutcome<DomainEvent>[]): void {
  for (const outcome of outcomes) if (outcome.status === 'refused') throw outcome.error;
}
