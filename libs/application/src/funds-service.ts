/** Indicators and reserves of a county, and what the funds ledger answers. */
import { type Account, ACCOUNTS, FUND_FORMATS, FUND_STEPS, type FundStated, type FundStep, fundStream, leftOf, type TakeFundStep } from '#disbursement';
import { handleCommand } from '#event-store';
import type { Permission, SignedIn } from '#identity';
import { type CivilDate, civilDateAt, digestOf, DomainError } from '#kernel';
import type { ViewReader } from '#projections';
import { type AccountStatement, accountStatement, byColumns, type FundsQuestion, type ReserveRow, reservesReport, type TrialBalance, trialBalance } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader } from './case-reader.js';
import type { FundTaken, FundView, IndicatorRow } from './paylist-types.js';
import { type Sending, sentAs, takenOf } from './sending.js';
import type { ServiceHost } from './service-host.js';

/** Asks the read models as they are, or as they would be had nothing been recorded after an instant. */
export type ReadAt = <T>(knownAt: string | undefined, names: readonly string[], work: (views: ViewReader) => Promise<T>) => Promise<T>;

const VIEWS = ['funds', 'caseload'];

export class FundsService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly readAt: ReadAt) {
    this.reader = new CaseReader(host.store);
  }

  /** @throws DomainError `STEP_INVALID` `COUNTY_INVALID`, as the step says, and as `authorise` */
  take(county: string, step: FundStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<FundTaken> {
    return this.host.track(async () => {
      countyOf(county);
      const stated = readFormat(FUND_FORMATS[step], body) as FundStated<FundStep>;
      const { actor } = await this.access.authorise(person, FUND_STEPS[step].permission as Permission, county);
      if (step === 'topUpReserve' && !(stated as FundStated<'topUpReserve'>).town.startsWith(county)) throw new DomainError('RESERVE_TOWN_INVALID', 'invalid', 'The town does not lie in the county. Write its 9 digits.', { field: 'town' });
      // What was looked at is what is decided on: the second of two is looked at anew.
      const seen = step === 'returnUnspent' ? await this.returned(county, stated as FundStated<'returnUnspent'>) : undefined;
      const payload = digestOf({ step, stated });
      const command = { type: 'TakeFundStep', step, stated, today: civilDateAt(this.host.now()) } as TakeFundStep;
      const outcome = await handleCommand(this.host.store, fundStream, county, {
        command, context: { ...sentAs(`fund/${county}/${step}`, payload, actor, sending), ...(seen === undefined ? {} : { ifRevision: sending.ifRevision ?? seen }), jurisdiction: { code6: county }, now: this.host.now() },
      });
      await this.host.catchUp();
      return { county, step, ...takenOf(step, outcome) };
    });
  }

  /** Only what came back from the bank goes to the treasury. @throws DomainError `UNSPENT_EXCEEDED` */
  private async returned(county: string, { documentNo, benefit, source, fen }: FundStated<'returnUnspent'>): Promise<bigint | undefined> {
    // What is recorded is answered by the decider, whatever is left now.
    const fund = await this.reader.read(fundStream, county);
    if (fund?.state.documents.has(documentNo) === true) return undefined;
    await this.host.catchUp();
    const { rows } = await this.host.read((views) => trialBalance(views, { division: county, benefit, source }));
    const returnedFen = rows.filter(({ account }) => account === 'returned').reduce((sum, { balanceFen }) => sum + balanceFen, 0);
    if (fen > returnedFen) throw new DomainError('UNSPENT_EXCEEDED', 'conflict', `${fen} fen are to go back, and ${returnedFen} of this benefit and source have come back or are of void payments. Void what is not to be paid first, or return less.`, { returnedFen, askedFen: fen });
    return fund?.revision;
  }

  /** Every indicator with what is left of it, by number; from the stream that decides about orders. @throws DomainError `COUNTY_INVALID` */
  async indicators(county: string): Promise<FundView> {
    countyOf(county);
    const read = await this.reader.read(fundStream, county);
    const indicators = [...(read?.state.indicators.values() ?? [])].map((one): IndicatorRow => ({ ...one, leftFen: leftOf(one) }));
    return { county, revision: read?.revision ?? -1n, indicators: indicators.sort(byColumns((row) => row.indicatorNo)) };
  }

  /** @throws DomainError `FUND_DIVISION` */
  async balance(question: FundsQuestion, knownAt?: string): Promise<TrialBalance> {
    fundDivision(question.division);
    return this.readAt(knownAt, VIEWS, (views) => trialBalance(views, question));
  }

  /** @throws DomainError `FUND_DIVISION` `ACCOUNT_OF_FUND_UNKNOWN` */
  async statement(account: string, question: FundsQuestion, knownAt?: string): Promise<AccountStatement> {
    fundDivision(question.division);
    return this.readAt(knownAt, VIEWS, (views) => accountStatement(views, accountOf(account), question));
  }

  /** @throws DomainError `FUND_DIVISION` */
  async reserves(division: string, asOf?: CivilDate, knownAt?: string): Promise<readonly ReserveRow[]> {
    fundDivision(division);
    return this.readAt(knownAt, VIEWS, (views) => reservesReport(views, division, asOf));
  }
}

function countyOf(county: string): void {
  if (!/^\d{6}$/.test(county) || county.endsWith('00')) throw new DomainError('COUNTY_INVALID', 'invalid', 'A fund is that of a county. Write its 6 digits.', { field: 'county' });
}
function fundDivision(division: string): void {
  if (!/^(\d{6}|\d{9})$/.test(division) || /^\d{4}00$/.test(division)) throw new DomainError('FUND_DIVISION', 'invalid', 'The funds ledger is kept by counties. Write 6 digits for a county, 9 for one of its towns.', { field: 'division' });
}
function accountOf(text: string): Account {
  if (Object.hasOwn(ACCOUNTS, text)) return text as Account;
  throw new DomainError('ACCOUNT_OF_FUND_UNKNOWN', 'invalid', `The funds ledger has no such account. It has ${Object.keys(ACCOUNTS).join(', ')}.`, { field: 'account' });
}
