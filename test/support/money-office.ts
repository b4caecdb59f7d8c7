/** A county's money, without a server: a ledger of its own, and one person per role who takes the steps of a list. All invented. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, type ListTaken } from '#application';
import type { Role, SignedIn } from '#identity';

export const COUNTY = '360111';
export const person = (role: Role, name: string = role, division = COUNTY): SignedIn => ({ accountId: name.toLowerCase(), staffId: name, name: '测试', role, division });

export const COMPILER = person('countyOperator');
export const REVIEWER = person('countyAuditor');
export const LEADER = person('countyLeader');
export const FINANCE = person('finance');
/** Decides about cases, and reviews no list. */
export const DECIDER = person('countyAuditor', 'decider');

export class MoneyOffice {
  private constructor(readonly ledger: Ledger, private readonly directory: string) {}

  static async open(): Promise<MoneyOffice> {
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-money-'));
    return new MoneyOffice(await Ledger.open({ dataDir: join(directory, 'data'), mode: 'readWrite' }), directory);
  }

  /** The same county after its ledger was closed. */
  static async reopen({ directory }: MoneyOffice): Promise<MoneyOffice> {
    return new MoneyOffice(await Ledger.open({ dataDir: join(directory, 'data'), mode: 'readWrite' }), directory);
  }

  async end(): Promise<void> {
    await this.ledger.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  indicator(benefit: string, fen: number, indicatorNo = `ZB-${benefit}`, on = '2019-01-02') {
    return this.ledger.funds.take(COUNTY, 'issue', { on, indicatorNo, source: 'county', benefit, fen }, FINANCE);
  }

  compile(listNo: string, days: { readonly on: string; readonly cutoffOn: string; readonly since?: string }, by = COMPILER): Promise<ListTaken> {
    return this.ledger.payLists.take(listNo, 'compile', days, by);
  }

  /** From the compiled list to finance's check. */
  async upToCheck(listNo: string, on: string, posted = true): Promise<void> {
    const { payLists } = this.ledger;
    await payLists.take(listNo, 'review', { on }, REVIEWER);
    await payLists.take(listNo, 'approve', { on, approvalNo: `SD-${listNo}` }, LEADER);
    if (posted) await payLists.take(listNo, 'publicise', { on, place: '公示栏', from: on, to: on }, COMPILER);
    await payLists.take(listNo, 'check', { on, procedure: '手续齐全' }, FINANCE);
  }

  order(listNo: string, on: string, indicatorNo: string, orderNo = `ZF-${listNo}`): Promise<ListTaken> {
    return this.ledger.payLists.take(listNo, 'order', { on, orderNo, indicatorNo, payMode: 'direct' }, FINANCE);
  }
}

/** The code of a refusal. */
export const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: unknown) => (error as { code?: string }).code ?? String(error));
