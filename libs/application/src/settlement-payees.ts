/** The account of a household put right: asked for, approved by a second person, verified; and a failed payment issued again or voided. */
import { PAYEE_FORMATS, PAYEE_STEPS, type PayeeStated, type PayeeStep, payeeStream, PAYMENT_FORMATS, PAYMENT_STEPS, type PaymentStated, type PaymentStep, chainOf, type PayPartCommand, type TakePayeeStep } from '#disbursement';
import { handleCommand } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { type CivilDate, civilDateAt, digestOf, DomainError } from '#kernel';
import { itemsReport, type ItemsQuestion, type ItemsReport, payItemKey, type PayItemRow } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader, placeOf } from './case-reader.js';
import { keyOf } from './number-key.js';
import { listNameOf } from './paylist-number.js';
import { type Sending, sentAs, takenOf } from './sending.js';
import type { ServiceHost } from './service-host.js';
import { Accounts } from './settlement-accounts.js';
import { partOfStream, placesOf, readItems, toPart } from './settlement-parts.js';
import type { PayeeTaken, PaymentTaken } from './settlement-types.js';

export class PayeeService {
  private readonly reader: CaseReader;
  private readonly accounts: Accounts;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService) {
    this.reader = new CaseReader(host.store);
    this.accounts = new Accounts(host);
  }

  /** `number`: of the household. @throws DomainError `STEP_INVALID` `HOUSEHOLD_UNKNOWN`, as the step says, and as `authorise` */
  take(number: string, step: PayeeStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<PayeeTaken> {
    return this.host.track(async () => {
      const householdKey = keyOf(number, person, 'householdId');
      const stated = readFormat(PAYEE_FORMATS[step], body) as PayeeStated<PayeeStep>;
      const { town, community, headId } = await this.reader.household(householdKey);
      const { actor } = await this.access.authorise(person, PAYEE_STEPS[step].permission as Permission, community ?? town);
      const members = step === 'request' ? await this.accounts.members(householdKey) : [];
      const { registered } = await this.accounts.payee(householdKey);
      const at = householdKey.lastIndexOf('@');
      const command = {
        type: 'TakePayeeStep', step, stated,
        context: { householdId: householdKey.slice(0, at), headId, by: person.staffId, today: civilDateAt(this.host.now()), registered, streamId: `${payeeStream.category}-${householdKey}`, holderIsMember: members.some(({ name }) => name === (stated as PayeeStated<'request'>).holderName) },
      } as TakePayeeStep;
      const payload = digestOf({ step, stated });
      const outcome = await handleCommand(this.host.store, payeeStream, householdKey, {
        command, context: { ...sentAs(`payee/${householdKey}/${step}`, payload, actor, sending), jurisdiction: { ...placeOf(community ?? town), code6: householdKey.slice(at + 1) }, now: this.host.now() },
      });
      await this.host.catchUp();
      return { householdKey, step, ...takenOf(step, outcome) };
    });
  }
}

export class PaymentService {
  private readonly reader: CaseReader;
  private readonly accounts: Accounts;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService) {
    this.reader = new CaseReader(host.store);
    this.accounts = new Accounts(host);
  }

  /** `number`: of the list. @throws DomainError `STEP_INVALID` `PAY_ITEM_UNKNOWN`, as the step says, and as `authorise` */
  take(number: string, step: PaymentStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<PaymentTaken> {
    return this.host.track(async () => {
      const { listKey, listNo, county } = listNameOf(number, person);
      const stated = readFormat(PAYMENT_FORMATS[step], body) as PaymentStated<PaymentStep>;
      const { actor } = await this.access.authorise(person, PAYMENT_STEPS[step].permission as Permission, county);
      await this.host.catchUp();
      const { itemNo } = stated;
      const row = await this.host.read(async (views) => views.get<PayItemRow>('payItems', payItemKey(county, itemNo)));
      if (row?.itemNo !== itemNo || row.listNo !== listNo) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'The list has no such item. Check the number: case, month, kind and attempt.', { itemNo });
      const { part } = partOfStream(row.streamId);
      const { state } = await readItems(this.reader, county, listNo, part);
      const on = stated.on as CivilDate;
      const today = civilDateAt(this.host.now());
      if (on > today) throw new DomainError('STEP_IN_FUTURE', 'invalid', `The day ${on} has not come yet (today is ${today} in China). A step is recorded when it has been taken.`, { on, today });
      const line = [...state.drafts.values()].flatMap(({ lines }) => lines).findLast((one) => chainOf(one.itemNo) === chainOf(itemNo));
      const command: PayPartCommand = step === 'reissue'
        ? { type: 'ReissueItem', itemNo, account: line === undefined ? undefined : (await this.accounts.payee(`${line.householdId}@${county}`, line.payee)).inForce, by: person.staffId, on }
        : { type: 'VoidItem', itemNo, reason: (stated as PaymentStated<'void'>).reason, by: person.staffId, on };
      const payload = digestOf({ step, stated });
      const [outcome] = await toPart(this.host, county, listNo, part, { actor, now: this.host.now() }, [{ command, name: '', sent: sentAs(`payment/${listKey}/${step}`, payload, actor, sending), place: placesOf(county, state)(itemNo) }]);
      if (outcome === undefined) throw new Error('one request gives one outcome');
      if (outcome.status === 'refused') throw outcome.error;
      await this.host.catchUp();
      const events = outcome.status === 'unchanged' ? [] : outcome.events;
      const named = events.find(({ type }) => type === 'PaymentReissued')?.data as { readonly itemNo: string } | undefined;
      return { listKey, step, itemNo: named?.itemNo ?? itemNo, outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded', events: events.map(({ type }) => type), revision: outcome.revision ?? 0n };
    });
  }

  /** Attempts by state, and what is owed to whom since when; today in China where nothing is said. */
  async outstanding({ today, ...question }: Omit<ItemsQuestion, 'today'> & { readonly today?: CivilDate | undefined }): Promise<ItemsReport> {
    return this.host.read((views) => itemsReport(views, { ...question, today: today ?? civilDateAt(this.host.now()) }));
  }
}
