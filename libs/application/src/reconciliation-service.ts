/** Months: reconciled, what does not agree resolved by two people, closed for good, corrected by a dated decision. */
import { createHash } from 'node:crypto';
import { chainOf, type Discrepancy, isClosed, MAX_KEPT_DISCREPANCIES, newsOf, partHash, PERIOD_FORMATS, PERIOD_STEPS, type PeriodCommand, type PeriodContext, type PeriodEvent, type PeriodStated, type PeriodState, type PeriodStep, periodStream, type TakePeriodStep } from '#disbursement';
import { handleCommand } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { type CivilDate, civilDateAt, digestOf, DomainError } from '#kernel';
import { type PeriodRow, type PeriodsQuestion, periodsReport } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader } from './case-reader.js';
import { type ListName, listNameOf } from './paylist-number.js';
import { periodNow } from './reconciliation-now.js';
import { type Sending, sentAs } from './sending.js';
import { openingNothing } from './sealed-reads.js';
import type { ServiceHost } from './service-host.js';
import { contextOf, itemsOf, none, type OrderedList, type Sender, theList, toPart } from './settlement-parts.js';
import type { PeriodTaken, PeriodView } from './settlement-types.js';

/** Discrepancies recorded at once: a command's events go into one append. */
const PORTION = 100;

interface Reopened {
  readonly part: number;
  readonly itemNos: readonly string[];
}

export class ReconciliationService {
  private readonly reader: CaseReader;
  /** States, sums and days of items: nothing of it is sealed. */
  private readonly parts: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService) {
    this.reader = new CaseReader(host.store);
    this.parts = new CaseReader(openingNothing(host));
  }

  /**
   * Takes a step of a month. `number`: that of its list, `dibao-2019-03`.
   * @throws DomainError `STEP_INVALID` `PAY_LIST_NUMBER` `PAY_LIST_UNKNOWN`, as the step says, and as `authorise`
   */
  take(number: string, step: PeriodStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<PeriodTaken> {
    return this.host.track(async () => {
      const name = listNameOf(number, person);
      const stated = readFormat(PERIOD_FORMATS[step], body) as PeriodStated<PeriodStep>;
      const { actor } = await this.access.authorise(person, PERIOD_STEPS[step].permission as Permission, name.county);
      await this.host.catchUp();
      const list = await theList(this.reader, name.listKey);
      const sender: Sender = { actor, now: this.host.now() };
      const context: PeriodContext = { listNo: name.listNo, benefit: name.benefit, ym: name.ym, by: person.staffId, today: civilDateAt(sender.now) };
      const payload = digestOf({ step, stated });
      const { state } = await this.existing(name);
      // A month that is looked at again on the same day is looked at again: another run, unless nothing has changed.
      const at = step === 'run' || step === 'close' ? `${payload}/${state.closing}/${state.runs}/${state.corrections.length}` : payload;
      const now = step === 'run' || step === 'close' ? await this.host.read((views) => periodNow(views, this.reader, this.parts, name, list, stated.on as CivilDate)) : undefined;
      const named = step === 'correct' ? await this.chainsOf(name, list, (stated as PeriodStated<'correct'>).itemNos) : [];
      const command = { type: 'TakePeriodStep', step, stated, context, ...(now === undefined ? {} : { now, run: state.runs }) } as TakePeriodStep;
      if (step === 'run' && now !== undefined && !isClosed(state)) await this.keep(name, context, stated.on as CivilDate, newsOf(state, now.found), `${at}/${now.hash}`, sender);
      if (step === 'close') await this.seal(name, list, command, state, sender);
      const outcome = await handleCommand(this.host.store, periodStream, name.listKey, {
        command, context: { ...sentAs(`period/${name.listKey}/${step}`, payload, actor, sending, `${at}/${now?.hash ?? ''}`), jurisdiction: { code6: name.county }, now: sender.now },
      });
      if (step === 'run') await this.reopen(name, stated.on, `closing ${state.closing + 1} not made`, await this.chainsOf(name, list, undefined, state.closing + 1), sender);
      if (step === 'correct') await this.reopen(name, stated.on, (stated as PeriodStated<'correct'>).correctionNo, named, sender);
      await this.host.catchUp();
      const period = await this.view(name);
      const events = outcome.status === 'unchanged' ? [] : outcome.events.map(({ type }) => type);
      return { listKey: name.listKey, step, outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded', events, revision: period.revision, period };
    });
  }

  /** @throws DomainError `PAY_LIST_NUMBER` `PAY_LIST_UNKNOWN`, and as `authorise` */
  async file(number: string, person: SignedIn): Promise<PeriodView> {
    const name = listNameOf(number, person);
    await this.access.authorise(person, 'batch.read', name.county);
    await theList(this.reader, name.listKey);
    return this.view(name);
  }

  /** The months of a county. */
  list(question: PeriodsQuestion): Promise<readonly PeriodRow[]> {
    return this.host.read((views) => periodsReport(views, question));
  }

  /** What is known already takes no place among those that are kept: what is beyond them is kept by the next run. */
  private async keep(name: ListName, context: PeriodContext, on: CivilDate, news: readonly Discrepancy[], id: string, sender: Sender): Promise<void> {
    const kept = news.slice(0, MAX_KEPT_DISCREPANCIES);
    for (let from = 0; from < kept.length; from += PORTION) {
      await this.send(name, { type: 'KeepDiscrepancies', found: kept.slice(from, from + PORTION), on, context }, `keep/${id}/${from}`, sender);
    }
  }

  private send({ listKey, county }: ListName, command: PeriodCommand, id: string, sender: Sender) {
    return handleCommand(this.host.store, periodStream, listKey, { command, context: contextOf(`period/${listKey}/${id}`, sender, { code6: county }, id) });
  }

  /**
   * Asks whether the month may be closed, then closes its parts, each as it was looked at: from then on nothing slips in. A part that changed meanwhile refuses; the next
   * run opens again what was closed for nothing, and being recorded in the month's own stream it ends a closing that is still under way.
   */
  private async seal({ county }: ListName, list: OrderedList, command: TakePeriodStep, state: PeriodState, sender: Sender): Promise<void> {
    periodStream.decider.decide(command, state);
    const closing = state.closing + 1;
    const on = command.stated.on as CivilDate;
    const { listNo } = list;
    const parts: { readonly part: number; readonly hash: string }[] = [];
    const hash = createHash('sha256');
    for await (const { part, state: of } of itemsOf(this.parts, county, list)) {
      parts.push({ part, hash: partHash(of) });
      hash.update(parts.at(-1)?.hash ?? '');
    }
    if (command.step !== 'close' || hash.digest('hex') !== command.now.hash) throw new DomainError('PERIOD_CHANGED', 'conflict', 'Something of the month has changed since it was looked at. Run the reconciliation again, then close it.');
    for (const { part, hash: of } of parts) {
      none(await toPart(this.host, county, listNo, part, sender, [{ command: { type: 'CloseItems', listNo, part, closing, hash: of, on }, name: `period/${listNo}@${county}/close/${closing}/${of}/${part}/${sender.now}`, place: { code6: county } }]));
    }
  }

  /** By part, the first attempts of the chains that are named; without names, everything in parts that were closed for a closing which was not made. @throws DomainError `PAY_ITEM_UNKNOWN` */
  private async chainsOf({ county }: ListName, list: OrderedList, itemNos: readonly string[] | undefined, closing?: number): Promise<readonly Reopened[]> {
    const wanted = itemNos === undefined ? undefined : new Set(itemNos.map(chainOf));
    const found: Reopened[] = [];
    for await (const { part, state } of itemsOf(this.parts, county, list)) {
      if (wanted === undefined && (state.closing !== closing || state.reopened.size === state.chains.size)) continue;
      const here = [...state.chains].filter(([chain]) => wanted === undefined || wanted.delete(chain)).map(([, { attempts: [first] }]) => first as string);
      if (here.length > 0) found.push({ part, itemNos: here });
    }
    const [unknown] = wanted ?? [];
    if (unknown !== undefined) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'The list has no such item. Check the number: case, month, kind and attempt.', { itemNo: unknown });
    return found;
  }

  /** Sent again it completes what was interrupted. */
  private async reopen({ county, listNo }: ListName, on: string, correctionNo: string, parts: readonly Reopened[], sender: Sender): Promise<void> {
    for (const { part, itemNos } of parts) {
      none(await toPart(this.host, county, listNo, part, sender, [{ command: { type: 'ReopenItems', listNo, part, correctionNo, itemNos, on: on as CivilDate }, name: `period/${listNo}@${county}/reopen/${correctionNo}/${part}/${sender.now}`, place: { code6: county } }]));
    }
  }

  private async view(name: ListName): Promise<PeriodView> {
    const { state, revision, events } = await this.existing(name);
    const { runs, lastRun, closing, closed, corrections, discrepancies } = state;
    const totals = events.findLast((event): event is Extract<PeriodEvent, { type: 'ReconciliationRun' }> => event.type === 'ReconciliationRun')?.data.totals;
    return { listKey: name.listKey, revision, runs, lastRun, closing, closed, corrections, totals, discrepancies: [...discrepancies.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
  }

  private async existing({ listKey }: ListName): Promise<{ readonly state: PeriodState; readonly revision: bigint; readonly events: readonly PeriodEvent[] }> {
    const read = await this.reader.read(periodStream, listKey);
    return read ?? { state: periodStream.decider.initialState(), revision: -1n, events: [] };
  }
}
