/** Pay lists from compilation to order: each step by somebody who may, never two halves of a check by one person. */
import { FINAL, fundStream, LIST_FORMATS, LIST_STEPS, type ListLine, type ListStated, type ListStep, listFixed, type LiveList, payListStream, payPartStream, type TakeListStep } from '#disbursement';
import { type CommandOutcome, handleCommand, handleCommands } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { type Actor, civilDateAt, type CommandContext, digestOf, DomainError, type DomainEvent, type Json, type Jurisdiction, monthAfter, uuidOf } from '#kernel';
import { type PayListRow, payListsReport, type PayListsQuestion } from '#reports';
import type { AccessService } from './access-service.js';
import { atMost } from './at-most.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader, placeOf } from './case-reader.js';
import { ListCompiler } from './paylist-compile.js';
import { type ListName, listNameOf } from './paylist-number.js';
import { partId, partsOf, readPart, verifyParts } from './paylist-parts.js';
import type { ListPage, ListTaken, ListView } from './paylist-types.js';
import { openingNothing } from './sealed-reads.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';
import type { ViewingService } from './viewing-service.js';

/** Parts written, and parts whose items are listed, at the same time. */
const CONCURRENT_PARTS = 16;

export class PayListService {
  private readonly reader: CaseReader;
  /** Lines of lists, which stand open. */
  private readonly parts: CaseReader;
  private readonly compiler: ListCompiler;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly viewings: ViewingService) {
    this.reader = new CaseReader(host.store);
    this.parts = new CaseReader(openingNothing(host));
    this.compiler = new ListCompiler(this.parts);
  }

  /**
   * Takes a step of a list. `number`: `dibao-2019-03`, of the person's county, or with `@` and the county.
   * @throws DomainError `STEP_INVALID` `PAY_LIST_NUMBER`, as the step says, `REVISION_CHANGED`, and as `authorise`
   */
  take(number: string, step: ListStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<ListTaken> {
    return this.host.track(async () => {
      const name = listNameOf(number, person);
      const stated = readFormat(LIST_FORMATS[step], body) as ListStated<ListStep>;
      const { actor } = await this.access.authorise(person, LIST_STEPS[step].permission as Permission, name.county);
      await this.host.catchUp();
      const list = (await this.read(name))?.state.live;
      const base = { type: 'TakeListStep', step, stated, context: { by: person.staffId, today: civilDateAt(this.host.now()) } } as TakeListStep;
      const command = await this.completed(base, name, list, actor);
      // A list that was returned and compiled again goes through the same steps: they are other commands.
      const version = list?.version ?? 0;
      const payload = digestOf({ step, stated, version, ...(command.step === 'compile' ? { hash: command.compiled.hash } : {}) });
      const outcome = await handleCommand(this.host.store, payListStream, name.listKey, {
        command, context: { ...sentAs(`list/${name.listKey}/${step}`, payload, actor, sending), jurisdiction: { code6: name.county }, now: this.host.now() },
      });
      await this.host.catchUp();
      return this.answer(name, step, outcome);
    });
  }

  /** @throws DomainError `PAY_LIST_UNKNOWN`, and as `authorise` */
  async file(number: string, person: SignedIn): Promise<ListView> {
    const name = listNameOf(number, person);
    await this.access.authorise(person, 'paylist.read', name.county);
    const { list, revision } = await this.existing(name);
    return { listKey: name.listKey, revision, list };
  }

  /** A part of a list, from 1; `differing`: only the lines that differ from the list before. @throws DomainError `PAY_LIST_UNKNOWN` `PAY_LIST_PAGE`, and as `authorise` */
  async lines(number: string, person: SignedIn, part = 1, differing = false, purpose?: string): Promise<ListPage> {
    const name = listNameOf(number, person);
    await this.access.authorise(person, 'paylist.read', name.county);
    const { list } = await this.existing(name);
    if (list.parts === 0) return { listKey: name.listKey, version: list.version, lines: [], ended: [], next: null };
    if (part < 1 || part > list.parts) throw new DomainError('PAY_LIST_PAGE', 'invalid', `The list has ${list.parts} parts. Begin with the first and follow next.`, { parts: list.parts });
    await this.viewings.shown({ scope: 'payList', about: name.listKey, purpose }, person);
    const { lines, ended } = await readPart(this.parts, name.county, list, part);
    const differs = ({ difference, kind, held, offsetFen }: ListLine): boolean => difference !== undefined || kind === 'arrears' || held !== undefined || offsetFen !== undefined;
    return { listKey: name.listKey, version: list.version, lines: differing ? lines.filter(differs) : lines, ended, next: part < list.parts ? part + 1 : null };
  }

  /** The lists of a county. */
  list(question: PayListsQuestion): Promise<readonly PayListRow[]> {
    return this.host.read((views) => payListsReport(views, question));
  }

  /** What a step needs beside what is stated: the list as it comes out now, the order as the fund decided it. */
  private async completed(command: TakeListStep, name: ListName, list: LiveList | undefined, actor: Actor): Promise<TakeListStep> {
    switch (command.step) {
      case 'compile':
        return { ...command, compiled: await this.compile(name, list, command.stated, actor) };
      case 'approve':
        return list === undefined ? command : { ...command, hash: await this.hashNow(name, list) };
      case 'order':
        return list === undefined ? command : { ...command, order: await this.order(name, list, command, actor) };
      case 'return':
        await this.notBuiltOn(name);
        return command;
      default:
        return command;
    }
  }

  /** What the list after it was approved on is paid by it: a list that comes out differently would pay it twice, or not at all. */
  private async notBuiltOn({ benefit, ym, county }: ListName): Promise<void> {
    const next = `${benefit}-${monthAfter(ym, 1)}`;
    const after = (await this.reader.read(payListStream, `${next}@${county}`))?.state.live;
    if (after?.previous === 'live' && FINAL.has(after.status)) throw new DomainError('PAY_LIST_BUILT_ON', 'conflict', `The list ${next} goes on from this one and is ${after.status}. Return that one first; what is wrong is otherwise put right on a later list.`, { next });
  }

  private compile(name: ListName, list: LiveList | undefined, { on, cutoffOn, since }: ListStated<'compile'>, actor: Actor) {
    // Before anything is written.
    if (list !== undefined && list.status !== 'compiled' && list.status !== 'returned') throw listFixed(list.status);
    return this.host.read(async (views) => {
      const frame = await this.compiler.frame(views, name, cutoffOn, since);
      const sum = await this.compiler.compile(views, name, frame);
      const { listNo, benefit, ym } = name;
      const compiled = { listNo, benefit, ym, since: frame.since, cutoffOn, previous: frame.previous, ...sum };
      if (list?.status === 'compiled' && list.hash === sum.hash && list.cutoffOn === cutoffOn) return { ...compiled, version: list.version };
      const again = await atMost(CONCURRENT_PARTS, (start) =>
        this.compiler.compile(views, name, frame, (part, lines, ended) => start(() => this.draft(name, part, { listNo, part, hash: sum.hash, lines, ended }, on, actor))));
      if (again.hash !== sum.hash) throw new Error('a list compiled twice from one moment came out differently');
      return { ...compiled, version: (list?.version ?? 0) + 1 };
    });
  }

  private async draft({ listNo, county }: ListName, part: number, draft: { readonly listNo: string; readonly part: number; readonly hash: string; readonly lines: readonly ListLine[]; readonly ended: readonly object[] }, on: string, actor: Actor): Promise<void> {
    const id = partId(listNo, part, county);
    await handleCommand(this.host.store, payPartStream, id, {
      command: { type: 'DraftItems', draft, on } as never, context: { ...this.context(`draft/${id}/${draft.hash}`, actor, { code6: county }), payloadDigest: draft.hash },
    });
  }

  private hashNow(name: ListName, list: LiveList): Promise<string> {
    return this.host.read(async (views) => {
      const frame = await this.compiler.frame(views, name, list.cutoffOn, list.previous === 'live' ? undefined : list.since);
      return (await this.compiler.compile(views, name, frame)).hash;
    });
  }

  /** The fund decides first; then every line is listed, which an order sent again completes; the head says so last. */
  private async order(name: ListName, list: LiveList, { stated, context }: Extract<TakeListStep, { step: 'order' }>, actor: Actor) {
    const { listKey, county, benefit, ym } = name;
    const { on, orderNo, indicatorNo, payMode, payerAccount } = stated;
    const order = { orderNo, listNo: name.listNo, version: list.version, benefit, ym, indicatorNo, fen: list.totals.totalFen, payMode, payerAccount, orderedBy: context.by };
    if (list.status !== 'checked' && list.status !== 'ordered') return { ...order, source: 'county' as const };
    // What the head would refuse is refused before the fund decides and a line is listed.
    payListStream.decider.decide({ type: 'TakeListStep', step: 'order', stated, context, order: { ...order, source: 'county' } }, { items: new Set(), live: list });
    if (list.status === 'checked') await verifyParts(this.parts, county, list);
    await handleCommand(this.host.store, fundStream, county, {
      command: { type: 'OrderPayment', ...order, on: on as never, today: context.today }, context: this.context(`order/${listKey}/${digestOf(stated as unknown as Json)}`, actor, { code6: county }),
    });
    const decided = (await this.reader.read(fundStream, county))?.state.orderOfList.get(name.listNo);
    if (decided === undefined) throw new Error('an order that was decided is known');
    await atMost(CONCURRENT_PARTS, async (start) => {
      for await (const { part, hash, lines } of partsOf(this.parts, county, list)) {
        await start(() => this.listItems(name, part, hash, lines, { orderNo, source: decided.source, on }, actor));
      }
    });
    return decided;
  }

  private async listItems({ listNo, county, benefit }: ListName, part: number, hash: string, lines: readonly ListLine[], order: { readonly orderNo: string; readonly source: string; readonly on: string }, actor: Actor): Promise<void> {
    const paid = lines.filter(({ held, fen }) => held === undefined && fen > 0);
    const outcomes = await handleCommands(this.host.store, payPartStream, partId(listNo, part, county), paid.map(({ itemNo, community, town }) => ({
      command: { type: 'ListItem', hash, itemNo, benefit, ...order } as never, context: { ...this.context(`item/${county}/${listNo}/${itemNo}`, actor, { ...placeOf(community ?? town), code6: county }), payloadDigest: `${hash}/${order.orderNo}` },
    })));
    for (const outcome of outcomes) if (outcome.status === 'refused') throw outcome.error;
  }

  private async answer(name: ListName, step: ListStep, outcome: Exclude<CommandOutcome<DomainEvent>, { status: 'refused' }>): Promise<ListTaken> {
    const { list, revision } = await this.existing(name);
    const events = outcome.status === 'unchanged' ? [] : outcome.events.map(({ type }) => type);
    return { listKey: name.listKey, step, outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded', events, revision, list };
  }

  private async existing(name: ListName): Promise<{ readonly list: LiveList; readonly revision: bigint }> {
    const read = await this.read(name);
    if (read?.state.live === undefined) throw new DomainError('PAY_LIST_UNKNOWN', 'notFound', 'No such list was compiled. Check benefit, month and county, or compile it first.');
    return { list: read.state.live, revision: read.revision };
  }

  private read({ listKey }: ListName) {
    return this.reader.read(payListStream, listKey);
  }

  private context(name: string, actor: Actor, jurisdiction: Jurisdiction): CommandContext {
    const commandId = uuidOf(name);
    return { commandId, actor, jurisdiction, now: this.host.now(), correlationId: commandId };
  }
}
